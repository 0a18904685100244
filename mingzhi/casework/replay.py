"""回看（replay）：某一天这一卷是什么样。有两个问题，答案可以不同，所以分开问：

当时所知：到那天为止记录的行为，照那天已经知道的规则和放假通知；
依法应当：同样的行为，照现在知道的、那天有效的规则（那天有效而当时还不知道的，也算）。
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mingzhi.casework.act import SHANGHAI, Act, Matter
from mingzhi.casework.rehearsal import Shift, compare
from mingzhi.casework.standing import Standing, as_of, standing
from mingzhi.law.pack import Pack
from mingzhi.law.rules import Rule


@dataclass(frozen=True)
class Replay:
    """一卷在 day 的样子。"""

    day: date
    acts: tuple[Act, ...]
    # 那天以前发生、以后才补录的：当时的案卷里还没有。
    later: tuple[Act, ...]
    known: Standing
    lawful: Standing
    # 从当时所知到依法应当，差在哪里。
    shifts: tuple[Shift, ...]
    # 那天有效、以后才知道的规则。
    learned: tuple[Rule, ...]


def replay(pack: Pack, acts: Sequence[Act], day: date, *, matter: Matter | None = None) -> Replay:
    """acts 所在的一卷在 day（当天终了时）的样子。"""
    end = datetime.combine(day + timedelta(days=1), time(), SHANGHAI) - timedelta(microseconds=1)
    then = as_of(acts, end)
    known = pack.known_on(day)
    learned = tuple(rule for rule in pack.on(day).all if rule.known is not None and rule.known > day)
    return Replay(
        day,
        then,
        tuple(act for act in acts if act.day <= day and act.recorded > end),
        standing(known, then, day, matter=matter),
        standing(pack, then, day, matter=matter),
        compare(known, pack, then, day).shifts,
        learned,
    )
