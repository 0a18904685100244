"""一件审核：案卷、这一轮、期限、谁能审、四种意见各自能不能提。从行为算出，不存。"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from mingzhi.casework.act import KINDS, SHANGHAI, Act, Body
from mingzhi.casework.actor import Actor, Officer, Role
from mingzhi.casework.acts.conclusion import Amounts
from mingzhi.casework.acts.review import (
    ReviewAssigned,
    ReviewLine,
    ReviewOpined,
    ReviewOpinion,
    ReviewSubmitted,
)
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.duties import Due
from mingzhi.casework.gates import Ground, check
from mingzhi.casework.standing import Standing, standing
from mingzhi.casework.view import View
from mingzhi.casework.words import latest_round
from mingzhi.law.pack import Pack, Rules
from mingzhi.law.rules import ReviewLineRule
from mingzhi.record.models import Dossier

FINISH = "review.finish"


@dataclass(frozen=True)
class Case:
    """一件审核，在 now 这一刻。"""

    dossier: Dossier
    pack: Pack
    acts: tuple[Act, ...]
    now: datetime

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(SHANGHAI).date()

    @cached_property
    def file(self) -> CaseFile:
        return CaseFile(self.acts)

    @cached_property
    def rules(self) -> Rules:
        return self.pack.on(self.today)

    @cached_property
    def view(self) -> View:
        return View(self.pack, self.acts, self.today)

    @cached_property
    def standing(self) -> Standing:
        return standing(self.pack, self.acts, self.today)

    # ── 这一轮 ──

    @cached_property
    def submitted(self) -> Act | None:
        return latest_round(self.view)[0]

    @property
    def bundle(self) -> ReviewSubmitted | None:
        body = self.submitted.body if self.submitted else None
        return body if isinstance(body, ReviewSubmitted) else None

    @cached_property
    def open(self) -> bool:
        """这一轮还没有签发。"""
        return bool(self.view("review.open"))

    @property
    def rounds(self) -> int:
        return len(self.file.all("review.submitted"))

    def latest(self, kind: str) -> Act | None:
        """这一轮里最近一项某种行为。"""
        found = self.file.last(kind)
        since = self.submitted.number if self.submitted else 0
        return found if found is not None and found.number > since else None

    @property
    def assigned(self) -> Officer | None:
        act = self.latest("review.assigned")
        return act.body.reviewer if act is not None and isinstance(act.body, ReviewAssigned) else None

    @property
    def opined(self) -> Act | None:
        """审核人已提出、还没有签发的意见。"""
        return self.latest("review.opined") if self.open else None

    @property
    def report(self) -> Amounts | None:
        act = self.file.last("report.drafted")
        return act.body if act is not None and isinstance(act.body, Amounts) else None

    @cached_property
    def due(self) -> Due | None:
        """审核完毕的期限；本地没有规定的为 None。"""
        number = self.submitted.number if self.submitted else None
        return next((due for due in self.view.dues if due.tag == FINISH and due.trigger == number), None)

    @property
    def clock(self) -> tuple[bool, ...]:
        """期限画成一格一个工作日；过了的涂实。"""
        if self.due is None:
            return ()
        total = sum(step.count for step in self.due.reached.steps)
        past = self.view.calendar.workdays_between(self.due.start, self.today)
        return tuple(index < past for index in range(total))

    # ── 能不能 ──

    def verdict(self, kind: str, actor: Actor, body: Body | None = None) -> tuple[Ground, ...]:
        """actor 现在写这一项会因为什么被拒绝；一样的话只说一次。"""
        candidate = Act(
            len(self.acts) + 1, kind, actor, self.now, self.now, body or KINDS[kind].body.model_construct()
        )
        found: dict[tuple[str, str], Ground] = {}
        for ground in check(self.pack, self.acts, candidate).refusals:
            found.setdefault((ground.lacks, ground.cite), ground)
        return tuple(found.values())

    def about(self, ground: Ground, *families: str) -> bool:
        """这条理由只看这几族事实（如 actor.）。"""
        rule = self.rules.by_id.get(ground.rule)
        if rule is None or rule.gate is None:
            return ground.rule == "role" or (rule is not None and rule.role is not None)
        names = rule.gate.needs.names | (rule.gate.when.names if rule.gate.when else frozenset())
        return all(name.startswith(families) for name in names)

    def barred(self, actor: Actor) -> tuple[Ground, ...]:
        """actor 不能审核本案的理由：岗位、办过本案、所在科室执法（CQ-L-3¶1、CQ-L-3¶3-b）。"""
        return tuple(
            ground
            for ground in self.verdict("review.opined", actor)
            if self.about(ground, "actor.") and not self._unassigned(ground)
        )

    def unassigned(self, actor: Actor) -> Ground | None:
        """actor 不是确定的审核人。"""
        return next((each for each in self.verdict("review.opined", actor) if self._unassigned(each)), None)

    def _unassigned(self, ground: Ground) -> bool:
        rule = self.rules.by_id.get(ground.rule)
        return (
            rule is not None
            and rule.gate is not None
            and "actor.is_assigned_reviewer" in rule.gate.needs.names
        )

    def barred_reviewer(self, by: Actor, candidate: Actor) -> tuple[Ground, ...]:
        """by 不能确定 candidate 审核的理由。"""
        body = ReviewAssigned(
            reviewer=candidate.officer(), reviewer_department_enforces=candidate.department_enforces
        )
        asked = [each for each in self.verdict("review.assigned", by, body) if each.field == "reviewer"]
        # 分派时规则看得到的，是办过本案、科室执法；岗位看提意见那一步。
        own = [each for each in self.barred(candidate) if each.lacks not in {one.lacks for one in asked}]
        return (*asked, *own)

    # ── 十三行和意见 ──

    @cached_property
    def lines(self) -> tuple[ReviewLineRule, ...]:
        found = [rule.line for rule in self.rules.part("line") if rule.line is not None]
        return tuple(sorted(found, key=lambda each: each.order))

    def opinions(self, actor: Actor, lines: Sequence[ReviewLine]) -> tuple[OpinionOffer, ...]:
        """本地的几种意见；按现在填的行，不能提的写明为什么。"""
        offers = []
        for opinion in ReviewOpinion:
            if self._refused(actor, opinion, ()):
                continue  # 不是本地的意见
            grounds = self._refused(actor, opinion, lines)
            offers.append(OpinionOffer(opinion, grounds[0] if grounds else None))
        return tuple(offers)

    def _refused(
        self, actor: Actor, opinion: ReviewOpinion, lines: Sequence[ReviewLine]
    ) -> tuple[Ground, ...]:
        body = ReviewOpined.model_construct(
            opinion=opinion, lines=tuple(lines), points=(), text="", seminar=""
        )
        found = self.verdict("review.opined", actor, body)
        return tuple(each for each in found if each.field == "opinion")


@dataclass(frozen=True)
class OpinionOffer:
    """一种意见。barred 是第九条不许提它的理由。"""

    opinion: ReviewOpinion
    barred: Ground | None


def opinion_body(typed: Mapping[str, Any]) -> dict[str, Any]:
    """表单上填的，变成审核意见的内容；没有选结论的行不写结论，由门禁说明。"""
    lines = [
        {name: value for name, value in row.items() if name != "result" or value}
        for row in typed.get("lines", ())
    ]
    body: dict[str, Any] = {
        "lines": lines,
        "points": [{"text": row["text"]} for row in typed.get("points", ()) if row["text"].strip()],
        "text": typed.get("text", ""),
        "seminar": typed.get("seminar", ""),
    }
    return body | ({"opinion": typed["opinion"]} if typed.get("opinion") else {})


def is_head(actor: Actor) -> bool:
    return actor.has(Role.REVIEW_HEAD)
