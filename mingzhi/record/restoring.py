"""恢复：把导出的档案包、整个机关的导出，原样写回一个还没有执法行为的库。

这里不写新的历史：各项的字节、盐、封印、前后相连都照包里的，先用公钥核验，写完再导出一遍，与签过的文件清单逐字节相同才算。
历史仍然只有一个入口（append）。两种恢复（ADR 0018）：

- 一卷或者几卷的档案包：它们在原来那本日志里不相连，所以不进本机的日志，凭据照随包的（restored.py），只供查阅；
- 整个机关的导出：日志是完整的，写回去就接着办案，签名的密钥须是原来的。
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, cast
from uuid import UUID

from django.db import transaction

from mingzhi.casework.act import SHANGHAI, Matter
from mingzhi.law.pack import PackError
from mingzhi.ledger.canonical import canonical
from mingzhi.ledger.checkpoint import Accepting, Checkpoint, open_note, verify_note
from mingzhi.ledger.digests import CHUNK, sha256_hex
from mingzhi.ledger.entries import LoadedAct, load_act, load_dossier, load_json
from mingzhi.ledger.package import (
    ACTS,
    CHECKPOINT,
    DOSSIER,
    EXHIBITS,
    INFO,
    MANIFEST,
    STATEMENT,
    TAG_MANIFEST,
    DossierEntry,
    opened,
)
from mingzhi.ledger.reader import Reader, Unreadable, reader_for, whole
from mingzhi.ledger.statement import Statement, parse_statement
from mingzhi.ledger.verify import verify_package
from mingzhi.record import log
from mingzhi.record.exhibits import is_stored, store
from mingzhi.record.export import files_of
from mingzhi.record.models import ActRow, Dossier, ExhibitBlob, IssuedNumber, Restoration
from mingzhi.record.projections import project
from mingzhi.record.publishing import Published
from mingzhi.record.restored import folder
from mingzhi.record.sealing import envelope_of, moment_text
from mingzhi.record.selectors import Unreadable as UnreadableAct
from mingzhi.record.selectors import acts, pack_for

Progress = Callable[[int, int], None]


class NotRestored(ValueError):
    """没有恢复，库里什么也没有变；信息是给人看的。"""


@dataclass(frozen=True)
class Restored:
    """恢复了几卷、几项行为；doubts 是核验时无法确定的。"""

    dossiers: int
    acts: int
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class Package:
    """核验过的一份包。"""

    path: Path
    reader: Reader
    names: tuple[str, ...]
    header: DossierEntry
    acts: tuple[LoadedAct, ...]
    statement: Statement
    checkpoint: Checkpoint

    @property
    def dossier(self) -> str:
        return self.acts[0].envelope.dossier


# ── 档案包 ─────────────────────────────────────────────────────────────


def restore_packages(
    paths: Sequence[Path], *, keys: Sequence[Accepting], now: datetime, progress: Progress | None = None
) -> Restored:
    """恢复一份或者几份档案包。有一份不能恢复，就都不恢复。"""
    must_be_empty()
    need_keys(keys)
    packages, doubts = [], []
    for path in paths:
        verdict = verify_package(reader_for(path), verifiers=keys)
        if not verdict.ok:
            raise NotRestored(
                f"{path.name} 核验没有通过，没有恢复。{verdict.summary}{verdict.findings[0].message}。"
            )
        doubts += [f"{path.name}：{doubt}" for doubt in verdict.undetermined]
        packages.append(read_package(path, keys))
    for package in packages:
        _check_alone(package)
        store_exhibits(package)
    made: list[Path] = []
    try:
        with transaction.atomic():
            log.lock()
            must_be_empty()
            for done, package in enumerate(packages, start=1):
                dossier = write_dossier(package)
                write_acts(package, dossier, in_our_log=False)
                made.append(_keep_evidence(package))
                Restoration.objects.create(
                    dossier=dossier,
                    at=now,
                    origin=package.checkpoint.origin,
                    size=package.checkpoint.size,
                    exported=package.statement.exported,
                    sha256=sha256_hex(whole(package.reader, TAG_MANIFEST)),
                )
                check_same(package, dossier, tags=True)
                if progress is not None:
                    progress(done, len(packages))
            project_all(now)
    except BaseException:
        for each in made:
            shutil.rmtree(each, ignore_errors=True)
        raise
    return Restored(len(packages), sum(len(each.acts) for each in packages), tuple(doubts))


def _check_alone(package: Package) -> None:
    if Matter(package.header["matter"]).is_register:
        label = Matter(package.header["matter"]).label
        raise NotRestored(f"{package.path.name} 是{label}：登记簿要随整个机关的导出一起恢复，不能单独恢复。")


def _keep_evidence(package: Package) -> Path:
    """随包的凭据：行为、卷首、材料以外的各个文件，原样。"""
    folder().mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(dir=folder(), prefix=".new-"))
    for name in package.names:
        if name in (ACTS, DOSSIER) or name.startswith(EXHIBITS):
            continue
        target = partial / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            for chunk in package.reader.chunks(name):
                out.write(chunk)
    final = folder() / package.dossier
    shutil.rmtree(final, ignore_errors=True)
    return partial.rename(final)


# ── 两种共用的 ─────────────────────────────────────────────────────────


def must_be_empty() -> None:
    if ActRow.objects.exists():
        raise NotRestored("本机已经有执法行为。只能恢复到新装的、还没有执法行为的库，没有恢复。")


def need_keys(keys: Sequence[Accepting]) -> None:
    if not keys:
        raise NotRestored("没有给出机关的验证公钥，无从知道包是不是真的，没有恢复。请用 --key 给出。")


def read_package(path: Path, keys: Sequence[Accepting]) -> Package:
    """读一份核验过的包。"""
    reader = reader_for(path)
    try:
        names = tuple(reader.names())
        if STATEMENT not in names:
            raise NotRestored(f"{path.name} 没有出具声明，看不出末尾有没有被截去，没有恢复。")
        if DOSSIER not in names:
            raise NotRestored(f"{path.name} 没有卷首（{DOSSIER}），是早先的版本导出的，没有恢复。")
        raw = cast("list[object]", load_json(whole(reader, ACTS)))
        return Package(
            path,
            reader,
            names,
            load_dossier(load_json(whole(reader, DOSSIER))),
            tuple(load_act(each) for each in raw),
            parse_statement(open_note(whole(reader, STATEMENT).decode(), keys)),
            verify_note(whole(reader, CHECKPOINT).decode(), keys),
        )
    except (Unreadable, ValueError) as error:
        if isinstance(error, NotRestored):
            raise
        raise NotRestored(f"{path.name} 读不出来：{error}，没有恢复。") from error


def write_dossier(package: Package) -> Dossier:
    dossier = open_heading(package.dossier, package.header, package.path.name)
    IssuedNumber.objects.bulk_create(
        IssuedNumber(agency=dossier.agency, dossier=dossier, **each) for each in package.header["numbers"]
    )
    return dossier


def open_heading(key: str, header: DossierEntry, where: str) -> Dossier:
    """照卷首立卷。"""
    dossier = Dossier(
        pk=UUID(key),
        agency=header["agency"],
        agency_name=header["agency_name"],
        abbr=header["abbr"],
        place=header["place"],
        matter=Matter(header["matter"]).value,
        sample=header["sample"],
        created=datetime.fromisoformat(header["created"]),
    )
    dossier.save(force_insert=True)
    try:
        pack_for(dossier)
    except PackError as error:
        told = f"{where} 用的规则包“{header['place']}”本机没有，请先装上，再恢复。"
        raise NotRestored(told) from error
    return Dossier.objects.get(pk=dossier.pk)


def write_acts(package: Package, dossier: Dossier, *, in_our_log: bool) -> None:
    """各项照原样写回：封印不重算。"""
    ActRow.objects.bulk_create(_row(act, dossier, in_our_log) for act in package.acts)
    try:
        acts(dossier)
    except UnreadableAct as error:
        raise NotRestored(f"{package.path.name}：{error}。导出它的程序可能比本机的新，没有恢复。") from error


def _row(act: LoadedAct, dossier: Dossier, in_our_log: bool) -> ActRow:
    sealed = act.envelope
    row = ActRow(
        dossier=dossier,
        number=sealed.number,
        kind=sealed.kind,
        happened=datetime.fromisoformat(sealed.happened),
        recorded=datetime.fromisoformat(sealed.recorded),
        actor=canonical(dict(sealed.actor)).decode(),
        body="" if act.body is None else canonical(act.body).decode(),
        body_digest=sealed.body_digest,
        exhibits=canonical([dict(each) for each in sealed.exhibits]).decode(),
        names=canonical([dict(each) if each else None for each in act.names]).decode(),
        previous=sealed.previous,
        sha256=act.stated.sha256,
        sm3=act.stated.sm3,
        salt=act.salt.hex(),
        leaf_index=act.leaf_index if in_our_log else None,
    )
    if envelope_of(row) != sealed:
        raise NotRestored(f"第 {sealed.number} 项的信封写法与本软件的不同，没有恢复。")
    return row


def store_exhibits(package: Package) -> None:
    named = {each["sha256"]: each for act in package.acts for each in act.envelope.exhibits}
    types = {digest: each["media_type"] for digest, each in named.items()}
    for name in package.names:
        digest = name.removeprefix(EXHIBITS)
        if name.startswith(EXHIBITS) and not is_stored(digest):
            kept = store(cast("IO[bytes]", _Stream(package.reader.chunks(name))), "", types[digest])
            if kept.sha256 != digest:
                raise NotRestored(f"{package.path.name} 的材料 {digest} 变了，没有恢复。")

    # 依法处置了的，没有字节，登记还在。
    gone = (each for digest, each in named.items() if EXHIBITS + digest not in package.names)
    ExhibitBlob.objects.bulk_create(
        (
            ExhibitBlob(
                sha256=each["sha256"], sm3=each["sm3"], size=each["size"], media_type=each["media_type"]
            )
            for each in gone
        ),
        ignore_conflicts=True,
    )


class _Stream:
    """一段一段的字节，当作文件来读。"""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks

    def read(self, size: int = CHUNK) -> bytes:
        return next(self._chunks, b"")


def check_same(
    package: Package, dossier: Dossier, *, at: Published | None = None, tags: bool = False
) -> None:
    """写回去的，照原来的时刻再导出一遍：文件清单与签过的逐字节相同。tags：连抬头和随包的程序也相同。"""
    when = datetime.fromisoformat(package.statement.exported)
    if moment_text(when) != package.statement.exported:
        raise NotRestored(f"{package.path.name} 的出具时刻写法与本软件的不同，没有恢复。")
    files, _ = files_of(dossier, now=when, at=at)
    made = {name: opened(content).read() for name, content in files if name in (MANIFEST, INFO, TAG_MANIFEST)}
    same = sha256_hex(made[MANIFEST]) == package.statement.manifest
    if tags:
        same = (
            same
            and sha256_hex(made[INFO]) == package.statement.info
            and made[TAG_MANIFEST] == whole(package.reader, TAG_MANIFEST)
        )
    if not same:
        raise NotRestored(f"{package.path.name} 写回以后再导出，与原来的不是同样的字节，没有恢复。")


def project_all(now: datetime) -> None:
    """现状摘要、搜索和公示：从行为重新算。全部写回以后才算，规则的登记簿也是其中一卷。"""
    today = now.astimezone(SHANGHAI).date()
    for dossier in Dossier.objects.order_by("created", "pk"):
        project(dossier, pack_for(dossier), acts(dossier), today)
