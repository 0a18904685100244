"""文书模板的过滤器：成段的文字、填写处、签名行、人员。`{% load instrument_forms %}`。

办案人输入的字都在这里转义；缺的印成（待填），手写的地方留空。
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from mingzhi.casework.actor import Officer
from mingzhi.instruments.contexts.paper import Opinion
from mingzhi.instruments.templatetags.instrument_text import WAIT
from mingzhi.instruments.text import cn_date

register = template.Library()

BY_HAND = "　　　　年　　月　　日"


def _paragraphs(text: object) -> list[str]:
    return [line.strip() for line in str(text or "").splitlines() if line.strip()]


@register.filter
def prose(text: object, style: str = "ind") -> SafeString:
    """一段文字，一行一段，首行缩进；没有的（待填）。"""
    return _prose(text, style, WAIT)


@register.filter
def prose_or(text: object, otherwise: str) -> SafeString:
    """一段文字；没有的，印 otherwise（如 无）。"""
    return _prose(text, "ind", otherwise)


@register.filter
def prose_if(text: object) -> SafeString:
    """一段文字；没有的，不印。"""
    return _prose(text, "ind", "") if _paragraphs(text) else mark_safe("")


def _prose(text: object, style: str, otherwise: str) -> SafeString:
    lines = _paragraphs(text)
    if not lines:
        return format_html('<p class="{}">{}</p>', style, otherwise)
    return format_html_join("\n", '<p class="{}">{}</p>', ((style, line) for line in lines))


@register.filter
def fill(value: object) -> SafeString:
    """填写处：有值的加下划线，没有的（待填）。"""
    text = str(value if value is not None else "").strip()
    return format_html('<span class="blank">{}</span>', text) if text else WAIT


@register.filter
def by_hand(value: object) -> SafeString:
    """填写处：有值的加下划线，没有的留一条线手写。"""
    return format_html('<span class="blank">{}</span>', str(value or "").strip())


@register.filter
def signing_day(day: date | None) -> SafeString | str:
    """签名后的日期：已知的印出，不知道的留空手写。"""
    return BY_HAND if day is None else format_html('　<span class="no">{}</span>', cn_date(day))


@register.filter
def number(text: object) -> SafeString:
    """文号、案号、档号，不在行末断开；没有的（待填）。"""
    return period_of(text)


@register.filter
def period_of(text: object) -> SafeString:
    """法定的期间，如 60日，不在行末断开；规则包没有填写的（待填）。"""
    return format_html('<span class="no">{}</span>', text) if text else WAIT


@register.filter
def names(officers: Iterable[Officer]) -> str:
    """姓名，用顿号分开。"""
    return "、".join(officer.name for officer in officers) or WAIT


@register.filter
def with_certificates(officers: Iterable[Officer]) -> SafeString:
    """姓名和执法证号，一人一行；没有的（待填）。"""
    lines = [
        format_html('{}（执法证号<span class="no">{}</span>）', each.name, each.certificate or "　　　　　　")
        for each in officers
    ]
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines)) if lines else WAIT


@register.filter
def ended(text: object) -> str:
    """去掉末尾的句读，接着往下写。"""
    return str(text or "").strip().rstrip("。；，、")


@register.inclusion_tag("instruments/parts/opinion.html")
def opinion_row(
    opinion: Opinion, columns: int, high: int = 4, label: str = "", by: str = ""
) -> dict[str, object]:
    """审批表的一栏意见：意见、签名、日期。"""
    return {
        "opinion": opinion,
        "columns": columns,
        "high": f"h-{high}",
        "label": label or f"{opinion.label}意见",
        "by": by or opinion.label,
    }
