"""两地的规则：差异都在（requirements.md 的十九条），法制审核的触发和罚则与三个示例案件相符。"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import mingzhi.casework.acts
import mingzhi.casework.words  # noqa: F401  登记全部的词
from mingzhi.casework.act import KINDS, SHANGHAI, Act, Body
from mingzhi.casework.actor import Actor, Role
from mingzhi.casework.acts.lead import Party
from mingzhi.casework.view import View
from mingzhi.casework.words import review_because
from mingzhi.law.pack import Pack, load_pack, unfilled
from mingzhi.law.rules import Weight

TODAY = date(2026, 6, 1)
PLACES = ("national", "chongqing", "yunnan", "yunnan-qujing", "yunnan-qujing-qilin")
CHONGQING, QILIN = "chongqing", "yunnan-qujing-qilin"
ACTOR = Actor(number="示例-1", name="示例甲", roles=tuple(Role))


def act(number: int, kind: str, body: dict[str, Any]) -> Act:
    moment = datetime.combine(TODAY, time(9), SHANGHAI)
    written: Body = KINDS[kind].body.model_validate(body)
    return Act(number, kind, ACTOR, moment, moment, written)


# 法制审核表、两地的差异 ───────────────────────────────────────────────────────


def _lines(place: str) -> list[str]:
    found = [rule.line for rule in load_pack(place).on(TODAY).part("line") if rule.line]
    return [line.line for line in sorted(found, key=lambda line: line.order)]


def test_the_thirteen_lines_are_those_of_annex_two_in_its_order(shared: Path) -> None:
    seed = (shared / "seeds/chongqing-2021-55.txt").read_text("utf-8")
    annex = re.sub(r"\s", "", seed.split("×××医疗保障局法制审核意见表")[-1])
    lines = _lines(CHONGQING)
    assert len(lines) == 13
    listed = annex.split("具体意见")[1].split("审核意见")[0]
    assert "".join(lines) == listed


def test_the_lines_of_qilin_follow_its_plan_word_for_word(shared: Path) -> None:
    seed = re.sub(r"\s", "", (shared / "seeds/qilin-2021-9.txt").read_text("utf-8"))
    lines = _lines(QILIN)
    assert len(lines) == 9
    found = [seed.find(line) for line in lines[:-1]]
    assert -1 not in found and found == sorted(found)


def _number(place: str, name: str) -> Decimal | None:
    return load_pack(place).on(TODAY).parameter(name)


def test_the_threshold_of_a_hearing_is_known_in_chongqing_and_asked_for_in_qilin() -> None:
    assert _number(CHONGQING, "hearing.fine.person") == 5000
    assert _number(CHONGQING, "hearing.fine.organization") == 50000
    empty = {rule.parameter.name for rule in unfilled(load_pack(QILIN).on(TODAY)) if rule.parameter}
    # 年度检查频次两地都由本局填写公布（国办 2025 年意见）。
    # 审核目录各行的数额，麒麟的方案要本局定（QL-2.3.2-f）。
    catalogue = {f"review.catalogue.{row}" for row in ("provider.fine", "insured.fine", "refund")}
    hearing = {"hearing.fine.person", "hearing.fine.organization"}
    assert empty == {*hearing, *catalogue, "inspection.enterprise.cap"}
    unknown = {rule.parameter.name for rule in unfilled(load_pack(CHONGQING).on(TODAY)) if rule.parameter}
    assert unknown == {"inspection.enterprise.cap"}


def test_difference_4_the_summary_has_eight_items_in_chongqing_and_four_required_in_qilin() -> None:
    facts: Mapping[str, str | None] = defaultdict(
        lambda: None, {"act.form": "summary", "act.subject": "decision"}
    )

    def asked(place: str) -> set[str]:
        rules = load_pack(place).on(TODAY).contents("disclosure.drafted")
        return {
            field
            for rule in rules
            if rule.content is not None and rule.blocks
            if rule.content.when is None or rule.content.when(facts)
            for field in rule.content.fields
        }

    eight = {"document_no", "party_name", "matter", "main_facts", "basis", "result", "agency", "decided_on"}
    assert asked(CHONGQING) == eight
    assert asked(QILIN) == {"agency", "party_name", "category", "result"}


def test_differences_5_and_6_officers_sex_only_in_qilin_and_performance_only_in_chongqing() -> None:
    def subjects(place: str) -> dict[str, Any]:
        return {
            rule.disclosure.subject: rule.disclosure
            for rule in load_pack(place).on(TODAY).part("disclosure")
            if rule.disclosure
        }

    chongqing, qilin = subjects(CHONGQING), subjects(QILIN)
    assert "sex" not in chongqing["officer"].fields and not chongqing["officer"].gender
    assert "sex" in qilin["officer"].fields and qilin["officer"].gender
    assert "performance" in chongqing and "performance" not in qilin


def test_difference_10_recording_is_optional_in_chongqing_and_asks_for_a_reason_in_qilin() -> None:
    def levels(place: str, kind: str) -> set[tuple[str, str]]:
        rules = load_pack(place).on(TODAY).recordings(kind)
        return {
            (rule.recording.level, rule.weight.value)
            for rule in rules
            if rule.recording and rule.recording.when is None
        }

    for place in (CHONGQING, QILIN):
        assert ("throughout", "rule") in levels(place, "sealing.imposed")
    for kind in ("inspection.held", "inquiry.held", "hearing.held", "service.announced"):
        assert levels(CHONGQING, kind) == {("optional", "rule")} or levels(CHONGQING, kind) == set()
        assert ("reason", "default") in levels(QILIN, kind)
        assert ("reason", "rule") not in levels(QILIN, kind)


def test_differences_14_15_17_numbers_that_only_one_place_writes() -> None:
    assert _number(CHONGQING, "archive.days") == 30 and _number(QILIN, "archive.days") is None
    assert _number(QILIN, "review.staff.percent") == 5 and _number(CHONGQING, "review.staff.percent") is None
    written = load_pack(CHONGQING).on(TODAY).parameters["review.days"]
    borrowed = load_pack(QILIN).on(TODAY).parameters["review.days"]
    assert (written.weight, borrowed.weight) == (Weight.RULE, Weight.PENDING)


def test_annex_numbers_are_printed_as_in_chongqing_only_there() -> None:
    def form(place: str, series: str) -> str:
        rules = load_pack(place).on(TODAY).part("numbering")
        return next(
            rule.numbering.form for rule in rules if rule.numbering and rule.numbering.series == series
        )

    assert form(CHONGQING, "report") == "医保呈字〔{year}〕第{n}号"
    assert form(CHONGQING, "review") == "医保法审字〔{year}〕第{n}号"
    assert form(QILIN, "report") != form(CHONGQING, "report")


def test_parameters_have_one_live_rule_in_each_layer() -> None:
    for place in PLACES:
        names = [
            (rule.pack, rule.parameter.name)
            for rule in load_pack(place).on(TODAY).part("parameter")
            if rule.parameter
        ]
        assert len(names) == len(set(names))


def test_before_2024_the_superior_bureau_could_also_be_asked_for_reconsideration() -> None:
    pack = load_pack(CHONGQING)
    assert pack.on(date(2023, 12, 31)).parameter("remedy.reconsideration.superior") == 1
    assert pack.on(date(2024, 1, 1)).parameter("remedy.reconsideration.superior") is None
    assert pack.on(date(2023, 12, 31)).parameter("remedy.reconsideration.days") == 60


# 法制审核的触发 ───────────────────────────────────────────────────────────────


def because(pack: Pack, *acts: tuple[str, dict[str, Any]]) -> set[str]:
    view = View(pack, [act(n, kind, body) for n, (kind, body) in enumerate(acts, 1)], TODAY)
    return {clause for rule in review_because(view) for clause in rule.clauses}


def filed(kind: str, standing: str) -> tuple[str, dict[str, Any]]:
    return "case.filed", {"cause": "示例", "party": Party(name="示例", kind=kind, standing=standing)}


def concluded(**more: Any) -> tuple[str, dict[str, Any]]:
    return "investigation.concluded", more


def test_the_pharmacy_of_case_1_is_reviewed_for_its_amount_and_its_hearing() -> None:
    money = concluded(refund="62600.00", fine="75120.00")
    found = because(load_pack(CHONGQING), filed("organization", "pharmacy"), money, ("hearing.held", {}))
    assert found == {"CQ-L-5.1", "CQ-L-5.3"}


def test_the_person_of_case_3_is_reviewed_for_the_amount_alone() -> None:
    acts = filed("person", "insured"), concluded(refund="2500.00", fine="5000.00")
    assert because(load_pack(CHONGQING), *acts) == {"CQ-L-5.1"}


def test_the_clinic_of_case_2_is_not_reviewed_unless_flagged_as_complex() -> None:
    party = filed("organization", "medical")
    assert because(load_pack(QILIN), party, concluded(fine="20000.00")) == set()
    flagged = concluded(fine="20000.00", multiple_legal_relations=True)
    assert because(load_pack(QILIN), party, flagged) == {"QL-2.3.2-e"}


@pytest.mark.parametrize(
    ("kind", "fine", "reviewed"),
    [
        ("person", "4999.99", False),
        ("person", "5000.00", True),
        ("organization", "49999.99", False),
        ("organization", "50000.00", True),
    ],
)
def test_a_large_fine_is_reviewed_from_the_threshold_on(kind: str, fine: str, reviewed: bool) -> None:
    found = because(load_pack(CHONGQING), filed(kind, "other"), concluded(fine=fine))
    assert found == ({"CQ-L-5.1"} if reviewed else set())


def test_under_the_other_reading_a_small_refund_is_not_reviewed() -> None:
    acts = filed("person", "insured"), concluded(refund="2500.00", fine="4000.00")
    assert because(load_pack(CHONGQING), *acts) == {"CQ-L-5.1"}
    assert because(load_pack(CHONGQING).with_parameter("review.refund.any", "5000"), *acts) == set()


def test_the_statute_is_still_there_where_a_place_writes_nothing_of_its_own() -> None:
    acts = filed("organization", "medical"), concluded(fine="20000.00", multiple_legal_relations=True)
    view = View(load_pack("yunnan"), [act(n, *each) for n, each in enumerate(acts, 1)], TODAY)
    assert [rule.id for rule in review_because(view)] == ["nat.review.complex"]


# 罚则 ─────────────────────────────────────────────────────────────────────────


def test_the_table_of_penalties_gives_the_regulations_bounds() -> None:
    table = {
        rule.range.code: rule.range for rule in load_pack(CHONGQING).on(TODAY).part("range") if rule.range
    }
    bounds = {code: f"{each.base} {each.low} {each.high} {each.suspension}" for code, each in table.items()}
    assert bounds["reg38"] == "loss 1 2 (6, 12)"
    assert bounds["reg39"] == "yuan 10000 50000 None"
    assert bounds["reg40"] == "loss 2 5 (6, 12)"
    assert bounds["reg41"] == "loss 2 5 (3, 12)"
    assert table["reg41p1"].high == 0


def test_a_fine_for_bad_management_presupposes_a_checked_refusal_to_correct() -> None:
    table = {rule.range.code: rule.range for rule in load_pack(QILIN).on(TODAY).part("range") if rule.range}
    precondition = table["reg39"].precondition
    assert precondition is not None
    ordered = act(1, "correction.ordered", {"before": TODAY})

    def defied(*acts: Act) -> bool:
        return precondition(View(load_pack(QILIN), acts, TODAY))

    def checked(day: date, corrected: bool) -> Act:
        return act(2, "correction.checked", {"of": 1, "checked_on": day, "corrected": corrected})

    assert not defied()
    assert not defied(ordered)
    assert defied(ordered, checked(TODAY + timedelta(days=1), corrected=False))
    assert not defied(ordered, checked(TODAY + timedelta(days=1), corrected=True))
    assert not defied(ordered, checked(TODAY, corrected=False)), "最后一日还没有过完"
