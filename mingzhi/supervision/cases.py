"""各卷的监督要点：从现状算出，一卷一份，案卷没有变、还是同一天的，不重算。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.cache import cache

from mingzhi.casework.act import KINDS
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.standing import Standing, standing
from mingzhi.record.models import Projection
from mingzhi.record.selectors import acts, pack_for

KEPT_SECONDS = 24 * 3600
OUTCOMES = ("good", "bad", "open", "none")


@dataclass(frozen=True)
class Term:
    """一项本机关的期限：按哪一条，哪一天到，办了没有。"""

    rule: str
    cite: str
    says: str
    tag: str
    name: str
    day: date
    lamp: str
    words: str
    trigger: int | None
    met_by: int | None

    @property
    def act(self) -> int | None:
        """点开看哪一项：办了的看办的那一项，没有办的看引起它的那一项。"""
        return self.met_by or self.trigger


@dataclass(frozen=True)
class Item:
    """一个指标里的一件：做到（good）、没有做到（bad）、还在期内（open）。"""

    measure: str
    act: int | None
    what: str
    outcome: str
    words: str
    day: date


@dataclass(frozen=True)
class Case:
    """一卷的监督要点。"""

    dossier: UUID
    title: str
    document_no: str
    terms: tuple[Term, ...]
    items: tuple[Item, ...]

    @property
    def name(self) -> str:
        return self.document_no or self.title


def cases(agency: str, today: date) -> tuple[Case, ...]:
    """本机关各卷在 today 的监督要点。"""
    rows = Projection.objects.filter(agency=agency).select_related("dossier").order_by("pk")
    return tuple(_case(row, today) for row in rows)


def _case(row: Projection, today: date) -> Case:
    known_as = f"supervision:{row.dossier_id}:{row.last_act}:{today}"
    found: Case | None = cache.get(known_as)
    if found is None:
        found = compute(row, today)
        cache.set(known_as, found, KEPT_SECONDS)
    return found


def compute(row: Projection, today: date) -> Case:
    """算一卷。"""
    every = acts(row.dossier)
    now = standing(pack_for(row.dossier), every, today)
    file = CaseFile(every)
    return Case(
        dossier=row.dossier_id,
        title=file.title,
        document_no=file.document_no,
        terms=tuple(_terms(now)),
        items=(*_reviews(file, now), *_publications(now), *_recordings(now), *_ingests(now)),
    )


def _terms(now: Standing) -> Iterator[Term]:
    for due in now.dues:
        if due.whose == "agency":
            yield Term(
                due.rule.id,
                due.rule.cite,
                due.rule.says,
                due.tag,
                due.name,
                due.day,
                due.status.value,
                due.words,
                due.trigger,
                due.met_by,
            )


def _reviews(file: CaseFile, now: Standing) -> Iterator[Item]:
    """重大决定有没有在决定前取得同意的审核意见。"""
    decision = file.last("decision.made")
    if decision is None or not now.review.required:
        return
    signed = now.review.signed
    done = now.review.outcome == "agreed" and signed is not None and signed.number < decision.number
    words = f"决定前审核同意，共 {now.review.rounds} 轮" if done else "决定前没有取得同意的审核意见"
    yield Item(
        "review", decision.number, KINDS[decision.kind].name, "good" if done else "bad", words, decision.day
    )


OUTCOME_OF = {"met": "good", "was": "bad", "late": "bad", "soft": "none", "stop": "none"}


def _publications(now: Standing) -> Iterator[Item]:
    return _from_dues(now, "publication", "disclosure.published")


def _ingests(now: Standing) -> Iterator[Item]:
    return _from_dues(now, "ingest", "recording.ingested")


def _from_dues(now: Standing, measure: str, does: str) -> Iterator[Item]:
    for due in now.dues:
        if does in due.do and due.whose == "agency":
            outcome = OUTCOME_OF.get(due.status.value, "open")
            yield Item(measure, due.met_by or due.trigger, due.name, outcome, due.words, due.day)


def _recordings(now: Standing) -> Iterator[Item]:
    for each in now.coverages:
        outcome = "good" if each.complete else "bad"
        words = f"{each.words}；已说明并经批准" if each.approved and not each.complete else each.words
        yield Item("recording", each.act.number, KINDS[each.act.kind].name, outcome, words, each.act.day)
