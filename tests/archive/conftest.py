"""归档的测试：2026 年 2 月 12 日，两个示例局，一卷刚结案的示例案。"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker, Settings

# 测试的模块一装载就要用到表的定义。
django.setup()

from django.core.cache import cache  # noqa: E402

from mingzhi.record.models import Dossier  # noqa: E402
from mingzhi.samples import people  # noqa: E402
from tests.archive.cast import NOW, written  # noqa: E402
from tests.record.conftest import using  # noqa: E402


@pytest.fixture
def desk(settings: Settings, tmp_path: Path) -> None:
    """自己的数据目录、停住的钟。"""
    settings.MINGZHI_DATA = tmp_path / "var"
    settings.MINGZHI_EXHIBITS = tmp_path / "var" / "exhibits"
    settings.MINGZHI_NOW = NOW
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def bureaus(db: None, desk: None) -> None:
    """两个示例局。"""
    people.load(NOW)


@pytest.fixture
def closed(bureaus: None) -> Dossier:
    """结了案、没有归档的一卷。"""
    return written()


@pytest.fixture
def committed(desk: None, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Dossier]:
    """同样的一卷，在真的提交了的库里：后台工作要自己开事务。"""
    from mingzhi import settings as project

    with django_db_blocker.unblock(), using(project.sqlite(str(tmp_path / "mingzhi.sqlite3"))):
        call_command("migrate", verbosity=0)
        people.load(NOW)
        yield written()
