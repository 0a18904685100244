"""线索、案卷、检查的页面。"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mingzhi.casework.act import Stage
from mingzhi.casework.duties import Lamp
from mingzhi.desk import lists
from mingzhi.desk.lists import Row, State
from mingzhi.desk.sheets import as_csv
from mingzhi.people import clock
from mingzhi.people.middleware import StaffRequest, signed_in

SORTS = {"due": "期限", "no": "案号", "party": "当事人", "stage": "阶段", "recent": "最近记录"}
LAMPS = (Lamp.LATE, Lamp.DUE, Lamp.NEAR, Lamp.FINE)
PER_PAGE = 50
HEAD = ("案号", "案件", "当事人", "案由", "阶段", "期限", "灯", "期限名称", "在谁手中", "立案日期")


@signed_in
def dossiers(request: StaffRequest) -> HttpResponse:
    """案卷：查找、按阶段和灯筛、排序、导出。"""
    asked = request.GET
    query = asked.get("q", "")
    state = next((each for each in State if each.value == asked.get("state")), State.OPEN)
    sort = asked.get("sort", "") if asked.get("sort", "") in SORTS else "due"
    found = lists.dossiers(
        request.actor,
        clock.today(request),
        query=query,
        stage=asked.get("stage", "") if asked.get("stage") in {each.value for each in Stage} else "",
        lamp=asked.get("lamp", ""),
        state=state,
        mine=asked.get("mine") == "1",
        sort=sort,
    )
    if asked.get("format") == "csv":
        return as_csv(f"案卷 {clock.today(request).isoformat()}", HEAD, (_row(row) for row in found))
    page = Paginator(found, PER_PAGE).get_page(asked.get("page"))
    return render(
        request,
        "desk/dossiers.html",
        {
            "page": page,
            "rows": lists.opens(request.actor, list(page.object_list)),
            "total": len(found),
            "query": query,
            "stages": list(Stage),
            "lamps": LAMPS,
            "states": list(State),
            "state": state,
            "sorts": SORTS,
            "sorted_by": sort,
            "asked": asked,
            "csv": _query(request, format="csv"),
            "before": _query(request, page=str(page.number - 1)) if page.has_previous() else "",
            "after": _query(request, page=str(page.number + 1)) if page.has_next() else "",
        },
    )


def _row(row: Row) -> tuple[object, ...]:
    case = row.case
    return (
        case.document_no,
        case.title,
        case.party,
        case.cause,
        row.stage,
        row.day.isoformat() if row.day else "",
        row.words,
        row.due,
        row.holder,
        case.filed_on.isoformat() if case.filed_on else "",
    )


def _query(request: HttpRequest, **changes: str) -> str:
    wanted = request.GET.copy()
    for name, value in changes.items():
        wanted[name] = value
    return f"?{wanted.urlencode()}"


@signed_in
def leads(request: StaffRequest) -> HttpResponse:
    """线索：还没有立案的。"""
    found = lists.leads(request.actor, clock.today(request))
    return render(request, "desk/leads.html", {"rows": lists.opens(request.actor, found)})


@signed_in
def inspections(request: StaffRequest) -> HttpResponse:
    """检查：安排了的、检查过的。"""
    planned, held = lists.inspections(request.actor, clock.today(request))
    return render(request, "desk/inspections.html", {"planned": planned, "held": held})
