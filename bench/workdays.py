"""工作日：从一天起数 N 个工作日，与 numpy 的 busday_offset、chinesecalendar 比。

numpy 装不下调休上班的星期六，这里给它同样的放假日，只比快慢；chinesecalendar 没有「数 N 个」，照它的文档一天一天问。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import chinese_calendar
import numpy

from bench.timing import Result, seconds, spoken
from mingzhi.law.calendar import Calendar

START, COUNT = date(2025, 9, 24), 20
FIRST, LAST = date(2010, 1, 1), date(2026, 12, 31)


def run() -> Iterator[Result]:
    calendar = Calendar.load()
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days)]
    off = [day for day in days if day.weekday() < 5 and not calendar.is_workday(day)]
    table = numpy.busdaycalendar(holidays=numpy.array(off, dtype="datetime64[D]"))

    def numpys() -> date:
        # 给的、要的都是 date，来回的换算也算在内。
        return numpy.busday_offset(START, COUNT, roll="forward", busdaycal=table).astype(object)

    ours = seconds(lambda: calendar.add_workdays(START, COUNT).day, times=20000)
    theirs = seconds(numpys, times=20000)
    walked = seconds(lambda: _walk(START, COUNT), times=500)
    ratio = theirs / ours
    yield Result("一次数 20 个工作日", spoken(ours))
    yield Result("numpy.busday_offset 用时是它的", f"{ratio:.1f} 倍", "大于 1 倍", ratio > 1)
    yield Result("chinesecalendar 一天一天数，用时是它的", f"{walked / ours:.0f} 倍")


def _walk(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= chinese_calendar.is_workday(day)
    return day
