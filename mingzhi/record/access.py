"""查阅日志：看过案卷的，留下记录（CQ-R-23¶1）。"""

from __future__ import annotations

from datetime import datetime

from mingzhi.casework.actor import Actor
from mingzhi.record.models import AccessLog, Dossier


def note_access(
    by: Actor | None, dossier: Dossier | None, what: str, *, now: datetime, purpose: str = "", name: str = ""
) -> AccessLog:
    """记下一次查阅。by 为 None 的是系统外的人（如当事人），写 name。"""
    return AccessLog.objects.create(
        at=now,
        agency=by.agency if by else "",
        person_number=by.number if by else "",
        person_name=by.name if by else name,
        dossier=dossier,
        what=what[:200],
        purpose=purpose,
    )
