"""写明用途：看一卷以前问一句，写了就打开，不用等谁批；一卷一天问一次（QL-2.2.4-d 可实时调阅、每次留下记录）。"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from mingzhi.casework.casefile import CaseFile
from mingzhi.people.access import note, roles_for
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.people.purposes import clean, offered, state
from mingzhi.record.models import Dossier
from mingzhi.record.selectors import acts

OPENED = "调阅案卷"
WHY = "请写明用途。实时调阅都留下记录，本案的承办人看得到。"


@require_http_methods(["GET", "POST"])
@signed_in
def ask(request: StaffRequest, pk: UUID) -> HttpResponse:
    """问用途；写了，记下来，回到要看的那一页。"""
    dossier = Dossier.objects.filter(pk=pk).first()
    roles = roles_for(request.actor, dossier) if dossier is not None else ()
    if dossier is None or not roles:
        raise Http404
    there = where_to(request, dossier)
    why, status = "", 200
    if request.method == "POST":
        purpose = clean(request.POST.get("other", "")) or clean(request.POST.get("purpose", ""))
        if purpose:
            note(request, dossier, OPENED, purpose)
            state(request, dossier, purpose)
            return HttpResponseRedirect(there)
        why, status = WHY, 422
    context = {
        "dossier": dossier,
        "file": CaseFile(acts(dossier)),
        "next": there,
        "why": why,
        "purposes": offered(request, dossier, roles),
    }
    return render(request, "people/purpose.html", context, status=status)


def where_to(request: StaffRequest, dossier: Dossier) -> str:
    """写了以后去哪里：原来要看的，否则这一卷。"""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    try:
        return reverse("desk:dossier", args=[dossier.pk])
    except NoReverseMatch:
        return "/desk/"
