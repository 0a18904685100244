"""一项行为旁边可以做的：撤回、退回、会签、用印、重新启动、催办。做不了的不列。"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from mingzhi.casework.act import KINDS, SHANGHAI, Act
from mingzhi.casework.actor import Actor
from mingzhi.casework.acts.verbs import INTERNAL
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.papers import printed
from mingzhi.casework.verbs import taken_up
from mingzhi.desk.links import new_act
from mingzhi.law.pack import Rules

COSIGNED = ("approval.requested", "filing.proposed", "report.drafted", "closure.proposed", "seal.requested")


@dataclass(frozen=True)
class Verb:
    """一个动作：名称、去哪里办、说明。"""

    name: str
    url: str
    says: str


def verbs(dossier: UUID, file: CaseFile, act: Act, actor: Actor, rules: Rules) -> list[Verb]:
    """actor 对这一项可以做的。"""
    wanted = [
        ("act.withdrawn", _withdrawable(file, act, actor), "还没有人接着办，撤回以后不再算数"),
        ("case.sent_back", _internal(file, act) and act.actor.number != actor.number, "这一步和以后的重做"),
        (
            "cosign.asked",
            act.kind in COSIGNED and act.number not in file.set_aside,
            "请别人会签，会签以前不作批准",
        ),
        ("seal.requested", bool(printed(rules, act.kind)), "呈请在它的文书上盖章"),
        ("case.reopened", act.kind in ("case.closed", "case.declined"), "写明原因，由机关负责人批准"),
        ("case.urged", True, "催有关的人办理"),
    ]
    matter = KINDS[file.acts[0].kind].matters[0] if file.acts else None
    return [
        Verb(KINDS[kind].name, f"{new_act(dossier, kind)}?of={act.number}", says)
        for kind, possible, says in wanted
        if possible and actor.has(*KINDS[kind].roles) and (matter is None or matter in KINDS[kind].matters)
    ]


def _internal(file: CaseFile, act: Act) -> bool:
    return act.kind in INTERNAL and act.number not in file.set_aside


def _withdrawable(file: CaseFile, act: Act, actor: Actor) -> bool:
    return _internal(file, act) and act.actor.number == actor.number and taken_up(file, act) is None


def aside(file: CaseFile, act: Act) -> str:
    """已经撤回、退回、重新启动的，说一句。"""
    number = file.set_aside.get(act.number)
    by = file.act(number)
    if by is None:
        return ""
    day = by.happened.astimezone(SHANGHAI)
    return f"{by.actor.name}已于 {day:%Y-%m-%d} {KINDS[by.kind].name}（第 {by.number} 号），这一项不再算数"
