"""违法情形与罚则表、裁量基准、从宽情节：一种情形一条，引到项；裁量基准只能在罚则以内。"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import mingzhi.casework.standing  # noqa: F401  登记全部的词
from mingzhi.casework.acts import conclusion
from mingzhi.law.pack import PackError, assemble, load_pack, parse_rules
from mingzhi.law.penalties import Degree, Effect, Measure, MeasureKind, Range
from mingzhi.law.rules import Rule
from mingzhi.law.statutes import Citation, Library, parse_statute

TODAY = date(2026, 6, 1)
RULES = load_pack("national").on(TODAY)
RANGES = tuple(rule for rule in RULES.part("range") if rule.range is not None)
REGULATION = "医疗保障基金使用监督管理条例"


@pytest.fixture(scope="module")
def library(shared: Path) -> Library:
    files = sorted((shared / "data/statutes").glob("*(*).md"))
    return Library.of([parse_statute(file.stem, file.read_text("utf-8")) for file in files])


def penalty(code: str) -> Range:
    return next(rule.range for rule in RANGES if rule.range and rule.range.code == code)


def kinds(code: str) -> set[MeasureKind]:
    return {each.measure for each in penalty(code).measures}


def test_every_article_of_the_chapter_on_liability_stands_in_the_table() -> None:
    found = {rule.source.article for rule in RANGES if rule.source.document == REGULATION}
    assert found == set(range(36, 45))


@pytest.mark.parametrize(("article", "items"), [(36, 3), (38, 7), (39, 7), (40, 4), (41, 3)])
def test_each_numbered_conduct_has_a_code_of_its_own(article: int, items: int) -> None:
    found = [
        rule.source.item
        for rule in RANGES
        if rule.source.document == REGULATION and rule.source.article == article and rule.source.item
    ]
    assert sorted(filter(None, found)) == list(range(1, items + 1))


def test_no_two_penalties_in_force_share_a_code() -> None:
    codes = [rule.range.code for rule in RANGES if rule.range]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    "rule", [each for each in RANGES if each.source.item], ids=lambda rule: str(rule.range.code)
)
def test_the_conduct_is_the_one_that_the_cited_item_names(rule: Rule, library: Library) -> None:
    source = rule.source
    assert rule.range is not None
    text = (
        library.text(Citation(source.document, source.article or 0, source.paragraph, source.item), TODAY)
        or ""
    )
    conduct = re.sub(r"^(经办机构|定点医药机构|个人)", "", rule.range.conduct)
    words = {conduct[at : at + 3] for at in range(len(conduct) - 2)}
    others = [
        library.text(Citation(source.document, source.article or 0, source.paragraph, item), TODAY) or ""
        for item in range(1, 8)
        if item != source.item
    ]
    shared_words = sum(word in text for word in words)
    assert shared_words >= 2
    # “其他……行为”的一项与别的项用字相近，不比。
    if "其他" not in conduct:
        assert all(shared_words > sum(word in other for word in words) for other in others), text


def test_an_entry_for_several_conducts_covers_those_of_its_own_article_with_the_same_bounds() -> None:
    for whole in RANGES:
        assert whole.range is not None
        for code in whole.range.covers:
            part = next(rule for rule in RANGES if rule.range and rule.range.code == code)
            assert part.range is not None
            assert part.source.article == whole.source.article
            assert (part.range.base, part.range.low, part.range.high, part.range.suspension) == (
                whole.range.base,
                whole.range.low,
                whole.range.high,
                whole.range.suspension,
            )
            assert part.range.measures == whole.range.measures


def test_an_alternate_penalty_is_in_the_table() -> None:
    codes = {rule.range.code for rule in RANGES if rule.range}
    assert all(set(rule.range.alternates) <= codes for rule in RANGES if rule.range)
    assert penalty("reg40-1").alternates == ("handling55", "ssl87")


def test_each_article_has_the_measures_that_the_statute_gives_it() -> None:
    correct, talk, refund, fine = (
        MeasureKind.CORRECT,
        MeasureKind.TALK,
        MeasureKind.REFUND,
        MeasureKind.FINE,
    )
    assert {correct, talk, refund, fine, MeasureKind.SUSPEND_SERVICE} <= kinds("reg38-1")
    assert {correct, talk, fine} <= kinds("reg39-1") and MeasureKind.REFUND not in kinds("reg39-1")
    assert {refund, fine, MeasureKind.SUSPEND_SERVICE, MeasureKind.TERMINATE} <= kinds("reg40-1")
    assert fine not in kinds("reg41p1-1") and fine in kinds("reg41p2-1")
    assert MeasureKind.SUSPEND_SETTLEMENT in kinds("reg41p1-1")
    assert MeasureKind.CONFISCATE in kinds("reg42") and MeasureKind.RECOVER in kinds("reg44")


def test_the_agreement_is_ended_by_the_handling_agency_and_the_bar_lasts_five_years() -> None:
    ended = next(each for each in penalty("reg40-1").measures if each.measure is MeasureKind.TERMINATE)
    assert ended.words == "直至解除服务协议（由经办机构）"
    barred = next(each for each in penalty("reg43").measures if each.measure is MeasureKind.BAR)
    assert barred.years == 5
    assert Measure(measure=MeasureKind.TALK, may=True).words == "可以约谈有关负责人"


def test_the_statutes_of_social_insurance_are_doubtful_for_this_bureau() -> None:
    for code in ("ssl87", "ssl88"):
        rule = next(each for each in RANGES if each.range and each.range.code == code)
        assert rule.weight == "pending" and "社会保险行政部门" in rule.reading


def test_the_grounds_of_leniency_are_those_of_the_statute() -> None:
    found = {rule.leniency.code: rule for rule in RULES.part("leniency") if rule.leniency}
    assert {code for code, rule in found.items() if rule.source.article == 32} == {
        f"p32-{n}" for n in range(1, 6)
    }
    effects = {code: rule.leniency.effect for code, rule in found.items() if rule.leniency}
    assert effects["p33-slight"] is Effect.EXEMPT and effects["p33-first"] is Effect.MAY_EXEMPT
    assert effects["p31-partly-able"] is Effect.MAY_LENIENT and effects["p30-minor"] is Effect.LENIENT


def test_the_degrees_on_the_form_are_those_of_the_packs() -> None:
    assert [(each.value, each.label) for each in conclusion.Degree] == [
        (each.value, each.label) for each in Degree
    ]


def test_the_country_ships_no_ladder() -> None:
    assert not RULES.part("ladder")


def step(codes: str, low: str, high: str, more: str = "") -> list[Rule]:
    text = (
        "- {id: ex.ladder, source: {document: 示例基准, article: 1}, says: 示例, from: 2024-01-01, weight: pending,"
        f" ladder: {{codes: {codes}, degree: ordinary, circumstance: 示例, low: {low}, high: {high}{more}}}}}"
    )
    return parse_rules(text, "示例/ladders.yaml", "示例")


@pytest.mark.parametrize(
    ("codes", "low", "high", "more"),
    [
        ("reg38", "1", "2.1", ""),
        ("reg38", "0.9", "2", ""),
        ("reg38", "1", "2", ", suspension: [6, 13]"),
        ("nowhere", "1", "2", ""),
    ],
)
def test_a_ladder_beyond_the_statute_does_not_load(codes: str, low: str, high: str, more: str) -> None:
    own = load_pack("national")
    with pytest.raises(PackError, match=r"ex\.ladder"):
        assemble([(own.header, own.rules), (own.header, step(codes, low, high, more))])


def test_a_ladder_within_the_statute_loads() -> None:
    own = load_pack("national")
    pack = assemble([(own.header, own.rules), (own.header, step("reg38", "1", "2", ", suspension: [6, 12]"))])
    assert [rule.id for rule in pack.on(TODAY).part("ladder")] == ["ex.ladder"]
