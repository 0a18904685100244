"""mingzhi export：导出整个机关：每卷一个档案包，加公开的日志。断了再运行，接着做。"""

from __future__ import annotations

import os
from pathlib import Path

import click


@click.command(short_help="导出整个机关：每卷一个档案包，加公开的日志（断了再运行，接着做）")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export(folder: Path) -> None:
    """导出到 FOLDER：packages 里每卷一包（行为、材料、证明），log 是公开的日志，另有核验程序 verify.py。

    导出的时候照常办案：各卷都照开始那一刻的检查点。做完用 mingzhi verify FOLDER --key 公钥 核验。
    包里有举报人等限制知悉的内容，请按规定保管。
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingzhi.settings")
    import django

    django.setup()
    from mingzhi.people import clock
    from mingzhi.record import log
    from mingzhi.record.exportall import NotOurs, export_all

    def progress(done: int, total: int) -> None:
        click.echo(f"\r已导出 {done}/{total} 卷", nl=False, err=True)

    try:
        done = export_all(folder, now=clock.now(), progress=progress)
    except (NotOurs, log.LogBroken) as error:
        raise click.ClickException(str(error)) from error
    click.echo(err=True)
    click.echo(f"共 {done.dossiers} 卷，这一次写了 {done.written} 卷；日志 {done.at.checkpoint.size} 片叶。")
    click.echo(f"核验：mingzhi verify {folder} --key '{log.key().verifier.vkey}'")
