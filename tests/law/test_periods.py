"""期间：人工数过的日期（三个示例案件），和「为什么是这天」说的话。"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzhi.law.calendar import SHANGHAI, Calendar
from mingzhi.law.periods import Reached, Span, add_months, explain, grid, reach

CALENDAR = Calendar.load()


def reached(start: str | datetime, *spans: Span) -> Reached:
    return reach(CALENDAR, date.fromisoformat(start) if isinstance(start, str) else start, spans)


@pytest.mark.parametrize(
    ("start", "span", "day"),
    [
        ("2025-09-24", Span(30, "day"), "2025-10-24"),
        ("2025-10-24", Span(30, "day"), "2025-11-23"),  # 星期日，不顺延
        ("2025-09-22", Span(90, "day"), "2025-12-21"),
        ("2025-12-23", Span(15, "day", roll=True), "2026-01-07"),
        ("2025-12-23", Span(60, "day", roll=True), "2026-02-24"),  # 第 60 日在春节假期内
        ("2025-12-23", Span(6, "month", roll=True), "2026-06-23"),
        ("2026-01-26", Span(30, "day"), "2026-02-25"),
        ("2026-04-02", Span(6, "month", roll=True), "2026-10-08"),
        ("2025-11-28", Span(7, "workday", backwards=True), "2025-11-19"),
        ("2025-10-12", Span(7, "day", roll=True, backwards=True), "2025-09-30"),  # 10 月 5 日在假期内，提前
        ("2024-02-29", Span(1, "year"), "2025-02-28"),
    ],
)
def test_days_counted_by_hand(start: str, span: Span, day: str) -> None:
    result = reached(start, span)
    assert (result.day, result.provisional) == (date.fromisoformat(day), False)


def test_a_second_span_runs_from_the_end_of_the_first_and_is_provisional_when_its_year_is() -> None:
    result = reached("2026-04-02", Span(6, "month", roll=True), Span(3, "month", roll=True))
    assert [step.day for step in result.steps] == [date(2026, 10, 8), date(2027, 1, 8)]
    assert [step.provisional for step in result.steps] == [False, True]
    assert result.provisional
    assert "2027 年放假安排尚未公布" in explain(result).provisional


def test_a_period_by_the_calendar_that_does_not_roll_needs_no_notice() -> None:
    result = reached("2026-12-01", Span(60, "day"))
    assert (result.day, result.provisional, result.notices) == (date(2027, 1, 30), False, ())


def test_hours_run_from_the_moment_through_holidays() -> None:
    start = datetime(2025, 9, 30, 17, 30, tzinfo=SHANGHAI)
    result = reached(start, Span(24, "hour"))
    assert result.moment == datetime(2025, 10, 1, 17, 30, tzinfo=SHANGHAI)
    assert (result.day, result.provisional) == (date(2025, 10, 1), False)
    assert explain(result).end == "24 小时，2025-10-01 17:30"


def test_the_day_of_a_moment_is_the_day_in_beijing() -> None:
    late_evening = datetime(2025, 9, 23, 20, 0, tzinfo=UTC)  # 北京时间 9 月 24 日凌晨四点
    assert reached(late_evening, Span(5, "workday")).day == date(2025, 9, 30)
    assert reached(late_evening, Span(24, "hour")).day == date(2025, 9, 25)


def test_hours_without_a_moment_and_moments_without_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="起算的时刻"):
        reached("2025-09-24", Span(24, "hour"))
    with pytest.raises(ValueError, match="时区"):
        reached(datetime(2025, 9, 24, 8, 0), Span(24, "hour"))
    with pytest.raises(ValueError, match="不能为负"):
        Span(-7, "workday")


# ── 为什么是这天 ─────────────────────────────────────────────────────────


def test_twenty_working_days_over_national_day_are_explained_line_by_line() -> None:
    why = explain(reached("2025-09-24", Span(20, "workday")), event="检查结果形成")
    assert why.terms == (
        ("起算", "09-24 检查结果形成，次日起算"),
        ("不计", "10月1—8日国庆节、中秋节放假；各周六、周日"),
        ("照计", "9月28日、10月11日上班（调休）"),
        ("届满", "第 20 个工作日 2025-10-28"),
    )
    assert why.notices == ("国务院办公厅关于2025年部分节假日安排的通知",)


def test_a_day_that_rolls_says_from_where_why_and_to_where() -> None:
    why = explain(reached("2025-12-23", Span(60, "day", roll=True)))
    assert why.start == "2025-12-23，次日起算"
    assert why.end == "第 60 日 2026-02-21 在春节放假期间，顺延至 2026-02-24"
    assert why.notices == ("国务院办公厅关于2026年部分节假日安排的通知",)


def test_a_day_that_falls_on_a_sunday_and_does_not_roll_says_so() -> None:
    why = explain(reached("2025-10-24", Span(30, "day")))
    assert why.end == "第 30 日 2025-11-23 是星期日，不顺延"
    assert why.sentence == "10-24，次日起算；第 30 日 2025-11-23 是星期日，不顺延。"


def test_counting_backwards_says_that_the_day_itself_is_not_counted() -> None:
    why = explain(reached("2025-11-28", Span(7, "workday", backwards=True)), event="听证")
    assert (why.start, why.end) == ("11-28 听证，当日不计，向前数", "往前第 7 个工作日 2025-11-19")
    assert why.left_out == "11月22—23日（周六、周日）"


def test_the_grid_shows_start_ordinals_make_up_days_holidays_and_the_end() -> None:
    weeks = grid(reached("2025-09-24", Span(20, "workday")))
    assert len(weeks) == 6 and all(len(week) == 7 for week in weeks)
    cells = {cell.date: (cell.label, cell.css, cell.note) for week in weeks for cell in week}
    assert cells[date(2025, 9, 22)] == ("9/22", "void", "")
    assert cells[date(2025, 9, 24)] == ("24", "start", "起")
    assert cells[date(2025, 9, 25)] == ("25", "in", "1")
    assert cells[date(2025, 9, 27)] == ("27", "off", "休")
    assert cells[date(2025, 9, 28)] == ("28", "in make", "班 · 3")
    assert cells[date(2025, 10, 1)] == ("10/1", "off", "假")
    assert cells[date(2025, 10, 28)] == ("28", "end", "第 20")
    assert cells[date(2025, 11, 1)] == ("11/1", "void", "")


def test_only_working_days_have_a_grid() -> None:
    assert grid(reached("2025-12-23", Span(60, "day", roll=True))) == ()
    assert grid(reached("2025-12-23")) == ()


def test_no_span_at_all_is_the_day_itself() -> None:
    result = reached("2025-12-23")
    assert (result.day, result.steps) == (date(2025, 12, 23), ())
    assert explain(result).sentence == "当日 2025-12-23。"


# ── 性质 ────────────────────────────────────────────────────────────────

DAYS = st.dates(date(2010, 1, 1), date(2026, 12, 31))


@given(DAYS, st.integers(0, 120))
def test_adding_months_keeps_the_day_or_takes_the_last_of_the_month(day: date, months: int) -> None:
    end = add_months(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end.day < day.day and date.fromordinal(end.toordinal() + 1).day == 1)


@given(DAYS, st.integers(1, 40), st.booleans())
def test_the_grid_has_exactly_one_cell_a_day_and_one_end(start: date, count: int, backwards: bool) -> None:
    result = reach(CALENDAR, start, [Span(count, "workday", backwards=backwards)])
    cells = [cell for week in grid(result) for cell in week]
    assert [c.date.toordinal() for c in cells] == list(
        range(cells[0].date.toordinal(), cells[0].date.toordinal() + len(cells))
    )
    assert [c.date for c in cells if c.css.startswith("end")] == [result.day]
    assert [c.date for c in cells if c.css == "start"] == [start]
    assert sum(c.css.split()[0] in ("in", "end") for c in cells) == count
