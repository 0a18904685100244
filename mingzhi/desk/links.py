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


def new_act(dossier: object, kind: str) -> str:
    """写入一项 kind 的表单。"""
    return link("desk:act-new", dossier, kind)
