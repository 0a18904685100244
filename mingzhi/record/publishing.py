"""公开日志：到了钟点，把新的叶切成瓦片存进数据目录的 log，签一份检查点。旁人凭它核对，门户照原样给出。

C2SP tlog-tiles、tlog-checkpoint。钟点是固定的，有没有办案都签，所以什么时候签看不出什么时候办了案。
瓦片可以丢掉重建（:func:`rebuild`）；检查点签出去的不能反悔，各份都留在 log/history。
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from mingzhi.casework.act import SHANGHAI
from mingzhi.ledger.checkpoint import BadNote, Checkpoint, parse_checkpoint, split_note
from mingzhi.ledger.tiles import WIDTH, BadTile, Fetch, TiledTree, grown
from mingzhi.ledger.witness import is_cosigned
from mingzhi.record import log

CHECKPOINT = "checkpoint"
HISTORY = "history"
POSTPONED = ".postponed"


@dataclass(frozen=True)
class Published:
    """公开的检查点：原文和读出的大小、根。"""

    note: str
    checkpoint: Checkpoint


def folder() -> Path:
    """公开日志所在，整个文件夹可以照原样放到别的网站上。"""
    return Path(settings.MINGZHI_DATA) / "log"


def latest() -> Published | None:
    """最近公开的检查点；还没有公开过的是 None。读不懂的抛 LogBroken。"""
    file = folder() / CHECKPOINT
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return None
    try:
        note = data.decode("utf-8")
        return Published(note, parse_checkpoint(split_note(note)[0]))
    except (BadNote, UnicodeDecodeError) as error:
        raise log.LogBroken(f"公开的检查点读不懂：{error}。请由 log/history 里最近的一份恢复。") from error


def due(now: datetime) -> bool:
    """到了下一个钟点没有：最近一次签（或者没签成）是上一个钟点以前的，或者还没有签过。"""
    moments = [
        datetime.fromtimestamp(file.stat().st_mtime, SHANGHAI)
        for file in (folder() / CHECKPOINT, folder() / POSTPONED)
        if file.exists()
    ]
    return not moments or max(moments) < last_tick(now)


def postpone(now: datetime) -> None:
    """这个钟点没有签成，下一个钟点再试。"""
    put(POSTPONED, b"", when=now)


def last_tick(now: datetime) -> datetime:
    """now 以前最近的钟点：每 MINGZHI_CHECKPOINT_MINUTES 分钟一个，从零点数起。"""
    local = now.astimezone(SHANGHAI)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    every = timedelta(minutes=settings.MINGZHI_CHECKPOINT_MINUTES)
    return midnight + (local - midnight) // every * every


def publish(now: datetime) -> Published:
    """切好新的瓦片，签一份检查点，公开。做几次都一样；瓦片与日志树对不上的抛 LogBroken，不签。"""
    with _alone():
        before = latest()
        start = before.checkpoint.size if before else 0
        tree = log.tree()
        if tree.size < start:
            raise log.LogBroken(
                f"日志树只有 {tree.size} 片叶，已经公开过 {start} 片：有执法行为被绕过程序删除。"
            )
        try:
            _grow(start, tree.size)
        except BadTile:
            # 瓦片不全（换过机器、丢了文件）：从叶重新切一遍，根对得上才签。
            _grow(0, tree.size)
        tiled = TiledTree(tree.size, stored)
        if tiled.root != tree.root:
            raise log.LogBroken("各片叶合起来与日志树的末端不符：有执法行为被绕过程序改过。没有签检查点。")
        if before is not None and TiledTree(start, cut(start)).root != before.checkpoint.root:
            raise log.LogBroken("现在的日志不是上次公开的那一本的后续。没有签检查点。")
        note = log.signed(tree)
        put(f"{HISTORY}/{last_tick(now):%Y%m%dT%H%M}-{tree.size}.txt", note.encode())
        put(CHECKPOINT, note.encode(), when=now)
    return Published(note, Checkpoint(log.key().name, tree.size, tree.root))


def settled() -> Published | None:
    """最近公开的检查点；正在公开的，等它公开完。"""
    with _alone():
        return latest()


def finish() -> bool:
    """头一次公开签好了、还没有换上去就停下的，换上去；返回有没有。

    history 里不止一份、检查点却没有的，不是这样停下的：不动，由自查说出来。
    """
    with _alone():
        notes = sorted((folder() / HISTORY).glob("*.txt"))
        if len(notes) != 1 or (folder() / CHECKPOINT).exists():
            return False
        put(CHECKPOINT, notes[0].read_bytes())
    return True


def replace_note(note: str, now: datetime) -> None:
    """检查点上添了见证人的签字：换上添过的一份。历次的那一份也换上，签字才留得住；盖过时间戳的不动，时间戳盖的是原文。"""
    text = split_note(note)[0]
    with _alone():
        for kept in sorted((folder() / HISTORY).glob("*.txt"))[-1:]:
            if split_note(kept.read_text("utf-8"))[0] == text and not kept.with_suffix(".tsr").exists():
                put(f"{HISTORY}/{kept.name}", note.encode())
        put(CHECKPOINT, note.encode(), when=now)


def cosigned(size: int) -> Published | None:
    """最近公开的检查点，有见证人签过字、又不少于 size 片叶的；没有的是 None。"""
    try:
        found = latest()
        if found is not None and found.checkpoint.size >= size and is_cosigned(found.note):
            return found
    except (log.LogBroken, BadNote):
        pass  # 读不懂的由自查说
    return None


def rebuild() -> int:
    """丢掉全部瓦片，从叶重新切，返回叶数。检查点不动。"""
    with _alone():
        shutil.rmtree(folder() / "tile", ignore_errors=True)
        published = latest()
        size = published.checkpoint.size if published else 0
        _grow(0, size)
    return size


def tiled(size: int) -> TiledTree:
    """前 size 片叶的树，只取用得着的瓦片；最近一次公开以后的叶现切，不存。"""
    published = latest()
    start = min(published.checkpoint.size, size) if published else 0
    if start == size:
        return TiledTree(size, stored)
    return TiledTree(size, cut(size, start))


def cut(size: int, start: int | None = None) -> Fetch:
    """大小为 size 的树的瓦片：start 以前用存着的，以后的现切。"""
    # 从整片的边上起切：不靠当时那一份不满的瓦片还在不在。
    first = (size if start is None else start) // WIDTH * WIDTH
    fresh = dict(grown(log.leaves(size, first), first, stored))
    return lambda path: fresh[path] if path in fresh else stored(path)


def stored(path: str) -> bytes | None:
    """存着的一片。"""
    try:
        return (folder() / path).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _grow(start: int, size: int) -> None:
    for path, data in grown(log.leaves(size, start), start, stored):
        put(path, data)


def put(path: str, data: bytes, *, when: datetime | None = None) -> None:
    """存进公开日志的文件夹。先写临时文件并落盘，再改名到位：看的人从来看不到写了一半的。"""
    target = folder() / path
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(temporary, 0o644)
        if when is not None:
            os.utime(temporary, (when.timestamp(), when.timestamp()))
        os.rename(temporary, target)
    finally:
        Path(temporary).unlink(missing_ok=True)


@contextmanager
def _alone() -> Iterator[None]:
    """同时只有一个进程在公开。"""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
