"""整个机关的导出：每卷一包，加公开的日志；旁人离线核验，看得出有没有整卷被拿掉（CQ-R-24-b）。

先签一份检查点，各卷都照那时的样子导出，所以导出的时候照常办案，前后也一致。断了再运行，已经写好的不重做。
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mingzhi.ledger.bureau import ACCESSES, EMPTY, LOG, PACKAGES
from mingzhi.ledger.canonical import canonical
from mingzhi.ledger.checkpoint import BadNote, verify_note
from mingzhi.ledger.shipped import tools
from mingzhi.record import access_seals, log, publishing
from mingzhi.record.export import export, header_of
from mingzhi.record.models import ActRow, Dossier
from mingzhi.record.publishing import Published

Progress = Callable[[int, int], None]


class NotOurs(ValueError):
    """这个文件夹里是别的东西。"""


@dataclass(frozen=True)
class ExportedAll:
    """导出的结果：几卷、其中这一次写的几卷、照哪一个检查点。"""

    dossiers: int
    written: int
    at: Published


def export_all(target: Path, *, now: datetime, progress: Progress | None = None) -> ExportedAll:
    """导出到 target。里面有没做完的，接着做，照它那时的检查点。"""
    at = _begun(target) or _begin(target, now)
    (target / PACKAGES).mkdir(exist_ok=True)
    for name, content in tools().items():
        (target / name).write_bytes(content)
    rows = ActRow.objects.filter(leaf_index__lt=at.checkpoint.size)
    wanted = Dossier.objects.filter(pk__in=rows.values("dossier_id")).order_by("pk")
    # 查阅日志要指着卷：没有行为的卷也列上，先列日志后列卷，一卷不缺。
    _lines(target / ACCESSES, access_seals.lines())
    others = Dossier.objects.exclude(pk__in=wanted).filter(restoration=None).order_by("pk")
    _lines(target / EMPTY, (_line(each) for each in others.iterator()))
    total, written = wanted.count(), 0
    for done, dossier in enumerate(wanted.iterator(chunk_size=100), start=1):
        path = target / PACKAGES / f"{dossier.pk}.zip"
        # 写好了才改成这个名字，所以在就是完整的。
        if not path.exists():
            export(dossier, path, now=now, at=at)
            written += 1
        if progress is not None:
            progress(done, total)
    return ExportedAll(total, written, at)


def _line(dossier: Dossier) -> bytes:
    return canonical({"dossier": str(dossier.pk), **header_of(dossier, 0)}) + b"\n"


def _lines(target: Path, lines: Iterable[bytes]) -> None:
    partial = target.with_name(f".{target.name}")
    with partial.open("wb") as out:
        out.writelines(lines)
    partial.rename(target)


def _begun(target: Path) -> Published | None:
    """已经开始的：它的日志里的检查点，须是本机关签的。"""
    try:
        note = (target / LOG / publishing.CHECKPOINT).read_text("utf-8")
    except FileNotFoundError:
        if target.exists() and any(not each.name.startswith(".") for each in target.iterdir()):
            raise NotOurs(f"{target} 里已经有别的东西，请另选一个空的文件夹。") from None
        return None
    try:
        checkpoint = verify_note(note, [log.key().verifier])
    except BadNote as error:
        raise NotOurs(f"{target} 里是别的日志的导出：{error}。请另选一个空的文件夹。") from error
    if publishing.tiled(checkpoint.size).root != checkpoint.root:
        raise log.LogBroken("现在的日志不是那一次导出的后续：有执法行为被绕过程序改过。没有接着导出。")
    return Published(note, checkpoint)


def _begin(target: Path, now: datetime) -> Published:
    at = publishing.publish(now)
    target.mkdir(parents=True, exist_ok=True)
    partial = target / ".log"
    shutil.rmtree(partial, ignore_errors=True)
    # 锁、便条是本机的事，不随日志走。
    shutil.copytree(
        publishing.folder(), partial, ignore=shutil.ignore_patterns(".*", "witnesses.json"), symlinks=True
    )
    # 复制的时候别的进程又公开了一次也不要紧：瓦片只多不少，检查点照这一份。
    (partial / publishing.CHECKPOINT).write_text(at.note, "utf-8")
    for later in (partial / publishing.HISTORY).iterdir():
        if int(later.stem.rpartition("-")[2]) > at.checkpoint.size:
            later.unlink()
    partial.rename(target / LOG)
    return at
