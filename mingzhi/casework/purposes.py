"""查阅用途：规则包里列的，凭哪个岗位看、办到哪一步，用途是什么；哪些岗位要先写明（CQ-R-23¶1、QL-2.2.4-a、QL-2.2.4-d）。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mingzhi.casework.actor import Role
from mingzhi.law.pack import Rules
from mingzhi.law.rules import Purpose

PARTY, SUPERVISION, SCORING, CREDIT = "party", "supervision", "scoring", "credit"


def purposes(rules: Rules) -> Iterator[Purpose]:
    """规则包里列的各种用途，照规则的次序。"""
    return (rule.purpose for rule in rules.part("purpose") if rule.purpose is not None)


def offered(rules: Rules, roles: Iterable[Role]) -> tuple[str, ...]:
    """这些岗位可以选的。"""
    held = {role.value for role in roles}
    return tuple(dict.fromkeys(each.label for each in purposes(rules) if held & set(each.roles)))


def implied(rules: Rules, roles: Iterable[Role], step: str = "") -> str:
    """没有写的，就是这一种：正在办的那一步的，其次是岗位的，照岗位的次序。要先写明的，为空。"""
    held = tuple(role.value for role in roles)
    for each in purposes(rules):
        if step and step in each.act and set(held) & set(each.roles):
            return each.label
    for role in held:
        for each in purposes(rules):
            if each.implied and role in each.roles:
                return each.label
    return ""


def must_state(rules: Rules, roles: Iterable[Role]) -> bool:
    """凭这些岗位看，要不要先写明用途：有可以选的，又没有不写就是它的。"""
    held = tuple(roles)
    return not implied(rules, held) and bool(offered(rules, held))


def named(rules: Rules, code: str) -> str:
    """程序自己记的用途；规则包没有列的为空。"""
    return next((each.label for each in purposes(rules) if each.code == code), "")
