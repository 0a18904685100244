"""待办的页面。"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mingzhi.casework.actor import Actor, Role
from mingzhi.casework.acts.rules import LEGAL
from mingzhi.desk import inbox, lists
from mingzhi.desk.inbox import Item, Scope
from mingzhi.desk.places import rules_today
from mingzhi.desk.sheets import as_csv
from mingzhi.desk.views_catalogue import Gauge, gauge
from mingzhi.desk.views_guide import guided
from mingzhi.law.calendar import Calendar
from mingzhi.law.pack import unfilled
from mingzhi.people import clock
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.people.selectors import staffing
from mingzhi.record.models import Projection

SORTS = {"due": "期限", "party": "当事人", "stage": "阶段", "holder": "在谁手中"}


def chosen_scope(request: HttpRequest, allowed: tuple[Scope, ...]) -> Scope:
    """要看的范围；没有写或者没有资格的，是第一个。"""
    asked = request.GET.get("scope", "")
    return next((scope for scope in allowed if scope.value == asked), allowed[0])


def sort(found: list[Item], by: str) -> list[Item]:
    """另一种次序；默认最急的在前。"""
    if by == "party":
        return sorted(found, key=lambda item: (item.case.party, inbox.urgency(item)))
    if by == "stage":
        return sorted(found, key=lambda item: (item.case.stage, inbox.urgency(item)))
    if by == "holder":
        return sorted(found, key=lambda item: (item.holder, inbox.urgency(item)))
    return found


def workdays_this_week(today: date, calendar: Calendar) -> int:
    """本周工作日几天：周一到周日。"""
    monday = today - timedelta(days=today.weekday())
    return sum(calendar.is_workday(monday + timedelta(days=n)) for n in range(7))


def short_staffed(actor: Actor, today: date) -> Gauge | None:
    """审核力量不够的，提示给管得着的人（QL-2.3.1-c、QL-2.3.1-d）；够的不占地方。"""
    if not actor.has(Role.PRINCIPAL, Role.DEPUTY, Role.REVIEW_HEAD):
        return None
    found = gauge(staffing(actor.agency, today))
    return None if found.lamp == "met" else found


def unfilled_here(request: StaffRequest, today: date) -> tuple[str, ...]:
    """本地还没有填的数，提示给法制审核机构的人：用得着的时候会拒绝，不如先填。"""
    rules = rules_today(request, today) if request.actor.has(*LEGAL) else None
    found = unfilled(rules) if rules is not None else ()
    return tuple(rule.parameter.label for rule in found if rule.parameter is not None)


@signed_in
def index(request: StaffRequest) -> HttpResponse:
    """待办：逾期和今天的在前，再是本周、以后；等待他人的另列。"""
    actor, today = request.actor, clock.today(request)
    allowed = inbox.scopes(actor)
    scope = chosen_scope(request, allowed)
    query, by = request.GET.get("q", ""), request.GET.get("sort", "due")
    cases, staff = inbox.cases(actor), inbox.Staff.of(actor.agency)
    if scope is Scope.DONE:
        return render(
            request,
            "desk/done.html",
            {"rows": inbox.done(actor, today), "tabs": _tabs(request, allowed, scope, cases, staff, today)},
        )
    found = sort(inbox.items(actor, scope, today, found=cases, staff=staff, query=query), by)
    if request.GET.get("format") == "csv":
        return as_csv(f"待办 {today.isoformat()}", HEAD, (_row(item) for item in found))
    personal = scope is Scope.SECTION and actor.has(Role.UNIT_HEAD) and by == "due"
    if personal:
        groups = inbox.by_person(found)
    elif by == "due":
        groups = inbox.grouped(found, today)
    else:
        groups = [("", found)] if found else []
    far = next((items for name, items in groups if name == inbox.Group.FAR.label), [])
    groups = [(name, items) for name, items in groups if name != inbox.Group.FAR.label]
    waiting = (
        inbox.items(actor, Scope.WAITING, today, found=cases, staff=staff) if scope is Scope.MINE else []
    )
    context: dict[str, Any] = {
        "tabs": _tabs(request, allowed, scope, cases, staff, today),
        "scope": scope,
        "gauge": short_staffed(actor, today) if scope is Scope.MINE else None,
        "unfilled": unfilled_here(request, today) if scope is Scope.MINE else (),
        "authorises": scope is Scope.MINE and actor.has(Role.PRINCIPAL, Role.DEPUTY),
        "hands_over": actor.has(Role.UNIT_HEAD, Role.DEPUTY, Role.PRINCIPAL),
        "groups": groups,
        "far": far,
        "personal": personal,
        "total": len(found),
        "tally": inbox.tally(found),
        "waiting": waiting,
        "workdays": workdays_this_week(today, staff.calendar),
        "inbox_query": query,
        "sorts": SORTS,
        "sorted_by": by if by in SORTS else "due",
        "csv": _query(request, format="csv"),
        "scenes": lists.scenes(actor, today) if scope is Scope.MINE and actor.has(Role.HANDLER) else (),
        "guided": scope is Scope.MINE and guided(request),
    }
    return render(request, "desk/inbox.html", context)


HEAD = ("期限", "灯", "要做的事", "案号", "案件", "当事人", "阶段", "在谁手中", "依据")


def _row(item: Item) -> tuple[object, ...]:
    return (
        item.day.isoformat() if item.day else "",
        item.words,
        item.what,
        item.case.document_no,
        item.case.title,
        item.case.party,
        item.stage,
        item.holder,
        item.cite,
    )


def _tabs(
    request: StaffRequest,
    allowed: tuple[Scope, ...],
    current: Scope,
    cases: list[Projection],
    staff: inbox.Staff,
    today: date,
) -> list[dict[str, Any]]:
    actor = request.actor
    return [
        {
            "name": scope.label,
            "url": f"?scope={scope.value}",
            "here": scope is current,
            "count": None
            if scope is Scope.DONE
            else len(inbox.items(actor, scope, today, found=cases, staff=staff)),
        }
        for scope in allowed
    ]


def _query(request: HttpRequest, **changes: str) -> str:
    """现在的查询，改几项。"""
    wanted = request.GET.copy()
    for name, value in changes.items():
        wanted[name] = value
    return f"?{wanted.urlencode()}"
