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
from mingzhi.casework.purposes import SUPERVISION
from mingzhi.people import clock
from mingzhi.people.access import may_see, me
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.people.purposes import of_bureau, stated
from mingzhi.people.selectors import staffing
from mingzhi.record.access import note_access
from mingzhi.record.models import Dossier
from mingzhi.supervision.accesses import Filter, accesses, as_csv
from mingzhi.supervision.cases import cases
from mingzhi.supervision.figures import by_clause, chart, gauge, measures, years

PER_PAGE = 50
SUPERVISING = (Role.SUPERVISOR, Role.PRINCIPAL, Role.DEPUTY)


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
    purpose = of_bureau(actor.agency, SUPERVISION, clock.today(request))
    note_access(actor, None, "导出查阅记录", now=clock.now(request), purpose=purpose)
    headers = {"Content-Disposition": f'attachment; filename="access-{clock.today(request)}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


# 调阅 ---------------------------------------------------------------------------------------------


@signed_in
@require_GET
def open_dossier(request: StaffRequest, pk: UUID) -> HttpResponse:
    """调阅一卷：先写用途，记下来，再到案卷里看；同一天同一卷只问一次（QL-2.2.4-d）。"""
    actor = only(request)
    dossier = Dossier.objects.filter(pk=pk).first()
    if dossier is None or not may_see(actor, dossier):
        raise Http404
    there = _place(dossier, request.GET.get("act", ""))
    if stated(request, dossier):
        return HttpResponseRedirect(there)
    return HttpResponseRedirect(f"{reverse('people:purpose', args=[pk])}?{urlencode({'next': there})}")


def _place(dossier: Dossier, number: str) -> str:
    """去看哪里：指明第几号的是那一项，否则是一卷。"""
    if number.isdecimal() and len(number) < 7:
        return reverse("desk:act", args=[dossier.pk, int(number)])
    return reverse("desk:dossier", args=[dossier.pk])
