"""mingzhi import：把导出的档案包、整个机关的导出，恢复到一个还没有执法行为的库。"""

from __future__ import annotations

import os
from pathlib import Path

import click

from mingzhi.commands.verify import verifier


@click.command("import", short_help="恢复：把档案包或者整个机关的导出写回新装的库（先核验，原样写回）")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--key",
    "keys",
    multiple=True,
    required=True,
    help="导出它的机关的验证公钥（名称+标识+公钥），或者写着它的文件；应当从包以外的地方取得。可以多次。",
)
def import_(sources: tuple[Path, ...], keys: tuple[str, ...]) -> None:
    """把 SOURCES 恢复到本机。先核验，核验不过、本机已经有执法行为的，不恢复，什么也不改。

    SOURCES 是一个 mingzhi export 导出的文件夹：整个机关都写回来，以后接着办案；要先放回原来的密钥（keys 文件夹）。
    或者是几个档案包（zip 或者解开的文件夹）：只供查阅，凭据照随包的；照原来的时刻再导出，字节相同。
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingzhi.settings")
    import django

    django.setup()
    from mingzhi.people import clock
    from mingzhi.people.services import open_agencies
    from mingzhi.record.restoring import NotRestored, restore_packages
    from mingzhi.record.restoring_bureau import is_bureau, restore_bureau

    def progress(done: int, total: int) -> None:
        click.echo(f"\r已写回并核对 {done}/{total}", nl=False, err=True)

    whole = [source for source in sources if is_bureau(source)]
    if whole and len(sources) > 1:
        raise click.UsageError("整个机关的导出，一次恢复一个。")
    trusted = [verifier(each) for each in keys]
    try:
        if whole:
            done = restore_bureau(whole[0], keys=trusted, now=clock.now(), progress=progress)
        else:
            done = restore_packages(sources, keys=trusted, now=clock.now(), progress=progress)
    except NotRestored as error:
        raise click.ClickException(str(error)) from error
    open_agencies()
    click.echo(err=True)
    for doubt in done.doubts:
        click.echo(f"？ {doubt}")
    click.echo(f"已恢复 {done.dossiers} 卷、{done.acts} 项执法行为，与包里逐字节相同。")
    if not whole:
        click.echo("这些卷只供查阅，不能再写入；凭据在数据目录的 restored 里。")
