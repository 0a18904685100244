"""处置：销毁一项行为的内容、一份材料的字节和它的文件名。写入依法处置的那个事务里销毁内容和文件名，提交以后销毁材料。

只有这里销毁。内容要过数据库的看守（guards.py）；材料先看还有没有别的行为用它，都点名处置了才销毁，断了的由 :func:`sweep` 接着做。
信封、两种摘要、封印、盐都留着，所以链、树、证明照样核验得过。
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from mingzhi.casework.acts.disposal import DISPOSED, ContentDisposed
from mingzhi.casework.disposal import Gone, disposals
from mingzhi.ledger.canonical import canonical
from mingzhi.record.bodies import restored
from mingzhi.record.exhibits import StillLocked, StoreDown, destroy, is_stored
from mingzhi.record.models import ActRow, Dossier, Draft
from mingzhi.record.search import indexed
from mingzhi.record.selectors import act_of
from mingzhi.record.stores import current

# 别的房间留着的副本（档案包、缩略图）：处置以后也要销毁。给它卷和销毁了的材料的摘要。
Forget = Callable[[Dossier, frozenset[str]], None]
_forgetters: list[Forget] = []


def on_disposal(forget: Forget) -> None:
    """登记一处副本怎样销毁；登记同一个两次，只算一次。做几次都要一样。"""
    if forget not in _forgetters:
        _forgetters.append(forget)


def carry_out(dossier: Dossier, body: ContentDisposed) -> None:
    """照已经写入的处置销毁。在写入它的事务里做：没有写成，就没有销毁。"""
    _secure()
    for item in body.disposed:
        if item.act is not None:
            _forget(dossier, item.act, item.body, frozenset(item.digests))
    # 草稿里可能抄着被销毁的话，分不出来，这一卷的都丢掉。
    Draft.objects.filter(dossier=dossier).delete()
    # 近来读过的字也不留在内存里。
    restored.cache_clear()
    indexed.cache_clear()
    digests = frozenset(digest for item in body.disposed for digest in item.digests)
    transaction.on_commit(lambda: finish(dossier, digests))


def _forget(dossier: Dossier, number: int, body: bool, digests: frozenset[str]) -> None:
    """一项的内容变成空的，销毁了的材料的文件名变成 null。"""
    row = ActRow.objects.get(dossier=dossier, number=number)
    refs, names = json.loads(row.exhibits), json.loads(row.names)
    kept = [None if ref["sha256"] in digests else name for ref, name in zip(refs, names, strict=True)]
    changes = {"names": canonical(kept).decode()} | ({"body": ""} if body else {})
    if all(getattr(row, column) == value for column, value in changes.items()):
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT record_dispose(%s, %s, %s, %s)", [dossier.pk, number, body, changes["names"]]
            )
    else:
        ActRow.objects.filter(pk=row.pk).update(**changes)


def finish(dossier: Dossier, digests: Iterable[str]) -> None:
    """提交以后：销毁材料的字节和各处副本，收回数据库里腾出的地方。做几次都一样。"""
    wanted = frozenset(digests)
    for digest in sorted(wanted):
        if nobody_needs(digest):
            try:
                destroy(digest)
            except (StillLocked, StoreDown):
                continue  # 锁期满了、连上了，由 sweep 再来
    for forget in _forgetters:
        forget(dossier, wanted)
    _compact()


def sweep() -> int:
    """接着做没有做完的：应当销毁、还存着的材料。返回销毁了几份。"""
    done = 0
    for digest in sorted(due_now()):
        try:
            destroy(digest)
        except (StillLocked, StoreDown):
            continue
        done += 1
    return done


@dataclass(frozen=True)
class Waiting:
    """已经依法处置、还没有销毁的一份材料：锁到什么时候；不是因为锁的为空（别的卷还用着、那时连不上）。"""

    digest: str
    until: datetime | None


def waiting(digests: Iterable[str]) -> tuple[Waiting, ...]:
    """其中还存着的，和各自锁到什么时候。"""
    found = sorted(digest for digest in set(digests) if is_stored(digest))
    return tuple(Waiting(digest, current().held(digest)) for digest in found)


def due_now() -> set[str]:
    """应当销毁、还存着的材料。"""
    return {digest for digest in gone_digests() if is_stored(digest)}


def gone_digests() -> set[str]:
    """全库里已经没有行为再用的材料：用过它的每一项都点名处置了它。"""
    return {digest for digest in {each.digest for each in _named()} if nobody_needs(digest)}


def nobody_needs(digest: str) -> bool:
    """用过这份材料的各项，都已经点名处置了它。别的卷还用着的，字节留着。"""
    named = {(each.dossier, each.number) for each in _named() if each.digest == digest}
    users = ActRow.objects.filter(exhibits__contains=digest).values_list("dossier_id", "number")
    return bool(named) and all((str(dossier), number) in named for dossier, number in users)


@dataclass(frozen=True)
class _Named:
    dossier: str
    number: int
    digest: str


def _named() -> Iterator[_Named]:
    for row in ActRow.objects.filter(kind=DISPOSED):
        for number, gone in disposals([act_of(row)]).items():
            for digest in gone.exhibits:
                yield _Named(str(row.dossier_id), number, digest)


def disposed_in(rows: Iterable[ActRow]) -> dict[int, Gone]:
    """一卷的各行里，哪几项凭第几号销毁了什么。处置自己读不出来的，当作没有。"""
    found = []
    for row in rows:
        if row.kind == DISPOSED:
            try:
                found.append(act_of(row))
            except (RuntimeError, json.JSONDecodeError):
                continue
    return {number: gone for number, gone in disposals(found).items() if gone.by > number}


def _secure() -> None:
    """SQLite：腾出来的页写零，文件里不留原文。"""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _compact() -> None:
    """SQLite：日志并回去截短，全文索引合并，旧的词不留在里面。PostgreSQL 的旧行由数据库的 VACUUM 收走（见安装）。"""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO record_search (record_search) VALUES ('optimize')")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
