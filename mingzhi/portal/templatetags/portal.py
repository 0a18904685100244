"""门户模板用的几个词。"""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

HIDDEN = re.compile("＊＊")
SHOWN = '<span class="mask">＊＊</span><span class="vh">（已作处理）</span>'


@register.simple_tag(takes_context=True)
def here(context: dict[str, Any], name: str, *args: str) -> str:
    """同一机关范围内的网址：在 /b/<机构代码>/ 下的，链接也在那里。"""
    code = context.get("code")
    return reverse(f"portal:{name}", args=(code, *args) if code else args)


@register.filter
def masked(text: str) -> SafeString:
    """隐去的地方画斜纹，读屏的人听到“已作处理”。"""
    safe = HIDDEN.sub(SHOWN, str(conditional_escape(text)))
    return mark_safe(safe.replace("\n", "<br>"))  # 上一行已经转义。


@register.filter
def number(text: str) -> SafeString:
    """文号、证号：不在中间换行。"""
    return mark_safe(f'<span class="no">{conditional_escape(text)}</span>')


@register.filter
def beside(columns: list[str], row: list[str]) -> list[tuple[str, str]]:
    """一行的各格，带着栏名：窄屏上每格自己说是什么。"""
    return list(zip(columns, row, strict=True))


@register.filter
def linked(section: dict[str, Any]) -> list[tuple[list[str], str]]:
    """一节的各行，带着首格的网址；没有网址的为空。"""
    rows, links = section["rows"], section.get("links") or []
    return list(zip(rows, links, strict=True)) if links else [(row, "") for row in rows]
