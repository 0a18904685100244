"""模板里的音像：一项行为附的录音、录像、照片，怎样播放，看到了什么，对不上的地方。"""

from __future__ import annotations

from typing import Any

from django import template

from mingzhi.casework.act import Act
from mingzhi.casework.actor import Actor
from mingzhi.casework.transcripts import code
from mingzhi.desk import recordings
from mingzhi.desk.case import Case
from mingzhi.media.duplicates import words

register = template.Library()


@register.filter
def timecode(value: float) -> str:
    """00:12:05。"""
    return code(value)


@register.simple_tag
def known(actor: Actor, sha256: str) -> str:
    """同样的文件已经在别处的，说一句。"""
    said = words(actor, sha256)
    return f"。{said}" if said else ""


@register.inclusion_tag("desk/recorded.html")
def recorded(case: Case, act: Act, *, small: bool = False) -> dict[str, Any]:
    """一项行为的音像。没有音像的、内容对他隐去的，什么也没有。"""
    if act.number in case.hidden or not act.exhibits:
        return {"files": ()}
    files = [each for each in recordings.shown(case.dossier.pk, act) if each.play]
    known, rules = recordings.register(case.dossier.agency) if files else (), case.pack.on(case.today)
    times = recordings.times_of(act, files, known, rules) if files else None
    return {
        "files": files,
        "warnings": times.warnings if times else (),
        "derivatives": recordings.derivatives(case.file, act.number),
        "dossier": case.dossier,
        "small": small,
    }
