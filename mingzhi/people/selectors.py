"""查人：某日的行为人、执法人员、某角色有谁、审核力量够不够。都限于所问的机构，别的机构的人不会出现。"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from django.db.models import Q, QuerySet

from mingzhi.casework.actor import Actor, AgencyKind, AgencyLevel, Officer, Role
from mingzhi.casework.agency import Agency as AgencyValue
from mingzhi.law.pack import PackError
from mingzhi.law.rules import Rule
from mingzhi.people import clock
from mingzhi.people.authority import Grants, acting, away_until, grants_on
from mingzhi.people.models import Agency, Certificate, Person
from mingzhi.record.lawbook import pack_of


def agency_value(code: str) -> AgencyValue:
    """执法机关的值，交给 casework 和 instruments。"""
    row = Agency.objects.get(code=code)
    return AgencyValue(**{name: getattr(row, name) for name in AgencyValue.model_fields})


def in_post(agency: str, day: date) -> QuerySet[Person]:
    """day 当日在 agency 任职的人。"""
    return (
        Person.objects.filter(agency__code=agency, active=True, created__lte=day)
        .filter(Q(ended=None) | Q(ended__gt=day))
        .select_related("agency", "department")
        .prefetch_related("certificates")
    )


def certificate_on(certificates: Iterable[Certificate], day: date) -> Certificate | None:
    """当日用哪一个证：有效的优先；都无效的，给出最近到期的那个，让人看到为什么无效。"""
    issued = [each for each in certificates if each.valid_from <= day]
    return max(issued or certificates, key=lambda each: (each.until(), each.valid_from), default=None)


def actor_for(person: Person, day: date, grants: Grants | None = None) -> Actor:
    """行为人：person 在 day 当日的样子，含主持工作、分工、授权代行得来的岗位。

    grants 是当日全机关的权限，一次看许多人时传进来，免得各查一次。
    """
    found = grants_on(person.agency.code, day) if grants is None else grants
    own = found.get(person.number, ())
    borrowed = acting(own, person.roles)
    held = {*person.roles, *(each.role.value for each in borrowed)}
    certificate = certificate_on(person.certificates.all(), day)
    return Actor(
        number=person.number,
        name=person.name,
        department=person.department.name,
        certificate=certificate.number if certificate else "",
        certificate_from=certificate.valid_from if certificate else None,
        certificate_until=certificate.until() if certificate else None,
        qualified=certificate is not None,
        agency=person.agency.code,
        agency_name=person.agency.name,
        agency_level=AgencyLevel((person.agency.parent or person.agency).level),
        department_enforces=person.department.enforces,
        agency_kind=AgencyKind(person.agency.kind),
        roles=tuple(role for role in Role if role.value in held),
        acting=borrowed,
        away=away_until(own),
    )


def officers(agency: str, day: date) -> tuple[Officer, ...]:
    """执法人员：领过执法证的人。证件当日无效的也在内，由 ``certified_on`` 分辨。"""
    holders = [person for person in in_post(agency, day) if person.certificates.all()]
    # 写进笔录的是人和证件，与代行的岗位无关。
    return tuple(actor_for(person, day, {}).officer() for person in holders)


def officer_of(number: str, day: date) -> Officer:
    """按人员编号取当日的执法人员；没有这个编号抛 ``Person.DoesNotExist``。"""
    person = Person.objects.select_related("agency", "department").get(number=number)
    return actor_for(person, day, {}).officer()


def people_with(agency: str, role: Role, day: date | None = None) -> tuple[Person, ...]:
    """agency 中具有 role 的人；不给日期就是现职的人。"""
    rows = Person.objects.filter(agency__code=agency, active=True).select_related("agency", "department")
    current = rows.filter(ended=None) if day is None else in_post(agency, day)
    # SQLite 没有 JSON 包含查询；一个局的人数有限，在这里挑。
    granted = grants_on(agency, clock.today() if day is None else day)
    return tuple(
        person
        for person in current
        if role.value in person.roles
        or any(each.role == role.value for each in granted.get(person.number, ()))
    )


def names_for(role: Role, agency: str) -> tuple[str, ...]:
    """某角色现在是谁：写「可由……办理」时用。"""
    return tuple(person.name for person in people_with(agency, role))


@dataclass(frozen=True)
class Staffing:
    """审核力量（QL-2.3.1-c、-d）：审核人员几名、执法人员几名、至少应有几名、依据哪几条。

    needed 为 None 是本地规则没有规定人数。只是提示，不阻断；但一名审核人员也没有，决定无从审核。
    """

    reviewers: int
    law_trained: int
    officers: int
    needed: int | None
    rules: tuple[Rule, ...]

    @property
    def enough(self) -> bool:
        return self.reviewers >= max(self.needed or 0, 1)


def staffing(agency: str, day: date) -> Staffing:
    """审核力量够不够：人数的要求取自规则包。"""
    reviewers = people_with(agency, Role.REVIEWER, day)
    valid = [each for each in officers(agency, day) if each.certified_on(day)]
    trained = [each for each in reviewers if each.law_qualified or each.law_background]
    try:
        rules = pack_of(agency, Agency.objects.get(code=agency).place).on(day)
    except PackError:
        return Staffing(len(reviewers), len(trained), len(valid), None, ())
    found = [rules.parameters.get(name) for name in ("review.staff.percent", "review.staff.minimum")]
    percent, minimum = rules.parameter("review.staff.percent"), rules.parameter("review.staff.minimum")
    share = (percent or Decimal(0)) * len(valid) / 100
    needed = max(int(share.to_integral_value(ROUND_CEILING)), int(minimum or 0))
    asked = tuple(rule for rule in found if rule is not None)
    return Staffing(len(reviewers), len(trained), len(valid), needed if asked else None, asked)
