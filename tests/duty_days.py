"""期限的第二种读法，和拿来数的案卷：``test_duty_days.py`` 用。

期限照 ``tests/law/duty_terms.txt`` 另读一遍，工作日照放假通知的文字另数一遍（``test_second_calendar.py``）；
案卷取自场景，整卷挪动。
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from mingzhi.casework.act import SHANGHAI, Act
from mingzhi.casework.acts.execution import InstalmentsApproved
from mingzhi.casework.duties import Due, duties
from mingzhi.casework.view import View
from mingzhi.law.numerals import numeral
from mingzhi.law.pack import Pack, load_pack
from mingzhi.law.rules import Duty, Rule
from tests.law.test_second_calendar import SAID, months_after, rolled
from tests.test_scenarios import loaded, run_of

PLACES = ("chongqing", "yunnan-qujing-qilin")
ONE = timedelta(days=1)
TERMS = Path(__file__).parent / "law" / "duty_terms.txt"

# 起日落在这些日子、末日落在这些日子，两样都试。2025 年国庆十月一日至八日放假，九月二十八日（周日）、十月十一日（周六）
# 上班；2026 年元旦一日至三日放假，一月四日（周日）上班。
WINDOWS = {
    "ordinary": ("2025-11-10 2025-11-13 2025-11-14 2025-11-15", "2025-11-14 2025-11-15 2025-11-17"),
    "guoqing": (
        "2025-09-24 2025-09-26 2025-09-28 2025-09-30 2025-10-04 2025-10-10",
        "2025-09-28 2025-09-30 2025-10-01 2025-10-08 2025-10-09 2025-10-11 2025-10-12 2025-10-13",
    ),
    "year-end": (
        "2025-12-26 2025-12-31 2026-01-01 2026-01-03",
        "2025-12-31 2026-01-01 2026-01-03 2026-01-04 2026-01-05",
    ),
}
# 2026 年才有的规则：那一年国庆十月一日至七日放假，九月二十日（周日）、十月十日（周六）上班；2027 年的通知还没有。
LATER = {
    "ordinary": ("2026-11-09 2026-11-13", "2026-11-13 2026-11-14"),
    "guoqing": ("2026-09-18 2026-09-30 2026-10-03 2026-10-09", "2026-09-20 2026-10-01 2026-10-08 2026-10-10"),
    "year-end": ("2026-12-31", "2026-12-31"),
}


# ── 另一种读法 ─────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Span:
    """一段：多少（或者行为的哪一栏写的）、单位、末日休息顺延、往前数。"""

    count: int | str
    unit: str
    moved: bool
    back: bool


@dataclass(frozen=True)
class Term:
    """一项期限：自哪天起、几段。"""

    start: str
    spans: tuple[Span, ...]


NUMBERS = {numeral(each): each for each in range(1, 100)} | {"二": 2}
SPAN = re.compile(r"(往前)?(?:〔([\w.]+)〕|([一二三四五六七八九十]+))(个工作日|日|个月|小时)(，顺延)?")


@cache
def terms() -> dict[str, Term]:
    found = {}
    for line in TERMS.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        rule, start, period, _ = (each.strip() for each in line.split("|"))
        assert rule not in found, f"{rule} 写了两次"
        found[rule] = Term(start, tuple(_span(each) for each in period.split("；")))
    return found


def _span(text: str) -> Span:
    if text == "当日":
        return Span(0, "日", False, False)
    match = SPAN.fullmatch(text)
    assert match is not None, text
    return Span(match[2] or NUMBERS[match[3]], match[4], bool(match[5]), bool(match[1]))


def ends(spans: tuple[Span, ...], start: date | datetime) -> date | datetime:
    """照条文数到哪天（按小时的到哪一刻）。"""
    for span in spans:
        assert isinstance(span.count, int)
        if span.unit == "小时":
            assert isinstance(start, datetime)
            start = start + timedelta(minutes=60 * span.count)
            continue
        day = start.date() if isinstance(start, datetime) else start
        step = -ONE if span.back else ONE
        if span.unit == "个月":
            day = months_after(day, span.count)
        left = 0 if span.unit == "个月" else span.count
        while left:
            day += step
            left -= span.unit == "日" or SAID.working(day)
        start = rolled(day) if span.moved else day
    return start


def day_of(value: date | datetime) -> date:
    return value.astimezone(SHANGHAI).date() if isinstance(value, datetime) else value


# ── 从场景里找案卷 ─────────────────────────────────────────────────────


@dataclass(frozen=True)
class Dossier:
    """一卷：行为、看期限的那一项。doing 是使它完成的那一项（不在 acts 里）。"""

    acts: tuple[Act, ...]
    due: Due
    doing: Act | None = None


@cache
def pack_of(place: str) -> Pack:
    return load_pack(place)


def rules_of(place: str) -> list[Rule]:
    """这个地方的期限；被别的规则替换了的不算。"""
    replaced = {rule.replaces for rule in pack_of(place).rules}
    return [rule for rule in pack_of(place).rules if rule.part == "duty" and rule.id not in replaced]


@dataclass(frozen=True)
class Found:
    """一条规则的各卷：期限还没有完成的、恰好由一项行为完成的、延长过的。短的在前。"""

    opened: list[Dossier] = field(default_factory=list)
    done: list[Dossier] = field(default_factory=list)
    extended: list[Dossier] = field(default_factory=list)


@cache
def dossiers(place: str) -> dict[str, Found]:
    """各条期限规则在场景里的各卷。中途停止计算过的不要，另有测试（test_pauses.py）。"""
    pack = pack_of(place)
    found: dict[str, Found] = {rule.id: Found() for rule in rules_of(place)}
    for index in range(len(loaded())):
        for taken in run_of(index)[1]:
            if taken.step.prefix or not taken.verdict.ok:
                continue
            acts = (*taken.before, taken.tried)
            for due in duties(View(pack, acts, taken.tried.day)):
                duty, steps = due.rule.duty, due.reached.steps
                if duty is None or any(step.paused for step in steps):
                    continue
                of = found[due.rule.id]
                plain = len(steps) == len(duty.within)
                if due.met_by is None:
                    (of.opened if plain else of.extended).append(Dossier(acts, due))
                elif plain and due.met_by == taken.tried.number != due.trigger:
                    of.done.append(Dossier(taken.before, due, taken.tried))
    for of in found.values():
        for each in (of.opened, of.done, of.extended):
            each.sort(key=lambda dossier: len(dossier.acts))
    return found


def start_of(term: Term, dossier: Dossier) -> date | datetime | None:
    """期限自哪天起：照另一种读法，从案卷里取。"""
    if term.start == "缴清":
        paid = [getattr(act.body, "paid_on", None) for act in dossier.acts if act.kind == "payment.received"]
        last = max(filter(None, paid), default=None)
        return last if last == dossier.due.start else None  # 另有写明执行终结的，不用那一卷
    if term.start == "分期":
        (plan,) = [act for act in dossier.acts if act.kind == "instalments.approved"]
        assert isinstance(plan.body, InstalmentsApproved)
        return min(row.due_on for row in plan.body.plan if row.due_on)
    trigger = next(act for act in dossier.acts if act.number == dossier.due.trigger)
    if term.start == "发生":
        return trigger.happened.astimezone(SHANGHAI)
    value = getattr(trigger.body, term.start)
    if not isinstance(value, date):
        return None
    return value.astimezone(SHANGHAI) if isinstance(value, datetime) else value


def spans_of(term: Term, dossier: Dossier) -> tuple[Span, ...]:
    """几段；行为自己写了数的，取那个数。"""
    return tuple(
        replace(each, count=_written(each.count, dossier)) if isinstance(each.count, str) else each
        for each in term.spans
    )


def _written(field: str, dossier: Dossier) -> int:
    by_number = {act.number: act for act in dossier.acts}
    assert dossier.due.trigger is not None
    act, *steps = by_number[dossier.due.trigger], *field.split(".")
    for step in steps[:-1]:
        act = by_number[getattr(act.body, step)]
    return int(getattr(act.body, steps[-1]))


# ── 整卷挪动 ───────────────────────────────────────────────────────────


def shifted(value: Any, by: timedelta) -> Any:
    """值里的日期、时刻都挪；不含日期的原样。人的证件有效期不挪。"""
    if isinstance(value, date):
        return value + by
    if isinstance(value, tuple):
        moved = tuple(shifted(each, by) for each in value)
        return moved if any(a is not b for a, b in zip(moved, value, strict=True)) else value
    if isinstance(value, BaseModel):
        fields = {name: (each, shifted(each, by)) for name, each in value.__dict__.items()}
        update = {name: after for name, (before, after) in fields.items() if after is not before}
        return value.model_copy(update=update) if update else value
    return value


def shifted_act(act: Act, by: timedelta) -> Act:
    return replace(act, happened=act.happened + by, recorded=act.recorded + by, body=shifted(act.body, by))


def apart(act: Act, start: str) -> Act:
    """引起期限的那一项：起算的那一栏以外，日期都晚三日，免得认错了起算的是哪一天也看不出来。"""
    later = timedelta(days=3)
    if start == "发生":
        return replace(act, body=shifted(act.body, later))
    held = getattr(act.body, start)
    body = shifted(act.body, later).model_copy(update={start: held})
    return replace(act, happened=act.happened + later, recorded=act.recorded + later, body=body)


def done_at(act: Act, duty: Duty, when: datetime) -> Act:
    """这一项在 when 做完；写明做完之日的，晚三日才记录。"""
    held = getattr(act.body, duty.met_by, None)
    if not isinstance(held, date):
        return replace(act, happened=when, recorded=when)
    written = when if isinstance(held, datetime) else when.date()
    body, later = act.body.model_copy(update={duty.met_by: written}), when + timedelta(days=3)
    return replace(act, happened=later, recorded=later, body=body)


def due_in(place: str, acts: tuple[Act, ...], today: date, like: Due) -> Due:
    found = duties(View(pack_of(place), acts, today), like.tag)
    same = [due for due in found if (due.rule.id, due.trigger) == (like.rule.id, like.trigger)]
    assert len(same) == 1, f"{today} 没有 {like.rule.id}（{like.name}）"
    return same[0]


# ── 哪些起日 ───────────────────────────────────────────────────────────


DAYS_OF = {"个月": 31, "小时": 0}


def _days(text: str) -> list[date]:
    return [date.fromisoformat(each) for each in text.split()]


@cache
def _starts_by_end(spans: tuple[Span, ...], first: date, last: date) -> dict[date, list[date]]:
    found: dict[date, list[date]] = {}
    start = first
    while start <= last:
        clock = datetime.combine(start, time(17, 30), SHANGHAI)
        hours = any(span.unit == "小时" for span in spans)
        found.setdefault(day_of(ends(spans, clock if hours else start)), []).append(start)
        start += ONE
    return found


def starts(rule: Rule, spans: tuple[Span, ...], window: str) -> list[date]:
    """起日本身落在窗口里的；末日落在窗口里的（几个起日同一末日的，取最早最晚）。"""
    begin, end = (LATER if rule.from_ > date(2025, 9, 1) else WINDOWS)[window]
    chosen = dict.fromkeys(_days(begin))
    targets = _days(end)
    longest = 20 + sum(int(each.count) * DAYS_OF.get(each.unit, 2) for each in spans)
    by_end = _starts_by_end(spans, targets[0] - longest * ONE, targets[-1] + longest * ONE)
    for target in targets:
        found = by_end.get(target, [])
        chosen.update(dict.fromkeys(found[:1] + found[-1:]))
    return [day for day in chosen if rule.in_force(day)]


def opened(place: str, rule_id: str) -> Dossier:
    """期限起算了、还没有完成的一卷。"""
    return _first(dossiers(place)[rule_id].opened, rule_id, "起算了还没有完成")


def finished(place: str, rule_id: str) -> Dossier:
    """差一项行为就完成的一卷，和那一项；完成之日写在一栏里的，要写了那一栏的。"""
    found = dossiers(place)[rule_id].done
    return _first([each for each in found if _says_when(each)] or found, rule_id, "由一项行为完成")


def _says_when(dossier: Dossier) -> bool:
    duty = dossier.due.rule.duty
    assert duty is not None and dossier.doing is not None
    return duty.met_by == "happened" or getattr(dossier.doing.body, duty.met_by, None) is not None


def extended(place: str, rule_id: str) -> tuple[Dossier, tuple[int, ...]]:
    """延长过的一卷，和各次延长的日数。"""
    dossier = _first(dossiers(place)[rule_id].extended, rule_id, "延长过")
    duty, trigger = dossier.due.rule.duty, dossier.due.trigger
    assert duty is not None and duty.extend is not None and trigger is not None
    later = [act for act in dossier.acts if act.kind == duty.extend.by and act.number > trigger]
    return dossier, tuple(int(getattr(act.body, duty.extend.field)) for act in later)


def _first(found: list[Dossier], rule_id: str, what: str) -> Dossier:
    usable = (each for each in found if start_of(terms()[rule_id], each) is not None)
    dossier = next(usable, None)
    assert dossier is not None, f"没有一个场景里 {rule_id} {what}"
    return dossier
