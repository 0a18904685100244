"""归档：Django 应用。"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "mingzhi.archive"
    label = "archive"
    verbose_name = "归档"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django_tasks.base import TaskResult

        from mingzhi.archive.disposal import forget_packages
        from mingzhi.record.disposal import on_disposal

        on_disposal(forget_packages)

        # Python 3.11 的 TaskResult[T](…) 要在做好的对象上记一笔类型参数，而它既冻结又没有 __dict__，于是
        # TypeError，排队和取出都不成（django-tasks 0.8 起；3.12 起 Python 不再抛出）。不带参数造就没有这一步。
        def plain(cls: type[Any], _: Any) -> type[Any]:
            return cls

        setattr(TaskResult, "__class_getitem__", classmethod(plain))  # noqa: B010
