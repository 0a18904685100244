"""停止计算的日子：末日相应往后，说得出是哪些天、依据哪一条。"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzhi.law.calendar import Calendar
from mingzhi.law.periods import Pause, Span, explain, grid, reach

CALENDAR = Calendar.load()


def day(text: str) -> date:
    return date.fromisoformat(text)


def pause(first: str, last: str, **more: bool) -> Pause:
    return Pause(day(first), day(last), "中止调查", "《示例规定》第四十五条", **more)


@pytest.mark.parametrize(
    ("start", "span", "pauses", "expected"),
    [
        ("2025-03-10", Span(90, "day"), [], "2025-06-08"),
        ("2025-03-10", Span(90, "day"), [("2025-03-20", "2025-03-29")], "2025-06-18"),
        # 停止的日子连着推后的末日：推到的那几天里又有停止的，再往后。
        (
            "2025-03-10",
            Span(10, "day"),
            [("2025-03-15", "2025-03-19"), ("2025-03-24", "2025-03-25")],
            "2025-03-27",
        ),
        # 期满以后才停止的，不动。
        ("2025-03-10", Span(10, "day"), [("2025-03-21", "2025-03-25")], "2025-03-20"),
        # 起算当天本来就不计。
        ("2025-03-10", Span(10, "day"), [("2025-03-10", "2025-03-10")], "2025-03-20"),
        # 按工作日数的，只有其中的工作日起作用：3月15、16日是周末。
        ("2025-03-10", Span(5, "workday"), [("2025-03-13", "2025-03-16")], "2025-03-19"),
        # 国庆假里停止，工作日的期限不因此变。
        ("2025-09-30", Span(3, "workday"), [("2025-10-01", "2025-10-08")], "2025-10-11"),
        ("2025-01-31", Span(1, "month"), [("2025-02-10", "2025-02-11")], "2025-03-02"),
        # 往前数的照计。
        ("2025-03-20", Span(3, "workday", backwards=True), [("2025-03-18", "2025-03-18")], "2025-03-17"),
    ],
)
def test_days_that_do_not_count_push_the_end_back(
    start: str, span: Span, pauses: list[tuple[str, str]], expected: str
) -> None:
    reached = reach(CALENDAR, day(start), [span], [pause(*each) for each in pauses])
    assert reached.day == day(expected)


def test_a_rolled_end_rolls_after_the_pause() -> None:
    # 不停止是 2025-03-25（周二）；停四日到 29 日（周六），顺延到 31 日。
    reached = reach(
        CALENDAR, day("2025-03-10"), [Span(15, "day", roll=True)], [pause("2025-03-12", "2025-03-15")]
    )
    assert (reached.steps[0].unrolled, reached.day) == (day("2025-03-29"), day("2025-03-31"))


def test_the_pause_in_an_extension_counts_there() -> None:
    reached = reach(
        CALENDAR, day("2025-03-10"), [Span(10, "day"), Span(10, "day")], [pause("2025-03-25", "2025-03-26")]
    )
    assert [step.day for step in reached.steps] == [day("2025-03-20"), day("2025-04-01")]


def test_the_explanation_says_which_days_and_by_which_article() -> None:
    reached = reach(
        CALENDAR, day("2025-03-10"), [Span(90, "day")], [pause("2025-03-20", "2025-03-29", pending=True)]
    )
    said = explain(reached, event="立案")
    assert said.paused == "3月20—29日中止调查（10 日，《示例规定》第四十五条，待核）"
    assert said.end == "第 90 日（另有 10 日停止计算） 2025-06-18"
    assert "停止计算" in dict(said.terms)
    still = explain(
        reach(CALENDAR, day("2025-03-10"), [Span(90, "day")], [pause("2025-03-20", "2025-03-29", open=True)])
    )
    assert "还没有结束，暂算到今天" in still.paused


def test_the_calendar_shows_the_days_that_stand_still() -> None:
    reached = reach(CALENDAR, day("2025-03-10"), [Span(5, "workday")], [pause("2025-03-13", "2025-03-14")])
    notes = {cell.date: cell.note for week in grid(reached) for cell in week}
    assert notes[day("2025-03-13")] == notes[day("2025-03-14")] == "停"
    assert notes[day("2025-03-12")] == "2" and notes[day("2025-03-17")] == "3"


DAYS = st.integers(0, 200).map(lambda n: date(2025, 1, 1) + timedelta(days=n))


@settings(max_examples=150, deadline=None)
@given(start=DAYS, count=st.integers(1, 90), firsts=st.lists(st.tuples(DAYS, st.integers(0, 20)), max_size=4))
def test_so_many_days_remain_counted_whatever_is_left_out(
    start: date, count: int, firsts: list[tuple[date, int]]
) -> None:
    """数一遍：起算次日到末日，去掉停止的，正好是 count 日；末日本身没有停止。"""
    pauses = [Pause(first, first + timedelta(days=more), "示例") for first, more in firsts]
    out = {each.first + timedelta(days=n) for each in pauses for n in range(each.count)}
    for unit in ("day", "workday"):
        end = reach(CALENDAR, start, [Span(count, unit)], pauses).day
        walked = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
        counted = [
            each for each in walked if each not in out and (unit == "day" or CALENDAR.mark(each).is_workday)
        ]
        assert len(counted) == count
        assert end not in out
