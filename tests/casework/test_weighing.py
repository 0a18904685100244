"""裁量核对：事实、幅度、阶次、从宽情节算出来给人看；印在文书上的就是写入的。"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from mingzhi.casework.act import Act
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.discretion import applied
from mingzhi.casework.prefill import prefill
from mingzhi.casework.scenario import Memory, Run, Scenario
from mingzhi.casework.view import View
from mingzhi.casework.weighing import Line, Weighing, range_choices, weighing
from mingzhi.commands.scenario import load
from mingzhi.instruments.services import render

SCENARIOS = Path(__file__).resolve().parent.parent / "scenarios/discretion.yaml"
LADDER = "有裁量基准的（示例基准）"
MILDER, HEAVIER = "从旧兼从轻：新的较轻（虚构的修改）", "从旧兼从轻：新的较重（虚构的修改）"
UNCLEAR = "从旧兼从轻：比不出轻重的，由人定（虚构的修改）"


@cache
def walked(name: str) -> tuple[Scenario, tuple[tuple[tuple[Act, ...], Act], ...], tuple[Act, ...]]:
    """一个场景：试过的各步（当时的卷、正要写入的那一项），和走完的卷。"""
    scenario = next(each for each in load(SCENARIOS) if each.name == name)
    run = Run(scenario, Memory(scenario))
    tried = []
    for step in scenario.steps:
        before = run.driver.acts()
        outcome = run.take(step)
        if outcome.tried is not None and not step.prefix:
            tried.append((before, outcome.tried))
    return scenario, tuple(tried), run.driver.acts()


def view_of(name: str, nth: int) -> View:
    scenario, tried, _ = walked(name)
    before, candidate = tried[nth]
    return View(scenario.pack, before, candidate.day, candidate=candidate)


def weighed(name: str, nth: int) -> Weighing:
    found = weighing(view_of(name, nth))
    assert found is not None
    return found


def line(found: Weighing, label: str) -> Line:
    return next(each for each in found.lines if each.label == label)


def labels(found: Weighing) -> set[str]:
    return {each.label for each in found.lines}


def test_nothing_is_weighed_before_anything_is_proposed() -> None:
    scenario, tried, _ = walked(LADDER)
    before, _candidate = tried[0]
    assert weighing(View(scenario.pack, before, before[-1].day)) is None


def test_the_panel_gives_the_range_in_yuan_and_the_measures() -> None:
    found = weighed(LADDER, 0)
    assert "50,000.00 元至 100,000.00 元" in line(found, "法定幅度").text
    assert line(found, "拟罚款").lamp == "met"
    assert "造成医疗保障基金损失的，责令退回" in found.measures


def test_the_steps_say_which_facts_hold_and_which_a_person_must_judge() -> None:
    found = weighed(LADDER, 2)
    assert [(step.degree, step.seen, step.chosen) for step in found.steps] == [
        ("较轻", "情节不成立", False),
        ("一般", "情节成立", True),
        ("严重", "由人判断", False),
    ]
    assert found.steps[1].yuan == "60,000.00 元至 80,000.00 元"
    assert line(found, "裁量基准").lamp == "met"


@pytest.mark.parametrize(("nth", "lamp", "text"), [(4, "late", "没有写理由"), (5, "near", "短期内重复串换")])
def test_a_deviation_shows_its_reason_or_that_it_has_none(nth: int, lamp: str, text: str) -> None:
    found = line(weighed(LADDER, nth), "裁量基准")
    assert found.lamp == lamp and text in found.text


def test_a_fine_above_the_statute_is_shown_as_forbidden() -> None:
    found = line(weighed(LADDER, 9), "拟罚款")
    assert found.lamp == "late" and "高于法定上限" in found.text


@pytest.mark.parametrize(
    ("name", "nth", "said"),
    [(MILDER, 1, "现在的处罚较轻"), (HEAVIER, 1, "现在的处罚较重"), (UNCLEAR, 0, "由人定")],
)
def test_both_laws_are_shown_and_the_milder_is_proposed(name: str, nth: int, said: str) -> None:
    found = weighed(name, nth)
    assert {"行为时的规定", "现在的规定"} <= labels(found)
    assert said in line(found, "从旧兼从轻").text


def test_until_a_law_is_chosen_the_bounds_are_those_of_the_milder() -> None:
    found = weighed(MILDER, 1)
    assert "75,000.00 元" in line(found, "法定幅度").text
    chosen = applied(view_of(MILDER, 1))
    assert chosen is not None and chosen.rule is chosen.now


def test_a_conduct_after_the_change_is_weighed_by_the_new_law_alone() -> None:
    assert "从旧兼从轻" not in labels(weighed(MILDER, 6))


def test_the_grounds_that_the_file_shows_are_hinted_and_never_chosen_for_anybody() -> None:
    found = weighed(LADDER, 0)
    hinted = [each.text for each in found.lines if each.label == "可以考虑"]
    assert any("初次违法" in each for each in hinted)
    assert "从宽情节" not in labels(found)


def test_the_limitation_shows_its_last_day() -> None:
    found = line(weighed("追责期限的末日（重庆）", 2), "追责期限")
    assert found.lamp == "met" and "末日 2025-03-03" in found.text
    assert line(weighed("追责期限的末日（重庆）", 3), "追责期限").lamp == "late"


def test_for_a_citizen_the_age_at_the_time_and_the_capacity_are_put_before_a_person() -> None:
    found = weighed("未成年人（重庆）", 2)
    assert "当事人行为时 13 岁" in line(found, "看到的情节").text
    assert "由人核对" in line(found, "责任能力").text
    assert "责任能力" not in labels(weighed(LADDER, 0))


def test_what_was_weighed_is_carried_into_the_next_form() -> None:
    scenario, _, acts = walked(LADDER)
    known = prefill(
        scenario.pack,
        CaseFile(acts),
        "report.drafted",
        actor=scenario.people["甲"],
        agency=scenario.agency,
        today=acts[-1].day,
    )
    assert known["degree"] == "ordinary" and known["deviation"] == "主动整改"


def test_another_statute_on_the_same_conduct_is_pointed_out() -> None:
    found = weighed("暂停的前提和应当暂停的（重庆）", 3)
    cited = [each.rule.cite for each in found.lines if each.label == "别的罚则" and each.rule]
    assert cited == ["《社会保险经办条例》第五十五条", "《社会保险法》第八十七条"]


def test_the_form_offers_only_the_penalties_for_this_party() -> None:
    scenario, _, acts = walked(LADDER)
    codes = {code for code, _ in range_choices(scenario.pack.on(acts[-1].day), acts)}
    assert "reg38-4" in codes and "reg41" not in codes and "reg37" not in codes


def test_the_notice_prints_the_step_and_the_reason_for_deviating() -> None:
    scenario, _, acts = walked(LADDER)
    printed = render(
        "prior_notice",
        agency=scenario.agency,
        acts=acts,
        act_number=acts[-1].number,
        rules=scenario.pack.on(acts[-1].day),
        draft=False,
    ).html
    assert "不按裁量基准的理由：主动整改" in printed
    assert "裁量阶次：一般，损失五万元以上不满二十万元（《示例市医疗保障行政处罚裁量基准》第三条）" in printed


def test_a_decision_not_to_punish_prints_its_ground_and_reasons() -> None:
    scenario, _, acts = walked("不予处罚，写明依据哪一种情形（麒麟）")
    printed = render(
        "penalty_decision",
        agency=scenario.agency,
        acts=acts,
        act_number=acts[-1].number,
        rules=scenario.pack.on(acts[-1].day),
        draft=False,
    ).html
    assert "《行政处罚法》第三十三条第二款，不予行政处罚" in printed
    assert "当事人提交了进货验收记录" in printed
