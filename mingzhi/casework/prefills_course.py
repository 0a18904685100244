"""怎样预填（变故）：中止、移送、涉嫌犯罪、协议处理、先纸后录。由 prefill.prefill 装载。要人判断的不填。"""

from __future__ import annotations

from typing import Any

from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.actor import Role
from mingzhi.casework.acts.coercion import SealingImposed
from mingzhi.casework.acts.evidence import ExpertCommissioned
from mingzhi.casework.acts.outage import OutageConfirmer
from mingzhi.casework.papers import TITLES, printed
from mingzhi.casework.prefill import Known, fills
from mingzhi.casework.prefills_inquiry import asked, evidence_list
from mingzhi.casework.words.course import sealings_left


def _facts(known: Known) -> Any:
    return (
        known.said("investigation.concluded", "violation")
        or known.said("filing.proposed", "facts")
        or known.said("lead.verified", "findings")
    )


def _materials(known: Known) -> tuple[dict[str, str], ...]:
    """本卷的文书和证据，一件一行；举报人的材料不列。"""
    rows = []
    for act in known.file.acts:
        words = printed(known.rules, act.kind)
        if KINDS[act.kind].restricted or act.kind == "document.served":
            continue
        if act.kind == "evidence.added":
            rows.append(
                {"name": str(getattr(act.body, "title", "")), "quantity": str(getattr(act.body, "pages", ""))}
            )
        elif words and KINDS[act.kind].is_fact:
            rows.append({"name": TITLES[words[0]], "quantity": "1份", "note": f"第 {act.number} 号"})
    return tuple(rows)


@fills("investigation.suspended", "investigation.terminated")
def _course(known: Known) -> dict[str, Any]:
    return {"circumstances": asked(known)}


@fills("approval.requested")
def _requesting(known: Known) -> dict[str, Any]:
    """正在中止的，接着要呈请的多半是恢复调查；紧急封存还没有补办批准的，先报告这一件。"""
    if known.view("sealing.unratified"):
        act = known.file.last("sealing.imposed")
        return {"wants": "sealing.ratified", "reason": getattr(act.body, "urgency", None) if act else None}
    return {"wants": "investigation.resumed"} if known.view("investigation.suspended_now") else {}


@fills("investigation.resumed")
def _resumed(known: Known) -> dict[str, Any]:
    return {"of": known.target_number("investigation.suspended"), "reason": asked(known)}


@fills("period.extended")
def _extended(known: Known) -> dict[str, Any]:
    return {"reason": asked(known)}


@fills("testing.notified")
def _testing(known: Known) -> dict[str, Any]:
    act = known.file.last("expert.commissioned")
    commission = act.body if act is not None and isinstance(act.body, ExpertCommissioned) else None
    left = sealings_left(known.view)
    sealing = known.file.act(left[-1]) if left else None
    items = sealing.body.items if sealing is not None and isinstance(sealing.body, SealingImposed) else ()
    return {
        "sealing": left[-1] if left else None,
        "commission": act.number if act else None,
        "items": "、".join(f"{each.name}{each.quantity}" for each in items),
        "institution": commission.agency if commission else None,
        "matter": commission.matter if commission else None,
        "begins_on": act.day if act else None,
        "ends_on": commission.before if commission else None,
    }


@fills("case.merged", "case.split")
def _merged(known: Known) -> dict[str, Any]:
    return {"reason": asked(known), "materials": _materials(known)}


@fills("case.transferred", "lead.handed_over")
def _handed(known: Known) -> dict[str, Any]:
    settled = known.file.last("jurisdiction.settled")
    ours = getattr(settled.body, "ours", False) if settled else False
    found: dict[str, Any] = {"facts": _facts(known), "matter": asked(known), "materials": _materials(known)}
    if settled is not None and not ours:
        found |= {
            "settled": settled.number,
            "receiver": getattr(settled.body, "handled_by", ""),
            "basis": getattr(settled.body, "document", ""),
        }
    return found


@fills("jurisdiction.referred", "jurisdiction.settled")
def _dispute(known: Known) -> dict[str, Any]:
    return {"of": known.target_number("jurisdiction.disputed"), "settled_on": known.today}


