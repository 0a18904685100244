"""待办：从现状摘要读出谁要做什么、哪天之前、为什么。不重算现状，灯按今天重看。

一卷出两种事：通常的下一步（在谁手里），和未了的期限（谁的岗位）。下一步正好完成某项期限的，合成一件。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse

from mingzhi.casework.act import SHANGHAI, Stage
from mingzhi.casework.actor import Acting, Actor, Choice, Role
from mingzhi.casework.acts.rules import LEGAL
from mingzhi.casework.duties import ORDER, Lamp
from mingzhi.casework.seconding import SECONDS
from mingzhi.desk.lamps import relit
from mingzhi.desk.places import calendar_of
from mingzhi.law.calendar import Calendar
from mingzhi.people.access import PAGES, Page, dossiers_of
from mingzhi.people.models import Person
from mingzhi.record import audience
from mingzhi.record.models import ActRow, Projection

# 期限写明由别的岗位做的，承办人只等；没有写或者写机关负责人的，事情仍由承办人提起。
STARTED_BY_HANDLER = ("", Role.HANDLER.value, Role.PRINCIPAL.value)


SIGNING = (Role.DEPUTY, Role.PRINCIPAL)
URGENT = (Lamp.LATE, Lamp.DUE, Lamp.NEAR)
# 产品默认：更远的收起来，一页看得完。
FAR = timedelta(days=30)
# 一个岗位至多几个人时写姓名，再多就写岗位。
FEW = 2


class Scope(Choice):
    """待办的范围。"""

    MINE = "mine", "我的"
    SECTION = "section", "本科室"
    WAITING = "waiting", "等待他人"
    ALL = "all", "全部"
    DONE = "done", "已办"


class Group(Choice):
    """按期限分组，次序就是先后。"""

    LATE = "late", "逾期"
    TODAY = "today", "今天"
    WEEK = "week", "本周"
    # 现在就能接着办的，排在还早的期限前面。
    OPEN = "open", "接着办，没有法定期限"
    LATER = "later", "以后"
    FAR = "far", "更远"


@dataclass(frozen=True)
class Staff:
    """本机关的人和工作日历：编号 → 姓名，岗位 → 姓名。一页查一次。"""

    by_number: dict[str, str]
    by_role: dict[str, tuple[str, ...]]
    calendar: Calendar

    @classmethod
    def of(cls, agency: str) -> Staff:
        by_number: dict[str, str] = {}
        by_role: dict[str, list[str]] = {}
        people = Person.objects.filter(agency__code=agency, active=True, ended=None)
        for number, name, roles in people.values_list("number", "name", "roles"):
            by_number[number] = name
            for role in roles:
                by_role.setdefault(role, []).append(name)
        named = {role: tuple(names) for role, names in by_role.items()}
        return cls(by_number, named, calendar_of(agency))

    def names(self, case: Projection, role: Role | None) -> str:
        """这一卷里任这个岗位的是谁；人多的为空。"""
        if role is Role.HANDLER:
            numbers = [number for number in case.handlers.split("|") if number]
            return "、".join(self.by_number.get(number, number) for number in numbers)
        names = self.by_role.get(role.value, ()) if role else ()
        return "、".join(names) if len(names) <= FEW else ""


@dataclass(frozen=True)
class Item:
    """一件待办。what 做什么；kind 写入哪种行为（空的看案卷）；role、names 由谁；due 期限的天和灯。"""

    case: Projection
    what: str
    kind: str
    role: Role | None
    names: str
    since: date | None
    lamp: Lamp
    words: str
    day: date | None
    rule: str
    cite: str
    anchor: str
    step: bool
    provisional: bool = False
    page: Page = Page.OVERVIEW
    # 写入其中一种就算办了；凭代行来办的，看代行的范围里有没有。
    kinds: tuple[str, ...] = ()
    # 不凭自己的岗位：受谁委托、凭什么。
    entrusted: str = ""

    @property
    def file_url(self) -> str:
        """这一卷：概况；看不到概况的（公示员、音像和档案管理员），他看得到的第一页。"""
        name = "desk:dossier" if self.page is Page.OVERVIEW else f"desk:dossier-{self.page.value}"
        return reverse(name, args=[self.case.dossier_id])

    @property
    def url(self) -> str:
        """去做这件事的地方：开着这项期限或者下一步。"""
        return self.file_url + (f"#{self.anchor}" if self.anchor else "")

    @property
    def stage(self) -> str:
        return Stage(self.case.stage).label if self.case.stage else ""

    @property
    def holder(self) -> str:
        """在谁手中。"""
        return self.names or (self.role.label if self.role else "")

    def group(self, today: date) -> Group:
        if self.day is None:
            return Group.OPEN
        if self.day < today or self.lamp is Lamp.LATE:
            return Group.LATE
        if self.day == today:
            return Group.TODAY
        sunday = today + timedelta(days=6 - today.weekday())
        if self.day <= sunday:
            return Group.WEEK
        return Group.LATER if self.day <= today + FAR else Group.FAR


def of_case(case: Projection, today: date, calendar: Calendar, staff: Staff) -> Iterator[Item]:
    """一卷里要做的事。"""
    dues = [due for due in case.dues if due["whose"] == "agency"]
    next_kinds = [step["kind"] for step in case.next if not step["blocked"]]
    taken: dict[str, Any] | None = None
    if (case.holder_role or case.holder_names) and case.next_says and not case.archived:
        wanted = {step["kind"] for step in case.next}
        taken = next((due for due in dues if wanted & set(due["do"])), None)
        holder = Role(case.holder_role) if case.holder_role else None
        yield _item(
            case,
            case.next_says,
            next_kinds[0] if next_kinds else "",
            holder,
            case.holder_names or staff.names(case, holder),
            taken,
            today,
            calendar,
            step=True,
            kinds=tuple(next_kinds) or tuple(step["kind"] for step in case.next),
        )
    for due in dues:
        if due is not taken:
            role = Role(due["role"]) if due["role"] else None
            names = case.holder_names if due["role"] == case.holder_role else ""
            names = names or staff.names(case, role)
            kind = due["do"][0] if due["do"] else ""
            yield _item(
                case, due["name"], kind, role, names, due, today, calendar, step=False, kinds=tuple(due["do"])
            )


def _item(
    case: Projection,
    what: str,
    kind: str,
    role: Role | None,
    names: str,
    due: dict[str, Any] | None,
    today: date,
    calendar: Calendar,
    *,
    step: bool,
    kinds: tuple[str, ...],
) -> Item:
    if due is None:
        return Item(
            case,
            what,
            kind,
            role,
            names,
            case.holder_since,
            Lamp.SOFT,
            "没有法定期限",
            None,
            "",
            "",
            "next",
            step,
            kinds=kinds,
        )
    day, lamp, words = relit(due, today, calendar)
    anchor = f"due-{due['trigger'] or 0}-{due['tag']}"
    return Item(
        case,
        what,
        kind,
        role,
        names,
        case.holder_since,
        lamp,
        words,
        day,
        due["rule"],
        due["cite"],
        anchor,
        step,
        due["provisional"],
        kinds=kinds,
    )


def handles(actor: Actor, case: Projection) -> bool:
    """actor 是不是这一卷的承办人。"""
    return actor.has(Role.HANDLER) and any(
        f"|{key}|" in case.audience for role, key in audience.keys(actor) if role is Role.HANDLER
    )


def holds(actor: Actor, item: Item) -> bool:
    """actor 有没有办这件事的岗位；代行的，要在授权、分工的范围里。"""
    if item.role is None or not actor.has(item.role):
        return False
    borrowed = [each for each in actor.acting if each.role is item.role]
    return not borrowed or any(_reaches(each, item) for each in borrowed)


def _reaches(each: Acting, item: Item) -> bool:
    covered = not item.kinds or any(each.covers(kind) for kind in item.kinds)
    units = [audience.unit(name) for name in each.departments]
    return covered and (not units or any(f"|{unit}|" in item.case.audience for unit in units))


def entrusted(actor: Actor, item: Item) -> str:
    """凭代行办这件事的，受谁委托、凭什么；凭自己岗位的为空。"""
    borrowed = [each for each in actor.acting if each.role is item.role and _reaches(each, item)]
    return borrowed[0].says if borrowed else ""


def is_mine(actor: Actor, item: Item) -> bool:
    """这件事归不归 actor 做。"""
    if handles(actor, item.case):
        role = item.role.value if item.role else ""
        if role == Role.HANDLER.value or (not item.step and role in STARTED_BY_HANDLER):
            return True
    if item.step and item.kind == "cosign.given":
        return actor.name in item.case.holder_names.split("、")
    if item.step and item.kind in SECONDS:
        # 登记簿里等另一人确认的：审核人员提请的，负责人也看得到，免得没有第二个审核人员就没人办。
        return actor.has(*LEGAL)
    if item.role is None or item.role is Role.HANDLER or not holds(actor, item):
        return False
    if item.role in SIGNING and not item.step and item.lamp not in URGENT:
        # 负责人只看等他签署的；离得远的期限由承办人提起。
        return False
    if item.role is Role.UNIT_HEAD:
        return f"|{audience.unit(actor.department)}|" in item.case.audience
    if item.role in (Role.REVIEWER, Role.HEARING_HOST) and item.case.holder_names:
        return actor.name in item.case.holder_names.split("、")
    return True


def cases(actor: Actor) -> list[Projection]:
    """actor 进得来、还有事的各卷。"""
    return list(dossiers_of(actor).exclude(last_act=0))


def items(
    actor: Actor,
    scope: Scope,
    today: date,
    *,
    found: Sequence[Projection] | None = None,
    staff: Staff | None = None,
    query: str = "",
) -> list[Item]:
    """actor 在这个范围里的待办，最急的在前。已经取过的卷和人员传进来，不再查。"""
    staff = staff or Staff.of(actor.agency)
    wanted = query.strip().casefold()
    chosen = []
    for case in cases(actor) if found is None else found:
        if wanted and not any(
            wanted in text.casefold() for text in (case.title, case.party, case.document_no, case.cause)
        ):
            continue
        page = _page(actor, case)
        chosen += [
            replace(item, page=page, entrusted=entrusted(actor, item))
            for item in of_case(case, today, staff.calendar, staff)
            if _within(actor, item, scope)
        ]
    return sorted(chosen, key=urgency)


def _page(actor: Actor, case: Projection) -> Page:
    """actor 在这一卷看得到的第一页。"""
    roles = audience.roles_in(actor, case.audience)
    seen = frozenset[Page]().union(*(PAGES.get(role, frozenset()) for role in roles))
    return next((each for each in Page if each in seen and each is not Page.WRITE), Page.OVERVIEW)


def _within(actor: Actor, item: Item, scope: Scope) -> bool:
    if scope is Scope.MINE:
        return is_mine(actor, item)
    if scope is Scope.WAITING:
        return handles(actor, item.case) and not is_mine(actor, item)
    if scope is Scope.SECTION:
        return f"|{audience.unit(actor.department)}|" in item.case.audience
    return scope is Scope.ALL


def urgency(item: Item) -> tuple[int, date, date, str]:
    """逾期、今天、将到、未到、没有期限；同样急的先到期的在前，再是等得久的。"""
    return (
        ORDER[item.lamp],
        item.day or date.max,
        item.since or date.max,
        item.case.document_no or item.case.title,
    )


def count(actor: Actor, today: date) -> int:
    """我的待办几件。"""
    return len(items(actor, Scope.MINE, today))


def tally(found: Iterable[Item]) -> tuple[tuple[Lamp, str, int], ...]:
    """各种灯各几件，零件的不列。"""
    names = {
        Lamp.LATE: "逾期",
        Lamp.DUE: "今天到期",
        Lamp.NEAR: "临近",
        Lamp.FINE: "在期内",
        Lamp.SOFT: "没有法定期限",
    }
    counted = Counter(item.lamp for item in found)
    return tuple((lamp, name, counted[lamp]) for lamp, name in names.items() if counted[lamp])


def grouped(found: Sequence[Item], today: date) -> list[tuple[str, list[Item]]]:
    """按期限分组，空的组不列。"""
    return [
        (group.label, chosen) for group in Group if (chosen := [i for i in found if i.group(today) is group])
    ]


def by_person(found: Sequence[Item]) -> list[tuple[str, list[Item]]]:
    """按在谁手中分组，按姓名排。只数件数，不排名次。"""
    people: dict[str, list[Item]] = {}
    for item in found:
        for name in item.holder.split("、"):
            people.setdefault(name or "没有写明", []).append(item)
    return sorted(people.items(), key=lambda pair: pair[0])


def scopes(actor: Actor) -> tuple[Scope, ...]:
    """actor 有哪几个范围。"""
    found = [Scope.MINE]
    if actor.has(Role.HANDLER, Role.UNIT_HEAD):
        found.append(Scope.SECTION)
    if actor.has(Role.HANDLER):
        found.append(Scope.WAITING)
    if actor.has(Role.DEPUTY, Role.PRINCIPAL, Role.SUPERVISOR):
        found.append(Scope.ALL)
    return (*found, Scope.DONE)


def done(actor: Actor, today: date) -> list[ActRow]:
    """我本月写入的各项，新的在前。"""
    first = today.replace(day=1)
    rows = (
        ActRow.objects.filter(dossier__agency=actor.agency, recorded__date__gte=first)
        .filter(Q(actor__contains=f'"number":"{actor.number}"'))
        .select_related("dossier__projection")
        .order_by("-recorded", "-number")
    )
    return [row for row in rows if row.recorded.astimezone(SHANGHAI).date() <= today]
