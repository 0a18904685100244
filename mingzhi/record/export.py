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
from mingzhi.ledger.package import Content, PackedAct, build, write_zip
from mingzhi.ledger.shipped import tools
from mingzhi.record import log
from mingzhi.record.disposal import disposed_in
from mingzhi.record.exhibits import is_stored, open_exhibit
from mingzhi.record.models import ActRow, Dossier
from mingzhi.record.publishing import Published
from mingzhi.record.sealing import envelope_of, moment_text, seal_of
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
    if at is None:
        tree = log.tree()
        size, checkpoint = tree.size, log.signed(tree)
    else:
        size, checkpoint = at.checkpoint.size, at.note
    # 行为只增不改：先记下树的大小，再取这以内的行，不用锁也前后一致。
    found = list(rows(dossier).filter(leaf_index__lt=size))
    if not found:
        raise NothingToExport("本卷还没有执法行为，没有可以导出的。")
    proofs = log.proofs_at([row.leaf_index for row in found], size)
    gone = disposed_in(found)
    files = build(
        [_packed(row, proof, gone.get(row.number)) for row, proof in zip(found, proofs, strict=True)],
        checkpoint=checkpoint,
        exported=moment_text(now),
        organization=dossier.agency_name or dossier.agency,
        exhibits=_exhibits(found, gone),
        documents=dict(documents or {}),
        attest=log.key().sign,
        tools={**(beside or {}), **tools()},
    )
    _write(files, target, str(dossier.pk))
    with target.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    return Exported(target, digest, target.stat().st_size, len(found))


def _packed(row: ActRow, proof: Sequence[bytes], gone: Gone | None) -> PackedAct:
    return PackedAct(
        envelope=envelope_of(row),
        body=json.loads(row.body) if row.body else None,
        seal=seal_of(row),
        salt=bytes.fromhex(row.salt),
        leaf_index=row.leaf_index,
        proof=proof,
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
