"""条款登记：一条不多、一条不少，写到的规则和测试都在，去掉规则测试就通不过。"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from mingzhi.casework.reliance import passes, relied_on
from mingzhi.casework.scenario import Scenario, read
from mingzhi.cli import main
from mingzhi.commands.clauses import entries
from mingzhi.commands.scenario import load
from mingzhi.law.pack import load_pack, places
from mingzhi.law.register import (
    ClauseEntry,
    RegisterError,
    load_documents,
    load_hits,
    parse_document,
    register,
)

ROOT = Path(__file__).resolve().parents[2]
KINDS = {"rule", "feature", "declined", "open"}
ENTRIES = {entry.id: entry for entry in entries()}
# 条文要求的（规则、门禁、期限）里还没有做到的：补上一条，从这里删一条，不许添。
OPEN_DUTIES: set[str] = set()


def required(shared: Path) -> dict[str, set[str]]:
    """requirements.md 的条款和标记，照它的次序。"""
    text = (shared / "requirements.md").read_text("utf-8")
    found = re.findall(r"^\| ((?:CQ|QL)-[^ |]+) \| ([^|]+) \|", text, re.M)
    return {clause: {mark.strip() for mark in marks.split(",")} for clause, marks in found}


# 登记 ─────────────────────────────────────────────────────────────────────────


def test_the_register_has_every_clause_of_both_documents_in_order(shared: Path) -> None:
    wanted = required(shared)
    assert len(wanted) == 266
    assert list(ENTRIES) == list(wanted)
    assert {clause: set(entry.marks) for clause, entry in ENTRIES.items()} == wanted


def test_every_clause_that_a_rule_cites_is_registered() -> None:
    cited = {clause for place in places() for rule in load_pack(place).rules for clause in rule.clauses}
    assert cited <= set(ENTRIES)


def test_what_is_done_names_its_tests_and_what_is_not_done_its_reason() -> None:
    for entry in ENTRIES.values():
        if entry.kind in ("rule", "feature"):
            assert entry.tests, entry.id
        else:
            assert entry.reason, entry.id
        assert (entry.kind == "rule") <= bool(entry.rules), entry.id
        assert (entry.kind == "feature") <= bool(entry.reason), entry.id


def test_a_clause_that_rules_answer_is_not_also_written_off() -> None:
    for document in load_documents():
        for clause in document.clauses:
            assert not (clause.declined and ENTRIES[clause.id].rules), clause.id


def test_rules_gates_and_deadlines_still_open_are_no_more_than_those_known() -> None:
    still = {entry.id for entry in ENTRIES.values() if entry.kind == "open" and {*"RGD"} & {*entry.marks}}
    assert still == OPEN_DUTIES


def test_a_clause_is_declined_only_if_it_binds_nobody_to_anything() -> None:
    declined = [entry for entry in ENTRIES.values() if entry.kind == "declined"]
    assert declined and all("E" in entry.marks for entry in declined)


# 写到的测试都在 ───────────────────────────────────────────────────────────────


@lru_cache
def functions(file: Path) -> frozenset[str]:
    return frozenset(
        node.name
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    )


@lru_cache
def scenarios(file: Path) -> dict[str, Scenario]:
    return {scenario.name: scenario for scenario in load(file)}


def named() -> Iterator[tuple[ClauseEntry, str]]:
    for entry in ENTRIES.values():
        for test in entry.tests:
            yield entry, test


def test_every_test_named_exists() -> None:
    missing = []
    for entry, test in named():
        where, _, name = test.partition("::")
        file = ROOT / where
        known = name if file.suffix == ".yaml" else re.sub(r"\[.*\]$", "", name)
        have = (scenarios(file) if file.suffix == ".yaml" else functions(file)) if file.is_file() else ()
        if known not in have:
            missing.append((entry.id, test))
    assert not missing


def test_a_parametrized_test_is_named_by_the_clause_it_is_about() -> None:
    for entry, test in named():
        found = re.search(r"\[(.*)\]$", test)
        assert found is None or found[1] == entry.id, test


# 去掉规则就通不过 ─────────────────────────────────────────────────────────────


def scenario_of(test: str) -> Scenario:
    where, _, name = test.partition("::")
    return scenarios(ROOT / where)[name]


SAMPLE = (
    "cq.review.before-decision",
    "cq.record.discussion-all-sign",
    "cq.due.disclosure-decision",
    "cq.review.amount",
    "ql.review.before-decision",
    "nat.field.certificates-shown",
)


@pytest.mark.parametrize("rule", SAMPLE)
def test_a_scenario_fails_when_its_rule_is_switched_off(rule: str) -> None:
    for test in load_hits()[rule]:
        scenario = scenario_of(test)
        assert passes(scenario, scenario.pack), test
        assert not passes(scenario, scenario.pack.without(rule)), test


def test_every_recorded_rule_is_in_a_pack_and_every_recorded_scenario_is_there() -> None:
    rules = {rule.id for place in places() for rule in load_pack(place).rules}
    for rule, tests in load_hits().items():
        assert rule in rules and tests, rule
        assert all(scenario_of(test) for test in tests), "重新记录：mingzhi clauses --record"


TINY = """
scenario: 只有一步
place: 重庆
people: {甲: {number: 示例-1, name: 示例甲, department: 示例科, roles: 承办人}}
steps:
  - {on: 2025-03-03 10:00, who: 甲, act: 登记线索, with: {source: 匿名投诉举报, recorder: 甲}, defects: [CQ-R-7¶1]}
