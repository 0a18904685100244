"""归档：Django 应用。"""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "mingzhi.archive"
    label = "archive"
    verbose_name = "归档"
    default_auto_field = "django.db.models.BigAutoField"
