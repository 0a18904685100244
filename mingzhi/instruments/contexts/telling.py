"""告知和听证的文书：事先（听证）告知书、陈述申辩笔录、听证通知书、听证笔录（CQ-R-13、CQ-R-14；行政处罚法第四十四条、第四十五条、第六十四条）。"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mingzhi.casework.acts.conclusion import Amounts, InvestigationConcluded
from mingzhi.casework.acts.hearing import HearingArranged, HearingHeld, HearingRequested
from mingzhi.casework.acts.telling import Answer, ArgumentsAnswered, NoticeIssued, StatementRecorded

from .discretion import weighing
from .paper import Paper, Source, common, time_range
from .terms import HEARING_REQUEST, STATEMENT, term


@dataclass(frozen=True, kw_only=True)
class PriorNotice(Paper):
    """行政处罚事先（听证）告知书。"""

    it: NoticeIssued
    weighing: tuple[str, ...]
    statement_period: str
    hearing_period: str


@dataclass(frozen=True, kw_only=True)
class StatementRecord(Paper):
    """陈述申辩笔录。"""

    it: StatementRecorded
    notice: NoticeIssued
    answers: tuple[Answer, ...]
    answered_on: date | None


@dataclass(frozen=True, kw_only=True)
class HearingNotice(Paper):
    """听证通知书。"""

    it: HearingArranged
    requested: HearingRequested
    notice: NoticeIssued


@dataclass(frozen=True, kw_only=True)
class HearingRecord(Paper):
    """听证笔录。"""

    it: HearingHeld
    arranged: HearingArranged
    when: str


def prior_notice(source: Source) -> PriorNotice:
    """还没有写的，取自调查终结报告。"""
    shared = common(source)
    it = source.own(NoticeIssued)
    if source.body is None:
        it = drafted_notice(source)
    # 告知书写了几日就印几日（要求听证的期限按工作日计）；没有写的，取规则包的。
    hearing = f"{it.hearing_days}个工作日" if it.hearing_days else term(source.rules, HEARING_REQUEST)
    return PriorNotice(
        **shared,
        it=it,
        weighing=weighing(it, source.rules),
        statement_period=term(source.rules, STATEMENT),
        hearing_period=hearing,
    )


def drafted_notice(source: Source) -> NoticeIssued:
    """照调查终结报告拟的告知内容。"""
    found = source.latest("investigation.concluded", InvestigationConcluded)
    return NoticeIssued(
        violation=found.violation,
        evidence=found.evidence,
        reason=found.discretion,
        basis=found.basis,
        content=found.opinion,
        **{name: getattr(found, name) for name in Amounts.model_fields},
        statement_right=True,
    )


def statement_record(source: Source) -> StatementRecord:
    """末栏的采纳情况取自后来的复核；还没有复核的，留空。"""
    shared = common(source)
    it = source.own(StatementRecorded)
    said = {each.text.strip() for each in it.arguments}
    answers: tuple[Answer, ...] = ()
    answered_on = None
    for act, body in source.later.bodies("arguments.answered", ArgumentsAnswered):
        if found := tuple(answer for answer in body.answers if answer.argument.strip() in said):
            answers, answered_on = found, act.day
    return StatementRecord(
        **shared,
        it=it,
        notice=source.latest("notice.issued", NoticeIssued),
        answers=answers,
        answered_on=answered_on,
    )


def hearing_notice(source: Source) -> HearingNotice:
    return HearingNotice(
        **common(source),
        it=source.own(HearingArranged),
        requested=source.latest("hearing.requested", HearingRequested),
        notice=source.latest("notice.issued", NoticeIssued),
    )


def hearing_record(source: Source) -> HearingRecord:
    it = source.own(HearingHeld)
    return HearingRecord(
        **common(source),
        it=it,
        arranged=source.latest("hearing.arranged", HearingArranged),
        when=time_range(it.started, it.ended),
    )
