"""核对时看得到的，和登记一项核对的办法。"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from mingzhi.casework.act import Act
from mingzhi.casework.matching import cites
from mingzhi.casework.spelling import ScenarioError, guess
from mingzhi.casework.standing import Standing
from mingzhi.law.pack import Pack
from mingzhi.law.rules import Rule

Mismatch = tuple[str, str, str]
Labels = Mapping[str, int]


@dataclass(frozen=True)
class Seen:
    """核对时看得到的：现状、各步的序号、卷中的行为、别的日子的现状、规则。"""

    now: Standing
    labels: Labels
    acts: tuple[Act, ...]
    at: Callable[[date], Standing]
    pack: Pack

    def number(self, label: object) -> int:
        text = str(label)
        if text in self.labels:
            return self.labels[text]
        raise ScenarioError(
            f"没有记作“{text}”的一步（as: {text}），或者那一步没有写入{guess(text, self.labels)}"
        )

    def act(self, label: object) -> Act:
        number = self.number(label)
        return next(act for act in self.acts if act.number == number)


Test = Callable[[Any, Seen], Iterator[Mismatch]]
CHECKS: dict[str, tuple[tuple[str, ...], Test]] = {}


def checks(name: str, *spelled: str) -> Callable[[Test], Test]:
    """登记一项核对：键和它的别的写法。"""

    def register(test: Test) -> Test:
        CHECKS[name] = (spelled, test)
        return test

    return register


def each_of(value: Any) -> list[Any]:
    return [] if value is None or value is False else list(value) if isinstance(value, list) else [value]


def mapping(value: Any, key: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ScenarioError(f"expect 的 {key} 应当是一张表，写成 {{名称: 值}}")
    return {str(name): each for name, each in value.items()}


def yes(value: Any, key: str) -> bool:
    if isinstance(value, bool):
        return value
    if str(value) in ("是", "有"):
        return True
    if str(value) in ("否", "没有"):
        return False
    raise ScenarioError(f"expect 的 {key} 写 true 或者 false，写成了“{value}”")


def amount(value: Any, key: str) -> Decimal:
    try:
        return Decimal(str(value).replace(",", "").removesuffix("元"))
    except InvalidOperation as error:
        raise ScenarioError(f"expect 的 {key} 应当是金额，写成了“{value}”") from error


def of_rule(wanted: str, rule: Rule) -> bool:
    """wanted 是不是指这条规则。"""
    return cites(wanted, rule.id, rule.clauses, rule.cite)
