"""列表：线索、案卷、检查。读现状摘要，不重算现状；谁看得到什么由知悉范围决定。"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from mingzhi.casework.act import FILES, SHANGHAI, Act, Stage
from mingzhi.casework.actor import Actor, Choice, Role
from mingzhi.casework.acts.inspection import InspectionHeld, InspectionPlanned
from mingzhi.casework.duties import ORDER, Lamp
from mingzhi.desk.lamps import relit
from mingzhi.desk.links import link
from mingzhi.desk.places import calendar_of
from mingzhi.law.calendar import Calendar
from mingzhi.people.access import Page, dossiers_of, pages_for
from mingzhi.record import search
from mingzhi.record.models import ActRow, Projection
from mingzhi.record.selectors import act_of


class State(Choice):
    """案卷的范围。"""

    OPEN = "open", "在办"
    CLOSED = "closed", "已结案"
    ARCHIVED = "archived", "已归档"
    ALL = "all", "全部"


@dataclass(frozen=True)
class Row:
    """案卷列表的一行：现状摘要和最急的一项期限。"""

    case: Projection
    lamp: Lamp | None
    words: str
    day: date | None
    due: str

    @property
    def stage(self) -> str:
        if self.case.archived:
            return "已归档"
        return Stage(self.case.stage).label if self.case.stage else ""

    @property
    def holder(self) -> str:
        role = self.case.holder_role
        return self.case.holder_names or (Role(role).label if role else "")

    @property
    def received(self) -> date:
        return self.case.dossier.created.astimezone(SHANGHAI).date()


def row_of(case: Projection, today: date, calendar: Calendar) -> Row:
    """一行；灯按今天重看。"""
    best: Row | None = None
    for due in case.dues:
        if due["whose"] != "agency":
            continue
        day, lamp, words = relit(due, today, calendar)
        found = Row(case, lamp, words, day, due["name"])
        if best is None or _urgency(found) < _urgency(best):
            best = found
    return best or Row(case, None, "", None, "")


def _urgency(row: Row) -> tuple[int, date]:
    return (ORDER[row.lamp] if row.lamp else len(ORDER), row.day or date.max)


def dossiers(
    actor: Actor,
    today: date,
    *,
    query: str = "",
    stage: str = "",
    lamp: str = "",
    state: State = State.OPEN,
    mine: bool = False,
    sort: str = "due",
) -> list[Row]:
    """actor 看得到的案卷，按条件。查找时不限在办还是已结。"""
    found = dossiers_of(actor).exclude(last_act=0).filter(dossier__matter__in=FILES)
    if query.strip():
        wanted = [case.pk for case in search.find(actor.agency, query, limit=500)]
        found = found.filter(pk__in=wanted)
    elif state is State.OPEN:
        found = found.filter(closed=False, archived=False)
    elif state is State.CLOSED:
        found = found.filter(closed=True, archived=False)
    elif state is State.ARCHIVED:
        found = found.filter(archived=True)
    if stage:
        found = found.filter(stage=stage)
    if mine:
        found = found.filter(handlers__contains=f"|{actor.number}|")
    calendar = calendar_of(actor.agency)
    rows = [row_of(case, today, calendar) for case in found]
    if lamp:
        rows = [row for row in rows if row.lamp and row.lamp.value == lamp]
    return sorted_by(rows, sort)


def sorted_by(rows: Iterable[Row], by: str) -> list[Row]:
    """次序：期限（默认）、案号、当事人、阶段、最近记录。"""
    stages = [stage.value for stage in Stage]
    if by == "no":
        return sorted(rows, key=lambda row: (not row.case.document_no, row.case.document_no, row.case.pk))
    if by == "party":
        return sorted(rows, key=lambda row: (row.case.party, _urgency(row)))
    if by == "stage":
        return sorted(
            rows, key=lambda row: (stages.index(row.case.stage) if row.case.stage else 0, _urgency(row))
        )
    if by == "recent":
        return list(rows)
    return sorted(rows, key=_urgency)


def leads(actor: Actor, today: date) -> list[Row]:
    """还没有立案的线索。"""
    calendar = calendar_of(actor.agency)
    found = (
        dossiers_of(actor, Page.OVERVIEW).filter(stage=Stage.LEAD.value, archived=False).exclude(last_act=0)
    )
    return sorted(
        (row_of(case, today, calendar) for case in found), key=lambda row: (_urgency(row), row.received)
    )


@dataclass(frozen=True)
class Inspection:
    """一次检查：安排的，或者已经检查的。"""

    case: Projection
    act: Act
    planned: bool
    day: date | None
    place: str
    officers: tuple[str, ...]
    uncertified: tuple[str, ...]
    words: str
    mine: bool = False

    @property
    def url(self) -> str:
        return reverse("desk:act", args=[self.case.dossier_id, self.act.number])

    @property
    def start(self) -> str:
        """到场检查的页面：安排了还没有检查的才有。"""
        return link("desk:inspect", self.case.dossier_id) if self.planned else ""

    @property
    def scene(self) -> str:
        """现场用的一页（手机上的证件、现在要做、录像），给派去检查的人。"""
        return reverse("desk:inspect", args=[self.case.dossier_id]) if self.planned and self.mine else ""


def inspections(actor: Actor, today: date) -> tuple[list[Inspection], list[Inspection]]:
    """（安排了还没有检查的，由近到远；已经检查的，新的在前）。"""
    cases = {case.dossier_id: case for case in dossiers_of(actor, Page.OVERVIEW, Page.MEDIA)}
    rows = ActRow.objects.filter(
        kind__in=("inspection.planned", "inspection.held"), dossier_id__in=list(cases)
    ).order_by("happened", "number")
    planned: dict[object, Inspection] = {}
    held: list[Inspection] = []
    for row in rows:
        act = act_of(row)
        one = _inspection(cases[row.dossier_id], act, actor)
        if one is None:
            continue
        if one.planned:
            planned[row.dossier_id] = one
        else:
            planned.pop(row.dossier_id, None)
            held.append(one)
    return (
        sorted(planned.values(), key=lambda each: each.day or date.max),
        sorted(held, key=lambda each: each.day or date.min, reverse=True),
    )


def scenes(actor: Actor, today: date) -> list[Inspection]:
    """今天派 actor 去检查、还没有写笔录的。"""
    return [each for each in inspections(actor, today)[0] if each.scene and each.day == today]


def _inspection(case: Projection, act: Act, actor: Actor) -> Inspection | None:
    body = act.body
    if isinstance(body, InspectionPlanned):
        day, words = body.planned_on, ""
    elif isinstance(body, InspectionHeld):
        day = (body.started or act.happened).astimezone(SHANGHAI).date()
        words = "发现问题" if body.problem_found else "未发现问题"
    else:
        return None
    valid_on = day or act.day
    return Inspection(
        case,
        act,
        isinstance(body, InspectionPlanned),
        day,
        body.place,
        tuple(officer.name for officer in body.officers),
        tuple(officer.name for officer in body.officers if not officer.certified_on(valid_on)),
        words,
        any(officer.number == actor.number for officer in body.officers),
    )


def opens(actor: Actor, cases: Sequence[Row]) -> list[tuple[Row, str]]:
    """每一行点开去哪里：看得到概况的去概况，只看得到一页的去那一页。"""
    return [(row, first_page(actor, row.case)) for row in cases]


def first_page(actor: Actor, case: Projection) -> str:
    """actor 在这一卷看得到的第一页的网址。"""
    seen = pages_for(actor, case.dossier)
    page = next((each for each in Page if each in seen), Page.OVERVIEW)
    name = "desk:dossier" if page is Page.OVERVIEW else f"desk:dossier-{page.value}"
    return reverse(name, args=[case.dossier_id])
