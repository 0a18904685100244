"""本机关适用的规则：人员所在机关的规则包，某日有效的样子。"""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from mingzhi.law.pack import Pack, PackError, Rules, load_pack
from mingzhi.people.models import Person


def pack_of(request: HttpRequest) -> Pack | None:
    """本机关用的规则包；没有装载的为 None。"""
    if not isinstance(request.user, Person):
        return None
    try:
        return load_pack(request.user.agency.place)
    except PackError:
        return None


def rules_today(request: HttpRequest, today: date) -> Rules | None:
    """本机关今天有效的规则。"""
    pack = pack_of(request)
    return pack.on(today) if pack else None
