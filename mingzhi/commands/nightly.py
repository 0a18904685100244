"""mingzhi nightly：新的一天，重算各卷的期限和灯，收拾半途停下留下的，抽查存着的记录。由系统的定时器每天零点过后运行，做几次都一样。"""

from __future__ import annotations

import os
from datetime import date, datetime

import click


@click.command(short_help="新的一天：重算各卷的期限和灯，抽查存着的记录（定时器每天运行）")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), default=None, help="按哪一天计算，不写即今天。")
@click.option("--workers", type=click.IntRange(1), default=os.cpu_count() or 1, help="分给几个进程。")
@click.option(
    "--share", type=click.FloatRange(0, 1), default=0.05, help="抽查几成案卷和材料；日志树总是全查，0 不查。"
)
def nightly(today: datetime | None, workers: int, share: float) -> None:
    """重算没有归档的各卷；断了再运行，接着没有算的算。照常可以办案。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingzhi.settings")
    import django

    django.setup()
    from mingzhi.people import clock
    from mingzhi.record import disposal, fsck, leftovers, locks
    from mingzhi.record.nightly import refresh
    from mingzhi.record.stores import StoreDown

    day: date = today.date() if today else clock.today()

    def progress(done: int, total: int) -> None:
        click.echo(f"\r已重算 {done}/{total} 卷", nl=done == total, err=True)

    count = refresh(day, workers=workers, progress=progress)
    click.echo(f"重算了 {count} 卷，按 {day.isoformat()} 计算。")
    try:
        if failed := locks.keep_all(day):
            click.echo(f"有 {failed} 卷的材料没有锁到应当锁到的那天，原因见日志；明天再补。")
        if destroyed := disposal.sweep():
            click.echo(f"销毁了 {destroyed} 份已经依法处置的材料。")
        if left := disposal.waiting(disposal.due_now()):
            until = min((each.until for each in left if each.until), default=None)
            told = f"，最早的锁到 {locks.last_day(until):%Y-%m-%d}" if until else ""
            click.echo(f"还有 {len(left)} 份已经依法处置的材料等着销毁{told}。")
    except StoreDown as fault:
        click.echo(f"存放材料的地方用不了，没有补锁、没有销毁：{fault}")
    tidied = leftovers.tidy()
    click.echo(
        f"收拾：清走 {tidied.temporary} 个写到一半的文件、{tidied.uploads} 份没有传完的上传，"
        f"补登记 {tidied.registered} 份材料。"
    )
    if share:
        report = fsck.fsck(clock.now(), share=share)
        click.echo(
            f"抽查：{'没有不对的' if report.clean else f'{report.total} 处不对，见监督页或者 mingzhi fsck'}。"
        )
        if not report.clean:
            raise SystemExit(1)
