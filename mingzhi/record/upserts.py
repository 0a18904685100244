"""存投影：一行在就更新，不在就新建；没有变的不写。写入一项要更新好几张可丢的表，每张省下一来一回。"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def upsert(rows: QuerySet[M], values: Mapping[str, Any], **key: Any) -> None:
    """由 key 认的一行改成 values，没有就新建。"""
    if not rows.filter(**key).update(**values):
        rows.update_or_create(**key, defaults=values)


def replace(rows: QuerySet[M], items: Iterable[M], key: str) -> bool:
    """rows 换成 items（还没有存的），按 key 栏认；一样的不动。返回有没有改动。"""
    stored = {getattr(row, key): row for row in rows}
    changed = False
    for item in items:
        row = stored.pop(getattr(item, key), None)
        if row is None:
            item.save(force_insert=True)
        elif columns(row) != columns(item):
            item.pk = row.pk
            item.save(force_update=True)
        else:
            continue
        changed = True
    for row in stored.values():
        row.delete()
        changed = True
    return changed


def columns(row: Model) -> dict[str, Any]:
    """除主键以外的各栏。"""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
