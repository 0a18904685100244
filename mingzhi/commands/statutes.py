"""mingzhi statutes：装载和列出法规全文。法规全文不随程序发布，由本机关自己装载。"""

from __future__ import annotations

import os
from pathlib import Path

import click


@click.group(short_help="装载、列出法规全文（引文连到当日有效的条文）")
def statutes() -> None:
    """法规库：放在数据目录的 statutes 里，一个文件一部法规（.md 或者 .txt）。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingzhi.settings")
    import django

    django.setup()


@statutes.command(short_help="收进一个文件夹里的法规")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def load(folder: Path) -> None:
    """把 FOLDER 里的法规收进法规库；文件名里可以写版本日期，如 行政处罚法(2021-01-22).md。"""
    from mingzhi.record import library

    kept = 0
    for file, found, why in library.load(folder):
        kept += len(found)
        names = "、".join(
            f"{each.short_name}（{len(each.articles)} 条，{each.effective or '施行日未写明'}）"
            for each in found
        )
        click.echo(f"{file.name}：{names or why}")
    click.echo(f"收进 {kept} 部，在 {library.folder()}。")


@statutes.command("list", short_help="列出法规库里有什么")
def listed() -> None:
    """列出法规库里的各部法规、各版的施行日期。"""
    from mingzhi.record import library

    found = library.library().statutes
    for each in found:
        stated = "" if each.effective_stated or each.effective is None else "（推定，请核对）"
        click.echo(f"{each.short_name}　{each.effective or '施行日未写明'}{stated}　{len(each.articles)} 条")
    if not found:
        click.echo("法规库是空的。用 mingzhi statutes load 文件夹 装载。")
