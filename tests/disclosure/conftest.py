"""两个示例局，时间停在 2026 年 3 月；案卷由场景写入（cases.py）。"""

from collections.abc import Callable
from datetime import datetime

import django
import pytest

# 测试模块一收集就要引入模型。
django.setup()

from pytest_django import Settings  # noqa: E402

from mingzhi.samples import people  # noqa: E402
from tests.disclosure.cases import at  # noqa: E402


@pytest.fixture
def bureaus(db: None, settings: Settings) -> None:
    """两个示例局，证件自 2022、2023 年起有效。"""
    settings.MINGZHI_NOW = at("2026-03-20 10:00")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    people.load(at("2026-01-05 09:00"))


@pytest.fixture
def clock(settings: Settings) -> Callable[[str], datetime]:
    """把钟拨到某一刻。"""

    def move(text: str) -> datetime:
        settings.MINGZHI_NOW = at(text)
        return at(text)

    return move
