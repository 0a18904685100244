"""线索和立案的文书：投诉举报登记表、立案审批表、责令改正通知书（CQ-R-7¶1、CQ-R-9¶1、CQ-R-17¶2）。"""

from __future__ import annotations

from dataclasses import dataclass

from mingzhi.casework.acts.filing import CaseFiled, CorrectionOrdered, FilingProposed
from mingzhi.casework.acts.lead import CaseDeclined, Informant, LeadRegistered, LeadSource, LeadVerified

from .paper import Opinion, Paper, Source, common, opinions, signed_by
from .terms import Remedies, remedies


@dataclass(frozen=True, kw_only=True)
class LeadRegister(Paper):
    """投诉举报登记表。"""

    it: LeadRegistered
    informant: Informant
    reporter: str
    recorder: str
    verified: LeadVerified
    outcome: str


@dataclass(frozen=True, kw_only=True)
class FilingApproval(Paper):
    """立案审批表。"""

    it: FilingProposed
    proposer: Opinion
    opinions: tuple[Opinion, ...]


@dataclass(frozen=True, kw_only=True)
class CorrectionOrder(Paper):
    """责令改正通知书。"""

    it: CorrectionOrdered
    remedies: Remedies


def lead_register(source: Source) -> LeadRegister:
    shared = common(source)
    it = source.own(LeadRegistered)
    shared["party"] = it.party or shared["party"]
    later = source.later
    declined = later.body("case.declined", CaseDeclined)
    outcome = f"不予立案：{declined.reason}" if declined else ""
    if later.filed_on:
        outcome = f"已立案，案号{later.document_no}。" if later.document_no else "已立案。"
    return LeadRegister(
        **shared,
        it=it,
        informant=it.informant or Informant(),
        reporter=_reporter(it),
        recorder=it.recorder.name if it.recorder else source.act.actor.name if source.act else "",
        verified=later.body("lead.verified", LeadVerified) or LeadVerified(),
        outcome=outcome or it.handling,
    )


def _reporter(it: LeadRegistered) -> str:
    """投诉举报人：匿名的写未具名；不是投诉举报来的写无；实名而没有写的待填。"""
    if it.informant is not None and it.informant.name:
        return it.informant.name
    if it.source is LeadSource.ANONYMOUS_REPORT:
        return "未具名"
    return "" if it.source in (None, LeadSource.NAMED_REPORT) else "无"


def filing_approval(source: Source) -> FilingApproval:
    """呈请的内容取自呈请立案，末栏意见取自批准立案。"""
    shared = common(source)
    proposed = source.case.last("filing.proposed")
    it = source.own(FilingProposed)
    if not isinstance(source.body, FilingProposed) and proposed and isinstance(proposed.body, FilingProposed):
        it = proposed.body
    filed = source.later.last("case.filed")
    last = None
    if filed and isinstance(filed.body, CaseFiled) and filed.body.opinion:
        last = Opinion("机关负责人", filed.body.opinion, signed_by(filed, "principal"), filed.day)
        shared["number"] = filed.body.document_no or shared["number"]
        shared["handlers"] = filed.body.handlers
    if isinstance(source.draft_body, CaseFiled):
        # 预览：正在填的机关负责人意见和承办人，还没有人签名。
        last = Opinion("机关负责人", source.draft_body.opinion) if source.draft_body.opinion else None
        shared["handlers"] = source.draft_body.handlers
    shared["party"] = it.party or shared["party"]
    return FilingApproval(
        **shared,
        it=it,
        proposer=Opinion(
            "承办人", it.opinion, proposed.actor.name if proposed else "", proposed.day if proposed else None
        ),
        opinions=opinions(source, proposed.number if proposed else None, last=last),
    )


def correction_order(source: Source) -> CorrectionOrder:
    shared = common(source)
    return CorrectionOrder(
        **shared, it=source.own(CorrectionOrdered), remedies=remedies(source.agency, source.rules)
    )
