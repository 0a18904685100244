"""回看：一卷在某一天是什么样。当时所知与依法应当，两个问题分开答（``casework/replay.py``）。"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mingzhi.casework.act import KINDS, Matter
from mingzhi.casework.replay import replay
from mingzhi.casework.sentences import sentence
from mingzhi.desk.case import open_case
from mingzhi.people.access import Page, page_of
from mingzhi.people.middleware import StaffRequest, signed_in

EARLIEST = date(2000, 1, 1)


@signed_in
@require_GET
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """回看某一天；没有写哪天的，看最后一项行为那天。"""
    case = open_case(request, pk, Page.OVERVIEW)
    asked, why = request.GET.get("day", "").strip(), ""
    day = case.acts[-1].day if case.acts else case.today
    if asked:
        try:
            wanted = date.fromisoformat(asked)
        except ValueError:
            why = f"“{asked}”不是日期，请写成 2025-09-24。"
        else:
            if EARLIEST <= wanted <= case.today:
                day = wanted
            else:
                why = f"只能回看 {EARLIEST} 至今天的日子。"
    found = replay(case.pack, case.acts, day, matter=Matter(case.dossier.matter))
    seen = [act for act in found.acts if page_of(act.kind) in case.pages]
    context = case.context(
        replay=found,
        day=day,
        asked=asked or day.isoformat(),
        why=why,
        told=[
            (act, KINDS[act.kind].name, "" if act.number in case.hidden else sentence(act)) for act in seen
        ],
        later=[(act, KINDS[act.kind].name) for act in found.later if page_of(act.kind) in case.pages],
        shifts=[(shift, shift.effect.label) for shift in found.shifts],
    )
    return render(request, "desk/replay.html", context, status=422 if why else 200)
