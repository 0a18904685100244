"""条款登记：本地规则文件的每一条，由哪些规则、功能做到，用什么证明，本局的数字。门户上的同一页在 portal。"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from mingzhi.disclosure import register
from mingzhi.people import clock
from mingzhi.people.middleware import StaffRequest, signed_in


@signed_in
def index(request: StaffRequest) -> HttpResponse:
    """条款登记；?form=csv、json 是同样内容的文件。"""
    agency, today = request.user.agency, clock.today(request)
    kind, order, form = (request.GET.get(name, "") for name in ("kind", "order", "form"))
    query = register.ClauseQuery(
        request.GET.get("q", "").strip()[:100],
        kind if kind in register.LABELS else "",
        order if order in register.ORDERS else "",
    )
    every = register.clause_rows(agency, today, register.ClauseQuery(), public=False)
    rows = register.clause_rows(agency, today, query, public=False)
    if form == "csv":
        return _file(register.as_csv(rows), "clauses.csv", "text/csv")
    if form == "json":
        return _file(register.as_json(rows, agency.name, today), "clauses.json", "application/json")
    kept = request.GET.copy()
    kept.pop("form", None)
    context = {
        "rows": rows,
        "counts": register.counts(every),
        "total": len(every),
        "asked": query,
        "orders": register.ORDERS,
        "kept": kept.urlencode(),
        "today": today,
    }
    return render(request, "desk/clauses.html", context)


def _file(body: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(body, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
