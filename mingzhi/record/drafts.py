"""草稿：表单填到一半，自动保存；写入行为后删除。不是历史。"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mingzhi.record.models import Dossier, Draft


def save_draft(
    person_number: str, dossier: Dossier, kind: str, values: Mapping[str, object], *, now: datetime
) -> Draft:
    """保存草稿，替换同一张表单原来的。"""
    draft, _ = Draft.objects.update_or_create(
        person_number=person_number,
        dossier=dossier,
        kind=kind,
        defaults={"values": _storable(dict(values)), "saved_at": now},
    )
    return draft


def draft_for(person_number: str, dossier: Dossier, kind: str) -> Draft | None:
    """这个人这张表单的草稿。"""
    return Draft.objects.filter(person_number=person_number, dossier=dossier, kind=kind).first()


def discard_draft(person_number: str, dossier: Dossier, kind: str) -> None:
    """删除草稿。"""
    found = Draft.objects.filter(person_number=person_number, dossier=dossier, kind=kind)
    found._raw_delete(found.db)  # 没有别的表指着它，不必先读出来


def _storable(value: object) -> object:
    """PostgreSQL 的 JSON 存不了空字符和孤立的代理字符；草稿里去掉它们，不为它们丢了别的字。"""
    if isinstance(value, str):
        return "".join(each for each in value if each != "\x00" and not "\ud800" <= each <= "\udfff")
    if isinstance(value, Mapping):
        return {str(_storable(str(name))): _storable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(inner) for inner in value]
    return value
