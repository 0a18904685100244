"""WSGI 入口：gunicorn mingzhi.wsgi。"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingzhi.settings")
application = get_wsgi_application()

from mingzhi.record.stores import check_at_start  # noqa: E402  应用装好以后才能引用

check_at_start()
