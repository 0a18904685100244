"""归档页面的过滤器。"""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def at(values: Mapping[str, int], key: str) -> int | str:
    """表里某一键的值；没有的为空。"""
    return values.get(key, "")
