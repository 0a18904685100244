"""期间：从哪天起、多少日、到哪天，怎么走到的（民事诉讼法第八十五条；行政处罚法第八十五条；domain l）。

开始的当天不计。工作日照工作日历；日、月、年照日历，末日是休息日的，`roll` 时顺延到其后第一个工作日；
月、年到期月没有对应日的，取月末（民法典第二百零二条）；小时从那一刻起算，不分节假日。
一段接一段的（六个月届满后再三个月），后一段从前一段的末日起算。
停止计算的日子（中止调查、检验鉴定期间）不计，末日相应往后；哪些日子、依据哪一条，由规则包说。
期限多少日、顺不顺延，由规则包说，这里只会数。怎么说给人听，见 `counting.py`。
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Literal

from .calendar import SHANGHAI, Calendar, DayMark
from .counting import Cell, Explanation, explain, grid

__all__ = [
    "Cell",
    "Explanation",
    "LeftOut",
    "Pause",
    "Reached",
    "Span",
    "Step",
    "add_months",
    "explain",
    "grid",
    "reach",
]

Unit = Literal["workday", "day", "month", "year", "hour"]


@dataclass(frozen=True, slots=True)
class Span:
    """一段期间。`backwards`：往前数（听证七日前）。`roll`：末日是休息日的顺延，往前数的则提前。"""

    count: int
    unit: Unit
    roll: bool = False
    backwards: bool = False

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError("期间的数目不能为负；往前数用 backwards。")

    @property
    def signed(self) -> int:
        return -self.count if self.backwards else self.count


@dataclass(frozen=True, slots=True)
class LeftOut:
    """不计的一段日子：节日放假，或者一个周末。"""

    first: date
    last: date
    kind: Literal["holiday", "rest"]
    name: str


@dataclass(frozen=True, slots=True)
class Pause:
    """期限停止计算的一段日子，首尾都在内。`cite` 是哪一条这样规定；`open`：还没有结束，暂算到今天。"""

    first: date
    last: date
    name: str
    cite: str = ""
    pending: bool = False
    open: bool = False

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Step:
    """走完的一段：从哪天、数多少、数到哪天（`unrolled`）、顺延到哪天（`day`）。`paused` 是其间没有计入的。"""

    start: date
    span: Span
    unrolled: date
    day: date
    provisional: bool
    start_moment: datetime | None = None
    moment: datetime | None = None
    paused: tuple[Pause, ...] = ()
    calendar: Calendar = field(kw_only=True, repr=False, compare=False)

    @property
    def count(self) -> int:
        return self.span.count

    @property
    def unit(self) -> Unit:
        return self.span.unit

    @property
    def rolled(self) -> bool:
        return self.day != self.unrolled

    @property
    def rest_mark(self) -> DayMark | None:
        """顺延之前的末日若是休息日，它在日历上的样子。"""
        mark = self.calendar.mark(self.unrolled)
        return None if mark.is_workday else mark

    @cached_property
    def days(self) -> tuple[DayMark, ...]:
        """按工作日数的，一天一格；其他的不用走。停止计算的日子不在里面。"""
        if not self._by_workdays:
            return ()
        walked = tuple(self.calendar.walk(self.start, self.day))
        return _renumbered(walked, self.paused) if self.paused else walked

    @cached_property
    def paused_days(self) -> int:
        """没有计入的日数：按工作日数的，只算其中的工作日。"""
        days = set(_days_of(self.paused))
        if self._by_workdays:
            return sum(1 for each in days if self.calendar.mark(each).is_workday)
        return len(days)

    @cached_property
    def left_out(self) -> tuple[LeftOut, ...]:
        """不计的日子，连着的合成一段，由早到晚。"""
        runs: list[LeftOut] = []
        for mark in sorted(self.days, key=lambda mark: mark.date):
            if mark.kind == "holiday" or mark.kind == "rest":
                name = mark.holiday or "周末"
                last = runs[-1] if runs else None
                if last and (last.kind, last.name) == (mark.kind, name) and _next(last.last) == mark.date:
                    runs[-1] = LeftOut(last.first, mark.date, mark.kind, name)
                else:
                    runs.append(LeftOut(mark.date, mark.date, mark.kind, name))
        return tuple(runs)

    @cached_property
    def made_up(self) -> tuple[DayMark, ...]:
        """照计的调休上班日，由早到晚。"""
        marks = (mark for mark in self.days if mark.kind == "make_up")
        return tuple(sorted(marks, key=lambda mark: mark.date))

    @cached_property
    def notices(self) -> tuple[str, ...]:
        """用到的放假通知的标题。"""
        if self._by_workdays and self.day != self.start:
            used = self.calendar.notices_for(self.start, self.day)
        elif self.rolled:
            used = self.calendar.notices_for(self.unrolled, self.day)
        else:
            return ()
        return tuple(notice.title for notice in used)

    @property
    def _by_workdays(self) -> bool:
        return self.unit == "workday" and self.day != self.start


@dataclass(frozen=True)
class Reached:
    """期限届满的那天（按小时的有那一刻），和每一段怎么走的。"""

    day: date
    moment: datetime | None
    provisional: bool
    steps: tuple[Step, ...]

    @property
    def notices(self) -> tuple[str, ...]:
        """各段用到的放假通知，不重复。"""
        return tuple(dict.fromkeys(title for step in self.steps for title in step.notices))


def reach(
    calendar: Calendar, start: date | datetime, spans: Sequence[Span], pauses: Sequence[Pause] = ()
) -> Reached:
    """从起算日（或者时刻）走完各段，到届满之日；pauses 的日子不计（按小时的、往前数的照计）。"""
    moment = start if isinstance(start, datetime) else None
    day = _day_of(start)
    steps: list[Step] = []
    for span in spans:
        step = _take(calendar, day, moment, span, pauses)
        steps.append(step)
        day, moment = step.day, step.moment
    provisional = any(step.provisional for step in steps)
    return Reached(day=day, moment=moment if steps else None, provisional=provisional, steps=tuple(steps))


def _take(
    calendar: Calendar, start: date, moment: datetime | None, span: Span, pauses: Sequence[Pause]
) -> Step:
    if pauses and span.unit != "hour" and not span.backwards and span.count:
        return _take_paused(calendar, start, moment, span, pauses)
    if span.unit == "hour":
        if moment is None:
            raise ValueError("按小时计的期限，要有起算的时刻，不能只有日期。")
        end = moment + timedelta(hours=span.signed)
        day = _day_of(end)
        return Step(start, span, day, day, False, moment, end, calendar=calendar)
    if span.unit == "workday":
        counted = calendar.add_workdays(start, span.signed)
        return Step(start, span, counted.day, counted.day, counted.provisional, moment, calendar=calendar)
    unrolled = _by_calendar(start, span)
    if not span.roll:
        return Step(start, span, unrolled, unrolled, False, moment, calendar=calendar)
    day = calendar.roll_back(unrolled) if span.backwards else calendar.roll(unrolled)
    settled = calendar.settled(unrolled) and calendar.settled(day)
    return Step(start, span, unrolled, day, not settled, moment, calendar=calendar)


def _take_paused(
    calendar: Calendar, start: date, moment: datetime | None, span: Span, pauses: Sequence[Pause]
) -> Step:
    """停止计算的日子每有一日，末日往后一日；往后的日子里又有停止的，再往后，直到不再动。"""
    by_workdays = span.unit == "workday"
    out = {day for day in _days_of(pauses) if not by_workdays or calendar.is_workday(day)}
    first = calendar.add_workdays(start, span.count).day if by_workdays else _by_calendar(start, span)
    end, more = first, 0
    while (found := sum(1 for day in out if start < day <= end)) != more:
        more = found
        further = calendar.add_workdays(start, span.count + more).day
        end = further if by_workdays else first + timedelta(days=more)
    rolled = calendar.roll(end) if span.roll and not by_workdays else end
    walked = calendar.settled_between(start, end) if by_workdays else calendar.settled(rolled)
    settled = (walked and (by_workdays or calendar.settled(end))) or not (by_workdays or span.roll)
    taken = tuple(
        replace(each, first=max(each.first, _next(start)), last=min(each.last, rolled))
        for each in sorted(pauses, key=lambda each: each.first)
        if each.first <= rolled and each.last > start
    )
    return Step(start, span, end, rolled, not settled, moment, paused=taken, calendar=calendar)


def _days_of(pauses: Sequence[Pause]) -> Iterator[date]:
    for each in pauses:
        for ordinal in range(each.first.toordinal(), each.last.toordinal() + 1):
            yield date.fromordinal(ordinal)


def _renumbered(marks: Sequence[DayMark], pauses: Sequence[Pause]) -> tuple[DayMark, ...]:
    """去掉停止计算的日子，工作日重新编号。"""
    out, number, found = set(_days_of(pauses)), 0, []
    for mark in marks:
        if mark.date in out:
            continue
        if mark.is_workday:
            number += 1
            mark = DayMark(mark.date, number, mark.kind, mark.holiday)
        found.append(mark)
    return tuple(found)


def _by_calendar(start: date, span: Span) -> date:
    if span.unit == "day":
        return start + timedelta(days=span.signed)
    return add_months(start, span.signed * (12 if span.unit == "year" else 1))


def add_months(day: date, months: int) -> date:
    """到期月的对应日；没有对应日的，到期月的月末。"""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day_of(value: date | datetime) -> date:
    """一个时刻在北京时间里是哪一天。"""
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        raise ValueError("时刻要带时区。")
    return value.astimezone(SHANGHAI).date()


def _next(day: date) -> date:
    return day + timedelta(days=1)
