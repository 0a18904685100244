"""概况：下一步、现在还不能做的、期限为什么是这天、齐备情况、公开和保密、两本账。都从现状取，不另算。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mingzhi.casework.act import KINDS, Act, Stage
from mingzhi.casework.actor import Actor, Role
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.duties import ORDER, Due, Lamp
from mingzhi.casework.gates import Ground
from mingzhi.casework.standing import Offer, Standing
from mingzhi.desk.links import new_act
from mingzhi.law.periods import Cell, Explanation, explain, grid
from mingzhi.law.rules import Rule, Weight
from mingzhi.people.selectors import names_for
from mingzhi.record.library import Quoted, quote_rule

# 还不能做的先列这几件：它们是一件案子的关口。
KEY = (
    "case.filed",
    "notice.issued",
    "review.submitted",
    "discussion.convened",
    "decision.made",
    "disclosure.published",
    "case.closed",
    "file.assembled",
)
FIRST = 4


@dataclass(frozen=True)
class Why:
    """依据：引文、规则的意思、原文（法规库里有的话）、规则页。"""

    cite: str
    says: str
    rule: str
    quoted: Quoted | None
    weight: Weight

    @property
    def pending(self) -> bool:
        return self.weight is Weight.PENDING


@dataclass(frozen=True)
class Reason:
    """一条不能做的理由，和可以由谁补。"""

    ground: Ground
    names: tuple[str, ...]
    why: Why


@dataclass(frozen=True)
class Barred:
    """现在还不能做的一件事。"""

    offer: Offer
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Duty:
    """一张期限卡：期限、怎样数到这天、日历、依据。"""

    due: Due
    anchor: str
    explanation: Explanation
    weeks: tuple[tuple[Cell, ...], ...]
    why: Why
    role: str


@dataclass(frozen=True)
class Do:
    """可以做的一件事，和它的表单。"""

    offer: Offer
    url: str


def why(rule: Rule, day: date) -> Why:
    """一条规则作为依据。原文取 day 当日有效的版本。"""
    return Why(rule.cite, rule.says, rule.id, quote_rule(rule, day), rule.weight)


def suppliers(role: Role | None, acts: Sequence[Act], agency: str) -> tuple[str, ...]:
    """某岗位的事由谁补：承办人是本案的，其余是本机关任这个岗位的人。"""
    handlers = CaseFile(acts).handlers
    if role is Role.HANDLER and handlers:
        return tuple(officer.name for officer in handlers)
    return names_for(role, agency) if role else ()


def reasons(
    grounds: Sequence[Ground], rules: Sequence[Rule], acts: Sequence[Act], agency: str, day: date
) -> tuple[Reason, ...]:
    """各条理由，写明谁能补。"""
    by_id = {rule.id: rule for rule in rules}
    found = []
    for ground in grounds:
        role = next((role for role in Role if role.label == ground.supplied_by), None)
        rule = by_id.get(ground.rule)
        cited = Why(
            ground.cite, ground.says, ground.rule, quote_rule(rule, day) if rule else None, ground.weight
        )
        found.append(Reason(ground, suppliers(role, acts, agency), cited))
    return tuple(found)


def barred(
    standing: Standing, rules: Sequence[Rule], acts: Sequence[Act], agency: str
) -> tuple[list[Barred], list[Barred]]:
    """现在还不能做的：（先列的，其余的）。已经做过、不必再做的不列。"""
    order = list(Stage)
    here = order.index(standing.stage)
    ahead = [offer for offer in standing.not_yet if KINDS[offer.kind].moves or offer.kind in KEY]
    ahead = [offer for offer in ahead if order.index(offer.stage) >= here or offer.suggested]
    found = [
        Barred(offer, reasons(offer.blocked, rules, acts, agency, standing.today))
        for offer in sorted(
            ahead,
            key=lambda offer: (not offer.suggested, offer.kind not in KEY, order.index(offer.stage)),
        )
    ]
    return found[:FIRST], found[FIRST:]


def duty(due: Due, day: date) -> Duty:
    """一张期限卡。"""
    role = Role(due.role).label if due.role else ""
    return Duty(
        due,
        f"due-{due.trigger or 0}-{due.tag}",
        explain(due.reached, event=due.event),
        grid(due.reached),
        why(due.rule, due.start),
        role,
    )


def duties(standing: Standing) -> tuple[list[Duty], list[Duty]]:
    """（未了的，急的在前；已经完成或者届满的，晚做的在前）。"""
    # 停止计算的也没有完：列在未了的后面。
    still = [due for due in standing.dues if due.status is Lamp.STOP]
    running = [duty(due, standing.today) for due in (*standing.open_dues, *still)]
    past = [due for due in standing.dues if not due.open and due.status is not Lamp.STOP]
    past.sort(key=lambda due: (due.status is not Lamp.WAS, ORDER[due.status], due.day))
    return running, [duty(due, standing.today) for due in past]


def doing(
    standing: Standing, actor: Actor, roles: Sequence[Role], dossier: UUID
) -> tuple[list[Do], list[Do]]:
    """actor 在本卷可以做的：（通常的下一步，其余的）。被挡住的不在内。"""
    open_to_me = [
        Do(offer, new_act(dossier, offer.kind))
        for offer in standing.offers
        if not offer.blocked and any(role in offer.roles for role in roles)
    ]
    suggested = [each for each in open_to_me if each.offer.suggested]
    return suggested, [each for each in open_to_me if not each.offer.suggested]


def stuck(standing: Standing, roles: Sequence[Role], dossier: UUID) -> list[Do]:
    """轮到 actor 办、却还被挡住的下一步：缺什么写在旁边，可以先填。"""
    return [
        Do(offer, new_act(dossier, offer.kind))
        for offer in standing.offers
        if offer.suggested and offer.blocked and any(role in offer.roles for role in roles)
    ]


@dataclass(frozen=True)
class Privacy:
    """公开和保密：将要公开的、已经公开的、现在能看的人。"""

    coming: tuple[str, ...]
    done: tuple[str, ...]
    readers: tuple[str, ...]


def privacy(standing: Standing, acts: Sequence[Act], agency: str) -> Privacy:
    """公开和保密。"""
    file = CaseFile(acts)
    open_items = [item for item in standing.public if item.status not in ("已公示", "已撤回", "不予公开")]
    done = [item for item in standing.public if item.status in ("已公示", "已撤回", "不予公开")]
    readers = [
        f"承办人 {len(file.handlers)} 人" if file.handlers else "登记线索的科室的承办人",
        "承办机构负责人",
    ]
    readers.append("机关负责人、分管负责人")
    if file.all("review.submitted"):
        readers.append("法制审核人员")
    if standing.closed:
        readers.append("档案管理员")
    return Privacy(
        tuple(f"{item.subject.label}（{item.status}）" for item in open_items),
        tuple(f"{item.subject.label}（{item.status}）" for item in done),
        tuple(readers),
    )
