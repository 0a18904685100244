"""审核的一轮一轮：从送审到签发意见、承办机构回应。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.acts.common import OpinionGiven
from mingzhi.casework.acts.review import (
    LineResult,
    ReviewAnswered,
    ReviewOpined,
    ReviewSigned,
    ReviewSubmitted,
)
from mingzhi.casework.sentences import sentence
from mingzhi.desk.links import link

LAMPS = {
    LineResult.MEETS: "met",
    LineResult.NOT_FOUND: "met",
    LineResult.FAILS: "late",
    LineResult.FOUND: "late",
    LineResult.NOTE: "near",
    LineResult.NOT_APPLICABLE: "soft",
}


@dataclass
class Round:
    """一轮审核。"""

    number: int
    submitted: Act
    steps: list[tuple[Act, str, str]] = field(default_factory=list)
    opined: ReviewOpined | None = None
    signed: ReviewSigned | None = None
    answered: ReviewAnswered | None = None
    desk_url: str = ""

    @property
    def bundle(self) -> ReviewSubmitted | None:
        return self.submitted.body if isinstance(self.submitted.body, ReviewSubmitted) else None

    @property
    def lines(self) -> list[tuple[str, str, str, str]]:
        """十三行：审核内容、灯、结论、具体意见。"""
        if self.opined is None:
            return []
        return [
            (
                line.line,
                LAMPS.get(line.result, "soft"),
                line.result.label if line.result else "",
                line.opinion,
            )
            for line in self.opined.lines
        ]


def rounds(acts: Sequence[Act], dossier: UUID) -> list[Round]:
    """各轮，新的在前。"""
    found: list[Round] = []
    reports = {act.number for act in acts if act.kind == "report.drafted"}
    for act in acts:
        if act.kind == "review.submitted":
            found.append(Round(len(found) + 1, act, desk_url=link("review:desk", dossier)))
        if not found:
            continue
        ours = act.kind.startswith("review.") or (
            isinstance(act.body, OpinionGiven) and act.body.of in reports
        )
        if not ours:
            continue
        now = found[-1]
        now.steps.append((act, KINDS[act.kind].name, sentence(act)))
        if isinstance(act.body, ReviewOpined):
            now.opined = act.body
        elif isinstance(act.body, ReviewSigned):
            now.signed = act.body
        elif isinstance(act.body, ReviewAnswered):
            now.answered = act.body
    return found[::-1]
