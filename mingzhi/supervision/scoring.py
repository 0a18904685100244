"""案卷评查：照规则包里的评查项，从现状里的瑕疵、逾期算出扣分，每一分都指得出是第几号行为（QL-2.2.4-a）。

由人判断的项，系统不评，写明“待评查人判断”；总分是评得出的各项的分，不是评查的结论。
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase

from mingzhi.casework.act import Act
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.duties import Lamp
from mingzhi.casework.standing import Standing, standing
from mingzhi.casework.view import View
from mingzhi.law.pack import Pack
from mingzhi.law.rules import Rule, Score


@dataclass(frozen=True)
class Fault:
    """扣分的一处：第几号行为，什么，依据。"""

    act: int | None
    says: str
    cite: str


@dataclass(frozen=True)
class ScoreRow:
    """一项的评查：满分、扣分、哪几处；由人判断的 judged 为真。"""

    rule: Rule
    score: Score
    faults: tuple[Fault, ...]
    judged: bool

    @property
    def lost(self) -> Decimal:
        if not self.faults or self.score.veto:
            return Decimal()
        each = self.score.each or self.score.points
        return min(self.score.points, each * len(self.faults))

    @property
    def got(self) -> Decimal:
        return self.score.points - self.lost

    @property
    def vetoed(self) -> bool:
        """这一项否决了整卷。"""
        return self.score.veto and bool(self.faults)


@dataclass(frozen=True)
class ScoreSheet:
    """一卷的评查表。"""

    rows: tuple[ScoreRow, ...]

    @property
    def vetoed(self) -> bool:
        return any(row.vetoed for row in self.rows)

    @property
    def full(self) -> Decimal:
        """系统评得出的各项，满分合计。"""
        return sum((row.score.points for row in self.rows if not row.judged), Decimal())

    @property
    def total(self) -> Decimal:
        """系统评得出的各项，得分合计；有否决的为零。"""
        if self.vetoed:
            return Decimal()
        return sum((row.got for row in self.rows if not row.judged), Decimal())

    @property
    def faults(self) -> int:
        return sum(len(row.faults) for row in self.rows)


def score_sheet(pack: Pack, acts: Sequence[Act], today: date) -> ScoreSheet:
    """照 today 有效的评查项评一卷。"""
    now = standing(pack, acts, today)
    view = _at_decision(pack, acts)
    rules = [rule for rule in pack.on(today).part("score") if rule.score is not None]
    rules.sort(key=lambda rule: (rule.score.order if rule.score else 0, rule.id))
    used: set[object] = set()
    return ScoreSheet(tuple(_row(rule, now, view, used) for rule in rules))


def _at_decision(pack: Pack, acts: Sequence[Act]) -> View | None:
    """作出决定的那一刻：以后又撤销、重新审核的，不改变当时做得对不对。没有决定的是 None。"""
    made = CaseFile(acts).last("decision.made")
    if made is None:
        return None
    return View(pack, [act for act in acts if act.number < made.number], made.day, candidate=made)


def _row(rule: Rule, now: Standing, view: View | None, used: set[object]) -> ScoreRow:
    score = rule.score
    assert score is not None
    faults = [*_defects(score, now, used), *_late(score, now, used)]
    if score.fails is not None and view is not None and score.fails(view):
        faults.append(Fault(None, rule.says, rule.cite))
    judged = not (score.defects or score.late or score.fails is not None)
    return ScoreRow(rule, score, tuple(faults), judged)


def _defects(score: Score, now: Standing, used: set[object]) -> Iterable[Fault]:
    for found in now.defects:
        key = ("defect", found.act.number, found.ground.rule)
        if key not in used and _named(found.ground.rule, score.defects):
            used.add(key)
            yield Fault(found.act.number, found.ground.lacks, found.ground.cite)


def _late(score: Score, now: Standing, used: set[object]) -> Iterable[Fault]:
    for due in now.dues:
        key = ("late", due.rule.id, due.trigger)
        if due.whose != "agency" or due.status not in (Lamp.LATE, Lamp.WAS):
            continue
        if key not in used and _named(due.tag, score.late):
            used.add(key)
            yield Fault(due.met_by or due.trigger, f"{due.name}：{due.words}", due.rule.cite)


def _named(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
