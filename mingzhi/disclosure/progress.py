"""办理进度查询：当事人凭查询码和自己的代码，看得到自己的事办到哪一步（CQ-D-3.4，QL-2.1.2-e）。

查询码由本机关给当事人（案卷概况页上有），由封存时的随机盐算出，猜不到；还要填对自己的代码。
看得到的只有当事人本来就知道的几步和日期：没有姓名、没有案情、没有内部的审批和审核。
案件在当事人收到过文书以后才能查。
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mingzhi.casework.act import KINDS, Act, Matter
from mingzhi.casework.acts.lead import Party, PartyKind
from mingzhi.casework.acts.service import DocumentServed
from mingzhi.casework.view import View, view_of
from mingzhi.disclosure.models import ProgressLine
from mingzhi.disclosure.project import ALPHABET
from mingzhi.law.pack import Pack
from mingzhi.record.models import ActRow, Dossier
from mingzhi.record.upserts import upsert

LENGTH, TAIL = 12, 6
# 当事人在场或者收到的：写下就算知道。
KNOWN = (
    "application.received",
    "application.corrected",
    "inspection.notified",
    "inspection.held",
    "inquiry.held",
)
# 送达当事人以后才算知道。
SERVED = (
    "notice.issued",
    "hearing.arranged",
    "decision.made",
    "sealing.imposed",
    "sealing.extended",
    "sealing.lifted",
    "correction.ordered",
    "application.correction_told",
    "application.accepted",
    "application.declined",
    "licence.decided",
)
ENDED = ("case.closed", "application.concluded", "application.withdrawn")
# 当事人问得着的期限。
DUES = ("application.told", "licence.decision", "licence.delivery")


def code_of(dossier: Dossier) -> str:
    """一卷的查询码，四个字一段；没有行为的卷没有。永远不变。"""
    salts = ActRow.objects.filter(dossier=dossier, number=1).values_list("salt", flat=True)
    return _code(salts[0]) if salts else ""


def _code(salt: str) -> str:
    number = int.from_bytes(hashlib.sha256(b"mingzhi.progress\0" + bytes.fromhex(salt)).digest(), "big")
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    text = "".join(letters).upper()
    return "-".join(text[start : start + 4] for start in range(0, LENGTH, 4))


def own_code(party: Party | None) -> str:
    """当事人填的代码：单位填统一社会信用代码，公民填身份证号码后六位。没有登记的为空。"""
    if party is None:
        return ""
    if party.kind is PartyKind.PERSON:
        return plain(party.identity_number)[-TAIL:]
    return plain(party.code)


def plain(text: str) -> str:
    """不分大小写、空格和连字符。"""
    return re.sub(r"[\s\-－—]", "", text).upper()


def key_of(code: str, own: str) -> str:
    return hashlib.sha256(f"mingzhi.progress\0{plain(code)}\0{plain(own)}".encode()).hexdigest()


def refresh(dossier: Dossier, pack: Pack, acts: Sequence[Act], today: date) -> None:
    """写下一卷查得到的进度，替换原来的；查不得的卷没有。"""
    line = derived(dossier, pack, acts, today)
    if line is None:
        stale = ProgressLine.objects.filter(dossier=dossier)
        stale._raw_delete(stale.db)  # 没有别的表指着它，不必先读出来
        return
    upsert(ProgressLine.objects.all(), line, dossier=dossier)


def derived(dossier: Dossier, pack: Pack, acts: Sequence[Act], today: date) -> dict[str, Any] | None:
    """一卷查得到的进度；登记簿、举报奖励、没有代码的、当事人还不知道的，没有。"""
    matter = Matter(dossier.matter)
    if matter.is_register or not acts:
        return None
    view = view_of(pack, acts, today)
    own = own_code(view.file.party)
    steps = list(_steps(view))
    if not own or not steps:
        return None
    ended = any(view.file.all(kind) for kind in ENDED)
    due = next((each for each in view.dues if each.tag in DUES and each.open), None)
    return {
        "key": key_of(code_of(dossier), own),
        "agency": dossier.agency,
        "agency_name": dossier.agency_name,
        "matter": "依申请事项" if matter is Matter.APPLICATION else "行政执法案件",
        "steps": steps,
        "now": "已办结" if ended else "正在办理",
        "due_on": due.day if due and not ended else None,
        "due_name": due.name if due and not ended else "",
    }


def _steps(view: View) -> list[dict[str, str]]:
    found: list[tuple[date, str]] = [
        (act.day, KINDS[act.kind].name) for kind in (*KNOWN, *ENDED) for act in view.file.all(kind)
    ]
    for _, served in view.file.bodies("document.served", DocumentServed):
        act = view.file.act(served.of)
        if act is not None and act.kind in SERVED and served.served_on:
            found.append((served.served_on, f"{KINDS[act.kind].name}，已送达"))
    if not any(name not in {KINDS[kind].name for kind in ENDED} for _, name in found):
        return []
    return [{"day": day.isoformat(), "name": name} for day, name in sorted(found, key=lambda each: each[0])]


def given(dossier: Dossier) -> str:
    """可以给当事人的查询码；现在还查不得的卷，没有。"""
    return code_of(dossier) if ProgressLine.objects.filter(dossier=dossier).exists() else ""


@dataclass(frozen=True)
class Progress:
    """查到的。"""

    agency: str
    agency_name: str
    matter: str
    steps: tuple[tuple[date, str], ...]
    now: str
    due_on: date | None
    due_name: str


def find(code: str, own: str) -> Progress | None:
    """凭查询码和代码查；有一样不对，就是没有。"""
    if not plain(code) or not plain(own):
        return None
    line = ProgressLine.objects.filter(key=key_of(code, own)).first()
    if line is None:
        return None
    return Progress(
        line.agency,
        line.agency_name,
        line.matter,
        tuple((date.fromisoformat(each["day"]), each["name"]) for each in line.steps),
        line.now,
        line.due_on,
        line.due_name,
    )
