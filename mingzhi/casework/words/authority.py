"""词·权限：行为人凭什么签批，是不是办过、审核过本案。法律的数字不在这里，在规则包。"""

from __future__ import annotations

from mingzhi.casework.act import KINDS
from mingzhi.casework.actor import Acting, Manner, Role
from mingzhi.casework.acts.authority import Delegated
from mingzhi.casework.acts.verbs import INTERNAL
from mingzhi.casework.view import View, word


def acting_of(view: View) -> Acting | None:
    """行为人办这一项，凭的是哪一项代行；凭自己的岗位的是 None。"""
    candidate = view.candidate
    if candidate is None:
        return None
    level = getattr(candidate.body, "level", None)
    if candidate.kind == "opinion.given" and level is not None:
        return candidate.actor.acts_as(candidate.kind, level.value)
    rule = view.rules.role(candidate.kind)
    roles = rule.role.roles if rule is not None and rule.role is not None else KINDS[candidate.kind].roles
    return candidate.actor.acts_as(candidate.kind, *roles)


@word("actor.on_behalf", "行为人办这一项，凭的是主持工作、分工或者授权代行")
def _(view: View) -> bool:
    return acting_of(view) is not None


@word(
    "actor.principal_by", "行为人凭什么行使机关负责人的权限：own 本人、presiding 主持工作、delegated 授权代行"
)
def _(view: View) -> str | None:
    actor = view.candidate.actor if view.candidate else None
    if actor is None or Role.PRINCIPAL not in actor.roles:
        return None
    held = [each for each in actor.acting if each.role is Role.PRINCIPAL]
    if not held:
        return "own"
    return "presiding" if any(each.manner is Manner.PRESIDING for each in held) else "delegated"


@word("actor.reviewed", "行为人审核过本案（提出或者签发过审核意见）")
def _(view: View) -> bool:
    number = view.candidate.actor.number if view.candidate else ""
    return any(
        act.actor.number == number for act in view.file.acts if act.kind in ("review.opined", "review.signed")
    )


@word("act.reserved", "授权代行的行为里，法律写明由正职负责人或者主要负责人批准的种数")
def _(view: View) -> int:
    body = view.candidate.body if view.candidate else None
    if not isinstance(body, Delegated):
        return 0
    return sum(
        any(
            rule.gate and "actor.principal_by" in rule.gate.needs.names
            for rule in view.rules.gates(power.kind)
        )
        for power in body.powers
    )


@word("act.target_outward", "要撤回的一项是已经对外生效的处理")
def _(view: View) -> bool:
    of = getattr(view.candidate.body, "of", None) if view.candidate else None
    target = view.file.act(of)
    return target is not None and not KINDS[target.kind].is_fact and target.kind not in INTERNAL
