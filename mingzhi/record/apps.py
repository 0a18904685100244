"""记录：Django 应用。"""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "mingzhi.record"
    label = "record"
    verbose_name = "记录"

    def ready(self) -> None:
        import mingzhi.casework.acts  # noqa: F401  登记全部行为的种类
        from mingzhi.record import checks  # noqa: F401  登记系统检查
