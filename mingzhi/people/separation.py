"""审核与执法分开：设置科室时就核对（审核办法第三条第三款，CQ-L-3¶3-b、CQ-L-3¶3-c）。

要求写在规则包里，是约束「设置科室」（department.set）的门禁；这里只把科室的样子说给它听，把它的话说给人听。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from mingzhi.law.pack import PackError, load_pack
from mingzhi.law.rules import Rule

ACT = "department.set"


def gates(place: str, day: date) -> tuple[Rule, ...]:
    """某地某日约束科室设置的规则。"""
    try:
        return load_pack(place).on(day).gates(ACT)
    except PackError:
        return ()


def separation_fault(
    *,
    place: str,
    day: date,
    department: str,
    enforces: bool,
    reviews: bool,
    affiliated: bool,
    others: tuple[str, ...],
) -> str:
    """这样设置科室违反哪一条、可以改由谁审核；不违反的返回空。"""
    facts: Mapping[str, bool | None] = defaultdict(
        lambda: None,  # 别的事实，登记科室的时候还不知道
        {
            "department.enforces": enforces,
            "department.reviews": reviews,
            "department.affiliated": affiliated,
        },
    )
    broken = [
        rule
        for rule in gates(place, day)
        if rule.gate is not None
        and rule.blocks
        and (rule.gate.when is None or rule.gate.when(facts))
        and not rule.gate.needs(facts)
    ]
    return "".join(tell(rule, department, others) for rule in broken)


def tell(rule: Rule, department: str, others: tuple[str, ...]) -> str:
    """缺什么、依据、下一步。"""
    assert rule.gate is not None
    instead = f"可以确定{'、'.join(others)}。" if others else "请先设立一个不承担执法工作的内设科室。"
    return f"{department}：{rule.gate.lacks}（{rule.cite}）。{instead}"
