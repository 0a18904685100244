"""词·规则登记簿：有没有等另一人确认的提请。"""

from __future__ import annotations

from mingzhi.casework.seconding import SECONDS, confirmed
from mingzhi.casework.view import View, word


def _waiting(view: View, kind: str) -> bool:
    return any(not confirmed(view, act.number, kind) for act in view.file.all(SECONDS[kind]))


@word("register.rules_waiting", "规则登记簿里有等另一人核实的规则")
def _(view: View) -> bool:
    return _waiting(view, "rule.confirmed")


@word("register.parameters_waiting", "规则登记簿里有等另一人确认的参数")
def _(view: View) -> bool:
    return _waiting(view, "parameter.confirmed")


@word("register.packs_waiting", "规则登记簿里有等另一人施行的规则包")
def _(view: View) -> bool:
    return _waiting(view, "pack.enforced")
