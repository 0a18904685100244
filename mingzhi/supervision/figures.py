"""数字：按条款数逾期和晚办，按指标数做到的；每个数字都说得出是哪几件。图的尺寸也在这里算，模板不算。"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mingzhi.supervision.cases import Case, Item, Term

MEASURES = {
    "review": ("重大决定的法制审核", "作出决定前取得同意的审核意见的，占应当审核的决定"),
    "publication": ("公示的及时", "按期公示的，占已到期或者已公示的"),
    "recording": ("全程录像", "录像盖住起止时间的，占应当全程录像的"),
    "ingest": ("音像存储的及时", "按期存入的，占已到期或者已存入的"),
}


@dataclass(frozen=True)
class Found:
    """一件：哪一卷的哪一项期限。"""

    case: Case
    term: Term


@dataclass(frozen=True)
class Clause:
    """一条规则下的期限。"""

    rule: str
    cite: str
    says: str
    name: str
    late: int
    was: int
    running: int
    met: int
    found: tuple[Found, ...]

    @property
    def bad(self) -> int:
        return self.late + self.was

    @property
    def total(self) -> int:
        return self.late + self.was + self.running + self.met


def by_clause(cases: Iterable[Case], year: int | None = None) -> tuple[Clause, ...]:
    """各条规则的期限，逾期和晚办多的在前；year 只数那一年到期的。"""
    grouped: dict[str, list[Found]] = defaultdict(list)
    for case in cases:
        for term in case.terms:
            if year is None or term.day.year == year:
                grouped[term.rule].append(Found(case, term))
    clauses = [_clause(rule, found) for rule, found in grouped.items()]
    return tuple(sorted(clauses, key=lambda each: (-each.bad, -each.late, each.rule)))


WORST = {"late": 0, "was": 1, "due": 2, "near": 3, "fine": 4}


def _clause(rule: str, found: Sequence[Found]) -> Clause:
    lamps = [each.term.lamp for each in found]
    term = found[0].term
    late, was, met = lamps.count("late"), lamps.count("was"), lamps.count("met")
    ordered = sorted(found, key=lambda each: (WORST.get(each.term.lamp, 9), each.term.day))
    return Clause(
        rule, term.cite, term.says, term.name, late, was, len(lamps) - late - was - met, met, tuple(ordered)
    )


@dataclass(frozen=True)
class Piece:
    """一件：哪一卷的哪一项。"""

    case: Case
    item: Item


@dataclass(frozen=True)
class Measure:
    """一个指标：做到几件，应当几件，哪几件。"""

    word: str
    name: str
    means: str
    good: int
    bad: int
    open: int
    pieces: tuple[Piece, ...]

    @property
    def counted(self) -> int:
        return self.good + self.bad

    @property
    def percent(self) -> str:
        """百分之几；一件也没有的不写。"""
        return f"{100 * self.good / self.counted:.1f}%" if self.counted else "没有"


def measures(cases: Iterable[Case], year: int | None = None) -> tuple[Measure, ...]:
    """四个指标。"""
    grouped: dict[str, list[Piece]] = {word: [] for word in MEASURES}
    for case in cases:
        for item in case.items:
            if year is None or item.day.year == year:
                grouped[item.measure].append(Piece(case, item))
    found = []
    for word, (name, means) in MEASURES.items():
        pieces = sorted(grouped[word], key=lambda each: (each.item.outcome != "bad", each.item.day))
        outcomes = [each.item.outcome for each in pieces]
        counts = (outcomes.count("good"), outcomes.count("bad"), outcomes.count("open"))
        found.append(Measure(word, name, means, *counts, tuple(pieces)))
    return tuple(found)


def years(cases: Iterable[Case], today: date) -> tuple[int, ...]:
    """可以选的年份，新的在前。"""
    return tuple(
        sorted({today.year} | {term.day.year for case in cases for term in case.terms}, reverse=True)
    )


# 图 -----------------------------------------------------------------------------------------------

WIDTH, LABEL, RIGHT, ROW = 1080, 260, 60, 30
MOST = 10
NAME_LENGTH = 16


@dataclass(frozen=True)
class Bar:
    """一条：逾期的一段（实心）接晚办的一段（空心）。"""

    name: str
    y: int
    text_y: int
    late_x: int
    late: int
    was_x: int
    was: int
    end: int
    count: int
    says: str


@dataclass(frozen=True)
class Chart:
    """横条图。"""

    width: int
    height: int
    axis: int
    bars: tuple[Bar, ...]


def chart(clauses: Sequence[Clause]) -> Chart | None:
    """逾期和晚办最多的几条；一件也没有的不画。"""
    worst = [each for each in clauses if each.bad][:MOST]
    if not worst:
        return None
    unit = (WIDTH - LABEL - RIGHT) / max(each.bad for each in worst)
    bars = []
    for index, each in enumerate(worst):
        y, late, was = index * ROW + 6, round(each.late * unit), round(each.was * unit)
        name = each.name if len(each.name) <= NAME_LENGTH else f"{each.name[: NAME_LENGTH - 1]}…"
        says = f"{each.name}：逾期 {each.late}，逾期完成 {each.was}"
        end = LABEL + late + was + 6
        bars.append(Bar(name, y, y + 13, LABEL, late, LABEL + late, was, end, each.bad, says))
    return Chart(WIDTH, len(worst) * ROW + 6, LABEL, tuple(bars))


STAFF_MOST, STAFF_STEP = 20, 34


@dataclass(frozen=True)
class Mark:
    """审核力量图里的一格：实心是有的，空心是还缺的。"""

    x: int
    tone: str


def gauge(reviewers: int, needed: int | None) -> tuple[Mark, ...]:
    """有几名画几格实心，缺几名画几格空心；人多的只画前二十格。"""
    count = min(max(reviewers, needed or 0), STAFF_MOST)
    return tuple(Mark(4 + place * STAFF_STEP, "a" if place < reviewers else "b") for place in range(count))
