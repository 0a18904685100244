"""怎样预填（三）：催告、申请法院强制执行、撤销变更、退还、结案情形。由 prefill.prefill 装载。"""

from __future__ import annotations

from typing import Any

from mingzhi.casework.acts.execution import ClosureGround, PaymentAccount, PaymentKind
from mingzhi.casework.money import ledger
from mingzhi.casework.prefill import Known, fills
from mingzhi.law.periods import Span, reach


def _owed(known: Known) -> dict[str, Any]:
    """两本账各尚欠多少；没有欠的不填。"""
    return {each.kind.value: each.outstanding for each in ledger(known.view).accounts if each.outstanding}


def _decision(known: Known) -> int | None:
    return known.target_number("decision.made", "penalty.imposed_on_spot")


@fills("demand.issued")
def _demand(known: Known) -> dict[str, Any]:
    """期限自送达起数，今天送达的最早是这一天；改日送达的，请改期限。"""
    days = next(
        (
            rule.duty.within[-1]
            for rule in known.rules.part("duty")
            if rule.duty is not None and rule.duty.tag == "demand.period"
        ),
        None,
    )
    before = None
    if days is not None and isinstance(days.count, int):
        before = reach(known.view.calendar, known.today, [Span(count=days.count, unit=days.unit)]).day
    refund, fine = known.said("decision.made", "refund_account"), known.said("decision.made", "fine_account")
    owed = _overdue(known)
    ways = []
    if "refund" in owed:
        ways.append(f"应退回的基金退至{refund or known.agency.fund_account}")
    if "fine" in owed or "surcharge" in owed:
        ways.append(f"罚款、加处罚款缴至{fine or known.agency.fine_account}")
    contact = next((each.name for each in known.handlers), "")
    return {
        **owed,
        "of": _decision(known),
        "before": before,
        "manner": "；".join(ways) + "。" if ways else None,
        # 催告书里印着这项权利。
        "statement_right": True,
        "contact": f"{contact}，{known.agency.phone}" if contact and known.agency.phone else contact,
    }


@fills("demand.answered")
def _answered(known: Known) -> dict[str, Any]:
    party = known.file.party
    return {
        "of": known.target_number("demand.issued"),
        "stated_on": known.today,
        "person": (party.legal_representative or party.name) if party else None,
    }


@fills("enforcement.applied")
def _applied(known: Known) -> dict[str, Any]:
    demand = known.target("demand.issued")
    served = known.file.served_on("demand.issued")
    said = [str(getattr(act.body, "arguments", "")) for act in known.file.all("demand.answered")]
    violation, basis = known.said("decision.made", "violation"), known.said("decision.made", "basis")
    number = getattr(demand.body, "document_no", "") if demand else ""
    owed = _owed(known)
    return {
        **owed,
        "of": _decision(known),
        "demand": demand.number if demand else None,
        "court": known.agency.court,
        "grounds": "\n".join(each for each in (violation, f"依据：{basis}" if basis else "") if each),
        "party_opinion": "；".join(each for each in said if each),
        "demanded": f"{number}履行催告书于 {served} 送达，期满仍未履行。" if demand and served else None,
        "target": "；".join(
            f"{each.kind.label} {each.outstanding:,.2f} 元"
            for each in ledger(known.view).accounts
            if each.outstanding
        ),
    }


def _overdue(known: Known) -> dict[str, Any]:
    """尚欠的里面已经到期的：批准了分期、没有一期误期的罚款，还不催告。"""
    owed, view = _owed(known), known.view
    spread = view("last.instalments.approved.plan")
    fine_over = view("instalments.missed") if spread else view("duty.payment.fine.over")
    late = {"refund": view("duty.payment.refund.over"), "fine": fine_over, "surcharge": fine_over}
    return {name: sum_ for name, sum_ in owed.items() if late[name]} or owed


@fills("enforcement.received", "enforcement.ruled", "enforcement.executed")
def _court(known: Known) -> dict[str, Any]:
    applied = known.target("enforcement.applied")
    return {
        "of": applied.number if applied else None,
        "court": getattr(applied.body, "court", None) if applied else None,
        "received_on": known.today,
    }


@fills("enforcement.challenged")
def _challenged(known: Known) -> dict[str, Any]:
    return {"of": known.target_number("enforcement.received", "enforcement.ruled")}


@fills("execution.resumed")
def _resumed(known: Known) -> dict[str, Any]:
    return {"of": known.target_number("execution.suspended")}


@fills("instalments.refused")
def _refused(known: Known) -> dict[str, Any]:
    return {"of": known.target_number("instalments.requested")}


@fills("remedy.concluded")
def _concluded(known: Known) -> dict[str, Any]:
    return {"of": known.target_number("remedy.lodged")}


@fills("remedy.lodged")
def _lodged(known: Known) -> dict[str, Any]:
    return {"received_on": known.today}


@fills("decision.amended")
def _amended(known: Known) -> dict[str, Any]:
    return {"of": _decision(known)}


@fills("decision.revised")
def _revised(known: Known) -> dict[str, Any]:
    from mingzhi.casework.prefills_after import remedies

    return {"of": _decision(known), "remedies": remedies(known)}


@fills("repayment.approved")
def _repayment(known: Known) -> dict[str, Any]:
    over = {each.kind.value: each.overpaid for each in ledger(known.view).accounts if each.overpaid}
    return {**over, "of": known.target_number("decision.annulled", "decision.revised")}


@fills("repayment.made")
def _repaid(known: Known) -> dict[str, Any]:
    approved = known.target_number("repayment.approved")
    over = next((each for each in ledger(known.view).accounts if each.overpaid), None)
    if over is None:
        return {"of": approved, "returned_on": known.today}
    account = PaymentAccount.FUND if over.kind is PaymentKind.REFUND else PaymentAccount.TREASURY
    return {
        "of": approved,
        "payment_kind": over.kind,
        "account": account,
        "amount": over.overpaid,
        "returned_on": known.today,
    }


def closure_ground(known: Known) -> ClosureGround | None:
    """按案卷属于哪一种结案情形；看不出来的不填，由人选。"""
    view, money = known.view, ledger(known.view)
    if view("closing.annulled"):
        return ClosureGround.ANNULLED
    if view("closing.nothing_due"):
        return ClosureGround.NOTHING
    if known.file.all("execution.terminated"):
        return ClosureGround.TERMINATED
    if money.outstanding:
        return ClosureGround.COURT if view("enforcement.accepted") else None
    return ClosureGround.EXECUTED if known.file.decision or known.file.on_spot else None
