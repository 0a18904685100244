"""设备登记簿：照相机、摄像机、执法记录仪、视频监控和办案场所，各自的钟快慢多少、谁保管、停用没有。"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mingzhi.casework.act import KINDS, Matter
from mingzhi.casework.equipment import Equipment, equipment
from mingzhi.desk.places import rules_today
from mingzhi.law.pack import Rules
from mingzhi.people import clock
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.record.dossiers import find_register
from mingzhi.record.selectors import acts

STARTS = ("device.registered", "room.registered")
# 对一台设备、一处场所可以接着写的。
THEN = ("clock.checked", "equipment.retired")


def clock_of(each: Equipment, rules: Rules | None, now: datetime) -> tuple[str, str]:
    """钟的灯和字：快慢多少；超过规则包写的数、久没有对的，提示（产品默认）。"""
    if each.latest is None:
        return "soft", "没有对过"
    most, days = (
        rules.parameter(name) if rules is not None else None
        for name in ("media.drift.seconds", "media.drift.days")
    )
    said = each.latest.words
    if most is not None and abs(each.latest.seconds) > most:
        return "near", f"{said}，应当调准"
    if days is not None and now - each.latest.at > timedelta(days=float(days)):
        return "near", f"{said}，{days:f} 日以上没有再对"
    return "fine", said


@require_GET
@signed_in
def index(request: StaffRequest) -> HttpResponse:
    """登记簿的今天：在用的、停用的。"""
    book = find_register(request.actor.agency, Matter.EQUIPMENT)
    found = equipment(acts(book)) if book is not None else ()

    rules = rules_today(request, clock.today(request))

    def then(each: Equipment) -> list[tuple[str, str]]:
        if book is None or each.retired is not None:
            return []
        return [
            (KINDS[word].name, f"{reverse('desk:act-new', args=[book.pk, word])}?of={each.act.number}")
            for word in THEN
            if request.actor.has(*KINDS[word].roles)
        ]

    return render(
        request,
        "desk/equipment.html",
        {
            "book": book,
            "devices": [
                (each, then(each), clock_of(each, rules, clock.now(request)))
                for each in found
                if not each.is_room and each.retired is None
            ],
            "rooms": [
                (each, then(each), clock_of(each, rules, clock.now(request)))
                for each in found
                if each.is_room and each.retired is None
            ],
            "retired": [each for each in found if each.retired is not None],
            "kinds": [KINDS[word] for word in STARTS if request.actor.has(*KINDS[word].roles)],
            "today": clock.today(request),
        },
    )
