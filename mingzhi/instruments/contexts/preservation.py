"""先行登记保存的文书：通知书、清单、处理决定书（行政处罚法第五十六条，CQ-R-10.5）。"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mingzhi.casework.acts.coercion import SealedItem
from mingzhi.casework.acts.preservation import PreservationDisposed, PreservationMade

from .paper import Paper, Source, common, time_range
from .terms import term

PRESERVATION = "preservation.days"


@dataclass(frozen=True, kw_only=True)
class PreservationPaper(Paper):
    """登记保存的通知书、清单，取自同一项行为。"""

    it: PreservationMade
    when: str
    period: str


@dataclass(frozen=True, kw_only=True)
class PreservationDisposal(Paper):
    """先行登记保存证据处理决定书。"""

    it: PreservationDisposed
    original: PreservationMade
    made_on: date | None
    items: tuple[SealedItem, ...]
    manner: str


def preservation(source: Source) -> PreservationPaper:
    it = source.own(PreservationMade)
    return PreservationPaper(
        **common(source),
        it=it,
        when=time_range(it.started, it.ended),
        period=term(source.rules, PRESERVATION),
    )


def disposal(source: Source) -> PreservationDisposal:
    it = source.own(PreservationDisposed)
    act = source.later.act(it.of) or source.case.last("preservation.made")
    original = source.named(it.of, PreservationMade, "preservation.made")
    return PreservationDisposal(
        **common(source),
        it=it,
        original=original,
        made_on=act.day if act else None,
        items=original.items,
        manner=it.disposal.label if it.disposal else "",
    )
