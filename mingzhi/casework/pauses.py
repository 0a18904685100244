"""停止计算：期限里哪些日子不计（中止调查、听证、公告、检验鉴定、评审），依据哪一条。

规则（pause）说哪种行为到哪种行为之间、管哪些期限；这里从案卷里找出是哪几天。起的当日不计入，止的当日照计。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from mingzhi.casework.act import SHANGHAI, Act, said
from mingzhi.law.pack import Rules
from mingzhi.law.periods import Pause
from mingzhi.law.rules import PauseRule, Rule, Weight

if TYPE_CHECKING:
    from mingzhi.casework.view import View


@dataclass(frozen=True)
class Stopped:
    """案卷里的一段：哪一条规则、由哪一项行为起、哪些日子。"""

    rule: PauseRule
    act: Act
    pause: Pause


def stopped(view: View) -> tuple[Stopped, ...]:
    """全卷停止计算的各段，算一次。"""
    return view.once("pauses", lambda: tuple(_all(view)))


def pauses_of(view: View, tag: str, trigger: Act | None, until: date | None) -> tuple[Pause, ...]:
    """这项期限停止计算的日子。until 是完成之日：完成以后的停止与它无关。"""
    every = stopped(view)
    if not every:
        return ()
    found = []
    for each in every:
        if tag not in each.rule.tags or not _concerns(each, trigger):
            continue
        last = min(each.pause.last, until) if until is not None else each.pause.last
        if last >= each.pause.first:
            still = each.pause.open and until is None
            found.append(replace(each.pause, last=last, open=still))
    return tuple(found)


def _concerns(each: Stopped, trigger: Act | None) -> bool:
    """同一项的：检验的是这一次封存的物品，停的才是这一次封存的期限。"""
    if not each.rule.same:
        return True
    named = said(each.act.body, each.rule.same)
    return (
        named is not None
        and trigger is not None
        and named in (trigger.number, getattr(trigger.body, "of", None))
    )


def _all(view: View) -> Iterator[Stopped]:
    concerned = view.pack.concerned("pause")
    for act in view.file.acts:
        if act.kind not in concerned:
            continue
        for rule in _after(view.pack.on(act.day)).get(act.kind, ()):
            assert rule.pause is not None
            if rule.pause.served and not view.file.services(act.number):
                continue
            first = _day(act, rule.pause.start)
            if first is None:
                continue
            ended = _ended(view, rule.pause, act)
            last = view.today if ended is None else ended
            if last >= first:
                pause = Pause(
                    first, last, rule.pause.name, rule.cite, rule.weight is Weight.PENDING, ended is None
                )
                yield Stopped(rule.pause, act, pause)


def _after(rules: Rules) -> dict[str, list[Rule]]:
    """停止计算的规则，按引起它的行为。"""

    def by_kind() -> dict[str, list[Rule]]:
        found: dict[str, list[Rule]] = {}
        for rule in rules.part("pause"):
            for kind in rule.pause.after if rule.pause is not None else ():
                found.setdefault(kind, []).append(rule)
        return found

    return rules.once("pauses by kind", by_kind)


def _ended(view: View, rule: PauseRule, act: Act) -> date | None:
    """停止的末日（不计入的最后一天）；还没有结束的为 None。"""
    days = []
    if rule.last and (stated := said(act.body, rule.last)) is not None:
        days.append(stated)
    for each in view.file.acts:
        if each.number <= act.number or each.kind not in rule.until:
            continue
        if rule.refers and said(each.body, rule.refers) not in (None, act.number):
            continue
        day = _day(each, rule.until_at) or each.day
        days.append(day - timedelta(days=1))
        break
    return min(days) if days else None


def _day(act: Act, field: str) -> date | None:
    value = act.day if field == "happened" else said(act.body, field)
    return value.astimezone(SHANGHAI).date() if isinstance(value, datetime) else value
