"""查重：同样的字节是不是已经在本机关的哪一卷里。看得到那一卷的说是哪一卷，看不到的只说有。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mingzhi.casework.act import KINDS
from mingzhi.casework.actor import Actor
from mingzhi.ledger.digests import is_digest
from mingzhi.people.access import may_see, page_of
from mingzhi.record.models import ActRow, Projection

MOST = 5


@dataclass(frozen=True)
class Known:
    """已有的一处：哪一卷、第几号。title 为空的，看不到那一卷。"""

    dossier: str
    title: str
    act: int
    kind: str


def known(actor: Actor, sha256: str) -> tuple[Sequence[Known], bool]:
    """看得到的各处，和有没有看不到的。别的机关的一概不说。"""
    if not is_digest(sha256) or not actor.agency:
        return (), False
    rows = (
        ActRow.objects.filter(dossier__agency=actor.agency, exhibits__contains=f'"{sha256}"')
        .select_related("dossier")
        .order_by("dossier_id", "number")
    )
    shown: list[Known] = []
    unseen = False
    for row in rows[: MOST * 4]:
        restricted = KINDS[row.kind].restricted if row.kind in KINDS else True
        if restricted or not may_see(actor, row.dossier, page_of(row.kind)):
            unseen = True
            continue
        title = Projection.objects.filter(dossier=row.dossier).values_list("title", flat=True).first()
        shown.append(Known(str(row.dossier_id), title or "未命名的卷", row.number, KINDS[row.kind].name))
    return tuple(shown[:MOST]), unseen


def words(actor: Actor, sha256: str) -> str:
    """上传完说的一句；没有重复的为空。"""
    shown, unseen = known(actor, sha256)
    if shown:
        places = "；".join(f"{each.title}第 {each.act} 号（{each.kind}）" for each in shown)
        return f"这份文件已经在：{places}。同样的字节只存一份。"
    return "这份文件本机关已经存过，在您看不到的卷里。同样的字节只存一份。" if unseen else ""
