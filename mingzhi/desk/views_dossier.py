"""案卷的各页：概况、文书、证据音像、审核、公示、归档、查阅记录。"""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from mingzhi.casework.act import KINDS
from mingzhi.casework.actor import Role
from mingzhi.casework.acts.archive import FileAssembled
from mingzhi.casework.acts.evidence import EvidenceAdded, RecordingIngested
from mingzhi.desk import bars, overview, rounds
from mingzhi.desk.case import open_case
from mingzhi.desk.links import link, new_act
from mingzhi.desk.menu import menu
from mingzhi.desk.timeline import MINOR, documents, entries, exhibits
from mingzhi.desk.weighing import on_file
from mingzhi.disclosure import progress
from mingzhi.people.access import Page, page_of
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.record.models import AccessLog
from mingzhi.record.selectors import rows

PER_PAGE = 100


@signed_in
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """概况：办案经过、下一步、现在还不能做的、期限、齐备情况。"""
    case = open_case(request, pk, Page.OVERVIEW)
    now, whole = case.standing, request.GET.get("all") == "1"
    rules = case.pack.rules
    first, more = overview.barred(now, rules, case.acts, case.dossier.agency)
    running, past = overview.duties(now)
    suggested, others = overview.doing(now, case.actor, case.roles, pk)
    digests = dict(rows(case.dossier).values_list("number", "sha256")) if whole else {}
    return render(
        request,
        "desk/overview.html",
        case.context(
            whole=whole,
            minor=sum(act.kind in MINOR for act in case.acts if page_of(act.kind) in case.pages),
            entries=entries(
                pk,
                case.pack,
                case.acts,
                now,
                hidden=case.hidden,
                pages=case.pages,
                broken=case.broken,
                digests=digests,
                whole=whole,
            ),
            suggested=suggested,
            stuck=overview.stuck(now, case.roles, pk),
            menu=menu(
                now, [each.offer for each in others], case.roles, pk, request.GET.get("act", "").strip()[:50]
            ),
            barred=first,
            barred_more=more,
            running=running,
            past=past,
            open_checks=sum(not check.present for check in now.checks),
            explain_url=new_act(pk, "defect.explained"),
            privacy=overview.privacy(now, case.acts, case.dossier.agency),
            panel=on_file(case.pack, case.acts, case.today, case.dossier, case.actor),
            because=[overview.why(rule, case.today) for rule in now.review.because],
            reads=AccessLog.objects.filter(dossier=case.dossier).count(),
            log_url=link("desk:dossier-log", pk) if Page.LOG in case.pages else "",
            progress_code=progress.given(case.dossier),
        ),
    )


@signed_in
def papers(request: StaffRequest, pk: UUID) -> HttpResponse:
    """文书：每一项行为产生的文书，预览、PDF、Word。"""
    case = open_case(request, pk, Page.DOCUMENTS)
    groups = []
    for act in case.acts:
        if page_of(act.kind) not in case.pages:
            continue
        hidden = act.number in case.hidden
        found = [] if hidden else list(documents(pk, case.pack, act))
        scans = [
            other
            for other in case.acts
            if other.kind in ("scan.returned", "document.edited")
            and getattr(other.body, "of", None) == act.number
        ]
        if found or scans:
            groups.append((act, KINDS[act.kind].name, found, scans))
    return render(request, "desk/papers.html", case.context(groups=groups))


@signed_in
def media(request: StaffRequest, pk: UUID) -> HttpResponse:
    """证据音像：证据及证明对象，音像资料，录像有没有盖住全过程。"""
    case = open_case(request, pk, Page.MEDIA)
    evidence = [
        (act, act.body, list(exhibits(pk, act)))
        for act in case.file.all("evidence.added")
        if isinstance(act.body, EvidenceAdded)
    ]
    recordings = [
        (act, act.body, list(exhibits(pk, act)))
        for act in case.file.all("recording.ingested")
        if isinstance(act.body, RecordingIngested)
    ]
    allowed = any(
        offer.kind == "recording.ingested" and any(role in offer.roles for role in case.roles)
        for offer in case.standing.offers
    )
    return render(
        request,
        "desk/media.html",
        case.context(
            evidence=evidence,
            recordings=recordings,
            coverages=[bars.bar(each) for each in case.standing.coverages],
            ingest_url=new_act(pk, "recording.ingested") if allowed else "",
            explain_url=new_act(pk, "defect.explained") if Page.OVERVIEW in case.pages else "",
        ),
    )


@signed_in
def review(request: StaffRequest, pk: UUID) -> HttpResponse:
    """审核：要不要审核、为什么，一轮一轮的送审、意见和回应。"""
    case = open_case(request, pk, Page.REVIEW)
    because = [overview.why(rule, case.today) for rule in case.standing.review.because]
    return render(
        request,
        "desk/review.html",
        case.context(
            because=because,
            rounds=rounds.rounds(case.acts, pk),
            reviewing=bool({Role.REVIEWER, Role.REVIEW_HEAD} & set(case.roles)),
        ),
    )


@signed_in
def disclosure(request: StaffRequest, pk: UUID) -> HttpResponse:
    """公示：要公示什么、依据、期限、到哪一步。"""
    case = open_case(request, pk, Page.DISCLOSURE)
    items = [
        (
            item,
            overview.why(item.rule, case.today) if item.rule else None,
            overview.duty(item.due, case.today) if item.due else None,
        )
        for item in case.standing.public
    ]
    steps = [act for act in case.acts if act.kind.startswith("disclosure.")]
    suggested, others = overview.doing(case.standing, case.actor, case.roles, pk)
    doing = [each for each in (*suggested, *others) if each.offer.kind.startswith("disclosure.")]
    return render(
        request,
        "desk/disclosure.html",
        case.context(
            items=items,
            steps=[(act, KINDS[act.kind].name) for act in steps],
            room_url=link("disclosure:dossier", pk) if doing else "",
        ),
    )


@signed_in
def archive(request: StaffRequest, pk: UUID) -> HttpResponse:
    """归档：卷内目录、档案包、查阅。"""
    case = open_case(request, pk, Page.ARCHIVE)
    assembled = case.file.last("file.assembled")
    body = assembled.body if assembled and isinstance(assembled.body, FileAssembled) else None
    running, past = overview.duties(case.standing)
    suggested, others = overview.doing(case.standing, case.actor, case.roles, pk)
    wanted = ("file.", "package.", "consultation.")
    return render(
        request,
        "desk/archive.html",
        case.context(
            assembled=assembled,
            body=body,
            duties=[each for each in (*running, *past) if "file.assembled" in each.due.do],
            consultations=[
                (act, KINDS[act.kind].name) for act in case.acts if act.kind.startswith("consultation.")
            ],
            packages=[act for act in case.acts if act.kind == "package.exported"],
            room_url=link("archive:dossier", pk)
            if any(each.offer.kind.startswith(wanted) for each in (*suggested, *others))
            else "",
        ),
    )


@signed_in
def log(request: StaffRequest, pk: UUID) -> HttpResponse:
    """查阅记录：谁、何时、看了什么、为什么。"""
    case = open_case(request, pk, Page.LOG)
    found = AccessLog.objects.filter(dossier=case.dossier).order_by("-at", "-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/log.html", case.context(page=page))
