"""读法：条文有几种读法的，规则的 reading 写「一读：…；二读：…（默认）（歧义N）」。这里读成一条一条，标出采用的。

歧义的编号是两份规则文件自己的不清楚处，逐一编号；采用哪一种由本局法制部门确认。
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mingzhi.law.rules import Rule

_NUMBER = re.compile(r"歧义\s*(\d+)")
_ITEM = re.compile(r"([一二三四])读：(.*?)(?=；[一二三四]读：|$)", re.S)
_CHOSEN = re.compile(r"(?:^|[（，])(?:[^（）]*，)?(?:默认|采用)")


@dataclass(frozen=True)
class Reading:
    """一种读法。"""

    text: str
    chosen: bool


@dataclass(frozen=True)
class Doubt:
    """一处不清楚：编号、规则、各种读法。没有写成一读、二读的，readings 是空的。"""

    number: int | None
    rule: Rule
    readings: tuple[Reading, ...]

    @property
    def settled(self) -> bool:
        """两种以上读法，恰好采用一种。"""
        return len(self.readings) > 1 and sum(each.chosen for each in self.readings) == 1


def doubt(rule: Rule) -> Doubt | None:
    """规则写了读法的，读出来；没有写的是 None。"""
    if not rule.reading:
        return None
    found = _NUMBER.search(rule.reading)
    items = tuple(
        Reading(text.strip("；。 "), _CHOSEN.search(text) is not None)
        for _, text in _ITEM.findall(rule.reading)
    )
    return Doubt(int(found[1]) if found else None, rule, items)


def doubts(rules: Iterable[Rule]) -> tuple[Doubt, ...]:
    """写了读法的各条，有编号的在前，按编号。"""
    found = [each for rule in rules if (each := doubt(rule)) is not None]
    return tuple(sorted(found, key=lambda each: (each.number is None, each.number or 0, each.rule.id)))
