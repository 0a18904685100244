"""核对期限：哪天到期、什么灯、依据哪一条、逾期没有。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from mingzhi.casework.duties import Due, Lamp
from mingzhi.casework.matching import listed
from mingzhi.casework.seen import Mismatch, Seen, checks, each_of, of_rule, yes
from mingzhi.casework.spelling import ScenarioError, a_day, choose, guess, respell
from mingzhi.law.pack import load_pack, places

_DUE = {
    "what": ("期限", "哪一项", "tag", "name", "名称"),
    "on": ("届满", "到期", "最后一日", "date", "day"),
    "of": ("因", "引起", "哪一步"),
    "lamp": ("灯", "状态", "status"),
    "clause": ("依据", "source", "条款", "because"),
    "provisional": ("暂定",),
    "pending": ("待核",),
    "last_day": ("末日", "edge"),
}


def _named(name: str, seen: Seen, dues: Iterable[Due]) -> list[Due]:
    rules = [rule.duty for rule in seen.pack.rules if rule.duty is not None]
    known = {name for duty in rules for name in (duty.tag, duty.name)} | {
        rule.id for rule in seen.pack.rules if rule.duty is not None
    }
    if name not in known:
        raise ScenarioError(f"没有期限“{name}”{guess(name, known)}（全部期限见 docs/acts.md）")
    return [due for due in dues if name in (due.tag, due.name, due.rule.id)]


def respell_due(value: Any) -> Iterator[dict[str, Any]]:
    """写成 [{what: …, on: …}]，或者 {期限名: 日期}。"""
    if isinstance(value, Mapping) and not set(value) & {
        each for key, more in _DUE.items() for each in (key, *more)
    }:
        for name, day in value.items():
            yield {"what": str(name), "on": day}
        return
    for each in each_of(value):
        if isinstance(each, str):
            yield {"what": each}
        elif isinstance(each, Mapping):
            given = respell(each, _DUE, "expect 的 due", "项")
            if "what" not in given:
                raise ScenarioError("expect 的 due 没有写 what（哪一项期限）")
            yield given
        else:
            raise ScenarioError("expect 的 due 写成 [{what: 期限, on: 日期}]")


@checks("due", "期限", "dues", "deadlines")
def _due(value: Any, seen: Seen) -> Iterator[Mismatch]:
    for wanted in respell_due(value):
        name = str(wanted["what"])
        found = _named(name, seen, seen.now.dues)
        if "of" in wanted:
            found = [due for due in found if due.trigger == seen.number(wanted["of"])]
        if not found:
            yield (
                f"期限“{name}”",
                "有",
                f"没有；现有 {'、'.join(sorted({due.name for due in seen.now.dues}))}",
            )
            continue
        # 看案情的可以有几项（如几个年度），照写的日子认；因行为而起的用 of 指明，不写是最近的。
        if found[-1].trigger is None and wanted.get("on") is not None:
            found = [due for due in found if due.day == a_day(wanted["on"])] or found
        yield from _one_due(name, wanted, found[-1], seen)


def _one_due(name: str, wanted: Mapping[str, Any], due: Due, seen: Seen) -> Iterator[Mismatch]:
    if wanted.get("on") is not None and due.day != a_day(wanted["on"]):
        yield f"期限“{name}”", str(wanted["on"]), str(due.day)
    if wanted.get("lamp") is not None:
        lamp = choose(Lamp, wanted["lamp"], "expect 的 lamp：")
        if lamp is not due.status:
            yield f"期限“{name}”的灯", lamp.label, f"{due.status.label}（{due.words}）"
    if "provisional" in wanted and yes(wanted["provisional"], "provisional") is not due.provisional:
        yield f"期限“{name}”是否暂定", str(wanted["provisional"]), str(due.provisional)
    for clause in listed(wanted.get("clause")):
        if not of_rule(clause, due.rule):
            yield f"期限“{name}”的依据", clause, f"{'、'.join(due.rule.clauses)} {due.rule.cite}"
    pending = wanted.get("pending")
    if pending is not None and yes(pending, "pending") is not (due.rule.weight.value == "pending"):
        yield f"期限“{name}”是否待核", str(pending), due.rule.weight.value
    if wanted.get("last_day") is not None:
        yield from _last_day(name, a_day(wanted["last_day"]), due, seen)


def _last_day(name: str, last: date, due: Due, seen: Seen) -> Iterator[Mismatch]:
    """末日当天是“今天到期”，次日是“逾期”（当事人的是“届满”）。"""
    if due.day != last:
        yield f"期限“{name}”的末日", str(last), str(due.day)
        return
    late = Lamp.LATE if due.whose == "agency" else Lamp.SOFT
    for day, lamp in ((last, Lamp.DUE), (last + timedelta(days=1), late)):
        then = next(
            each for each in seen.at(day).dues if (each.rule.id, each.trigger) == (due.rule.id, due.trigger)
        )
        if then.status is not lamp:
            yield f"期限“{name}”在 {day} 的灯", lamp.label, f"{then.status.label}（{then.words}）"


@cache
def _everywhere() -> frozenset[str]:
    """各地规则包里的全部期限：麒麟没有的，也可以写“没有”。"""
    rules = [rule for place in places() for rule in load_pack(place).rules if rule.duty is not None]
    return frozenset(name for rule in rules if rule.duty for name in (rule.duty.tag, rule.duty.name, rule.id))


@checks("no_due", "没有期限")
def _no_due(value: Any, seen: Seen) -> Iterator[Mismatch]:
    for name in map(str, each_of(value)):
        if name not in _everywhere():
            raise ScenarioError(f"没有期限“{name}”{guess(name, _everywhere())}（全部期限见 docs/acts.md）")
        found = [due for due in seen.now.dues if name in (due.tag, due.name, due.rule.id)]
        if found:
            yield f"期限“{name}”", "没有", str(found[-1].day)


@checks("late", "逾期")
def _late(value: Any, seen: Seen) -> Iterator[Mismatch]:
    late = [due for due in seen.now.dues if due.status in (Lamp.LATE, Lamp.WAS)]
    names = each_of(value)
    if names == ["没有"]:
        names = []
    if not names and late:
        yield "逾期", "没有", "、".join(f"{due.name}{due.words}" for due in late)
    for name in names:
        if not _named(str(name), seen, late):
            yield "逾期", str(name), "、".join(f"{due.name}{due.words}" for due in late) or "没有"
