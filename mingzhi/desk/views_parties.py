"""同一执法对象的页：一个当事人的各案和各项记录（CQ-R-24-c）。"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from mingzhi.desk.parties import party_file
from mingzhi.people.access import Page, dossier_for, note
from mingzhi.people.middleware import StaffRequest, signed_in


@signed_in
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """这一卷的当事人的各案。"""
    dossier = dossier_for(request, pk, Page.OVERVIEW)
    found = party_file(request.actor, dossier)
    if found is None:
        raise Http404
    for case in found.cases:
        if case.dossier.pk != dossier.pk:
            note(request, case.dossier, "同一当事人的各案")
    return render(request, "desk/party.html", {"found": found, "dossier": dossier})
