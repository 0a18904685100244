"""工作日历：哪天上班，第几个工作日是哪天（domain l；行政处罚法第八十五条、行政强制法第六十九条）。

工作日 = 通知里上班的周末，加上没有放假的周一至周五。已公布的年份照通知；通知未公布的年份暂按周末推算，
算出的日子标「暂定」（`provisional`）。次年元旦的安排可能动到上年年底（2019 年的动到 2018-12-29），
所以没有次年通知时，年底那几天也是暂定的；几天，从历年通知里看出来，不写死。

加减工作日靠一张升序的工作日表和二分查找；逐日的走法（`Counted.days`）要看时才走。
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from functools import lru_cache
from typing import Literal, NamedTuple

from .notice import Notice, published_notices

# China has kept one time without summer time since 1992; a fixed offset needs no zone file from the disk.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

# The table covers these years; a case file kept for thirty years still ends inside it.
FIRST_YEAR = 2000
LAST_YEAR = 2099

DayKind = Literal["work", "make_up", "rest", "holiday"]


@dataclass(frozen=True, slots=True)
class DayMark:
    """日历上的一天：上班（work）、调休上班（make_up，班）、周末（rest，休）、放假（holiday，假）。"""

    date: date
    ordinal: int | None
    kind: DayKind
    holiday: str | None = None

    @property
    def is_workday(self) -> bool:
        return self.kind in ("work", "make_up")


@dataclass(frozen=True, slots=True)
class _Ruling:
    """一份通知对某一天的安排。"""

    off: bool
    holiday: str
    notice: Notice


class Calendar:
    """工作日历。不可变：来了新通知，用 `with_notice` 得到另一本。"""

    def __init__(self, notices: Iterable[Notice] = ()) -> None:
        self.notices: tuple[Notice, ...] = tuple(notices)
        self._rulings: Mapping[date, _Ruling] = dict(_rulings(self.notices))
        self._years = frozenset(notice.year for notice in self.notices if notice.opens_year)
        self._reach_back = _reach_back(self.notices)
        self._table = array("l", self._working_ordinals())

    @classmethod
    def load(cls) -> Calendar:
        """随软件带的历年通知。"""
        return _loaded()

    def with_notice(self, notice: Notice) -> Calendar:
        """加一份通知：后加的压过先加的。"""
        return Calendar((*self.notices, notice))

    def known_on(self, day: date) -> Calendar:
        """那一天已经公布的通知所成的日历，用来照当时所知重看一案；没有记下公布日的通知视为早已公布。"""
        return Calendar(n for n in self.notices if n.published is None or n.published <= day)

    # ── 一天 ────────────────────────────────────────────────────────────

    def is_workday(self, day: date) -> bool:
        ruling = self._rulings.get(day)
        return day.weekday() < 5 if ruling is None else not ruling.off

    def published(self, day: date) -> bool:
        """那一年的放假通知公布了没有。"""
        return day.year in self._years

    def settled(self, day: date) -> bool:
        """那一天上不上班已经定了：本年通知已公布；年底那几天还要看次年的通知。"""
        if not self.published(day):
            return False
        to_new_year = (date(day.year + 1, 1, 1) - day).days
        return to_new_year > self._reach_back or day.year + 1 in self._years

    def mark(self, day: date, ordinal: int | None = None) -> DayMark:
        """那一天在日历上的样子。"""
        ruling = self._rulings.get(day)
        name = None if ruling is None else ruling.holiday
        if ruling is not None and ruling.off:
            return DayMark(day, ordinal, "holiday", name)
        if day.weekday() < 5:
            return DayMark(day, ordinal, "work")
        return DayMark(day, ordinal, "rest") if ruling is None else DayMark(day, ordinal, "make_up", name)

    # ── 数日子 ──────────────────────────────────────────────────────────

    def add_workdays(self, start: date, count: int) -> Counted:
        """起算日不计，数到第 count 个工作日；负数往前数。0 就是当天。"""
        ordinal = start.toordinal()
        if count > 0:
            day = self._at(bisect_right(self._table, ordinal) + count - 1)
        elif count < 0:
            day = self._at(bisect_left(self._table, ordinal) + count)
        else:
            day = start
        return Counted(day, start, self)

    def workdays_between(self, start: date, end: date) -> int:
        """起日不计、止日计，其间几个工作日；止日在前时为负，是 `add_workdays` 的反算。"""
        find = bisect_right if end >= start else bisect_left
        self._check(start)
        self._check(end)
        return find(self._table, end.toordinal()) - find(self._table, start.toordinal())

    def roll(self, day: date) -> date:
        """休息日顺延到其后第一个工作日（民事诉讼法第八十五条）；工作日就是当天。"""
        self._check(day)
        return self._at(bisect_left(self._table, day.toordinal()))

    def roll_back(self, day: date) -> date:
        """往前数的期限落在休息日时，提前到之前最近的工作日。"""
        self._check(day)
        return self._at(bisect_right(self._table, day.toordinal()) - 1)

    def settled_between(self, start: date, end: date) -> bool:
        """从起日次日走到止日（往前则反之），每一天都已经定了没有。"""
        if start == end:
            return True
        low, high = min(start, end), max(start, end)
        if high == start:  # backwards: the start day itself is not counted
            high = date.fromordinal(high.toordinal() - 1)
        else:
            low = date.fromordinal(low.toordinal() + 1)
        return all(year in self._years for year in range(low.year, high.year + 1)) and self.settled(high)

    def walk(self, start: date, end: date) -> Iterator[DayMark]:
        """从起日次日一天一天走到止日，工作日编号。"""
        step = 1 if end >= start else -1
        number = 0
        for ordinal in range(start.toordinal() + step, end.toordinal() + step, step):
            mark = self.mark(date.fromordinal(ordinal))
            if mark.is_workday:
                number += 1
                mark = DayMark(mark.date, number, mark.kind, mark.holiday)
            yield mark

    def notices_for(self, start: date, end: date) -> tuple[Notice, ...]:
        """走这一段用到的通知：所在各年的，和对其中某天另有安排的。"""
        low, high = min(start, end), max(start, end)
        touched = {id(r.notice) for day, r in self._rulings.items() if low <= day <= high}
        return tuple(
            notice
            for notice in self.notices
            if id(notice) in touched or (notice.opens_year and low.year <= notice.year <= high.year)
        )

    # ── 里面 ────────────────────────────────────────────────────────────

    def _working_ordinals(self) -> Iterator[int]:
        first, last = date(FIRST_YEAR, 1, 1).toordinal(), date(LAST_YEAR, 12, 31).toordinal()
        plain = {o for o in range(first, last + 1) if (o - 1) % 7 < 5}  # ordinal 1 was a Monday
        for day, ruling in self._rulings.items():
            (plain.discard if ruling.off else plain.add)(day.toordinal())
        return iter(sorted(plain))

    def _at(self, index: int) -> date:
        if not 0 <= index < len(self._table):
            raise ValueError(_OUT_OF_TABLE)
        return date.fromordinal(self._table[index])

    @staticmethod
    def _check(day: date) -> None:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError(_OUT_OF_TABLE)


_OUT_OF_TABLE = f"工作日历只管 {FIRST_YEAR} 年至 {LAST_YEAR} 年，请核对日期。"


class Counted(NamedTuple):
    """数出来的日子：是哪天；是不是暂定、每天怎么走的、用了哪些通知，问了才算。"""

    day: date
    start: date
    calendar: Calendar

    @property
    def provisional(self) -> bool:
        """走过的日子里有没有还没公布放假通知的。"""
        return not self.calendar.settled_between(self.start, self.day)

    @property
    def days(self) -> tuple[DayMark, ...]:
        """起算日的次日到末日，一天一格。"""
        return tuple(self.calendar.walk(self.start, self.day)) if self.day != self.start else ()

    @property
    def notices(self) -> tuple[str, ...]:
        """用到的通知的标题。"""
        if self.day == self.start:
            return ()
        return tuple(notice.title for notice in self.calendar.notices_for(self.start, self.day))


def _rulings(notices: Iterable[Notice]) -> Iterator[tuple[date, _Ruling]]:
    for notice in notices:
        for holiday in notice.holidays:
            for day in holiday.rest:
                yield day, _Ruling(True, holiday.name, notice)
            for day in holiday.work:
                yield day, _Ruling(False, holiday.name, notice)


def _reach_back(notices: Iterable[Notice]) -> int:
    """历年通知最早动到元旦前几天。"""
    before = (
        (date(notice.year, 1, 1) - day).days
        for notice in notices
        for holiday in notice.holidays
        for day in (*holiday.rest, *holiday.work)
    )
    return max((days for days in before if days > 0), default=0)


@lru_cache(maxsize=1)
def _loaded() -> Calendar:
    return Calendar(published_notices())
