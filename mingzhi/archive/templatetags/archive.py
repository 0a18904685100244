"""归档页面的过滤器。"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template

from mingzhi.archive.completeness import Check

register = template.Library()


@register.filter
def at(values: Mapping[str, int], key: str) -> int | str:
    """表里某一键的值；没有的为空。"""
    return values.get(key, "")


@register.filter
def unsigned(rows: Iterable[Check]) -> list[Check]:
    """没有扫描回卷的签字件。"""
    return [row for row in rows if row.scan and not row.present]
