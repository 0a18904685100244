"""权限：从权限登记簿的行为算出，谁在哪一天凭什么多了哪个岗位；授权的几条规矩。纯函数。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.actor import Acting, Actor, Manner, Role
from mingzhi.casework.acts.authority import Away, Delegated, Designated, Divided, Ended, Presided
from mingzhi.casework.acts.common import OpinionGiven
from mingzhi.casework.acts.custody import KeepingDesignated
from mingzhi.casework.casefile import CaseFile

Lack = tuple[str, str, str]
GRANTING = Presided | Divided | Delegated | Designated | KeepingDesignated


@dataclass(frozen=True)
class Grant:
    """一项权限：第几号行为，给谁，什么岗位，从哪天到哪天。ended 当日起终止。"""

    act: int
    number: str
    name: str
    role: Role
    manner: Manner
    of: str
    kinds: tuple[str, ...]
    departments: str
    document: str
    from_on: date
    until_on: date | None
    ended_on: date | None = None

    def runs(self, day: date) -> bool:
        """day 当日是否有效。"""
        if day < self.from_on or (self.until_on is not None and day > self.until_on):
            return False
        return self.ended_on is None or day < self.ended_on

    def acting(self) -> Acting:
        """写进行为人的样子。"""
        return Acting(
            role=self.role,
            manner=self.manner,
            act=self.act,
            of=self.of,
            kinds=self.kinds,
            document=self.document,
            until=self.until_on,
            departments=departments_of(self.departments) if self.manner is Manner.DIVIDED else (),
        )


def grants(acts: Sequence[Act]) -> tuple[Grant, ...]:
    """登记簿里的全部权限，含已经到期、终止的。"""
    file = CaseFile(acts)
    ended: dict[int, date] = {}
    for act, body in file.bodies("authority.ended", Ended):
        if body.of is not None:
            day = body.ended_on or act.day
            ended[body.of] = min(day, ended.get(body.of, day))
    return tuple(_grants(file, ended))


def _grants(file: CaseFile, ended: dict[int, date]) -> Iterator[Grant]:
    for act in file.live:
        body, until = act.body, ended.get(act.number)
        if not isinstance(body, GRANTING) or body.officer is None:
            continue
        number, name, first = body.officer.number, body.officer.name, body.from_on or act.day
        role, manner, of, departments = Role.PRINCIPAL, Manner.PRESIDING, "", ""
        kinds: tuple[str, ...] = ()
        if isinstance(body, Divided):
            role, manner, departments = Role.DEPUTY, Manner.DIVIDED, body.departments
        elif isinstance(body, Designated | KeepingDesignated):
            if body.office is None:
                continue
            role, manner, departments = Role(body.office.value), Manner.DESIGNATED, body.department
        elif isinstance(body, Delegated):
            if body.office is None:
                continue
            role, manner, of = Role(body.office.value), Manner.DELEGATED, act.actor.name
            kinds = tuple(power.kind for power in body.powers)
        yield Grant(
            act.number, number, name, role, manner, of, kinds, departments, body.document, first,
            body.until_on, until,
        )  # fmt: skip


def away(acts: Sequence[Act], day: date) -> tuple[Away, ...]:
    """当日请假、外出的人。"""
    return tuple(
        body
        for _, body in CaseFile(acts).bodies("authority.away", Away)
        if body.from_on and body.until_on and body.from_on <= day <= body.until_on
    )


def own_or_presiding(actor: Actor, role: Role) -> bool:
    """role 是他自己的岗位，或者主持工作得来的：只有这样的才可以再授权。"""
    if role not in actor.roles:
        return False
    borrowed = [each for each in actor.acting if each.role is role]
    return not borrowed or any(each.manner is not Manner.DELEGATED for each in borrowed)


def departments_of(text: str) -> tuple[str, ...]:
    """分工里写的几个科室。"""
    return tuple(each for each in re.split(r"[、，,;；\s]+", text) if each)


def beyond(file: CaseFile, candidate: Act, roles: Sequence[str]) -> Iterator[Lack]:
    """凭分工签批的，案子由分管以外的科室承办。"""
    if not candidate.actor.acting:
        return
    level = getattr(candidate.body, "level", None) if isinstance(candidate.body, OpinionGiven) else None
    wanted = (level.value,) if level is not None else tuple(roles)
    handling = {each.department for each in file.handlers} - {""}
    for each in candidate.actor.beyond(candidate.kind, handling, *wanted):
        yield (
            f"分工由您分管{'、'.join(each.departments)}，本案由{'、'.join(sorted(handling))}承办",
            "请交给分管这个科室的负责人，或者机关负责人",
            "",
        )


def lacking(candidate: Act) -> Iterator[Lack]:
    """登记权限还缺什么；与登记簿无关的行为什么也不缺。"""
    body = candidate.body
    if isinstance(body, OpinionGiven) and body.level is not None:
        level, actor = body.level, candidate.actor
        if level.value in actor.roles and not actor.holds(level.value, candidate.kind):
            yield (
                f"授权您代行{level.label}的范围里，没有签署意见",
                f"请{level.label}本人签署，或者另行授权",
                "level",
            )
        return
    if not isinstance(body, GRANTING):
        return
    if body.officer is None:
        yield "没有写明是谁", "请选择人员", "officer"
        return
    if body.from_on and body.until_on and body.until_on < body.from_on:
        yield "止的日期早于起的日期", "请改正", "until_on"
    if isinstance(body, Designated | KeepingDesignated):
        if body.office is None or body.from_on is None:
            yield "没有写明作为什么、自哪天起", "请写明", "office"
        return
    if not isinstance(body, Delegated):
        if body.officer.number == candidate.actor.number and not own_or_presiding(
            candidate.actor, Role.PRINCIPAL
        ):
            yield "自己的主持工作、分工不由自己登记", "请机关负责人或者系统管理员凭文件登记", "officer"
        return
    if body.office is None:
        yield "没有写明代行哪个岗位", "请选择", "office"
    elif not own_or_presiding(candidate.actor, Role(body.office.value)):
        yield (
            f"{body.office.label}不是您自己的岗位，代行的不得再授权",
            f"请有{body.office.label}权限的本人授权",
            "office",
        )
    if body.officer.number == candidate.actor.number:
        yield "授权给了自己", "请选择别人", "officer"
    if body.from_on is None or body.until_on is None:
        yield "没有写明授权的起止", "请写明自哪天起、到哪天止；到期自动停止", "until_on"
    unknown = [power.kind for power in body.powers if power.kind not in KINDS]
    if unknown:
        yield f"没有这种行为：{'、'.join(unknown)}", "请从列出的行为中选择", "powers"
