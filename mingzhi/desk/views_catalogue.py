"""审核目录：哪些决定应当法制审核、数额多少、条文怎样读；由哪个科室审核、审核力量够不够、没有人能审核时怎么办。

审核办法第三条、第五条（CQ-L-3、CQ-L-5）；麒麟方案二、（三）1、2（QL-2.3.1、QL-2.3.2-f）。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mingzhi.casework.act import KINDS
from mingzhi.casework.actor import AgencyLevel, Role
from mingzhi.desk.places import pack_of
from mingzhi.law.pack import Rules
from mingzhi.law.readings import Doubt, doubt, doubts
from mingzhi.law.rules import Rule, Weight
from mingzhi.people import clock
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.people.models import Department
from mingzhi.people.routing import Route, route
from mingzhi.people.selectors import Staffing, people_with, staffing


@dataclass(frozen=True)
class Threshold:
    """一个数额：名称、多少、待核不待核。"""

    label: str
    value: str
    rule: Rule

    @property
    def pending(self) -> bool:
        return self.rule.weight is Weight.PENDING


@dataclass(frozen=True)
class Trigger:
    """目录的一行：对哪几种决定、什么情形、层级、领域、数额、怎样读。"""

    rule: Rule
    of: str
    levels: tuple[str, ...]
    domains: tuple[str, ...]
    thresholds: tuple[Threshold, ...]
    doubt: Doubt | None


@dataclass(frozen=True)
class Gauge:
    """审核力量的灯：绿够，黄不够，红一名也没有。"""

    staff: Staffing
    lamp: str
    says: str


def triggers(rules: Rules) -> Iterator[Trigger]:
    """今天有效的审核目录。"""
    for rule in rules.part("review"):
        assert rule.review is not None
        of = "、".join(KINDS[kind].name for kind in rule.review.of if kind in KINDS)
        asked = rule.review.when.source
        levels = tuple(AgencyLevel(each).label for each in dict.fromkeys(wanted(asked, "agency.level")))
        domains = tuple(dict.fromkeys(wanted(asked, "case.domain")))
        yield Trigger(rule, of, levels, domains, tuple(_thresholds(rules, rule)), doubt(rule))


def wanted(condition: Any, name: str) -> Iterator[str]:
    """条件里问 name 这个事实等于哪几个值。"""
    if isinstance(condition, list):
        for each in condition:
            yield from wanted(each, name)
    elif isinstance(condition, Mapping):
        for key, value in condition.items():
            if key == name:
                yield from value if isinstance(value, list) else [str(value)]
            elif key in ("any", "all"):
                yield from wanted(value, name)


def _thresholds(rules: Rules, rule: Rule) -> Iterator[Threshold]:
    assert rule.review is not None
    for name in sorted(rule.review.when.parameters):
        found = rules.parameters.get(name)
        if found is not None and found.parameter is not None:
            value = found.parameter.value
            shown = "本局还没有填写" if value is None else f"{value} {found.parameter.unit}".strip()
            yield Threshold(found.parameter.label, shown, found)


def gauge(staff: Staffing) -> Gauge:
    """审核力量够不够，用灯和一句话说。"""
    said = f"法制审核人员 {staff.reviewers} 名，其中有法律专业背景的 {staff.law_trained} 名；证件有效的执法人员 {staff.officers} 名"
    if staff.needed is not None:
        said += f"，至少应有审核人员 {staff.needed} 名"
    if not staff.reviewers:
        return Gauge(
            staff, "late", f"{said}。一名审核人员也没有，应当审核的决定作不出来：请指定，或者走下面的路"
        )
    if not staff.enough:
        return Gauge(
            staff,
            "near",
            f"{said}。还缺 {(staff.needed or 0) - staff.reviewers} 名（“原则上”，只提示，不阻断）",
        )
    return Gauge(staff, "met", f"{said}。够")


@dataclass(frozen=True)
class Reviewer:
    """一名审核人员：所在科室执法的，不能审核。"""

    name: str
    department: str
    roles: str
    barred: bool


def reviewers(agency: str) -> Iterator[Reviewer]:
    """本机关从事法制审核的人。"""
    found = {
        person.number: person
        for role in (Role.REVIEW_HEAD, Role.REVIEWER)
        for person in people_with(agency, role)
    }
    for person in found.values():
        held = "、".join(
            role.label for role in (Role.REVIEW_HEAD, Role.REVIEWER) if role.value in person.roles
        )
        yield Reviewer(person.name, person.department.name, held or "指定", person.department.enforces)


@require_GET
@signed_in
def catalogue(request: StaffRequest) -> HttpResponse:
    """审核目录。"""
    pack, today = pack_of(request), clock.today(request)
    if pack is None:
        raise Http404
    rules, agency = pack.on(today), request.actor.agency
    units = Department.objects.filter(agency__code=agency, enforces=True, ended=None).order_by("id")
    routed: list[tuple[str, Route]] = [(unit.name, route(agency, unit.name, today)) for unit in units]
    return render(
        request,
        "desk/catalogue.html",
        {
            "pack": pack,
            "triggers": list(triggers(rules)),
            "gauge": gauge(staffing(agency, today)),
            "routed": routed,
            "reviewers": list(reviewers(agency)),
            "doubts": [each for each in doubts(rules.all) if each.number is not None],
            "others": [each for each in doubts(rules.all) if each.number is None and each.readings],
        },
    )
