"""篡改的小场：库里的行、磁盘上的文件随机改动，自查都须说出；老实办案，什么时候查都不误报。整场是 make bench-tamper。"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench import tamper_store
from bench.tamper import Campaign


@pytest.mark.parametrize(
    ("campaign", "count"),
    [(tamper_store.rows, 90), (tamper_store.files, 36), (tamper_store.honest, 20)],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_check_finds_every_edit_and_accuses_nothing_honest(
    sqlite_database: Path, data: Path, campaign: Campaign, count: int
) -> None:
    tamper_store.fill()
    assert not tamper_store.found()[0]
    attempts = list(campaign(count, random.Random(7)))
    assert len(attempts) == count
    assert [attempt for attempt in attempts if not attempt.found] == []
    # 改的都还原了：库还是好的。
    assert not tamper_store.found()[0], tamper_store.found()
