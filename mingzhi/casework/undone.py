"""决定的效力：哪些决定被撤销、变更，现在各还有多少钱要缴。

撤销、确认无效、责令重作的，不再要缴；变更、部分撤销的，照改变后的数；确认违法而不撤销的，效力还在
（行政诉讼法第七十四条第一款、行政复议法第六十五条第一款）。金额没有写的，照原来的，不猜。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from mingzhi.casework.act import Act
from mingzhi.casework.acts.correcting import DecisionRevised
from mingzhi.casework.acts.decision import Annulment, DecisionAnnulled, Fault
from mingzhi.casework.casefile import CaseFile

ZERO = Decimal("0.00")
DECISIONS = ("decision.made", "penalty.imposed_on_spot")
UNDOING = ("decision.annulled", "decision.revised")
# 不再有效的几种结果。
GONE = (Annulment.ANNULLED, Annulment.VOID, Annulment.REDO)


@dataclass(frozen=True)
class Undoing:
    """一次撤销、变更。decision 是哪一项决定；refund、fine 是改变后的，没有写的为 None。"""

    act: Act
    decision: Act
    result: Annulment
    by: str
    refund: Decimal | None = None
    fine: Decimal | None = None
    procedural: bool = False

    @property
    def ends(self) -> bool:
        """决定从此没有效力。"""
        return self.result in GONE


@dataclass(frozen=True)
class InForce:
    """一项决定现在的样子：还有没有效力，退回、罚款各多少。"""

    act: Act
    live: bool
    refund: Decimal
    fine: Decimal


def decisions(file: CaseFile) -> tuple[Act, ...]:
    """作出过的决定，按次序。"""
    found = [act for kind in DECISIONS for act in file.all(kind)]
    return tuple(sorted(found, key=lambda act: act.number))


def undoings(file: CaseFile) -> tuple[Undoing, ...]:
    """撤销、变更等，按次序；没有写是哪一项决定的，是它之前最近的一项。"""
    acts = sorted((act for kind in UNDOING for act in file.all(kind)), key=lambda act: act.number)
    return tuple(_read(file, acts))


def _read(file: CaseFile, acts: list[Act]) -> Iterator[Undoing]:
    for act in acts:
        body = act.body
        if not isinstance(body, DecisionAnnulled | DecisionRevised):
            continue
        named = file.act(body.of)
        if named is None or named.kind not in DECISIONS:
            earlier = [each for each in decisions(file) if each.number < act.number]
            if not earlier:
                continue
            named = earlier[-1]
        if isinstance(body, DecisionRevised):
            result = Annulment(body.result.value) if body.result else Annulment.CHANGED
            yield Undoing(act, named, result, "self", body.refund_after, body.fine_after)
        else:
            yield Undoing(
                act,
                named,
                body.result or Annulment.ANNULLED,
                body.by.value if body.by else "",
                body.refund_after,
                body.fine_after,
                body.fault is Fault.PROCEDURE,
            )


def in_force(file: CaseFile) -> tuple[InForce, ...]:
    """每一项决定现在的样子。"""
    done = undoings(file)
    return tuple(_standing(act, [each for each in done if each.decision is act]) for act in decisions(file))


def _standing(act: Act, done: list[Undoing]) -> InForce:
    refund = getattr(act.body, "refund", None) or ZERO
    fine = getattr(act.body, "fine", None) or ZERO
    for each in done:
        if each.ends:
            return InForce(act, False, ZERO, ZERO)
        if each.result in (Annulment.CHANGED, Annulment.PARTLY):
            refund = refund if each.refund is None else each.refund
            fine = fine if each.fine is None else each.fine
    return InForce(act, True, refund, fine)


def to_redo(file: CaseFile) -> Undoing | None:
    """最近一次撤销（含责令重作）之后还没有重新作出决定的，那一次撤销。"""
    made = decisions(file)
    latest = made[-1].number if made else 0
    found = [each for each in undoings(file) if each.ends and each.act.number > latest]
    return found[-1] if found else None
