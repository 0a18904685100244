"""改正决定的文书：补正通知书、撤销（变更）决定书、退还款项通知书（行政处罚法第七十五条第二款，行政强制法第四十一条）。"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mingzhi.casework.acts.correcting import DecisionAmended, DecisionRevised, RepaymentApproved, Revision

from .enforcement import Decided, decided
from .paper import Source
from .terms import Remedies, remedies


@dataclass(frozen=True, kw_only=True)
class AmendmentNotice(Decided):
    """补正通知书。"""

    it: DecisionAmended


@dataclass(frozen=True, kw_only=True)
class RevisionDecision(Decided):
    """撤销（变更）决定书。"""

    it: DecisionRevised
    doing: str
    changed: bool
    remedies: Remedies


@dataclass(frozen=True, kw_only=True)
class RepaymentNotice(Decided):
    """退还款项通知书。"""

    it: RepaymentApproved
    undone_by: str
    """撤销、变更它的文书。"""
    total: Decimal | None


def amendment_notice(source: Source) -> AmendmentNotice:
    it = source.own(DecisionAmended)
    return AmendmentNotice(**decided(source, it.of), it=it)  # type: ignore[arg-type]


def revision_decision(source: Source) -> RevisionDecision:
    it = source.own(DecisionRevised)
    shared = decided(source, it.of)
    doing = it.result.label if it.result else ""
    if doing:
        shared["title"] = f"{doing}{shared['decision_title']}的决定"
    return RevisionDecision(
        **shared,  # type: ignore[arg-type]
        it=it,
        doing=doing,
        changed=it.result is Revision.CHANGED,
        remedies=remedies(source.agency, source.rules, it.remedies),
    )


def repayment_notice(source: Source) -> RepaymentNotice:
    it = source.own(RepaymentApproved)
    undone = source.case.act(it.of)
    if undone is None:
        found = [act for kind in ("decision.annulled", "decision.revised") for act in source.case.all(kind)]
        undone = max(found, key=lambda act: act.number, default=None)
    body = undone.body if undone is not None else None
    named = str(getattr(body, "document", "") or getattr(body, "document_no", ""))
    given = [each for each in (it.refund, it.fine, it.surcharge) if each is not None]
    return RepaymentNotice(
        **decided(source, getattr(body, "of", None)),  # type: ignore[arg-type]
        it=it,
        undone_by=named,
        total=sum(given, Decimal(0)) if given else None,
    )
