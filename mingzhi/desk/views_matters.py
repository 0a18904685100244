"""申请和登记簿的页面：依申请事项的列表；公示事项登记簿里现在有哪些、公布没有、年度报告到哪一步。"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mingzhi.casework import listings
from mingzhi.casework.act import KINDS, Act, Matter
from mingzhi.casework.actor import Actor
from mingzhi.casework.acts.annual import AnnualApproved, AnnualDrafted, AnnualSent
from mingzhi.casework.acts.listing import GuideListed
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.sentences import sentence
from mingzhi.casework.standing import standing
from mingzhi.desk import lists, overview
from mingzhi.disclosure import annual
from mingzhi.disclosure.models import PublicListing
from mingzhi.people import clock
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.people.selectors import agency_value
from mingzhi.record.dossiers import register_of
from mingzhi.record.models import Dossier
from mingzhi.record.selectors import acts as acts_of
from mingzhi.record.selectors import pack_for

BEGIN = ("application.received", "reward.proposed")
BOARD = (*listings.KINDS_LISTED, "annual.drafted")


@dataclass(frozen=True)
class Start:
    """可以开始办的一件事。"""

    name: str
    url: str


def starts(actor: Actor, kinds: tuple[str, ...]) -> list[Start]:
    """actor 的岗位可以开始的。"""
    return [
        Start(KINDS[word].name, reverse("desk:start", args=[word]))
        for word in kinds
        if actor.has(*KINDS[word].roles)
    ]


@signed_in
def applications(request: StaffRequest) -> HttpResponse:
    """依申请事项：还在办的和办结的；从这里登记申请、提出举报奖励。"""
    state = lists.State.ALL if request.GET.get("state") == "all" else lists.State.OPEN
    found = [
        row
        for row in lists.dossiers(request.actor, clock.today(request), state=state)
        if row.case.dossier.matter == Matter.APPLICATION
    ]
    context = {
        "rows": lists.opens(request.actor, found),
        "starts": starts(request.actor, BEGIN),
        "whole": state is lists.State.ALL,
    }
    return render(request, "desk/applications.html", context)


@dataclass(frozen=True)
class Entry:
    """登记簿里的一项：到哪一步，门户上在哪里，下一步。"""

    act: Act
    kind: str
    says: str
    state: str
    url: str
    public: str
    next_name: str = ""
    next_url: str = ""
    change_url: str = ""
    apply_url: str = ""


@dataclass(frozen=True)
class Report:
    """一份年度报告：到哪一步，报给了谁。"""

    act: Act
    body: AnnualDrafted
    state: str
    url: str
    public: str
    sent: tuple[str, ...]


@signed_in
def board(request: StaffRequest) -> HttpResponse:
    """公示事项登记簿。"""
    actor, now = request.actor, clock.now(request)
    dossier = register_of(agency_value(actor.agency), Matter.LISTING, now=now)
    acts = acts_of(dossier)
    file, today = CaseFile(acts), clock.today(request)
    current = standing(pack_for(dossier), acts, today, matter=Matter.LISTING)
    public = dict(PublicListing.objects.filter(dossier=dossier).values_list("act", "slug"))
    context = {
        "dossier": dossier,
        "groups": _groups(dossier, file, actor, public),
        "starts": starts(actor, BOARD),
        "reports": [_report(dossier, file, act, body, public) for act, body in reversed(_drafts(file))],
        "duties": overview.duties(current)[0],
        "year": today.year - 1,
        "today": today,
    }
    return render(request, "desk/listing.html", context)


def _groups(
    dossier: Dossier, file: CaseFile, actor: Actor, public: dict[int, str]
) -> list[tuple[str, list[Entry]]]:
    shown = listings.published_on(file)
    found: dict[str, list[Entry]] = {word: [] for word in listings.KINDS_LISTED}
    for act in listings.listed(file):
        state = "已公布" if act.number in public else "期限已过" if act.number in shown else "待审查公布"
        wanted = "listing.removed" if act.number in shown else "listing.published"
        may = actor.has(*KINDS[wanted].roles)
        found[act.kind].append(
            Entry(
                act,
                act.kind,
                sentence(act),
                state,
                reverse("desk:act", args=[dossier.pk, act.number]),
                public.get(act.number, ""),
                KINDS[wanted].name.removesuffix("登记事项") if may else "",
                f"{reverse('desk:act-new', args=[dossier.pk, wanted])}?of={act.number}" if may else "",
                f"{reverse('desk:act-new', args=[dossier.pk, act.kind])}?of={act.number}"
                if actor.has(*KINDS[act.kind].roles)
                else "",
                _apply(act, actor),
            )
        )
    return [
        (KINDS[word].name.removeprefix("列入").removeprefix("登记"), rows) for word, rows in found.items()
    ]


def _apply(act: Act, actor: Actor) -> str:
    """按这份服务指南登记一件申请。"""
    if not isinstance(act.body, GuideListed) or not actor.has(*KINDS[BEGIN[0]].roles):
        return ""
    return f"{reverse('desk:start', args=[BEGIN[0]])}?{urlencode({'item': act.body.name, 'guide': act.body.name})}"


def _drafts(file: CaseFile) -> list[tuple[Act, AnnualDrafted]]:
    return list(file.bodies("annual.drafted", AnnualDrafted))


def _report(
    dossier: Dossier, file: CaseFile, act: Act, body: AnnualDrafted, public: dict[int, str]
) -> Report:
    approved = any(said.of == act.number for _, said in file.bodies("annual.approved", AnnualApproved))
    state = "已公布" if act.number in public else "待公布" if approved else "待审批"
    sent = tuple(
        f"{said.recipient.label}{'（有回执）' if said.received else ''}"
        for _, said in file.bodies("annual.sent", AnnualSent)
        if said.of == act.number and said.recipient is not None
    )
    return Report(
        act, body, state, reverse("desk:act", args=[dossier.pk, act.number]), public.get(act.number, ""), sent
    )


@signed_in
def figures(request: StaffRequest) -> HttpResponse:
    """年度数据：由记录数出的各表，编制年度报告用；随时可以看，哪一年都行。"""
    today = clock.today(request)
    dossier = register_of(agency_value(request.actor.agency), Matter.LISTING, now=clock.now(request))
    year = asked_year(request.GET.get("year", ""), today)
    found = annual.figures(request.actor.agency, year, pack_for(dossier).on(today))
    tables: dict[str, list[object]] = {}
    for each in found:
        tables.setdefault(each.table, []).append(each)
    may = request.actor.has(*KINDS["annual.drafted"].roles)
    context = {
        "year": year,
        "years": range(today.year, today.year - 4, -1),
        "tables": tables.items(),
        "method": annual.METHOD,
        "write": f"{reverse('desk:act-new', args=[dossier.pk, 'annual.drafted'])}?year={year}"
        if may and year < today.year
        else "",
        "over": year < today.year,
    }
    return render(request, "desk/annual.html", context)


def asked_year(text: str, today: date) -> int:
    """问的年度；没有写、写错的，是上一年。"""
    return (
        int(text) if text.isascii() and text.isdigit() and 2000 <= int(text) <= today.year else today.year - 1
    )
