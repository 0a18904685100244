"""公示：Django 应用。"""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "mingzhi.disclosure"
    label = "disclosure"
    verbose_name = "公示"

    def ready(self) -> None:
        from mingzhi.disclosure import before, before_listings, listings, progress, project, tallies
        from mingzhi.record import hooks

        hooks.register(project.refresh)
        hooks.register(tallies.refresh)
        hooks.register(listings.refresh)
        hooks.register(progress.refresh)
        before_listings.register()
        before.watch()
