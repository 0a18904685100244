"""规则登记：Django 应用。"""

from __future__ import annotations

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "mingzhi.rulebook"
    label = "rulebook"
    verbose_name = "规则登记"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mingzhi.record import hooks
        from mingzhi.rulebook.tasks import follow

        hooks.register(follow)
