"""WSGI 入口：gunicorn mingzhi.wsgi。"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingzhi.settings")
application = get_wsgi_application()
