"""存证的页面：最近的检查点和见证、最近一次自查。监督人员、机关负责人和系统管理员看；只说哪里不对，不给看内容。"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mingzhi.casework.act import SHANGHAI
from mingzhi.casework.actor import Role
from mingzhi.ledger.checkpoint import BadNote
from mingzhi.ledger.witness import WitnessKey, cosignatures
from mingzhi.people import clock
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.record import fsck, log, publishing, restored, stamping, witnessing

LOOKING = (Role.SUPERVISOR, Role.PRINCIPAL, Role.DEPUTY, Role.ADMINISTRATOR)


@require_GET
@signed_in
def integrity(request: StaffRequest) -> HttpResponse:
    """存证：检查点、见证、自查。"""
    if not request.actor.has(*LOOKING):
        raise Http404
    trouble, published = "", None
    try:
        published = publishing.latest()
    except log.LogBroken as broken:
        trouble = str(broken)
    report = fsck.latest()
    return render(
        request,
        "supervision/integrity.html",
        {
            "published": published,
            "trouble": trouble,
            "signed": _signed() if published else None,
            "late": published is not None and publishing.due(clock.now(request)),
            "witnesses": _witnesses(published.note) if published else (),
            "stamps": _stamps(),
            "restored": restored.whole_bureau(),
            "conflicts": list(witnessing.split_views()),
            "key": log.key().verifier.vkey,
            "witness_key": WitnessKey.of(*witnessing.witness_key()).vkey,
            "report": report,
            "checked_at": datetime.fromisoformat(report.started) if report else None,
            "every": settings.MINGZHI_CHECKPOINT_MINUTES,
        },
    )


def _stamps() -> list[tuple[str, datetime | None]]:
    """最近几份盖过时间的检查点。"""
    try:
        return stamping.stamps()[-3:]
    except stamping.BadStamp:
        return []


def _signed() -> datetime:
    return datetime.fromtimestamp((publishing.folder() / publishing.CHECKPOINT).stat().st_mtime, SHANGHAI)


def _witnesses(note: str) -> list[tuple[str, datetime | None]]:
    """设定的各见证人，和各自签字的时刻；没有签的为空。"""
    found: list[tuple[str, datetime | None]] = []
    for setting in settings.MINGZHI_WITNESSES:
        try:
            key = WitnessKey.parse(setting.partition(" ")[2])
            signed = cosignatures(note, [key])
        except (ValueError, BadNote):
            found.append((setting.partition(" ")[0], None))
            continue
        found.append((key.name, datetime.fromtimestamp(signed[-1].time, SHANGHAI) if signed else None))
    return found
