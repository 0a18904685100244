"""检查的审批和结果：行政检查审批表、检查结果告知书（涉企行政检查的意见只见摘录，栏目是产品默认）。"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mingzhi.casework.acts.inspection import InspectionHeld, InspectionPlanned, InspectionResultTold

from .paper import Opinion, Paper, Source, common
from .terms import term

CAP = "inspection.enterprise.cap"


@dataclass(frozen=True, kw_only=True)
class InspectionApproval(Paper):
    """行政检查审批表。"""

    it: InspectionPlanned
    occasion: str
    times: str
    cap: str
    approver: Opinion


@dataclass(frozen=True, kw_only=True)
class InspectionResult(Paper):
    """检查结果告知书。"""

    it: InspectionResultTold
    held: InspectionHeld
    held_on: date | None


def inspection_approval(source: Source) -> InspectionApproval:
    it = source.own(InspectionPlanned)
    by = source.act.actor.name if source.act is not None and source.draft_body is None else ""
    return InspectionApproval(
        **common(source),
        it=it,
        occasion=it.occasion.label if it.occasion else "",
        times=f"{it.times_this_year}次" if it.times_this_year is not None else "",
        cap=term(source.rules, CAP),
        approver=Opinion("批准人", it.opinion, by, source.dated),
    )


def inspection_result(source: Source) -> InspectionResult:
    it = source.own(InspectionResultTold)
    act = source.later.act(it.of) or source.case.last("inspection.held")
    return InspectionResult(
        **common(source),
        it=it,
        held=source.named(it.of, InspectionHeld, "inspection.held"),
        held_on=act.day if act else None,
    )
