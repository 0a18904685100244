"""一句话：把一项行为说成时间轴上的一句。样子写在行为的声明里（``Kind.tells``），这里只把值填进去。

选项说中文，金额两位小数加逗号，人说姓名，列表说几项；没有填写的那一小句整句不说，不留空洞。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from pydantic import BaseModel

from mingzhi.casework.act import KINDS, SHANGHAI, Act, Body
from mingzhi.casework.actor import Choice, Officer
from mingzhi.casework.acts.rules import ParameterProposed
from mingzhi.law.pack import Rules

_PLACE = re.compile(r"\{(\w+)\}")
# 一小句到这些标点为止。
_CLAUSE = re.compile(r"[^，：]+[，：]?")
LONGEST = 60
GONE = "已依法处置"
BLANK = "（未写明）"


def sentence(act: Act, rules: Rules | None = None) -> str:
    """这项行为的一句话。给了 rules 的，参数说它给人看的名称，不说规则包里的词。"""
    kind = KINDS[act.kind]
    if act.disposed is not None:
        return f"{kind.name}（内容{GONE}）"
    return told(kind.tells, act.body, rules) if kind.tells else kind.name


def told(pattern: str, body: Body, rules: Rules | None = None) -> str:
    """照 pattern 说 body。"""
    said = [each for each in _clauses(pattern, body, rules) if each]
    return "".join(said).rstrip("，：")


def parameter_name(name: str, rules: Rules | None) -> str:
    """参数给人看的名称；不认识的照原样。"""
    rule = rules.parameters.get(name) if rules is not None else None
    return rule.parameter.label if rule is not None and rule.parameter is not None else name


def _said(body: Body, name: str, rules: Rules | None) -> str:
    value = getattr(body, name, None)
    if isinstance(value, str) and type(body) is ParameterProposed and name == "name":
        value = parameter_name(value, rules)
    return in_words(value)


def _clauses(pattern: str, body: Body, rules: Rules | None) -> Iterator[str]:
    for position, clause in enumerate(_CLAUSE.findall(pattern)):
        names = _PLACE.findall(clause)
        values = {name: _said(body, name, rules) for name in names}
        # 第一小句说的是做了什么，总要有；后面的没有值就不说。
        if position and names and not any(values.values()):
            continue
        for name, value in values.items():
            clause = clause.replace(f"{{{name}}}", value or BLANK)
        yield clause


def in_words(value: object) -> str:
    """一个值怎么说；没有填写的为空。"""
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, Choice):
        return value.label
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    if isinstance(value, datetime):
        return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Officer):
        return value.name
    if isinstance(value, tuple):
        return _several(value)
    if isinstance(value, BaseModel):
        return str(getattr(value, "name", ""))
    return shortened(str(value))


def _several(values: tuple[object, ...]) -> str:
    if all(isinstance(each, Officer) for each in values):
        return "、".join(each.name for each in values if isinstance(each, Officer))
    return str(len(values))


def shortened(text: str, longest: int = LONGEST) -> str:
    """取第一句，太长的截断。"""
    flat = " ".join(text.split())
    first = re.split(r"(?<=[。；])", flat, maxsplit=1)[0].rstrip("。；")
    return first if len(first) <= longest else f"{first[: longest - 1]}…"
