"""怎样预填（当场处罚、先行登记保存、紧急封存、回避、涉企检查）。由 prefill.prefill 装载。"""

from __future__ import annotations

from typing import Any

from mingzhi.casework.prefill import Known, fills
from mingzhi.casework.prefills_inquiry import requested


def remedies_on_spot(known: Known) -> str:
    """当场处罚的救济途径：先复议，后诉讼（行政复议法第二十三条）；参数或者机关资料没有的不填，由人写。"""
    days = known.rules.parameter("remedy.reconsideration.days")
    after = known.rules.parameter("remedy.litigation.after.days")
    bodies, court = known.agency.reconsideration, known.agency.court
    if not (days and after and bodies and court):
        return ""
    return (
        f"如不服本决定，应当自收到本决定书之日起{days:f}日内先向{bodies}申请行政复议；"
        f"对行政复议决定不服的，可以自收到行政复议决定书之日起{after:f}日内依法向{court}提起行政诉讼。"
    )


@fills("penalty.imposed_on_spot")
def _spot(known: Known) -> dict[str, Any]:
    party = known.file.party
    return {
        "party": party,
        "cause": known.file.cause,
        # 检查结束就当场决定；隔了些时候的，人改。
        "imposed_at": known.said("inspection.held", "ended"),
        "place": known.said("inspection.held", "place") or (party.address if party else None),
        "officers": known.said("inspection.held", "officers") or known.handlers,
        "violation": known.said("inspection.held", "found"),
        "evidence": "现场检查笔录" if known.file.all("inspection.held") else None,
        "remedies": remedies_on_spot(known),
    }


@fills("penalty.reported")
def _reported(known: Known) -> dict[str, Any]:
    return {"of": known.target_number("penalty.imposed_on_spot"), "reported_on": known.today}


@fills("fine.collected")
def _collected(known: Known) -> dict[str, Any]:
    act = known.target("penalty.imposed_on_spot", "decision.made")
    return {
        "of": act.number if act else None,
        "amount": getattr(act.body, "fine", None) if act else None,
        "collected_on": known.today,
        "officers": (getattr(act.body, "officers", None) if act else None) or known.handlers,
    }


@fills("fine.handed_over")
def _handed(known: Known) -> dict[str, Any]:
    act = known.target("fine.collected")
    return {
        "of": act.number if act else None,
        "amount": getattr(act.body, "amount", None) if act else None,
        "handed_on": known.today,
    }


# ── 先行登记保存 ───────────────────────────────────────────────────────


@fills("preservation.approved")
def _preserving(known: Known) -> dict[str, Any]:
    asked = requested(known)
    return {"target": asked.plan, "reason": asked.reason} if asked else {}


@fills("preservation.made")
def _preserved(known: Known) -> dict[str, Any]:
    act = known.target("preservation.approved")
    body = act.body if act else None
    return {
        "approval": act.number if act else None,
        **{name: getattr(body, name, None) for name in ("target", "reason", "basis")},
        "place": known.said("inspection.held", "place"),
        "officers": known.said("inspection.planned", "officers") or known.handlers,
    }


@fills("preservation.disposed")
def _disposed(known: Known) -> dict[str, Any]:
    asked = requested(known)
    return {"of": known.target_number("preservation.made"), "reason": asked.reason if asked else None}


@fills("preservation.returned")
def _handed_back(known: Known) -> dict[str, Any]:
    act = known.target("preservation.made")
    return {
        "of": act.number if act else None,
        "returned_on": known.today,
        "items": getattr(act.body, "items", ()) if act else (),
    }


# ── 紧急封存 ───────────────────────────────────────────────────────────


@fills("sealing.ratified")
def _ratified(known: Known) -> dict[str, Any]:
    act = known.target("sealing.imposed")
    asked = known.file.last("approval.requested")
    wanted = asked if asked is not None and getattr(asked.body, "wants", "") == "sealing.ratified" else None
    return {
        "of": act.number if act else None,
        "reported_at": wanted.happened if wanted else None,
        "reason": getattr(act.body, "urgency", None) if act else None,
    }


# ── 回避 ───────────────────────────────────────────────────────────────


@fills("recusal.requested")
def _recusing(known: Known) -> dict[str, Any]:
    return {"applicant": known.file.party_name, "requested_on": known.today}


@fills("recusal.decided")
def _recused(known: Known) -> dict[str, Any]:
    act = known.target("recusal.requested")
    found = {"of": act.number} if act else {}
    return found | {name: getattr(act.body, name, None) for name in ("officer", "applicant", "reason") if act}


# ── 检查结果 ───────────────────────────────────────────────────────────


@fills("inspection.result_told")
def _result(known: Known) -> dict[str, Any]:
    act, party = known.target("inspection.held"), known.file.party
    found = getattr(act.body, "problem_found", None) if act else None
    return {
        "of": act.number if act else None,
        "told_on": known.today,
        "result": "本次检查没有发现问题。" if found is False else None,
        "receiver": (party.legal_representative or party.name) if party else None,
    }
