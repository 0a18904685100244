"""查：一卷的行为、规则包、案情、现状；一个机关的卷。不缓存，每次从行为算起。"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Protocol
from uuid import UUID

from django.db.models import QuerySet
from pydantic import ValidationError

from mingzhi.casework.act import KINDS, SHANGHAI, Act, Exhibit, Matter
from mingzhi.casework.actor import Actor
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.disposal import marked
from mingzhi.casework.standing import Standing, standing
from mingzhi.law.pack import Pack
from mingzhi.record.bodies import restored
from mingzhi.record.lawbook import pack_of
from mingzhi.record.models import ActRow, Dossier, Projection


class Unreadable(RuntimeError):
    """存着的一项读不出来：被人绕过触发器改过，或者程序太旧。"""


class Stored(Protocol):
    """存着的一项：一行 ActRow，或者只取了要用的几栏。"""

    @property
    def dossier_id(self) -> UUID: ...
    @property
    def number(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def happened(self) -> datetime: ...
    @property
    def recorded(self) -> datetime: ...
    @property
    def body(self) -> str: ...
    @property
    def exhibits(self) -> str: ...
    @property
    def names(self) -> str: ...


@lru_cache(maxsize=1024)
def _actor(text: str) -> Actor:
    # 同一个人同一天的样子，在许多行为里一字不差；读出来的值不会再变。
    return Actor.model_validate_json(text)


def act_of(row: Stored) -> Act:
    """一行读成行为。内容已经依法处置的，只剩信封：内容是空的，凭哪一项处置由 :func:`read` 补上。"""
    try:
        return Act(
            number=row.number,
            kind=row.kind,
            actor=_actor(row.actor),
            happened=row.happened.astimezone(SHANGHAI),
            recorded=row.recorded.astimezone(SHANGHAI),
            body=restored(KINDS[row.kind].body, row.body) if row.body else KINDS[row.kind].body(),
            disposed=None if row.body else 0,
            exhibits=() if row.exhibits == "[]" else _exhibits(row),
        )
    except (ValidationError, KeyError, ValueError) as error:
        raise Unreadable(f"卷 {row.dossier_id} 第 {row.number} 号（{row.kind}）读不出来：{error}") from error


def _exhibits(row: Stored) -> tuple[Exhibit, ...]:
    """材料；文件名随材料销毁了的是空的，由 :func:`read` 写明已依法处置。"""
    found = []
    for ref, named in zip(json.loads(row.exhibits), json.loads(row.names), strict=True):
        del ref["name_digest"]
        found.append(Exhibit(name=named["name"] if named else "", **ref))
    return tuple(found)


def rows(dossier: Dossier) -> QuerySet[ActRow]:
    """一卷存着的各行，按序号。"""
    return ActRow.objects.filter(dossier=dossier).order_by("number")


def read(found: Iterable[Stored]) -> tuple[Act, ...]:
    return marked([act_of(row) for row in found])


def acts(dossier: Dossier) -> tuple[Act, ...]:
    """一卷的全部行为，按序号。"""
    return read(rows(dossier))


def act(dossier: Dossier, number: int) -> Act:
    """一卷的第几号行为。没有这一号抛 ActRow.DoesNotExist。"""
    found = acts(dossier)
    if not 0 < number <= len(found):
        raise ActRow.DoesNotExist
    return found[number - 1]


def pack_for(dossier: Dossier) -> Pack:
    """这一卷用的规则：地方的规则包，叠上本机关规则登记簿的行为。"""
    return pack_of(dossier.agency, dossier.place)


def casefile(dossier: Dossier) -> CaseFile:
    """案情。"""
    return CaseFile(acts(dossier))


def standing_of(dossier: Dossier, today: date) -> Standing:
    """现状。"""
    return standing(pack_for(dossier), acts(dossier), today, matter=Matter(dossier.matter))


def dossiers_for(agency: str, *, handler: str | None = None) -> QuerySet[Projection]:
    """一个机关的卷（现状摘要，带着卷），最近记录的在前；handler 只取这名承办人的。"""
    found = Projection.objects.filter(agency=agency).select_related("dossier").order_by("-updated", "-pk")
    return found if handler is None else found.filter(handlers__contains=f"|{handler}|")
