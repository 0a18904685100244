"""调查取证的文书：检查告知、检查笔录、询问笔录、限期提供材料、委托（CQ-R-10.1 至 10.3、10.6）。"""

from __future__ import annotations

from dataclasses import dataclass

from mingzhi.casework.actor import Officer
from mingzhi.casework.acts.evidence import ExpertCommissioned
from mingzhi.casework.acts.inspection import (
    InquiryHeld,
    InspectionHeld,
    InspectionNotified,
    InspectionPlanned,
    MaterialsDemanded,
)

from .paper import Paper, Source, common, time_range


@dataclass(frozen=True, kw_only=True)
class InspectionNotice(Paper):
    """现场检查告知通知书。"""

    it: InspectionNotified
    officers: tuple[Officer, ...]
    place: str
    matter: str
    basis: str


@dataclass(frozen=True, kw_only=True)
class InspectionRecord(Paper):
    """现场检查笔录。"""

    it: InspectionHeld
    when: str
    notice_number: str


@dataclass(frozen=True, kw_only=True)
class InquiryRecord(Paper):
    """询问笔录。"""

    it: InquiryHeld
    when: str


@dataclass(frozen=True, kw_only=True)
class MaterialsNotice(Paper):
    """限期提供材料通知书。"""

    it: MaterialsDemanded


@dataclass(frozen=True, kw_only=True)
class Commission(Paper):
    """审计（鉴定、评审）委托书。"""

    it: ExpertCommissioned


def inspection_notice(source: Source) -> InspectionNotice:
    """没有写的，取自检查安排。"""
    shared = common(source)
    it = source.own(InspectionNotified)
    planned = source.latest("inspection.planned", InspectionPlanned)
    return InspectionNotice(
        **shared,
        it=it,
        officers=it.officers or planned.officers,
        place=it.place or planned.place,
        matter=it.matter or planned.matter,
        basis=it.basis or planned.basis,
    )


def inspection_record(source: Source) -> InspectionRecord:
    shared = common(source)
    it = source.own(InspectionHeld)
    notice = source.latest("inspection.notified", InspectionNotified)
    return InspectionRecord(
        **shared, it=it, when=time_range(it.started, it.ended), notice_number=notice.document_no
    )


def inquiry_record(source: Source) -> InquiryRecord:
    shared = common(source)
    it = source.own(InquiryHeld)
    return InquiryRecord(**shared, it=it, when=time_range(it.started, it.ended))


def materials_notice(source: Source) -> MaterialsNotice:
    return MaterialsNotice(**common(source), it=source.own(MaterialsDemanded))


def commission(source: Source) -> Commission:
    return Commission(**common(source), it=source.own(ExpertCommissioned))
