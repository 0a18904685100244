"""本机关适用的规则：人员所在机关的规则包，某日有效的样子。"""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from mingzhi.law.calendar import Calendar
from mingzhi.law.pack import Pack, PackError, Rules
from mingzhi.people.models import Agency, Person
from mingzhi.record import lawbook


def pack_of(request: HttpRequest) -> Pack | None:
    """本机关用的规则包；没有装载的为 None。"""
    if not isinstance(request.user, Person):
        return None
    try:
        return lawbook.pack_of(request.user.agency.code, request.user.agency.place)
    except PackError:
        return None


def calendar_of(agency: str) -> Calendar:
    """一个机关的工作日历：随软件的放假通知，加上它自己装入的。"""
    place = Agency.objects.filter(code=agency).values_list("place", flat=True).first()
    try:
        return lawbook.pack_of(agency, place or "").calendar
    except PackError:
        return Calendar.load()


def rules_today(request: HttpRequest, today: date) -> Rules | None:
    """本机关今天有效的规则。"""
    pack = pack_of(request)
    return pack.on(today) if pack else None
