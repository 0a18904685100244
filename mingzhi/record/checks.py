"""系统检查：数据库和数据目录的设置会不会让记录失真。"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def data_folder_is_set(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """材料和密钥要有地方放。"""
    if getattr(settings, "MINGZHI_DATA", None):
        return []
    return [
        Error("没有设置数据目录。", hint="设置 MINGZHI_DATA，备份它就是备份全部。", id="mingzhi.record.E001")
    ]
