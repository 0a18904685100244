"""事前公示·执法程序：当场处罚（简易程序）的限额和期限；涉企行政检查的年度频次上限，由本局填写，随之公布。"""

from __future__ import annotations

from mingzhi.law.pack import Rules

ON_SPOT = (
    ("当场罚款最高（公民）", "spot.fine.person"),
    ("当场罚款最高（法人或者其他组织）", "spot.fine.organization"),
    ("当场收缴的罚款最高", "spot.collect.fine"),
    ("当场收缴的罚款交至机关，机关缴付银行，各", "collect.hand.days"),
)
VISITS = (("对同一企业一年里的日常检查、随机抽查", "inspection.enterprise.cap"),)


def limits(rules: Rules, wanted: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str, str], ...]:
    """（什么事、多少、依据）；本局没有填写的不列。"""
    rows = []
    for label, name in wanted:
        rule = rules.parameters.get(name)
        if rule is not None and rule.parameter is not None and rule.parameter.value is not None:
            rows.append((label, f"{rule.parameter.value} {rule.parameter.unit}", rule.cite))
    return tuple(rows)