"""


def test_what_a_scenario_relies_on_is_found_by_leaving_it_out() -> None:
    assert list(relied_on(read(TINY))) == ["cq.record.lead"]
    assert list(relied_on(read(TINY), frozenset({"cq.record.lead"}))) == []
    wrong = TINY.replace("CQ-R-7¶1", "CQ-R-9¶1")
    assert list(relied_on(read(wrong))) == [], "走不通的场景什么也不证明"


# 读登记、打印 ─────────────────────────────────────────────────────────────────

LITTLE = """
document: 示例办法
prefix: CQ-
clauses:
- {id: CQ-L-12, title: 有规则的, marks: [G]}
- {id: CQ-L-13, title: 有规则也还没有做到的, marks: [D], open: 还缺一半}
- {id: CQ-N-1, title: 功能, marks: [R], feature: 做到了, tests: [tests/x.py::test_x]}
- {id: CQ-D-1, title: 不归软件, marks: [E], declined: 目的}
- {id: CQ-N-3, title: 什么也没有写, marks: [S]}
"""


def test_the_kind_of_a_clause_follows_from_the_packs_and_the_register() -> None:
    documents = (parse_document(LITTLE, "示例"),)
    found = {
        entry.id: entry
        for entry in register([load_pack("chongqing")], documents, {"cq.discussion.after-review": ("s",)})
    }
    assert [entry.kind for entry in found.values()] == ["rule", "open", "feature", "declined", "open"]
    assert "cq.discussion.after-review" in found["CQ-L-12"].rules and found["CQ-L-12"].tests == ("s",)
    assert found["CQ-L-13"].rules and found["CQ-L-13"].reason == "还缺一半"
    assert found["CQ-N-3"].reason


def test_a_rule_switched_off_leaves_its_clause_open() -> None:
    pack = load_pack("chongqing")
    rules = [rule.id for rule in pack.rules if "CQ-R-20-b" in rule.clauses]
    for rule in rules:
        pack = pack.without(rule)
    found = {entry.id: entry for entry in register([pack], load_documents(), load_hits())}
    assert rules and ENTRIES["CQ-R-20-b"].kind == "rule"
    assert found["CQ-R-20-b"].kind == "open"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (LITTLE.replace("CQ-N-1", "CQ-L-12"), "写了两次"),
        (LITTLE.replace("CQ-N-1", "QL-1.1"), "不是 CQ- 的条款"),
        (LITTLE.replace("declined: 目的", "declined: 目的, open: 缺"), "只能写一种"),
        (LITTLE.replace("marks: [E]", "marks: [X]"), "marks"),
        (LITTLE.replace("declined:", "refused:"), "refused"),
        ("- a\n- b: [", "示例"),
    ],
)
def test_a_register_written_wrongly_is_refused_with_the_reason(wrong: str, why: str) -> None:
    with pytest.raises(RegisterError, match=re.escape(why)):
        parse_document(wrong, "示例")


def test_the_command_prints_all_clauses_for_machines_and_totals_for_people() -> None:
    printed = CliRunner().invoke(main, ["clauses", "--json"])
    assert printed.exit_code == 0
    found = json.loads(printed.output)
    assert len(found) == len(ENTRIES) == 266
    assert {frozenset(each) for each in found} == {
        frozenset({"id", "kind", "title", "rules", "tests", "reason"})
    }
    assert {each["kind"] for each in found} == KINDS
    shown = CliRunner().invoke(main, ["clauses"]).output
    assert "CQ-L-4¶1　" in shown and "共 266 条：" in shown
    only = CliRunner().invoke(main, ["clauses", "--open"]).output
    assert "CQ-L-4¶1　" not in only and "没有做到" in only
