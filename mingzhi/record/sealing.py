"""封存一行：行的各栏与存证的信封互相换算。时刻一律写成北京时间 +08:00，不随时区数据库变。"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from mingzhi.casework.act import Exhibit
from mingzhi.ledger.chain import GENESIS, Envelope, ExhibitRef, Seal, leaf, name_digest
from mingzhi.ledger.digests import Sha256, Sm3
from mingzhi.ledger.package import NameEntry
from mingzhi.record.models import ActRow

SALT_BYTES = 32
BEIJING = timezone(timedelta(hours=8))


def moment_text(when: datetime) -> str:
    """时刻在信封里的写法。"""
    return when.astimezone(BEIJING).isoformat()


def references(exhibits: Sequence[Exhibit], names: Sequence[NameEntry]) -> tuple[ExhibitRef, ...]:
    """材料在信封里的写法：文件名只有加盐的摘要。"""
    return tuple(
        ExhibitRef(
            sha256=each.sha256,
            sm3=each.sm3,
            size=each.size,
            name_digest=name_digest(named["name"], bytes.fromhex(named["salt"])),
            media_type=each.media_type,
        )
        for each, named in zip(exhibits, names, strict=True)
    )


def named(exhibits: Sequence[Exhibit]) -> list[NameEntry]:
    """各份材料的文件名，各有各的盐：销毁一份的，别的照样核对得上。"""
    return [{"name": each.name, "salt": secrets.token_bytes(SALT_BYTES).hex()} for each in exhibits]


def names_of(row: ActRow) -> list[NameEntry | None]:
    """一行存着的文件名；随材料销毁了的是 None。"""
    found: list[NameEntry | None] = json.loads(row.names)
    return found


def envelope_of(row: ActRow) -> Envelope:
    """一行的信封，照存储原样，不重算。"""
    return Envelope(
        dossier=str(row.dossier_id),
        number=row.number,
        kind=row.kind,
        happened=moment_text(row.happened),
        recorded=moment_text(row.recorded),
        actor=json.loads(row.actor),
        body_digest=Sha256(row.body_digest),
        exhibits=tuple(json.loads(row.exhibits)),
        previous=Sha256(row.previous),
    )


def seal_of(row: ActRow) -> Seal:
    """一行存着的封印，不重算。"""
    return Seal(Sha256(row.sha256), Sm3(row.sm3))


def leaf_of(row: ActRow) -> bytes:
    """一行在日志树里的叶。"""
    return leaf(seal_of(row), bytes.fromhex(row.salt))


def previous_of(rows: Sequence[ActRow]) -> Sha256:
    """下一项要记的前一项的封印。"""
    return Sha256(rows[-1].sha256) if rows else GENESIS
