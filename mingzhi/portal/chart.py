"""统计图：把每月的件数算成柱子的位置；图下总有同样的表。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BASE, TOP, LEFT, STEP = 178, 28, 42, 48


@dataclass(frozen=True)
class Bar:
    """一根柱子。"""

    x: int
    y: str
    width: int
    height: str
    css: str


@dataclass(frozen=True)
class Tick:
    """一条横线和它的数。"""

    y: int
    label: int
    text_y: int


@dataclass(frozen=True)
class Mark:
    """月份的字。"""

    x: int
    label: str


@dataclass(frozen=True)
class Chart:
    """画好的图。"""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]


def chart(pairs: Sequence[tuple[int, int]]) -> Chart:
    """两列数（每月一对）的柱状图。"""
    most = max((max(pair) for pair in pairs), default=0)
    unit = max(1, -(-most // 4))
    top = unit * 4
    bars = []
    for index, pair in enumerate(pairs):
        for place, (number, width) in enumerate(zip(pair, (14, 12), strict=True)):
            if number:
                height = (BASE - TOP) * number / top
                x = LEFT + index * STEP + place * 17
                bars.append(Bar(x, f"{BASE - height:.1f}", width, f"{height:.1f}", "ab"[place]))
    ticks = tuple(
        Tick(y, unit * n, y + 4) for n in range(1, 5) for y in (round(BASE - (BASE - TOP) * n / 4),)
    )
    marks = tuple(Mark(LEFT + index * STEP + 14, str(index + 1)) for index in range(len(pairs)))
    return Chart(tuple(bars), ticks, marks)
