"""待立卷、一卷的归档页、立卷归档、看卷内一件和合订本。"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from mingzhi.archive.completeness import properties
from mingzhi.archive.disposal import asked, expired, held, proposals
from mingzhi.archive.models import PackageJob
from mingzhi.archive.selectors import Volumes, archived, consultations, pending, waiting
from mingzhi.archive.services import assemble as write
from mingzhi.archive.services import bound, prefill, retentions, safe
from mingzhi.archive.tasks import stalled
from mingzhi.archive.views.common import FAULTS, KEEPERS, LEADERS, Trouble, actor, file_for, only, trouble
from mingzhi.archive.volumes import Entry, total
from mingzhi.casework.actor import Actor, Officer, Role
from mingzhi.casework.acts.archive import FileAssembled, Volume
from mingzhi.casework.disposal import kept_until
from mingzhi.instruments.services import as_pdf, as_word
from mingzhi.people import clock
from mingzhi.people.access import dossier_context, hides, may_see_confidential, note
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.people.models import Person
from mingzhi.people.selectors import actor_for, officer_of, people_with
from mingzhi.record.exhibits import is_stored
from mingzhi.record.models import Dossier

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@signed_in
@require_GET
def queue(request: StaffRequest) -> HttpResponse:
    """待立卷：已经结案的各卷，期限紧的在前；等负责人批的查阅。"""
    me = only(request, *KEEPERS, *LEADERS, Role.HANDLER, Role.UNIT_HEAD)
    today = clock.today(request)
    context = {
        "waiting": waiting(me, today),
        "archived": archived(me),
        "pending": pending(me, today),
        "expired": expired(me, today),
        "asked": asked(me),
        "keeps": me.has(Role.ARCHIVIST),
        "decides": me.has(*LEADERS),
    }
    return render(request, "archive/queue.html", context)


@dataclass(frozen=True)
class Row:
    """目录的一行；hidden 的只说有这一件，不给看内容。"""

    entry: Entry
    hidden: bool


@dataclass(frozen=True)
class Half:
    """正卷或者副卷。"""

    volume: Volume
    rows: tuple[Row, ...]
    pages: int
    whole: bool


def halves(found: Volumes, dossier: Dossier, me: Actor) -> tuple[Half, ...]:
    """两卷；限制知悉的，没有岗位的人看不到内容，也看不到副卷的合订本。"""
    acts = found.file.by_number
    sees = may_see_confidential(me, dossier)
    return tuple(
        Half(
            volume,
            tuple(Row(entry, hides(me, dossier, acts[entry.act])) for entry in found.of(volume)),
            total(found.of(volume)),
            volume is Volume.MAIN or sees,
        )
        for volume in Volume
    )


@signed_in
@require_GET
def dossier(request: StaffRequest, pk: UUID) -> HttpResponse:
    """一卷的归档页：两卷、核对、四性检测、档案包、查阅。"""
    found_dossier, found = file_for(request, pk)
    me = actor(request)
    jobs = list(PackageJob.objects.filter(dossier=found_dossier).order_by("-asked")[:10])
    context = dossier_context(
        request, found_dossier, "archive", acts=found.press.acts, standing=found.standing
    ) | {
        "found": found,
        "halves": halves(found, found_dossier, me),
        "tested": properties(found.file, found.entries, stored=is_stored),
        "jobs": jobs,
        "stalled": {job.pk for job in jobs if stalled(job)},
        "proposals": [
            (each, held(each.body.disposed, done=True) if each.disposed else ())
            for each in proposals(found.file)
        ],
        "kept_until": kept_until(found.file),
        "consultations": consultations(found_dossier, found.file, found.today),
        "archives": me.has(Role.ARCHIVIST),
        "exports": me.has(*KEEPERS),
        "decides": me.has(*LEADERS),
        "registers": me.has(Role.ARCHIVIST, Role.HANDLER, Role.UNIT_HEAD),
    }
    return render(request, "archive/dossier.html", context)


# 立卷 ---------------------------------------------------------------------------------------------


@signed_in
def assemble(request: StaffRequest, pk: UUID) -> HttpResponse:
    """立卷归档：看两卷的次序，填档号、保管期限、立卷人、检查人。"""
    found_dossier, found = file_for(request, pk)
    me = only(request, Role.ARCHIVIST)
    if found.act is not None:
        return HttpResponseRedirect(reverse("archive:dossier", args=[pk]))
    why: Trouble | None = None
    given = typed(prefill(found, by=me))
    if request.method == "POST":
        given = {name: request.POST.get(name, "").strip() for name in given}
        try:
            _write(request, found, me, given)
        except FAULTS as error:
            why = trouble(error)
        else:
            messages.success(request, "已经立卷归档。可以导出档案包。")
            return HttpResponseRedirect(reverse("archive:dossier", args=[pk]))
    context = dossier_context(
        request, found_dossier, "archive", acts=found.press.acts, standing=found.standing
    ) | {
        "found": found,
        "halves": halves(found, found_dossier, me),
        "given": given,
        "why": why,
        "retentions": retentions(found.press.pack.on(found.today)),
        "assemblers": people(found, me, Role.HANDLER),
        "checkers": people(found, me, Role.ARCHIVIST),
        "orders": orders_of(request.POST, found),
        "moved": set(moved_of(request.POST, found)),
    }
    return render(request, "archive/assemble.html", context, status=422 if why else 200)


def _write(request: StaffRequest, found: Volumes, me: Actor, given: dict[str, str]) -> None:
    expects = request.POST.get("expects", "")
    write(
        found,
        by=me,
        now=clock.now(request),
        expects=int(expects) if expects.isdigit() else len(found.press.acts),
        archive_no=given["archive_no"],
        retention=given["retention"],
        situation=given["situation"],
        assembler=_officer(given["assembler"], found, me, Role.HANDLER),
        checker=_officer(given["checker"], found, me, Role.ARCHIVIST),
        moved=moved_of(request.POST, found),
        orders=orders_of(request.POST, found),
    )


def typed(body: FileAssembled) -> dict[str, str]:
    """预填的几栏。"""
    return {
        "archive_no": body.archive_no,
        "retention": body.retention,
        "situation": body.situation,
        "assembler": body.assembler.number if body.assembler else "",
        "checker": body.checker.number if body.checker else "",
    }


def moved_of(posted: QueryDict, found: Volumes) -> dict[str, Volume]:
    """勾选了移入副卷的各件。"""
    return {entry.key: Volume.AUXILIARY for entry in found.entries if posted.get(f"aside-{entry.key}")}


def orders_of(posted: QueryDict, found: Volumes) -> dict[str, int]:
    """每件的次序；没有填的照原来的。"""
    orders = {}
    for volume in Volume:
        for place, entry in enumerate(found.of(volume), start=1):
            given = posted.get(f"order-{entry.key}", "")
            # 同一个数的，照原来的先后。
            orders[entry.key] = int(given) if given.isdecimal() and len(given) < 6 else place
    return orders


def people(found: Volumes, me: Actor, role: Role) -> tuple[Officer, ...]:
    """立卷人、检查人可以是谁：本机关有这个岗位的现职人员，以及本案承办人。"""
    handlers = found.file.handlers if role is Role.HANDLER else ()
    staff = people_with(me.agency, role, found.today)
    each = {officer.number: officer for officer in handlers}
    each |= {person.number: actor_for(person, found.today).officer() for person in staff}
    return tuple(each.values())


def _officer(number: str, found: Volumes, me: Actor, role: Role) -> Officer | None:
    if number not in {each.number for each in people(found, me, role)}:
        return None
    try:
        return officer_of(number, found.today)
    except Person.DoesNotExist:
        return next(each for each in found.file.handlers if each.number == number)


# 看 -----------------------------------------------------------------------------------------------


@signed_in
@require_GET
def document(request: StaffRequest, pk: UUID, key: str, suffix: str) -> HttpResponse:
    """卷内一件的 PDF 或者 Word。"""
    found_dossier, found = file_for(request, pk)
    entry = found.entry(key)
    if entry is None or hides(actor(request), found_dossier, found.file.by_number[entry.act]):
        raise Http404
    note(request, found_dossier, f"卷内文件：{entry.title}")
    rendered = found.press.entry(entry)
    if suffix == "pdf":
        return sent(as_pdf(rendered), "application/pdf", f"{safe(entry.title)}.pdf")
    return sent(as_word(rendered), WORD, f"{safe(entry.title)}.docx", save=True)


@signed_in
@require_GET
def whole(request: StaffRequest, pk: UUID, volume: str) -> HttpResponse:
    """一卷的合订本。副卷里有举报人的材料，只给承办人和机关负责人。"""
    found_dossier, found = file_for(request, pk)
    which = Volume(volume)
    if which is Volume.AUXILIARY and not may_see_confidential(actor(request), found_dossier):
        raise Http404
    note(request, found_dossier, f"合订本：{which.label}")
    return sent(bound(found, which), "application/pdf", f"{safe(found.file.title)} {which.label}.pdf")


def sent(content: bytes, media_type: str, name: str, *, save: bool = False) -> HttpResponse:
    """一份文件；save 的另存，其余在浏览器里打开。"""
    headers: dict[str, Any] = {"X-Content-Type-Options": "nosniff"}
    response = HttpResponse(content, content_type=media_type, headers=headers)
    response.headers["Content-Disposition"] = disposition(name, save=save)
    return response


def disposition(name: str, *, save: bool) -> str:
    return content_disposition_header(save, name) or ("attachment" if save else "inline")
