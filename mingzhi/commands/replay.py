"""mingzhi replay：回看一卷在某一天是什么样——当时所知，和依法应当。"""

from __future__ import annotations

import os
from datetime import datetime

import click


@click.command(short_help="回看一卷在某一天：当时所知，依法应当")
@click.argument("dossier")
@click.option(
    "--as-of", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="哪一天，如 2025-09-24。"
)
def replay(dossier: str, day: datetime) -> None:
    """DOSSIER 是卷号，或者案号。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingzhi.settings")
    import django

    django.setup()
    from uuid import UUID

    from mingzhi.casework.act import KINDS, Matter
    from mingzhi.casework.replay import replay as look_back
    from mingzhi.casework.sentences import sentence
    from mingzhi.people import clock
    from mingzhi.record.models import Dossier, Projection
    from mingzhi.record.selectors import acts, pack_for

    if day.date() > clock.today():
        raise click.ClickException(f"{day:%Y-%m-%d} 还没有到，只能回看今天以前。")
    named = Projection.objects.filter(document_no=dossier).values_list("dossier_id", flat=True)[:2]
    try:
        wanted = [UUID(dossier)]
    except ValueError:
        wanted = list(named)
    found = Dossier.objects.filter(pk__in=wanted).first()
    if found is None or len(wanted) > 1:
        raise click.ClickException(f"没有卷号或者案号为 {dossier} 的卷。")
    then = look_back(pack_for(found), acts(found), day.date(), matter=Matter(found.matter))
    click.echo(f"{day:%Y-%m-%d} 终了，已记录 {len(then.acts)} 项，阶段：{then.known.stage.label}")
    for act in then.acts:
        told = KINDS[act.kind].name if KINDS[act.kind].restricted else sentence(act)
        click.echo(f"  第 {act.number} 号 {act.day} {told}")
    for name, now in (("当时所知", then.known), ("依法应当", then.lawful)):
        click.echo(f"━━ {name}")
        for due in now.dues:
            provisional = "（暂定）" if due.provisional else ""
            click.echo(f"  {due.name}：{due.day}{provisional}，{due.status.label}（{due.rule.cite}）")
        for offer in now.next:
            for ground in offer.blocked:
                click.echo(f"  还不能{offer.name}：{ground.lacks}（{ground.cite}）")
    click.echo(f"━━ 两个答案不同的 {len(then.shifts)} 处")
    for shift in then.shifts:
        told = f"{shift.before or '没有'} → {shift.after or '没有'}"
        click.echo(f"  {shift.effect.label}：{shift.what}：{told}（{shift.cite}）")
    for rule in then.learned:
        click.echo(f"  那天有效、{rule.known} 才知道：{rule.says}（{rule.cite}）")
