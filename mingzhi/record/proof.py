"""存证：一卷的各项与存下的封印对不对得上；某一项在日志树里的包含证明，可以取走离线核对。"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from mingzhi.casework.disposal import Gone
from mingzhi.ledger.canonical import canonical
from mingzhi.ledger.chain import body_digest, name_digest, seal
from mingzhi.record import log
from mingzhi.record.disposal import disposed_in
from mingzhi.record.models import ActRow, Dossier
from mingzhi.record.restored import NoEvidence, evidence
from mingzhi.record.sealing import envelope_of, names_of, previous_of, seal_of
from mingzhi.record.selectors import rows


def broken(dossier: Dossier) -> tuple[int, ...]:
    """对不上的各项的序号：内容、封印或者前后相连变了。没有的为空。"""
    found: list[int] = []
    before: list[ActRow] = []
    stored = list(rows(dossier))
    gone = disposed_in(stored)
    for row in stored:
        if (
            not _holds(row, gone.get(row.number))
            or row.previous != previous_of(before)
            or row.number != len(before) + 1
        ):
            found.append(row.number)
        before.append(row)
    return tuple(found)


def _holds(row: ActRow, gone: Gone | None) -> bool:
    """内容、文件名与摘要相符；依法处置过的，是空的。没有处置而空了、处置了而还在，都不对。"""
    disposed = gone is not None and gone.body
    try:
        body = row.body == "" if disposed else body_digest(json.loads(row.body)) == row.body_digest
        return (
            body
            and _names_hold(row, gone.exhibits if gone else ())
            and seal(envelope_of(row)) == seal_of(row)
        )
    except (ValueError, TypeError, KeyError):
        return False


def _names_hold(row: ActRow, gone: Sequence[str]) -> bool:
    for ref, each in zip(json.loads(row.exhibits), names_of(row), strict=True):
        if (each is None) != (ref["sha256"] in gone):
            return False
        if each is None:
            continue
        salt = bytes.fromhex(each["salt"])
        # 大写的十六进制是同样的字节，却不是写下的那几个字。
        if set(each) != {"name", "salt"} or salt.hex() != each["salt"]:
            return False
        if name_digest(each["name"], salt) != ref["name_digest"]:
            return False
    return canonical(json.loads(row.names)).decode() == row.names


@dataclass(frozen=True)
class Inclusion:
    """一项行为的存证：封印的两种摘要、在日志树里的位置、包含证明和已签名的检查点。"""

    number: int
    sha256: str
    sm3: str
    leaf_index: int
    size: int
    path: tuple[str, ...]
    checkpoint: str

    def as_file(self, row: ActRow) -> bytes:
        """取走的文件：信封、盐、证明、检查点，与档案包里的同名。"""
        return canonical(
            {
                "envelope": dict(envelope_of(row).as_json()),
                "seal": {"sha256": self.sha256, "sm3": self.sm3},
                "salt": row.salt,
                "leaf_index": self.leaf_index,
                "tree_size": self.size,
                "proof": list(self.path),
                "checkpoint": self.checkpoint,
            }
        )


def inclusion(row: ActRow) -> Inclusion:
    """一项行为此刻的包含证明；恢复来的，是随包的那一份。"""
    if row.leaf_index is None:
        kept = evidence(row.dossier)
        if kept is None:
            raise NoEvidence(f"卷 {row.dossier_id} 第 {row.number} 号不在日志里，也没有恢复的凭据")
        found = kept.proof(row.number)
        note, index, path = kept.checkpoint, found.leaf_index, list(found.proof)
        size = kept.row.size
    else:
        tree = log.tree()
        size, note, index = tree.size, log.signed(tree), row.leaf_index
        (path,) = log.proofs_at([index], size)
    nodes = tuple(node.hex() for node in path)
    return Inclusion(row.number, row.sha256, row.sm3, index, size, nodes, note)
