"""存放材料的地方：文件夹、带对象锁的对象存储，动作一样。存进去的不改；销毁只由处置和搬家来叫。"""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from mingzhi.ledger.digests import CHUNK


class NotStored(LookupError):
    """没有存过这份材料，或者文件不见了。"""


class StillLocked(RuntimeError):
    """存放的地方还锁着（对象锁没有到期），现在销毁不了。until 是锁到的时刻；别的原因锁着的为空。"""

    def __init__(self, says: str, until: datetime | None = None) -> None:
        self.until = until
        super().__init__(says)


class StoreDown(OSError):
    """存放的地方现在用不了：连不上、拒绝了、中途断了。"""

    def __init__(self, says: str) -> None:
        super().__init__(errno.EIO, says)

    def __str__(self) -> str:
        return str(self.strerror)


class Occupied(StoreDown):
    """名字被别的字节占着，又锁着，存不进去：有人在上锁以前换过。"""


class Unfit(RuntimeError):
    """设置写得不对，或者那个地方不合要求（如没有对象锁）；信息是给管理员看的。"""


@dataclass(frozen=True)
class Remark:
    """存放的地方里看着不对的一处：哪一份，怎么了。"""

    name: str
    says: str


def intact(stream: BinaryIO, sha256: str) -> bool:
    """读出来的是不是那个摘要。读完就关。"""
    found = hashlib.sha256()
    with stream:
        while chunk := stream.read(CHUNK):
            found.update(chunk)
    return found.hexdigest() == sha256


class Store(Protocol):
    """一处存放的地方。名字是 SHA-256 摘要，一份一个，写一次。"""

    @property
    def name(self) -> str:
        """在哪里，给人看的，不带口令。两处的名称不同。"""

    @property
    def locks(self) -> bool:
        """锁不锁得住。"""

    def ready(self) -> None:
        """能不能用；没有的建起来。不合要求抛 :class:`Unfit`，连不上抛 :class:`StoreDown`。"""

    def put(self, sha256: str, file: Path) -> None:
        """收下磁盘上写全了、摘要算过的一个文件。已经有了的读一遍，摘要相符才不动，不符的换成这一份。原来的文件由调用者删。"""

    def open(self, sha256: str) -> BinaryIO:
        """打开来读，可以跳着读。没有抛 :class:`NotStored`。"""

    def size(self, sha256: str) -> int | None:
        """多少字节；没有的为空。"""

    def names(self) -> Iterator[str]:
        """存着的各份的名字，从小到大；不是摘要的也给出来。"""

    def hold(self, sha256: str, until: datetime) -> datetime | None:
        """锁到 until，只会延长。返回现在锁到什么时候；锁不住的地方为空。"""

    def held(self, sha256: str) -> datetime | None:
        """锁到什么时候；没有锁、已经到期的为空。"""

    def destroy(self, sha256: str) -> None:
        """销毁；没有的不算错。锁着的抛 :class:`StillLocked`。"""

    def tidy(self, before: datetime) -> int:
        """清走 before 以前写到一半、没有人接着写的，返回几个。"""

    def remarks(self) -> Iterator[Remark]:
        """看着不对的各处：有人盖过、删过的。"""
