"""决定的文书：行政处罚（处理）审批表、行政处罚决定书。

决定书六项照行政处罚法第五十九条；审批表记录各级意见、法制审核、集体讨论和签发时间（CQ-R-15-a 至 CQ-R-15-d）。
还没有作出决定的，两份都照呈报书拟定，随送审材料一并送审（CQ-L-6.3）。
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from mingzhi.casework.acts.conclusion import Amounts, InvestigationConcluded
from mingzhi.casework.acts.decision import DecisionCategory, DecisionMade
from mingzhi.casework.acts.discussion import DiscussionHeld
from mingzhi.casework.acts.review import ReportDrafted, ReviewOpined, ReviewSigned
from mingzhi.casework.acts.service import DocumentServed
from mingzhi.casework.acts.telling import NoticeIssued
from mingzhi.casework.agency import Agency
from mingzhi.casework.casefile import CaseFile
from mingzhi.law.pack import Rules

from .discretion import weighing
from .paper import Opinion, Paper, Source, common, opinions, signed_by
from .review import held_on
from .terms import PAYMENT, SURCHARGE, Remedies, remedies, remedies_text, term

TITLES = {
    DecisionCategory.PENALTY: "行政处罚决定书",
    DecisionCategory.NO_PENALTY: "不予行政处罚决定书",
    DecisionCategory.HANDLING: "行政处理决定书",
}


@dataclass(frozen=True, kw_only=True)
class PenaltyDecision(Paper):
    """行政处罚决定书。"""

    it: DecisionMade
    weighing: tuple[str, ...]
    penalizes: bool
    money_due: bool
    notice: NoticeIssued
    told_on: date | None
    payment_period: str
    surcharge: str
    refund_account: str
    fine_account: str
    remedies: Remedies


@dataclass(frozen=True, kw_only=True)
class PenaltyApproval(Paper):
    """行政处罚（处理）审批表。"""

    it: DecisionMade
    weighing: tuple[str, ...]
    proposer: Opinion
    opinions: tuple[Opinion, ...]
    review: str
    reviewer: str
    reviewed_on: date | None
    discussion: str
    discussed_on: date | None
    signed_at: datetime | None


def proposed(case: CaseFile, agency: Agency, rules: Rules) -> DecisionMade:
    """拟定的决定：照最近的呈报书、告知和调查终结预填，供送审和填写决定时用。"""
    found = case.body("investigation.concluded", InvestigationConcluded) or InvestigationConcluded()
    told = case.body("notice.issued", NoticeIssued) or NoticeIssued()
    report = case.body("report.drafted", ReportDrafted)
    amounts = report or told
    return DecisionMade(
        **{name: getattr(amounts, name) for name in Amounts.model_fields},
        violation=report.facts if report else told.violation or found.violation,
        evidence=report.evidence if report else told.evidence or found.evidence,
        party_arguments=report.party_arguments if report else "",
        basis=report.basis if report else told.basis or found.basis,
        content=report.proposal if report else told.content,
        discretion=report.discretion if report else found.discretion,
        refund_account=agency.fund_account,
        fine_account=agency.fine_account,
        surcharge_told=bool(amounts.fine),
        remedies=remedies_text(agency, rules),
        publicity_told=True,
    )


def penalty_decision(source: Source) -> PenaltyDecision:
    shared = common(source)
    it = _decision(source)
    shared["title"] = TITLES.get(it.category, shared["title"])
    if not isinstance(source.body, DecisionMade):
        shared |= {"number": replace_number(source), "dated": None}
    told = source.case.last("notice.issued")
    served = [
        body.served_on for _, body in _services(source, told.number if told else None) if body.served_on
    ]
    return PenaltyDecision(
        **shared,
        it=it,
        weighing=weighing(it, source.rules),
        penalizes=it.category is not DecisionCategory.NO_PENALTY,
        money_due=bool(it.fine or it.refund),
        notice=source.latest("notice.issued", NoticeIssued),
        told_on=min(served, default=None),
        payment_period=term(source.rules, PAYMENT),
        surcharge=term(source.rules, SURCHARGE),
        refund_account=it.refund_account or source.agency.fund_account,
        fine_account=it.fine_account or source.agency.fine_account,
        remedies=remedies(source.agency, source.rules, it.remedies),
    )


def penalty_approval(source: Source) -> PenaltyApproval:
    """意见取自对呈报书的签署；机关负责人意见和签发时间取自作出决定。"""
    shared = common(source)
    shared["number"] = ""
    report_act = source.case.last("report.drafted")
    report = source.latest("report.drafted", ReportDrafted)
    made = source.act if source.act and isinstance(source.body, DecisionMade) else None
    last = None
    if made is not None and isinstance(made.body, DecisionMade):
        last = Opinion("机关负责人", made.body.opinion, signed_by(made, "principal"), source.dated)
    elif isinstance(source.draft_body, DecisionMade) and source.draft_body.opinion:
        # 预览：正在填的意见，还没有人签名。
        last = Opinion("机关负责人", source.draft_body.opinion)
    opined = source.case.last("review.opined")
    signed = source.case.last("review.signed")
    held = source.case.body("discussion.held", DiscussionHeld)
    return PenaltyApproval(
        **shared,
        it=_decision(source),
        weighing=weighing(_decision(source), source.rules),
        proposer=Opinion(
            "承办人",
            report.opinion or report.proposal,
            report_act.actor.name if report_act else "",
            report_act.day if report_act else None,
        ),
        opinions=_with_decision(opinions(source, report_act.number if report_act else None), last),
        review=_review(source),
        reviewer=opined.actor.name if opined else "",
        reviewed_on=signed.day if signed else None,
        discussion=held.conclusion if held else "",
        discussed_on=held_on(held),
        signed_at=made.happened if made is not None else None,
    )


def replace_number(source: Source) -> str:
    """拟定的决定书借呈报书打印，文号仍是决定书的，留空位。"""
    return replace(source, act=None, draft_body=DecisionMade()).number


def _decision(source: Source) -> DecisionMade:
    if isinstance(source.body, DecisionMade):
        return source.body
    return proposed(source.case, source.agency, source.rules)


def _services(source: Source, number: int | None) -> tuple[tuple[object, DocumentServed], ...]:
    return () if number is None else source.case.services(number)


def _review(source: Source) -> str:
    signed = source.case.body("review.signed", ReviewSigned)
    opined = source.named(signed.of, ReviewOpined, "review.opined") if signed else None
    if signed is None or opined is None:
        return ""
    label = signed.opinion.label if signed.opinion else ""
    words = opined.text.strip()
    text = words if words.startswith(label) else f"{label}。{words}"
    return f"{text}（{signed.document_no}）" if signed.document_no else text


def _with_decision(given: tuple[Opinion, ...], last: Opinion | None) -> tuple[Opinion, ...]:
    """机关负责人一栏：作出决定时的意见盖过对呈报书的意见。"""
    if last is None or not last.text:
        return given
    return tuple(last if each.label == last.label else each for each in given)
