"""公示门户：Django 应用。"""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "mingzhi.portal"
    label = "portal"
    verbose_name = "公示门户"
