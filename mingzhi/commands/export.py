"""mingzhi export：导出整个机关：每卷一个档案包，加公开的日志，断了再运行，接着做；也可以只导出一卷。"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click


@click.command(short_help="导出整个机关：每卷一个档案包，加公开的日志（断了再运行，接着做）；或者只导出一卷")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--dossier", help="只导出这一卷（卷号），TARGET 是 zip 文件。")
@click.option(
    "--at",
    "moment",
    help="出具时刻，如 2026-03-02T10:00:00+08:00；不写是现在。恢复来的卷，写原来的时刻，得到与原来逐字节相同的包。",
)
def export(target: Path, dossier: str | None, moment: str | None) -> None:
    """导出到 TARGET：packages 里每卷一包（行为、材料、证明），log 是公开的日志，另有核验程序 verify.py。

    导出的时候照常办案：各卷都照开始那一刻的检查点。做完用 mingzhi verify TARGET --key 公钥 核验。
    包里有举报人等限制知悉的内容，请按规定保管。
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingzhi.settings")
    import django

    django.setup()
    from django.core.exceptions import ValidationError

    from mingzhi.people import clock
    from mingzhi.record import log
    from mingzhi.record.export import NothingToExport
    from mingzhi.record.export import export as export_one
    from mingzhi.record.exportall import NotOurs, export_all
    from mingzhi.record.models import Dossier
    from mingzhi.record.restored import NoEvidence

    def progress(done: int, total: int) -> None:
        click.echo(f"\r已导出 {done}/{total} 卷", nl=False, err=True)

    now = _moment(moment) if moment else clock.now()
    try:
        if dossier is not None:
            one = export_one(Dossier.objects.get(pk=dossier), target, now=now)
            click.echo(f"共 {one.acts} 项，{one.size} 字节，SHA-256 {one.sha256}。")
            return
        done = export_all(target, now=now, progress=progress)
    except (Dossier.DoesNotExist, ValidationError) as error:
        raise click.ClickException(f"没有卷号是 {dossier} 的卷。") from error
    except (NotOurs, log.LogBroken, NothingToExport, NoEvidence) as error:
        raise click.ClickException(str(error)) from error
    click.echo(err=True)
    click.echo(f"共 {done.dossiers} 卷，这一次写了 {done.written} 卷；日志 {done.at.checkpoint.size} 片叶。")
    click.echo(f"核验：mingzhi verify {target} --key '{log.key().verifier.vkey}'")


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise click.BadParameter(
            "出具时刻应写到秒，带时区，如 2026-03-02T10:00:00+08:00。", param_hint="--at"
        )
    return found
