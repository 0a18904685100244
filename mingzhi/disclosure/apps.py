"""公示：Django 应用。"""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "mingzhi.disclosure"
    label = "disclosure"
    verbose_name = "公示"

    def ready(self) -> None:
        from mingzhi.disclosure import before, project, tallies
        from mingzhi.record import hooks

        hooks.register(project.refresh)
        hooks.register(tallies.refresh)
        before.watch()