@fills("materials.taken_over")
def _taken(known: Known) -> dict[str, Any]:
    return {"received_on": known.today, "receiver": known.actor.name}


@fills("handover.answered")
def _answered(known: Known) -> dict[str, Any]:
    of = known.target("case.transferred", "lead.handed_over")
    return {
        "of": of.number if of else None,
        "received_on": known.today,
        "signed_by": getattr(of.body, "receiver", None) if of else None,
    }


# ── 涉嫌犯罪 ──────────────────────────────────────────────────────────


@fills("crime.reported")
def _report(known: Known) -> dict[str, Any]:
    return {
        "suspected": known.said("crime.group_formed", "suspected"),
        "amount": known.said("investigation.concluded", "loss"),
        "facts": _facts(known),
        "evidence": evidence_list(known),
    }


@fills("crime.decided")
def _decided(known: Known) -> dict[str, Any]:
    return {"of": known.target_number("crime.reported")}


@fills("crime.transferred")
def _transferred(known: Known) -> dict[str, Any]:
    decision = known.file.decision
    annulled = known.view("disclosure.annulled")
    return {
        "of": known.target_number("crime.decided"),
        "officers": known.said("crime.group_formed", "officers"),
        "suspected": known.said("crime.reported", "suspected"),
        "facts": known.said("crime.reported", "facts"),
        "items": _sealed_items(known),
        # 已经给予的罚款，供依法折抵罚金。
        "fine_given": decision.fine if decision is not None and not annulled else None,
    }


def _sealed_items(known: Known) -> tuple[Any, ...]:
    found: list[Any] = []
    for number in sealings_left(known.view):
        act = known.file.act(number)
        if act is not None and isinstance(act.body, SealingImposed):
            found += act.body.items
    return tuple(found)


@fills("police.replied")
def _replied(known: Known) -> dict[str, Any]:
    return {"of": known.target_number("crime.transferred"), "received_on": known.today}


@fills("crime.contested", "crime.accepted")
def _contested(known: Known) -> dict[str, Any]:
    return {
        "of": known.target_number("police.replied"),
        "to": known.said("crime.transferred", "police") if known.kind == "crime.contested" else None,
    }


@fills("crime.handed_over")
def _handed_over(known: Known) -> dict[str, Any]:
    left = sealings_left(known.view)
    return {
        "of": known.target_number("police.replied"),
        "sealing": left[-1] if left else None,
        "items": _sealed_items(known),
        "handed_on": known.today,
        "received_by": known.said("crime.transferred", "police"),
    }


# ── 协议处理 ──────────────────────────────────────────────────────────


@fills("agreement.requested")
def _requested(known: Known) -> dict[str, Any]:
    return {
        "suspected": _facts(known),
        "uncooperative": asked(known),
        "handling_agency": known.said("agreement.requested", "handling_agency"),
    }


@fills("agreement.replied", "agreement.lifted")
def _agreement(known: Known) -> dict[str, Any]:
    asked_for: Act | None = known.target("agreement.requested")
    return {
        "of": asked_for.number if asked_for else None,
        "handling_agency": getattr(asked_for.body, "handling_agency", None) if asked_for else None,
        "replied_on": known.today if known.kind == "agreement.replied" else None,
        "reason": asked(known) if known.kind == "agreement.lifted" else None,
    }


# ── 先纸后录 ──────────────────────────────────────────────────────────


@fills("outage.confirmed")
def _confirmed(known: Known) -> dict[str, Any]:
    level = next(
        (
            each
            for role, each in (
                (Role.ADMINISTRATOR, OutageConfirmer.ADMINISTRATOR),
                (Role.PRINCIPAL, OutageConfirmer.PRINCIPAL),
            )
            if known.actor.has(role)
        ),
        None,
    )
    return {"of": known.target_number("outage.registered"), "level": level}


@fills("paper.entered")
def _paper(known: Known) -> dict[str, Any]:
    """什么时候作出的，照纸上写的填，不猜。"""
    return {"outage": known.target_number("outage.registered"), "made_by": known.actor.name}
