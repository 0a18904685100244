"""处置过的一卷：现状照样算得出，不凭空说逾期、说瑕疵，也不说销毁了什么。"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.disposal import disposals, kept_until, marked
from mingzhi.casework.scenario import Memory, Run
from mingzhi.casework.sentences import sentence
from mingzhi.casework.standing import standing
from mingzhi.law.pack import load_pack
from tests.factories import BASES, scenario_of, templates

TODAY = date(2026, 7, 1)


def case(place: str) -> tuple[Act, ...]:
    scenario = scenario_of(place)
    run = Run(scenario, Memory(scenario)).all()
    return tuple(run.driver.acts())


def emptied(act: Act) -> Act:
    return replace(act, body=KINDS[act.kind].body(), disposed=0)


@pytest.mark.parametrize("place", BASES)
def test_the_standing_of_a_case_is_computed_whichever_body_is_gone(place: str) -> None:
    acts = case(place)
    pack = load_pack(place)
    for gone in range(len(acts)):
        now = standing(pack, [emptied(act) if act.number == gone + 1 else act for act in acts], TODAY)
        assert not any(due.trigger == gone + 1 for due in now.dues)
        assert not any(found.act.number == gone + 1 for found in now.defects)


@pytest.mark.parametrize("place", BASES)
def test_a_case_disposed_of_whole_has_neither_dues_nor_defects(place: str) -> None:
    now = standing(load_pack(place), [emptied(act) for act in case(place)], TODAY)
    assert not now.dues
    assert not now.defects


@pytest.mark.parametrize("place", BASES)
def test_the_line_of_a_disposed_act_says_what_was_done_and_nothing_of_it(place: str) -> None:
    for act in case(place):
        said = sentence(emptied(act))
        assert said == f"{KINDS[act.kind].name}（内容已依法处置）"


def test_the_years_run_from_the_year_after_closing() -> None:
    acts = case("chongqing")
    assert kept_until(CaseFile(acts)) == date(2055, 12, 31)
    assert kept_until(CaseFile([act for act in acts if act.kind != "case.closed"])) is None


def test_without_a_disposal_nothing_is_marked() -> None:
    acts = case("chongqing")
    assert marked(acts) == acts
    assert disposals(acts) == {}
    assert len(templates("chongqing")) == len(acts)
