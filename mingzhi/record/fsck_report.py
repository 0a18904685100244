"""自查的结果：一处不对、一次自查，和各部分共用的查法。"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import DatabaseError

from mingzhi.record.stores import StoreDown

BATCH = 100
# 页面和命令上最多列这么多；多出来的只说总数。
SHOWN = 200


@dataclass(frozen=True)
class Fault:
    """一处不对。where 是哪里（卷和序号、材料的摘要、瓦片的路径），says 是怎么不对。"""

    part: str
    where: str
    says: str


@dataclass
class Report:
    """一次自查：查了多少、哪几处不对。finished 为空的还没有查完。"""

    started: str
    share: float
    part: str = ""
    cursor: str = ""
    checked: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    total: int = 0
    finished: str = ""
    waiting: int = 0
    """已经依法处置、锁期没有届满、等着销毁的材料几份：不算不对。"""

    @property
    def clean(self) -> bool:
        """查完了，没有不对的。"""
        return bool(self.finished) and self.total == 0

    def add(self, part: str, count: int, faults: Sequence[Fault]) -> None:
        self.checked[part] = self.checked.get(part, 0) + count
        self.total += len(faults)
        self.faults += faults[: max(0, SHOWN - len(self.faults))]


# 一批：查完的末尾（断了从它后面接着查）、查了几件、哪几处不对。
Batch = tuple[str, int, list[Fault]]


def drawn(report: Report, key: str) -> bool:
    """抽中没有：同一次自查里，同一件总是同一个答案，断了接着查也一样。"""
    return report.share >= 1 or random.Random(f"{report.started}{key}").random() < report.share


def safely(check: Callable[[], Iterable[Fault]], part: str, where: str) -> list[Fault]:
    """查一件。被改坏的行，读的时候会以各种样子倒下；倒下就是不对。连不上数据库的，照抛。"""
    try:
        return list(check())
    except DatabaseError:
        raise
    except StoreDown as error:
        return [Fault(part, where, f"没有查成：{error}")]
    except Exception as error:
        return [Fault(part, where, f"读不出来，被改过（{type(error).__name__}）")]
