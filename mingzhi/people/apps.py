"""人员：Django 应用。"""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "mingzhi.people"
    label = "people"
    verbose_name = "人员"

    def ready(self) -> None:
        from mingzhi.people.authority import derive
        from mingzhi.record import hooks

        hooks.register(derive)
