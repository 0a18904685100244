"""相似案件的材料：看得到的已决定的案子，和已经公示的决定（隐去以后的字），交给研判去比。"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.urls import reverse

from mingzhi.casework.act import FILES, Act
from mingzhi.casework.actor import Actor
from mingzhi.casework.acts.conclusion import Amounts
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.discretion import proposed
from mingzhi.casework.view import View
from mingzhi.disclosure.models import Publication
from mingzhi.insight.similar import Precedent
from mingzhi.law.pack import Pack
from mingzhi.people.access import Page, dossiers_of
from mingzhi.record import search
from mingzhi.record.models import Dossier
from mingzhi.record.selectors import acts as acts_of

# 一次至多比这么多件：先按案由查，再比事实。
MOST = 120
TEXTS = ("violation", "qualification", "facts", "cause")
KINDS_WITH_FACTS = (
    "decision.made",
    "penalty.imposed_on_spot",
    "report.drafted",
    "investigation.concluded",
    "filing.proposed",
)


def own(pack: Pack, acts: tuple[Act, ...], dossier: Dossier, today: date) -> Precedent:
    """本案拿来比的：最近写下的事实，拟处理的金额。"""
    file = CaseFile(acts)
    amounts = proposed(View(pack, acts, today))
    return _precedent(dossier, file, amounts if isinstance(amounts, Amounts) else None)


def decided(actor: Actor, dossier: Dossier, file: CaseFile) -> Iterator[Precedent]:
    """actor 看得到的、已经作出决定的别的案子；看不到而已经公示的，取公示的字。"""
    seen = dossiers_of(actor, Page.OVERVIEW).filter(dossier__matter__in=FILES).exclude(dossier=dossier)
    near = [row.pk for row in search.find(actor.agency, file.cause, limit=MOST)] if file.cause else []
    rows = [*seen.filter(pk__in=near), *seen.exclude(pk__in=near)[: MOST - len(near)]]
    told: set[UUID] = set()
    for row in rows:
        other = CaseFile(acts_of(row.dossier))
        made = other.last("decision.made") or other.last("penalty.imposed_on_spot")
        told.add(row.dossier_id)
        if made is None or any(act.number > made.number for act in other.all("decision.annulled")):
            continue
        yield _precedent(row.dossier, other, made.body if isinstance(made.body, Amounts) else None, made.day)
    yield from _published(actor.agency, told | {dossier.pk})


def _precedent(
    dossier: Dossier, file: CaseFile, amounts: Amounts | None, day: date | None = None
) -> Precedent:
    written = next((act.body for kind in KINDS_WITH_FACTS if (act := file.last(kind)) is not None), None)
    text = "。".join(
        value for name in TEXTS if isinstance(value := getattr(written, name, ""), str) and value.strip()
    )
    return Precedent(
        key=str(dossier.pk),
        title=file.document_no or file.title,
        url=reverse("desk:dossier", args=[dossier.pk]),
        text=text,
        range_code=amounts.range_code if amounts else "",
        standing=file.party.standing.value if file.party else "",
        loss=amounts.loss if amounts else None,
        fine=amounts.fine if amounts else None,
        decided=day,
        lenient="；".join(each.reason for each in amounts.leniency if each.reason) if amounts else "",
    )


def _published(agency: str, without: set[UUID]) -> Iterator[Precedent]:
    live = Publication.objects.filter(agency=agency, subject="decision", status=Publication.Status.LIVE)
    for item in live.exclude(dossier__in=without)[:MOST]:
        yield Precedent(
            key=f"p/{item.slug}",
            title=item.document_no or item.title,
            url=reverse("portal:detail", args=[item.slug]),
            text=item.main_facts,
            decided=item.decided_on,
        )
