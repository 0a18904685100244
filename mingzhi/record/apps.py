"""记录：Django 应用。"""

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from mingzhi.law.pack import PackError
from mingzhi.record.placefiles import install


class RecordConfig(AppConfig):
    name = "mingzhi.record"
    label = "record"
    verbose_name = "记录"

    def ready(self) -> None:
        import mingzhi.casework.acts
        import mingzhi.record.checks  # noqa: F401  登记系统检查
        from mingzhi.record import hooks, locks

        hooks.register(locks.follow)

        try:
            install(settings.PACK_FOLDERS)
        except PackError as error:
            # 规则不全就不开门：缺了一个包，案卷就没有规则可依。
            raise ImproperlyConfigured(f"规则包装不进来。{error}") from error
