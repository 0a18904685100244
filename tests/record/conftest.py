"""真实的数据库，每个测试一个：触发器不许清空，不能靠清表复原。SQLite 与 PostgreSQL 各跑一遍。"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
import pytest
from django.core.management import call_command
from django.db import connections
from pytest_django import DjangoDbBlocker, Settings

# 测试的模块一装载就要用到表的定义。
django.setup()

VENDORS = [
    "sqlite",
    # 值是用到时才取的，分组要自己写明（tests/conftest.py 按名字分组）。
    pytest.param("postgresql", marks=pytest.mark.xdist_group("postgres_url")),
]


@contextmanager
def using(config: dict[str, Any]) -> Iterator[None]:
    """默认数据库换成 config，新开的线程也用它。"""
    kept = connections.settings["default"]
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = connections.configure_settings({"default": config})["default"]
    try:
        yield
    finally:
        connections["default"].close()
        del connections["default"]
        connections.settings["default"] = kept


def migrate() -> None:
    """记录的表，写入时一同更新的投影（公示）的表，处置时要销毁副本（档案包、缩略图）的表。"""
    for room in ("record", "disclosure", "archive", "media"):
        call_command("migrate", room, verbosity=0)


@pytest.fixture
def data(tmp_path: Path, settings: Settings) -> Path:
    """自己的数据目录。"""
    settings.MINGZHI_DATA = tmp_path / "var"
    settings.MINGZHI_EXHIBITS = tmp_path / "var" / "exhibits"
    return tmp_path / "var"


@pytest.fixture(params=VENDORS)
def database(
    request: pytest.FixtureRequest, tmp_path: Path, data: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """一个迁移好的空库；值是它的种类。"""
    from mingzhi import settings as project

    if request.param == "sqlite":
        config = project.sqlite(str(tmp_path / "mingzhi.sqlite3"))
    else:
        config = project.postgres(request.getfixturevalue("postgres_database")) | {"CONN_MAX_AGE": 0}
    with django_db_blocker.unblock(), using(config):
        migrate()
        yield request.param


@pytest.fixture
def sqlite_database(tmp_path: Path, data: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """与数据库种类无关的测试只用 SQLite；值是文件。"""
    from mingzhi import settings as project

    file = tmp_path / "mingzhi.sqlite3"
    with django_db_blocker.unblock(), using(project.sqlite(str(file))):
        migrate()
        yield file
