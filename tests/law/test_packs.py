"""规则包：装得进来，出处对得上，数字在条文里，说的词都认识。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import mingzhi.casework.acts
import mingzhi.casework.words  # noqa: F401  登记全部的词
from mingzhi.casework.act import KINDS
from mingzhi.casework.actor import Role
from mingzhi.casework.acts.disclosure import DisclosureSubject, Summary
from mingzhi.casework.acts.lead import PartyStanding
from mingzhi.casework.acts.review import LineResult
from mingzhi.casework.view import known_name
from mingzhi.instruments.catalogue import FORMS
from mingzhi.law.conditions import Condition, walk_numbers
from mingzhi.law.pack import PackError, assemble, load_pack, parse_rules, places
from mingzhi.law.rules import Rule, Weight
from mingzhi.law.statutes import Citation, Library, numbers_in, parse_statute, parse_statutes

TODAY = date(2026, 6, 1)
PLACES = ("national", "chongqing", "yunnan", "yunnan-qujing", "yunnan-qujing-qilin")
CHONGQING, QILIN = "chongqing", "yunnan-qujing-qilin"
DEFAULT_DOCUMENT = "产品默认"


def own_rules() -> tuple[Rule, ...]:
    """每个包自己的规则，各一次。"""
    return tuple({rule.id: rule for place in PLACES for rule in load_pack(place).rules}.values())


RULES = own_rules()
by_id = pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])


@pytest.fixture(scope="module")
def library(shared: Path) -> Library:
    """参考数据里的法规和两份规则文件。"""
    found = [
        parse_statute(file.stem, file.read_text("utf-8"))
        for file in sorted((shared / "data/statutes").glob("*(*).md"))
    ]
    chongqing = (shared / "seeds/chongqing-2021-55.txt").read_text("utf-8")
    qilin = (shared / "seeds/qilin-2021-9.txt").read_text("utf-8")
    found += parse_statutes("chongqing", chongqing)
    found += parse_statutes("qilin", qilin, document_number="麒区医保〔2021〕9号")
    return Library.of(found)


def cited_text(rule: Rule, library: Library) -> str | None:
    """所引条款项的文字，按规则有效期内的版本；没有取得文本的为 None。"""
    source = rule.source
    if source.article is None:
        return None
    day = min(rule.until, TODAY) if rule.until else TODAY
    return library.text(Citation(source.document, source.article, source.paragraph, source.item), day)


def conditions(rule: Rule) -> Iterator[Condition]:
    requirement: Any = getattr(rule, rule.part)
    for value in dict(requirement).values():
        if isinstance(value, Condition):
            yield value


def stated_numbers(rule: Rule) -> Iterator[Decimal]:
    """规则里写出的法律数字。0 是“有没有”，不是法律的数字。"""
    requirement: Any = getattr(rule, rule.part)
    if rule.parameter is not None and rule.parameter.number is not None:
        yield rule.parameter.number
    if rule.range is not None:
        yield from (rule.range.low, rule.range.high, *map(Decimal, rule.range.suspension or ()))
        for measure in rule.range.measures:
            yield from map(Decimal, measure.months or ())
            yield Decimal(measure.years or 0)
    if rule.duty is not None:
        yield from (Decimal(span.count) for span in rule.duty.within if isinstance(span.count, int))
    for condition in conditions(rule):
        yield from walk_numbers(condition.source)
    assert requirement is not None


# 装载 ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("place", PLACES)
def test_every_pack_loads_with_its_chain(place: str) -> None:
    pack = load_pack(place)
    chain = [header.id for header in pack.chain]
    assert chain[0] == "national" and chain[-1] == place
    assert pack.header.name and pack.header.documents
    assert pack.on(TODAY).all


def test_the_places_are_those_expected() -> None:
    assert set(places()) == set(PLACES)


def test_an_unknown_key_does_not_load_and_the_message_names_file_rule_and_key() -> None:
    text = "- {id: x.y, source: {document: 示例法}, says: 示例, from: 2021-01-01, colour: red, parameter: {name: a, label: b}}"
    with pytest.raises(PackError, match=r"示例/parameters\.yaml.*x\.y.*colour"):
        parse_rules(text, "示例/parameters.yaml", "示例")


def test_an_unknown_key_inside_a_requirement_does_not_load() -> None:
    text = "- {id: x.y, source: {document: 示例法}, says: 示例, from: 2021-01-01, parameter: {name: a, label: b, days: 3}}"
    with pytest.raises(PackError, match=r"parameter\.days"):
        parse_rules(text, "示例/parameters.yaml", "示例")


def test_a_parameter_without_a_source_does_not_load() -> None:
    text = '- {id: x.y, says: 示例, from: 2021-01-01, parameter: {name: a, label: b, value: "3"}}'
    with pytest.raises(PackError, match=r"x\.y.*source"):
        parse_rules(text, "示例/parameters.yaml", "示例")


def test_a_rule_with_two_requirements_does_not_load() -> None:
    text = (
        "- {id: x.y, source: {document: 示例法}, says: 示例, from: 2021-01-01,"
        " parameter: {name: a, label: b}, role: {act: case.filed, roles: [principal]}}"
    )
    with pytest.raises(PackError, match="恰好写一种"):
        parse_rules(text, "示例/parameters.yaml", "示例")


def test_a_replacement_says_on_what_ground_and_what_it_replaces_exists() -> None:
    base = "id: x.y, source: {document: 示例法}, says: 示例, from: 2021-01-01, role: {act: case.filed, roles: [principal]}"
    with pytest.raises(PackError, match="根据"):
        parse_rules(f"- {{{base}, replaces: nat.role.decision}}", "示例/roles.yaml", "示例")
    rules = parse_rules(f"- {{{base}, replaces: nowhere, ground: 示例}}", "示例/roles.yaml", "示例")
    with pytest.raises(PackError, match="nowhere"):
        assemble([(load_pack("national").header, rules)])


# 出处 ─────────────────────────────────────────────────────────────────────────


@by_id
def test_a_default_of_the_product_is_never_cited_with_an_article_and_all_else_names_its_document(
    rule: Rule,
) -> None:
    if rule.weight is Weight.DEFAULT:
        assert rule.cite == "产品默认"
    else:
        assert rule.source.document != DEFAULT_DOCUMENT
        assert rule.source.document in rule.cite


@by_id
def test_what_a_rule_cites_is_in_the_text_or_else_the_rule_is_pending(rule: Rule, library: Library) -> None:
    if rule.gate is not None and rule.gate.cited_from:
        return  # 引文取自所选的罚则，那一条自己核对。
    if rule.weight is Weight.RULE:
        assert rule.source.article is not None, "写明第几条，或者标为待核"
        assert cited_text(rule, library), f"没有找到 {rule.cite}；没有取得文本的应当标为待核"


@by_id
def test_every_number_in_a_rule_stands_in_the_article_it_cites(rule: Rule, library: Library) -> None:
    if rule.weight is not Weight.RULE:
        return
    # 罚款与暂停常常不在同一款：罚则的数字在所引的那一条里就行。
    whole = rule.source.model_copy(update={"paragraph": None, "item": None})
    text = cited_text(rule.model_copy(update={"source": whole}) if rule.range else rule, library) or ""
    known = {Decimal(number) for number in numbers_in(text)}
    if "一年" in text or "1年" in text:
        known.add(Decimal(12))
    unknown = [number for number in stated_numbers(rule) if number and number not in known]
    assert not unknown, f"{rule.id} 写了 {unknown}，不在 {rule.cite} 里：{text[:80]}"


@by_id
def test_a_rule_speaks_in_our_own_words(rule: Rule, library: Library) -> None:
    if rule.line is not None:
        return  # 意见表的各行照附件的字。
    text = re.sub(r"\s", "", cited_text(rule, library) or "")
    says = re.sub(r"\s", "", rule.says)
    long = 32  # 列举几项要素可以与条文同字，整句不可以。
    copied = [says[at : at + long] for at in range(len(says) - long + 1) if says[at : at + long] in text]
    assert not copied, f"{rule.id} 照抄了条文：{copied[0]}"


@by_id
def test_a_plan_without_articles_is_cited_in_its_own_way(rule: Rule) -> None:
    if rule.source.document.startswith("麒区医保〔2021〕9号"):
        assert rule.source.outline, "方案按一、（一）1. 编排，写 outline: true"
        assert "条" not in rule.cite.split("》")[1].split("、《")[0]


def test_the_qilin_plan_is_cited_by_part_section_and_point() -> None:
    rule = load_pack(QILIN).rule("ql.review.complex")
    assert rule is not None and rule.cite == "《麒区医保〔2021〕9号 工作方案》二、（三）2"


def test_every_clause_that_rules_answer_to_stands_in_the_requirements(shared: Path) -> None:
    text = (shared / "requirements.md").read_text("utf-8")
    known = set(re.findall(r"^\| ((?:CQ|QL)-[^ |]+) \|", text, re.M))
    assert len(known) > 200
    missing = {(rule.id, clause) for rule in RULES for clause in rule.clauses if clause not in known}
    assert not missing


@by_id
def test_the_id_begins_with_its_place_and_clauses_belong_to_it(rule: Rule) -> None:
    prefixes = {"national": "nat.", CHONGQING: "cq.", "yunnan": "yn.", "yunnan-qujing": "qj.", QILIN: "ql."}
    clauses = {CHONGQING: "CQ-", QILIN: "QL-"}
    assert rule.id.startswith(prefixes[rule.pack])
    if rule.pack in clauses:
        assert all(each.startswith(clauses[rule.pack]) for each in rule.clauses)


@by_id
def test_no_default_takes_the_place_of_a_rule_of_law(rule: Rule) -> None:
    if rule.weight is Weight.DEFAULT:
        replaced = next((each for each in RULES if each.id == rule.replaces), None)
        assert replaced is None or replaced.weight is Weight.DEFAULT


@pytest.mark.parametrize("place", PLACES)
def test_no_field_is_demanded_twice_without_condition(place: str) -> None:
    rules = load_pack(place).on(TODAY)
    for kind in KINDS:
        demanded = [
            (field, rule.id)
            for rule in rules.contents(kind)
            if rule.content is not None and rule.content.when is None
            for field in rule.content.fields
        ]
        fields = [field for field, _ in demanded]
        twice = {each for each in demanded if fields.count(each[0]) > 1}
        # 国家和地方各有出处的，两条都列；产品默认不与别的重复。
        assert not {each for each in twice if rules.by_id[each[1]].weight is Weight.DEFAULT}


# 词 ───────────────────────────────────────────────────────────────────────────


@by_id
def test_every_fact_that_a_condition_asks_for_is_known(rule: Rule) -> None:
    asked = {name for condition in conditions(rule) for name in condition.names}
    # 人员室在设置科室时核对的几条，有自己的事实（department.…）。
    unknown = {name for name in asked if not known_name(name) and not name.startswith("department.")}
    assert not unknown
    for name in asked:
        head, _, rest = name.partition(".")
        if head in ("last", "first"):
            kind, field = ".".join(rest.split(".")[:2]), rest.split(".")[2:3]
            assert not field or field[0] in {*KINDS[kind].body.model_fields, "number", "day", "late", "kind"}


@pytest.mark.parametrize("place", PLACES)
def test_every_parameter_that_a_condition_compares_with_is_declared(place: str) -> None:
    rules = load_pack(place).on(TODAY)
    asked = {name for rule in rules.all for condition in conditions(rule) for name in condition.parameters}
    assert asked <= set(rules.parameters)


def _unknown(words: Iterable[str], known: Iterable[str]) -> set[str]:
    return set(words) - set(known)


@by_id
def test_the_acts_forms_and_roles_that_a_rule_names_exist(rule: Rule) -> None:
    roles = {role.value for role in Role}
    requirement: Any = getattr(rule, rule.part)
    if rule.part not in ("gate",):
        assert not _unknown(getattr(requirement, "act", ()), KINDS)
    if rule.instrument is not None:
        assert not _unknown(rule.instrument.prints, FORMS)
        for word in rule.instrument.prints:
            assert set(FORMS[word].kinds) & set(rule.instrument.act) or word == "disclosure_summary"
    if rule.volume is not None:
        assert not _unknown(rule.volume.entries, {*FORMS, *KINDS})
    if rule.flow is not None:
        assert not _unknown([*rule.flow.after, *rule.flow.next], KINDS)
        assert rule.flow.role in roles
    if rule.role is not None:
        assert not _unknown(rule.role.roles, roles)
    if rule.review is not None:
        assert not _unknown(rule.review.of, KINDS)
    if rule.stage is not None:
        assert rule.stage.stage in {kind.stage.value for kind in KINDS.values()}
    if rule.line is not None:
        assert not _unknown(rule.line.answers, {result.value for result in LineResult})
    if rule.range is not None:
        assert not _unknown(rule.range.subject.split(","), {standing.value for standing in PartyStanding})
    if rule.disclosure is not None and rule.disclosure.subject in {each.value for each in DisclosureSubject}:
        assert not _unknown(rule.disclosure.fields, Summary.model_fields)
    if rule.content is not None:
        for kind in rule.content.act:
            assert not _unknown(
                (each.split(".")[0] for each in rule.content.fields), KINDS[kind].body.model_fields
            )
    if rule.recording is not None:
        for kind in rule.recording.act:
            assert rule.recording.claim in KINDS[kind].body.model_fields


@pytest.mark.parametrize("place", PLACES)
def test_every_numbered_kind_has_exactly_one_form_of_number(place: str) -> None:
    series = [
        rule.numbering.series for rule in load_pack(place).on(TODAY).part("numbering") if rule.numbering
    ]
    assert len(series) == len(set(series))
    assert {kind.numbered for kind in KINDS.values() if kind.numbered} <= set(series)


@pytest.mark.parametrize("place", PLACES)
def test_every_document_but_the_fallbacks_is_brought_forth_by_some_act(place: str) -> None:
    printed = {
        word
        for rule in load_pack(place).on(TODAY).part("instrument")
        if rule.instrument
        for word in rule.instrument.prints
    }
    assert set(FORMS) - printed == (set() if place == CHONGQING else {"case_report"})


@pytest.mark.parametrize("place", PLACES)
def test_an_act_brings_forth_each_document_once(place: str) -> None:
    rules = load_pack(place).on(TODAY)
    for kind in KINDS:
        printed = [
            word for rule in rules.instruments(kind) if rule.instrument for word in rule.instrument.prints
        ]
        assert len(printed) == len(set(printed)), f"{kind} 产生 {printed}"


@pytest.mark.parametrize("place", PLACES)
def test_a_document_lies_in_one_place_of_the_file_and_each_place_has_its_order(place: str) -> None:
    rows = [rule.volume for rule in load_pack(place).on(TODAY).part("volume") if rule.volume]
    entries = [entry for row in rows for entry in row.entries]
    assert len(entries) == len(set(entries))
    assert len({(row.volume, row.order) for row in rows}) == len(rows)
    unplaced = set(FORMS) - set(entries) - {"file_cover", "file_index", "file_note"}
    assert not unplaced


def test_informant_review_and_discussion_lie_in_the_auxiliary_volume() -> None:
    rows = [rule.volume for rule in load_pack(CHONGQING).on(TODAY).part("volume") if rule.volume]
    auxiliary = {entry for row in rows if row.volume == "auxiliary" for entry in row.entries}
    assert {
        "lead_register",
        "informant.told",
        "review_opinion",
        "discussion_record",
        "case_report",
    } <= auxiliary
    first = min((row for row in rows if row.volume == "main"), key=lambda row: row.order)
    assert first.entries[0] == "penalty_decision" and "service_receipt" in first.entries
