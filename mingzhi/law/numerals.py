"""中文数字：第五十九条的「五十九」和 59 互换；从条文里找出所有的数，供核对规则里的数字。"""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}

NUMERAL = "[零〇一二两三四五六七八九十百千万亿]+"
_ANY = re.compile(rf"{NUMERAL}|(\d{{1,3}}(?:[,，]\d{{3}})+|\d+)(\.\d+)?([万亿]?)")


def to_int(word: str) -> int:
    """五十九 → 59；一百二十 → 120；二〇二一 → 2021。不是中文数字的，报错。"""
    if not re.fullmatch(NUMERAL, word):
        raise ValueError(f"{word!r} 不是中文数字")
    if all(c in _DIGITS for c in word):  # digit by digit, as years are written
        return int("".join(str(_DIGITS[c]) for c in word))
    total = section = digit = 0
    for c in word:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _UNITS:
            section += (digit or 1) * _UNITS[c]
            digit = 0
        else:
            total = (total + section + digit) * _BIG[c]
            section = digit = 0
    return total + section + digit


def numeral(number: int) -> str:
    """59 → 五十九；10 → 十；101 → 一百零一。条、款、项用到的范围，一至九千九百九十九。"""
    if not 0 < number < 10_000:
        raise ValueError(f"{number} 不在一至九千九百九十九之间")
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + "零一二三四五六七八九"[digit] + name
        gap = False
    return text.removeprefix("一") if text.startswith("一十") else text


def numbers_in(text: str) -> frozenset[int]:
    """条文里写着的正整数，中文的和阿拉伯的都算（三十日 → 30，20个工作日 → 20，5万元 → 50000，百分之三 → 100 和 3）。"""
    found: set[int] = set()
    for match in _ANY.finditer(text):
        whole, fraction, big = match.groups()
        if whole is None:
            found.add(to_int(match.group()))
            continue
        value = Decimal(re.sub("[,，]", "", whole) + (fraction or "")) * _BIG.get(big, 1)
        if value == value.to_integral_value():
            found.add(int(value))
    return frozenset(found - {0})
