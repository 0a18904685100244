"""撤回、退回、会签、交接、用印、审核的去处，怎样预填。由 prefill.prefill 装载。"""

from __future__ import annotations

from typing import Any

from mingzhi.casework.papers import TITLES, printed
from mingzhi.casework.prefill import Known, fills


@fills("act.withdrawn", "case.sent_back", "cosign.asked")
def _of(known: Known) -> dict[str, Any]:
    return {"of": known.of}


@fills("cosign.given")
def _cosign(known: Known) -> dict[str, Any]:
    return {"of": known.target_number("cosign.asked")}


@fills("case.reopened")
def _reopened(known: Known) -> dict[str, Any]:
    return {"of": known.target_number("case.closed", "case.declined")}


@fills("handover.received")
def _received(known: Known) -> dict[str, Any]:
    return {"of": known.target_number("handlers.changed")}


@fills("seal.requested")
def _seal(known: Known) -> dict[str, Any]:
    act = known.file.act(known.of)
    words = printed(known.rules, act.kind) if act else ()
    return {"of": known.of, "instrument": TITLES.get(words[0], "") if words else ""}


@fills("seal.approved")
def _seal_approved(known: Known) -> dict[str, Any]:
    asked = known.target("seal.requested")
    return {
        "of": asked.number if asked else None,
        "copies": getattr(asked.body, "copies", None) if asked else None,
    }


@fills("seal.used")
def _seal_used(known: Known) -> dict[str, Any]:
    approved = known.target("seal.approved")
    return {
        "of": approved.number if approved else None,
        "copies": getattr(approved.body, "copies", None) if approved else None,
        "used_on": known.today,
    }


@fills("authority.presided", "authority.divided", "authority.away", "authority.designated")
def _from(known: Known) -> dict[str, Any]:
    return {"from_on": known.today}


@fills("adviser.advised")
def _advised(known: Known) -> dict[str, Any]:
    called = known.target("adviser.called")
    return {
        "of": called.number if called else None,
        "name": getattr(called.body, "name", None) if called else None,
        "advised_on": known.today,
    }


@fills("review.referral_answered")
def _answered(known: Known) -> dict[str, Any]:
    return {"of": known.target_number("review.referred"), "answered_on": known.today}
