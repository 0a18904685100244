"""自查：存着的记录还是不是写入时的样子——各卷的链、日志树和瓦片、检查点、材料、投影，少了的、多了的、改了的逐项说出来。

可以抽样，也可以全查；一批一批地查，断了接着查（进度在数据目录的 fsck.json）。只看不改：改是人的事。
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Max

from mingzhi.ledger import merkle
from mingzhi.ledger.checkpoint import BadNote, verify_note
from mingzhi.ledger.digests import digest_chunks, sha256_hex
from mingzhi.ledger.merkle import Tree
from mingzhi.ledger.package import TAG_MANIFEST, opened
from mingzhi.ledger.tiles import BadTile, TiledTree, audit
from mingzhi.ledger.witness import WitnessKey, testimony
from mingzhi.record import access_seals, locks, log, publishing, stamping
from mingzhi.record.disposal import gone_digests, nobody_needs
from mingzhi.record.exhibits import NotStored, is_stored, open_exhibit, stored_digests
from mingzhi.record.export import files_of
from mingzhi.record.models import AccessLog, ActRow, Dossier, ExhibitBlob, LogHead, Projection, Restoration
from mingzhi.record.projections import values
from mingzhi.record.proof import broken
from mingzhi.record.sealing import leaf_of
from mingzhi.record.selectors import Unreadable, acts, pack_for
from mingzhi.record.stores import StoreDown, current

BATCH = 100
CHUNK = 1024 * 1024
TRIES = 5
# 页面和命令上最多列这么多；多出来的只说总数。
SHOWN = 200


@dataclass(frozen=True)
class Fault:
    """一处不对。where 是哪里（卷和序号、材料的摘要、瓦片的路径），says 是怎么不对。"""

    part: str
    where: str
    says: str


@dataclass
class Report:
    """一次自查：查了多少、哪几处不对。finished 为空的还没有查完。"""

    started: str
    share: float
    part: str = ""
    cursor: str = ""
    checked: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    total: int = 0
    finished: str = ""
    waiting: int = 0
    """已经依法处置、锁期没有届满、等着销毁的材料几份：不算不对。"""

    @property
    def clean(self) -> bool:
        """查完了，没有不对的。"""
        return bool(self.finished) and self.total == 0

    def add(self, part: str, count: int, faults: Sequence[Fault]) -> None:
        self.checked[part] = self.checked.get(part, 0) + count
        self.total += len(faults)
        self.faults += faults[: max(0, SHOWN - len(self.faults))]


Progress = Callable[[str, int], None]
# 一批：查完的末尾（断了从它后面接着查）、查了几件、哪几处不对。
Batch = tuple[str, int, list[Fault]]


def fsck(
    now: datetime, *, share: float = 1.0, resume: bool = True, progress: Progress | None = None
) -> Report:
    """查一遍。share 是抽查的比例（卷和材料），日志树总是全查；resume 接着上次没有查完的。"""
    report = (latest() if resume else None) or Report(now.isoformat(), share)
    if report.finished:
        report = Report(now.isoformat(), share)
    parts = list(PARTS)
    for part in parts[parts.index(report.part) if report.part in PARTS else 0 :]:
        after = report.cursor if part == report.part else ""
        for cursor, count, faults in _batches(part, after, report):
            report.part, report.cursor = part, cursor
            report.add(part, count, faults)
            save(report)
            if progress is not None:
                progress(part, report.checked[part])
    report.finished, report.part, report.cursor = now.isoformat(), "", ""
    save(report)
    return report


def _batches(part: str, after: str, report: Report) -> Iterator[Batch]:
    """一部分的各批。连一批都取不出来的，这一部分到此为止，记一处不对，接着查下一部分。"""
    try:
        yield from PARTS[part](after, report)
    except DatabaseError:
        raise
    except StoreDown as error:
        yield after, 0, [Fault(part, "存放的地方", f"没有查成：{error}")]
    except Exception as error:
        yield after, 0, [Fault(part, "取出各行时", f"读不出来，被改过（{type(error).__name__}）")]


def file() -> Path:
    """进度和结果所在。"""
    return Path(settings.MINGZHI_DATA) / "fsck.json"


def save(report: Report) -> None:
    """存下进度。"""
    fresh = file().with_suffix(".new")
    fresh.parent.mkdir(parents=True, exist_ok=True)
    fresh.write_text(json.dumps(asdict(report), ensure_ascii=False), "utf-8")
    fresh.rename(file())


def latest() -> Report | None:
    """最近一次的结果，或者没有查完的进度。"""
    try:
        found: dict[str, Any] = json.loads(file().read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return Report(**{**found, "faults": [Fault(**each) for each in found["faults"]]})


# ── 各部分 ─────────────────────────────────────────────────────────────


def _chosen(report: Report, key: str) -> bool:
    """抽中没有：同一次自查里，同一件总是同一个答案，断了接着查也一样。"""
    return report.share >= 1 or random.Random(f"{report.started}{key}").random() < report.share


def _dossiers(after: str, report: Report) -> Iterator[Batch]:
    """各卷的链，和现状摘要。"""
    while True:
        found = Dossier.objects.order_by("pk")
        batch = list((found.filter(pk__gt=after) if after else found)[:BATCH])
        if not batch:
            return
        faults: list[Fault] = []
        chosen = [dossier for dossier in batch if _chosen(report, str(dossier.pk))]
        for dossier in chosen:
            faults += _steady(dossier)
        after = str(batch[-1].pk)
        yield after, len(chosen), faults


def _safely(check: Callable[[], Iterable[Fault]], part: str, where: str) -> list[Fault]:
    """查一件。被改坏的行，读的时候会以各种样子倒下；倒下就是不对。连不上数据库的，照抛。"""
    try:
        return list(check())
    except DatabaseError:
        raise
    except StoreDown as error:
        return [Fault(part, where, f"没有查成：{error}")]
    except Exception as error:
        return [Fault(part, where, f"读不出来，被改过（{type(error).__name__}）")]


def _steady(dossier: Dossier) -> list[Fault]:
    """一卷的不对；查的同时别人写入了一项，行为和摘要不是同一刻读的，再查一遍。"""
    for _ in range(TRIES):
        before = dossier.rows.count()
        faults = _safely(lambda: _chain(dossier), "卷", str(dossier.pk))
        if not faults or dossier.rows.count() == before:
            break
    return faults


def _chain(dossier: Dossier) -> Iterator[Fault]:
    wrong = broken(dossier)
    for number in wrong:
        yield Fault("卷", f"{dossier.pk} 第 {number} 号", "内容、封印或者前后相连对不上，被改过")
    if wrong:
        return
    try:
        read = acts(dossier)
    except Unreadable as error:
        yield Fault("卷", str(dossier.pk), str(error))
        return
    projection = Projection.objects.filter(dossier=dossier).first()
    if projection is None or projection.as_of is None:
        yield Fault("投影", str(dossier.pk), "没有现状摘要，请运行 mingzhi rebuild")
        return
    wanted = values(dossier, pack_for(dossier), read, projection.as_of)
    differs = [name for name, value in wanted.items() if getattr(projection, name) != value]
    if differs:
        yield Fault(
            "投影", str(dossier.pk), f"现状摘要与行为不符（{'、'.join(differs)}），请运行 mingzhi rebuild"
        )
    for digest, says in locks.lacking(dossier, pack_for(dossier), read, projection.as_of):
        yield Fault("锁", digest, says)


def _log(after: str, report: Report) -> Iterator[Batch]:
    """日志树：各叶与末端，瓦片，检查点和历次的检查点。"""
    if after:
        return
    faults: list[Fault] = []
    tree, held, next_index = Tree(), list[bytes](), 0
    # 先记下末端，只数到它：查的同时别人照常写入，不算不对。
    head = _head()
    if head is None:
        faults.append(Fault("日志树", "末端", "不见了，或者读不出来：被改过"))
    size = head.size if head is not None else ActRow.objects.count()
    rows = ActRow.objects.filter(leaf_index__lt=size).order_by("leaf_index")
    rows = rows.only("sha256", "sm3", "salt", "leaf_index")
    for row in rows.iterator():
        if row.leaf_index != next_index:
            faults.append(Fault("日志树", f"第 {next_index} 片叶", "不见了，或者序号被改过"))
            break
        try:
            if bytes.fromhex(row.salt).hex() != row.salt:
                raise ValueError("another spelling of the salt")
            held.append(leaf_of(row))
        except ValueError:
            faults.append(Fault("日志树", f"第 {next_index} 片叶", "封印或者盐不合格式，被改过"))
            break
        next_index += 1
        if len(held) == 4 * merkle.BLOCK:
            tree.extend(held)
            held.clear()
    tree.extend(held)
    last = ActRow.objects.aggregate(Max("leaf_index"))["leaf_index__max"]
    now = (_head() or tree).size
    if last is not None and last >= now:
        faults.append(Fault("日志树", f"第 {last} 片叶", f"末端只记着 {now} 片叶，由行为数是 {last + 1} 片"))
    if not faults and head is not None and (head.size, head.root) != (tree.size, tree.root):
        faults.append(Fault("日志树", "末端", f"记着 {head.size} 片叶，由行为重算是 {tree.size} 片，根不同"))
    faults += _published(tree.size)
    yield "done", next_index, faults


def _head() -> Tree | None:
    """记着的末端；不见了、读不懂的是 None。"""
    try:
        return log.tree()
    except (LogHead.DoesNotExist, ValueError):
        return None


def _published(size: int) -> Iterator[Fault]:
    try:
        published = publishing.latest()
    except log.LogBroken as error:
        yield Fault("检查点", "checkpoint", str(error))
        return
    folder = publishing.folder() / publishing.HISTORY
    notes = sorted(folder.glob("*.txt"))
    # 查的同时正在头一次公开的，等它公开完再看。
    published = publishing.settled() if published is None and notes else published
    if published is None:
        if notes:
            yield Fault("检查点", "checkpoint", "不见了：公开过的，请由 log/history 里最近的一份恢复")
        return
    signed = published.checkpoint
    # 查的同时又公开了一份的，行为也已经多了。
    size = max(size, (_head() or Tree()).size)
    try:
        verify_note(published.note, [log.key().verifier])
    except BadNote as error:
        yield Fault("检查点", "checkpoint", str(error))
    yield from _witnesses(published.note, "checkpoint")
    yield from _stamps()
    for path, says in audit(signed.size, publishing.stored):
        yield Fault("瓦片", path, says)
        return
    if signed.size > size or _root_at(signed.size) != signed.root:
        yield Fault("检查点", "checkpoint", "签过的根与现在的行为不符：公开以后有行为被改过、删过")
    for note in notes:
        try:
            text = note.read_text("utf-8")
            old = verify_note(text, [log.key().verifier])
        except (BadNote, UnicodeDecodeError) as error:
            yield Fault("检查点", note.name, str(error))
            continue
        yield from _witnesses(text, note.name)
        # 刚签好、还没来得及换上去就停下的，比公开的这一份大：由行为重算。
        known = _tiled_root(old.size) if old.size <= signed.size else _root_at(old.size)
        if old.size > size or known != old.root:
            yield Fault("检查点", note.name, "以前签过的不是现在这一本的开头")


def _stamps() -> Iterator[Fault]:
    """时间戳：盖的是旁边那份检查点；设了根证书的，签名和证书链也核对。"""
    try:
        trusted = stamping.roots()
    except stamping.BadStamp as error:
        yield Fault("时间戳", "MINGZHI_TSA_ROOTS", str(error))
        trusted = []
    for stamp in sorted((publishing.folder() / publishing.HISTORY).glob("*.tsr")):
        try:
            note, response = stamp.with_suffix(".txt").read_bytes(), stamp.read_bytes()
            if not stamping.imprinted(note, response):
                yield Fault("时间戳", stamp.name, "盖的不是旁边这一份检查点")
            elif trusted:
                stamping.verified(note, response, trusted)
        except OSError:
            yield Fault("时间戳", stamp.name, "它盖的检查点不见了，或者读不出")
        except stamping.BadStamp as error:
            yield Fault("时间戳", stamp.name, str(error))


def _witnesses(note: str, where: str) -> Iterator[Fault]:
    """见证：设定的见证人的签字，签了的须验得过。没有签的不是不对。"""
    known = []
    for setting in settings.MINGZHI_WITNESSES:
        try:
            known.append(WitnessKey.parse(setting.partition(" ")[2]))
        except ValueError:
            continue  # 公钥写错的，请见证的时候说
    try:
        for name in testimony(note, known).forged:
            yield Fault("见证", where, f"见证人“{name}”的签字与检查点不符：签字是伪造的，或者检查点被改动")
    except BadNote:
        return


def _root_at(size: int) -> bytes | None:
    try:
        return log.root_at(size)
    except (log.LogBroken, ValueError):
        return None


def _tiled_root(size: int) -> bytes | None:
    try:
        return TiledTree(size, publishing.stored).root
    except BadTile:
        return None


def _exhibits(after: str, report: Report) -> Iterator[Batch]:
    """材料：登记了的在不在、变没变。"""
    while True:
        batch = list(ExhibitBlob.objects.filter(sha256__gt=after).order_by("sha256")[:BATCH])
        if not batch:
            return
        faults: list[Fault] = []
        chosen = [blob for blob in batch if _chosen(report, blob.sha256)]
        for blob in chosen:
            faults += _safely(partial(_blob, blob), "材料", blob.sha256)
        after = batch[-1].sha256
        yield after, len(chosen), faults


def _blob(blob: ExhibitBlob) -> Iterator[Fault]:
    try:
        with open_exhibit(blob.sha256) as stream:
            size, sha256, sm3 = digest_chunks(iter(lambda: stream.read(CHUNK), b""))
    except NotStored:
        if not nobody_needs(blob.sha256):
            yield Fault("材料", blob.sha256, "文件不见了")
        return
    except OSError as error:
        yield Fault("材料", blob.sha256, f"读不出来：{error.strerror}")
        return
    if (size, sha256, sm3) != (blob.size, blob.sha256, blob.sm3):
        yield Fault("材料", blob.sha256, "文件变了，与存入时的摘要不符")
    yield from _lock(blob)


def _lock(blob: ExhibitBlob) -> Iterator[Fault]:
    """记着锁到的那一刻，存放的地方是不是真的锁到。"""
    place = current()
    kept = blob.held_until if blob.held_in == place.name else None
    if kept is None or kept <= datetime.now(UTC):
        return
    actual = place.held(blob.sha256)
    if actual is None or actual < kept:
        said = f"只锁到 {actual:%Y-%m-%d}" if actual else "没有锁着"
        yield Fault("锁", blob.sha256, f"记着锁到 {locks.last_day(kept):%Y-%m-%d}，存放的地方{said}")


def _strays(after: str, report: Report) -> Iterator[Batch]:
    """行为指名而没有登记的，存着而没有登记的。"""
    if after:
        return
    faults, known = [], set(ExhibitBlob.objects.values_list("sha256", flat=True))
    gone = set[str]()

    def disposed() -> tuple[Fault, ...]:
        gone.update(gone_digests())
        return ()

    faults += _safely(disposed, "卷", "依法处置的各项")
    # 先列一遍：远处的一份一份去问，太慢；列的时候还没有的，再问一次。
    listed = set(stored_digests())
    named = ActRow.objects.exclude(exhibits="[]").only("dossier_id", "number", "exhibits")
    for row in named.iterator():
        where = f"{row.dossier_id} 第 {row.number} 号"
        try:
            digests = [str(each["sha256"]) for each in json.loads(row.exhibits)]
        except (ValueError, TypeError, KeyError):
            faults.append(Fault("卷", where, "所列的材料读不出来，被改过"))
            continue
        for digest in digests:
            kept = digest in listed or digest in gone or is_stored(digest)
            if not _known(digest, known) or not kept:
                faults.append(Fault("材料", where, f"它的材料 {digest} 不见了"))
    count = 0
    for digest in sorted(listed):
        count += 1
        # 查的同时刚存进来的，再问一次。
        if not _known(digest, known):
            faults.append(Fault("材料", digest, "存着，却没有登记：不知道从哪里来的文件"))
        elif digest in gone and current().held(digest) is not None:
            report.waiting += 1
        elif digest in gone:
            faults.append(Fault("材料", digest, "已经依法处置，文件却还在，请运行 mingzhi nightly 接着销毁"))
    faults += [Fault("材料", each.name, each.says) for each in current().remarks()]
    yield "done", count, faults


def _known(digest: str, known: set[str]) -> bool:
    return digest in known or ExhibitBlob.objects.filter(sha256=digest).exists()


def _restored(after: str, report: Report) -> Iterator[Batch]:
    """恢复来的卷：照原来的时刻再导出一遍，与恢复时的包逐字节相同；没有凭据而不在日志里的，是绕过程序插入的。"""
    if after:
        return
    stray = ActRow.objects.filter(leaf_index=None, dossier__restoration=None)
    faults = [
        Fault("恢复", f"{row.dossier_id} 第 {row.number} 号", "不在日志里，也不是恢复来的：绕过程序插入的")
        for row in stray.only("dossier_id", "number")
    ]
    found = Restoration.objects.exclude(dossier=None).select_related("dossier")
    for row in found:
        faults += _safely(partial(_rebuilt, row), "恢复", str(row.dossier_id))
    yield "done", len(found), faults


def _rebuilt(row: Restoration) -> Iterator[Fault]:
    assert row.dossier is not None
    files, _ = files_of(row.dossier, now=datetime.fromisoformat(row.exported))
    made = next(opened(content).read() for name, content in files if name == TAG_MANIFEST)
    if sha256_hex(made) != row.sha256:
        yield Fault(
            "恢复",
            str(row.dossier_id),
            "再导出一遍，与恢复时的包不是同样的字节：行为、材料或者随包的凭据被改过",
        )


def _accesses(after: str, report: Report) -> Iterator[Batch]:
    """查阅日志：每一段与封存时的摘要相符。"""
    if after:
        return
    found = [
        Fault("查阅日志", f"{each.agency} 查阅登记簿第 {each.number} 号", each.says)
        for each in access_seals.check()
    ]
    yield "done", AccessLog.objects.count(), found


PARTS: dict[str, Callable[[str, Report], Iterator[Batch]]] = {
    "日志树": _log,
    "卷": _dossiers,
    "材料": _exhibits,
    "文件": _strays,
    "查阅日志": _accesses,
    "恢复": _restored,
}
