"""远处的一份当作文件来读。"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from mingzhi.record.stores.base import StoreDown

# 断了的，一共试几次。
TRIES = 3


class Remote(io.RawIOBase):
    """远处的一份，从要的地方读起；跳到别处的，下次读的时候重新要。中途断了的，从断的地方接着要。"""

    def __init__(self, fetch: Callable[[int], Any], size: int, told: Callable[[], Any]) -> None:
        self._fetch, self._size, self._told = fetch, size, told
        self._at = 0
        self._body: Any = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        wanted = max(0, base + offset)
        if wanted != self._at:
            self._drop()
        self._at = wanted
        return wanted

    def readinto(self, buffer: Any, /) -> int:
        wanted = min(len(buffer), max(0, self._size - self._at))
        if not wanted:
            return 0
        data = self._some(wanted)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def _some(self, wanted: int) -> bytes:
        for left in reversed(range(TRIES)):
            try:
                with self._told():
                    if self._body is None:
                        self._body = self._fetch(self._at)
                    data: bytes = self._body.read(wanted)
                if data:
                    return data
            except StoreDown:
                if not left:
                    raise
            self._drop()
        raise StoreDown("读到一半断了。")

    def _drop(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None

    def close(self) -> None:
        self._drop()
        super().close()
