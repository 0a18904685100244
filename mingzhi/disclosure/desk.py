"""给工作人员看的：哪些该公示、公示到哪一步、什么时候到期；公开的履行情况与账不符的；公众的更正申请。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mingzhi.casework.act import Act
from mingzhi.casework.actor import Actor
from mingzhi.casework.acts.disclosure import (
    DisclosureApproved,
    DisclosureDrafted,
    DisclosurePublished,
    DisclosureSubject,
)
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.duties import ORDER, Due, Lamp
from mingzhi.casework.undone import UNDOING
from mingzhi.casework.view import View
from mingzhi.disclosure.drafting import SOURCES, performance
from mingzhi.disclosure.models import CorrectionRequest, Publication
from mingzhi.law.pack import Pack
from mingzhi.law.rules import Rule
from mingzhi.people.access import Page, dossiers_of
from mingzhi.record.models import ActRow, Dossier, Projection
from mingzhi.record.selectors import acts as acts_of
from mingzhi.record.selectors import pack_for

LATEST = 12
STATES = ("未拟稿", "待审批", "待公示", "已公示", "已撤回", "不予公开")


@dataclass(frozen=True)
class Item:
    """一卷里应当公示的一项：取自第几号，公示稿、审批、公示各是第几号，期限，下一步。"""

    subject: DisclosureSubject
    source: Act
    rule: Rule | None
    state: str
    draft: Act | None
    approved: Act | None
    publication: Publication | None
    due: Due | None
    note: str = ""

    @property
    def open(self) -> bool:
        return self.state in ("未拟稿", "待审批", "待公示")


@dataclass(frozen=True)
class Row:
    """公示事项列表的一行。"""

    dossier: Dossier
    title: str
    item: Item


def items(dossier: Dossier, pack: Pack, acts: Sequence[Act], today: date) -> tuple[Item, ...]:
    """一卷里应当公示的各项。"""
    view = View(pack, acts, today)
    published = {
        each.act: each for each in Publication.objects.filter(dossier=dossier).order_by("published_at", "pk")
    }
    rules = {rule.disclosure.subject: rule for rule in view.rules.part("disclosure") if rule.disclosure}
    found = []
    for subject, kinds in SOURCES.items():
        rule = rules.get(subject.value)
        if rule is None:
            continue
        for source in (act for kind in kinds for act in view.file.all(kind)):
            item = _item(view, subject, source, rule, published)
            if item is not None:
                found.append(item)
    return tuple(found)


def _item(
    view: View, subject: DisclosureSubject, source: Act, rule: Rule, published: dict[int, Publication]
) -> Item | None:
    file = view.file
    drafts = [
        act
        for act, body in file.bodies("disclosure.drafted", DisclosureDrafted)
        if body.subject is subject and body.of == source.number
    ]
    draft = drafts[-1] if drafts else None
    approvals = [
        act
        for act, body in file.bodies("disclosure.approved", DisclosureApproved)
        if draft is not None and body.of == draft.number
    ]
    shown = [
        published[act.number]
        for act, body in file.bodies("disclosure.published", DisclosurePublished)
        if body.of in {each.number for each in drafts} and act.number in published
    ]
    due = next(
        (
            each
            for each in view.dues
            if each.trigger == source.number and each.tag == f"disclosure.{subject.value}"
        ),
        None,
    )
    publication = shown[-1] if shown else None
    state = _state(file, subject, source, draft, bool(approvals), publication)
    note = ""
    if subject is DisclosureSubject.PERFORMANCE:
        decided = [each for each in published.values() if each.subject == DisclosureSubject.DECISION]
        if not any(each.live for each in decided):
            # 决定还没有公示（或者撤回了），履行情况无从公示。
            return None
        note = performance(view)
        if publication is not None and publication.live and publication.performance != note:
            state = "未拟稿" if draft is None or draft.number < publication.act else state
    return Item(
        subject, source, rule, state, draft, approvals[-1] if approvals else None, publication, due, note
    )


def _state(
    file: CaseFile,
    subject: DisclosureSubject,
    source: Act,
    draft: Act | None,
    approved: bool,
    publication: Publication | None,
) -> str:
    withheld = any(
        getattr(act.body, "of", None) == source.number and getattr(act.body, "subject", None) is subject
        for act in file.all("disclosure.withheld")
    )
    if withheld:
        return "不予公开"
    if publication is not None and (draft is None or draft.number < publication.act):
        return "已公示" if publication.live else "已撤回"
    if draft is None:
        return "未拟稿"
    return "待公示" if approved else "待审批"


def queue(actor: Actor, today: date) -> tuple[Row, ...]:
    """这个人看得到的、还要办的公示事项，急的在前。"""
    wanted = _unsettled(actor)
    rows = []
    for projection in wanted:
        pack, acts = pack_for(projection.dossier), acts_of(projection.dossier)
        rows += [
            Row(projection.dossier, projection.title, item)
            for item in items(projection.dossier, pack, acts, today)
            if item.open and (item.due is None or item.due.status is not Lamp.MET or item.draft is not None)
        ]
    return tuple(sorted(rows, key=_urgency))


def _urgency(row: Row) -> tuple[int, date]:
    due = row.item.due
    return (ORDER[due.status], due.day) if due is not None else (len(ORDER), date.max)


def _unsettled(actor: Actor) -> list[Projection]:
    """有公示期限未了的、有稿子没有公示的、决定已公示而没有归档的卷：只有它们要一一算。"""
    seen = dossiers_of(actor, Page.DISCLOSURE)
    ids = [projection.dossier_id for projection in seen if _has_due(projection)]
    drafted = ActRow.objects.filter(dossier__in=seen.values("dossier"), kind="disclosure.drafted")
    published = Publication.objects.filter(dossier__in=seen.values("dossier"))
    done = set(published.values_list("dossier", flat=True))
    ids += [each for each in drafted.values_list("dossier", flat=True).distinct() if each not in done]
    ids += list(
        published.filter(
            status=Publication.Status.LIVE,
            subject=DisclosureSubject.DECISION,
            dossier__projection__archived=False,
        ).values_list("dossier", flat=True)
    )
    return list(seen.filter(dossier__in=set(ids)))


def _has_due(projection: Projection) -> bool:
    return any(str(due["tag"]).startswith("disclosure.") for due in projection.dues)


def recent(agency: str) -> list[Publication]:
    """本局最近公示、撤回的。"""
    return list(Publication.objects.filter(agency=agency)[:LATEST])


def requests_for(agency: str) -> list[CorrectionRequest]:
    """还没有答复的更正申请，先到的在前。"""
    return list(CorrectionRequest.objects.filter(agency=agency, answered_at=None).order_by("received_at"))


def annulled_but_live(actor: Actor) -> list[Publication]:
    """决定已被撤销、变更或者确认违法，公示还没有撤回的。"""
    seen = dossiers_of(actor, Page.DISCLOSURE)
    live = Publication.objects.filter(dossier__in=seen.values("dossier"), status=Publication.Status.LIVE)
    late = []
    about = (DisclosureSubject.DECISION, DisclosureSubject.PERFORMANCE)
    for item in live.filter(subject__in=about).select_related("dossier"):
        annulled = ActRow.objects.filter(dossier=item.dossier_id, kind__in=UNDOING).order_by("number").last()
        if annulled is not None and annulled.number > item.act:
            late.append(item)
    return late
