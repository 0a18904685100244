"""日志树：全库的执法行为按写入先后成为一棵树的叶；检查点由本机的密钥签发。

C2SP tlog-checkpoint。密钥在数据目录的 keys 里，第一次用时生成，不进数据库，也不随导出包走。
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.db import connection

from mingzhi.ledger.checkpoint import Checkpoint, Verifier, sign_note, sign_text
from mingzhi.ledger.merkle import Tree, inclusion_proofs, root
from mingzhi.ledger.tiles import BadTile
from mingzhi.record import signing
from mingzhi.record.models import ActRow, Dossier, LogHead
from mingzhi.record.sealing import leaf_of

_HEAD = LogHead._meta.db_table


class LogBroken(RuntimeError):
    """数据库被绕过程序改过：日志树少了叶。"""


@dataclass(frozen=True)
class LogKey:
    """签发检查点和出具声明的密钥。name 也是日志的名称。"""

    name: str
    private: Ed25519PrivateKey

    @property
    def verifier(self) -> Verifier:
        """验证公钥：交给要核验的人，不经过导出包。"""
        return Verifier.of(self.name, self.private)

    def sign(self, text: str) -> str:
        return sign_text(text, self.name, self.private)


def key() -> LogKey:
    """本机的密钥；没有就生成。名称取自公钥，可用 MINGZHI_LOG_NAME 另定。"""
    file = key_file("log.pem")
    private = load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise RuntimeError(f"{file} 不是 Ed25519 密钥。")
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    name = getattr(settings, "MINGZHI_LOG_NAME", "") or f"mingzhi-{hashlib.sha256(public).hexdigest()[:8]}"
    return LogKey(name, private)


def key_file(name: str) -> Path:
    """数据目录 keys 里的一个密钥文件；没有就生成。"""
    file = Path(settings.MINGZHI_DATA) / "keys" / name
    if not file.exists():
        _create(file)
    return file


def _create(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    handle, temporary = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(pem)
            out.flush()
            os.fsync(out.fileno())
        # 链接而不是改名：两个进程同时生成，后到的不会盖掉先到的。
        os.link(temporary, file)
    except FileExistsError:
        pass
    finally:
        os.unlink(temporary)


def lock() -> LogHead:
    """锁住日志树末端，到事务结束。先写后读：SQLite 由此取得写锁，PostgreSQL 由此取得行锁。"""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {_HEAD} SET size = size WHERE id = 1 RETURNING size, peaks")
        found = cursor.fetchone()
    if found is None:
        raise RuntimeError("日志树末端的一行不见了：数据库没有迁移，或者被改过。")
    return LogHead(pk=1, size=found[0], peaks=found[1])


def tree(head: LogHead | None = None) -> Tree:
    """日志树此刻的样子。"""
    head = head or LogHead.objects.get(pk=1)
    return Tree(head.size, (bytes.fromhex(peak) for peak in head.peaks.split()))


def grow(head: LogHead, leaf: bytes) -> int:
    """加一片叶，返回它的序号。调用者已经 :func:`lock`。"""
    grown = tree(head)
    position = grown.append(leaf)
    head.size = grown.size
    head.peaks = " ".join(peak.hex() for peak in grown.peaks)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {_HEAD} SET size = %s, peaks = %s WHERE id = 1", [head.size, head.peaks])
    return position


def checkpoint() -> str:
    """此刻的检查点，已签名。"""
    return signed(tree())


def signed(of: Tree) -> str:
    """这棵树的检查点，已签名。"""
    mine = key()
    checkpoint = Checkpoint(mine.name, of.size, of.root)
    return sign_note(checkpoint, mine.name, mine.private) + signing.line(checkpoint.text, mine.name)


def leaves(size: int, start: int = 0) -> list[bytes]:
    """第 start 片到第 size 片（不含）的叶。少了一片抛 :class:`LogBroken`。"""
    found = ActRow.objects.filter(leaf_index__gte=start, leaf_index__lt=size).order_by("leaf_index")
    leaves: list[bytes] = []
    for row in found.only("sha256", "sm3", "salt", "leaf_index").iterator():
        if row.leaf_index != start + len(leaves):
            break
        leaves.append(leaf_of(row))
    if len(leaves) != max(0, size - start):
        lost = start + len(leaves)
        raise LogBroken(f"日志树共 {size} 片叶，缺少第 {lost} 片：有执法行为被绕过程序删除。")
    return leaves


def root_at(size: int) -> bytes:
    """由存着的行为重算：前 size 片叶的树根。少了一片抛 :class:`LogBroken`。"""
    return root(leaves(size))


def proofs(dossier: Dossier, of: Tree | None = None) -> list[list[bytes]]:
    """一卷各项行为在日志树里的包含证明，按序号。"""
    size = (of or tree()).size
    found = ActRow.objects.filter(dossier=dossier, leaf_index__lt=size).order_by("number")
    indexes = found.values_list("leaf_index", flat=True)
    return proofs_at([index for index in indexes if index is not None], size)


def proofs_at(indexes: Sequence[int], size: int) -> list[list[bytes]]:
    """这几片叶在前 size 片叶的树里的包含证明。"""
    from mingzhi.record.publishing import tiled

    try:
        tree = tiled(size)
        return [tree.inclusion_proof(index) for index in indexes]
    except BadTile:
        # 瓦片可丢：不全的，从全部的叶算。
        return inclusion_proofs(leaves(size), indexes)
