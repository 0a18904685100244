"""依申请事项和举报奖励的文书：收件凭证、补正告知书、受理（不予受理）通知书、许可决定书、奖励审批表。"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mingzhi.casework.acts.application import (
    ApplicationAccepted,
    ApplicationDeclined,
    ApplicationReceived,
    CorrectionTold,
    LicenceDecided,
    LicenceResult,
)
from mingzhi.casework.acts.reward import RewardApproved, RewardProposed
from mingzhi.law.rules import Weight

from .paper import Opinion, Paper, Source, common
from .terms import Remedies, remedies


@dataclass(frozen=True, kw_only=True)
class ApplicationPaper(Paper):
    """依申请事项的文书都有申请的内容；days 是办理期限，取自规则包。"""

    applied: ApplicationReceived
    remedies: Remedies
    days: str


@dataclass(frozen=True, kw_only=True)
class Receipt(ApplicationPaper):
    """收件凭证。"""

    it: ApplicationReceived


@dataclass(frozen=True, kw_only=True)
class CorrectionNotice(ApplicationPaper):
    """补正告知书。"""

    it: CorrectionTold


@dataclass(frozen=True, kw_only=True)
class AcceptanceNotice(ApplicationPaper):
    """受理通知书。"""

    it: ApplicationAccepted


@dataclass(frozen=True, kw_only=True)
class DeclineNotice(ApplicationPaper):
    """不予受理通知书。"""

    it: ApplicationDeclined


@dataclass(frozen=True, kw_only=True)
class LicenceDecision(ApplicationPaper):
    """准予（不予）行政许可决定书。"""

    it: LicenceDecided
    granted: bool


@dataclass(frozen=True, kw_only=True)
class RewardApproval(Paper):
    """举报奖励审批表：不从提出奖励取举报人。"""

    it: RewardApproved
    case_no: str
    finding: str
    basis: str
    recovered: Decimal | None
    proposed: Decimal | None
    opinion: Opinion


def _shared(source: Source) -> dict[str, object]:
    limit = next(
        (
            rule.duty.within[0].count
            for rule in source.rules.duties("application.accepted")
            if rule.duty is not None
            and "licence.decided" in rule.duty.do
            and rule.weight is not Weight.DEFAULT
        ),
        "",
    )
    return {
        **common(source),
        "applied": source.case.body("application.received", ApplicationReceived)
        or source.own(ApplicationReceived),
        "remedies": remedies(source.agency, source.rules, str(getattr(source.body, "remedies", "") or "")),
        "days": f"{limit}个工作日" if limit else "",
    }


def receipt(source: Source) -> Receipt:
    shared = _shared(source)
    it = source.own(ApplicationReceived)
    shared["party"] = it.applicant or shared["party"]
    return Receipt(**shared, it=it)  # type: ignore[arg-type]


def correction_notice(source: Source) -> CorrectionNotice:
    return CorrectionNotice(**_shared(source), it=source.own(CorrectionTold))  # type: ignore[arg-type]


def acceptance_notice(source: Source) -> AcceptanceNotice:
    return AcceptanceNotice(**_shared(source), it=source.own(ApplicationAccepted))  # type: ignore[arg-type]


def decline_notice(source: Source) -> DeclineNotice:
    return DeclineNotice(**_shared(source), it=source.own(ApplicationDeclined))  # type: ignore[arg-type]


def licence_decision(source: Source) -> LicenceDecision:
    shared = _shared(source)
    it = source.own(LicenceDecided)
    granted = it.result is not LicenceResult.REFUSED
    if it.result is not None:
        shared["title"] = f"{it.result.label[:2]}行政许可决定书"
    return LicenceDecision(**shared, it=it, granted=granted)  # type: ignore[arg-type]


def reward_approval(source: Source) -> RewardApproval:
    it = source.own(RewardApproved)
    proposed = source.case.body("reward.proposed", RewardProposed) or RewardProposed()
    act = source.act
    return RewardApproval(
        **common(source),
        it=it,
        case_no=proposed.case_no,
        finding=proposed.finding,
        basis=proposed.basis,
        recovered=proposed.recovered,
        proposed=proposed.amount,
        opinion=Opinion("机关负责人", it.opinion, act.actor.name if act else "", act.day if act else None),
    )
