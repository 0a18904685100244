"""文书用语: dates, times and sums as Chinese documents write them. Pure; the template filters wrap these."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_LIMIT = Decimal("1e16")


def cn_date(day: date) -> str:
    """成文日期: Arabic numerals, month and day without a leading nought (GB/T 9704)."""
    if isinstance(day, datetime):
        day = _local(day).date()
    return f"{day.year}年{day.month}月{day.day}日"


def cn_time(moment: datetime) -> str:
    """时刻, to the minute, in Beijing time."""
    local = _local(moment)
    return f"{cn_date(local.date())}{local.hour}时{local.minute:02d}分"


def money(amount: Decimal) -> str:
    """金额 in yuan: grouped by thousands, always with 角 and 分."""
    return f"{_cents(amount):,.2f}"


def capital(amount: Decimal) -> str:
    """大写金额: 75120 → 柒万伍仟壹佰贰拾元整."""
    rounded = _cents(amount)
    sign, rounded = ("负" if rounded < 0 else ""), abs(rounded)
    if rounded >= _LIMIT:
        raise ValueError(f"金额太大，不能写成大写：{amount}")
    yuan, cents = divmod(int(rounded * 100), 100)
    jiao, fen = divmod(cents, 10)
    words = _integer(yuan) + "元" if yuan or not cents else ""
    if not cents:
        return f"{sign}{words}整"
    # 零 stands for a missing 角 between yuan and 分, and after yuan that end in 0 before 角.
    if yuan and (not jiao or yuan % 10 == 0):
        words += "零"
    words += f"{_DIGITS[jiao]}角" if jiao else ""
    return f"{sign}{words}{_DIGITS[fen]}分" if fen else f"{sign}{words}整"


def _integer(number: int) -> str:
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        if number >= size:
            high, low = divmod(number, size)
            if not low:
                return _integer(high) + unit
            # 零 stands for the places that are skipped, once however many there are.
            skipped = low * 10 < size or high % 10 == 0
            return _integer(high) + unit + ("零" if skipped else "") + _integer(low)
    return _group(number) or _DIGITS[0]


def _group(group: int) -> str:
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + _PLACES[place]
        gap = not digit
    return words


def _cents(amount: Decimal) -> Decimal:
    if not isinstance(amount, Decimal):
        raise TypeError("金额须是 Decimal")
    return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("时刻须带时区")
    return moment.astimezone(SHANGHAI)
