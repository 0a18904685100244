"""mingzhi store：材料存在哪里：看一看、搬到另一处。"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mingzhi.record.moving import Moved
    from mingzhi.record.stores import Store


@click.group(short_help="材料存在哪里：核对、搬到另一处（文件夹、带对象锁的对象存储）")
def store() -> None:
    """材料（录音、录像、照片、扫描件）由 MINGZHI_STORE 选定存在哪里，见 docs/settings.md。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingzhi.settings")
    import django

    django.setup()


@store.command(short_help="现在用的地方能不能用、锁不锁得住、有几份")
def check() -> None:
    """不合要求的（连不上、没有对象锁）说明怎么办，退出码是 1。逐份核对用 mingzhi fsck。"""
    place = _opened("")
    click.echo(f"材料存在 {place.name}。")
    click.echo(
        "有对象锁，锁着的谁都删不掉。" if place.locks else "文件夹没有对象锁：少了、改了查得出，拦不住。"
    )
    count = size = locked = 0
    for name in place.names():
        count, size = count + 1, size + (place.size(name) or 0)
        locked += place.held(name) is not None
        _progress(f"\r已看 {count} 份")
    _progress("\n" if count else "")
    click.echo(f"共 {count} 份，{_size(size)}" + (f"，锁着 {locked} 份。" if place.locks else "。"))
    faults = list(place.remarks())
    for each in faults:
        click.echo(f"✗ {each.name}：{each.says}")
    if faults:
        raise SystemExit(1)


@store.command(short_help="把材料搬到另一处，逐份核对摘要（断了再运行，接着搬）")
@click.argument("to")
@click.option("--from", "from_", default="", help="从哪里搬；不写就是 MINGZHI_STORE 现在的地方。")
@click.option(
    "--delete-source",
    is_flag=True,
    help="搬好以后删掉来源里的：删以前再读一遍去处的。不能删正在用的地方，锁着的留到到期。",
)
def move(to: str, from_: str, delete_source: bool) -> None:
    """搬到 TO，写法同 MINGZHI_STORE：folder、file:///绝对路径、s3+https://主机/桶。

    网站不用停；搬完停下网站再运行一次（搬这期间新存的），改 MINGZHI_STORE，再启动。来源里的都还在。
    """
    from mingzhi.people import clock
    from mingzhi.record import moving
    from mingzhi.record.stores import StoreDown, Unfit

    source, target = _opened(from_), _opened(to)

    def progress(done: int, total: int, size: int) -> None:
        _progress(f"\r{done}/{total} 份，{_size(size)}")

    try:
        moved = moving.move(source, target, today=clock.today(), progress=progress)
        _progress("\n")
        click.echo(
            f"从 {source.name} 到 {target.name}：搬了 {moved.copied} 份（{_size(moved.size)}），逐份读过，摘要相符；"
            f"以前搬好的 {moved.before} 份。"
        )
        _say_left(moved, "没有搬")
        if not delete_source:
            click.echo(
                "来源里的一份也没有删。改 MINGZHI_STORE、重新启动、运行 mingzhi nightly 和 mingzhi fsck；"
                "以后要删来源里的，加 --from 来源 --delete-source 再运行一次。"
            )
            raise SystemExit(1 if moved.left else 0)
        cleared = moving.clear(source, target, progress=progress)
    except (moving.SameStore, StoreDown, Unfit) as fault:
        _progress("\n")
        again = "再运行一次，接着搬。" if isinstance(fault, StoreDown) else ""
        raise click.ClickException(f"{fault}{again}") from fault
    _progress("\n")
    click.echo(f"删了 {source.name} 里的 {cleared.deleted} 份（{_size(cleared.size)}），去处的都再读过一遍。")
    _say_left(cleared, "没有删")
    raise SystemExit(1 if moved.left or cleared.left else 0)


def _opened(written: str) -> Store:
    """打开一处，核对能不能用。"""
    from mingzhi.record.stores import StoreDown, Unfit, current, store_at

    try:
        place = store_at(written) if written else current()
        place.ready()
    except (StoreDown, Unfit) as fault:
        raise click.ClickException(str(fault)) from fault
    return place


def _say_left(moved: Moved, what: str) -> None:
    if not moved.left:
        click.echo(f"没有哪一份{what}。")
        return
    click.echo(f"来源里还有 {len(moved.left)} 份{what}：")
    for each in moved.left:
        click.echo(f"  {each.name}：{each.says}")


def _progress(said: str) -> None:
    click.echo(said, nl=False, err=True)


def _size(count: int) -> str:
    for name, unit in (("GiB", 1024**3), ("MiB", 1024**2), ("KiB", 1024)):
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count} 字节"
