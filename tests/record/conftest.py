"""真实的数据库，每个测试一个：触发器不许清空，不能靠清表复原。SQLite 与 PostgreSQL 各跑一遍。"""

from __future__ import annotations

import shutil
import uuid
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

from mingzhi.record.stores import Store, current  # noqa: E402
from mingzhi.record.stores.s3 import ObjectStore  # noqa: E402
from tests.rados import Rados  # noqa: E402

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


# 存放的两种地方；对象存储是真的 radosgw（tests/rados.py）。
STORES = ["folder", pytest.param("objects", marks=pytest.mark.xdist_group("rados"))]


@pytest.fixture(params=STORES)
def place(request: pytest.FixtureRequest, data: Path, settings: Settings) -> Store:
    """材料存在哪里：两种各跑一遍。"""
    if request.param == "objects":
        settings.MINGZHI_STORE = request.getfixturevalue("rados").url(f"b{uuid.uuid4().hex}")
    store = current()
    store.ready()
    return store


@pytest.fixture
def objects(rados: Rados, data: Path, settings: Settings) -> ObjectStore:
    """一个空的、有对象锁的桶，就是现在用的地方。"""
    settings.MINGZHI_STORE = rados.url(f"b{uuid.uuid4().hex}")
    store = current()
    assert isinstance(store, ObjectStore)
    store.ready()
    return store


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    """迁移好的空库，只迁移一次，各测试各抄一份。"""
    from mingzhi import settings as project

    file = tmp_path_factory.mktemp("migrated") / "mingzhi.sqlite3"
    with django_db_blocker.unblock(), using(project.sqlite(str(file))):
        migrate()
    return file


@pytest.fixture(params=VENDORS)
def database(
    request: pytest.FixtureRequest, tmp_path: Path, data: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """一个迁移好的空库；值是它的种类。"""
    from mingzhi import settings as project

    if request.param == "sqlite":
        config = project.sqlite(str(shutil.copy(request.getfixturevalue("migrated"), tmp_path)))
    else:
        config = project.postgres(request.getfixturevalue("postgres_database")) | {"CONN_MAX_AGE": 0}
    with django_db_blocker.unblock(), using(config):
        if request.param != "sqlite":
            migrate()
        yield request.param


@pytest.fixture
def sqlite_database(
    tmp_path: Path, data: Path, migrated: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[Path]:
    """与数据库种类无关的测试只用 SQLite；值是文件。"""
    from mingzhi import settings as project

    file = Path(shutil.copy(migrated, tmp_path))
    with django_db_blocker.unblock(), using(project.sqlite(str(file))):
        yield file
