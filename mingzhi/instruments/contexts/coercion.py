"""行政强制措施（封存）的文书：决定书五项、清单、现场笔录、延长、解除（行政强制法第十八条、第二十四条、第二十五条、第二十八条）。"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mingzhi.casework.act import SHANGHAI
from mingzhi.casework.acts.coercion import (
    SealedItem,
    SealingApproved,
    SealingExtended,
    SealingImposed,
    SealingLifted,
)

from .paper import Paper, Source, common, period, time_range
from .terms import Remedies, remedies, term

URGENT = "sealing.urgent.hours"


@dataclass(frozen=True, kw_only=True)
class SealingPaper(Paper):
    """实施封存的决定书、清单、现场笔录，取自同一项行为。"""

    it: SealingImposed
    approval: SealingApproved
    approved_on: date | None
    period: str
    when: str
    report_within: str
    """紧急当场实施的，多久之内报告、补办批准。"""
    remedies: Remedies


@dataclass(frozen=True, kw_only=True)
class SealingExtension(Paper):
    """延长行政强制措施期限决定书。"""

    it: SealingExtended
    original: SealingImposed
    imposed_on: date | None
    ends_on: date | None
    period: str
    remedies: Remedies


@dataclass(frozen=True, kw_only=True)
class SealingLifting(Paper):
    """解除行政强制措施决定书。"""

    it: SealingLifted
    original: SealingImposed
    imposed_on: date | None
    items: tuple[SealedItem, ...]


def sealing(source: Source) -> SealingPaper:
    shared = common(source)
    it = source.own(SealingImposed)
    approved = source.later.act(it.approval) or source.case.last("sealing.approved")
    return SealingPaper(
        **shared,
        it=it,
        approval=source.named(it.approval, SealingApproved, "sealing.approved"),
        approved_on=approved.day if approved else None,
        period=period(_first(it), _after(_first(it), it.days)),
        when=time_range(it.started, it.ended),
        report_within=term(source.rules, URGENT),
        remedies=remedies(source.agency, source.rules),
    )


def sealing_extension(source: Source) -> SealingExtension:
    shared = common(source)
    it = source.own(SealingExtended)
    original = source.named(it.of, SealingImposed, "sealing.imposed")
    before = it.runs_from or _after(_first(original), original.days)
    return SealingExtension(
        **shared,
        it=it,
        original=original,
        imposed_on=_first(original),
        ends_on=before,
        period=period(_after(before, 1), _after(before, it.days)),
        remedies=remedies(source.agency, source.rules),
    )


def sealing_lifting(source: Source) -> SealingLifting:
    shared: dict[str, Any] = common(source)
    it = source.own(SealingLifted)
    original = source.named(it.of, SealingImposed, "sealing.imposed")
    return SealingLifting(
        **shared, it=it, original=original, imposed_on=_first(original), items=original.items
    )


def _first(body: SealingImposed) -> date | None:
    return body.started.astimezone(SHANGHAI).date() if body.started else None


def _after(day: date | None, days: int | None) -> date | None:
    """开始的当天不计；限制当事人财物的期限到期不顺延。"""
    return day + timedelta(days=days) if day is not None and days is not None else None
