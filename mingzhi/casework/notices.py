"""装入的放假通知：登记簿里写的各栏，读成日历认得的通知；反过来，通知的文件读成各栏。"""

from __future__ import annotations

import re
from datetime import date, timedelta

from mingzhi.casework.acts.rules import CalendarLoaded, NoticeHoliday
from mingzhi.law.notice import Holiday, Notice

_SEPARATED = re.compile(r"[、，,；;\s]+")
ONE_DAY = timedelta(days=1)


class NoticeUnread(ValueError):
    """通知写得读不懂；field 是哪一栏。"""

    def __init__(self, told: str, field: str) -> None:
        super().__init__(told)
        self.field = field


def notice_of(body: CalendarLoaded) -> Notice:
    """登记簿里的一项读成通知。读不懂抛 :class:`NoticeUnread`。"""
    if not body.title:
        raise NoticeUnread("没有写通知的名称", "title")
    if body.year is None or not 2000 <= body.year <= 2099:
        raise NoticeUnread("没有写是哪一年的通知", "year")
    if body.published is None:
        raise NoticeUnread("没有写公布日期", "published")
    if not body.holidays:
        raise NoticeUnread("没有写各节日的安排", "holidays")
    holidays = []
    for index, each in enumerate(body.holidays):
        rest, work = _days(each.rest, f"holidays.{index}.rest"), _days(each.work, f"holidays.{index}.work")
        if not each.name:
            raise NoticeUnread(f"第 {index + 1} 行没有写节日", f"holidays.{index}.name")
        if not rest and not work:
            raise NoticeUnread(f"{each.name}没有写放假的日子", f"holidays.{index}.rest")
        far = [day for day in (*rest, *work) if abs(day.year - body.year) > 1]
        if far:
            raise NoticeUnread(f"{each.name}的 {far[0]} 不在 {body.year} 年前后", f"holidays.{index}.rest")
        both = sorted(set(rest) & set(work))
        if both:
            raise NoticeUnread(f"{each.name}的 {both[0]} 既写了放假，又写了上班", f"holidays.{index}.work")
        holidays.append(Holiday(name=each.name, rest=rest, work=work))
    return Notice(
        year=body.year,
        title=body.title,
        source=body.source,
        published=body.published,
        supplement=body.supplement,
        region=body.region or None,
        holidays=tuple(holidays),
    )


def _days(text: str, field: str) -> tuple[date, ...]:
    found: list[date] = []
    for part in filter(None, _SEPARATED.split(text.strip())):
        first, _, last = part.partition("..")
        try:
            begin = date.fromisoformat(first)
            end = date.fromisoformat(last) if last else begin
        except ValueError as error:
            told = f"“{part}”不是日期，请写成 2027-10-01，一段写成 2027-10-01..2027-10-07"
            raise NoticeUnread(told, field) from error
        if not 0 <= (end - begin).days <= 60:
            raise NoticeUnread(f"“{part}”的起止不对", field)
        found += [begin + n * ONE_DAY for n in range((end - begin).days + 1)]
    return tuple(found)


def body_of(notice: Notice) -> CalendarLoaded:
    """一份通知写成登记簿的各栏。"""
    return CalendarLoaded(
        title=notice.title,
        year=notice.year,
        source=notice.source,
        published=notice.published,
        region=notice.region or "",
        supplement=notice.supplement,
        holidays=tuple(
            NoticeHoliday(name=each.name, rest=_spelled(each.rest), work=_spelled(each.work))
            for each in notice.holidays
        ),
    )


def _spelled(days: tuple[date, ...]) -> str:
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == ONE_DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return "、".join(f"{run[0]}..{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
