"""mingzhi checkpoint：签一份检查点，公开日志，请见证人签字。由系统的定时器到钟点运行。"""

from __future__ import annotations

import os

import click


@click.command(short_help="签一份检查点，公开日志，请见证人签字（定时器到钟点运行）")
@click.option("--due", is_flag=True, help="到了钟点才签。")
@click.option("--keys", is_flag=True, help="只印出本机关的公钥：核验用的、见证用的。")
def checkpoint(due: bool, keys: bool) -> None:
    """日志树对不上的不签，退出码是 1。见证人没有签的，说明为什么，不算失败。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingzhi.settings")
    import django

    django.setup()
    from mingzhi.ledger.sm2 import Sm2Verifier
    from mingzhi.ledger.witness import WitnessKey
    from mingzhi.people import clock
    from mingzhi.record import access_seals, log, publishing, signing, stamping, witnessing

    if keys:
        click.echo(f"核验：{log.key().verifier.vkey}")
        if (by := signing.signer()) is not None:
            click.echo(f"核验（国密）：{Sm2Verifier(log.key().name, by.public_key).vkey}")
        click.echo(f"见证：{WitnessKey.of(*witnessing.witness_key()).vkey}")
        return
    now = clock.now()
    if due and not publishing.due(now):
        return
    access_seals.seal_all(now)
    try:
        published = publishing.publish(now)
    except log.LogBroken as broken:
        raise click.ClickException(str(broken)) from broken
    click.echo(f"检查点：{published.checkpoint.size} 片叶，根 {published.checkpoint.root.hex()}")
    for asked in witnessing.ask_all(now):
        click.echo(f"{'✓' if asked.signed else '✗'} {asked.witness}：{asked.says}")
    # 先请见证，再盖时间戳：时间戳盖的是有见证的那一份。
    try:
        stamped = stamping.stamp_latest()
        if stamped is not None:
            click.echo(f"✓ 时间戳：{stamped.time:%Y-%m-%d %H:%M:%S}")
    except stamping.BadStamp as fault:
        click.echo(f"✗ 时间戳：{fault}")
