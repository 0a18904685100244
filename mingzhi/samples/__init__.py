"""示例：两个虚构的区医保局，及其人员和案卷。第一次 ``mingzhi run`` 时载入；人名、单位、编号都标明示例。

载入可以重做：已经有的不动，缺的补上。
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

# 按次序载入：先有人，才有案卷。还没有写好的先跳过。
PARTS = ("people", "dossiers")


def load(now: datetime, progress: Callable[[str], None] = lambda said: None) -> None:
    """载入全部示例；progress 收到一句一句的进展。"""
    for part in PARTS:
        if find_spec(f"{__name__}.{part}"):
            import_module(f"{__name__}.{part}").load(now, progress)
