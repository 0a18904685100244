"""登记簿的公布：从登记簿的行为算出门户上的各项，替换原来的（登记在 record.hooks，写入和重建都经过这里）。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from mingzhi.casework import listings
from mingzhi.casework.act import Act, Body, Matter
from mingzhi.casework.acts.annual import AnnualDrafted
from mingzhi.casework.acts.listing import Listed
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.sentences import in_words
from mingzhi.disclosure.models import PublicListing, PublicPage
from mingzhi.disclosure.project import slug_of
from mingzhi.law.pack import Pack
from mingzhi.record.models import ActRow, Dossier
from mingzhi.record.upserts import replace

ANNUAL = "annual"
# 种类 → 标题取哪一栏；不公开的栏（登记用的）。
TITLES = {
    "delegation": "organization",
    "random_item": "name",
    "guide": "name",
    "placard": "post",
    "column": "name",
}
INTERNAL = frozenset((*Listed.model_fields, "public_affairs", "coercion", "may_delegate_on", "column"))


def refresh(dossier: Dossier, pack: Pack, acts: Sequence[Act], today: date) -> None:
    """写下一份登记簿公布的各项。不是登记簿的卷，什么也不做。"""
    if dossier.matter != Matter.LISTING:
        return
    file = CaseFile(acts)
    items = [*_items(dossier, file, today), *_annual(dossier, file)]
    before = _seen(dossier)
    replace(PublicListing.objects.filter(dossier=dossier), items, "act")
    if before != _seen(dossier):
        # 存着的页写的是原来的各项，下次看时重新写出。
        PublicPage.objects.filter(agency=dossier.agency).delete()


def _seen(dossier: Dossier) -> list[tuple[Any, ...]]:
    return list(PublicListing.objects.filter(dossier=dossier).values_list("slug", "corrected_by", "until"))


def _items(dossier: Dossier, file: CaseFile, today: date) -> Iterator[PublicListing]:
    shown = listings.published_on(file)
    for act in listings.public(file, today):
        kind = act.kind.partition(".")[0]
        yield PublicListing(
            **_common(dossier, act),
            kind=kind,
            title=str(getattr(act.body, TITLES[kind])),
            column=str(getattr(act.body, "column", "")),
            fields=fields_of(act.body),
            tables=tables_of(act.body),
            published_at=shown[act.number].happened,
            until=getattr(act.body, "until", None),
        )


def _common(dossier: Dossier, act: Act) -> dict[str, Any]:
    row = ActRow.objects.get(dossier=dossier, number=act.number)
    return {
        "slug": slug_of(row),
        "dossier": dossier,
        "act": act.number,
        "sample": dossier.sample,
        "agency": dossier.agency,
        "agency_name": dossier.agency_name,
        "files": [
            {"name": each.name, "sha256": each.sha256, "size": each.size, "media_type": each.media_type}
            for each in act.exhibits
        ],
    }


def _annual(dossier: Dossier, file: CaseFile) -> Iterator[PublicListing]:
    reports = listings.annual_reports(file)
    latest = {report.year: drafted for _, drafted, report in reports}
    for published, drafted, report in reports:
        newer = latest[report.year]
        corrected = (
            "" if newer is drafted else slug_of(ActRow.objects.get(dossier=dossier, number=newer.number))
        )
        yield PublicListing(
            **_common(dossier, drafted),
            kind=ANNUAL,
            title=f"{report.year} 年度行政执法数据报告",
            fields=[
                {"label": str(AnnualDrafted.model_fields[name].title), "text": str(getattr(report, name))}
                for name in ("overview", "method")
                if getattr(report, name)
            ],
            tables=annual_tables(report),
            published_at=published.happened,
            year=report.year,
            corrected_by=corrected,
            note=report.correction,
        )


def annual_tables(report: AnnualDrafted) -> list[dict[str, Any]]:
    """年报的各表。"""
    tables: dict[str, list[list[str]]] = {}
    for each in report.figures:
        row = [
            each.label,
            in_words(each.count) if each.count is not None else "",
            in_words(each.amount),
            each.note,
        ]
        tables.setdefault(each.table, []).append(row)
    columns = ["项目", "件数", "金额（元）", "说明"]
    return [{"heading": name, "columns": columns, "rows": rows} for name, rows in tables.items()]


def fields_of(body: Body) -> list[dict[str, str]]:
    """公开的各栏：栏名和文字。空的不列。"""
    found = []
    for name, info in type(body).model_fields.items():
        value = getattr(body, name)
        if name in INTERNAL or isinstance(value, tuple) or value in (None, ""):
            continue
        text = value if isinstance(value, str) else in_words(value)
        found.append({"label": str(info.title), "text": text})
    return found


def tables_of(body: Body) -> list[dict[str, Any]]:
    """公开的各表：材料、人员。"""
    found = []
    for name, info in type(body).model_fields.items():
        rows = getattr(body, name)
        if not isinstance(rows, tuple) or not rows:
            continue
        inner = type(rows[0]).model_fields
        found.append(
            {
                "heading": str(info.title),
                "columns": [str(each.title) for each in inner.values()],
                "rows": [[in_words(getattr(row, column)) for column in inner] for row in rows],
            }
        )
    return found
