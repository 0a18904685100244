"""查阅的办理：登记申请、负责人批、发查阅地址、办毕（CQ-R-23）。"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mingzhi.archive.selectors import Consultation, Volumes, consultations
from mingzhi.archive.services import NotNow, finish, issue_reading
from mingzhi.archive.shown import candidates
from mingzhi.archive.views.common import FAULTS, LEADERS, Trouble, file_for, only, trouble
from mingzhi.casework.actor import Role
from mingzhi.casework.acts.archive import Applicant, Volume
from mingzhi.people import clock
from mingzhi.people.access import dossier_context
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.record.append import append
from mingzhi.record.models import Dossier


def _back(pk: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('archive:dossier', args=[pk])}#consultations")


@signed_in
def request_(request: StaffRequest, pk: UUID) -> HttpResponse:
    """登记查阅申请：谁、身份核对没有、用途。"""
    dossier, found = file_for(request, pk)
    me = only(request, Role.ARCHIVIST, Role.HANDLER, Role.UNIT_HEAD)
    given: dict[str, object] = {
        "applicant": Applicant.PARTY.value,
        "name": found.file.party_name,
        "requested_on": f"{found.today:%Y-%m-%d}",
        "purpose": "",
        "identity_checked": False,
    }
    why: Trouble | None = None
    if request.method == "POST":
        given = {name: request.POST.get(name, "").strip() for name in given}
        given["identity_checked"] = bool(request.POST.get("identity_checked"))
        body = given | {"requested_on": given["requested_on"] or None}
        now = clock.now(request)
        if not given["name"]:
            why = Trouble("填写有误", ("姓名或者名称：请填写。",), errors={"name": "请填写。"})
        else:
            try:
                append(dossier, "consultation.requested", body, by=me, happened=now, now=now)
            except FAULTS as error:
                why = trouble(error)
            else:
                messages.success(request, "已经登记查阅申请，等负责人批。")
                return _back(pk)
    context = _context(request, dossier, found) | {"given": given, "why": why, "applicants": list(Applicant)}
    return render(request, "archive/consultation_request.html", context, status=422 if why else 200)


@signed_in
def decide(request: StaffRequest, pk: UUID, number: int) -> HttpResponse:
    """负责人批：同意的写明有效期，只看正卷；不同意的写明理由。"""
    dossier, found = file_for(request, pk)
    me = only(request, *LEADERS)
    each = _one(dossier, found, number)
    if each.approval is not None or each.refusal is not None:
        return _back(pk)
    days = found.press.pack.on(found.today).parameter("consultation.days")
    until = found.today + timedelta(days=int(days)) if days is not None else None
    given = {"until": f"{until:%Y-%m-%d}" if until else "", "opinion": "同意查阅正卷。", "reason": ""}
    why: Trouble | None = None
    if request.method == "POST":
        given = {name: request.POST.get(name, "").strip() for name in given}
        kind, body, why = _decision(request.POST.get("verdict", ""), number, given, found.today)
        now = clock.now(request)
        if why is None:
            try:
                append(dossier, kind, body, by=me, happened=now, now=now)
            except FAULTS as error:
                why = trouble(error)
            else:
                messages.success(request, "已经写入。" if kind.endswith("refused") else "已经同意查阅正卷。")
                return _back(pk)
    context = _context(request, dossier, found) | {"each": each, "given": given, "why": why}
    return render(request, "archive/consultation_decide.html", context, status=422 if why else 200)


def _decision(
    verdict: str, number: int, given: Mapping[str, str], today: date
) -> tuple[str, dict[str, object], Trouble | None]:
    if verdict == "refuse":
        body: dict[str, object] = {"of": number, "reason": given["reason"]}
        why = None if given["reason"] else _field("reason", "不同意的，请写明理由。")
        return "consultation.refused", body, why
    if verdict != "agree":
        return "", {}, _field("verdict", "请选同意或者不同意。")
    body = {
        "of": number,
        "until": given["until"] or None,
        "volume": Volume.MAIN.value,
        "opinion": given["opinion"],
    }
    past = given["until"] and given["until"] < f"{today:%Y-%m-%d}"
    return "consultation.approved", body, _field("until", "有效期不能早于今天。") if past else None


def _field(name: str, says: str) -> Trouble:
    return Trouble("填写有误", (says,), errors={name: says})


@signed_in
@require_http_methods(["GET", "POST"])
def issue(request: StaffRequest, pk: UUID, number: int) -> HttpResponse:
    """发查阅地址：先选可以看的照片、录像；地址只在这一页看得到一次；再发，先前的作废。"""
    dossier, found = file_for(request, pk)
    me = only(request, Role.ARCHIVIST)
    if request.method == "GET":
        context = _context(request, dossier, found) | {"number": number, "pieces": candidates(found)}
        return render(request, "archive/consultation_pieces.html", context)
    shows = request.POST.getlist("shows")
    try:
        reading, token = issue_reading(dossier, found, number, by=me, now=clock.now(request), shows=shows)
    except NotNow as error:
        messages.error(request, str(error))
        return _back(pk)
    address = request.build_absolute_uri(reverse("archive:reading", args=[token]))
    context = _context(request, dossier, found) | {"reading": reading, "address": address}
    return render(request, "archive/consultation_issued.html", context)


@signed_in
@require_POST
def close(request: StaffRequest, pk: UUID, number: int) -> HttpResponse:
    """办毕查阅，写入经过。"""
    dossier, found = file_for(request, pk)
    me = only(request, Role.ARCHIVIST)
    try:
        finish(
            dossier,
            found,
            number,
            by=me,
            now=clock.now(request),
            copied=bool(request.POST.get("copied")),
        )
    except FAULTS as error:
        told = trouble(error)
        messages.error(request, "；".join((*told.says, *(each.lacks for each in told.grounds))))
    else:
        messages.success(request, "已经记下查阅经过，查阅地址随即失效。")
    return _back(pk)


def _one(dossier: Dossier, found: Volumes, number: int) -> Consultation:
    each = next(
        (each for each in consultations(dossier, found.file, found.today) if each.request.number == number),
        None,
    )
    if each is None:
        raise Http404
    return each


def _context(request: StaffRequest, dossier: Dossier, found: Volumes) -> dict[str, object]:
    return dossier_context(request, dossier, "archive", acts=found.press.acts, standing=found.standing)
