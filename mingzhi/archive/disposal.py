"""处置的办理：哪些卷期满可以鉴定、提请销毁哪几项、批准并销毁、销毁清册；本房间留着的副本（档案包）一并销毁。

法律的门禁在规则包，销毁在 record/disposal.py；这里只取材、预填、写入。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from mingzhi.archive.models import PackageJob
from mingzhi.archive.tasks import path_of
from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.actor import Actor, Officer
from mingzhi.casework.acts.disposal import (
    DISPOSED,
    PROPOSED,
    ContentDisposed,
    DisposalDeclined,
    DisposalProposed,
    DisposedItem,
    Remembered,
)
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.disposal import KEPT_FOR_EVER, Gone, disposals, kept_until, retention
from mingzhi.casework.duties import Lamp
from mingzhi.casework.standing import Standing
from mingzhi.people.access import Page, dossiers_of
from mingzhi.record.append import Appended, append
from mingzhi.record.disposal import nobody_needs, waiting
from mingzhi.record.locks import last_day
from mingzhi.record.models import ActRow, Dossier, Projection
from mingzhi.record.selectors import acts as acts_of

DESTROYED = "卷中有内容依法处置，此前导出的包已经销毁，请重新导出"


@dataclass(frozen=True)
class Expired:
    """保管期限届满的一卷。"""

    projection: Projection
    retention: str
    until: date
    left: int
    """还有几项没有处置。"""


def expired(actor: Actor, today: date) -> tuple[Expired, ...]:
    """期满、还没有全部处置的，先满的在前。"""
    found = []
    for row in dossiers_of(actor, Page.ARCHIVE).filter(archived=True):
        acts = acts_of(row.dossier)
        file = CaseFile(acts)
        until = kept_until(file)
        left = sum(1 for _ in disposable(acts))
        if until is not None and until < today and left:
            found.append(Expired(row, retention(file), until, left))
    return tuple(sorted(found, key=lambda each: (each.until, each.projection.pk)))


def disposable(acts: Iterable[Act]) -> Iterator[Act]:
    """还有东西可以处置的各项：处置自己的各项不在内。"""
    for act in acts:
        if act.kind not in KEPT_FOR_EVER and (
            act.disposed is None or any(not e.disposed for e in act.exhibits)
        ):
            yield act


@dataclass(frozen=True)
class Proposal:
    """一次提请：哪一项、写了什么、办到哪一步。"""

    act: Act
    body: DisposalProposed
    disposed: Act | None
    declined: Act | None

    @property
    def open(self) -> bool:
        return self.disposed is None and self.declined is None

    @property
    def words(self) -> tuple[str, str]:
        """灯和字。"""
        if self.disposed:
            return "stop", "已销毁"
        return ("soft", "不同意") if self.declined else ("near", "等负责人批")


def proposals(file: CaseFile) -> tuple[Proposal, ...]:
    """一卷的各次提请，新的在前。"""
    found = [
        Proposal(
            act,
            body,
            next((a for a, b in file.bodies(DISPOSED, ContentDisposed) if b.of == act.number), None),
            next(
                (a for a, b in file.bodies("disposal.declined", DisposalDeclined) if b.of == act.number), None
            ),
        )
        for act, body in file.bodies(PROPOSED, DisposalProposed)
    ]
    return tuple(reversed(found))


@dataclass(frozen=True)
class Asked:
    """等负责人批的一次提请。"""

    projection: Projection
    proposal: Proposal


def asked(actor: Actor) -> tuple[Asked, ...]:
    """等负责人批的处置，先提请的在前。"""
    with_one = ActRow.objects.filter(kind=PROPOSED, dossier__agency=actor.agency)
    rows = dossiers_of(actor, Page.ARCHIVE).filter(Q(dossier__in=with_one.values("dossier")))
    return tuple(
        Asked(row, each)
        for row in rows.order_by("updated", "pk")
        for each in reversed(proposals(CaseFile(acts_of(row.dossier))))
        if each.open
    )


@dataclass(frozen=True)
class Line:
    """销毁清册的一行：第几号、做了什么、何时、谁、内容的摘要、销毁什么。"""

    act: Act
    name: str
    body: bool
    exhibits: tuple[str, ...]
    digest: str


def listed(dossier: Dossier, acts: Iterable[Act], items: Iterable[DisposedItem]) -> tuple[Line, ...]:
    """要销毁（已销毁）的各项，凭信封说，不说内容。"""
    by_number = {act.number: act for act in acts}
    digests = dict(ActRow.objects.filter(dossier=dossier).values_list("number", "body_digest"))
    return tuple(
        Line(act, KINDS[act.kind].name, item.body, item.digests, digests.get(act.number, ""))
        for item in items
        if item.act is not None and (act := by_number.get(item.act)) is not None
    )


def items_of(
    acts: Iterable[Act], bodies: Iterable[int], exhibits: Iterable[tuple[int, str]]
) -> tuple[DisposedItem, ...]:
    """勾选的各项写成清单。同一份材料附在几项里的，一并列上；处置过的一项，以前销毁的照样写全。"""
    kept = tuple(acts)
    gone, files = disposals(kept), list(exhibits)
    chosen, digests = set(bodies), {digest for _, digest in files}
    found = []
    for act in kept:
        if act.kind in KEPT_FOR_EVER:
            continue
        before = gone.get(act.number, Gone(0, False, ()))
        fresh = [each.sha256 for each in act.exhibits if each.sha256 in digests and not each.disposed]
        body = act.number in chosen and not before.body
        if body or fresh:
            found.append(
                DisposedItem(
                    act=act.number,
                    body=body or before.body,
                    exhibits=" ".join(dict.fromkeys((*before.exhibits, *fresh))),
                )
            )
    return tuple(found)


@dataclass(frozen=True)
class Held:
    """要销毁（已处置）的一份材料，存放的地方还锁着：附在第几号、摘要、锁着的最后一天。"""

    act: int
    digest: str
    until: date


def held(items: Iterable[DisposedItem], *, done: bool = False) -> tuple[Held, ...]:
    """其中还锁着的：批准以后谁也打不开，字节到期才销毁。先到期的在前。done：已经处置的，别的卷还用着的不算。"""
    numbers: dict[str, int] = {}
    for item in items:
        for digest in item.digests if item.act is not None else ():
            assert item.act is not None
            numbers.setdefault(digest, item.act)
    found = [
        Held(numbers[each.digest], each.digest, last_day(each.until))
        for each in waiting(numbers)
        if each.until is not None and (not done or nobody_needs(each.digest))
    ]
    return tuple(sorted(found, key=lambda each: (each.until, each.act)))


def remembered(now: Standing, items: Iterable[DisposedItem]) -> tuple[Remembered, ...]:
    """要销毁的各项现在带着的瑕疵和逾期：先写下，免得销毁变成抹去。"""
    gone = {item.act for item in items if item.body}
    found = [
        Remembered(act=each.act.number, says=each.ground.lacks, cite=each.ground.cite)
        for each in now.defects
        if each.act.number in gone
    ]
    found += [
        Remembered(act=due.trigger, says=f"{due.name}：{due.words}", cite=due.rule.cite)
        for due in now.dues
        if due.status in (Lamp.LATE, Lamp.WAS) and gone & {due.trigger, due.met_by}
    ]
    return tuple(found)


def dispose(
    dossier: Dossier,
    proposal: Proposal,
    standing: Standing,
    *,
    by: Actor,
    now: datetime,
    method: str,
    witnesses: tuple[Officer, ...],
    opinion: str,
) -> Appended:
    """批准并销毁，照提请的，一字不差。"""
    body = ContentDisposed(
        of=proposal.act.number,
        ground=proposal.body.ground,
        disposed=proposal.body.disposed,
        method=method,
        witnesses=witnesses,
        opinion=opinion,
        remembered=remembered(standing, proposal.body.disposed),
    )
    return append(dossier, DISPOSED, body, by=by, happened=now, now=now)


def forget_packages(dossier: Dossier, digests: frozenset[str]) -> None:
    """以前导出的包里有被销毁的内容，一并销毁。做几次都一样。"""
    for job in PackageJob.objects.filter(dossier=dossier):
        path_of(job).unlink(missing_ok=True)
        if job.status == PackageJob.Status.DONE:
            # 四性检测列着文件名，核验发现也可能说到它。
            PackageJob.objects.filter(pk=job.pk).update(
                status=PackageJob.Status.FAILED, why=DESTROYED, properties=[], findings=[]
            )
