"""预填·依申请事项、举报奖励、登记簿、年度报告。"""

from __future__ import annotations

from typing import Any

from mingzhi.casework.acts.annual import AnnualDrafted
from mingzhi.casework.acts.application import ApplicationReceived
from mingzhi.casework.acts.listing import LISTED
from mingzhi.casework.acts.reward import RewardProposed
from mingzhi.casework.listings import published_on
from mingzhi.casework.prefill import Known, fills
from mingzhi.casework.prefills_after import remedies

KINDS_LISTED = tuple(LISTED.split(","))


@fills("application.received")
def _received(known: Known) -> dict[str, Any]:
    return {"received_on": known.today, "recorder": known.actor.officer()}


@fills("application.corrected")
def _corrected(known: Known) -> dict[str, Any]:
    return {"received_on": known.today}


@fills("application.accepted")
def _accepted(known: Known) -> dict[str, Any]:
    return {"handlers": known.handlers}


@fills("application.examined")
def _examined(known: Known) -> dict[str, Any]:
    return {"examined_on": known.today, "officers": known.handlers}


@fills("application.withdrawn")
def _withdrawn(known: Known) -> dict[str, Any]:
    return {"withdrawn_on": known.today}


@fills("licence.decided")
def _licence(known: Known) -> dict[str, Any]:
    applied = known.file.body("application.received", ApplicationReceived)
    return {
        "content": applied.request if applied else "",
        "reasons": known.said("application.examined", "found"),
        "remedies": remedies(known),
    }


@fills("reward.approved", "reward.paid")
def _reward(known: Known) -> dict[str, Any]:
    """编号和数额取自提出、批准；举报人从不带进审批。"""
    proposed = known.file.body("reward.proposed", RewardProposed)
    approved = known.said("reward.approved", "amount")
    code = proposed.code if proposed else ""
    amount = approved if known.kind == "reward.paid" else proposed.amount if proposed else None
    return {"code": code, "amount": amount, "paid_on": known.today}


@fills("reward.told")
def _told(known: Known) -> dict[str, Any]:
    return {"told_on": known.today}


@fills("reward.proposed")
def _proposed(known: Known) -> dict[str, Any]:
    return {"proposed_on": known.today}


@fills("delegation.listed", "random_item.listed", "guide.listed", "placard.listed", "column.listed")
def _listed(known: Known) -> dict[str, Any]:
    """从旧的一项点过来的，是替换它：各栏照旧，改要改的。"""
    old = known.file.act(known.of)
    if old is None or old.kind != known.kind:
        return {"formed_on": known.today, "body": known.agency.name, "approving": known.agency.name}
    kept = {
        name: getattr(old.body, name)
        for name in type(old.body).model_fields
        if name not in ("formed_on", "cause", "replaces")
    }
    return {**kept, "formed_on": known.today, "replaces": old.number}


@fills("listing.published", "listing.removed")
def _published(known: Known) -> dict[str, Any]:
    shown = published_on(known.file)
    named = known.file.act(known.of)
    if named is not None and named.kind in KINDS_LISTED:
        return {"of": named.number, "removed_on": known.today}
    waiting = [act for kind in KINDS_LISTED for act in known.file.all(kind) if act.number not in shown]
    if known.kind == "listing.removed" or not waiting:
        return {"removed_on": known.today}
    return {"of": max(act.number for act in waiting)}


@fills("annual.approved", "annual.published", "annual.sent")
def _annual(known: Known) -> dict[str, Any]:
    return {"of": known.target_number("annual.drafted"), "sent_on": known.today}


@fills("annual.drafted")
def _annual_drafted(known: Known) -> dict[str, Any]:
    """年度的数由写表单的一方从全局的记录数出；这里只认出是更正。"""
    year = known.today.year - 1
    earlier = [act for act, body in known.file.bodies("annual.drafted", AnnualDrafted) if body.year == year]
    shown = {getattr(act.body, "of", None) for act in known.file.all("annual.published")}
    corrected = [act.number for act in earlier if act.number in shown]
    return {"year": year, "corrects": corrected[-1] if corrected else None}
