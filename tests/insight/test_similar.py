"""相似案件：事实相近、罚则相同的在前，说得出像在哪里；不像的不凑数；只摆数字，不给结论。"""

from __future__ import annotations

from decimal import Decimal

from mingzhi.insight.similar import Precedent, similar, spread

SWAPPED = (
    "2025年3月至8月，当事人将日用品、保健品串换为医保药品上传结算214笔，造成医疗保障基金损失62,600.00元。"
)
CASE = Precedent("0", "本案", "", SWAPPED, "reg38", "pharmacy", Decimal(62600), Decimal(75120))


def other(
    key: str, text: str, range_code: str = "reg38", loss: int = 100, fine: int = 150, **more: str
) -> Precedent:
    return Precedent(
        key, key, f"/{key}", text, range_code, more.get("standing", "pharmacy"), Decimal(loss), Decimal(fine)
    )


POOL = (
    other("串换", "当事人把保健品、化妆品串换为医保药品，上传结算31笔，造成医疗保障基金损失。", fine=120),
    other("串换二", "2024年，药房将日用品串换成医保药品上传结算。", fine=200),
    other("出借", "参保人把医保凭证交由他人冒名使用，骗取医疗保障基金支出。", "reg41", standing="insured"),
    other("管理", "诊所没有建立内部管理制度，没有专门人员负责基金使用管理。", "reg39", standing="medical"),
    other("别的", "超市门前占道经营。", "", standing="other"),
)


def test_cases_with_like_facts_come_first_and_those_unlike_are_left_out() -> None:
    found = similar(CASE, POOL)
    assert [each.precedent.key for each in found[:2]] == ["串换", "串换二"]
    assert "别的" not in {each.precedent.key for each in found}
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_it_says_what_is_alike() -> None:
    (first, *_) = similar(CASE, POOL)
    assert first.same_range and first.same_standing
    assert any("串换为医" in term for term in first.terms), first.terms
    assert "同一罚则" in first.because and "都写到" in first.because


def test_numbers_and_dates_do_not_make_cases_alike() -> None:
    same_numbers = other("数字", "2025年3月至8月，214笔，62,600.00元，与别的事无关。", "")
    assert not [each for each in similar(CASE, (same_numbers, POOL[0])) if each.precedent.key == "数字"]


def test_the_same_rule_alone_does_not_make_unlike_facts_alike() -> None:
    unlike = other("同罚则", "完全不同的事实经过", "reg38")
    assert not [each for each in similar(CASE, (*POOL, unlike)) if each.precedent.key == "同罚则"]


def test_the_case_itself_is_not_among_them_and_the_number_shown_is_limited() -> None:
    twins = [other(f"甲{n}", SWAPPED) for n in range(20)]
    found = similar(CASE, [CASE, *twins], limit=5)
    assert len(found) == 5 and "0" not in {each.precedent.key for each in found}


def test_the_spread_of_fines_is_told_from_two_cases_of_the_same_rule_on() -> None:
    told = spread(similar(CASE, POOL))
    assert told is not None
    assert (told.count, told.low, told.high) == (2, Decimal("1.20"), Decimal("2.00"))
    assert told.middle == Decimal("1.60")
    assert spread(similar(CASE, POOL[:1])) is None


def test_a_case_without_a_loss_has_no_ratio() -> None:
    assert other("没有损失", "x", loss=0).ratio is None
    assert CASE.ratio == Decimal("1.20")
