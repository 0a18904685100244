"""审核要做的几步：分派、提意见、签发。每一步以一次 record.append 结束。"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mingzhi.casework.actor import Actor
from mingzhi.casework.acts.review import ReviewAssigned, ReviewOpined
from mingzhi.record.append import Appended, append
from mingzhi.record.errors import Invalid
from mingzhi.record.models import Dossier
from mingzhi.review.case import Case, opinion_body


def assign(case: Case, reviewer: Actor, *, by: Actor, expects: int) -> Appended:
    """确定审核人。"""
    body = ReviewAssigned(
        reviewer=reviewer.officer(), reviewer_department_enforces=reviewer.department_enforces
    )
    return _append(case, "review.assigned", body.model_dump(), by, expects)


def opine(case: Case, typed: Mapping[str, Any], *, by: Actor, expects: int) -> Appended:
    """提出审核意见。"""
    return _append(case, "review.opined", opinion_body(typed), by, expects)


def sign(case: Case, *, returned: bool, by: Actor, expects: int) -> Appended:
    """签发审核人提出的意见：意见表一式两份，材料退回承办机构。"""
    opined = case.opined
    if opined is None or not isinstance(opined.body, ReviewOpined):
        raise Invalid({"of": "没有待签发的审核意见。"})
    body = {"of": opined.number, "opinion": opined.body.opinion, "returned": returned}
    return _append(case, "review.signed", body, by, expects)


def _append(case: Case, kind: str, body: Mapping[str, object], by: Actor, expects: int) -> Appended:
    dossier: Dossier = case.dossier
    now: datetime = case.now
    return append(dossier, kind, body, by=by, happened=now, now=now, expects=expects)
