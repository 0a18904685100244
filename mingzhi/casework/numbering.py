"""文号：〔年〕序号，样子在规则包（numbering）。序号由写入的一方在同一事务里取，不留空号。"""

from __future__ import annotations

from mingzhi.casework.act import Body
from mingzhi.law.pack import Rules


def series_of(rules: Rules, numbered: str, body: Body | None) -> str:
    """这一项用哪个系列：决定书按种类（处罚、不予处罚、行政处理）另有系列的，用那个系列。"""
    category = getattr(body, "category", None)
    own = f"{numbered}.{category.value}" if category is not None else numbered
    known = {rule.numbering.series for rule in rules.part("numbering") if rule.numbering}
    return own if own in known else numbered


def document_no(rules: Rules, series: str, *, abbr: str, year: int, serial: int) -> str:
    """某系列的文号。规则包没有这个系列抛 LookupError。"""
    found = [
        rule.numbering
        for rule in rules.part("numbering")
        if rule.numbering and rule.numbering.series == series
    ]
    if not found:
        raise LookupError(f"规则包没有文号系列 {series}")
    return found[-1].form.format(abbr=abbr, year=year, n=serial)
