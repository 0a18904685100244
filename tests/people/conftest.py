"""两个示例局的人：周甲示（承办人）、郑丙示（审核人）、另一个局的陈丁示，以及没有登录的公民。"""

from datetime import datetime

import django
import pytest

# 测试模块一收集就要引入模型。
django.setup()

from django.test import Client  # noqa: E402
from pytest_django import Settings  # noqa: E402

from mingzhi.casework.act import SHANGHAI  # noqa: E402
from mingzhi.people.models import Person  # noqa: E402
from mingzhi.samples import people  # noqa: E402


@pytest.fixture
def now() -> datetime:
    return datetime(2025, 10, 13, 9, 30, tzinfo=SHANGHAI)


@pytest.fixture
def bureaus(db: None, settings: Settings, now: datetime) -> None:
    """2025 年 10 月 13 日的两个示例局。"""
    settings.MINGZHI_NOW = now
    # 正式的摘要算一次要几百毫秒。
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    people.load(now)


@pytest.fixture
def handler(bureaus: None) -> Person:
    """周甲示：重庆示例局基金监督科的承办人。"""
    return Person.objects.get(username="zhoujia")


@pytest.fixture
def citizen(bureaus: None) -> Client:
    """没有登录的人；表单的防伪标记照常核对。"""
    return Client(enforce_csrf_checks=True)
