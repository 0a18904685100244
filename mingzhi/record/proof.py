"""存证：一卷的各项与存下的封印对不对得上；某一项在日志树里的包含证明，可以取走离线核对。"""

from __future__ import annotations

import json
from dataclasses import dataclass

from mingzhi.ledger.canonical import canonical
from mingzhi.ledger.chain import body_digest, seal
from mingzhi.record import log
from mingzhi.record.disposal import disposed_in
from mingzhi.record.models import ActRow, Dossier
from mingzhi.record.sealing import envelope_of, previous_of, seal_of
from mingzhi.record.selectors import rows


def broken(dossier: Dossier) -> tuple[int, ...]:
    """对不上的各项的序号：内容、封印或者前后相连变了。没有的为空。"""
    found: list[int] = []
    before: list[ActRow] = []
    stored = list(rows(dossier))
    gone = {number for number, each in disposed_in(stored).items() if each.body}
    for row in stored:
        if (
            not _holds(row, row.number in gone)
            or row.previous != previous_of(before)
            or row.number != len(before) + 1
        ):
            found.append(row.number)
        before.append(row)
    return tuple(found)


def _holds(row: ActRow, disposed: bool) -> bool:
    """内容与摘要相符；依法处置过的，内容是空的。没有处置而空了、处置了而还在，都不对。"""
    try:
        body = row.body == "" if disposed else body_digest(json.loads(row.body)) == row.body_digest
        return body and seal(envelope_of(row)) == seal_of(row)
    except ValueError:
        return False


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
    """一项行为此刻的包含证明。"""
    tree = log.tree()
    (path,) = log.proofs_at([row.leaf_index], tree.size)
    return Inclusion(
        row.number,
        row.sha256,
        row.sm3,
        row.leaf_index,
        tree.size,
        tuple(node.hex() for node in path),
        log.signed(tree),
    )
