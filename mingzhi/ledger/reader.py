"""读包：文件夹、zip 或内存里的一份导出包，对校验程序都是一串名称和字节。

A package comes from a stranger. Whatever is wrong with it — a broken archive, a link out of the folder,
a pipe — becomes `Unreadable`, which the verifier turns into a finding.
"""

import stat
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from .digests import CHUNK

# Recordings hardly compress: what is this large and was packed this tightly is meant to exhaust the reader.
BOMB_SIZE, BOMB_RATIO = 256 << 20, 200


# 文件前面的局部头：标记、……、名称多长、附加的多长（zip 的规格 4.3.7）。
_LOCAL = struct.Struct("<4s5H3L2H")
# 压缩的档次、大小写在后面、名称是 UTF-8；有别的标志的，交给 zipfile 去认。
_UTF8, _PLAIN_FLAGS = 0x800, 0x80E
LARGE = 1 << 20


class Unreadable(Exception):
    """读不出。The message is for the reader of the verdict, in Chinese."""


class Reader(Protocol):
    """一份导出包。"""

    def names(self) -> Sequence[str]:
        """每个文件的路径，以 / 分隔，相对于包的根；重复的名称照样重复。May raise Unreadable."""

    def chunks(self, name: str) -> Iterator[bytes]:
        """文件的字节，一段一段。May raise Unreadable, also half-way."""


PARSED_LIMIT = 128 << 20
"""要解析的文件最多读这么长；别人给的包不能把内存撑满。"""


def whole(reader: Reader, name: str) -> bytes:
    """整个文件的字节；太大的、没有的抛 :class:`Unreadable`。"""
    data = bytearray()
    for chunk in reader.chunks(name):
        data += chunk
        if len(data) > PARSED_LIMIT:
            raise Unreadable("太大")
    return bytes(data)


def reader_for(path: str | Path) -> Reader:
    """按路径选读法：文件夹或 zip。Never raises: what cannot be read says so when it is read."""
    path = Path(path)
    return FolderReader(path) if path.is_dir() else ZipReader(path)


class MemoryReader:
    """内存里的一份导出包。"""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = dict(files)

    def names(self) -> Sequence[str]:
        return list(self._files)

    def chunks(self, name: str) -> Iterator[bytes]:
        if name not in self._files:
            raise Unreadable("没有这个文件")
        yield self._files[name]


class FolderReader:
    def __init__(self, root: Path) -> None:
        self._root = root

    def names(self) -> Sequence[str]:
        try:
            # rglob does not follow linked folders: such a link is listed, and refused when read.
            found = [path for path in self._root.rglob("*") if path.is_symlink() or not path.is_dir()]
        except OSError as error:
            raise Unreadable(f"文件夹读不出（{error.strerror}）") from error
        return sorted(path.relative_to(self._root).as_posix() for path in found)

    def chunks(self, name: str) -> Iterator[bytes]:
        path = self._root / name
        try:
            # A pipe would block for ever, and a link may lead out of the package.
            if not stat.S_ISREG(path.lstat().st_mode):
                raise Unreadable("不是普通文件")
            with path.open("rb") as file:
                while chunk := file.read(CHUNK):
                    yield chunk
        except OSError as error:
            raise Unreadable(f"读不出（{error.strerror}）") from error


class ZipReader:
    """zip 里的导出包；文件可以在根上，也可以都在一个文件夹里 (RFC 8493, 4)。"""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._archive: zipfile.ZipFile | None = None
        self._prefix = ""

    def names(self) -> Sequence[str]:
        try:
            self._archive = zipfile.ZipFile(self._path)
            found = [info for info in self._archive.infolist() if not info.is_dir()]
            names = [info.filename for info in found]
            whole = self._path.stat().st_size
        except Exception as error:  # zipfile raises a dozen kinds on damaged archives
            raise Unreadable(f"不是完好的 zip 文件或文件夹（{type(error).__name__}）") from error
        # Entries that share their bytes inflate one kilobyte to terabytes.
        if sum(info.compress_size for info in found) > whole:
            raise Unreadable("zip 里的文件互相重叠")
        self._prefix = _common_folder(names)
        return [name.removeprefix(self._prefix) for name in names]

    def chunks(self, name: str) -> Iterator[bytes]:
        if self._archive is None:
            self.names()
        assert self._archive is not None
        try:
            info = self._archive.getinfo(self._prefix + name)
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise Unreadable("压缩的办法不是 zip 通行的那一种")
            if info.file_size > max(BOMB_SIZE, info.compress_size * BOMB_RATIO):
                raise Unreadable("解开以后大得反常，没有解开")
            plain = info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & ~_PLAIN_FLAGS
            if plain and info.file_size >= LARGE:
                yield from self._stored(info)
                return
            with self._archive.open(info) as file:
                while chunk := file.read(CHUNK):
                    yield chunk
        except Unreadable:
            raise
        except Exception as error:  # the same, and those of the decompressors
            raise Unreadable(f"压缩包内的文件已损坏（{type(error).__name__}）") from error

    def _stored(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """没有压缩的大文件直接读：字节由两种摘要核对，不再算 zip 自己的校验和。"""
        with self._path.open("rb") as file:
            file.seek(info.header_offset)
            mark, *_, name, extra = _LOCAL.unpack(file.read(_LOCAL.size))
            coding = "utf-8" if info.flag_bits & _UTF8 else "cp437"
            if mark != b"PK\x03\x04" or file.read(name).decode(coding) != info.orig_filename:
                raise Unreadable("压缩包内的文件已损坏（两处写的名称不同）")
            if info.file_size != info.compress_size:
                raise Unreadable("压缩包内的文件已损坏（大小对不上）")
            file.seek(extra, 1)
            left = info.file_size
            while left:
                chunk = file.read(min(CHUNK, left))
                if not chunk:
                    raise Unreadable("压缩包内的文件已损坏（不到说好的长度）")
                left -= len(chunk)
                yield chunk


def _common_folder(names: Sequence[str]) -> str:
    if not names:
        return ""
    folder = names[0].partition("/")[0] + "/"
    if f"{folder}bagit.txt" in names and all(name.startswith(folder) for name in names):
        return folder
    return ""
