"""查：等着审核的案件，按还有几个工作日排；我不能审核的写明为什么。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from mingzhi.casework.actor import Actor, Role
from mingzhi.casework.duties import ORDER, Due
from mingzhi.casework.gates import Ground
from mingzhi.people.access import Page, dossiers_of
from mingzhi.people.selectors import actor_for, people_with
from mingzhi.record import selectors
from mingzhi.record.models import ActRow, Dossier
from mingzhi.review.case import Case, is_head


def case_of(dossier: Dossier, now: datetime) -> Case:
    """一件审核。"""
    return Case(dossier, selectors.pack_for(dossier), selectors.acts(dossier), now)


@dataclass(frozen=True)
class Waiting:
    """排队的一件。"""

    case: Case
    barred: tuple[Ground, ...]
    mine: bool

    @property
    def due(self) -> Due | None:
        return self.case.due

    @property
    def todo(self) -> str:
        """现在要做什么。"""
        if self.case.opined is not None:
            return "待负责人签发"
        if self.case.assigned is None:
            return "待分派"
        asked, sent = self.case.latest("review.supplement_requested"), self.case.latest("review.supplemented")
        if asked is not None and (sent is None or sent.number < asked.number):
            return "等待补充材料"
        return "待审核"


def waiting(actor: Actor, now: datetime) -> tuple[Waiting, ...]:
    """没有签发的各件，急的在前；没有法定期限的在最后，先送的在前。"""
    mine = dossiers_of(actor, Page.REVIEW)
    sent = ActRow.objects.filter(kind="review.submitted", dossier__in=mine.values("dossier_id"))
    found = []
    for dossier in Dossier.objects.filter(pk__in=sent.values("dossier_id")):
        case = case_of(dossier, now)
        if case.open:
            number = case.assigned.number if case.assigned else ""
            ours = number == actor.number or (is_head(actor) and (not number or case.opined is not None))
            found.append(Waiting(case, case.barred(actor), ours))
    return tuple(sorted(found, key=_urgent))


def _urgent(each: Waiting) -> tuple[int, date, int]:
    submitted = each.case.submitted
    number = submitted.number if submitted else 0
    if each.due is None:
        return (len(ORDER), submitted.day if submitted else date.max, number)
    return (ORDER[each.due.status], each.due.day, number)


# 没有人能审核时的去处：名称、说明、写入哪一种行为、是不是记在权限登记簿。
ROUTES = (
    (
        "指定别的内设科室的人员",
        "不承担执法、没有办过本案的；在权限登记簿指定以后，回来确定他",
        "authority.designated",
        True,
    ),
    (
        "统筹调用系统内法律顾问、公职律师",
        "由他提出意见，审核意见由指定的审核机构负责人签发",
        "adviser.called",
        False,
    ),
    ("报请上级医疗保障行政部门", "请求派人，或者指定别的机关的人员审核", "review.referred", False),
)


def routes(case: Case) -> tuple[tuple[str, str, str], ...]:
    """没有人能审核时的三条路：名称、说明、去哪里办。"""
    return tuple(
        (
            name,
            says,
            reverse("desk:start", args=[kind])
            if register
            else reverse("desk:act-new", args=[case.dossier.pk, kind]),
        )
        for name, says, kind, register in ROUTES
    )


@dataclass(frozen=True)
class Candidate:
    """可以确定的审核人；barred 不空的不能。"""

    actor: Actor
    barred: Sequence[Ground]


def candidates(case: Case, by: Actor) -> tuple[Candidate, ...]:
    """本机关的审核人员，能审的在前。"""
    people = {
        person.number: person
        for role in (Role.REVIEWER, Role.REVIEW_HEAD)
        for person in people_with(case.dossier.agency, role, case.today)
    }
    found = [
        Candidate(actor, case.barred_reviewer(by, actor))
        for actor in (actor_for(person, case.today) for person in people.values())
    ]
    return tuple(sorted(found, key=lambda each: bool(each.barred)))
