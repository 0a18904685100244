"""恢复整个机关：mingzhi export 导出的文件夹写回空的库，日志是完整的，以后的行为接着写，接着签检查点（ADR 0018）。"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction

from mingzhi.ledger.bureau import ACCESSES, EMPTY, LOG, PACKAGES, verify_path
from mingzhi.ledger.checkpoint import Accepting, BadNote, Checkpoint, verify_note
from mingzhi.ledger.entries import load_dossier, load_json
from mingzhi.ledger.merkle import Tree
from mingzhi.ledger.package import BAGIT
from mingzhi.record import access_seals, log, publishing
from mingzhi.record.models import AccessLog, ActRow, Dossier, LogHead, Restoration
from mingzhi.record.publishing import Published
from mingzhi.record.restoring import (
    NotRestored,
    Progress,
    Restored,
    check_same,
    must_be_empty,
    need_keys,
    open_heading,
    project_all,
    read_package,
    store_exhibits,
    write_acts,
    write_dossier,
)
from mingzhi.record.sealing import leaf_of


def restore_bureau(
    root: Path, *, keys: Sequence[Accepting], now: datetime, progress: Progress | None = None
) -> Restored:
    """恢复 mingzhi export 导出的整个机关；以后的行为接着写，接着签检查点。"""
    must_be_empty()
    need_keys(keys)
    verdict = verify_path(root, verifiers=keys)
    if not verdict.ok:
        raise NotRestored(f"核验没有通过，没有恢复。{verdict.summary}{verdict.findings[0].message}。")
    note = (root / LOG / publishing.CHECKPOINT).read_text("utf-8")
    checkpoint = _ours(note)
    paths = sorted(path for path in (root / PACKAGES).iterdir() if not path.name.startswith("."))
    made = False
    try:
        with transaction.atomic():
            log.lock()
            must_be_empty()
            for done, path in enumerate(paths, start=1):
                package = read_package(path, keys)
                store_exhibits(package)
                write_acts(package, write_dossier(package), in_our_log=True)
                if progress is not None:
                    progress(done, 2 * len(paths))
            _grow(checkpoint)
            _take_log(root / LOG)
            made = True
            at = Published(note, checkpoint)
            for done, path in enumerate(paths, start=1):
                package = read_package(path, keys)
                check_same(package, Dossier.objects.get(pk=package.dossier), at=at)
                if progress is not None:
                    progress(len(paths) + done, 2 * len(paths))
            _open_empty(root / EMPTY)
            _take_accesses(root / ACCESSES)
            Restoration.objects.create(at=now, origin=checkpoint.origin, size=checkpoint.size)
            project_all(now)
    except BaseException:
        if made:
            shutil.rmtree(publishing.folder(), ignore_errors=True)
        raise
    return Restored(len(paths), checkpoint.size, verdict.undetermined)


def is_bureau(source: Path) -> bool:
    """是整个机关的导出，不是一份档案包。"""
    return (source / PACKAGES).is_dir() and not (source / BAGIT).exists()


def _ours(note: str) -> Checkpoint:
    """这本日志是不是本机的密钥签的：不是，以后的检查点就接不上。"""
    if not (Path(settings.MINGZHI_DATA) / "keys" / "log.pem").exists():
        told = "数据目录里没有签名的密钥（keys/log.pem）。请先从备份里放回 keys 文件夹，再恢复。"
        raise NotRestored(told)
    try:
        return verify_note(note, [log.key().verifier])
    except BadNote as error:
        told = "本机的签名密钥（keys/log.pem）不是签这本日志的那一把。请先从备份里放回 keys 文件夹，再恢复。"
        raise NotRestored(told) from error


def _grow(checkpoint: Checkpoint) -> None:
    """日志树的末端，由写回的各项重算；与签过的根相同才算。"""
    tree = Tree()
    rows = ActRow.objects.order_by("leaf_index").only("sha256", "sm3", "salt")
    tree.extend([leaf_of(row) for row in rows.iterator()])
    if (tree.size, tree.root) != (checkpoint.size, checkpoint.root):
        raise NotRestored("写回的各项合起来不是检查点签过的那一本日志，没有恢复。")
    LogHead.objects.filter(pk=1).update(size=tree.size, peaks=" ".join(peak.hex() for peak in tree.peaks))


def _take_log(source: Path) -> None:
    target = publishing.folder()
    if target.exists() and publishing.latest() is not None:
        raise NotRestored(f"{target} 里已经有公开过的检查点：这个数据目录不是空的，没有恢复。")
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(".*"), dirs_exist_ok=True)


def _open_empty(source: Path) -> None:
    """还没有行为的卷，照样立着：查阅日志可能指着它。"""
    for line in source.read_bytes().splitlines() if source.is_file() else ():
        try:
            said = cast("dict[str, object]", load_json(line))
            key = str(said.pop("dossier"))
            open_heading(key, load_dossier(said), source.name)
        except (ValueError, KeyError, AttributeError) as error:
            if isinstance(error, NotRestored):
                raise
            raise NotRestored(f"{source.name} 读不懂，没有恢复。") from error


def _take_accesses(source: Path) -> None:
    """查阅日志：与查阅登记簿里封存的摘要对得上才算。"""
    if source.is_file():
        with source.open("rb") as lines:
            AccessLog.objects.bulk_create(map(_access, lines), batch_size=1000)
        _reset_sequences(AccessLog)
    for unsealed in access_seals.check():
        raise NotRestored(f"查阅登记簿第 {unsealed.number} 号：{unsealed.says}，没有恢复。")


def _access(line: bytes) -> AccessLog:
    try:
        said = cast("dict[str, str]", load_json(line))
        return AccessLog(
            pk=said["id"],
            at=datetime.fromisoformat(said["at"]),
            agency=said["agency"],
            person_number=said["person_number"],
            person_name=said["person_name"],
            dossier_id=said["dossier"] or None,
            what=said["what"],
            purpose=said["purpose"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise NotRestored(f"{ACCESSES} 读不懂，没有恢复。") from error


def _reset_sequences(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)
