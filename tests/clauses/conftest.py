"""两个示例局的机构和人员。"""

from datetime import datetime

import django
import pytest

# 测试模块一收集就要引入模型。
django.setup()

from pytest_django import Settings  # noqa: E402

from mingzhi.casework.act import SHANGHAI  # noqa: E402
from mingzhi.samples import people  # noqa: E402


@pytest.fixture
def bureaus(db: None, settings: Settings) -> None:
    """2026 年 3 月的两个示例局。"""
    settings.MINGZHI_NOW = datetime(2026, 3, 20, 10, tzinfo=SHANGHAI)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    people.load(datetime(2026, 1, 5, 9, tzinfo=SHANGHAI))
