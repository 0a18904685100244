"""取材：每一种文书一个带类型的值，由机关资料、案卷、这一项行为和当日的规则算出；不查库、不看钟。"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mingzhi.casework.act import Act, Body
from mingzhi.casework.agency import Agency
from mingzhi.instruments.catalogue import FORMS, form_of
from mingzhi.law.pack import Rules

from . import (
    application,
    archive,
    coercion,
    correcting,
    course,
    decision,
    enforcement,
    execution,
    filing,
    inspection,
    listing,
    preservation,
    review,
    service,
    spot,
    telling,
    visits,
)
from .paper import Paper, Source

__all__ = ["BUILDERS", "Paper", "Source", "context", "source_of"]

BUILDERS: dict[str, Callable[[Source], Paper]] = {
    "lead_register": filing.lead_register,
    "filing_approval": filing.filing_approval,
    "inspection_notice": inspection.inspection_notice,
    "inspection_approval": visits.inspection_approval,
    "inspection_result": visits.inspection_result,
    "inspection_record": inspection.inspection_record,
    "inquiry_record": inspection.inquiry_record,
    "materials_notice": inspection.materials_notice,
    "sealing_decision": coercion.sealing,
    "sealing_items": coercion.sealing,
    "sealing_scene_record": coercion.sealing,
    "sealing_extension": coercion.sealing_extension,
    "sealing_lifting": coercion.sealing_lifting,
    "preservation_notice": preservation.preservation,
    "preservation_items": preservation.preservation,
    "preservation_disposal": preservation.disposal,
    "correction_order": filing.correction_order,
    "commission": inspection.commission,
    "address_confirmation": service.address_confirmation,
    "prior_notice": telling.prior_notice,
    "statement_record": telling.statement_record,
    "hearing_notice": telling.hearing_notice,
    "hearing_record": telling.hearing_record,
    "case_report": review.case_report,
    "review_opinion": review.review_opinion,
    "discussion_record": review.discussion_record,
    "penalty_approval": decision.penalty_approval,
    "penalty_decision": decision.penalty_decision,
    "spot_decision": spot.spot_decision,
    "service_receipt": service.service_receipt,
    "service_announcement": service.service_announcement,
    "surcharge_decision": execution.surcharge_decision,
    "instalment_notice": execution.instalment_notice,
    "demand_notice": enforcement.demand_notice,
    "enforcement_application": enforcement.enforcement_application,
    "execution_notice": enforcement.execution_notice,
    "amendment_notice": correcting.amendment_notice,
    "revision_decision": correcting.revision_decision,
    "repayment_notice": correcting.repayment_notice,
    "closure_approval": execution.closure_approval,
    "disclosure_summary": archive.disclosure_summary,
    "application_receipt": application.receipt,
    "correction_notice": application.correction_notice,
    "acceptance_notice": application.acceptance_notice,
    "decline_notice": application.decline_notice,
    "licence_decision": application.licence_decision,
    "reward_approval": application.reward_approval,
    "delegation_letter": listing.delegation_letter,
    "post_placard": listing.post_placard,
    "annual_report": listing.annual_report,
    "matter_approval": course.matter_approval,
    "handover_letter": course.handover_letter,
    "designation_request": course.designation_request,
    "crime_report": course.crime_report,
    "crime_letter": course.crime_letter,
    "crime_items": course.crime_letter,
    "sealed_transfer_notice": course.sealed_transfer,
    "agreement_letter": course.agreement_letter,
    "testing_notice": course.testing_notice,
    "filing_declined": course.filing_declined,
    "file_cover": archive.file_paper,
    "file_index": archive.file_paper,
    "file_note": archive.file_paper,
}
assert BUILDERS.keys() == FORMS.keys(), BUILDERS.keys() ^ FORMS.keys()


def source_of(
    form: str,
    *,
    agency: Agency,
    acts: Sequence[Act],
    act_number: int | None,
    rules: Rules,
    body: Body | None = None,
    copy: int | None = None,
    volume: str = "main",
) -> Source:
    """找到文书的那一项行为：指明第几号的用那一号；没有指明又没有 body 的，用最近一项能产生它的行为。"""
    found = form_of(form)
    chosen = next((act for act in acts if act.number == act_number), None)
    if act_number is not None and chosen is None:
        raise LookupError(f"案卷里没有第 {act_number} 号行为")
    if chosen is not None and body is None and chosen.kind not in found.kinds:
        raise ValueError(f"第 {act_number} 号行为（{chosen.kind}）不产生{found.title}")
    if chosen is None and body is None:
        for kind in found.kinds:
            chosen = chosen or next((act for act in reversed(acts) if act.kind == kind), None)
    return Source(found, agency, rules, tuple(acts), chosen, body, copy, volume)


def context(source: Source) -> Paper:
    """一份文书的内容。"""
    return BUILDERS[source.form.word](source)
