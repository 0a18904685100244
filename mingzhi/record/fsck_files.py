"""自查的一部分：材料。登记了的在不在、变没变、锁没锁到；行为指名的、存着的，对得上对不上。"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

from mingzhi.ledger.digests import digest_chunks
from mingzhi.record import locks
from mingzhi.record.disposal import gone_digests, nobody_needs
from mingzhi.record.exhibits import NotStored, is_stored, open_exhibit, stored_digests
from mingzhi.record.fsck_report import BATCH, Batch, Fault, Report, drawn, safely
from mingzhi.record.models import ActRow, ExhibitBlob
from mingzhi.record.stores import current

CHUNK = 1024 * 1024


def exhibits(after: str, report: Report) -> Iterator[Batch]:
    """材料：登记了的在不在、变没变。"""
    while True:
        batch = list(ExhibitBlob.objects.filter(sha256__gt=after).order_by("sha256")[:BATCH])
        if not batch:
            return
        faults: list[Fault] = []
        chosen = [blob for blob in batch if drawn(report, blob.sha256)]
        for blob in chosen:
            faults += safely(partial(_blob, blob), "材料", blob.sha256)
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


def strays(after: str, report: Report) -> Iterator[Batch]:
    """行为指名而没有登记的，存着而没有登记的。"""
    if after:
        return
    faults, known = [], set(ExhibitBlob.objects.values_list("sha256", flat=True))
    gone = set[str]()

    def disposed() -> tuple[Fault, ...]:
        gone.update(gone_digests())
        return ()

    faults += safely(disposed, "卷", "依法处置的各项")
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
