"""预填：案卷里知道的先填上；没有根据的不填；要人判断、声明的从不预填。"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

import mingzhi.casework.acts  # noqa: F401
from mingzhi.casework.act import KINDS
from mingzhi.casework.actor import Actor, Role
from mingzhi.casework.acts.archive import FileEntry, Volume
from mingzhi.casework.acts.common import ApprovalRequested
from mingzhi.casework.acts.review import BundleItem
from mingzhi.casework.acts.service import DocumentServed
from mingzhi.casework.acts.verbs import ActWithdrawn
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.papers import TITLES, digest, entries
from mingzhi.casework.personal import findings
from mingzhi.casework.prefill import prefill
from mingzhi.casework.standing import standing
from mingzhi.instruments.catalogue import FORMS
from mingzhi.law.pack import load_pack
from tests.instruments.case_people import AGENCY, ARCHIVIST, HEAD, PRINCIPAL, ZHOU
from tests.instruments.cases import pharmacy

CHONGQING = load_pack("chongqing")
DAY = date(2026, 2, 5)


def until(kind: str, occurrence: int = 1) -> CaseFile:
    """示例案写到某种行为的第几次为止。"""
    acts = pharmacy()
    found = [act for act in acts if act.kind == kind][occurrence - 1]
    return CaseFile(acts[: found.number])


def filled(file: CaseFile, kind: str, **more: object) -> dict[str, object]:
    wanted: dict[str, object] = {"actor": ZHOU, "agency": AGENCY, "today": DAY, **more}
    return prefill(CHONGQING, file, kind, **wanted)  # type: ignore[arg-type]


@pytest.mark.parametrize("place", ["chongqing", "yunnan-qujing-qilin", "national"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_filled_at_every_point_of_a_case_with_fields_of_its_own(kind: str, place: str) -> None:
    pack, acts = load_pack(place), pharmacy()
    for count in (0, 1, 4, 5, 11, 20, 30, 40, len(acts)):
        known = prefill(pack, CaseFile(acts[:count]), kind, actor=PRINCIPAL, agency=AGENCY, today=DAY)
        assert set(known) <= set(KINDS[kind].body.model_fields)
        assert "document_no" not in known or kind.startswith("disclosure."), "文号由写入时编"


def test_what_a_person_must_say_is_never_filled() -> None:
    """声明、结论、签名、核对的勾选、负责人意见。"""
    file = CaseFile(pharmacy())
    for kind, fields in {
        "review.submitted": {"declared"},
        "review.opined": {"opinion", "text", "points"},
        "review.signed": {"returned"},
        "decision.made": {"opinion", "surcharge_told", "publicity_told"},
        "opinion.given": {"verdict", "text"},
        "disclosure.approved": {"no_state_secret", "no_danger", "no_obstruction", "privacy_handled"},
        "inspection.held": {"certificates_shown", "found", "recording"},
        "document.served": {"sealed", "has_receipt", "photographed"},
    }.items():
        assert not fields & set(filled(file, kind, actor=HEAD)), kind
    lines = filled(file, "review.opined")["lines"]
    assert lines == tuple({"line": rule.line.line} for rule in CHONGQING.on(DAY).part("line") if rule.line)


def test_a_report_takes_the_sum_after_the_arguments_were_answered() -> None:
    before, after = until("notice.issued"), until("arguments.answered")
    assert filled(before, "report.drafted")["fine"] == Decimal("93900.00")
    assert filled(after, "report.drafted")["fine"] == Decimal("75120.00")
    assert "予以采纳" in str(filled(after, "report.drafted")["party_arguments"])


def test_a_right_that_the_paper_prints_is_ticked_and_that_of_a_hearing_is_left_to_a_person() -> None:
    notice = filled(until("investigation.concluded"), "notice.issued")
    assert notice["statement_right"] is True and not notice.get("hearing_right")
    assert filled(until("document.served", 4), "demand.issued")["statement_right"] is True


def test_a_decision_follows_the_report_and_the_agency() -> None:
    known = filled(until("discussion.finalized"), "decision.made", actor=PRINCIPAL)
    assert (known["refund"], known["fine"]) == (Decimal("62600.00"), Decimal("75120.00"))
    assert known["fine_account"] == AGENCY.fine_account
    assert AGENCY.reconsideration in str(known["remedies"]) and AGENCY.court in str(known["remedies"])


def test_remedies_follow_the_law_of_the_day_of_the_decision() -> None:
    """行政复议法修订以前，还可以向上一级主管部门申请。"""
    file = until("discussion.finalized")
    old = str(filled(file, "decision.made", today=date(2023, 12, 29))["remedies"])
    new = str(filled(file, "decision.made", today=date(2024, 1, 2))["remedies"])
    assert "上一级医疗保障行政部门" in old and "上一级" not in new


def test_an_extension_of_sealing_runs_from_the_first_expiry() -> None:
    known = filled(until("sealing.imposed"), "sealing.extended", actor=PRINCIPAL)
    assert known["of"] == until("sealing.imposed").acts[-1].number
    assert known["runs_from"] == date(2025, 10, 24)


def test_a_surcharge_is_computed_from_the_day_after_the_term_and_only_when_late() -> None:
    file = until("document.served", 4)
    assert "amount" not in filled(file, "surcharge.imposed", actor=PRINCIPAL, today=date(2026, 1, 6))
    known = filled(file, "surcharge.imposed", actor=PRINCIPAL, today=date(2026, 1, 26))
    days = (date(2026, 1, 26) - known["from_on"]).days + 1  # type: ignore[operator]
    assert known["amount"] == (Decimal("75120.00") * 3 / 100 * days).quantize(Decimal("0.01"))


def test_the_bundle_holds_the_report_the_drafts_the_filing_and_the_evidence_by_digest() -> None:
    file = until("report.drafted")
    known = filled(file, "review.submitted", actor=HEAD)
    items = known["materials"]
    assert isinstance(items, tuple) and all(isinstance(item, BundleItem) for item in items)
    words = {item.instrument for item in items}
    assert {
        "case_report",
        "penalty_approval",
        "penalty_decision",
        "filing_approval",
        "hearing_record",
    } <= words
    for item in items:
        act = file.act(item.act)
        assert act is not None and digest(act) == item.sha256
    assert known["has_report"] and known["has_evidence"] and known["has_filing"]


def test_points_of_the_review_stand_ready_to_be_answered() -> None:
    known = filled(until("review.signed"), "review.answered")
    assert [row["point"] for row in known["responses"]] == [  # type: ignore[attr-defined]
        "裁量理由未写明适用的阶次。",
        "由1.5倍降为1.2倍的依据应当写明。",
    ]


def test_a_service_takes_the_document_that_was_not_served_yet() -> None:
    known = filled(until("decision.made"), "document.served")
    file = until("decision.made")
    assert known["of"] == file.acts[-1].number
    assert known["instrument"] == "行政处罚决定书（示医保罚〔2025〕7号）"


def test_a_draft_for_publication_holds_no_personal_data() -> None:
    file = until("decision.made")
    known = filled(file, "disclosure.drafted")
    text = "\n".join(str(value) for value in known.values())
    assert not findings(text) and "举某示" not in text and known["party_name"] == "重庆示例大药房有限公司"


def test_the_two_volumes_are_listed_in_the_pack_s_order_with_running_pages() -> None:
    file = CaseFile(pharmacy())
    found = entries(
        CHONGQING.on(DAY),
        file,
        AGENCY.name,
        {(until("decision.made").acts[-1].number, "penalty_decision"): 4},
    )
    assert all(isinstance(entry, FileEntry) for entry in found)
    main = [entry for entry in found if entry.volume is Volume.MAIN]
    auxiliary = [entry for entry in found if entry.volume is Volume.AUXILIARY]
    assert main[0].title == "行政处罚决定书" and main[0].pages == "1-4" and main[1].pages == "5"
    assert auxiliary[0].title == "投诉举报登记表" and auxiliary[0].pages == "1"
    assert found == (*main, *auxiliary)
    assert {"投诉举报登记表", "法制审核意见表", "集体讨论记录"} <= {entry.title for entry in auxiliary}
    assert filled(file, "file.assembled", actor=ARCHIVIST)["entries"]


def test_titles_are_those_of_the_catalogue_of_documents() -> None:
    assert {word: form.title for word, form in FORMS.items()} == dict(TITLES)


def test_the_conclusion_begins_with_the_facts_and_evidence_already_in_the_dossier() -> None:
    known = filled(until("inquiry.held"), "investigation.concluded")
    held = until("inquiry.held").last("inspection.held")
    assert held is not None and str(getattr(held.body, "found", "")) in str(known["violation"])
    listed = str(known["evidence"]).splitlines()
    assert listed[0].startswith("1．现场检查笔录（") and any("询问笔录" in each for each in listed)
    assert listed[-1].endswith("。")
    assert not {"qualification", "discretion", "crime_check", "opinion", "fine"} & set(known)


def test_an_approval_once_given_does_not_hold_the_case_up() -> None:
    """呈请写过的填进批准；解除封存批了、退还送达了以后，案子回到原来走到的那一步，不停在呈请上。"""
    acts = list(until("hearing.arranged").acts)
    lifted = next(act for act in pharmacy() if act.kind == "sealing.lifted")
    body = ApprovalRequested(wants="sealing.lifted", reason="不再需要封存")
    asked = replace(lifted, number=len(acts) + 1, kind="approval.requested", body=body)
    acts.append(asked)
    assert standing(CHONGQING, acts, lifted.day).holder.role is Role.PRINCIPAL
    known = filled(CaseFile(acts), "sealing.lifted", actor=PRINCIPAL)
    assert known["reason"] == "不再需要封存" and "opinion" not in known
    acts.append(replace(lifted, number=len(acts) + 1))
    assert "退还" in standing(CHONGQING, acts, lifted.day).holder.says
    returned = next(act for act in pharmacy() if act.kind == "sealing.returned")
    acts.append(replace(returned, number=len(acts) + 1))
    served = DocumentServed(of=acts[-2].number, served_on=lifted.day)
    acts.append(replace(lifted, number=len(acts) + 1, kind="document.served", body=served))
    assert "听证" in standing(CHONGQING, acts, lifted.day).holder.says


def test_a_form_withdrawn_is_filled_again_with_its_writers_own_words() -> None:
    before = until("filing.proposed")
    last = before.acts[-1]
    withdrawn = replace(
        last, number=last.number + 1, kind="act.withdrawn", body=ActWithdrawn(of=last.number, reason="写错了")
    )
    file = CaseFile((*before.acts, withdrawn))
    again = filled(file, "filing.proposed")
    assert again["cause"] == getattr(last.body, "cause", None)
    assert again["opinion"] == getattr(last.body, "opinion", None)
    assert "cause" not in filled(file, "filing.proposed", actor=replace_number(last.actor)), "别人的不带过来"


def replace_number(actor: Actor) -> Actor:
    return actor.model_copy(update={"number": "别人"})
