"""查：待立卷的案卷、一卷的两卷、查阅的进度、查阅地址。"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from django.core.cache import cache

from mingzhi.archive.binding import page_count
from mingzhi.archive.completeness import Check, checks
from mingzhi.archive.models import Reading
from mingzhi.archive.papers import Press
from mingzhi.archive.volumes import Entry, arrange, assembled, numbered, of_volume
from mingzhi.casework.act import KINDS, SHANGHAI, Act
from mingzhi.casework.actor import Actor
from mingzhi.casework.acts.archive import (
    ConsultationApproved,
    ConsultationHeld,
    ConsultationRefused,
    ConsultationRequested,
    FileAssembled,
    Volume,
)
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.duties import Due
from mingzhi.casework.standing import Standing, standing
from mingzhi.casework.standing import assembled as shelved
from mingzhi.instruments.services import Rendered, as_pdf
from mingzhi.people.access import Page, dossiers_of
from mingzhi.people.selectors import agency_value
from mingzhi.record.models import ActRow, Dossier, Projection
from mingzhi.record.rebuild import reproject
from mingzhi.record.selectors import acts as acts_of
from mingzhi.record.selectors import pack_for

PRINTED_DAYS = 24 * 3600


@dataclass(frozen=True)
class Volumes:
    """一卷的两卷：各件已编页。body 是立卷，还没有立卷的为 None。"""

    dossier: Dossier
    press: Press
    file: CaseFile
    entries: tuple[Entry, ...]
    act: Act | None
    today: date

    @property
    def body(self) -> FileAssembled | None:
        return self.act.body if self.act is not None and isinstance(self.act.body, FileAssembled) else None

    @cached_property
    def standing(self) -> Standing:
        return standing(self.press.pack, self.press.acts, self.today)

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        return checks(self.file, self.entries, self.standing)

    @cached_property
    def due(self) -> Due | None:
        """立卷归档的期限；规则没有规定期限的为 None。"""
        return next((due for due in reversed(self.standing.dues) if "file.assembled" in due.do), None)

    def entry(self, key: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.key == key), None)

    def of(self, volume: Volume) -> tuple[Entry, ...]:
        return of_volume(self.entries, volume)


def volumes(dossier: Dossier, today: date, *, progress: Callable[[Entry], None] | None = None) -> Volumes:
    """一卷的两卷。已经立卷的照立卷时的次序和页号；没有立卷的照规则排，页数由印出的文书数得。"""
    acts = acts_of(dossier)
    file = CaseFile(acts)
    pack = pack_for(dossier)
    press = Press(agency_value(dossier.agency), acts, pack)
    # 归档以后又重新启动的，以后的材料要补充归卷：次序重新排，原来立卷的记录照留。
    done = shelved(file)
    arranged = arrange(file, pack.on(done.day if done else today))
    if done is not None and isinstance(done.body, FileAssembled):
        return Volumes(dossier, press, file, assembled(arranged, done.body), done, today)
    counts = page_counts(dossier, press, arranged)
    return Volumes(dossier, press, file, numbered(arranged, counts), None, today)


def page_counts(dossier: Dossier, press: Press, entries: tuple[Entry, ...]) -> dict[str, int]:
    """每件印出来几页。案卷没有变，就不重印。"""
    known_as = f"archive:pages:{dossier.pk}:{len(press.acts)}"
    counts: dict[str, int] | None = cache.get(known_as)
    if counts is None or counts.keys() != {entry.key for entry in entries}:
        counts = {entry.key: page_count(as_pdf(printed(press, entry))) for entry in entries}
        cache.set(known_as, counts, PRINTED_DAYS)
    return counts


def printed(press: Press, entry: Entry) -> Rendered:
    """卷内一件印出来的样子。"""
    return press.entry(entry)


# 待立卷 -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """待立卷的一卷。due 是期限（名称、日期、灯、字、依据），没有法定期限的为 None。"""

    projection: Projection
    due: dict[str, object] | None
    day: date | None
    cite: str


def waiting(actor: Actor, today: date) -> tuple[Waiting, ...]:
    """已经结案、还没有归档的，期限紧的在前；没有法定期限的在后。只有 actor 看得到归档页的。"""
    rows = dossiers_of(actor, Page.ARCHIVE).filter(closed=True, archived=False)
    found = []
    for row in rows:
        # 灯和剩几日随日子变：不是今天算的，现在重算。
        now = row if row.as_of == today else reproject(row.dossier, today)
        due = next((each for each in now.dues if each.get("tag") == "archive.file"), None)
        rule = pack_for(row.dossier).rule(str(due["rule"])) if due else None
        day = date.fromisoformat(str(due["day"])) if due else None
        found.append(Waiting(now, due, day, rule.cite if rule else ""))
    return tuple(sorted(found, key=lambda each: (each.day is None, each.day or today, each.projection.pk)))


def archived(actor: Actor) -> tuple[Projection, ...]:
    """已经归档的，新近的在前。"""
    return tuple(dossiers_of(actor, Page.ARCHIVE).filter(archived=True)[:100])


# 查阅 ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Consultation:
    """一次查阅：申请、批或者不批、发出的地址、办毕。"""

    request: Act
    asked: ConsultationRequested
    approval: Act | None
    approved: ConsultationApproved | None
    refusal: Act | None
    held: Act | None
    reading: Reading | None
    today: date

    @property
    def until(self) -> date | None:
        return self.approved.until if self.approved else None

    @property
    def expired(self) -> bool:
        return self.until is not None and self.today > self.until

    @property
    def open(self) -> bool:
        """已经同意、还在有效期内、没有办毕。"""
        return self.approval is not None and self.held is None and not self.expired

    @property
    def words(self) -> tuple[str, str]:
        """灯和字。"""
        if self.held:
            return "met", "已查阅"
        if self.refusal:
            return "stop", "不同意查阅"
        if self.approval is None:
            return ("near", "等负责人批") if self.asked.identity_checked else ("near", "没有核对身份")
        if self.expired:
            return "soft", "已过有效期"
        return "fine", "同意查阅"


def consultations(dossier: Dossier, file: CaseFile, today: date) -> tuple[Consultation, ...]:
    """一卷的各次查阅，新近的在前。"""
    readings = {each.approval: each for each in Reading.objects.filter(dossier=dossier).order_by("issued")}
    found = []
    for request, asked in file.bodies("consultation.requested", ConsultationRequested):
        approvals = [
            pair
            for pair in file.bodies("consultation.approved", ConsultationApproved)
            if pair[1].of == request.number
        ]
        approval, approved = approvals[-1] if approvals else (None, None)
        found.append(
            Consultation(
                request,
                asked,
                approval,
                approved,
                _answer(file, "consultation.refused", ConsultationRefused, request.number),
                _answer(file, "consultation.held", ConsultationHeld, approval.number) if approval else None,
                readings.get(approval.number) if approval else None,
                today,
            )
        )
    return tuple(reversed(found))


@dataclass(frozen=True)
class Pending:
    """等负责人批的一次查阅。"""

    projection: Projection
    consultation: Consultation


def pending(actor: Actor, today: date) -> tuple[Pending, ...]:
    """等负责人批的查阅，先申请的在前。"""
    asked = ActRow.objects.filter(kind="consultation.requested", dossier__agency=actor.agency)
    rows = dossiers_of(actor, Page.ARCHIVE).filter(dossier__in=asked.values("dossier"))
    return tuple(
        Pending(row, each)
        for row in rows.order_by("updated", "pk")
        for each in reversed(consultations(row.dossier, CaseFile(acts_of(row.dossier)), today))
        if each.approval is None and each.refusal is None
    )


def _answer(
    file: CaseFile, kind: str, of: type[ConsultationRefused] | type[ConsultationHeld], number: int
) -> Act | None:
    return next((act for act, body in file.bodies(kind, of) if body.of == number), None)


def reading_for(token: str, now: datetime) -> Reading | None:
    """查阅地址：认得、没有结束、还在有效期内的；其余一律 None，不说是哪一种。"""
    found = (
        Reading.objects.filter(
            digest=digest_of(token), ended=None, until__gte=now.astimezone(SHANGHAI).date()
        )
        .select_related("dossier")
        .first()
    )
    return found


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def readable(volumes: Volumes) -> tuple[Entry, ...]:
    """当事人可以看的各件：只有正卷，限制知悉的一律不看。"""
    return tuple(
        replace(entry, scan=None) for entry in volumes.of(Volume.MAIN) if not KINDS[entry.kind].restricted
    )
