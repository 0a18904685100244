"""语音识别的接口：哪个程序来认，由本单位接入；没有接入的，人工整理。认出来的只是初稿，要人听过原件确认（CQ-R-20-b）。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import BinaryIO, Protocol, cast, runtime_checkable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

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
    """现在接入的：程序里接的，否则照设置 MINGZHI_SPEECH；没有是 None，页面上说 :data:`NONE`。"""
    if _engines:
        return _engines[0]
    return _set(settings.MINGZHI_SPEECH) if settings.MINGZHI_SPEECH else None


@cache
def _set(wanted: str) -> SpeechEngine:
    """设置里写的“模块:函数”给出的程序；写错了抛 ImproperlyConfigured。"""
    module, _, function = wanted.partition(":")
    try:
        return cast(SpeechEngine, getattr(import_module(module), function)())
    except (ImportError, AttributeError, ValueError) as error:
        raise ImproperlyConfigured(f"MINGZHI_SPEECH 应为“模块:函数”，现在是 {wanted}：{error}。") from error


def written(heard: Sequence[Heard]) -> str:
    """认出的各句写成文字记录的初稿：一行一句，句首是时间码。"""
    rows = []
    for each in heard:
        at = int(each.at)
        rows.append(f"{at // 3600:02}:{at % 3600 // 60:02}:{at % 60:02} {each.text.strip()}")
    return "\n".join(rows)
