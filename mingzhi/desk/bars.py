"""录像盖没盖住全过程：画成一条，录了的实、缺的斜线。画成 SVG，宽度写在属性里，不用行内样式。"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mingzhi.casework.act import KINDS
from mingzhi.casework.recordings import Coverage

WIDTH = 1000


@dataclass(frozen=True)
class Part:
    """条上的一段：从哪里起、多宽，录了还是缺。"""

    x: int
    width: int
    gap: bool


@dataclass(frozen=True)
class Bar:
    """一项应当全程录像的行为。"""

    coverage: Coverage
    name: str
    parts: tuple[Part, ...]

    @property
    def words(self) -> str:
        return self.coverage.words


def bar(coverage: Coverage) -> Bar:
    """画一条。没有起止时间的画不出。"""
    parts: list[Part] = []
    if coverage.whole is not None:
        start, end = coverage.whole
        span = (end - start).total_seconds()

        def at(moment: datetime) -> int:
            inside = min(max(moment, start), end)
            return round((inside - start).total_seconds() / span * WIDTH)

        for gap, spans in ((False, coverage.recorded), (True, coverage.missing)):
            parts += [
                Part(at(begin), at(stop) - at(begin), gap) for begin, stop in spans if at(stop) > at(begin)
            ]
    return Bar(coverage, KINDS[coverage.act.kind].name, tuple(sorted(parts, key=lambda part: part.x)))
