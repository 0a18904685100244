"""文书用语 as template filters: `{% load instrument_text %}`, then `{{ decided_on|cn_date }}`.

A value that is missing prints （待填）: a draft shows what it waits for instead of failing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from mingzhi.instruments import text

register = template.Library()

WAIT = mark_safe('<span class="wait">（待填）</span>')


def _or_wait(write: Callable[[Any], str], value: object) -> SafeString | str:
    if value is None or value == "":
        return WAIT
    return format_html('<span class="no">{}</span>', write(value))


@register.filter
def cn_date(value: object) -> SafeString | str:
    """成文日期, unbroken."""
    return _or_wait(text.cn_date, value)


@register.filter
def cn_time(value: object) -> SafeString | str:
    """时刻."""
    return WAIT if value in (None, "") else text.cn_time(value)  # type: ignore[arg-type]


@register.filter
def money(value: object) -> SafeString | str:
    """金额 without its unit, for tables whose head names it."""
    return _or_wait(text.money, value)


@register.filter
def yuan(value: object) -> SafeString | str:
    """金额 with 元 on the same line, for running text."""
    return _or_wait(lambda amount: text.money(amount) + "元", value)


@register.filter
def capital(value: object) -> SafeString | str:
    """大写金额. It may run on to the next line: so long a word, kept whole, tears the line before apart."""
    return WAIT if value in (None, "") else text.capital(value)  # type: ignore[arg-type]


@register.filter
def or_wait(value: object) -> object:
    """The value, or （待填）."""
    return WAIT if value is None or value == "" else value
