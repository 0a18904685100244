"""查阅记录：谁、何时、看了哪一卷的什么、为什么；按条件筛，导出表格（CQ-R-23¶1、QL-2.2.4-d）。"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from mingzhi.casework.act import SHANGHAI
from mingzhi.record.models import AccessLog

COLUMNS = ("时间", "人员编号", "姓名", "案号", "案件", "看了什么", "用途")
# 表格软件会把这些开头的格子当公式执行。
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Filter:
    """筛选：填错的日期不算，照样说出来。"""

    who: str = ""
    what: str = ""
    case: str = ""
    since: str = ""
    until: str = ""
    outside: bool = False

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Filter:
        def text(name: str) -> str:
            return str(given.get(name, "")).strip()[:100]

        return cls(
            text("who"), text("what"), text("case"), text("since"), text("until"), bool(given.get("outside"))
        )

    @property
    def faults(self) -> tuple[str, ...]:
        named = (("起", self.since), ("止", self.until))
        return tuple(
            f"日期（{name}）“{given}”看不懂，请写成 2025-09-24 这样。"
            for name, given in named
            if given and day_of(given) is None
        )


def day_of(text: str) -> date | None:
    """写成 2025-09-24 的日期。"""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def accesses(agency: str, chosen: Filter) -> QuerySet[AccessLog]:
    """本机关案卷的查阅记录，新的在前。"""
    rows = AccessLog.objects.filter(Q(dossier__agency=agency) | Q(dossier=None, agency=agency))
    if chosen.who:
        rows = rows.filter(Q(person_name__icontains=chosen.who) | Q(person_number=chosen.who))
    if chosen.what:
        rows = rows.filter(Q(what__icontains=chosen.what) | Q(purpose__icontains=chosen.what))
    if chosen.case:
        rows = rows.filter(
            Q(dossier__projection__document_no__icontains=chosen.case)
            | Q(dossier__projection__title__icontains=chosen.case)
        )
    if (since := day_of(chosen.since)) is not None:
        rows = rows.filter(at__gte=_begin(since))
    if (until := day_of(chosen.until)) is not None and until < date.max:
        rows = rows.filter(at__lt=_begin(until + timedelta(days=1)))
    if chosen.outside:
        rows = rows.filter(person_number="")
    return rows.select_related("dossier__projection").order_by("-at", "-pk")


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def as_csv(rows: QuerySet[AccessLog]) -> Iterator[bytes]:
    """表格文件，一行一条；开头的标记让表格软件认出是 UTF-8。"""
    yield b"\xef\xbb\xbf" + _line(COLUMNS)
    for row in rows.iterator(chunk_size=500):
        projection = getattr(row.dossier, "projection", None)
        yield _line(
            (
                f"{row.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}",
                row.person_number or "机关以外",
                row.person_name,
                projection.document_no if projection else "",
                projection.title if projection else "",
                row.what,
                row.purpose,
            )
        )


def _line(cells: tuple[str, ...]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells)
    return out.getvalue().encode()
