"""音像：Django 应用。"""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "mingzhi.media"
    label = "media"
    verbose_name = "音像"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mingzhi.media.probing import forget
        from mingzhi.record.disposal import on_disposal

        on_disposal(forget)
