"""搬家：材料从一处搬到另一处，每份搬完再从新的地方读一遍、核对摘要。断了再来，接着搬；不删原来的，除非另外要求。"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from mingzhi.ledger.digests import CHUNK, digest_chunks, is_digest
from mingzhi.record import locks
from mingzhi.record.disposal import gone_digests
from mingzhi.record.models import ExhibitBlob
from mingzhi.record.stores import NotStored, Occupied, StillLocked, Store, current
from mingzhi.record.stores.folder import TEMPORARY, Folder

# 已搬几份、一共几份、已搬多少字节。
Progress = Callable[[int, int, int], None]


class SameStore(ValueError):
    """来源和去处是同一个地方，或者要删的是正在用的地方。"""


@dataclass(frozen=True)
class Left:
    """留在原处的一份，和为什么。"""

    name: str
    says: str


@dataclass
class Moved:
    """搬了的：这一次搬了几份、以前已经搬好几份、删了几份、留下哪些。"""

    copied: int = 0
    before: int = 0
    deleted: int = 0
    size: int = 0
    left: list[Left] = field(default_factory=list)


def move(source: Store, target: Store, *, today: date, progress: Progress | None = None) -> Moved:
    """搬过去。照常可以办案；搬的时候新存进来的，再运行一次。"""
    _apart(source, target)
    done, names = Moved(), list(source.names())
    gone = gone_digests()
    wanted = locks.every(today) if target.locks else {}
    with _Journal(source, target) as journal:
        for count, name in enumerate(names, start=1):
            if not is_digest(name):
                done.left.append(Left(name, "不是材料：名字不是摘要"))
            elif name in gone:
                done.left.append(Left(name, _disposed(source, name)))
            elif name in journal and target.size(name) is not None:
                done.before += 1
            elif (fault := _copy(source, target, name, done)) is not None:
                done.left.append(Left(name, fault))
            else:
                if name in wanted:
                    target.hold(name, wanted[name])
                journal.add(name)
            if progress is not None:
                progress(count, len(names), done.size)
    return done


def clear(source: Store, target: Store, *, progress: Progress | None = None) -> Moved:
    """删掉来源里已经搬好的：删以前从新的地方再读一遍。锁着的留着，说明锁到哪天。正在用的地方不删。"""
    _apart(source, target)
    if source.name == current().name:
        raise SameStore(
            f"{source.name} 是现在正在用的地方，不能删。请先把 MINGZHI_STORE 改成新的地方，重新启动，再删。"
        )
    done, names, gone = Moved(), list(source.names()), gone_digests()
    for count, name in enumerate(names, start=1):
        if not is_digest(name):
            done.left.append(Left(name, "不是材料：名字不是摘要"))
        elif name not in gone and _wrong(target, name):
            done.left.append(Left(name, f"{target.name} 里没有好的一份，没有删"))
        else:
            size = source.size(name) or 0
            try:
                source.destroy(name)
            except StillLocked:
                done.left.append(Left(name, _locked(source, name)))
            else:
                done.deleted += 1
                done.size += size
        if progress is not None:
            progress(count, len(names), done.size)
    return done


def _apart(source: Store, target: Store) -> None:
    if source.name == target.name:
        raise SameStore(f"来源和去处是同一个地方：{source.name}。")


def _copy(source: Store, target: Store, name: str, done: Moved) -> str | None:
    """搬一份；搬不了的说为什么。"""
    try:
        with _local(source, name) as (file, digest):
            if digest != name:
                return "与存入时的摘要不符，被改过，没有搬"
            size = file.stat().st_size
            if _wrong(target, name):
                target.put(name, file)
                if _wrong(target, name):
                    return "搬过去读出来不一样，去处的这一份不可信，请查明再搬"
    except Occupied as fault:
        return str(fault)
    except NotStored:
        return "搬的时候不见了"
    done.copied += 1
    done.size += size
    return None


def _wrong(target: Store, name: str) -> bool:
    """去处没有这一份，或者读出来摘要不符（登记过的，两种摘要和大小都要符）。"""
    try:
        with target.open(name) as stream:
            size, digest, sm3 = digest_chunks(_chunks(stream))
    except NotStored:
        return True
    blob = ExhibitBlob.objects.filter(pk=name).first()
    return digest != name or (blob is not None and (size, sm3) != (blob.size, blob.sm3))


@contextmanager
def _local(source: Store, name: str) -> Iterator[tuple[Path, str]]:
    """来源的一份在本机磁盘上的文件，和它的摘要。"""
    if isinstance(source, Folder):
        with source.open(name) as stream:
            _, digest, _ = digest_chunks(_chunks(stream))
        yield source.path(name), digest
        return
    folder = Path(settings.MINGZHI_EXHIBITS)
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=TEMPORARY)
    try:
        with os.fdopen(handle, "wb") as out, source.open(name) as stream:
            _, digest, _ = digest_chunks(_writing(stream, out))
            out.flush()
            os.fsync(out.fileno())
        yield Path(temporary), digest
    finally:
        Path(temporary).unlink(missing_ok=True)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _writing(stream: BinaryIO, out: BinaryIO) -> Iterator[bytes]:
    for chunk in _chunks(stream):
        out.write(chunk)
        yield chunk


def _disposed(source: Store, name: str) -> str:
    locked = source.held(name)
    when = f"锁到 {locks.last_day(locked):%Y-%m-%d}，到期以后" if locked else ""
    return f"已经依法处置，没有搬；{when}用 --delete-source 销毁"


def _locked(source: Store, name: str) -> str:
    until = source.held(name)
    if until is None:
        return "存储拒绝删除，可能另外加了法律保留"
    return f"锁到 {locks.last_day(until):%Y-%m-%d}，到期以后再运行一次"


class _Journal:
    """已经搬好、核对过的名字，一行一个，写下就落盘：断了接着搬时不重读。"""

    def __init__(self, source: Store, target: Store) -> None:
        key = sha256(f"{source.name}\n{target.name}".encode()).hexdigest()[:16]
        self.path = Path(settings.MINGZHI_DATA) / f"store-move-{key}.txt"
        self.done: set[str] = set()

    def __enter__(self) -> _Journal:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.exists():
            self.done = set(self.path.read_text("ascii").split())
        self.file = self.path.open("a", encoding="ascii")
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def __contains__(self, name: str) -> bool:
        return name in self.done

    def add(self, name: str) -> None:
        self.file.write(f"\n{name}\n")
        self.file.flush()
        os.fsync(self.file.fileno())
        self.done.add(name)
