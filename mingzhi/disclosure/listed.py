"""登记簿里公布的各项，给事前公开的页：每项一行，首格是到它自己那一页的链接。"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from django.db.models import Q

from mingzhi.disclosure.content import moment
from mingzhi.disclosure.models import PublicListing
from mingzhi.disclosure.opendata import harmless
from mingzhi.record.exhibits import NotStored, open_exhibit

UNPUBLISHED = "本局尚未公布"


def listed(agency: str, kind: str, day: date) -> Iterator[PublicListing]:
    """一个机关公布的一种，期限没有过的。"""
    found = PublicListing.objects.filter(agency=agency, kind=kind)
    yield from found.filter(Q(until=None) | Q(until__gte=day))


def url(item: PublicListing) -> str:
    """它自己那一页的网址，长期不变。"""
    return f"/l/{item.slug}"


def value(item: PublicListing, label: str) -> str:
    """一栏的文字。"""
    return next((str(each["text"]) for each in item.fields if each["label"] == label), "")


def rows(
    agency: str, kind: str, day: date, labels: tuple[str, ...]
) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """（各行，各行的网址）：首格是标题，其余各栏照 labels；期限写成“自…至…”。"""
    found = list(listed(agency, kind, day))
    lines = tuple((each.title, *(_cell(each, label) for label in labels)) for each in found)
    return lines, tuple(url(each) for each in found)


def _cell(item: PublicListing, label: str) -> str:
    if label == "期限":
        return f"{value(item, '期限自')} 至 {value(item, '期限至')}"
    return value(item, label)


# 给门户 -------------------------------------------------------------------------------------------


def item(slug: str, day: date) -> PublicListing | None:
    """公布的一项；移出的、被替换的、委托期限过了的，没有。"""
    found = PublicListing.objects.filter(slug=slug).first()
    return found if found is not None and (found.until is None or found.until >= day) else None


def newer(shown: PublicListing) -> PublicListing | None:
    """更正它的那一份。"""
    return PublicListing.objects.filter(slug=shown.corrected_by).first() if shown.corrected_by else None


def older(shown: PublicListing) -> list[PublicListing]:
    """它更正的以前各份。"""
    return list(PublicListing.objects.filter(corrected_by=shown.slug)) if shown.slug else []


def opened(shown: PublicListing, sha256: str) -> tuple[str, BinaryIO] | None:
    """一份可以下载的文件：文件名和字节。不是这一项公布的文件，没有。"""
    name = next((str(each["name"]) for each in shown.files if each["sha256"] == sha256), None)
    if name is None:
        return None
    try:
        return name, open_exhibit(sha256)
    except NotStored:
        return None


def as_csv(shown: PublicListing) -> bytes:
    """年报的各表，一个 CSV 文件。"""
    out = io.StringIO()
    writer = csv.writer(out)
    for table in shown.tables:
        writer.writerow(["表", *table["columns"]])
        for row in table["rows"]:
            writer.writerow([harmless(str(cell)) for cell in (table["heading"], *row)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_json(shown: PublicListing) -> bytes:
    """公布的一项，给机器读。"""
    said = {
        "format": "mingzhi.listing/1",
        "address": url(shown),
        "agency": {"code": shown.agency, "name": shown.agency_name},
        "kind": shown.kind,
        "title": shown.title,
        "year": shown.year,
        "published_at": moment(shown.published_at),
        "corrected_by": f"/l/{shown.corrected_by}" if shown.corrected_by else "",
        "fields": shown.fields,
        "tables": shown.tables,
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"
