"""mingzhi notices：放假通知——有哪几年的，装入新的，哪些期限挪了。"""

from __future__ import annotations

import os
from pathlib import Path

import click


@click.group(short_help="放假通知：列出、装入（暂定的日期随即重算）")
def notices() -> None:
    """国务院办公厅的放假通知和地方的假日；装入是规则登记簿里的一项行为。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingzhi.settings")
    import django

    django.setup()


@notices.command("list", short_help="列出用到的通知")
def listed() -> None:
    """随软件的，和各机关自己装入的。"""
    from mingzhi.law.notice import published_notices
    from mingzhi.people.models import Agency
    from mingzhi.record.lawbook import lawbook_of

    for notice in published_notices():
        click.echo(f"{notice.year}　{notice.title}")
    for agency in Agency.objects.order_by("code"):
        for loaded in lawbook_of(agency.code, agency.place).pack.notices:
            click.echo(f"{loaded.notice.year}　{loaded.notice.title}（{agency.name} {loaded.known} 装入）")


@notices.command(short_help="装入一份通知")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--agency", "code", default="", help="机构代码；只有一个机构的不用写。")
@click.option("--by", "number", required=True, help="装入的人的人员编号（法制审核机构、负责人或者管理员）。")
def load(file: Path, code: str, number: str) -> None:
    """把 FILE（写法照随软件的各年通知）装入规则登记簿，重算没有归档的案卷，列出挪动的期限。"""
    from mingzhi.law.notice import NoticeError
    from mingzhi.people import clock
    from mingzhi.people.models import Agency, Person
    from mingzhi.people.selectors import actor_for, agency_value
    from mingzhi.record.append import Refused
    from mingzhi.record.errors import RecordError
    from mingzhi.rulebook import notices as loading
    from mingzhi.rulebook.models import Rehearsal
    from mingzhi.rulebook.tasks import run_here

    agencies = Agency.objects.filter(code=code) if code else Agency.objects.all()
    found = list(agencies[:2])
    if len(found) != 1:
        names = "、".join(f"{each.code}（{each.name}）" for each in Agency.objects.order_by("code"))
        raise click.ClickException(f"请用 --agency 写明是哪个机构：{names}")
    person = Person.objects.filter(number=number, agency=found[0], active=True).first()
    if person is None:
        raise click.ClickException(f"{found[0].name}没有编号为 {number} 的人。")
    now = clock.now()
    try:
        done = loading.load(
            agency_value(found[0].code),
            file.read_bytes(),
            file.name,
            by=actor_for(person, now.date()),
            now=now,
        )
    except NoticeError as error:
        raise click.ClickException(str(error)) from error
    except Refused as error:
        raise click.ClickException("；".join(each.lacks for each in error.verdict.refusals)) from error
    except RecordError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"已装入，{found[0].name}规则登记簿第 {done.act.number} 号。")
    job = Rehearsal.objects.get(agency=found[0].code, kind="change", number=done.act.number)
    run_here(job)
    job.refresh_from_db()
    for changed in job.changed.order_by("pk"):
        for shift in changed.shifts:
            name = changed.document_no or changed.title
            click.echo(f"{name}　{shift['what']}：{shift['before'] or '没有'} → {shift['after'] or '没有'}")
    click.echo(f"重算了 {job.done} 卷，{job.changed.count()} 卷的期限有变化。")
