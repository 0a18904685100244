"""自查：存着的记录还是不是写入时的样子——各卷的链、日志树和瓦片、检查点、材料、投影，少了的、多了的、改了的逐项说出来。

可以抽样，也可以全查；一批一批地查，断了接着查（进度在数据目录的 fsck.json）。只看不改：改是人的事。
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Max

from mingzhi.ledger import merkle
from mingzhi.ledger.checkpoint import BadNote, verify_note
from mingzhi.ledger.digests import sha256_hex
from mingzhi.ledger.merkle import Tree
from mingzhi.ledger.package import TAG_MANIFEST, opened
from mingzhi.ledger.tiles import BadTile, TiledTree, audit
from mingzhi.ledger.witness import WitnessKey, testimony
from mingzhi.record import access_seals, locks, log, publishing, stamping
from mingzhi.record.export import files_of
from mingzhi.record.fsck_files import exhibits, strays
from mingzhi.record.fsck_report import BATCH, Batch, Fault, Report, drawn, safely
from mingzhi.record.models import AccessLog, ActRow, Dossier, LogHead, Projection, Restoration
from mingzhi.record.projections import values
from mingzhi.record.proof import broken
from mingzhi.record.sealing import leaf_of
from mingzhi.record.selectors import Unreadable, acts, pack_for
from mingzhi.record.stores import StoreDown

TRIES = 5


Progress = Callable[[str, int], None]


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


def _dossiers(after: str, report: Report) -> Iterator[Batch]:
    """各卷的链，和现状摘要。"""
    while True:
        found = Dossier.objects.order_by("pk")
        batch = list((found.filter(pk__gt=after) if after else found)[:BATCH])
        if not batch:
            return
        faults: list[Fault] = []
        chosen = [dossier for dossier in batch if drawn(report, str(dossier.pk))]
        for dossier in chosen:
            faults += _steady(dossier)
        after = str(batch[-1].pk)
        yield after, len(chosen), faults


def _steady(dossier: Dossier) -> list[Fault]:
    """一卷的不对；查的同时别人写入了一项，行为和摘要不是同一刻读的，再查一遍。"""
    for _ in range(TRIES):
        before = dossier.rows.count()
        faults = safely(lambda: _chain(dossier), "卷", str(dossier.pk))
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
        faults += safely(partial(_rebuilt, row), "恢复", str(row.dossier_id))
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
    "材料": exhibits,
    "文件": strays,
    "查阅日志": _accesses,
    "恢复": _restored,
}
