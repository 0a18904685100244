"""登记簿的文书：委托执法的委托书、岗位信息公示牌、年度报告。"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from mingzhi.casework.acts.annual import AnnualDrafted, AnnualPublished, Figure
from mingzhi.casework.acts.listing import DelegationListed, PlacardListed

from .paper import Paper, Source, common


@dataclass(frozen=True, kw_only=True)
class DelegationLetter(Paper):
    """行政执法委托书。"""

    it: DelegationListed


@dataclass(frozen=True, kw_only=True)
class PostPlacard(Paper):
    """岗位信息公示牌。"""

    it: PlacardListed


@dataclass(frozen=True)
class FigureTable:
    """年报的一张表。"""

    name: str
    rows: tuple[Figure, ...]


@dataclass(frozen=True, kw_only=True)
class AnnualReport(Paper):
    """行政执法统计年报。"""

    it: AnnualDrafted
    tables: tuple[FigureTable, ...]


def delegation_letter(source: Source) -> DelegationLetter:
    return DelegationLetter(**common(source), it=source.own(DelegationListed))


def post_placard(source: Source) -> PostPlacard:
    return PostPlacard(**common(source), it=source.own(PlacardListed))


def annual_report(source: Source) -> AnnualReport:
    shared = common(source)
    body = source.body
    it = (
        source.named(body.of, AnnualDrafted, "annual.drafted")
        if isinstance(body, AnnualPublished)
        else source.own(AnnualDrafted)
    )
    shared["title"] = f"{it.year or '　　'}年度行政执法数据报告"
    return AnnualReport(**shared, it=it, tables=tables(it.figures))


def tables(figures: tuple[Figure, ...]) -> tuple[FigureTable, ...]:
    """各表，照写的次序。"""
    return tuple(
        FigureTable(name, tuple(rows)) for name, rows in groupby(figures, key=lambda each: each.table)
    )
