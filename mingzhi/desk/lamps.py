"""灯：存着的期限按现在重看。过了一天的看日子，按小时数的还看到时刻（行政强制法第十九条、移送规定第五条）。"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from mingzhi.casework.duties import Lamp, days_left, in_words, passed, running
from mingzhi.law.calendar import Calendar
from mingzhi.people import clock


def relit(due: Mapping[str, Any], today: date, calendar: Calendar) -> tuple[date, Lamp, str]:
    """现状摘要里的一项期限，在今天此刻：哪天、什么灯、灯旁的字。"""
    day = date.fromisoformat(due["day"])
    left = days_left(calendar, due["unit"], day, today)
    lamp = running(day, today, left, due["warn"], due["whose"])
    if lamp is Lamp.DUE and due.get("moment"):
        lamp = passed(datetime.fromisoformat(due["moment"]), clock.now(), due["whose"]) or lamp
    return day, lamp, in_words(lamp, left, due["unit"], due["provisional"])
