"""依靠：一个场景靠哪几条规则走得通。去掉一条规则再走一遍，走不通的，就是靠它。

先看场景里露过面的规则（拒绝、瑕疵、提示、期限、审核的情形、音像、岗位，以及它们用到的参数），再逐条去掉来试。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mingzhi.casework.scenario import Memory, Run, Scenario, ScenarioError
from mingzhi.law.conditions import Condition
from mingzhi.law.pack import Pack
from mingzhi.law.rules import Rule


def passes(scenario: Scenario, pack: Pack) -> bool:
    """照 pack 走这个场景，全部相符。"""
    try:
        return not Run(scenario, Memory(scenario, pack)).all().differences
    except (ScenarioError, LookupError):
        return False


def relied_on(scenario: Scenario, already: frozenset[str] = frozenset()) -> Iterator[str]:
    """scenario 靠哪几条规则；already 的不再试。走不通的场景什么也不证明。"""
    pack = scenario.pack
    run = Run(scenario, Memory(scenario, pack))
    try:
        run.all()
    except ScenarioError:
        return
    if run.differences:
        return
    for rule_id in sorted(_shown(run, pack) - already):
        if not passes(scenario, pack.without(rule_id)):
            yield rule_id


def _shown(run: Run, pack: Pack) -> set[str]:
    found: set[str] = set()
    kinds, checked = set(), set()
    for outcome in run.outcomes:
        kinds.add(outcome.step.act)
        checked |= {*(outcome.step.expect or {}), *(outcome.step.then or {})}
        if outcome.verdict is not None:
            grounds = (*outcome.verdict.refusals, *outcome.verdict.defects, *outcome.verdict.advice)
            found |= {ground.rule for ground in grounds}
        if outcome.standing is not None:
            now = outcome.standing
            found |= {due.rule.id for due in now.dues}
            found |= {rule.id for rule in now.review.because}
            found |= {ground.rule for offer in now.offers for ground in offer.blocked}
    for rule in pack.rules:
        acts = getattr(getattr(rule, rule.part), "act", ())
        if rule.part in ("recording", "role") and kinds & set(acts):
            found.add(rule.id)
        if (rule.part == "numbering" and "values" in checked) or (
            rule.part == "disclosure" and "public" in checked
        ):
            found.add(rule.id)
    rules = {rule.id: rule for rule in pack.rules}
    named = {name for each in found if each in rules for name in _parameters(rules[each])}
    return {each for each in found if each in rules} | {
        rule.id for rule in pack.rules if rule.parameter is not None and rule.parameter.name in named
    }


def _parameters(rule: Rule) -> Iterator[str]:
    """规则用到的参数。"""
    requirement: Any = getattr(rule, rule.part)
    for value in dict(requirement).values():
        if isinstance(value, Condition):
            yield from value.parameters
            yield from (
                name.removeprefix("parameter.") for name in value.names if name.startswith("parameter.")
            )
    if rule.duty is not None:
        for within in rule.duty.within:
            if isinstance(within.count, str):
                yield within.count.removeprefix("parameter.")
