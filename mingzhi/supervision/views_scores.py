"""案卷评查的页面、信用数据的导出。"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mingzhi.casework.act import Matter
from mingzhi.casework.purposes import CREDIT, SCORING
from mingzhi.people import clock
from mingzhi.people.access import may_see, note
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.people.purposes import of_bureau
from mingzhi.record.access import note_access
from mingzhi.record.models import Dossier, Projection
from mingzhi.record.selectors import acts, pack_for
from mingzhi.supervision.credit import as_csv, rows
from mingzhi.supervision.scoring import score_sheet
from mingzhi.supervision.views import only

# 列表里一次至多评这么多卷：近来结案、归档的。
MOST = 100


@signed_in
@require_GET
def scores(request: StaffRequest) -> HttpResponse:
    """已结案、归档的各卷，得分低的在前。"""
    actor, today = only(request), clock.today(request)
    found = Projection.objects.filter(agency=actor.agency, dossier__matter=Matter.CASE.value)
    done = (found.filter(closed=True) | found.filter(archived=True)).select_related("dossier")
    sheets = [
        (row, score_sheet(pack_for(row.dossier), acts(row.dossier), today))
        for row in done.defer("text").order_by("-updated")[:MOST]
        if may_see(actor, row.dossier)
    ]
    sheets.sort(key=lambda pair: (pair[1].total, -pair[1].faults))
    return render(request, "supervision/scores.html", {"sheets": sheets, "most": MOST})


@signed_in
@require_GET
def score(request: StaffRequest, pk: UUID) -> HttpResponse:
    """一卷的评查表：每一分扣在哪里；由人判断的留空。"""
    actor = only(request)
    dossier = Dossier.objects.filter(pk=pk).first()
    if dossier is None or not may_see(actor, dossier):
        raise Http404
    note(request, dossier, "案卷评查", of_bureau(actor.agency, SCORING, clock.today(request)))
    sheet = score_sheet(pack_for(dossier), acts(dossier), clock.today(request))
    row = Projection.objects.get(dossier=dossier)
    return render(request, "supervision/score.html", {"sheet": sheet, "row": row, "dossier": dossier})


@signed_in
@require_GET
def credit(request: StaffRequest) -> HttpResponse:
    """信用数据：公示着的处罚决定，照双公示的栏目；导出留下记录。"""
    actor = only(request)
    body = as_csv(rows(request.user.agency))
    purpose = of_bureau(actor.agency, CREDIT, clock.today(request))
    note_access(actor, None, "导出信用数据", now=clock.now(request), purpose=purpose)
    headers = {"Content-Disposition": f'attachment; filename="credit-{clock.today(request)}.csv"'}
    return HttpResponse(body, content_type="text/csv; charset=utf-8", headers=headers)
