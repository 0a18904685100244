"""声音的文字记录：一份音像有哪些初稿、哪些确认过；哪些录音还没有文字（CQ-R-20-b）。"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mingzhi.casework.act import Act
from mingzhi.casework.acts.evidence import MediaKind, RecordingIngested
from mingzhi.casework.acts.exhibits import TranscriptConfirmed, TranscriptDrafted
from mingzhi.casework.casefile import CaseFile

_CODE = re.compile(r"(?:(\d{1,3})[:：])?(\d{1,2})[:：](\d{2})")


def seconds(text: str) -> int | None:
    """时间码变成秒：00:12:05、12:05 都认得；不是时间码的为 None。"""
    found = _CODE.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, rest = (int(each or 0) for each in found.groups())
    return hours * 3600 + minutes * 60 + rest if rest < 60 else None


def code(at: float) -> str:
    """秒写成时间码。"""
    whole = int(at)
    return f"{whole // 3600:02}:{whole % 3600 // 60:02}:{whole % 60:02}"


@dataclass(frozen=True)
class Line:
    """文字记录的一行；句首有时间码的，at 是第几秒。"""

    at: int | None
    text: str


def lines(text: str) -> tuple[Line, ...]:
    """文字记录分行。"""
    found = []
    for each in filter(None, (part.strip() for part in text.splitlines())):
        head = _CODE.match(each)
        at = seconds(head[0]) if head else None
        found.append(Line(at, each[head.end() :].strip() if head and at is not None else each))
    return tuple(found)


@dataclass(frozen=True)
class Transcript:
    """一份初稿和对它的确认。没有初稿的是存入时就附的文字。"""

    act: Act
    text: str
    how: str
    confirmed: Act | None = None
    confirmed_text: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        return lines(self.confirmed_text or self.text)


def transcripts(file: CaseFile, number: int) -> tuple[Transcript, ...]:
    """第 number 号音像的各份文字记录，先后为序。"""
    found = []
    ingested = file.act(number)
    if ingested is not None and isinstance(ingested.body, RecordingIngested) and ingested.body.transcript:
        found.append(Transcript(ingested, ingested.body.transcript, "存入时附的"))
    for act, body in file.bodies("transcript.drafted", TranscriptDrafted):
        if body.of != number:
            continue
        how = f"{body.drafting.label}{f'（{body.engine}）' if body.engine else ''}"
        confirmed = [
            (other, said)
            for other, said in file.bodies("transcript.confirmed", TranscriptConfirmed)
            if said.of == act.number
        ]
        last, said = confirmed[-1] if confirmed else (None, None)
        found.append(Transcript(act, body.text, how, last, said.text if said else ""))
    return tuple(found)


def has_text(file: CaseFile, number: int) -> bool:
    """有文字记录：存入时附了，或者有确认过的。只有初稿不算：还没有人核对。"""
    return any(each.confirmed is not None or each.act.number == number for each in transcripts(file, number))


def sounds_without_text(file: CaseFile) -> tuple[Act, ...]:
    """还没有文字记录的录音。"""
    return tuple(
        act
        for act, body in file.bodies("recording.ingested", RecordingIngested)
        if body.media is MediaKind.SOUND and not has_text(file, act.number)
    )
