"""裁量的文字：行为的时间、适用哪一时的规定、阶次、从宽情节、不按裁量基准的理由，逐条印在告知书、呈报书、决定书上。

行政处罚法第三十二条、第三十三条、第三十七条；没有写的不印。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mingzhi.casework.acts.conclusion import Amounts, Degree
from mingzhi.instruments.text import cn_date
from mingzhi.law.pack import Rules
from mingzhi.law.penalties import covered
from mingzhi.law.rules import Weight


def weighing(it: Amounts, rules: Rules) -> tuple[str, ...]:
    """一条一段；只印写了的。"""
    return tuple(_weighing(it, rules))


def _weighing(it: Amounts, rules: Rules) -> Iterator[str]:
    if it.conduct_from or it.conduct_until:
        yield f"违法行为的时间：{_period(it.conduct_from, it.conduct_until)}。"
    if it.regime is not None:
        ground = f"：{it.regime_ground}" if it.regime_ground else "。"
        yield f"依照《行政处罚法》第三十七条，适用{it.regime.label}{ground}"
    if it.degree is not None:
        yield f"裁量阶次：{it.degree.label}{_step(it.range_code, it.degree, rules)}。"
    known = {each.leniency.code: each for each in rules.part("leniency") if each.leniency is not None}
    for found in it.leniency:
        rule = known.get(found.code)
        if rule is not None and rule.leniency is not None:
            cited = f"（{rule.cite}，{rule.leniency.effect.label}）"
            yield f"从宽情节：{rule.leniency.circumstance}{cited}" + (
                f"：{found.reason}" if found.reason else "。"
            )
    if it.deviation:
        yield f"不按裁量基准的理由：{it.deviation}"


def _period(start: date | None, end: date | None) -> str:
    days = [cn_date(day) for day in dict.fromkeys((start, end)) if day is not None]
    return "至".join(days)


def _step(code: str, degree: Degree, rules: Rules) -> str:
    """这一档的情节和出处；产品默认不附条号，也不印。"""
    codes = covered(rules.part("range"), code)
    for rule in rules.part("ladder"):
        step = rule.ladder
        if step and step.degree.value == degree.value and codes & set(step.codes):
            cited = f"（{rule.cite}）" if rule.weight is not Weight.DEFAULT else ""
            return f"，{step.circumstance}{cited}"
    return ""
