"""本机关适用的规则：地方的规则包，叠上本机关规则登记簿的行为。

每次写入都要问它，所以记住算过的：登记簿末项的封印没有变，就是同一本。退回的事务没有封印，不会留下错的。
"""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from mingzhi.casework.act import Act, Matter
from mingzhi.casework.lawbook import Lawbook, lawbook
from mingzhi.law.bundle import candidate, unzipped
from mingzhi.law.pack import Pack, PackError, load_pack
from mingzhi.record.exhibits import NotStored, open_exhibit
from mingzhi.record.models import ActRow, Dossier

KEPT = 64
_known: dict[tuple[object, str], Lawbook] = {}
# 每次写入都要问的一句，直接写。
_LAST = (
    f"SELECT a.dossier_id, a.sha256 FROM {ActRow._meta.db_table} a "
    f"JOIN {Dossier._meta.db_table} d ON d.id = a.dossier_id "
    "WHERE d.agency = %s AND d.matter = %s ORDER BY a.number DESC LIMIT 1"
)


_bare: dict[str, Lawbook] = {}


def _plain(base: Pack) -> Lawbook:
    """没有登记过改动的地方。"""
    found = _bare.get(base.id)
    if found is None or found.base is not base:
        found = _bare[base.id] = Lawbook(base, base)
    return found


def lawbook_of(agency: str, place: str) -> Lawbook:
    """agency 的法的登记；没有登记簿、还是空的，就是地方的规则包。没有这个地方抛 :class:`PackError`。"""
    base = load_pack(place)
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [agency, Matter.RULES.value])
        last = cursor.fetchone()
    if last is None:
        return _plain(base)
    found = _known.get(last)
    if found is None or found.base is not base:
        found = _known[last] = lawbook(base, register(UUID(str(last[0]))), proposed)
        if len(_known) > KEPT:
            _known.pop(next(iter(_known)))
    return found


def pack_of(agency: str, place: str) -> Pack:
    """agency 适用的规则。"""
    return lawbook_of(agency, place).pack


def register(dossier: UUID) -> tuple[Act, ...]:
    """登记簿的全部行为。"""
    # selectors 的 pack_for 要用本模块。
    from mingzhi.record.selectors import read

    return read(ActRow.objects.filter(dossier_id=dossier).order_by("number"))


def until(agency: str, place: str, number: int) -> Lawbook:
    """登记簿到第 number 号为止的样子（含这一号）；看一项改动以前和以后用它。"""
    base = load_pack(place)
    rows = ActRow.objects.filter(dossier__agency=agency, dossier__matter=Matter.RULES.value)
    first = rows.values_list("dossier_id", flat=True).first()
    acts = register(first) if first is not None else ()
    return lawbook(base, [act for act in acts if act.number <= number], proposed)


def proposed(act: Act) -> Pack | None:
    """一项提请所附的规则包；文件不在了、读不懂了的为 None（页面上说明，用的仍是以前的）。"""
    place = str(getattr(act.body, "pack", ""))
    digest = str(getattr(act.body, "digest", ""))
    for exhibit in act.exhibits:
        try:
            with open_exhibit(exhibit.sha256) as file:
                bundle = candidate(unzipped(file.read()), place)
            if bundle.digest == digest:
                return bundle.load()
        except (NotStored, PackError):
            continue
    return None
