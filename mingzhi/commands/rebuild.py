"""mingzhi rebuild：丢掉现状摘要和搜索索引，从执法行为重新算出来。"""

from __future__ import annotations

import os
from datetime import date, datetime

import click


@click.command(short_help="重建列表、期限和搜索（从执法行为重新算出）")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), default=None, help="按哪一天计算，不写即今天。")
def rebuild(today: datetime | None) -> None:
    """重建全部卷的现状摘要和搜索索引。执法行为本身不动；照常可以办案。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingzhi.settings")
    import django

    django.setup()
    from mingzhi.disclosure import tallies
    from mingzhi.people import clock
    from mingzhi.record import rebuild as rebuilding

    day: date = today.date() if today else clock.today()

    def progress(done: int, total: int) -> None:
        if done % 100 == 0 or done == total:
            click.echo(f"\r已重建 {done}/{total} 卷", nl=done == total, err=True)

    tallies.forget()
    count = rebuilding.rebuild(day, progress)
    click.echo(f"重建了 {count} 卷，按 {day.isoformat()} 计算。")
