"""mingzhi rehearse：换一个规则包，看过去的案卷会怎样。只读数据库，什么也不写。"""

from __future__ import annotations

import os
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

YEAR = timedelta(days=365)


@click.command(short_help="推演：换一个规则包，看过去一年的案卷会怎样（只读）")
@click.argument("pack", type=click.Path(exists=True, path_type=Path))
@click.option("--against", default="", help="数据库：SQLite 文件，或者 postgres:// 地址；不写即本机的。")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), default=None, help="看哪天以后的案卷，不写即一年前。"
)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), default=None, help="看到哪天，不写即今天。")
@click.option("--csv", "out", type=click.Path(dir_okay=False, path_type=Path), help="把结果写成 CSV。")
@click.option("--json", "as_json", is_flag=True, help="打印给机器读的 JSON。")
def rehearse(
    pack: Path, against: str, since: datetime | None, until: datetime | None, out: Path | None, as_json: bool
) -> None:
    """PACK 是规则包的文件夹（或者放着几个包的文件夹、zip）；没有放进去的上级用现在的。"""
    if against:
        os.environ["MINGZHI_DATABASE_URL"] = _url(against)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingzhi.settings")
    import django

    django.setup()
    _read_only()
    from mingzhi.law.pack import PackError
    from mingzhi.people import clock

    today = clock.today()
    begin, end = _day(since) or today - YEAR, _day(until) or today
    try:
        layers = _layers(pack)
        results = list(_agencies(layers, begin, end, today, quiet=as_json))
    except PackError as error:
        raise click.ClickException(f"规则包装不进来：{error}") from error
    if not results:
        click.echo("没有机构用这个规则包（或者以它为上级的包），没有可看的案卷。", err=True)
        sys.exit(2)
    if out is not None:
        _csv(out, results)
    if as_json:
        _json(results, begin, end)
        return
    for name, totals, found in results:
        click.echo(f"\n━━ {name}：{begin} 至 {end}，看了 {totals.seen} 卷，{totals.changed} 卷有变化")
        for label, dossiers, shifts in totals.rows:
            click.echo(f"  {label}：{dossiers} 卷，{shifts} 处")
        for each in found:
            click.echo(f"  {each.document_no or '（没有案号）'} {each.title}")
            for shift in each.comparison.shifts:
                number = f"第 {shift.act} 号 " if shift.act else ""
                told = f"{shift.before or '没有'} → {shift.after or '没有'}"
                click.echo(f"    {shift.effect.label}：{number}{shift.what}：{told}（{shift.cite}）")
    if out is not None:
        click.echo(f"写在 {out}。")


def _url(against: str) -> str:
    if "://" in against:
        return against
    file = Path(against).expanduser().resolve()
    if not file.is_file():
        raise click.ClickException(f"没有这个数据库文件：{file}")
    # 只读打开：连日志模式也不改。
    return f"sqlite:///{file.as_uri()}?mode=ro"


def _read_only() -> None:
    """连上以后先说只读：推演写不了一个字。"""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only = ON")
        else:
            cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _layers(pack: Path) -> dict[str, Any]:
    from mingzhi.law.bundle import unzipped
    from mingzhi.record.placefiles import read_places

    return unzipped(pack.read_bytes()) if pack.is_file() else dict(read_places(pack))


def _agencies(layers: dict[str, Any], since: date, until: date, today: date, *, quiet: bool) -> Any:
    from mingzhi.law.bundle import candidate
    from mingzhi.law.pack import PackError, load_pack, read_header
    from mingzhi.record.lawbook import lawbook_of
    from mingzhi.record.models import Dossier
    from mingzhi.rulebook import rehearse as core

    if not layers:
        raise PackError("没有 pack.yaml，不是规则包")
    given = {read_header(files, name).id for name, files in layers.items()}
    agencies = Dossier.objects.values_list("agency", "agency_name", "place").order_by("agency").distinct()
    for code, name, place in agencies:
        if not given & {header.id for header in load_pack(place).chain}:
            continue
        book = lawbook_of(code, place)
        before, after = core.with_pack(book, candidate(layers, place), since, today)
        wanted = core.dossiers(code, since, until)
        count, totals, found = wanted.count(), core.Totals(), []
        comparing = core.whole(before, after, today)
        for each in core.each(wanted.iterator(chunk_size=50), comparing):
            totals.seen += 1
            if each.comparison.shifts:
                totals.add(each.comparison.counts)
                found.append(each)
            if not quiet and (totals.seen % 20 == 0 or totals.seen == count):
                click.echo(f"\r{name}：{totals.seen}/{count} 卷", nl=totals.seen == count, err=True)
        yield name, totals, found


def _csv(out: Path, results: list[Any]) -> None:
    from mingzhi.rulebook.rehearse import as_csv, table

    rows = (
        (each.document_no, each.title, [shift.as_json() for shift in each.comparison.shifts])
        for _, _, found in results
        for each in found
    )
    with out.open("w", encoding="utf-8", newline="") as file:
        file.writelines(as_csv(table(rows)))


def _json(results: list[Any], since: date, until: date) -> None:
    import json

    told = [
        {
            "agency": name,
            "since": since.isoformat(),
            "until": until.isoformat(),
            "seen": totals.seen,
            "changed": totals.changed,
            "dossiers": [
                {
                    "dossier": str(each.dossier.pk),
                    "document_no": each.document_no,
                    "title": each.title,
                    "shifts": [shift.as_json() for shift in each.comparison.shifts],
                }
                for each in found
            ],
        }
        for name, totals, found in results
    ]
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))
