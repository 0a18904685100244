"""材料：文件按内容寻址，写一次。先写进临时文件并落盘，再改名到位，断电也不会留下半份。"""

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

UNKNOWN_TYPE = "application/octet-stream"


class NotStored(LookupError):
    """没有存过这份材料，或者文件不见了。"""


class StillLocked(RuntimeError):
    """存放的地方还锁着（对象锁没有到期），现在销毁不了。"""


def store(file: IO[bytes], name: str, media_type: str = UNKNOWN_TYPE) -> Exhibit:
    """存一份材料，返回它的指纹。同样的字节只存一份。"""
    root = _root()
    root.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=root, prefix="incoming-")
    try:
        with os.fdopen(handle, "wb") as out:
            size, sha256, sm3 = digest_chunks(_copying(file, out))
            out.flush()
            os.fsync(out.fileno())
        _settle(Path(temporary), _path(sha256), size)
    finally:
        Path(temporary).unlink(missing_ok=True)
    ExhibitBlob.objects.get_or_create(
        sha256=sha256, defaults={"sm3": sm3, "size": size, "media_type": media_type}
    )
    return Exhibit(name=name, sha256=sha256, sm3=sm3, size=size, media_type=media_type)


class WrongDigest(ValueError):
    """字节与说好的摘要不一致。"""


def adopt(path: Path, name: str, media_type: str = UNKNOWN_TYPE, *, expected: str = "") -> Exhibit:
    """收下数据目录里已经落了盘的一个文件（分块上传的），不再抄一遍：只读一遍，算两种摘要，把它连到位。

    原来的名字由调用者删：停在中间的，再来一次结果相同。expected 是说好的摘要，不一致抛 :class:`WrongDigest`。
    """
    with path.open("rb") as file:
        size, sha256, sm3 = digest_stream(file)
    if expected and sha256 != expected:
        raise WrongDigest(f"说好的是 {expected}，算出来是 {sha256}")
    root = _root()
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root, prefix="incoming-") as folder:
        linked = Path(folder) / sha256
        try:
            os.link(path, linked)
        except OSError:
            # 不在同一块盘上，或者文件系统没有硬链接：抄一份。
            with path.open("rb") as file:
                return store(file, name, media_type)
        _settle(linked, _path(sha256), size)
    ExhibitBlob.objects.get_or_create(
        sha256=sha256, defaults={"sm3": sm3, "size": size, "media_type": media_type}
    )
    return Exhibit(name=name, sha256=sha256, sm3=sm3, size=size, media_type=media_type)


def open_exhibit(sha256: str) -> BinaryIO:
    """打开一份材料来读。没有抛 :class:`NotStored`。"""
    if not is_digest(sha256):
        raise NotStored("不是材料的摘要。")
    try:
        return _path(sha256).open("rb")
    except FileNotFoundError as error:
        raise NotStored(f"没有这份材料：{sha256}") from error


def destroy(sha256: str) -> None:
    """销毁一份材料的字节：覆写、落盘、删除。只由处置（disposal.py）调用。锁期没有届满的抛 :class:`StillLocked`。"""
    if not is_digest(sha256):
        raise NotStored("不是材料的摘要。")
    path = _path(sha256)
    try:
        path.chmod(0o600)
        with path.open("r+b") as out:
            left = path.stat().st_size
            while left > 0:
                left -= out.write(bytes(min(left, CHUNK)))
            out.flush()
            os.fsync(out.fileno())
        path.unlink()
    except FileNotFoundError:
        return
    _sync(path.parent)


def is_stored(sha256: str) -> bool:
    """这份材料的字节在不在。"""
    return is_digest(sha256) and _path(sha256).is_file()


def stored_digests() -> Iterator[str]:
    """存着的各份材料的摘要（文件名）；不是摘要的文件也给出名字。"""
    for folder in sorted(_root().glob("*/*")):
        if folder.is_dir():
            yield from (file.name for file in sorted(folder.iterdir()))


def _root() -> Path:
    return Path(settings.MINGZHI_EXHIBITS)


def _path(sha256: str) -> Path:
    # 分两级文件夹：一个文件夹里几百万个文件，许多工具会变慢。
    return _root() / sha256[:2] / sha256[2:4] / sha256


def _copying(file: IO[bytes], out: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        out.write(chunk)
        yield chunk


def _settle(temporary: Path, final: Path, size: int) -> None:
    if final.is_file() and final.stat().st_size == size:
        return
    final.parent.mkdir(parents=True, exist_ok=True)
    temporary.chmod(0o440)
    temporary.rename(final)
    # 改名本身也要落盘，否则断电后文件可能又没有了。
    for folder in (final.parent, final.parent.parent, _root()):
        _sync(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
