"""工作交接：一个人手里没有办完的案件、期限、草稿；交给另一个人，一卷写一项“变更承办人”，附清单。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mingzhi.casework.act import KINDS
from mingzhi.casework.actor import Actor, Officer, Role
from mingzhi.casework.acts.common import HandlersChanged, HandoverItem
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.gates import Ground
from mingzhi.desk.lists import Row, row_of
from mingzhi.desk.places import calendar_of
from mingzhi.people.access import dossiers_of
from mingzhi.people.models import Person
from mingzhi.people.selectors import actor_for, in_post
from mingzhi.record import selectors
from mingzhi.record.append import Refused, append
from mingzhi.record.errors import Conflict, Invalid
from mingzhi.record.models import Draft, Projection

KIND = "handlers.changed"


@dataclass(frozen=True)
class Holding:
    """手里的一件：卷、最急的期限、没有了的期限、没有写完的草稿。"""

    row: Row
    drafts: tuple[str, ...]

    @property
    def case(self) -> Projection:
        return self.row.case

    def handed(self) -> tuple[HandoverItem, ...]:
        """交接清单。"""
        dues = [
            HandoverItem(what=due["name"], before=due["day"])
            for due in self.case.dues
            if due["whose"] == "agency"
        ]
        return (*dues, *(HandoverItem(what=f"没有写完的草稿：{name}") for name in self.drafts))


@dataclass(frozen=True)
class Loaded:
    """一个人和他手里有几件。"""

    person: Person
    cases: int
    drafts: int


@dataclass(frozen=True)
class Outcome:
    """交接的一件：写成了，或者为什么没有写。"""

    holding: Holding
    number: int | None
    why: tuple[str, ...] = ()


def loads(actor: Actor, today: date) -> tuple[Loaded, ...]:
    """actor 管得到的人，各有几件没有办完；承办机构负责人看本科室的，机关负责人、分管负责人看全局的。"""
    people = [
        person
        for person in _staff(actor, today)
        if actor.has(Role.PRINCIPAL, Role.DEPUTY) or person.department.name == actor.department
    ]
    drafts = list(Draft.objects.filter(person_number__in=[each.number for each in people]))
    open_cases = list(_open(actor))
    return tuple(
        Loaded(
            person,
            sum(f"|{person.number}|" in case.handlers for case in open_cases),
            sum(draft.person_number == person.number for draft in drafts),
        )
        for person in people
    )


def _staff(actor: Actor, today: date) -> Iterator[Person]:
    """任承办人的；离任的也在内，手里的案件还要交出来。"""
    for person in Person.objects.filter(agency__code=actor.agency).select_related("department", "agency"):
        if Role.HANDLER.value in person.roles:
            yield person


def _open(actor: Actor) -> Iterator[Projection]:
    yield from dossiers_of(actor).filter(closed=False, archived=False)


def holdings(actor: Actor, number: str, today: date) -> tuple[Holding, ...]:
    """number 手里没有办完的各件，急的在前。"""
    calendar = calendar_of(actor.agency)
    drafts: dict[object, list[str]] = {}
    for draft in Draft.objects.filter(person_number=number):
        drafts.setdefault(draft.dossier_id, []).append(
            KINDS[draft.kind].name if draft.kind in KINDS else draft.kind
        )
    found = [
        Holding(row_of(case, today, calendar), tuple(drafts.get(case.dossier_id, ())))
        for case in _open(actor)
        if f"|{number}|" in case.handlers
    ]
    return tuple(sorted(found, key=lambda each: (each.row.day or date.max, each.case.title)))


def receivers(actor: Actor, leaving: str, today: date) -> tuple[Officer, ...]:
    """可以接手的：证件有效的承办人。"""
    people = [person for person in in_post(actor.agency, today) if Role.HANDLER.value in person.roles]
    officers = [actor_for(person, today, {}).officer() for person in people]
    return tuple(each for each in officers if each.number != leaving and each.certified_on(today))


def hand_over(
    actor: Actor,
    holdings: Sequence[Holding],
    leaving: Officer,
    receiver: Officer,
    reason: str,
    *,
    now: datetime,
) -> tuple[Outcome, ...]:
    """一卷写一项；有一卷写不进去的，别的照写，逐卷说明。"""
    return tuple(_one(actor, each, leaving, receiver, reason, now) for each in holdings)


def _one(
    actor: Actor, holding: Holding, leaving: Officer, receiver: Officer, reason: str, now: datetime
) -> Outcome:
    dossier = holding.case.dossier
    acts = selectors.acts(dossier)
    handlers: dict[str, Officer] = {}
    for each in CaseFile(acts).handlers:
        kept = receiver if each.number == leaving.number else each
        handlers.setdefault(kept.number, kept)
    body = HandlersChanged(
        handlers=tuple(handlers.values()), reason=reason, leaving=leaving, handed=holding.handed()
    )
    try:
        done = append(dossier, KIND, body, by=actor, happened=now, now=now, expects=len(acts))
    except Refused as refused:
        return Outcome(holding, None, tuple(_said(ground) for ground in refused.verdict.refusals))
    except Invalid as fault:
        return Outcome(holding, None, tuple(fault.errors.values()))
    except Conflict:
        return Outcome(holding, None, ("别人刚写了一项，请再交一次",))
    return Outcome(holding, done.act.number)


def _said(ground: Ground) -> str:
    return f"{ground.lacks}（{ground.cite}）" + (f"；{ground.then}" if ground.then else "")
