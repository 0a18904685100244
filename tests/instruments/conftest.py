"""文书的测试：试用的模板不需要数据库；项目还没有设置时，用 Django 的默认设置。"""

import os

import django
from django.apps import apps
from django.conf import settings

if "DJANGO_SETTINGS_MODULE" not in os.environ and not settings.configured:
    settings.configure(USE_TZ=True, TIME_ZONE="Asia/Shanghai")
if not apps.ready:
    django.setup()
