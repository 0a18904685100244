"""本案现状：任何一步的页上都看得到——到哪一阶段、在谁手里、什么到期、为什么；全部经过在一个链接之外。"""

from __future__ import annotations

from typing import Any

from django import template
from django.template import RequestContext

from mingzhi.desk.overview import duty
from mingzhi.people import clock
from mingzhi.people.access import Page, head_of, may_see, me
from mingzhi.record import selectors
from mingzhi.record.models import Dossier

register = template.Library()
# 摘要里列几项未了的期限；其余的在案卷首页。
SHOWN = 6


@register.inclusion_tag("desk/brief.html", takes_context=True)
def brief(context: RequestContext, dossier: Dossier | None) -> dict[str, Any]:
    """一卷的现状摘要。看不到案卷首页的人不显示。"""
    request = context["request"]
    actor = me(request)
    if dossier is None or not may_see(actor, dossier, Page.OVERVIEW):
        return {"head": None}
    today = clock.today(request)
    acts = selectors.acts(dossier)
    now = selectors.standing_of(dossier, today)
    running = now.open_dues
    return {
        "request": request,
        "dossier": dossier,
        "today": today,
        "head": head_of(dossier, today, actor, acts=acts, standing=now),
        "urgent": running[0] if running else None,
        "running": [duty(due, today) for due in running[:SHOWN]],
        "more": max(len(running) - SHOWN, 0),
    }
