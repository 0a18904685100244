"""分段取（HTTP Range，RFC 9110 第 14 节）：拖动播放只取要的一段。一次一段；几段一起要的，给整份。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

CHUNK = 64 * 1024
_ONE = re.compile(r"bytes=(\d*)-(\d*)")


class Unsatisfiable(ValueError):
    """要的一段不在文件里：416。"""


def asked(header: str, size: int) -> tuple[int, int] | None:
    """要的是哪一段（首末都含）；没有要、看不懂的、一次要几段的为 None，给整份。"""
    found = _ONE.fullmatch(header.strip())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        # 末尾的若干字节。
        count = int(last)
        if not count or not size:
            raise Unsatisfiable
        return max(0, size - count), size - 1
    begin, end = int(first), int(last) if last else size - 1
    if last and end < begin:
        return None
    if begin >= size:
        raise Unsatisfiable
    return begin, min(end, size - 1)


def part(stream: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    """一段的字节，读完就关。"""
    with stream:
        stream.seek(first)
        left = last - first + 1
        while left > 0 and (data := stream.read(min(CHUNK, left))):
            left -= len(data)
            yield data
