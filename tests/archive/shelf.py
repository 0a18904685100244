"""备好的库：示例局和办到某一步的一卷只写一次，每个测试各拿一份副本。写一卷要几秒，复制只要几毫秒。"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.cache import cache
from django.core.management import call_command
from django.test import override_settings
from pytest_django import DjangoDbBlocker, Settings

from mingzhi.samples import people
from tests.archive.cast import NOW, written
from tests.record.conftest import using

FILE = "mingzhi.sqlite3"
HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
Shelf = Callable[[str], Path]


def built(root: Path, until: str) -> Path:
    """一个数据目录：两个示例局；until 不空的，另有写到那一步的一卷。"""
    from mingzhi import settings as project

    root.mkdir()
    placed = {"MINGZHI_DATA": root, "MINGZHI_EXHIBITS": root / "exhibits", "PASSWORD_HASHERS": HASHERS}
    with using(project.sqlite(str(root / FILE))), override_settings(MINGZHI_NOW=NOW, **placed):
        call_command("migrate", verbosity=0)
        people.load(NOW)
        if until:
            written(until)
    return root


def shelf(root: Path, blocker: DjangoDbBlocker) -> Shelf:
    """按名取备好的数据目录，第一次取时才备。"""
    kept: dict[str, Path] = {}

    def take(until: str) -> Path:
        if until not in kept:
            with blocker.unblock():
                kept[until] = built(root / (until or "people"), until)
        return kept[until]

    return take


@contextmanager
def copied(original: Path, to: Path, settings: Settings, blocker: DjangoDbBlocker) -> Iterator[None]:
    """一份副本成为默认数据库，钟停在 NOW。"""
    from mingzhi import settings as project

    shutil.copytree(original, to)
    settings.MINGZHI_DATA, settings.MINGZHI_EXHIBITS = to, to / "exhibits"
    settings.MINGZHI_NOW, settings.PASSWORD_HASHERS = NOW, HASHERS
    cache.clear()
    with blocker.unblock(), using(project.sqlite(str(to / FILE))):
        yield
