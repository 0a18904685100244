"""工作日历：与逐日数的另一种算法逐一对照，与人工数过的日期对照。"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mingzhi.law.calendar import Calendar
from mingzhi.law.notice import Notice, NoticeError, parse_notice, published_notices

CALENDAR = Calendar.load()
DAYS = st.dates(date(2010, 1, 1), date(2026, 12, 31))

NOTICE_2027 = """
year: 2027
title: 示例：2027年部分节假日安排的通知
source: https://example.invalid/2027
published: 2026-11-20
holidays:
  - {name: 元旦, rest: [2027-01-01..2027-01-03], work: [2026-12-27]}
"""


# ── 另一种算法：不用二分，不用 Notice，照通知一天一天走 ────────────────────


def rulings_of_the_files() -> dict[date, bool]:
    """每天上不上班，直接从通知文件里读：同年先通知、后追加。"""
    working: dict[date, bool] = {}
    names = sorted(entry.name for entry in (files("mingzhi.law") / "notices").iterdir())
    for name in sorted(names, key=lambda name: name.removesuffix(".yaml")):
        raw = yaml.safe_load((files("mingzhi.law") / "notices" / name).read_text("utf-8"))
        for holiday in raw["holidays"]:
            for entry in holiday["rest"]:
                first, _, last = str(entry).partition("..")
                day = date.fromisoformat(first)
                while day <= date.fromisoformat(last or first):
                    working[day] = False
                    day += timedelta(days=1)
            for day in holiday.get("work", ()):
                working[day] = True
    return working


def first_sixty(start: date, working: dict[date, bool]) -> Iterator[date]:
    day, found = start, 0
    while found < 60:
        day += timedelta(days=1)
        if working.get(day, day.isoweekday() <= 5):
            found += 1
            yield day


def test_every_start_since_2010_and_one_to_sixty_working_days_agree_with_counting_day_by_day() -> None:
    working = rulings_of_the_files()
    start, checked = date(2010, 1, 1), 0
    while start.year <= 2026:
        for count, expected in enumerate(first_sixty(start, working), start=1):
            assert CALENDAR.add_workdays(start, count).day == expected, (start, count)
            checked += 1
        start += timedelta(days=1)
    assert checked == 6209 * 60


def test_our_notices_say_the_same_as_an_independent_collection(shared: Path) -> None:
    compared = 0
    for year in range(2007, 2027):
        for entry in json.loads((shared / "data" / "holiday_cn" / f"{year}.json").read_text("utf-8"))["days"]:
            day = date.fromisoformat(entry["date"])
            assert CALENDAR.is_workday(day) is not entry["isOffDay"], day
            compared += 1
    assert compared > 600


def test_days_that_no_notice_of_the_collection_names_follow_the_week(shared: Path) -> None:
    named = {
        date.fromisoformat(entry["date"])
        for path in (shared / "data" / "holiday_cn").glob("2*.json")
        for entry in json.loads(path.read_text("utf-8"))["days"]
    }
    day = date(2007, 1, 1)
    while day < date(2027, 1, 1):
        if day not in named:
            assert CALENDAR.is_workday(day) is (day.weekday() < 5), day
        day += timedelta(days=1)


def test_every_make_up_day_is_a_weekend_and_every_year_from_2007_has_one_notice() -> None:
    notices = published_notices()
    assert [n.year for n in notices if n.opens_year] == list(range(2007, 2027))
    for notice in notices:
        for holiday in notice.holidays:
            assert all(day.weekday() >= 5 for day in holiday.work), (notice.title, holiday.name)
            assert all(abs(day.year - notice.year) <= 1 for day in (*holiday.rest, *holiday.work))


# ── 人工数过的日期 ───────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("start", "count", "day"),
    [
        ("2025-09-24", 5, "2025-09-30"),  # 9 月 28 日星期日上班
        ("2025-09-24", 20, "2025-10-28"),
        ("2025-11-10", 5, "2025-11-17"),
        ("2025-11-28", -7, "2025-11-19"),
        ("2025-12-02", 10, "2025-12-16"),
        ("2025-12-11", 10, "2025-12-25"),
        ("2025-12-19", 7, "2025-12-30"),
        ("2026-02-09", 20, "2026-03-13"),  # 春节九天，2 月 14、28 日上班
        ("2026-02-11", 20, "2026-03-17"),
        ("2026-03-10", 3, "2026-03-13"),
        ("2026-03-27", 7, "2026-04-08"),
    ],
)
def test_working_days_counted_by_hand(start: str, count: int, day: str) -> None:
    counted = CALENDAR.add_workdays(date.fromisoformat(start), count)
    assert counted.day == date.fromisoformat(day)
    assert not counted.provisional


def test_the_walk_numbers_working_days_and_names_rest_holidays_and_make_up_days() -> None:
    days = {mark.date.isoformat(): mark for mark in CALENDAR.add_workdays(date(2025, 9, 24), 8).days}
    assert (days["2025-09-25"].kind, days["2025-09-25"].ordinal) == ("work", 1)
    assert (days["2025-09-27"].kind, days["2025-09-27"].ordinal) == ("rest", None)
    assert (days["2025-09-28"].kind, days["2025-09-28"].ordinal) == ("make_up", 3)
    assert (days["2025-10-04"].kind, days["2025-10-04"].holiday) == ("holiday", "国庆节、中秋节")
    assert (days["2025-10-11"].kind, days["2025-10-11"].ordinal) == ("make_up", 8)
    assert (min(days), max(days)) == ("2025-09-25", "2025-10-11")


def test_a_walk_over_new_year_names_the_notices_of_both_years() -> None:
    assert CALENDAR.add_workdays(date(2025, 12, 30), 3).notices == (
        "国务院办公厅关于2025年部分节假日安排的通知",
        "国务院办公厅关于2026年部分节假日安排的通知",
    )


def test_zero_working_days_is_the_day_itself_with_nothing_walked() -> None:
    counted = CALENDAR.add_workdays(date(2025, 10, 4), 0)
    assert (counted.day, counted.days, counted.notices) == (date(2025, 10, 4), (), ())


# ── 未公布的年份、后来的通知 ─────────────────────────────────────────────


def test_an_unpublished_year_gives_a_provisional_day_by_weekends() -> None:
    counted = CALENDAR.add_workdays(date(2026, 12, 31), 1)
    assert (counted.day, counted.provisional) == (date(2027, 1, 1), True)
    assert CALENDAR.published(date(2026, 12, 31)) and not CALENDAR.published(date(2027, 1, 1))


def test_the_last_days_of_the_last_published_year_are_provisional_too() -> None:
    # The notice of 2019 reached back to 2018-12-29, so that of 2027 may reach back as far.
    assert not CALENDAR.add_workdays(date(2026, 12, 25), 1).provisional
    assert CALENDAR.add_workdays(date(2026, 12, 28), 1).provisional


def test_a_late_notice_moves_the_day_and_settles_it() -> None:
    late = CALENDAR.with_notice(parse_notice(NOTICE_2027, name="2027.yaml"))
    before, after = (c.add_workdays(date(2026, 12, 25), 5) for c in (CALENDAR, late))
    assert (before.day, before.provisional) == (date(2027, 1, 1), True)
    assert (after.day, after.provisional) == (date(2026, 12, 31), False)
    assert not CALENDAR.is_workday(date(2026, 12, 27)), "the old calendar does not change"


def test_the_calendar_as_it_was_known_before_the_spring_festival_of_2020_was_prolonged() -> None:
    known = CALENDAR.known_on(date(2020, 1, 20))
    assert known.is_workday(date(2020, 1, 31)) and known.is_workday(date(2020, 2, 1))
    assert not CALENDAR.is_workday(date(2020, 1, 31)) and not CALENDAR.is_workday(date(2020, 2, 1))
    assert not known.published(date(2021, 1, 1))


def test_a_local_holiday_counts_without_making_its_year_published() -> None:
    local = Notice.model_validate(
        {
            "year": 2027,
            "title": "示例：地方假日",
            "source": "示例",
            "region": "示例州",
            "holidays": [{"name": "示例节", "rest": ["2027-04-12"]}],
        }
    )
    calendar = CALENDAR.with_notice(local)
    assert not calendar.is_workday(date(2027, 4, 12)) and not calendar.published(date(2027, 4, 12))


def test_a_notice_with_an_unknown_key_does_not_load_and_the_message_names_file_and_key() -> None:
    with pytest.raises(NoticeError, match=r"2027\.yaml.*colour"):
        parse_notice(NOTICE_2027 + "colour: red\n", name="2027.yaml")


def test_a_range_that_ends_before_it_begins_does_not_load() -> None:
    text = NOTICE_2027.replace("2027-01-01..2027-01-03", "2027-01-03..2027-01-01")
    with pytest.raises(NoticeError, match="末日早于首日"):
        parse_notice(text, name="2027.yaml")


def test_a_day_outside_the_table_is_refused_in_words() -> None:
    for ask in (
        lambda: CALENDAR.roll(date(2150, 1, 1)),
        lambda: CALENDAR.add_workdays(date(2099, 12, 30), 60),
        lambda: CALENDAR.add_workdays(date(2000, 1, 4), -60),
        lambda: CALENDAR.workdays_between(date(1990, 1, 1), date(2020, 1, 1)),
    ):
        with pytest.raises(ValueError, match="工作日历只管"):
            ask()


# ── 性质 ────────────────────────────────────────────────────────────────


@given(DAYS, st.integers(-200, 200))
def test_counting_between_undoes_adding(start: date, count: int) -> None:
    assert CALENDAR.workdays_between(start, CALENDAR.add_workdays(start, count).day) == count


@given(DAYS, st.integers(1, 60))
def test_adding_lands_on_a_working_day_after_the_start(start: date, count: int) -> None:
    counted = CALENDAR.add_workdays(start, count)
    assert counted.day > start and CALENDAR.is_workday(counted.day)
    assert [m.ordinal for m in counted.days if m.is_workday] == list(range(1, count + 1))
    assert counted.days[-1].date == counted.day


@given(DAYS, DAYS, st.integers(-60, 60))
def test_a_later_start_never_ends_earlier(one: date, other: date, count: int) -> None:
    early, late = sorted((one, other))
    assert CALENDAR.add_workdays(early, count).day <= CALENDAR.add_workdays(late, count).day


@given(DAYS)
def test_rolling_twice_is_rolling_once(day: date) -> None:
    rolled, back = CALENDAR.roll(day), CALENDAR.roll_back(day)
    assert CALENDAR.roll(rolled) == rolled >= day >= back == CALENDAR.roll_back(back)
    assert CALENDAR.is_workday(rolled) and CALENDAR.is_workday(back)


@given(DAYS, DAYS)
def test_a_span_is_settled_only_if_every_day_walked_is(one: date, other: date) -> None:
    walked = [mark.date for mark in CALENDAR.walk(one, other)] if one != other else []
    assert CALENDAR.settled_between(one, other) is all(map(CALENDAR.settled, walked))
