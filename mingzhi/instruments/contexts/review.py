"""法制审核和集体讨论的文书：案件处理呈报书（附件 1）、法制审核意见表（附件 2）、集体讨论记录。

两个附件照种子原样：栏目、次序和字句都不改（CQ-A1-1 至 CQ-A1-7，CQ-A2-1 至 CQ-A2-18）。
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mingzhi.casework.act import SHANGHAI
from mingzhi.casework.acts.discussion import DiscussionHeld, Participant
from mingzhi.casework.acts.lead import PartyKind
from mingzhi.casework.acts.review import (
    ReportDrafted,
    ReviewLine,
    ReviewOpined,
    ReviewSigned,
    ReviewSubmitted,
)
from mingzhi.law.rules import ReviewLineRule

from .discretion import weighing
from .paper import Opinion, Paper, Source, common, opinions, time_range


@dataclass(frozen=True, kw_only=True)
class CaseReport(Paper):
    """案件处理呈报书（附件 1）。"""

    it: ReportDrafted
    weighing: tuple[str, ...]
    organization: bool
    unit: Opinion
    deputy: Opinion


@dataclass(frozen=True)
class ReviewRow:
    """附件 2 的一行：审核内容照印，具体意见由审核人填写。"""

    line: str
    opinion: str


@dataclass(frozen=True, kw_only=True)
class ReviewSheet(Paper):
    """法制审核意见表（附件 2），一页，一式两份。"""

    it: ReviewOpined
    submitter: str
    submitted_on: date | None
    rows: tuple[ReviewRow, ...]
    opinion: str
    signed_on: date | None


@dataclass(frozen=True, kw_only=True)
class DiscussionRecord(Paper):
    """集体讨论记录。"""

    it: DiscussionHeld
    when: str
    participants: tuple[Participant, ...]


LINES = (
    "执法主体是否合法",
    "执法人员是否有执法资格",
    "案件事实是否清楚，证据是否充分确凿",
    "定性是否准确",
    "适用依据是否准确",
    "裁量基准的适用是否恰当",
    "处理建议是否适当",
    "程序是否合法",
    "文书是否规范",
    "文书是否齐备",
    "是否有超越本机关职权范围或滥用职权情形",
    "是否涉嫌犯罪需要移送司法机关",
    "其他",
)
"""附件 2 印好的十三行；规则包没有 line 规则时用它。"""


def case_report(source: Source) -> CaseReport:
    shared = common(source)
    it = source.own(ReportDrafted)
    given = opinions(source, source.act.number if source.act else None, deputy=True)
    by_label = {each.label: each for each in given}
    return CaseReport(
        **shared,
        it=it,
        weighing=weighing(it, source.rules),
        organization=shared["party"].kind is not PartyKind.PERSON,
        unit=by_label["承办机构负责人"],
        # 印的是“分管领导意见”；没有分管负责人、由主要负责人直接签署的，写在这一栏。
        deputy=next(
            (by_label[label] for label in ("分管负责人", "机关负责人") if by_label[label].text), Opinion("")
        ),
    )


def review_opinion(source: Source) -> ReviewSheet:
    """由审核人的意见或者签发打印，印出的是同一张表；签名之日取自签发。"""
    shared = common(source)
    it, signed, signed_on = _opinion(source)
    if signed is not None:
        shared["number"] = signed.document_no or shared["number"]
    submitted = source.case.last("review.submitted")
    said = {_key(each.line): each for each in it.lines}
    verdict = it.opinion or (signed.opinion if signed else None)
    words = it.text.strip()
    label = verdict.label if verdict else ""
    return ReviewSheet(
        **shared,
        it=it,
        submitter=submitted.actor.department
        if submitted and isinstance(submitted.body, ReviewSubmitted)
        else "",
        submitted_on=submitted.day if submitted else None,
        rows=tuple(ReviewRow(line, _said(said.get(_key(line)))) for line in _lines(source)),
        opinion=words if words.startswith(label) else f"{label}。{words}",
        signed_on=signed_on,
    )


def _opinion(source: Source) -> tuple[ReviewOpined, ReviewSigned | None, date | None]:
    body, act = source.body, source.act
    if isinstance(body, ReviewSigned):
        number = body.of
        return source.named(number, ReviewOpined, "review.opined"), body, source.dated
    it = source.own(ReviewOpined)
    if act is not None and source.draft_body is None:
        for later, signed in source.later.bodies("review.signed", ReviewSigned):
            if signed.of == act.number:
                return it, signed, later.day
    return it, None, None


def _lines(source: Source) -> tuple[str, ...]:
    rules = [rule.line for rule in source.rules.part("line") if isinstance(rule.line, ReviewLineRule)]
    return tuple(rule.line for rule in sorted(rules, key=lambda rule: rule.order)) or LINES


def _key(line: str) -> str:
    """照印的行和填写的行按字对应，不计空格。"""
    return "".join(line.split())


def _said(line: ReviewLine | None) -> str:
    """结论和具体意见连着写；意见里已经写了结论的不重复。"""
    if line is None:
        return ""
    label = line.result.label if line.result else ""
    words = line.opinion.strip()
    if not label or label == "说明" or words.startswith(label):
        return words
    return f"{label}。{words}" if words else f"{label}。"


def discussion_record(source: Source) -> DiscussionRecord:
    it = source.own(DiscussionHeld)
    return DiscussionRecord(
        **common(source), it=it, when=time_range(it.started, it.ended), participants=it.participants
    )


def held_on(body: DiscussionHeld | None) -> date | None:
    """集体讨论之日。"""
    return body.started.astimezone(SHANGHAI).date() if body and body.started else None
