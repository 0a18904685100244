"""mingzhi fsck：自查存着的记录：链、日志树、瓦片、检查点、材料、投影。只看不改。"""

from __future__ import annotations

import os

import click


@click.command(short_help="自查存着的记录：链、日志树、检查点、材料、投影（只看不改）")
@click.option("--share", type=click.FloatRange(0, 1), default=1.0, help="抽查的比例，如 0.05；不写全查。")
@click.option("--fresh", is_flag=True, help="从头查，不接着上次没有查完的。")
def fsck(share: float, fresh: bool) -> None:
    """查出不对的，逐项说出来，退出码是 1。断了再运行，接着没有查完的查。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingzhi.settings")
    import django

    django.setup()
    from mingzhi.people import clock
    from mingzhi.record import fsck as checking

    def progress(part: str, done: int) -> None:
        click.echo(f"\r{part}：已查 {done}", nl=False, err=True)

    report = checking.fsck(clock.now(), share=share, resume=not fresh, progress=progress)
    click.echo(err=True)
    for fault in report.faults:
        click.echo(f"✗ {fault.part} {fault.where}：{fault.says}")
    if report.total > len(report.faults):
        click.echo(f"……共 {report.total} 处，只列前 {len(report.faults)} 处。")
    counted = "，".join(f"{part} {count}" for part, count in report.checked.items())
    click.echo(f"查了{counted}；{'没有不对的。' if report.clean else f'{report.total} 处不对。'}")
    if report.waiting:
        click.echo(f"另有 {report.waiting} 份材料已经依法处置，存放处的锁没有到期，到期以后自动销毁。")
    if not report.clean:
        raise SystemExit(1)
