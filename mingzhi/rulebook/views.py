"""规则登记的页面：待核的清单、本地参数、产品默认、放假通知、规则包和更新记录。给法制审核机构、负责人和管理员。"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mingzhi.casework.act import KINDS, Act, Matter
from mingzhi.casework.actor import Actor, Role
from mingzhi.casework.acts.rules import KEEPERS, CalendarLoaded
from mingzhi.casework.lawbook import Lawbook
from mingzhi.law.bundle import bundle_of
from mingzhi.law.changes import changelog
from mingzhi.law.notice import NoticeError
from mingzhi.people import clock
from mingzhi.people.access import me
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.people.selectors import agency_value
from mingzhi.record.append import Refused
from mingzhi.record.dossiers import find_register, register_of
from mingzhi.record.errors import RecordError
from mingzhi.record.lawbook import lawbook_of
from mingzhi.record.models import Dossier
from mingzhi.rulebook import notices as loading
from mingzhi.rulebook import used
from mingzhi.rulebook.models import Rehearsal

# 看得到的：登记规则的人，和监督人员（只看）。
READERS = (*KEEPERS, Role.SUPERVISOR)
TABS = (
    ("doubts", "待核", "rulebook:index"),
    ("parameters", "参数", "rulebook:parameters"),
    ("defaults", "产品默认", "rulebook:defaults"),
    ("notices", "放假通知", "rulebook:notices"),
    ("packs", "规则包和更新", "rulebook:packs"),
    ("rehearsals", "推演", "rulebook:rehearsals"),
)
CHANGES = 60


def reader(request: HttpRequest) -> Actor:
    """看得到的人；别人 404。"""
    actor = me(request)
    if actor is None or not actor.has(*READERS):
        raise Http404
    return actor


def keeper(request: HttpRequest) -> Actor:
    """登记规则的人；别人 404。"""
    actor = reader(request)
    if not actor.has(*KEEPERS):
        raise Http404
    return actor


def book_of(request: StaffRequest) -> Lawbook:
    """本机关的法的登记。"""
    agency = request.user.agency
    return lawbook_of(agency.code, agency.place)


def frame(request: StaffRequest, here: str, **more: Any) -> dict[str, Any]:
    """各页共用的：签、登记簿、能不能登记。"""
    actor, book = reader(request), book_of(request)
    register = find_register(actor.agency, Matter.RULES)
    counts = {"doubts": len(used.doubts(book, book.pack.on(clock.today(request))))}
    return {
        "tabs": [(name, reverse(url), word == here, counts.get(word)) for word, name, url in TABS],
        "register": register,
        "keeps": actor.has(*KEEPERS),
        "book": book,
        "waiting": [(act, KINDS[act.kind].name, _confirm(register, act)) for act in book.waiting],
        **more,
    }


CONFIRMS = {
    "rule.proposed": "rule.confirmed",
    "parameter.proposed": "parameter.confirmed",
    "pack.proposed": "pack.enforced",
}


def _confirm(register: Dossier | None, act: Act) -> str:
    if register is None:
        return ""
    return f"{reverse('desk:act-new', args=[register.pk, CONFIRMS[act.kind]])}?of={act.number}"


@signed_in
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """待核：每一条用在哪里，提请核实、由另一人确认；本地还没有填的数。"""
    reader(request)
    book = book_of(request)
    rules = book.pack.on(clock.today(request))
    found = used.doubts(book, rules)
    context = frame(
        request,
        "doubts",
        groups=used.by_document(found),
        total=len(found),
        unfilled=used.unfilled(book, rules),
    )
    return render(request, "rulebook/index.html", context)


@signed_in
@require_GET
def parameters(request: StaffRequest) -> HttpResponse:
    """参数：每个数是多少、出自哪里、待核不待核、谁填的。"""
    reader(request)
    book = book_of(request)
    rules = book.pack.on(clock.today(request))
    rows = [(rule, book.history(rule.id)) for rule in used.parameters(rules)]
    return render(request, "rulebook/parameters.html", frame(request, "parameters", rows=rows))


@signed_in
@require_GET
def defaults(request: StaffRequest) -> HttpResponse:
    """产品默认：软件自己定的，只作提示。"""
    reader(request)
    groups = used.defaults(book_of(request).pack.on(clock.today(request)))
    return render(request, "rulebook/defaults.html", frame(request, "defaults", groups=groups))


@signed_in
@require_http_methods(["GET", "POST"])
def notices(request: StaffRequest) -> HttpResponse:
    """放假通知：有哪几年的，装入新的，看哪些期限挪了。"""
    reader(request)
    why = _load(request) if request.method == "POST" else ""
    if request.method == "POST" and not why:
        return HttpResponseRedirect(reverse("rulebook:notices"))
    agency, book = request.user.agency, book_of(request)
    today, calendar = clock.today(request), book.pack.calendar
    loaded = [
        (entry, entry.act.body, _recount(agency.code, entry.act.number))
        for entry in book.entries
        if isinstance(entry.act.body, CalendarLoaded)
    ]
    context = frame(
        request,
        "notices",
        why=why,
        loaded=loaded,
        published=sorted({notice.year for notice in calendar.notices if notice.opens_year}, reverse=True),
        missing=[
            year
            for year in (today.year, today.year + 1)
            if not calendar.published(today.replace(year=year, day=1))
        ],
        notices=[notice for notice in reversed(calendar.notices)],
    )
    return render(request, "rulebook/notices.html", context, status=422 if why else 200)


def _recount(agency: str, number: int) -> Rehearsal | None:
    return Rehearsal.objects.filter(agency=agency, kind=Rehearsal.Kind.CHANGE, number=number).first()


def _load(request: StaffRequest) -> str:
    """装入上传的通知；写不进去的说明为什么。"""
    actor, file = keeper(request), request.FILES.get("file")
    if file is None:
        return "没有选文件：请选放假通知的数据文件（.yaml）。没有文件的，可以照通知逐项填写。"
    try:
        done = loading.load(
            agency_value(actor.agency), file.read(), file.name or "通知", by=actor, now=clock.now(request)
        )
    except NoticeError as error:
        return f"{error}。请改正以后再上传。"
    except Refused as error:
        return "；".join(f"{each.lacks}。{each.then}" for each in error.verdict.refusals)
    except RecordError as error:
        return str(error)
    messages.success(request, f"已装入，登记簿第 {done.act.number} 号。在办案卷的期限正在重算。")
    return ""


@signed_in
@require_GET
def packs(request: StaffRequest) -> HttpResponse:
    """规则包：现在施行的是哪一份，更新记录。"""
    reader(request)
    book, place = book_of(request), request.user.agency.place
    own = request.GET.get("own", "")
    layers = used.layers(book.pack)
    own = own if own in dict(layers) else ""
    found = changelog(book.pack, own)
    context = frame(
        request,
        "packs",
        digest=bundle_of(place).digest,
        enforced=[entry for entry in book.entries if entry.act.kind == "pack.enforced"],
        layers=layers,
        own=own,
        headers=tuple(reversed(book.pack.chain)),
        changes=found if request.GET.get("all") else found[:CHANGES],
        more=max(0, len(found) - CHANGES) if not request.GET.get("all") else 0,
    )
    return render(request, "rulebook/packs.html", context)


@signed_in
@require_POST
def start(request: StaffRequest, kind: str) -> HttpResponse:
    """到登记簿去写一项；rule、name 带到表单里。"""
    actor = keeper(request)
    if kind not in KINDS or KINDS[kind].matters[0] is not Matter.RULES:
        raise Http404
    agency = agency_value(actor.agency)
    register = register_of(agency, Matter.RULES, now=clock.now(request), sample=agency.sample)
    # 几条一起核实的，勾几条带几条。
    names = ("rule", "name")
    given = {name: "、".join(request.POST.getlist(name)) for name in names if request.POST.get(name)}
    there = reverse("desk:act-new", args=[register.pk, kind])
    return HttpResponseRedirect(f"{there}?{urlencode(given)}" if given else there)
