"""派生的投影：别的房间（如公示）从行为算出的东西，与现状摘要同一个事务更新，也可以丢掉重建。

记录不认识那些房间，所以由它们在启动时登记；登记同一个两次，只算一次。
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from mingzhi.casework.act import Act
from mingzhi.law.pack import Pack
from mingzhi.record.models import Dossier

# 一卷的行为变了，或者重建：写下由 acts 算出的东西，替换原来的。
Derive = Callable[[Dossier, Pack, Sequence[Act], date], None]

_derived: list[Derive] = []
_daily: list[Derive] = []


def register(derive: Derive, *, daily: bool = False) -> None:
    """登记一个派生的投影。daily：不只随行为变，也随日子变，每天要重算。"""
    if derive not in _derived:
        _derived.append(derive)
    if daily and derive not in _daily:
        _daily.append(derive)


def derive_daily(dossier: Dossier, pack: Pack, acts: Sequence[Act], today: date) -> None:
    """新的一天：更新随日子变的。"""
    for each in _daily:
        each(dossier, pack, acts, today)


def derive(dossier: Dossier, pack: Pack, acts: Sequence[Act], today: date) -> None:
    """更新一卷的全部派生的投影。"""
    for each in _derived:
        each(dossier, pack, acts, today)
