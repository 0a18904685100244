"""每项期限的最后一日和晚的第一日：平常的一周、国庆连同调休、年末岁首。

期限照 ``tests/law/duty_terms.txt`` 另读一遍（从哪天起、多久），工作日照放假通知的文字另数一遍，不看规则包里的数和
软件的日历（``tests/duty_days.py``）。案卷取自场景，整卷挪动，让期限的起日、末日落在要看的日子上。末日当天是“今天到期”，
第二天是“逾期”（不是本机关的是“届满”）；末日夜里十一点五十九分做完的按期，第二天零点做完的逾期。
处理能不能写入另有测试，这里只数日子。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import pytest

from mingzhi.casework.act import SHANGHAI, Act
from mingzhi.casework.duties import Due, Lamp
from mingzhi.law.rules import Duty, Rule
from tests.duty_days import (
    ONE,
    PLACES,
    WINDOWS,
    Dossier,
    Span,
    apart,
    day_of,
    done_at,
    dossiers,
    due_in,
    ends,
    extended,
    finished,
    opened,
    pack_of,
    rules_of,
    shifted_act,
    spans_of,
    start_of,
    starts,
    terms,
)

# 固定日子的，没有平常的一周和国庆，另有一个测试。
FIXED = {"cq.due.annual", "cq.due.annual-government", "cq.due.annual-superior", "ql.due.annual"}
# 可以延长的，延长的按什么数。
EXTENDED = {"nat.due.decision": "日", "nat.due.licence-decision": "个工作日", "cq.due.review": "个工作日"}
# 没有完成它的一项行为：过了就没有了，或者做了以后换成下一期。
WITHOUT_DOING = {
    "nat.due.reconsideration",
    "nat.due.litigation",
    "nat.due.spot-reconsideration",
    "nat.due.instalment",
}

RULES = [(place, rule) for place in PLACES for rule in rules_of(place) if rule.id not in FIXED]
CASES = [(place, rule.id, window) for place, rule in RULES for window in WINDOWS]
DONE = [case for case in CASES if case[1] not in WITHOUT_DOING]


@dataclass(frozen=True)
class Moved:
    """挪到一处的一卷：期限的起日，照另一种读法的末日（末刻）。"""

    acts: tuple[Act, ...]
    doing: Act | None
    start: date
    end: date | datetime

    @property
    def last(self) -> date:
        return day_of(self.end)

    @property
    def moment(self) -> datetime | None:
        return self.end if isinstance(self.end, datetime) else None


def moved(dossier: Dossier, window: str, longer: tuple[Span, ...] = ()) -> Iterator[Moved]:
    """把一卷挪到窗口里的各处。longer 是延长的几段。"""
    term = terms()[dossier.due.rule.id]
    base, spans = start_of(term, dossier), (*spans_of(term, dossier), *longer)
    assert base is not None
    if not any(span.unit == "小时" for span in spans):
        base = day_of(base)
    for start in starts(dossier.due.rule, spans, window):
        by = start - day_of(base)
        shifted = (shifted_act(act, by) for act in dossier.acts)
        trigger = dossier.due.trigger
        acts = tuple(apart(act, term.start) if act.number == trigger else act for act in shifted)
        doing = shifted_act(dossier.doing, by) if dossier.doing else None
        yield Moved(acts, doing, start, ends(spans, base + by))


def test_every_duty_is_read_a_second_time_and_no_other() -> None:
    ids = {rule.id for place in PLACES for rule in rules_of(place)}
    assert set(terms()) == ids


def test_only_duties_that_nothing_fulfils_go_without_a_doing_act() -> None:
    assert {rule.id for _, rule in RULES if rule.duty is not None and not rule.duty.do} == WITHOUT_DOING


@pytest.mark.parametrize(("place", "rule_id", "window"), CASES)
def test_the_last_day_is_due_and_the_next_is_over(place: str, rule_id: str, window: str) -> None:
    dossier = opened(place, rule_id)
    assert _both_days(place, dossier, moved(dossier, window))


def _both_days(place: str, dossier: Dossier, cases: Iterator[Moved]) -> int:
    """逐处核对末日和第二天，返回核对了几处。"""
    checked = 0
    for case in cases:
        due = due_in(place, case.acts, case.last, dossier.due)
        assert (due.start, due.day, due.moment) == (case.start, case.last, case.moment)
        assert due.status is Lamp.DUE, f"自 {case.start} 起，{case.last} 是最后一日"
        after = due_in(place, case.acts, case.last + ONE, dossier.due)
        assert after.day == case.last
        assert after.status is (Lamp.LATE if due.whose == "agency" else Lamp.SOFT), f"{case.last} 过了一日"
        checked += 1
    return checked


@pytest.mark.parametrize(("place", "rule_id", "window"), DONE)
def test_done_on_the_last_day_is_in_time_and_a_minute_later_is_late(
    place: str, rule_id: str, window: str
) -> None:
    dossier, checked = finished(place, rule_id), 0
    duty = dossier.due.rule.duty
    assert duty is not None
    for case in moved(dossier, window):
        in_time = case.moment or datetime.combine(case.last, time(23, 59), SHANGHAI)
        for when, lamp in ((in_time, Lamp.MET), (in_time + timedelta(minutes=1), Lamp.WAS)):
            due = done(place, dossier, case, duty, when)
            assert due.day == case.last
            assert due.status is lamp, f"自 {case.start} 起，到 {case.end}，{when} 做完"
        checked += 1
    assert checked


def done(place: str, dossier: Dossier, case: Moved, duty: Duty, when: datetime) -> Due:
    assert case.doing is not None
    return due_in(place, (*case.acts, done_at(case.doing, duty, when)), when.date(), dossier.due)


# ── 可以延长的、固定日子的 ─────────────────────────────────────────────


def test_no_other_duty_can_be_extended() -> None:
    assert {rule.id for _, rule in RULES if rule.duty is not None and rule.duty.extend} == set(EXTENDED)


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("rule_id", EXTENDED)
def test_an_extended_period_runs_on_from_the_last_day(rule_id: str, window: str) -> None:
    place = next(place for place, rule in RULES if rule.id == rule_id)
    dossier, days = extended(place, rule_id)
    longer = tuple(Span(each, EXTENDED[rule_id], moved=False, back=False) for each in days)
    assert longer and _both_days(place, dossier, moved(dossier, window, longer))


@pytest.mark.parametrize("rule_id", sorted(FIXED))
@pytest.mark.parametrize("year", [2025, 2026, 2027], ids=["in the Spring Festival", "Saturday", "Sunday"])
def test_the_yearly_figures_are_due_on_31_january_whatever_day_it_is(rule_id: str, year: int) -> None:
    place = next(place for place in PLACES if any(rule.id == rule_id for rule in rules_of(place)))
    last = date(year, 1, 31)
    term = terms()[rule_id]
    assert term.start == "年末" and ends(term.spans, date(year - 1, 12, 31)) == last
    register, like = _register(place, rule_id, year)
    for day, lamp in ((last, Lamp.DUE), (last + ONE, Lamp.LATE)):
        due = due_in(place, register[:-1], day, like)
        assert (due.day, due.status, due.provisional) == (last, lamp, False)
    in_time = datetime.combine(last, time(23, 59), SHANGHAI)
    assert like.rule.duty is not None
    for when, lamp in ((in_time, Lamp.MET), (in_time + timedelta(minutes=1), Lamp.WAS)):
        acts = (*register[:-1], done_at(register[-1], like.rule.duty, when))
        assert due_in(place, acts, when.date(), like).status is lamp


def _register(place: str, rule_id: str, year: int) -> tuple[tuple[Act, ...], Due]:
    """登记簿，挪到去年就有的；报告的年度是去年；末一项是公布或者报送。"""
    dossier = next(each for each in dossiers(place)[rule_id].done)
    assert dossier.doing is not None
    by = date(year - 1, 10, 14) - dossier.acts[0].day
    acts = [shifted_act(act, by) for act in (*dossier.acts, dossier.doing)]
    for at, act in enumerate(acts):
        if act.kind == "annual.drafted":
            acts[at] = replace(act, body=act.body.model_copy(update={"year": year - 1}))
    return tuple(acts), dossier.due


# ── 选的日子分得出对错 ─────────────────────────────────────────────────


@pytest.mark.parametrize("rule_id", sorted(set(terms()) - FIXED))
def test_a_duty_that_counts_in_another_way_is_found(rule_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """起算的一栏、完成的一栏、顺延、工作日、多少日：规则改错一处，上面的测试就不通过。"""
    place, rule = next((place, rule) for place, rule in RULES if rule.id == rule_id)
    opened(place, rule_id)
    for wrong in _wrongly(rule):
        changed = tuple(wrong if each is rule else each for each in pack_of(place).rules)
        with monkeypatch.context() as patch, pytest.raises(AssertionError):
            pack = replace(pack_of(place), rules=changed, _days={})
            patch.setattr("tests.duty_days.pack_of", lambda _, pack=pack: pack)
            for window in WINDOWS:
                test_the_last_day_is_due_and_the_next_is_over(place, rule_id, window)
                if rule_id not in WITHOUT_DOING:
                    test_done_on_the_last_day_is_in_time_and_a_minute_later_is_late(place, rule_id, window)


def _wrongly(rule: Rule) -> Iterator[Rule]:
    duty = rule.duty
    assert duty is not None
    first, rest = duty.within[0], duty.within[1:]
    changes: list[dict[str, object]] = [{"roll": not first.roll}] if first.unit == "day" else []
    if first.unit == "workday":
        changes.append({"unit": "day"})
    if isinstance(first.count, int):
        changes.append({"count": first.count + 1})
    wrong: list[dict[str, object]] = [{"within": (first.model_copy(update=each), *rest)} for each in changes]
    if duty.start != "happened":
        wrong.append({"start": "happened"})
    if duty.met_by != "happened" and rule.id not in WITHOUT_DOING:
        wrong.append({"met_by": "happened"})
    yield from (rule.model_copy(update={"duty": duty.model_copy(update=each)}) for each in wrong)
