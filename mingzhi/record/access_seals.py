"""查阅日志进存证：到钟点把新的几条算成摘要，写进本机关的查阅登记簿；自查时重算一遍。

一条查阅日志写进去以后，最迟到下一个钟点就有了摘要；摘要在链和日志树里，随检查点公开、由别的机关见证。
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Q, QuerySet

from mingzhi.casework.act import Act, Matter
from mingzhi.casework.actor import Actor, Role
from mingzhi.casework.acts.access import SEALED, AccessSealed
from mingzhi.casework.agency import Agency
from mingzhi.ledger.canonical import canonical
from mingzhi.record.append import append
from mingzhi.record.dossiers import find_register, register_of
from mingzhi.record.models import AccessLog, Dossier
from mingzhi.record.sealing import moment_text
from mingzhi.record.selectors import acts, read, rows

# 同时写的几条，编号小的可能提交得晚：刚写的先不封，等它们都落定。
SETTLED = timedelta(minutes=5)
SYSTEM = "system"


@dataclass(frozen=True)
class Unsealed:
    """对不上的一段：登记簿的哪一项、怎样不对。"""

    agency: str
    number: int
    says: str


def seal_all(now: datetime) -> int:
    """各机关封存一次，返回写了几项。没有新的查阅的机关，不写。"""
    codes = Dossier.objects.order_by("agency").values_list("agency", flat=True).distinct()
    return sum(seal(code, now) for code in codes)


def seal(agency: str, now: datetime) -> bool:
    """封存一个机关新的查阅日志；没有新的，False。"""
    book = find_register(agency, Matter.ACCESS)
    number, after = _reached(book) if book is not None else (0, 0)
    settled = _rows(agency).filter(pk__gt=after, at__lte=now - SETTLED)
    upto = settled.aggregate(Max("pk"))["pk__max"]
    if upto is None:
        return False
    count, digest = summed(agency, after, upto)
    book = book or _opened(agency, now)
    body = AccessSealed(after=after, upto=upto, count=count, digest=digest)
    append(book, SEALED, body, by=_system(book), happened=now, now=now, expects=number)
    return True


def summed(agency: str, after: int, upto: int) -> tuple[int, str]:
    """一段查阅日志的条数和摘要。"""
    digest, count = hashlib.sha256(), 0
    for row in _rows(agency).filter(pk__gt=after, pk__lte=upto).order_by("pk").iterator():
        digest.update(canonical(_row(row)) + b"\n")
        count += 1
    return count, digest.hexdigest()


def lines() -> Iterator[bytes]:
    """全部查阅日志，一行一条，写法与封存时的相同；导出整个机关时用。"""
    for row in AccessLog.objects.order_by("pk").iterator():
        yield canonical(_row(row)) + b"\n"


def check() -> Iterator[Unsealed]:
    """各机关的查阅登记簿重算一遍：查阅日志改了、删了、补了的，那一段对不上。"""
    for book in Dossier.objects.filter(matter=Matter.ACCESS.value).order_by("pk"):
        after = 0
        for act, body in _sealed(book):
            if body.after != after:
                yield Unsealed(book.agency, act.number, "与前一段不相接")
            after = body.upto or 0
            count, digest = summed(book.agency, body.after or 0, after)
            if (count, digest) != (body.count, body.digest):
                told = f"封存时 {body.count} 条，现在 {count} 条" if count != body.count else "有一条被改过"
                yield Unsealed(book.agency, act.number, f"查阅日志与封存的摘要不符：{told}")


def _reached(book: Dossier) -> tuple[int, int]:
    """登记簿的末项是第几号，封存到哪一条。只读末了的：登记簿写得再长，封存一次的工夫也不变。"""
    kept = rows(book).reverse()
    latest = next(iter(read(kept.filter(kind=SEALED)[:1])), None)
    number = kept.values_list("number", flat=True).first() or 0
    upto = latest.body.upto if latest is not None and isinstance(latest.body, AccessSealed) else 0
    return number, upto or 0


def _sealed(book: Dossier) -> tuple[tuple[Act, AccessSealed], ...]:
    return tuple((act, act.body) for act in acts(book) if isinstance(act.body, AccessSealed))


def _rows(agency: str) -> QuerySet[AccessLog]:
    """一个机关的：本机关的人看的，和外人（当事人）看本机关的卷。"""
    return AccessLog.objects.filter(Q(agency=agency) | Q(agency="", dossier__agency=agency))


def _row(row: AccessLog) -> dict[str, object]:
    return {
        "id": row.pk,
        "at": moment_text(row.at),
        "agency": row.agency,
        "person_number": row.person_number,
        "person_name": row.person_name,
        "dossier": str(row.dossier_id) if row.dossier_id else "",
        "what": row.what,
        "purpose": row.purpose,
    }


def _opened(agency: str, now: datetime) -> Dossier:
    """立一份查阅登记簿；机关的名称、规则包照它别的卷。"""
    known = Dossier.objects.filter(agency=agency).order_by("-created")[0]
    value = Agency(code=agency, name=known.agency_name, abbr=known.abbr, place=known.place)
    return register_of(value, Matter.ACCESS, now=now, sample=known.sample)


def _system(book: Dossier) -> Actor:
    return Actor(
        number=SYSTEM,
        name="系统",
        department="",
        agency=book.agency,
        agency_name=book.agency_name,
        roles=(Role.ADMINISTRATOR,),
    )
