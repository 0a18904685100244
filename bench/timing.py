"""量时间：只算本进程的处理器时间，取几轮里最快的一轮，比值在同一次运行里算。"""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from time import process_time


def seconds(work: Callable[[], object], *, times: int, rounds: int = 7) -> float:
    """做一次要几秒（本进程的处理器时间）：每轮做 times 次，取最快的一轮。"""
    work()
    gc.collect()
    best = float("inf")
    for _ in range(rounds):
        began = process_time()
        for _ in range(times):
            work()
        best = min(best, (process_time() - began) / times)
    return best


@dataclass(frozen=True)
class Result:
    """一项结果：量的什么、数字、目标、达到没有（没有目标的是 None）。"""

    what: str
    figure: str
    target: str = ""
    met: bool | None = None


def spoken(value: float) -> str:
    """秒数给人看的写法。"""
    if value >= 1:
        return f"{value:.1f} 秒"
    if value >= 1e-3:
        return f"{value * 1e3:.2f} 毫秒"
    return f"{value * 1e6:.2f} 微秒"
