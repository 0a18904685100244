"""权限：今天谁主持工作、谁分管什么、谁不在、谁代谁行使什么；到期、终止的另列。从权限登记簿算出。"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mingzhi.casework.act import KINDS, Matter
from mingzhi.casework.authority import Grant, away, grants
from mingzhi.people import clock
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.record import selectors
from mingzhi.record.dossiers import find_register

# 可以写的：行为的词。谁能写，由表单按岗位说明。
KINDS_HERE = (
    "authority.presided",
    "authority.divided",
    "authority.away",
    "authority.delegated",
    "authority.designated",
    "keeping.designated",
    "adviser.listed",
    "authority.ended",
)


@require_GET
@signed_in
def authority(request: StaffRequest) -> HttpResponse:
    """权限登记簿的今天。"""
    today = clock.today(request)
    book = find_register(request.actor.agency, Matter.AUTHORITY)
    acts = selectors.acts(book) if book is not None else ()
    found = grants(acts)
    running = [each for each in found if each.runs(today)]
    coming = [each for each in found if not each.runs(today) and each.from_on > today and not each.ended_on]
    return render(
        request,
        "desk/authority.html",
        {
            "book": book,
            "running": [(each, powers(each)) for each in running],
            "coming": [(each, powers(each)) for each in coming],
            "past": [(each, powers(each)) for each in found if each not in running and each not in coming],
            "away": away(acts, today),
            "advisers": [act.body for act in acts if act.kind == "adviser.listed"],
            "kinds": [KINDS[word] for word in KINDS_HERE if request.actor.has(*KINDS[word].roles)],
        },
    )


def powers(grant: Grant) -> str:
    """限于哪几种行为；不限的为空。"""
    return "、".join(KINDS[kind].name if kind in KINDS else kind for kind in grant.kinds)
