"""更正申请：公众提出，存下，给一个回执号；承办机构看过，写进案卷，再答复（公示办法第十条第二款）。"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from mingzhi.casework.act import SHANGHAI
from mingzhi.casework.actor import Actor
from mingzhi.disclosure.models import CorrectionRequest, Publication
from mingzhi.record.append import append
from mingzhi.record.errors import unreadable

# 抄写、念读不易混的字。回执号是凭证，猜不到。
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LIMIT = 4000


def submit(
    item: Publication, *, applicant: str, contact: str, wrong: str, evidence: str, now: datetime
) -> CorrectionRequest:
    """收下一份申请，返回的带回执号。"""
    code = "".join(secrets.choice(LETTERS) for _ in range(10))
    return CorrectionRequest.objects.create(
        receipt=f"GZ-{code[:5]}-{code[5:]}",
        slug=item.slug,
        agency=item.agency,
        dossier_id=item.dossier_id,
        received_at=now,
        applicant=_kept(applicant, 100),
        contact=_kept(contact, 100),
        wrong=_kept(wrong, LIMIT),
        evidence=_kept(evidence, LIMIT),
    )


def _kept(text: str, limit: int) -> str:
    text = text.strip()[:limit]
    return text if unreadable(text) is None else "".join(each for each in text if each.isprintable())


def file(request: CorrectionRequest, *, by: Actor, now: datetime) -> CorrectionRequest:
    """写进案卷：收到更正公示信息的申请。只写一次。"""
    with transaction.atomic():
        locked = CorrectionRequest.objects.select_for_update().get(pk=request.pk)
        if locked.act is None:
            body = {
                "applicant": locked.applicant,
                "received_on": locked.received_at.astimezone(SHANGHAI).date(),
                "content": f"{locked.wrong}\n证据：{locked.evidence}",
                "answered": False,
            }
            appended = append(locked.dossier, "disclosure.challenged", body, by=by, happened=now, now=now)
            locked.act = appended.act.number
            locked.save(update_fields=["act"])
    return locked


def answer(request: CorrectionRequest, text: str, *, now: datetime) -> CorrectionRequest:
    """答复申请人：凭回执号看得到。"""
    request.answer, request.answered_at = text.strip(), now
    request.save(update_fields=["answer", "answered_at"])
    return request
