"""开放数据：公示的信息一个文件下载，与网页上公开的相同（CSV、JSON）。"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import QuerySet

from mingzhi.disclosure import content
from mingzhi.disclosure.models import Publication

COLUMNS = ("address", "status", "agency", "subject", *content.LABELS, "published_at", "sha256")


def rows(found: Iterable[Publication]) -> Iterator[dict[str, str]]:
    """开放数据的各行：与网页上公开的相同。"""
    for item in found:
        row = {
            "address": f"/p/{item.slug}",
            "status": item.status,
            "agency": item.agency_name,
            "subject": item.subject,
            **{column: str(getattr(item, column) or "") for column in content.LABELS},
            "published_at": content.moment(item.published_at),
            "sha256": item.digest,
        }
        yield row


def as_csv(found: Sequence[Publication] | QuerySet[Publication]) -> bytes:
    """CSV，首行是中文栏名；带字节序标记，表格软件打开不乱码。"""
    labels = {
        "address": "网址",
        "status": "状态",
        "agency": "公示机关",
        "subject": "公示内容",
        "published_at": "公示时间",
        "sha256": "SHA-256 摘要",
        **content.LABELS,
    }
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([labels[column] for column in COLUMNS])
    for row in rows(found):
        writer.writerow([harmless(row[column]) for column in COLUMNS])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def harmless(text: str) -> str:
    """表格软件会把 = + - @ 起头的格当公式算；前面加一撇。"""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def as_json(found: Sequence[Publication] | QuerySet[Publication], day: date) -> bytes:
    """JSON。"""
    said = {"format": "mingzhi.publications/1", "as_of": day.isoformat(), "items": list(rows(found))}
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"
