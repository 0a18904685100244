"""音像记录：应当全程的行为，录像是否盖住它的起止时间。

全程（throughout）：CQ-R-11¶2、QL-2.2.2-d。没有录全的，照实记为缺陷；说明原因、补救并经负责人批准的，不再挡住后面的步骤，
但永远看得见，送审时列在“程序是否合法”下。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from mingzhi.casework.act import Act
from mingzhi.casework.acts.common import ApprovalVerdict, DefectExplained
from mingzhi.casework.acts.evidence import MediaKind, RecordingIngested
from mingzhi.law.rules import Rule

if TYPE_CHECKING:
    from mingzhi.casework.view import View

Interval = tuple[datetime, datetime]


@dataclass(frozen=True)
class Coverage:
    """一项应当音像记录的行为：已录的时段、缺的时段。"""

    act: Act
    rule: Rule
    whole: Interval | None
    recorded: tuple[Interval, ...]
    missing: tuple[Interval, ...]
    explained: bool
    approved: bool

    @property
    def complete(self) -> bool:
        return self.whole is not None and not self.missing

    @property
    def words(self) -> str:
        """如：缺 11:12 至 11:40，共 28 分钟。"""
        if self.complete:
            return "已全程录像"
        if self.whole is None:
            return "没有写明起止时间，无法核对"
        if not self.recorded:
            return "没有录像"
        parts = [f"{begin:%H:%M} 至 {end:%H:%M}" for begin, end in self.missing]
        minutes = sum(int((end - begin).total_seconds() // 60) for begin, end in self.missing)
        return f"缺 {'、'.join(parts)}，共 {minutes} 分钟"


def uncovered(whole: Interval, recorded: list[Interval]) -> tuple[Interval, ...]:
    """whole 中没有被 recorded 盖住的时段。"""
    missing: list[Interval] = []
    cursor, end = whole
    for begin, stop in sorted(recorded):
        if begin > cursor:
            missing.append((cursor, min(begin, end)))
        cursor = max(cursor, stop)
        if cursor >= end:
            break
    if cursor < end:
        missing.append((cursor, end))
    return tuple(gap for gap in missing if gap[0] < gap[1])


def explanation(view: View, number: int, rule_id: str = "") -> tuple[bool, bool]:
    """第 number 号的瑕疵（某条规则的）是否已说明、是否已批准。"""
    explained = approved = False
    for act, body in view.file.bodies("defect.explained", DefectExplained):
        if body.of != number or (rule_id and body.rule and body.rule != rule_id):
            continue
        explained = True
        approved = approved or any(
            opinion.verdict is ApprovalVerdict.AGREE for _, opinion in view.file.opinions(act.number)
        )
    return explained, approved


def required(view: View, act: Act) -> Rule | None:
    """act 是否应当全程音像；是则给出规则。"""
    for rule in view.pack.on(act.day).recordings(act.kind):
        if rule.recording is None or rule.recording.level != "throughout":
            continue
        view.it = act
        try:
            applies = rule.recording.when is None or rule.recording.when(view)
        finally:
            view.it = None
        if applies:
            return rule
    return None


def coverages(view: View) -> tuple[Coverage, ...]:
    """每一项应当全程音像的行为的录像情况。"""
    return view.once("coverages", lambda: tuple(_coverages(view)))


def _coverages(view: View) -> Iterator[Coverage]:
    concerned = view.pack.concerned("recording")
    for act in view.file.acts:
        rule = required(view, act) if act.kind in concerned else None
        if rule is None:
            continue
        started, ended = getattr(act.body, "started", None), getattr(act.body, "ended", None)
        whole = (started, ended) if started and ended and started < ended else None
        recorded = [
            (body.started, body.ended)
            for _, body in view.file.bodies("recording.ingested", RecordingIngested)
            if body.of == act.number
            and body.started
            and body.ended
            and body.media in (MediaKind.VIDEO, MediaKind.SURVEILLANCE)
        ]
        missing = uncovered(whole, recorded) if whole else ()
        explained, approved = explanation(view, act.number, rule.id)
        yield Coverage(act, rule, whole, tuple(sorted(recorded)), missing, explained, approved)


def gaps(view: View) -> tuple[Coverage, ...]:
    """没有录全的。"""
    return tuple(each for each in coverages(view) if not each.complete)
