"""执行与结案的文书：加处罚款决定书、延期（分期）缴纳罚款通知书、结案审批表（行政处罚法第六十六条、第七十二条，CQ-R-17¶1）。"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mingzhi.casework.acts.decision import DecisionMade
from mingzhi.casework.acts.execution import (
    CaseClosed,
    ClosureProposed,
    InstalmentsApproved,
    InstalmentsRequested,
    PaymentReceived,
    SurchargeImposed,
)

from .paper import Opinion, Paper, Source, common, opinions, signed_by
from .terms import SURCHARGE, Remedies, remedies, term


@dataclass(frozen=True, kw_only=True)
class SurchargeDecision(Paper):
    """加处罚款决定书。"""

    it: SurchargeImposed
    decision: DecisionMade
    decided_on: date | None
    served_on: date | None
    rate: str
    remedies: Remedies


@dataclass(frozen=True, kw_only=True)
class InstalmentNotice(Paper):
    """延期（分期）缴纳罚款通知书。"""

    it: InstalmentsApproved
    requested: InstalmentsRequested
    decision: DecisionMade
    decided_on: date | None
    total: Decimal | None


@dataclass(frozen=True)
class Payment:
    """一笔已收的款项。"""

    label: str
    account: str
    amount: Decimal | None
    paid_on: date | None
    voucher: str


@dataclass(frozen=True, kw_only=True)
class ClosureApproval(Paper):
    """结案审批表。"""

    it: ClosureProposed
    ground: str
    unfiled: bool
    decision: DecisionMade
    decided_on: date | None
    served_on: date | None
    payments: tuple[Payment, ...]
    proposer: Opinion
    opinions: tuple[Opinion, ...]


def surcharge_decision(source: Source) -> SurchargeDecision:
    return SurchargeDecision(
        **common(source),
        it=source.own(SurchargeImposed),
        decision=source.latest("decision.made", DecisionMade),
        decided_on=_decided_on(source),
        served_on=source.case.served_on("decision.made"),
        rate=term(source.rules, SURCHARGE),
        remedies=remedies(source.agency, source.rules),
    )


def instalment_notice(source: Source) -> InstalmentNotice:
    it = source.own(InstalmentsApproved)
    amounts = [each.amount for each in it.plan if each.amount is not None]
    return InstalmentNotice(
        **common(source),
        it=it,
        requested=source.latest("instalments.requested", InstalmentsRequested),
        decision=source.latest("decision.made", DecisionMade),
        decided_on=_decided_on(source),
        total=sum(amounts, Decimal(0)) if amounts else None,
    )


def closure_approval(source: Source) -> ClosureApproval:
    shared = common(source)
    proposed = source.case.last("closure.proposed")
    closed = source.later.last("case.closed")
    last = None
    if closed and isinstance(closed.body, CaseClosed):
        last = Opinion("机关负责人", closed.body.opinion, signed_by(closed, "principal"), closed.day)
    elif isinstance(source.draft_body, CaseClosed) and source.draft_body.opinion:
        # 预览：正在填的意见，还没有人签名。
        last = Opinion("机关负责人", source.draft_body.opinion)
    it = (
        source.own(ClosureProposed)
        if isinstance(source.body, ClosureProposed)
        else source.latest("closure.proposed", ClosureProposed)
    )
    ground = source.body.ground if isinstance(source.body, CaseClosed) else it.ground
    return ClosureApproval(
        **shared,
        it=it,
        ground=ground.label if ground is not None else "",
        decision=_closing_decision(source),
        unfiled=source.case.filed_on is None and source.act is not None,
        decided_on=_decided_on(source),
        served_on=_delivered_on(source),
        payments=tuple(_payment(body) for _, body in source.case.bodies("payment.received", PaymentReceived)),
        proposer=Opinion(
            "承办人", it.opinion, proposed.actor.name if proposed else "", proposed.day if proposed else None
        ),
        opinions=opinions(source, proposed.number if proposed else None, last=last),
    )


def _payment(body: PaymentReceived) -> Payment:
    return Payment(
        body.payment_kind.label if body.payment_kind else "",
        body.account.label if body.account else "",
        body.amount,
        body.paid_on,
        body.voucher,
    )


def _decided_on(source: Source) -> date | None:
    act = source.case.last("decision.made") or source.case.last("penalty.imposed_on_spot")
    return act.day if act else None


def _closing_decision(source: Source) -> DecisionMade:
    """结案的是哪一个决定；当场处罚的取它的编号和结果。"""
    spot = source.case.on_spot
    if source.case.decision is None and spot is not None:
        return DecisionMade(document_no=spot.document_no, content=f"当场处罚：{spot.result}", fine=spot.fine)
    return source.latest("decision.made", DecisionMade)


def _delivered_on(source: Source) -> date | None:
    act, spot = source.case.last("penalty.imposed_on_spot"), source.case.on_spot
    if source.case.decision is None and act is not None and spot is not None and spot.delivered:
        return act.day
    kind = "decision.made" if source.case.decision else "penalty.imposed_on_spot"
    return source.case.served_on(kind)
