"""Dates and sums as Chinese documents write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzhi.instruments.text import capital, cn_date, cn_time, money

DIGITS = {c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def read_integer(words: str) -> int:
    """A reader written apart from the writer: 亿, then 万, then 仟 佰 拾."""
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        if unit in words:
            # The last 亿 divides: 万亿 is ten thousand 亿.
            high, low = words.rsplit(unit, 1)
            return read_integer(high) * size + read_integer(low)
    total, digit = 0, 0
    for c in words:
        if c in PLACES:
            total += digit * PLACES[c]
            digit = 0
        else:
            digit = DIGITS[c]
    return total + digit


def read(words: str) -> Decimal:
    words = words.removesuffix("整")
    yuan, _, rest = words.rpartition("元")
    cents = 0
    for unit, size in (("角", 10), ("分", 1)):
        if unit in rest:
            cents += DIGITS[rest[rest.index(unit) - 1]] * size
    return read_integer(yuan) + Decimal(cents) / 100


amounts = st.decimals(min_value=0, max_value=Decimal("9999999999999999.99"), places=2)


@given(amounts)
def test_a_sum_in_capitals_reads_back_as_the_same_sum(amount: Decimal) -> None:
    assert read(capital(amount)) == amount


@given(amounts)
def test_noughts_in_capitals_are_never_doubled_nor_left_before_a_unit(amount: Decimal) -> None:
    words = capital(amount)
    assert "零零" not in words
    for unit in "拾佰仟万亿角分":
        assert "零" + unit not in words
    assert "零元" not in words or words.startswith("零元")
    assert words.endswith(("整", "分"))


@given(st.integers(min_value=0, max_value=10**8), st.integers(min_value=2, max_value=15))
def test_a_missing_place_between_two_figures_is_named_once(low: int, places: int) -> None:
    amount = Decimal(10**places + low % 10 ** (places - 1))
    words = capital(amount)
    assert ("零" in words) or low % 10 ** (places - 1) == 0 or places <= 1


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("75120.00", "柒万伍仟壹佰贰拾元整"),
        ("62600", "陆万贰仟陆佰元整"),
        ("42818.40", "肆万贰仟捌佰壹拾捌元肆角整"),
        ("100000", "壹拾万元整"),
        ("10005", "壹万零伍元整"),
        ("100000005", "壹亿零伍元整"),
        ("1000500", "壹佰万零伍佰元整"),
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("1.05", "壹元零伍分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1.005", "壹元零壹分"),
        ("-12", "负壹拾贰元整"),
    ],
)
def test_sums_in_capitals_follow_the_rules_for_bills(amount: str, words: str) -> None:
    assert capital(Decimal(amount)) == words


def test_a_sum_that_has_no_capitals_is_refused() -> None:
    with pytest.raises(ValueError, match="金额太大"):
        capital(Decimal("1e16"))
    with pytest.raises(TypeError):
        money(75120.0)  # type: ignore[arg-type]


def test_money_is_grouped_and_always_has_cents() -> None:
    assert money(Decimal("75120")) == "75,120.00"
    assert money(Decimal("0.1")) == "0.10"


def test_dates_and_times_are_written_without_leading_noughts_in_beijing_time() -> None:
    assert cn_date(date(2025, 9, 4)) == "2025年9月4日"
    assert cn_time(datetime(2025, 9, 24, 1, 31, tzinfo=UTC)) == "2025年9月24日9时31分"
    assert cn_time(datetime(2025, 9, 24, 1, 5, tzinfo=UTC)) == "2025年9月24日9时05分"
    assert cn_date(datetime(2025, 12, 31, 20, 0, tzinfo=UTC)) == "2026年1月1日"
    with pytest.raises(ValueError, match="时区"):
        cn_time(datetime(2025, 9, 24, 9, 31))
