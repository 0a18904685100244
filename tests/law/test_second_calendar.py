"""第二种算法：只从通知的文字写起，不读随软件的放假通知，也不用它的日历；每个起日、一至六十个工作日，没有一处不同。

月和小时的数法，照条文另写一遍：月数到对应的日，没有对应日的到月末，末日休息的顺延；小时一小时一小时地数。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from mingzhi.law.calendar import SHANGHAI, Calendar
from mingzhi.law.periods import Span, reach

TEXT = (Path(__file__).parent / "notices.txt").read_text("utf-8")
CALENDAR = Calendar.load()
FIRST, LAST, MOST = date(2010, 1, 1), date(2026, 12, 31), 60
DAY = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:（(?:星期|周)(.)）)?")
ONE = timedelta(days=1)


@dataclass
class Arrangements:
    """通知说的：哪些日子放假，哪些周末上班。后说的压过先说的。"""

    off: dict[date, bool] = field(default_factory=dict)
    sentences: int = 0
    checked: int = 0

    def working(self, day: date) -> bool:
        said = self.off.get(day)
        return day.isoweekday() < 6 if said is None else not said


def read(text: str) -> Arrangements:
    found = Arrangements()
    year = 0
    for line in text.splitlines():
        if line.startswith("=="):
            year = int(line[2:])
        elif line and not line.startswith("#"):
            _, _, said = line.partition("：")
            _sentences(found, year, said)
    return found


def _sentences(found: Arrangements, year: int, said: str) -> None:
    for sentence in filter(None, said.split("。")):
        found.sentences += 1
        days = _days(found, year, sentence)
        if sentence.startswith("延长假期至"):
            last, back = days
            while not found.off.get(last, False) or last == days[0]:
                found.off[last] = True
                last -= ONE
            assert back == days[0] + ONE
        elif sentence.endswith("上班"):
            found.off.update(dict.fromkeys(days, False))
        elif "至" in sentence:
            first, last = days
            length = (last - first).days + 1
            count = re.search(r"共(\d+)天", sentence)
            assert count is not None and int(count[1]) == length, sentence
            found.off.update({first + ONE * n: True for n in range(length)})
        else:
            assert "放假" in sentence, sentence
            found.off.update(dict.fromkeys(days, True))


def _days(found: Arrangements, year: int, sentence: str) -> list[date]:
    """句中的各日：没有写年、月的，同前一个；写了星期几的，核对。"""
    month, days = 0, []
    for match in DAY.finditer(sentence):
        year, month = int(match[1] or year), int(match[2] or month)
        day = date(year, month, int(match[3]))
        if match[4]:
            assert "一二三四五六日"[day.weekday()] == match[4], sentence
            found.checked += 1
        days.append(day)
    return days


SAID = read(TEXT)


def counted(start: date) -> Iterator[date]:
    """起日不计，第一、第二……第六十个工作日。"""
    day, left = start, MOST
    while left:
        day += ONE
        if SAID.working(day):
            left -= 1
            yield day


def every_day() -> Iterator[date]:
    day = FIRST
    while day <= LAST:
        yield day
        day += ONE


def test_the_notices_are_all_there_and_their_own_weekdays_and_lengths_agree() -> None:
    assert re.findall(r"^== (\d+)$", TEXT, re.M) == [str(year) for year in range(2010, 2027)]
    assert SAID.sentences > 180 and SAID.checked > 130


def test_no_holiday_lasts_less_than_the_statute_gives() -> None:
    # 放假办法：元旦一、春节三、清明一、劳动一、端午一、中秋一、国庆三；2025 年起春节四、劳动二。
    for year in range(2010, 2027):
        named = dict.fromkeys(["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"])
        part = TEXT.split(f"== {year}\n")[1].split("== ")[0]
        assert all(name in part for name in named), year
        for month, day in ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3)):
            assert not SAID.working(date(year, month, day)), (year, month, day)


def test_every_start_and_every_number_up_to_sixty_agrees_with_zero_differences() -> None:
    differences, checked = [], 0
    for start in every_day():
        for number, expected in enumerate(counted(start), start=1):
            checked += 1
            if CALENDAR.add_workdays(start, number).day != expected:
                differences.append((start, number))
    assert checked == 6209 * MOST
    assert differences == []


def test_counting_back_agrees_too() -> None:
    for end in every_day():
        if end < date(2010, 4, 1):
            continue  # 往前数到 2009 年，那一年的通知没有录在这里
        day, number = end, 0
        while number < 20:
            day -= ONE
            number += SAID.working(day)
        assert CALENDAR.add_workdays(end, -20).day == day, end


def test_one_wrong_letter_in_the_data_would_be_found() -> None:
    wrong = read(TEXT.replace("9月28日（周日）、10月11日（周六）上班", "10月11日（周六）上班"))
    start = date(2025, 9, 26)
    assert SAID.working(date(2025, 9, 28)) and not wrong.working(date(2025, 9, 28))
    assert CALENDAR.add_workdays(start, 1).day == date(2025, 9, 28)
    with pytest.raises(AssertionError):
        read(TEXT.replace("1月28日（周二）至2月4日", "1月29日（周二）至2月4日"))


# 月、小时 ─────────────────────────────────────────────────────────────────────


def months_after(day: date, months: int) -> date:
    """一个月一个月地数：到期月的对应日；没有的，往回到有的那天。"""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    wanted = day.day
    while True:
        try:
            return date(year, month, wanted)
        except ValueError:
            wanted -= 1


def rolled(day: date) -> date:
    """末日是休息日的，到其后第一个工作日。"""
    while not SAID.working(day):
        day += ONE
    return day


@pytest.mark.parametrize("months", [1, 2, 3, 6, 12, 24])
def test_months_end_on_the_corresponding_day_or_the_last_and_roll_over_rest_days(months: int) -> None:
    for start in every_day():
        plain = reach(CALENDAR, start, [Span(months, "month")])
        assert plain.day == months_after(start, months), start
        if months_after(start, months) <= LAST:
            moved = reach(CALENDAR, start, [Span(months, "month", roll=True)])
            assert moved.day == rolled(months_after(start, months)), start


@pytest.mark.parametrize("days", [7, 15, 30, 60, 90])
def test_days_by_the_calendar_leave_out_the_first_and_roll_over_rest_days(days: int) -> None:
    for start in every_day():
        last = start
        for _ in range(days):
            last += ONE
        assert reach(CALENDAR, start, [Span(days, "day")]).day == last
        if last <= LAST:
            assert reach(CALENDAR, start, [Span(days, "day", roll=True)]).day == rolled(last), start


@pytest.mark.parametrize("hours", [1, 24, 48])
def test_hours_run_on_through_nights_and_holidays(hours: int) -> None:
    for start in every_day():
        for hour, minute in ((0, 0), (9, 30), (23, 59)):
            moment = datetime(start.year, start.month, start.day, hour, minute, tzinfo=SHANGHAI)
            ended = moment
            for _ in range(hours):
                ended += timedelta(minutes=60)
            found = reach(CALENDAR, moment, [Span(hours, "hour")])
            assert (found.moment, found.day) == (ended, ended.date()), moment
