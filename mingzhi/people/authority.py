"""权限的投影：从权限登记簿的行为写下每个人多出来的岗位，供登录、签批时查；可以丢掉重建。"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Q

from mingzhi.casework import authority
from mingzhi.casework.act import Act, Matter
from mingzhi.casework.actor import Acting, Manner, Role
from mingzhi.casework.acts.authority import Away
from mingzhi.casework.casefile import CaseFile
from mingzhi.law.pack import Pack
from mingzhi.people.models import Grant
from mingzhi.record.models import Dossier

Grants = Mapping[str, tuple[Grant, ...]]
# 请假、外出：不是权限，role 是空的。
AWAY = "away"


def derive(dossier: Dossier, pack: Pack, acts: Sequence[Act], today: date) -> None:
    """权限登记簿变了，整个机关的权限重写一遍；别的卷不管。"""
    if dossier.matter != Matter.AUTHORITY.value:
        return
    Grant.objects.filter(agency=dossier.agency).delete()
    Grant.objects.bulk_create(
        Grant(
            agency=dossier.agency,
            act=each.act,
            number=each.number,
            name=each.name,
            role=each.role.value,
            manner=each.manner.value,
            of=each.of,
            kinds=list(each.kinds),
            departments=each.departments,
            document=each.document,
            from_on=each.from_on,
            until_on=each.until_on,
            ended_on=each.ended_on,
        )
        for each in authority.grants(acts)
    )
    # 不在的人没有多出岗位，也记在这里：登录、签批时一次查到。
    Grant.objects.bulk_create(
        Grant(
            agency=dossier.agency,
            act=act.number,
            number=body.officer.number,
            name=body.officer.name,
            role="",
            manner=AWAY,
            from_on=body.from_on,
            until_on=body.until_on,
        )
        for act, body in CaseFile(acts).bodies("authority.away", Away)
        if body.officer is not None and body.from_on and body.until_on
    )


def grants_on(agency: str, day: date) -> Grants:
    """一个机关当日有效的权限，按人员编号。"""
    found: dict[str, list[Grant]] = defaultdict(list)
    rows = Grant.objects.filter(agency=agency, from_on__lte=day)
    rows = rows.filter(Q(until_on=None) | Q(until_on__gte=day))
    for grant in rows.filter(Q(ended_on=None) | Q(ended_on__gt=day)):
        found[grant.number].append(grant)
    return {number: tuple(each) for number, each in found.items()}


def acting(grants: Sequence[Grant], own: Sequence[str]) -> tuple[Acting, ...]:
    """写进行为人的代行；本来就有的岗位不算代行。"""
    return tuple(
        Acting(
            role=Role(each.role),
            manner=Manner(each.manner),
            act=each.act,
            of=each.of,
            kinds=tuple(each.kinds),
            document=each.document,
            until=each.until_on,
            departments=authority.departments_of(each.departments) if each.manner == Manner.DIVIDED else (),
        )
        for each in grants
        if each.manner != AWAY and each.role not in own
    )


def away_until(grants: Sequence[Grant]) -> date | None:
    """请假、外出到哪一天；在岗的为 None。"""
    return max((each.until_on for each in grants if each.manner == AWAY and each.until_on), default=None)
