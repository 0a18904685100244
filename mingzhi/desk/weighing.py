"""裁量核对的页面：表单旁、概况里的一块。同一当事人的别的案子，列出来供核对是否同一违法行为（行政处罚法第二十九条）。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mingzhi.casework.act import Act
from mingzhi.casework.actor import Actor
from mingzhi.casework.acts.common import OpinionGiven
from mingzhi.casework.acts.conclusion import Amounts
from mingzhi.casework.acts.decision import DecisionMade
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.discretion import proposed
from mingzhi.casework.view import View
from mingzhi.casework.weighing import Weighing, as_of, weighing, yuan
from mingzhi.desk.derive import roughly
from mingzhi.desk.writing import Sheet, Writing
from mingzhi.law.pack import Pack
from mingzhi.people.access import may_see
from mingzhi.record import selectors
from mingzhi.record.models import Dossier, Projection

# 同一当事人的案子列到这么多件为止，别的到案卷列表里查。
MOST = 10


@dataclass(frozen=True)
class Other:
    """同一当事人的另一案：案号、案由、决定，是不是同一种情形。"""

    dossier: Dossier
    number: str
    cause: str
    decided_on: date | None
    result: str
    same: bool


@dataclass(frozen=True)
class Panel:
    """一块裁量核对。unseen 是看的人进不去的同一当事人的案子数。"""

    weighed: Weighing
    others: tuple[Other, ...]
    unseen: int


def beside(writing: Writing, sheet: Sheet) -> Panel | None:
    """表单旁的一块：正在写的拟处理；签署意见的，看被签署的那份。"""
    if writing.dossier is None:
        return None
    if issubclass(writing.kind.body, Amounts):
        body = roughly(writing.kind.word, sheet.typed, writing.place(sheet))
        candidate = writing.candidate(sheet, body)
        view = View(writing.pack, writing.acts, writing.day(sheet), candidate=candidate)
        return _panel(view, writing.dossier, writing.actor)
    of = str(sheet.typed.get("of") or "")
    signed = writing.file.act(int(of)) if of.isascii() and of.isdigit() else None
    if writing.kind.body is OpinionGiven and signed is not None and isinstance(signed.body, Amounts):
        return on_file(writing.pack, writing.acts, writing.today, writing.dossier, writing.actor)
    return None


def on_file(pack: Pack, acts: Sequence[Act], today: date, dossier: Dossier, actor: Actor) -> Panel | None:
    """案卷里最近一次拟处理（决定）的核对，按那天的规则。"""
    day = as_of(View(pack, acts, today))
    return _panel(View(pack, acts, day), dossier, actor)


def _panel(view: View, dossier: Dossier, actor: Actor) -> Panel | None:
    weighed = weighing(view)
    if weighed is None:
        return None
    body = proposed(view)
    others, unseen = _others(dossier, actor, view.file, body.range_code if body is not None else "")
    return Panel(weighed, others, unseen)


def _others(dossier: Dossier, actor: Actor, file: CaseFile, code: str) -> tuple[tuple[Other, ...], int]:
    if not file.party_name:
        return (), 0
    found = (
        Projection.objects.filter(agency=dossier.agency, party=file.party_name)
        .exclude(dossier=dossier)
        .select_related("dossier")
        .order_by("-updated")
    )
    seen = [each for each in found[: MOST * 2] if may_see(actor, each.dossier)][:MOST]
    return tuple(_other(each, code) for each in seen), found.count() - len(seen)


def _other(row: Projection, code: str) -> Other:
    file = CaseFile(selectors.acts(row.dossier))
    act, body = file.last("decision.made"), file.body("decision.made", DecisionMade)
    if act is None or body is None:
        return Other(row.dossier, row.document_no, row.cause, None, "还没有决定", False)
    fined = f"罚款 {yuan(body.fine)}" if body.fine else "没有罚款"
    same = bool(code) and body.range_code == code
    return Other(row.dossier, row.document_no, row.cause, act.day, f"{body.document_no}，{fined}", same)
