"""依据：场景里写的条款编号、规则 id、法条，对不对得上一条理由或者一条规则。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mingzhi.casework.gates import Ground
from mingzhi.law.numerals import numeral

_DIGITS = "〇一二三四五六七八九十百千零"
_ARTICLE = re.compile(
    rf"^《?(?P<name>[^《》\d]*?)》?\s*第?\s*(?P<article>\d+|[{_DIGITS}]+?)\s*(?P<of>之[{_DIGITS}])?\s*(?:条.*)?$"
)
_NUMBERED = re.compile(r"^第?\d+条?$")
# 口语里的简称。
_SHORT = {
    "条例": "医疗保障基金使用监督管理条例",
    "基金条例": "医疗保障基金使用监督管理条例",
    "处罚法": "行政处罚法",
    "强制法": "行政强制法",
    "民诉法": "民事诉讼法",
    "行诉法": "行政诉讼法",
    "复议法": "行政复议法",
    "信息公开条例": "政府信息公开条例",
}


def matches(expected: str, ground: Ground) -> bool:
    """期望的依据写条款编号（CQ-L-4¶1）、规则 id，或者“行政处罚法 64”这样的法条。"""
    return cites(expected, ground.rule, ground.clauses, ground.cite)


def cites(expected: str, rule: str, clauses: Iterable[str], cite: str) -> bool:
    """expected 是不是指这条规则：id、条款编号（可以只写到条）、法条（阿拉伯或者中文数字）、引文里的话。"""
    expected = expected.strip()
    if not expected:
        return False
    if expected == rule or any(_clause(expected, clause) for clause in clauses):
        return True
    found = _ARTICLE.match(expected)
    if found is None or not found["name"].strip():
        return expected in cite
    article = found["article"]
    wanted = f"第{numeral(int(article)) if article.isdigit() else article}条"
    return any(
        _same_document(found["name"].strip(), document) and rest.startswith(wanted)
        for document, rest in _cited(cite)
    )


def _clause(expected: str, clause: str) -> bool:
    """只写到条（CQ-L-6）的，下面的款、项都算；CQ-L-1 不是 CQ-L-12。"""
    return clause == expected or (clause.startswith(expected) and clause[len(expected)] in "¶.-")


def _same_document(name: str, document: str) -> bool:
    full = _SHORT.get(name, name)
    return document == full or document.endswith(full) or document == "中华人民共和国" + full


def _cited(cite: str) -> Iterator[tuple[str, str]]:
    """引文里的（文件, 第几条…）。省了文件名的，承上。"""
    document = ""
    for part in re.split(r"[、，]", cite):
        named = re.match(r"《(?P<document>[^》]+)》(?P<rest>.*)", part)
        rest = part
        if named:
            document, rest = named["document"], named["rest"]
        yield document, rest


def listed(value: object) -> tuple[str, ...]:
    """一个或者几个依据；“行政处罚法 44、45、58”是三个。"""
    if value is None or value is False:
        return ()
    if isinstance(value, list | tuple):
        return tuple(each for item in value for each in listed(item))
    said: list[str] = []
    name = ""
    for part in re.split(r"[、，；;]", str(value)):
        part = part.strip()
        if not part:
            continue
        if _NUMBERED.match(part) and name:
            part = f"{name} {part}"
        found = _ARTICLE.match(part)
        if found is not None and found["name"].strip():
            name = found["name"].strip()
        said.append(part)
    return tuple(said)
