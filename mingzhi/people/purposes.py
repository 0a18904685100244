"""查阅用途：今天为这一卷写明的（记在会话里，一卷一天问一次）；没有写的，照规则包里这一步、这个岗位的。

要先写明而没有写的，:class:`PurposeNeeded`：页面转去问一句，写了就打开，不用等谁批（QL-2.2.4-d 实时调阅）。
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest

from mingzhi.casework import purposes
from mingzhi.casework.act import Matter
from mingzhi.casework.actor import Role
from mingzhi.people import clock
from mingzhi.people.selectors import agency_value
from mingzhi.record import lawbook
from mingzhi.record.models import Dossier
from mingzhi.record.selectors import pack_for

KEPT = "purposes"
LONGEST = 200


class PurposeNeeded(Exception):
    """看这一卷以前，先写明用途。"""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        super().__init__(f"{dossier.pk}")


def clean(text: str) -> str:
    """写的用途：连着的空白算一个，不过长。"""
    return " ".join(text.split())[:LONGEST]


def stated(request: HttpRequest, dossier: Dossier) -> str:
    """今天为这一卷写明的；没有的为空。"""
    day, text = request.session.get(KEPT, {}).get(str(dossier.pk), ("", ""))
    return str(text) if day == f"{clock.today(request)}" else ""


def state(request: HttpRequest, dossier: Dossier, purpose: str) -> None:
    """记住今天为这一卷写明的；以前日子的丢掉。"""
    today = f"{clock.today(request)}"
    kept = {pk: each for pk, each in request.session.get(KEPT, {}).items() if each[0] == today}
    request.session[KEPT] = {**kept, str(dossier.pk): [today, purpose]}


def purpose_for(request: HttpRequest, dossier: Dossier, roles: Sequence[Role], step: str = "") -> str:
    """这一次查阅的用途。登记簿不问；要先写明而没有写的，抛 :class:`PurposeNeeded`。"""
    if Matter(dossier.matter).is_register:
        return ""
    if written := stated(request, dossier):
        return written
    rules = pack_for(dossier).on(clock.today(request))
    if known := purposes.implied(rules, roles, step):
        return known
    if purposes.must_state(rules, roles):
        raise PurposeNeeded(dossier)
    return ""


def offered(request: HttpRequest, dossier: Dossier, roles: Sequence[Role]) -> tuple[str, ...]:
    """在这一卷可以选的。"""
    return purposes.offered(pack_for(dossier).on(clock.today(request)), roles)


def of_bureau(agency: str, code: str, today: date) -> str:
    """程序替人记的用途（导出查阅记录、信用数据），照本机关的规则包。"""
    value = agency_value(agency)
    return purposes.named(lawbook.pack_of(value.code, value.place).on(today), code)
