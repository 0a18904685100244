"""当事人查阅时可以看的照片、录音、录像：正卷里的，由发地址的人逐份核对、选出；有遮盖件的只给遮盖件（CQ-R-23¶2）。

给出去的照片是另做的一张：缩小、去掉拍摄位置、印着查阅件、姓名、日期、时刻；原件从不动。录音、录像不给文件，只在页上放。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from mingzhi.archive.models import Reading
from mingzhi.archive.selectors import Volumes, readable
from mingzhi.casework.act import KINDS, SHANGHAI, Act, Exhibit
from mingzhi.casework.acts.exhibits import DerivativeMade, Manner
from mingzhi.casework.casefile import CaseFile

FAMILIES = {"image": "照片", "audio": "录音", "video": "录像"}


@dataclass(frozen=True)
class Piece:
    """一份照片、录音、录像：在第几号，是哪一份。"""

    act: Act
    exhibit: Exhibit

    @property
    def key(self) -> str:
        return f"{self.act.number}-{self.exhibit.sha256}"

    @property
    def family(self) -> str:
        return self.exhibit.media_type.partition("/")[0]

    @property
    def label(self) -> str:
        return FAMILIES[self.family]

    @property
    def kind(self) -> str:
        return KINDS[self.act.kind].name

    @property
    def told(self) -> str:
        """写进查阅记录的说法。那里改不了，不写文件名：材料依法处置以后，它会说出内容。"""
        return f"第 {self.act.number} 号的{self.label}（{self.exhibit.sha256[:12]}）"

    @property
    def masked(self) -> bool:
        """是遮盖件。"""
        return isinstance(self.act.body, DerivativeMade) and self.act.body.manner is Manner.MASK


def candidates(found: Volumes) -> tuple[Piece, ...]:
    """可以选的：正卷各件所附的；已经处置的、有了遮盖件的原件不在内。"""
    hidden = set(_masked(found.file))
    pieces = [
        Piece(act, exhibit)
        for entry in readable(found)
        if (act := found.file.act(entry.act)) is not None
        for exhibit in act.exhibits
        if exhibit.media_type.partition("/")[0] in FAMILIES and "svg" not in exhibit.media_type
        if not exhibit.disposed and (act.number, exhibit.sha256) not in hidden
    ]
    return tuple({each.key: each for each in pieces}.values())


def _masked(file: CaseFile) -> Iterator[tuple[int, str]]:
    """已经做了遮盖件的原件；没有写是哪一份的，那一项的各份都算。"""
    for _, body in file.bodies("derivative.made", DerivativeMade):
        original = file.act(body.of)
        if body.manner is not Manner.MASK or original is None:
            continue
        named = body.original.strip().lower()
        yield from (
            (original.number, each.sha256) for each in original.exhibits if not named or each.sha256 == named
        )


def chosen(found: Volumes, keys: Iterable[str]) -> list[str]:
    """选了的，不在可以选的里面的不算。"""
    wanted = set(keys)
    return [each.key for each in candidates(found) if each.key in wanted]


def shown(reading: Reading, found: Volumes) -> tuple[Piece, ...]:
    """这一次查阅可以看的；发了地址以后又做了遮盖件、处置了的，不再给看。"""
    return tuple(each for each in candidates(found) if each.key in set(reading.shown))


def stamp(reading: Reading, now: datetime) -> str:
    """水印：查阅件、姓名、日期和时刻（北京时间）。"""
    return f"查阅件 {reading.name} {now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
