"""校验公开的日志：一个文件夹里的检查点、瓦片和历次的检查点，离线看出叶有没有被改动、调换、插入、截去。

C2SP tlog-tiles. What a tile says is compared with the leaves below it, what the leaves say with the signature.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence

from .checkpoint import Accepting, BadNote, Checkpoint, open_note, parse_checkpoint, split_note
from .merkle import Tree
from .reader import Reader, Unreadable
from .tiles import HEIGHT, WIDTH, BadTile, audit, entries_path, tile_path, unbundle
from .timestamp import read_stamp
from .verdict import Report, Verdict
from .witness import WitnessKey, hear

CHECKPOINT, HISTORY, STAMP = "checkpoint", "history/", ".tsr"
# 见证人见到哪里的一份便条：可丢，不在核验之内。
_ASIDE = ("witnesses.json",)
_TILE = re.compile(r"tile/(entries|[0-7])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")
# A tile has at most 256 hashes of 32 bytes; a bundle, 256 entries of at most 64 KiB.
_TILE_LIMIT = 1 << 24


class LogCheck:
    """一本日志的校验；`leaves` 和 `roots` 留给对照各包的人用。"""

    def __init__(
        self,
        reader: Reader,
        verifiers: Sequence[Accepting],
        report: Report,
        witnesses: Sequence[WitnessKey] = (),
    ) -> None:
        self._reader = reader
        self._witnesses = witnesses
        self._verifiers = verifiers
        self._report = report
        self._names: frozenset[str] = frozenset()
        self._faulty: set[str] = set()
        self.checkpoint: Checkpoint | None = None
        self.leaves: list[bytes] = []
        self.roots: dict[int, bytes] = {}
        """开头若干片叶的树根。"""

    @property
    def complete(self) -> bool:
        """叶都读到了。"""
        return self.checkpoint is not None and len(self.leaves) == self.checkpoint.size

    def run(self, sizes: Iterable[int] = ()) -> None:
        """从头到尾。sizes：另外要知道开头这么多片叶的根。"""
        try:
            self._names = frozenset(self._reader.names())
        except Unreadable as error:
            self._report.find(None, "log.unreadable", f"日志读不出：{error}")
            return
        if not self._verifiers:
            self._report.cannot_tell("未提供验证公钥：无法核对签名，也就不能排除整本日志是另造的")
        try:
            note, self.checkpoint = self._note(CHECKPOINT)
        except BadNote as error:
            self._report.find(None, "checkpoint.bad", f"检查点：{error}")
            return
        hear(note, "检查点", self._witnesses, self._report)
        if self.checkpoint.size > len(self._names) * WIDTH:
            self._report.find(None, "tile.missing", "瓦片不全：装不下检查点所说的那么多片叶")
            return
        history = self._history(self.checkpoint)
        self._tiles(self.checkpoint.size)
        self._read_leaves(self.checkpoint.size)
        if self.complete:
            self._roots({*sizes, self.checkpoint.size, *(old.size for _, old in history)})
            if self.roots[self.checkpoint.size] != self.checkpoint.root:
                message = "由各片叶重算的根与签名的检查点不符：有叶被改动、调换、插入或者删除"
                self._report.find(None, "log.root", message)
        self._check_history(history, self.checkpoint)
        self._check_strays(self.checkpoint.size)

    def _read(self, name: str) -> bytes | None:
        found = bytearray()
        try:
            for chunk in self._reader.chunks(name):
                found += chunk
                if len(found) > _TILE_LIMIT:
                    return None
        except Unreadable:
            return None
        return bytes(found)

    def _note(self, name: str) -> tuple[str, Checkpoint]:
        data = self._read(name)
        if data is None:
            raise BadNote("没有这个文件，或者读不出")
        try:
            note = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadNote("不是 UTF-8 文本") from error
        text = open_note(note, self._verifiers) if self._verifiers else split_note(note)[0]
        return note, parse_checkpoint(text)

    def _tiles(self, size: int) -> None:
        for path, says in audit(size, self._read):
            code = "tile.altered" if path in self._names else "tile.missing"
            self._report.find(None, code, f"{path}：{says}")
            self._faulty.add(path)

    def _read_leaves(self, size: int) -> None:
        for start in range(0, size, WIDTH):
            width = min(WIDTH, size - start)
            try:
                found = unbundle(self._read(entries_path(start // WIDTH, width)) or b"")
            except BadTile:
                return
            if len(found) != width:
                return
            self.leaves += found

    def _roots(self, sizes: set[int]) -> None:
        tree = Tree()
        for size in sorted(size for size in sizes if size <= len(self.leaves)):
            tree.extend(self.leaves[tree.size : size])
            self.roots[size] = tree.root

    def _history(self, now: Checkpoint) -> list[tuple[str, Checkpoint]]:
        found = []
        stamps: list[str | None] = []
        for name in sorted(self._names):
            if not name.startswith(HISTORY) or name.split("/")[-1].startswith("."):
                continue
            if name.endswith(STAMP):
                self._stamp(name, stamps)
                continue
            try:
                note, old = self._note(name)
                if old.origin != now.origin:
                    raise BadNote("是另一本日志的检查点")
                if not name.endswith(f"-{old.size}.txt"):
                    raise BadNote("名称里的大小与检查点不符")
            except BadNote as error:
                self._report.find(None, "history.bad", f"{name}：{error}")
                continue
            hear(note, name, self._witnesses, self._report, old=True)
            found.append((name, old))
        self._tell(stamps)
        # Two notes of one hour: the smaller is the earlier, however their names sort.
        return sorted(found, key=lambda each: (each[0].rpartition("-")[0], each[1].size))

    def _stamp(self, name: str, times: list[str | None]) -> None:
        """时间戳所盖的是不是旁边的那一份，写的是什么时间。Its signature needs the authority's certificate."""
        note, stamp = self._read(name.removesuffix(STAMP) + ".txt"), self._read(name)
        if note is None or stamp is None:
            self._report.find(None, "history.bad", f"{name}：时间戳或者它旁边的检查点读不出")
            return
        digests = [made(note).digest() for made in (hashlib.sha256, hashlib.sha384, hashlib.sha512)]
        read = read_stamp(stamp)
        # 读不懂它的编码的，只看里面有没有这份检查点的摘要。
        if not (read.imprint in digests if read else any(digest in stamp for digest in digests)):
            self._report.find(None, "history.bad", f"{name}：时间戳不是盖在这一份检查点上的")
            return
        times.append(read.time if read else None)

    def _tell(self, times: Sequence[str | None]) -> None:
        """时间戳的什么核了、什么没有核。"""
        known = sorted(time for time in times if time is not None)
        said = f"，写的时间自 {known[0]} 至 {known[-1]}（格林尼治时间）" if known else ""
        unread = len(times) - len(known)
        odd = f"，其中 {unread} 份的编码读不懂，写的时间不知道" if unread else ""
        if times:
            self._report.cannot_tell(
                f"{len(times)} 份时间戳盖的都是旁边的检查点{said}{odd}；"
                "时间戳机构的签名没有核对，要用它的根证书另外核验（openssl ts -verify）"
            )

    def _check_history(self, history: Sequence[tuple[str, Checkpoint]], now: Checkpoint) -> None:
        highest = 0
        for name, old in history:
            if old.size > now.size:
                message = f"{name}：以前签过 {old.size} 片叶，现在只有 {now.size} 片：末尾被截去"
                self._report.find(None, "history.fork", message)
            elif self.roots.get(old.size, old.root) != old.root:
                message = f"{name}：以前签过的不是现在这一本的开头：叶被改动过，或者给过两个样子"
                self._report.find(None, "history.fork", message)
            if old.size < highest:
                message = f"{name}：比前一份检查点小，时间或者大小被倒填"
                self._report.find(None, "history.order", message)
            highest = max(highest, old.size)
        if not history:
            self._report.cannot_tell("没有历次的检查点：看不出以前公开的与现在是不是同一本")

    def _check_strays(self, size: int) -> None:
        """多出来的文件。不满的旧瓦片须是现在那一片的开头；检查点以后的还没有签名。"""
        later = 0
        for name in sorted(self._names):
            if name == CHECKPOINT or name.startswith(HISTORY) or name in _ASIDE:
                continue
            place = _placed(name)
            if place is None:
                if not any(part.startswith(".") for part in name.split("/")):
                    self._report.find(None, "file.unexpected", f"日志里不应有的文件：{name}")
                continue
            level, index, width = place
            there = size >> (HEIGHT * max(level, 0))
            if index * WIDTH + width > there:
                later += 1
            elif width < WIDTH and self.complete and width < min(WIDTH, there - index * WIDTH):
                self._check_old_edge(name, level, index, width, there)
        if later:
            self._report.cannot_tell(f"{later} 片瓦片在检查点之后，还没有签名，没有核对")

    def _check_old_edge(self, name: str, level: int, index: int, width: int, there: int) -> None:
        wide = min(WIDTH, there - index * WIDTH)
        if _path(level, index, wide) in self._faulty:  # said already; it cannot vouch for another
            return
        whole = self._read(_path(level, index, wide)) or b""
        old = self._read(name)
        try:
            same = (
                old is not None and unbundle(old) == unbundle(whole)[:width]
                if level < 0
                else old == whole[: 32 * width]
            )
        except BadTile:
            same = False
        if not same:
            message = f"{name} 是以前不满的一片，与现在的对不上：叶在公开以后被改动"
            self._report.find(None, "tile.altered", message)


def verify_log(
    reader: Reader, *, verifiers: Sequence[Accepting] = (), witnesses: Sequence[WitnessKey] = ()
) -> Verdict:
    """校验一个日志文件夹。`verifiers` are the bureau's public keys, got from somewhere else than the folder."""
    report = Report()
    check = LogCheck(reader, verifiers, report, witnesses)
    check.run()
    size = check.checkpoint.size if check.checkpoint is not None else 0
    return report.conclude(0, f"日志共 {size} 片叶")


def _path(level: int, index: int, width: int) -> str:
    return entries_path(index, width) if level < 0 else tile_path(level, index, width)


def _placed(name: str) -> tuple[int, int, int] | None:
    """一片瓦片的层（叶捆是 -1）、序号、宽；不是瓦片的是 None。"""
    matched = _TILE.fullmatch(name)
    if matched is None:
        return None
    level = -1 if matched[1] == "entries" else int(matched[1])
    index, width = int(matched[2].replace("x", "").replace("/", "")), int(matched[3] or WIDTH)
    # One tile has one name: another spelling of the number would be a second file for it.
    usual = width <= WIDTH and _path(level, index, width) == name
    return (level, index, width) if usual else None
