"""模板里写日期、金额、灯。样子照 ui.md：日期 2025-10-28 周二，同一年内 10-28 周二；金额 75,120.00。"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingzhi.casework.act import KINDS, SHANGHAI, Act
from mingzhi.casework.duties import Due, Lamp
from mingzhi.casework.sentences import sentence

register = template.Library()
WEEKDAYS = "一二三四五六日"


def _local(value: date | datetime) -> date:
    return value.astimezone(SHANGHAI).date() if isinstance(value, datetime) else value


@register.filter
def fullday(value: date | datetime | None) -> str:
    """2025-10-28 周二。"""
    if value is None:
        return ""
    day = _local(value)
    return f"{day.isoformat()} 周{WEEKDAYS[day.weekday()]}"


@register.filter
def shortday(value: date | datetime | None, today: date | None = None) -> str:
    """同一年内 10-28 周二，别的年份带年。"""
    if value is None:
        return ""
    day = _local(value)
    if today is not None and day.year != today.year:
        return fullday(day)
    return f"{day:%m-%d} 周{WEEKDAYS[day.weekday()]}"


@register.filter
def clock(value: datetime | None) -> str:
    """09:30。"""
    return f"{value.astimezone(SHANGHAI):%H:%M}" if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """2025-10-28 09:30。"""
    return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if value else ""


@register.filter
def yuan(value: Decimal | None) -> str:
    """75,120.00；没有的为一横。"""
    return "—" if value is None else f"{value:,.2f}"


@register.filter
def kind_name(word: str) -> str:
    """行为的中文名。"""
    return KINDS[word].name if word in KINDS else word


@register.filter
def says(act: Act) -> str:
    """时间轴的一句话。"""
    return sentence(act)


@register.filter
def size(value: int) -> str:
    """字节数，给人看。"""
    if value < 1024:
        return f"{value} 字节"
    amount, unit = value / 1024, "KB"
    for larger in ("MB", "GB"):
        if amount < 1024:
            break
        amount, unit = amount / 1024, larger
    return f"{amount:.1f} {unit}"


@register.simple_tag
def lamp(status: Lamp | str, words: str = "") -> SafeString:
    """灯：形状由样式表画，字总是有。"""
    which = Lamp(status)
    return format_html('<span class="lamp lamp-{}">{}</span>', which.value, words or which.label)


@register.simple_tag
def due_lamp(due: Due) -> SafeString:
    """一项期限的灯。"""
    return lamp(due.status, due.words)
