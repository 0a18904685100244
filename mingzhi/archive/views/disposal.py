"""处置的页面：提请销毁、批准并销毁、销毁清册。"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mingzhi.archive.disposal import (
    Held,
    Proposal,
    disposable,
    dispose,
    held,
    items_of,
    listed,
    proposals,
    remembered,
)
from mingzhi.archive.papers import disposal_list
from mingzhi.archive.selectors import Volumes
from mingzhi.archive.services import safe
from mingzhi.archive.views.common import FAULTS, LEADERS, Trouble, file_for, only, trouble
from mingzhi.archive.views.files import sent
from mingzhi.casework.actor import Actor, Officer, Role
from mingzhi.casework.acts.disposal import PROPOSED, DisposalGround, DisposedItem
from mingzhi.casework.disposal import kept_until, retention
from mingzhi.instruments.services import as_pdf
from mingzhi.people import clock
from mingzhi.people.access import dossier_context, note
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.people.selectors import actor_for, people_with
from mingzhi.record.append import append
from mingzhi.record.models import Dossier

WORDS = ("ground", "reason", "appraisal", "authority", "document", "document_on")
# 谁可以鉴定、监销：本机关有这些岗位的现职人员。
PRESENT = (Role.ARCHIVIST, Role.HANDLER, Role.UNIT_HEAD, Role.SUPERVISOR, Role.CUSTODIAN)


def _back(pk: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('archive:dossier', args=[pk])}#disposal")


@signed_in
def propose(request: StaffRequest, pk: UUID) -> HttpResponse:
    """提请处置：依据、销毁哪几项、理由。"""
    dossier, found = file_for(request, pk)
    me = only(request, Role.ARCHIVIST)
    given = dict.fromkeys(WORDS, "")
    items: tuple[DisposedItem, ...] = ()
    chosen: tuple[Officer, ...] = ()
    why: Trouble | None = None
    until = kept_until(found.file)
    if request.method == "POST":
        given = {name: request.POST.get(name, "").strip() for name in WORDS}
        items = _items(request.POST, found)
        chosen = _people(request.POST.getlist("people"), me, found)
        body = {
            **given,
            "ground": given["ground"] or None,
            "document_on": given["document_on"] or None,
            "disposed": [item.model_dump() for item in items],
            "appraisers": chosen,
        }
        now = clock.now(request)
        try:
            append(dossier, PROPOSED, body, by=me, happened=now, now=now)
        except FAULTS as error:
            why = trouble(error)
        else:
            left = held(items)
            told = "已经提请处置，等负责人批。"
            if left:
                last_day = f"{left[-1].until:%Y-%m-%d}"
                told += f"其中 {len(left)} 份材料存放处锁到 {last_day}，批准以后谁也打不开，到期才销毁。"
            messages.success(request, told)
            return _back(pk)
    elif until is not None and until < found.today:
        # 期满的整卷鉴定：先都勾上，要留的去掉。
        given["ground"] = DisposalGround.EXPIRED.value
        acts = tuple(disposable(found.press.acts))
        items = items_of(
            found.press.acts,
            [act.number for act in acts],
            [(act.number, each.sha256) for act in acts for each in act.exhibits],
        )
    bodies = {item.act for item in items if item.body}
    digests = {f"{item.act}-{digest}" for item in items for digest in item.digests}
    context = _context(request, dossier, found) | {
        "given": given,
        "why": why,
        "grounds": list(DisposalGround),
        "rows": [
            (
                act,
                act.number in bodies,
                [
                    (each, f"{act.number}-{each.sha256}" in digests)
                    for each in act.exhibits
                    if not each.disposed
                ],
            )
            for act in disposable(found.press.acts)
        ],
        "people": [(each, each in chosen) for each in _present(me, found)],
        "until": until,
        "retention": retention(found.file),
    }
    return render(request, "archive/disposal_propose.html", context, status=422 if why else 200)


@signed_in
def decide(request: StaffRequest, pk: UUID, number: int) -> HttpResponse:
    """负责人批：同意的当场销毁，不能恢复；不同意的写明理由。"""
    dossier, found = file_for(request, pk)
    me = only(request, *LEADERS)
    one = _one(found, number)
    if not one.open:
        return _back(pk)
    given = {"method": "覆写并删除电子文件", "opinion": "", "reason": "", "retention": "", "verdict": ""}
    chosen: tuple[Officer, ...] = ()
    why: Trouble | None = None
    if request.method == "POST":
        given = {name: request.POST.get(name, "").strip() for name in given}
        chosen = _people(request.POST.getlist("people"), me, found)
        now = clock.now(request)
        try:
            if given["verdict"] == "agree":
                dispose(
                    dossier,
                    one,
                    found.standing,
                    by=me,
                    now=now,
                    method=given["method"],
                    witnesses=chosen,
                    opinion=given["opinion"],
                )
                messages.success(request, _told(held(one.body.disposed, done=True)))
                return _back(pk)
            if given["verdict"] == "decline":
                body = {"of": number, "reason": given["reason"], "retention": given["retention"]}
                append(dossier, "disposal.declined", body, by=me, happened=now, now=now)
                messages.success(request, "已经写入：不同意处置。")
                return _back(pk)
            why = Trouble("填写有误", ("请选同意销毁或者不同意。",), errors={"verdict": "请选。"})
        except FAULTS as error:
            why = trouble(error)
    context = _context(request, dossier, found) | {
        "one": one,
        "given": given,
        "why": why,
        "lines": listed(dossier, found.press.acts, one.body.disposed),
        "held": _held(one),
        "remembered": remembered(found.standing, one.body.disposed),
        "people": [(each, each in chosen) for each in _present(me, found)],
    }
    return render(request, "archive/disposal_decide.html", context, status=422 if why else 200)


@signed_in
@require_GET
def certificate(request: StaffRequest, pk: UUID, number: int) -> HttpResponse:
    """销毁清册（PDF）：批以前的是拟销毁的清单，批以后写明谁批、何时、怎样销毁。"""
    dossier, found = file_for(request, pk)
    one = _one(found, number)
    note(request, dossier, f"销毁清册：第 {number} 号")
    lines = listed(dossier, found.press.acts, one.body.disposed)
    rendered = disposal_list(found.press, one.act, one.disposed, lines, _held(one))
    return sent(as_pdf(rendered), "application/pdf", f"{safe(rendered.title)}.pdf")


def _held(one: Proposal) -> tuple[Held, ...]:
    return held(one.body.disposed, done=one.disposed is not None)


def _told(left: tuple[Held, ...]) -> str:
    """办完以后说的话：存放的地方还锁着的，说锁到哪天。"""
    if not left:
        return "已经销毁，不能恢复。销毁清册可以打印，请监销人签字。"
    return (
        f"已经写入，不能恢复：内容已经销毁，材料从现在起谁也打不开。其中 {len(left)} 份存放处的锁没有到期，"
        f"锁到 {left[-1].until:%Y-%m-%d}，到期以后自动销毁，不用再办；清册里写明了。"
    )


def _one(found: Volumes, number: int) -> Proposal:
    one = next((each for each in proposals(found.file) if each.act.number == number), None)
    if one is None:
        raise Http404
    return one


def _items(posted: QueryDict, found: Volumes) -> tuple[DisposedItem, ...]:
    bodies = [int(each) for each in posted.getlist("body") if each.isdecimal() and len(each) < 9]
    files = []
    for each in posted.getlist("exhibit"):
        number, _, digest = each.partition("-")
        if number.isdecimal() and len(number) < 9:
            files.append((int(number), digest))
    return items_of(found.press.acts, bodies, files)


def _present(me: Actor, found: Volumes) -> tuple[Officer, ...]:
    staff = [person for role in PRESENT for person in people_with(me.agency, role, found.today)]
    each = {person.number: actor_for(person, found.today).officer() for person in staff}
    return tuple(each[number] for number in sorted(each))


def _people(numbers: list[str], me: Actor, found: Volumes) -> tuple[Officer, ...]:
    return tuple(each for each in _present(me, found) if each.number in numbers)


def _context(request: StaffRequest, dossier: Dossier, found: Volumes) -> dict[str, object]:
    return dossier_context(request, dossier, "archive", acts=found.press.acts, standing=found.standing)
