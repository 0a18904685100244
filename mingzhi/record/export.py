"""导出：一卷成为一份 BagIt 包（zip），外人凭它和验证公钥就能离线核验（CQ-R-24-b）。"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from mingzhi.casework.disposal import Gone
from mingzhi.ledger.package import Content, DossierEntry, PackedAct, build, write_zip
from mingzhi.ledger.shipped import tools
from mingzhi.record import log, publishing
from mingzhi.record.disposal import disposed_in
from mingzhi.record.exhibits import is_stored, open_exhibit
from mingzhi.record.models import ActRow, Dossier, IssuedNumber
from mingzhi.record.publishing import Published
from mingzhi.record.restored import evidence
from mingzhi.record.sealing import envelope_of, moment_text, names_of, seal_of
from mingzhi.record.selectors import rows


@dataclass(frozen=True)
class Exported:
    """导出的包。"""

    path: Path
    sha256: str
    size: int
    acts: int


class NothingToExport(ValueError):
    """空卷，没有可以导出的。"""


def export(
    dossier: Dossier,
    target: Path,
    *,
    now: datetime,
    documents: Mapping[str, bytes] | None = None,
    at: Published | None = None,
    beside: Mapping[str, bytes] | None = None,
) -> Exported:
    """把一卷写成 target（zip）。documents：包内文书的路径 → 字节。行为照存储原样，有改动才看得出。

    beside：随包另放的（给人看的页、元数据），与核验程序放在一处。at：照公开过的这个检查点那时的样子导出；不写就是此刻。
    """
    files, count = files_of(dossier, now=now, documents=documents, at=at, beside=beside)
    _write(files, target, str(dossier.pk))
    with target.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    return Exported(target, digest, target.stat().st_size, count)


def files_of(
    dossier: Dossier,
    *,
    now: datetime,
    documents: Mapping[str, bytes] | None = None,
    at: Published | None = None,
    beside: Mapping[str, bytes] | None = None,
) -> tuple[Iterator[tuple[str, Content]], int]:
    """包里的各个文件（路径、内容），和行为的项数。恢复来的卷，证明、检查点、文书照随包的凭据。"""
    kept = evidence(dossier)
    if kept is not None:
        found = list(rows(dossier))
        placed: list[tuple[int, Sequence[bytes]]] = [
            (kept.proof(row.number).leaf_index, kept.proof(row.number).proof) for row in found
        ]
        checkpoint, organization = kept.checkpoint, kept.organization
        papers, beside_it, attest = kept.documents, kept.tools, kept.attest
    else:
        found, placed, checkpoint = _in_our_log(dossier, at)
        organization, attest = dossier.agency_name or dossier.agency, log.key().sign
        papers, beside_it = dict(documents or {}), {**(beside or {}), **tools()}
    if not found:
        raise NothingToExport("本卷还没有执法行为，没有可以导出的。")
    gone = disposed_in(found)
    packed = [
        _packed(row, index, proof, gone.get(row.number))
        for row, (index, proof) in zip(found, placed, strict=True)
    ]
    files = build(
        packed,
        checkpoint=checkpoint,
        exported=moment_text(now),
        organization=organization,
        exhibits=_exhibits(found, gone),
        documents=papers,
        attest=attest,
        tools=beside_it,
        header=header_of(dossier, found[-1].number),
    )
    return files, len(found)


def _in_our_log(
    dossier: Dossier, at: Published | None
) -> tuple[list[ActRow], list[tuple[int, Sequence[bytes]]], str]:
    """各行、它们在本机日志里的位置和证明、检查点。"""
    # 见证过的检查点比此刻自己签的更有力：它管得到本卷的每一项，就用它。
    last = rows(dossier).filter(leaf_index__isnull=False).order_by("-leaf_index").first()
    at = at or (publishing.cosigned((last.leaf_index or 0) + 1) if last is not None else None)
    if at is None:
        tree = log.tree()
        size, checkpoint = tree.size, log.signed(tree)
    else:
        size, checkpoint = at.checkpoint.size, at.note
    # 行为只增不改：先记下树的大小，再取这以内的行，不用锁也前后一致。
    found = list(rows(dossier).filter(leaf_index__lt=size))
    indexes = [row.leaf_index for row in found if row.leaf_index is not None]
    return found, list(zip(indexes, log.proofs_at(indexes, size), strict=True)), checkpoint


def header_of(dossier: Dossier, last: int) -> DossierEntry:
    """卷首：第 last 项为止取用的文号。"""
    issued = IssuedNumber.objects.filter(dossier=dossier, act__lte=last).order_by("act", "series", "n")
    return {
        "agency": dossier.agency,
        "agency_name": dossier.agency_name,
        "abbr": dossier.abbr,
        "place": dossier.place,
        "matter": dossier.matter,
        "sample": dossier.sample,
        "created": moment_text(dossier.created),
        "numbers": [
            {
                "series": each.series,
                "year": each.year,
                "n": each.n,
                "document_no": each.document_no,
                "act": each.act,
            }
            for each in issued
        ],
    }


def _packed(row: ActRow, leaf_index: int, proof: Sequence[bytes], gone: Gone | None) -> PackedAct:
    return PackedAct(
        envelope=envelope_of(row),
        body=json.loads(row.body) if row.body else None,
        seal=seal_of(row),
        salt=bytes.fromhex(row.salt),
        leaf_index=leaf_index,
        proof=proof,
        names=names_of(row),
        disposal={"act": gone.by, "body": gone.body, "exhibits": list(gone.exhibits)} if gone else None,
    )


def _exhibits(found: Sequence[ActRow], gone: Mapping[int, Gone]) -> dict[str, Content]:
    """材料的字节；已经处置的不放，不见了的也不放，核验时自会指出是哪一项的哪一份。"""
    digests = {
        each["sha256"]
        for row in found
        for each in json.loads(row.exhibits)
        if row.number not in gone or each["sha256"] not in gone[row.number].exhibits
    }
    return {digest: partial(open_exhibit, digest) for digest in sorted(digests) if is_stored(digest)}


def _write(files: Iterator[tuple[str, Content]], target: Path, folder: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".export-")
    try:
        with os.fdopen(handle, "wb") as out:
            write_zip(files, out, folder)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(temporary, 0o640)
        os.rename(temporary, target)
    finally:
        Path(temporary).unlink(missing_ok=True)
