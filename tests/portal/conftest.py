"""门户的测试用公示的两个示例局和场景里的案卷。"""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from mingzhi.samples import people
from tests.disclosure.cases import CLINIC, PERSON, PHARMACY, at, case
from tests.disclosure.conftest import bureaus, clock
from tests.portal.published import WITHDRAWN, Published

__all__ = ["bureaus", "clock"]


@pytest.fixture
def citizen() -> Client:
    """没有登录的人；表单的防伪标记照常核对。"""
    return Client(enforce_csrf_checks=True)


@pytest.fixture(scope="module")
def published(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Published]:
    """已经公示的四卷，一个文件里的测试合用：写一卷要一两秒。每个测试改了什么，自己退回。"""
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=hashers), transaction.atomic():
        people.load(at("2026-01-05 09:00"))
        yield {
            PHARMACY: case(PHARMACY, "公示"),
            WITHDRAWN: case(PHARMACY, "撤回公示"),
            PERSON: case(PERSON, "公示"),
            CLINIC: case(CLINIC, "公示"),
        }
        transaction.set_rollback(True)
