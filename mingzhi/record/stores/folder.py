"""文件夹：一份一个文件，按摘要分两级放。先写临时文件并落盘，再改名到位，断电也不会留下半份。"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from mingzhi.ledger.digests import CHUNK
from mingzhi.record.stores.base import NotStored, Remark, intact

TEMPORARY = "incoming-"


class Folder:
    """一个文件夹。操作系统的管理员删得掉其中的文件，所以锁不住；删了、改了由自查说出来。"""

    locks = False

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def name(self) -> str:
        return f"file://{self.root}"

    def ready(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)

    def path(self, sha256: str) -> Path:
        """一份的位置。分两级文件夹：一个文件夹里几百万个文件，许多工具会变慢。"""
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def put(self, sha256: str, file: Path) -> None:
        final, size = self.path(sha256), file.stat().st_size
        if final.is_file() and final.stat().st_size == size and intact(self.open(sha256), sha256):
            return
        self.ready()
        with tempfile.TemporaryDirectory(dir=self.root, prefix=TEMPORARY) as folder:
            fresh = Path(folder) / sha256
            try:
                os.link(file, fresh)
            except OSError:
                # 不在同一块盘上，或者文件系统没有硬链接：抄一份。
                with file.open("rb") as source, fresh.open("wb") as out:
                    shutil.copyfileobj(source, out, CHUNK)
                    out.flush()
                    os.fsync(out.fileno())
            self._settle(fresh, final)

    def _settle(self, fresh: Path, final: Path) -> None:
        final.parent.mkdir(parents=True, exist_ok=True)
        fresh.chmod(0o440)
        fresh.rename(final)
        # 改名本身也要落盘，否则断电后文件可能又没有了。
        for folder in (final.parent, final.parent.parent, self.root):
            _sync(folder)

    def open(self, sha256: str) -> BinaryIO:
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError as error:
            raise NotStored(f"没有这份材料：{sha256}") from error

    def size(self, sha256: str) -> int | None:
        path = self.path(sha256)
        return path.stat().st_size if path.is_file() else None

    def names(self) -> Iterator[str]:
        for folder in sorted(self.root.glob("*/*")):
            if folder.is_dir() and not folder.parent.name.startswith(TEMPORARY):
                yield from (file.name for file in sorted(folder.iterdir()))

    def hold(self, sha256: str, until: datetime) -> datetime | None:
        return None

    def held(self, sha256: str) -> datetime | None:
        return None

    def destroy(self, sha256: str) -> None:
        """覆写、落盘、删除。"""
        path = self.path(sha256)
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

    def tidy(self, before: datetime) -> int:
        stale = [path for path in self.root.glob(f"{TEMPORARY}*") if _touched(path) < before.timestamp()]
        for path in stale:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        return len(stale)

    def remarks(self) -> Iterator[Remark]:
        return iter(())


def _touched(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        # 正好有人改了名、删了：不是没人要的。
        return float("inf")


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
