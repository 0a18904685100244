"""催告、申请法院强制执行、中止（恢复、终结）执行的文书（行政强制法第三十五条、第三十九条、第四十条、第五十五条，CQ-R-18）。"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mingzhi.casework.acts.decision import DecisionMade
from mingzhi.casework.acts.enforcement import (
    DemandIssued,
    EnforcementApplied,
    ExecutionResumed,
    ExecutionSuspended,
    ExecutionTerminated,
    Sums,
)
from mingzhi.casework.acts.spot import PenaltyImposedOnSpot
from mingzhi.casework.undone import DECISIONS
from mingzhi.instruments.catalogue import Form

from .paper import Paper, Source, common


@dataclass(frozen=True, kw_only=True)
class Decided(Paper):
    """以一项决定为根据的文书。"""

    decision: DecisionMade
    decision_title: str
    decided_on: date | None
    served_on: date | None


@dataclass(frozen=True, kw_only=True)
class DemandNotice(Decided):
    """履行催告书。"""

    it: DemandIssued
    total: Decimal | None
    refund_account: str
    fine_account: str


@dataclass(frozen=True, kw_only=True)
class EnforcementApplication(Decided):
    """强制执行申请书。"""

    it: EnforcementApplied
    total: Decimal | None
    demand: DemandIssued
    demanded_on: date | None


@dataclass(frozen=True, kw_only=True)
class ExecutionNotice(Decided):
    """中止（恢复、终结）执行通知书。"""

    doing: str
    """中止、恢复或者终结。"""
    ground: str
    reason: str
    suspended_no: str


def decided(source: Source, number: int | None) -> dict[str, object]:
    """文书共有的内容，加上它根据的那项决定。"""
    from .decision import TITLES

    act = source.case.act(number)
    if act is None or act.kind not in DECISIONS:
        act = source.case.last("decision.made") or source.case.last("penalty.imposed_on_spot")
    body = act.body if act is not None and isinstance(act.body, DecisionMade) else DecisionMade()
    title = TITLES.get(body.category, "决定书")
    services = source.case.services(act.number) if act is not None else ()
    served_on = min((each.served_on for _, each in services if each.served_on), default=None)
    if act is not None and isinstance(act.body, PenaltyImposedOnSpot):
        body = DecisionMade(document_no=act.body.document_no, fine=act.body.fine)
        title = "当场行政处罚决定书"
        served_on = act.day if act.body.delivered else served_on
    return {
        **common(source),
        "decision": body,
        "decision_title": title,
        "decided_on": act.day if act is not None else None,
        "served_on": served_on,
    }


def _total(sums: Sums) -> Decimal | None:
    given = [each for each in (sums.refund, sums.fine, sums.surcharge) if each is not None]
    return sum(given, Decimal(0)) if given else None


def demand_notice(source: Source) -> DemandNotice:
    it = source.own(DemandIssued)
    shared = decided(source, it.of)
    decision = shared["decision"]
    assert isinstance(decision, DecisionMade)
    return DemandNotice(
        **shared,  # type: ignore[arg-type]
        it=it,
        total=_total(it),
        refund_account=decision.refund_account or source.agency.fund_account,
        fine_account=decision.fine_account or source.agency.fine_account,
    )


def enforcement_application(source: Source) -> EnforcementApplication:
    it = source.own(EnforcementApplied)
    demand = source.case.act(it.demand) or source.case.last("demand.issued")
    services = source.case.services(demand.number) if demand is not None else ()
    return EnforcementApplication(
        **decided(source, it.of),  # type: ignore[arg-type]
        it=it,
        total=_total(it),
        demand=source.named(it.demand, DemandIssued, "demand.issued"),
        demanded_on=min((each.served_on for _, each in services if each.served_on), default=None),
    )


_DOING: dict[type[object], str] = {
    ExecutionSuspended: "中止",
    ExecutionResumed: "恢复",
    ExecutionTerminated: "终结",
}


def execution_notice(source: Source) -> ExecutionNotice:
    body = source.body
    doing = _DOING.get(type(body), "")
    shared = decided(source, None)
    form = shared["form"]
    assert isinstance(form, Form)
    shared["title"] = f"{doing}执行通知书" if doing else form.title
    ground = getattr(body, "ground", None)
    suspended = source.latest("execution.suspended", ExecutionSuspended)
    return ExecutionNotice(
        **shared,  # type: ignore[arg-type]
        doing=doing,
        ground=ground.label if ground is not None else "",
        reason=str(getattr(body, "reason", "")),
        suspended_no=suspended.document_no,
    )
