"""为什么是这天：把一个期限怎么数出来的说给人听——起算、不计、照计、届满，和一格一天的日历。

工作日的配日历；日、月、年和小时一句话就够。这里只说 `periods.reach` 数过的，不再数。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from .calendar import SHANGHAI, DayMark

if TYPE_CHECKING:  # periods hands these functions on, so it imports this module, not the other way round
    from .periods import LeftOut, Reached, Step, Unit

WEEKDAYS = "一二三四五六日"
UNIT_NAMES: dict[Unit, str] = {
    "workday": "个工作日",
    "day": "日",
    "month": "个月",
    "year": "年",
    "hour": "小时",
}
# Above this many single weekend days a list says less than "every weekend".
FEW = 2


@dataclass(frozen=True, slots=True)
class Explanation:
    """「为什么是这天」的各行；空的行不显示。`terms` 依次成对给出，页面照着排。"""

    start: str
    left_out: str
    counted: str
    paused: str
    end: str
    notices: tuple[str, ...]
    provisional: str
    sentence: str

    @property
    def terms(self) -> tuple[tuple[str, str], ...]:
        pairs = (
            ("起算", self.start),
            ("不计", self.left_out),
            ("照计", self.counted),
            ("停止计算", self.paused),
            ("届满", self.end),
            ("暂定", self.provisional),
        )
        return tuple((term, text) for term, text in pairs if text)


@dataclass(frozen=True, slots=True)
class Cell:
    """日历的一格：日期怎么写、样式（start in off make end void）、格内小字。"""

    date: date
    label: str
    css: str
    note: str = ""


def explain(reached: Reached, *, event: str = "") -> Explanation:
    """起算、不计、照计、届满。`event`：起算日发生了什么（“检查结果形成”）。"""
    if not reached.steps:
        day = reached.day.isoformat()
        return Explanation(f"{day}{_spaced(event)}", "", "", "", f"当日 {day}", (), "", f"当日 {day}。")
    first = reached.steps[0]
    start = _start(first, event, other_year=reached.day.year != first.start.year)
    end = "；接着数到".join(_end(step) for step in reached.steps)
    paused = _paused(reached.steps)
    return Explanation(
        start=start,
        left_out=_left_out([run for step in reached.steps for run in step.left_out]),
        counted=_made_up([mark for step in reached.steps for mark in step.made_up]),
        paused=paused,
        end=end,
        notices=reached.notices,
        provisional=_provisional(reached),
        sentence=f"{start}；{f'{paused}停止计算；' if paused else ''}{end}。",
    )


def grid(reached: Reached) -> tuple[tuple[Cell, ...], ...]:
    """一周一行的日历，周一起；没有按工作日数的段，就没有日历。"""
    steps = [step for step in reached.steps if step.days]
    if not steps:
        return ()
    cells: dict[date, tuple[str, str]] = {}
    for step in steps:
        cells |= {mark.date: _cell(mark) for mark in step.days}
        cells |= {day: ("off", "停") for each in step.paused for day in _span(each.first, each.last)}
    cells[steps[-1].day] = _last_cell(steps[-1].days[-1])
    cells[steps[0].start] = ("start", "起")
    low, high = min(cells), max(cells)
    monday = low - timedelta(days=low.weekday())
    weeks = (high - monday).days // 7 + 1
    return tuple(
        tuple(_placed(monday + timedelta(days=7 * week + n), cells, monday) for n in range(7))
        for week in range(weeks)
    )


def _span(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


# ── 日历的格 ────────────────────────────────────────────────────────────


def _cell(mark: DayMark) -> tuple[str, str]:
    if mark.kind == "work":
        return "in", str(mark.ordinal)
    if mark.kind == "make_up":
        return "in make", f"班 · {mark.ordinal}"
    return "off", "假" if mark.kind == "holiday" else "休"


def _last_cell(mark: DayMark) -> tuple[str, str]:
    if mark.kind == "make_up":
        return "end make", f"班 · 第 {mark.ordinal}"
    return "end", f"第 {mark.ordinal}"


def _placed(day: date, cells: dict[date, tuple[str, str]], first: date) -> Cell:
    label = f"{day.month}/{day.day}" if day.day == 1 or day == first else str(day.day)
    css, note = cells.get(day, ("void", ""))
    return Cell(day, label, css, note)


# ── 各行的话 ────────────────────────────────────────────────────────────


def _spaced(event: str) -> str:
    return f" {event}" if event else ""


def _start(step: Step, event: str, *, other_year: bool) -> str:
    if step.unit == "hour" and step.start_moment is not None:
        return f"{_clock(step.start_moment)}{_spaced(event)}，从这一刻起算"
    day = step.start.isoformat() if other_year else f"{step.start:%m-%d}"
    how = "当日不计，向前数" if step.span.backwards else "次日起算"
    return f"{day}{_spaced(event)}，{how}"


def _end(step: Step) -> str:
    """一段的届满：第 20 个工作日 2025-10-28；第 60 日 2026-02-21 在春节放假期间，顺延至 2026-02-24。"""
    if step.unit == "hour" and step.moment is not None:
        return f"{step.count} 小时，{_clock(step.moment)}"
    front = "往前" if step.span.backwards else ""
    ordinal = "第 " if step.unit in ("workday", "day") else ""
    out = f"（另有 {step.paused_days} {UNIT_NAMES['workday' if step.unit == 'workday' else 'day']}停止计算）"
    out = out if step.paused_days else ""
    text = f"{front}{ordinal}{step.count} {UNIT_NAMES[step.unit]}{out} {step.unrolled.isoformat()}"
    if ordinal == "":
        text = f"{front}{step.count} {UNIT_NAMES[step.unit]}{out}，{step.unrolled.isoformat()}"
    rest = step.rest_mark
    if rest is None:
        return text
    because = (
        f"在{rest.holiday}放假期间" if rest.kind == "holiday" else f"是星期{WEEKDAYS[rest.date.weekday()]}"
    )
    if step.rolled:
        moved = "提前到" if step.span.backwards else "顺延至"
        return f"{text} {because}，{moved} {step.day.isoformat()}"
    return f"{text} {because}，不顺延"


def _paused(steps: Sequence[Step]) -> str:
    """3月20日—4月2日中止调查（14 日，《…》第四十五条，待核）；还没有结束的写到今天。"""
    found = {(each.first, each.name): each for step in steps for each in step.paused}
    said = []
    for each in found.values():
        law = "，".join(filter(None, (each.cite, "待核" if each.pending else "")))
        until = "，还没有结束，暂算到今天" if each.open else ""
        said.append(
            f"{_range(each.first, each.last)}{each.name}（{each.count} 日{f'，{law}' if law else ''}{until}）"
        )
    return "；".join(said)


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _left_out(runs: Sequence[LeftOut]) -> str:
    """10月1—8日国庆节、中秋节放假；各周六、周日。"""
    holidays = [f"{_range(run.first, run.last)}{run.name}放假" for run in runs if run.kind == "holiday"]
    weekends = [run for run in runs if run.kind == "rest"]
    if len(weekends) > FEW:
        holidays.append("各周六、周日")
    elif weekends:
        holidays.append("、".join(f"{_range(run.first, run.last)}{_weekend(run)}" for run in weekends))
    return "；".join(holidays)


def _weekend(run: LeftOut) -> str:
    names = [f"周{WEEKDAYS[day.weekday()]}" for day in dict.fromkeys((run.first, run.last))]
    return f"（{'、'.join(names)}）"


def _made_up(marks: Sequence[DayMark]) -> str:
    """9月28日、10月11日上班（调休）。"""
    if not marks:
        return ""
    return "、".join(f"{mark.date.month}月{mark.date.day}日" for mark in marks) + "上班（调休）"


def _range(first: date, last: date) -> str:
    if first == last:
        return f"{first.month}月{first.day}日"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.month}月{first.day}—{last.day}日"
    if first.year == last.year:
        return f"{first.month}月{first.day}日—{last.month}月{last.day}日"
    return f"{first.year}年{first.month}月{first.day}日—{last.year}年{last.month}月{last.day}日"


def _provisional(reached: Reached) -> str:
    years = [year for step in reached.steps if step.provisional for year in _missing_years(step)]
    if not years:
        return ""
    named = "、".join(str(year) for year in sorted(set(years)))
    return f"{named} 年放假安排尚未公布，暂按周末推算，公布后重算"


def _missing_years(step: Step) -> list[int]:
    """哪几年的通知还没有：所走各年的；年底几天还可能被次年的通知动到。"""
    low, high = sorted((step.start if step.unit == "workday" else step.unrolled, step.day))
    missing = [
        year for year in range(low.year, high.year + 1) if not step.calendar.published(date(year, 1, 1))
    ]
    return missing or [high.year + 1]
