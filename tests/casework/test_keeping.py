"""保管：材料至少保管到哪天，年数都出自规则包和立卷时的选定（CQ-R-22¶2、档案法实施条例第二十四条）。"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.acts.archive import FileAssembled
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.disposal import kept_until
from mingzhi.casework.keeping import keep_until
from mingzhi.casework.scenario import Memory, Run
from mingzhi.law.pack import Rules, load_pack
from tests.factories import BASES, scenario_of

TODAY = date(2026, 7, 1)


def case(place: str = "chongqing") -> tuple[Act, ...]:
    scenario = scenario_of(place)
    return tuple(Run(scenario, Memory(scenario)).all().driver.acts())


def rules(place: str = "chongqing") -> Rules:
    return load_pack(place).on(TODAY)


def years(name: str, place: str = "chongqing") -> int:
    found = rules(place).parameter(f"archive.retention.{name}")
    assert found is not None
    return int(found)


def until(acts: tuple[Act, ...], today: date = TODAY) -> date | None:
    return keep_until(CaseFile(acts), rules(), today)


def bound_for(acts: tuple[Act, ...], retention: str) -> tuple[Act, ...]:
    """立卷时选定另一个保管期限。"""
    return tuple(
        replace(act, body=act.body.model_copy(update={"retention": retention}))
        if isinstance(act.body, FileAssembled)
        else act
        for act in acts
    )


def unbound(acts: tuple[Act, ...]) -> tuple[Act, ...]:
    return tuple(act for act in acts if act.kind != "file.assembled")


@pytest.mark.parametrize("place", BASES)
def test_a_bound_file_is_kept_for_the_term_that_was_chosen(place: str) -> None:
    acts = case(place)
    assert keep_until(CaseFile(acts), rules(place), TODAY) == kept_until(CaseFile(acts))


def test_before_binding_the_shortest_term_of_the_pack_counts_from_the_closing() -> None:
    acts = unbound(case())
    closed = max(act.day for act in acts if act.kind == "case.closed")
    assert until(acts) == date(closed.year + years("short"), 12, 31)


def test_before_closing_it_counts_from_the_last_act() -> None:
    acts = case()[:3]
    assert until(acts) == date(acts[-1].day.year + years("short"), 12, 31)
    assert until(()) is None


@pytest.mark.parametrize("retention", ["永久", "长期（写法认不出）"])
def test_what_is_kept_for_ever_is_kept_the_longest_term_from_each_new_year(retention: str) -> None:
    acts = bound_for(case(), retention)
    for today in (TODAY, TODAY + timedelta(days=365)):
        assert until(acts, today) == date(today.year + years("long"), 12, 31)


def test_a_longer_choice_is_a_later_day_and_never_an_earlier_one_than_before_binding() -> None:
    acts = case()
    before = until(unbound(acts))
    days = [until(bound_for(acts, f"{n} 年")) for n in (years("short"), years("long"))]
    assert before is not None and days[0] is not None and days[1] is not None
    assert before <= days[0] < days[1]


def test_asking_to_destroy_does_not_keep_the_file_longer() -> None:
    acts = case()[:3]
    later = acts[-1].happened.replace(year=acts[-1].day.year + 5)
    asked = replace(
        acts[-1], number=4, kind="disposal.proposed", happened=later, body=KINDS["disposal.proposed"].body()
    )
    assert until((*acts, asked)) == until(acts)
    worked = replace(acts[-1], number=4, happened=later)
    assert until((*acts, worked)) == date(later.year + years("short"), 12, 31)
