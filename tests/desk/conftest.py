"""两个示例局、一卷办到询问的案子、一卷办到底的案子；每个角色一个登录好的浏览器。

案子在一个模块里写一次：写一卷要几秒。每个测试仍在自己的事务里，做的事互不相见。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import django
import pytest

django.setup()

from django.db import transaction  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402
from pytest_django import DjangoDbBlocker, Settings  # noqa: E402

from mingzhi.casework.act import SHANGHAI  # noqa: E402
from mingzhi.people.models import Person  # noqa: E402
from mingzhi.record.models import Dossier  # noqa: E402
from mingzhi.samples import people  # noqa: E402
from tests.desk.cases import INQUIRY, WITHDRAWN, written_case  # noqa: E402

SignedIn = Callable[[str], Client]
# 示例案的一个星期一：封存还没有届满，询问刚做完。
NOW = datetime(2025, 10, 13, 9, 30, tzinfo=SHANGHAI)
# 那一案办到底以后。
AFTER = datetime(2026, 12, 1, 9, 0, tzinfo=SHANGHAI)


@dataclass(frozen=True)
class Written:
    """写好的两卷。"""

    case: Dossier
    whole: Dossier


@pytest.fixture(scope="module")
def written(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Written]:
    data = tmp_path_factory.mktemp("var")
    changed = override_settings(
        MINGZHI_NOW=NOW,
        MINGZHI_DATA=data,
        MINGZHI_EXHIBITS=data / "exhibits",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with changed, django_db_blocker.unblock(), transaction.atomic():
        people.load(NOW)
        yield Written(written_case(INQUIRY), written_case(WITHDRAWN))
        # 触发器不许清空，所以退回整个事务。
        transaction.set_rollback(True)


def says_why(client: Client, dossier: Dossier, purpose: str = "执法监督") -> None:
    """写明今天看这一卷的用途；进不来的人写了也没有用。"""
    client.post(reverse("people:purpose", args=[dossier.pk]), {"purpose": purpose})


@pytest.fixture
def bureaus(written: Written, db: None) -> None:
    """两个示例局。"""


@pytest.fixture
def case(written: Written, db: None) -> Dossier:
    """重庆示例局的一卷，办到询问；今天是 2025-10-13。"""
    return written.case


@pytest.fixture
def whole_case(written: Written, db: None, settings: Settings) -> Dossier:
    """同一案，办到决定被撤销、公示撤回；今天是 2026-12-01。"""
    settings.MINGZHI_NOW = AFTER
    return written.whole


@pytest.fixture
def as_(bureaus: None) -> SignedIn:
    """以某人登录的浏览器。"""

    def signed_in(username: str) -> Client:
        client = Client()
        client.force_login(Person.objects.get(username=username))
        return client

    return signed_in
