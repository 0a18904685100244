"""音像的保管：一份音像现在谁管、在哪里、调出没有；办一项保管，动的是哪几份音像。纯函数。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mingzhi.casework.act import Act
from mingzhi.casework.acts.custody import (
    CustodyChecked,
    CustodyLent,
    CustodyReceived,
    CustodyReturned,
    CustodyTransferred,
)
from mingzhi.casework.acts.disposal import ContentDisposed, DisposalProposed
from mingzhi.casework.casefile import CaseFile

RECORDED = ("recording.ingested", "derivative.made")


@dataclass(frozen=True)
class Custody:
    """一份音像的保管经过，先后为序；现在谁管、在哪里、有没有调出没收回的。"""

    steps: tuple[Act, ...]
    keeper: str
    where: str
    lent: Act | None

    @property
    def words(self) -> str:
        """一句话。"""
        if not self.keeper:
            return "还没有音像管理员接收保管"
        out = (
            f"，已调给{self.lent.body.borrower}"
            if self.lent and isinstance(self.lent.body, CustodyLent)
            else ""
        )
        return f"{self.keeper}保管，{self.where}{out}"


def custody(file: CaseFile, number: int) -> Custody:
    """第 number 号音像的保管。"""
    steps, keeper, where = [], "", ""
    lent: Act | None = None
    for act in file.live:
        if concerned(file, act) != number:
            continue
        steps.append(act)
        body = act.body
        if isinstance(body, CustodyReceived):
            keeper, where = act.actor.name, _where(body)
        elif isinstance(body, CustodyTransferred):
            keeper, where = body.officer.name if body.officer else keeper, _where(body)
        elif isinstance(body, CustodyLent):
            lent = act
        elif isinstance(body, CustodyReturned) and lent is not None and body.of == lent.number:
            lent = None
    return Custody(tuple(steps), keeper, where, lent)


def _where(body: CustodyReceived | CustodyTransferred) -> str:
    return "，".join(filter(None, (body.kept_in.label if body.kept_in else "", body.place)))


def concerned(file: CaseFile, act: Act) -> int | None:
    """这一项保管动的是第几号音像；不是保管的为 None。"""
    body = act.body
    if isinstance(body, CustodyReturned):
        lent = file.act(body.of)
        return lent.body.of if lent is not None and isinstance(lent.body, CustodyLent) else None
    if isinstance(body, CustodyReceived | CustodyLent | CustodyChecked | CustodyTransferred):
        return body.of
    return None


def administered(file: CaseFile, act: Act) -> Iterator[Act]:
    """这一项（保管、处置）动的各份音像。"""
    numbers: tuple[int | None, ...] = (concerned(file, act),)
    if isinstance(act.body, DisposalProposed | ContentDisposed):
        numbers = tuple(item.act for item in act.body.disposed)
    for number in numbers:
        found = file.act(number)
        if found is not None and found.kind in RECORDED:
            yield found
