"""篡改：随机改一万次——档案包、公开日志的瓦片、库里的行、磁盘上的文件——每一次都须查出；同样多次老实的运行，一次也不许误报。

档案包和瓦片由两个各自写成的核验程序查，库和文件由 mingzhi fsck 查。改法：改字、删除、调换、倒填、截断、改一个字节；
手艺有三等：只改、连清单一起改、连封印和链一起改。次数可以少：BENCH_EDITS=400 make bench-tamper；种子：BENCH_SEED。
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.timing import Result

EDITS = int(os.environ.get("BENCH_EDITS", "10000"))
SEED = int(os.environ.get("BENCH_SEED", "1"))


@dataclass(frozen=True)
class Attempt:
    """一次：动了哪里、什么改法、查出没有；没有查出的，how 说怎样重做。"""

    where: str
    way: str
    found: bool
    how: str = ""


@dataclass
class Tally:
    """按哪里、什么改法数。"""

    tried: Counter[tuple[str, str]] = field(default_factory=Counter)
    missed: list[Attempt] = field(default_factory=list)

    def add(self, attempts: Iterable[Attempt]) -> None:
        for attempt in attempts:
            self.tried[attempt.where, attempt.way] += 1
            if not attempt.found:
                self.missed.append(attempt)
            if sum(self.tried.values()) % 100 == 0:
                print(f"\r  {sum(self.tried.values())}", end="", file=sys.stderr, flush=True)


Campaign = Callable[[int, random.Random], Iterator[Attempt]]


def run() -> Iterator[Result]:
    """全部：改的和老实的。"""
    from bench import tamper_packages, tamper_store

    with tempfile.TemporaryDirectory(prefix="mingzhi-bench-") as folder:
        _database(Path(folder))
        quarter = EDITS // 4
        edits: list[tuple[Campaign, int]] = [
            (tamper_packages.packages, EDITS - 3 * quarter),
            (tamper_packages.tiles, quarter),
            (tamper_store.rows, quarter),
            (tamper_store.files, quarter),
        ]
        honest: list[tuple[Campaign, int]] = [
            (tamper_packages.honest_packages, EDITS - 3 * quarter),
            (tamper_packages.honest_tiles, quarter),
            (tamper_store.honest, 2 * quarter),
        ]
        tamper_store.fill()
        yield from _told(_tally(edits), "查出")
        yield from _told(_tally(honest), "没有误报")


def _tally(campaigns: list[tuple[Campaign, int]]) -> Tally:
    tally = Tally()
    for campaign, count in campaigns:
        # 各项各用自己的种子：改一项的次数，别项的不变。
        tally.add(campaign(count, random.Random(f"{SEED}{campaign.__name__}")))
    print(file=sys.stderr)
    return tally


def _told(tally: Tally, done: str) -> Iterator[Result]:
    missed = Counter((each.where, each.way) for each in tally.missed)
    for (where, way), tried in sorted(tally.tried.items()):
        yield Result(f"{where}，{way}", f"{tried} 次，{done} {tried - missed[where, way]} 次")
    for each in tally.missed[:20]:
        print(f"  ！{each.where}，{each.way}：{each.how}", file=sys.stderr)
    whole = sum(tally.tried.values())
    figure = f"{whole} 次，{done} {whole - len(tally.missed)} 次"
    yield Result("合计", figure, "一次不漏", not tally.missed)


def _database(folder: Path) -> None:
    os.environ.update(MINGZHI_DATA=str(folder), DJANGO_SETTINGS_MODULE="mingzhi.settings")
    os.environ.pop("MINGZHI_DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
