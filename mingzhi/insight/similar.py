"""相似案件：从已经决定的案子里，找出事实写法相近、罚则相同的，并说得出像在哪里（QL-2.4.3-b、QL-2.4.3-d）。

相邻两字一项，少见的字分量大（TF-IDF），算两段事实的夹角；同一罚则、同一种当事人另加分。都在本机算，不联网、不用模型。
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

SAME_RANGE, SAME_STANDING = 0.3, 0.1
LEAST = 0.15
SHOWN_TERMS = 4
LONGEST_TERM = 8


@dataclass(frozen=True)
class Precedent:
    """一案里拿来比的：事实的文字、罚则、当事人的身份、金额；url 是哪里可以看。"""

    key: str
    title: str
    url: str
    text: str
    range_code: str = ""
    standing: str = ""
    loss: Decimal | None = None
    fine: Decimal | None = None
    decided: date | None = None
    lenient: str = ""

    @property
    def ratio(self) -> Decimal | None:
        """罚款是损失的几倍，到百分位。"""
        if not self.loss or self.fine is None:
            return None
        return (self.fine / self.loss).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Similar:
    """一件相似案件：多像（0 到 1），像在哪里。"""

    precedent: Precedent
    score: float
    same_range: bool
    same_standing: bool
    terms: tuple[str, ...] = ()

    @property
    def because(self) -> str:
        """像在哪里，一句话。"""
        said = ["同一罚则"] * self.same_range + ["同一种当事人"] * self.same_standing
        if self.terms:
            said.append(f"都写到“{'”“'.join(self.terms)}”")
        return "，".join(said)


@dataclass(frozen=True)
class Spread:
    """同一罚则的各案，罚款是损失的几倍：最少、中间、最多。"""

    count: int
    low: Decimal
    middle: Decimal
    high: Decimal


def similar(case: Precedent, others: Iterable[Precedent], limit: int = 10) -> tuple[Similar, ...]:
    """others 里与 case 相似的，最像的在前；不像的不凑数。"""
    pool = [each for each in others if each.key != case.key and each.text.strip()]
    weights = _weights([case.text, *(each.text for each in pool)])
    mine = _vector(case.text, weights)
    found = [_compare(case, mine, each, weights) for each in pool]
    near = sorted(
        (each for each in found if each.score >= LEAST), key=lambda each: (-each.score, each.precedent.key)
    )
    # 像在哪里要逐字找，只给列出来的找。
    return tuple(
        replace(each, terms=_shared(case.text, each.precedent.text, weights)) for each in near[:limit]
    )


def spread(found: Iterable[Similar]) -> Spread | None:
    """同一罚则的相似案件里，罚款的倍数分布；不到两件的不说。"""
    ratios = sorted(
        ratio for each in found if each.same_range and (ratio := each.precedent.ratio) is not None
    )
    if len(ratios) < 2:
        return None
    return Spread(len(ratios), ratios[0], Decimal(median(ratios)), ratios[-1])


def _compare(
    case: Precedent, mine: Mapping[str, float], other: Precedent, weights: Mapping[str, float]
) -> Similar:
    theirs = _vector(other.text, weights)
    angle = sum(weight * theirs.get(term, 0.0) for term, weight in mine.items())
    same_range = bool(case.range_code) and case.range_code == other.range_code
    same_standing = bool(case.standing) and case.standing == other.standing
    # 事实一点也不像的，罚则相同也不算像。
    score = angle + (SAME_RANGE * same_range + SAME_STANDING * same_standing) * min(1.0, angle * 5)
    return Similar(other, round(score, 4), same_range, same_standing, _shared(case.text, other.text, weights))


def _terms(text: str) -> list[str]:
    """相邻两字；数字、日期、金额换了就不同，不比。"""
    runs = re.findall(r"[^\W\d_]+", text)
    return [run[at : at + 2] for run in runs for at in range(len(run) - 1)]


def _weights(texts: Sequence[str]) -> dict[str, float]:
    seen: Counter[str] = Counter()
    for text in texts:
        seen.update(set(_terms(text)))
    return {term: math.log((1 + len(texts)) / count) for term, count in seen.items()}


def _vector(text: str, weights: Mapping[str, float]) -> dict[str, float]:
    counts = Counter(_terms(text))
    raw = {term: (1 + math.log(count)) * weights[term] for term, count in counts.items()}
    length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
    return {term: value / length for term, value in raw.items()}


def _shared(one: str, other: str, weights: Mapping[str, float]) -> tuple[str, ...]:
    """两段都有的字句：长的、少见的在前，互不重叠。"""
    found: dict[str, float] = {}
    for run in re.findall(r"[^\W\d_]+", one):
        at = 0
        while at < len(run) - 1:
            end = at + 2
            if run[at:end] not in other:
                at += 1
                continue
            while end < len(run) and end - at < LONGEST_TERM and run[at : end + 1] in other:
                end += 1
            found[run[at:end]] = sum(weights.get(term, 0.0) for term in _terms(run[at:end]))
            at = end
    return tuple(sorted(found, key=lambda run: (-found[run], run))[:SHOWN_TERMS])
