"""监督的页面：数字、每一条、每个指标、查阅记录、开卷。数字点得开，看得到是哪几件。"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from mingzhi.casework.actor import Actor, Role
from mingzhi.casework.casefile import CaseFile
from mingzhi.people import clock
from mingzhi.people.access import may_see, me, note
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.people.selectors import staffing
from mingzhi.record.access import note_access
from mingzhi.record.models import Dossier
from mingzhi.record.selectors import acts
from mingzhi.supervision.accesses import Filter, accesses, as_csv
from mingzhi.supervision.cases import cases
from mingzhi.supervision.figures import by_clause, chart, gauge, measures, years

PER_PAGE = 50
SUPERVISING = (Role.SUPERVISOR, Role.PRINCIPAL, Role.DEPUTY)
PURPOSES = ("案卷评查", "执法监督", "评议考核", "舆情应对")
OPENED = "supervision-opened"


def only(request: HttpRequest) -> Actor:
    """监督人员和机关的负责人；别人 404。"""
    actor = me(request)
    if actor is None or not actor.has(*SUPERVISING):
        raise Http404
    return actor


def year_of(request: HttpRequest) -> int | None:
    """选的年份；没有选的、看不懂的，是全部。"""
    given = request.GET.get("year", "")
    return int(given) if given.isdecimal() and len(given) == 4 else None


def figures(request: HttpRequest) -> dict[str, Any]:
    """各页共用的数字。"""
    actor, today, year = only(request), clock.today(request), year_of(request)
    every = cases(actor.agency, today)
    return {
        "year": year,
        "years": years(every, today),
        "clauses": by_clause(every, year),
        "measures": measures(every, year),
        "count": len(every),
    }


@signed_in
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """监督：逾期和晚办按条款、四个指标、审核力量。"""
    context = figures(request)
    staff = staffing(only(request).agency, clock.today(request))
    context |= {
        "chart": chart(context["clauses"]),
        "staffing": staff,
        "gauge": gauge(staff.reviewers, staff.needed),
    }
    return render(request, "supervision/index.html", context)


@signed_in
@require_GET
def clause(request: StaffRequest, rule: str) -> HttpResponse:
    """一条规则下的每一件。"""
    context = figures(request)
    found = next((each for each in context["clauses"] if each.rule == rule), None)
    if found is None:
        raise Http404
    return render(request, "supervision/clause.html", context | {"clause": found})


@signed_in
@require_GET
def measure(request: StaffRequest, word: str) -> HttpResponse:
    """一个指标下的每一件。"""
    context = figures(request)
    found = next((each for each in context["measures"] if each.word == word), None)
    if found is None:
        raise Http404
    return render(request, "supervision/measure.html", context | {"measure": found})


# 查阅记录 -----------------------------------------------------------------------------------------


@signed_in
@require_GET
def log(request: StaffRequest) -> HttpResponse:
    """查阅记录，可以筛。"""
    actor, chosen = only(request), Filter.of(request.GET.dict())
    page = Paginator(accesses(actor.agency, chosen), PER_PAGE).get_page(request.GET.get("page"))
    kept = {name: value for name, value in request.GET.dict().items() if name != "page" and value}
    context = {"page": page, "chosen": chosen, "kept": urlencode(kept)}
    return render(request, "supervision/log.html", context)


@signed_in
@require_GET
def log_csv(request: StaffRequest) -> HttpResponse:
    """查阅记录的表格；导出也留下记录。"""
    actor, chosen = only(request), Filter.of(request.GET.dict())
    content = b"".join(as_csv(accesses(actor.agency, chosen)))
    note_access(actor, None, "导出查阅记录", now=clock.now(request), purpose="执法监督")
    headers = {"Content-Disposition": f'attachment; filename="access-{clock.today(request)}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


# 调阅 ---------------------------------------------------------------------------------------------


@signed_in
def open_dossier(request: StaffRequest, pk: UUID) -> HttpResponse:
    """调阅一卷：先写用途，记下来，再到案卷里看；同一天同一卷只问一次（QL-2.2.4-d）。"""
    actor = only(request)
    dossier = Dossier.objects.filter(pk=pk).first()
    if dossier is None or not may_see(actor, dossier):
        raise Http404
    number = request.POST.get("act") or request.GET.get("act", "")
    there = _place(dossier, number)
    today = f"{clock.today(request)}"
    opened: dict[str, str] = request.session.get(OPENED, {})
    if opened.get(str(pk)) == today:
        return HttpResponseRedirect(there)
    purpose = " ".join(request.POST.get("purpose", "").split())[:200]
    why = ""
    if request.method == "POST":
        if purpose:
            note(request, dossier, "调阅案卷", purpose)
            request.session[OPENED] = {**opened, str(pk): today}
            return HttpResponseRedirect(there)
        why = "请写明用途。实时调阅都留下记录，本案的承办人看得到。"
    file = CaseFile(acts(dossier))
    context = {"dossier": dossier, "file": file, "act": number, "why": why, "purposes": PURPOSES}
    return render(request, "supervision/open.html", context, status=422 if why else 200)


def _place(dossier: Dossier, number: str) -> str:
    """去看哪里：指明第几号的是那一项，否则是一卷。"""
    if number.isdecimal() and len(number) < 7:
        return reverse("desk:act", args=[dossier.pk, int(number)])
    return reverse("desk:dossier", args=[dossier.pk])
