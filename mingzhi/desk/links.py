"""去别的页面的网址。那一页还没有建成的，网址是空的，模板就不画链接。"""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse


def link(name: str, *args: Any) -> str:
    """网址；没有这一页的为空。"""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


# 有专门的页面办理的：审核、公示、归档各在自己的房间里。
ROOMS = {
    "review.assigned": "review:assign",
    "review.opined": "review:desk",
    "review.supplement_requested": "review:desk",
    "review.signed": "review:desk",
    "disclosure.drafted": "disclosure:dossier",
    "disclosure.approved": "disclosure:dossier",
    "disclosure.published": "disclosure:dossier",
    "disclosure.corrected": "disclosure:dossier",
    "disclosure.withdrawn": "disclosure:dossier",
    "disclosure.withheld": "disclosure:dossier",
    "file.assembled": "archive:assemble",
    "consultation.requested": "archive:consultation-request",
    "package.exported": "archive:dossier",
}


def new_act(dossier: object, kind: str) -> str:
    """办理一项 kind 的页面：有专门的去专门的，其余的是按内容生成的表单。"""
    special = link(ROOMS[kind], dossier) if kind in ROOMS else ""
    return special or link("desk:act-new", dossier, kind)
