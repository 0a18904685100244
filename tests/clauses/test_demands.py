"""两份规则文件写明的名目：公示哪几栏、审核哪几行、出哪份文书、录下什么、几日几元。

这些规则没有“拒绝”可看，所以照条文列成表，与规则包比对：去掉那条规则，或者改了它，表就对不上。
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

import mingzhi.casework.acts
import mingzhi.casework.words  # noqa: F401  登记全部的词
from mingzhi.casework.act import KINDS, SHANGHAI, Act
from mingzhi.casework.actor import Actor, Role
from mingzhi.casework.acts.evidence import EvidenceKind, MediaKind
from mingzhi.casework.view import View
from mingzhi.casework.words import review_because
from mingzhi.law.pack import Pack, load_pack, parse_rules
from mingzhi.law.rules import Rule

TODAY = date(2026, 6, 1)
CHONGQING, QILIN = "chongqing", "yunnan-qujing-qilin"
EIGHT = ("document_no", "party_name", "matter", "main_facts", "basis", "result", "agency", "decided_on")


def answering(clause: str, part: str) -> list[Rule]:
    """引了 clause 的这一种规则，当日有效的。"""
    place = CHONGQING if clause.startswith("CQ-") else QILIN
    return [rule for rule in load_pack(place).on(TODAY).part(part) if clause in rule.clauses]


# 公示的栏 -----------------------------------------------------------------------------------------

COLUMNS: dict[str, dict[str, set[str]]] = {
    "CQ-D-3.1-a": {"agency": {"name", "scope"}},
    "CQ-D-3.1-b": {"officer": {"name", "certificate"}},
    "CQ-D-3.5": {"random_inspection": {"content", "body", "basis", "officers", "procedure"}},
    "CQ-D-5.1": {"inspection": {*EIGHT} - {"document_no"}},
    "CQ-D-5.2": {"decision": {*EIGHT}, "coercion": {*EIGHT}},
    "CQ-D-5.3": {"performance": {"party_name", "performance", "agency", "document_no"}},
    "QL-2.1.1-a": {
        "item": {"name", "category", "basis", "body"},
        "random_inspection": {"name", "category", "basis", "body"},
    },
    "QL-2.1.1-c": {
        "item": {"name", "category", "basis", "body"},
        "random_inspection": {"name", "category", "basis", "body"},
    },
    "QL-2.1.1-e": {"agency": {"name", "staffing", "duties", "address", "phone"}},
    "QL-2.1.1-f": {"officer": {"name", "sex", "certificate", "post", "area"}},
}


@pytest.mark.parametrize("clause", COLUMNS)
def test_the_published_columns_are_those_of_the_text(clause: str) -> None:
    found = {
        rule.disclosure.subject: set(rule.disclosure.fields)
        for rule in answering(clause, "disclosure")
        if rule.disclosure
    }
    assert found == COLUMNS[clause]


def test_the_four_items_of_qilin_are_published_for_every_subject() -> None:
    found = {
        rule.disclosure.subject: set(rule.disclosure.fields)
        for rule in answering("QL-2.1.3-a", "disclosure")
        if rule.disclosure
    }
    assert set(found) == {"decision", "coercion", "inspection", "licence"}
    assert all({"agency", "party_name", "category", "result"} <= fields for fields in found.values())


# 审核的行 -----------------------------------------------------------------------------------------

ROWS: dict[str, set[int]] = {
    **{f"CQ-A2-{order + 3}": {order} for order in range(1, 14)},
    "CQ-L-2": {7},
    "CQ-L-7.1": {1},
    "CQ-L-7.2": {2},
    "CQ-L-7.3": {8},
    "CQ-L-7.4": {3},
    "CQ-L-7.5": {4, 5, 6},
    "CQ-L-7.6": {11},
    "CQ-L-7.7": {9, 10},
    "CQ-L-7.8": {12},
    "CQ-L-7.9": {13},
    "QL-2.3.3-a": {1, 2},
    "QL-2.3.3-b": {3},
    "QL-2.3.3-c": {4},
    "QL-2.3.3-d": {5},
    "QL-2.3.3-e": {6},
    "QL-2.3.3-f": {7},
    "QL-2.3.3-g": {8},
    "QL-2.3.3-h": {9},
}


@pytest.mark.parametrize("clause", ROWS)
def test_the_row_of_the_review_sheet_answers_the_clause(clause: str) -> None:
    assert {rule.line.order for rule in answering(clause, "line") if rule.line} == ROWS[clause]


# 文书 ---------------------------------------------------------------------------------------------

FORMS: dict[str, set[tuple[str, str]]] = {
    "CQ-D-5¶2-b": {
        ("disclosure.drafted", "disclosure_summary"),
        ("disclosure.published", "disclosure_summary"),
        ("disclosure.corrected", "disclosure_summary"),
    },
    "CQ-R-7¶1": {("lead.registered", "lead_register")},
    "CQ-R-9¶1": {("filing.proposed", "filing_approval"), ("case.filed", "filing_approval")},
    "CQ-R-10.1": {("inquiry.held", "inquiry_record")},
    "CQ-R-10.2": {("inspection.notified", "inspection_notice"), ("inspection.held", "inspection_record")},
    "CQ-R-10.3": {("materials.demanded", "materials_notice")},
    "CQ-R-10.4": {("sealing.imposed", "sealing_decision"), ("sealing.imposed", "sealing_items")},
    "CQ-R-10.5": {("preservation.made", form) for form in ("preservation_notice", "preservation_items")},
    "CQ-R-10.6": {("expert.commissioned", "commission")},
    "CQ-R-13¶1-a": {("notice.issued", "prior_notice")},
    "CQ-R-13¶1-b": {("notice.issued", "prior_notice")},
    "CQ-R-13¶2-a": {("statement.recorded", "statement_record")},
    "CQ-R-14": {("hearing.held", "hearing_record")},
    "CQ-R-15-a": {("decision.made", "penalty_approval")},
    "CQ-R-15-d": {("discussion.held", "discussion_record")},
    "CQ-R-16.1": {("document.served", "service_receipt")},
    "CQ-R-16.4": {("service.announced", "service_announcement")},
    "CQ-R-18": {("enforcement.applied", "enforcement_application")},
    "CQ-L-6.1": {
        ("report.drafted", form) for form in ("case_report", "penalty_approval", "penalty_decision")
    },
    "CQ-L-6.3": {
        ("report.drafted", form) for form in ("case_report", "penalty_approval", "penalty_decision")
    },
    "CQ-L-10": {("review.signed", "review_opinion")},
    "CQ-A1-0": {("report.drafted", form) for form in ("case_report", "penalty_approval", "penalty_decision")},
    "CQ-A2-0": {("review.signed", "review_opinion")},
    "QL-2.1.2-d": {("inspection.notified", "inspection_notice")},
    "QL-2.3.3-i": {("review.signed", "review_opinion")},
}


@pytest.mark.parametrize("clause", FORMS)
def test_the_act_brings_forth_the_document_of_the_text(clause: str) -> None:
    found = {
        (kind, form)
        for rule in answering(clause, "instrument")
        if rule.instrument
        for kind in rule.instrument.act
        for form in rule.instrument.prints
    }
    assert found == FORMS[clause]


# 音像 ---------------------------------------------------------------------------------------------

SHOWN = {
    "CQ-R-12.1": "environment",
    "CQ-R-12.2": "identities",
    "CQ-R-12.3": "objects",
    "CQ-R-12.4": "measures",
    "CQ-R-12.5": "serving",
}


@pytest.mark.parametrize("clause", SHOWN)
def test_the_recording_shows_what_the_text_asks_for(clause: str) -> None:
    rules = {each.recording.act: each.recording for each in answering(clause, "recording") if each.recording}
    # 封存，以及先行登记保存（它没有另外的保护措施，第（四）项不适用）。
    wanted = {("sealing.imposed",)} | ({("preservation.made",)} if clause != "CQ-R-12.4" else set())
    assert set(rules) == wanted
    assert all(SHOWN[clause] in each.marks for each in rules.values())
    assert SHOWN[clause] in KINDS["recording.ingested"].body.model_fields


def test_every_kind_of_written_record_can_be_filed() -> None:
    assert {kind.label for kind in EvidenceKind} == {
        "书证",
        "物证",
        "视听资料",
        "电子数据",
        "证人证言",
        "当事人的陈述",
        "鉴定意见",
        "勘验笔录、现场笔录",
    }
    assert {"expert.returned", "scan.returned", "evidence.added"} <= set(KINDS)


def test_every_kind_of_recording_can_be_filed() -> None:
    assert {kind.label for kind in MediaKind} == {"照片", "录音", "录像", "视频监控"}
    assert "device" in KINDS["recording.ingested"].body.model_fields


# 数 -----------------------------------------------------------------------------------------------

NUMBERS: dict[str, dict[str, tuple[str, str]]] = {
    "CQ-D-9¶1-a": {"disclosure.other.days": ("20", "个工作日")},
    "CQ-D-9¶1-b": {"disclosure.penalty.days": ("7", "个工作日")},
    "CQ-D-9¶2": {"disclosure.update.days": ("7", "日")},
    "CQ-R-21-a": {"recording.ingest.days": ("5", "个工作日")},
    "CQ-R-22¶1": {"archive.days": ("30", "日")},
    "CQ-L-8¶2-a": {"review.days": ("10", "个工作日")},
    "CQ-L-8¶2-c": {"review.extension.max": ("10", "个工作日")},
    "QL-2.1.3-a": {"disclosure.other.days": ("20", "个工作日")},
    "QL-2.1.3-b": {"disclosure.penalty.days": ("7", "个工作日")},
    "QL-2.3.1-c": {"review.staff.percent": ("5", "%")},
    "QL-2.3.1-d": {"review.staff.minimum": ("1", "人")},
}


@pytest.mark.parametrize("clause", NUMBERS)
def test_the_number_is_that_of_the_text(clause: str) -> None:
    found = {
        rule.parameter.name: (rule.parameter.value, rule.parameter.unit)
        for rule in answering(clause, "parameter")
        if rule.parameter
    }
    assert found == NUMBERS[clause]


# 岗位 ---------------------------------------------------------------------------------------------

ROLES: dict[str, dict[str, set[str]]] = {
    "CQ-D-10¶1": {"disclosure.corrected": {"handler", "unit_head", "deputy", "principal"}},
    "CQ-R-9¶1": {"case.filed": {"principal", "deputy"}},
    "CQ-R-15-a": {"decision.made": {"principal", "deputy"}},
    "CQ-R-22¶2": {"file.assembled": {"archivist"}},
    "CQ-R-23¶1": {
        "consultation.approved": {"principal", "deputy"},
        "consultation.refused": {"principal", "deputy"},
    },
    "CQ-L-8¶2-c": {"review.extended": {"review_head"}},
    "CQ-A2-18": {"review.signed": {"review_head"}},
}


@pytest.mark.parametrize("clause", ROLES)
def test_the_act_is_done_by_whom_the_text_names(clause: str) -> None:
    found = {
        kind: set(rule.role.roles)
        for rule in answering(clause, "role")
        if rule.role
        for kind in rule.role.act
    }
    assert found == ROLES[clause]


# 时间、目录 ---------------------------------------------------------------------------------------


def test_no_rule_of_chongqing_is_in_force_before_its_measures_were_issued() -> None:
    pack = load_pack(CHONGQING)
    issued = pack.header.issued
    assert issued == date(2021, 9, 2) and pack.header.status == "试行"
    assert not [rule.id for rule in pack.on(issued - timedelta(days=1)).all if rule.pack == CHONGQING]
    assert [rule for rule in pack.on(issued).all if rule.pack == CHONGQING]


ROW = """
- id: ql.review.catalogue-fine
  source: {document: 本局审核目录（示例）}
  says: 目录的一行：对单位处罚款达到此数的，应当审核
  from: 2022-01-01
  review: {when: {party.kind: organization, proposed.fine: {gte: 20000}}, because: 列入审核目录}
"""


def concluded(pack: Pack, fine: str) -> tuple[str, ...]:
    """对单位拟处 fine 元，为什么应当审核。"""
    actor = Actor(number="示例-1", name="示例甲", roles=tuple(Role))
    when = datetime(2026, 5, 6, 9, tzinfo=SHANGHAI)

    def act(number: int, kind: str, **body: object) -> Act:
        return Act(number, kind, actor, when, when, KINDS[kind].body.model_validate(body))

    acts = [
        act(1, "case.filed", party={"kind": "organization", "name": "示例诊所"}),
        act(2, "investigation.concluded", fine=Decimal(fine)),
    ]
    because = review_because(View(pack, acts, TODAY))
    return tuple(rule.id for rule in because)


def test_a_row_of_the_review_catalogue_takes_effect_when_it_is_written() -> None:
    pack = load_pack(QILIN)
    (row,) = parse_rules(ROW, "审核目录", QILIN)
    written = Pack(pack.chain, (*pack.rules, row))
    assert concluded(pack, "20000") == ()
    assert concluded(written, "20000") == ("ql.review.catalogue-fine",)
    assert concluded(written, "19999.99") == ()
