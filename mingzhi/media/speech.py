"""语音识别的接口：哪个程序来认，由本单位接入；没有接入的，人工整理。认出来的只是初稿，要人听过原件确认（CQ-R-20-b）。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol, runtime_checkable

NONE = "没有接入语音识别，请人工整理：边听边写，句首写时间码。"


@dataclass(frozen=True)
class Heard:
    """认出的一句：第几秒开始、说了什么。"""

    at: float
    text: str


@runtime_checkable
class SpeechEngine(Protocol):
    """一个语音识别程序。name 写进初稿，如“某某语音识别 2.1”；须在本单位内网运行，录音不出门。"""

    name: str

    def transcribe(self, sound: BinaryIO, media_type: str) -> Sequence[Heard]:
        """听一份录音，逐句写出来。"""


_engines: list[SpeechEngine] = []


def connect(engine: SpeechEngine) -> None:
    """接入一个；再接入的替换原来的。"""
    _engines[:] = [engine]


def disconnect() -> None:
    """不再用语音识别。"""
    _engines.clear()


def connected() -> SpeechEngine | None:
    """现在接入的；没有是 None，页面上说 :data:`NONE`。"""
    return _engines[0] if _engines else None


def written(heard: Sequence[Heard]) -> str:
    """认出的各句写成文字记录的初稿：一行一句，句首是时间码。"""
    rows = []
    for each in heard:
        at = int(each.at)
        rows.append(f"{at // 3600:02}:{at % 3600 // 60:02}:{at % 60:02} {each.text.strip()}")
    return "\n".join(rows)
