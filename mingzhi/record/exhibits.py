"""材料：文件按内容寻址，写一次。存在哪里由设置选定（stores），这里算摘要、登记。"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO

from django.conf import settings

from mingzhi.casework.act import Exhibit
from mingzhi.ledger.digests import CHUNK, digest_chunks, digest_stream, is_digest
from mingzhi.record.models import ExhibitBlob
from mingzhi.record.stores import NotStored, StillLocked, StoreDown, current
from mingzhi.record.stores.folder import TEMPORARY

__all__ = [
    "NotStored",
    "StillLocked",
    "StoreDown",
    "WrongDigest",
    "adopt",
    "destroy",
    "is_stored",
    "store",
    "take",
]

UNKNOWN_TYPE = "application/octet-stream"


class WrongDigest(ValueError):
    """字节与说好的摘要不一致。"""


def store(file: IO[bytes], name: str, media_type: str = UNKNOWN_TYPE) -> Exhibit:
    """存一份材料，返回它的指纹。同样的字节只存一份。"""
    # 先在本机写全、算好摘要：存放的地方只收整份的。
    local = Path(settings.MINGZHI_EXHIBITS)
    local.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=local, prefix=TEMPORARY)
    try:
        with os.fdopen(handle, "wb") as out:
            size, sha256, sm3 = digest_chunks(_copying(file, out))
            out.flush()
            os.fsync(out.fileno())
        return take(Path(temporary), size, sha256, sm3, name, media_type)
    finally:
        Path(temporary).unlink(missing_ok=True)


def adopt(path: Path, name: str, media_type: str = UNKNOWN_TYPE, *, expected: str = "") -> Exhibit:
    """收下数据目录里已经落了盘的一个文件（分块上传的）：只读一遍，算两种摘要，交给存放的地方。

    原来的名字由调用者删：停在中间的，再来一次结果相同。expected 是说好的摘要，不一致抛 :class:`WrongDigest`。
    """
    with path.open("rb") as file:
        size, sha256, sm3 = digest_stream(file)
    if expected and sha256 != expected:
        raise WrongDigest(f"说好的是 {expected}，算出来是 {sha256}")
    return take(path, size, sha256, sm3, name, media_type)


def take(path: Path, size: int, sha256: str, sm3: str, name: str, media_type: str) -> Exhibit:
    """收下本机上已经落了盘、摘要算过的一个文件，交给存放的地方并登记。原来的名字由调用者删。"""
    current().put(sha256, path)
    ExhibitBlob.objects.get_or_create(
        sha256=sha256, defaults={"sm3": sm3, "size": size, "media_type": media_type}
    )
    return Exhibit(name=name, sha256=sha256, sm3=sm3, size=size, media_type=media_type)


def open_exhibit(sha256: str) -> BinaryIO:
    """打开一份材料来读。没有抛 :class:`NotStored`。"""
    if not is_digest(sha256):
        raise NotStored("不是材料的摘要。")
    return current().open(sha256)


def destroy(sha256: str) -> None:
    """销毁一份材料的字节。只由处置（disposal.py）调用。锁期没有届满的抛 :class:`StillLocked`。"""
    if not is_digest(sha256):
        raise NotStored("不是材料的摘要。")
    current().destroy(sha256)


def is_stored(sha256: str) -> bool:
    """这份材料的字节在不在。"""
    return is_digest(sha256) and current().size(sha256) is not None


def stored_digests() -> Iterator[str]:
    """存着的各份材料的摘要（文件名）；不是摘要的文件也给出名字。"""
    return current().names()


def _copying(file: IO[bytes], out: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        out.write(chunk)
        yield chunk
