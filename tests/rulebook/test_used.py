"""用在哪里：程序里按名字取的参数，清单上都说得出在哪里用。"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import get_args

import django
import pytest

django.setup()

import mingzhi  # noqa: E402
from mingzhi.casework.lawbook import Lawbook  # noqa: E402
from mingzhi.law.pack import load_pack  # noqa: E402
from mingzhi.law.pieces import Strict  # noqa: E402
from mingzhi.law.rules import NAMES, Rule  # noqa: E402
from mingzhi.rulebook.used import ELSEWHERE, doubts, elsewhere, unfilled, users  # noqa: E402

PLACES = ("chongqing", "yunnan-qujing-qilin")
DAY = date(2026, 11, 20)
NAMED = re.compile(r"""\.parameter\(f?"([a-z][a-z.-]+)""")


def asked() -> set[str]:
    """程序里按名字取的参数（开头）。"""
    root = Path(mingzhi.__file__).parent
    files = [file for file in root.rglob("*.py") if "rulebook" not in file.parts]
    return {name for file in files for name in NAMED.findall(file.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("place", PLACES)
def test_a_parameter_that_the_program_reads_says_where(place: str) -> None:
    rules = load_pack(place).on(DAY)
    read = [rule for name, rule in rules.parameters.items() if any(name.startswith(each) for each in asked())]
    assert len(read) > 10
    silent = [rule.id for rule in read if not elsewhere(rule) and not list(users(rules, rule))]
    assert silent == []


def test_no_place_is_named_for_a_parameter_that_is_gone() -> None:
    known = {name for place in PLACES for name in load_pack(place).on(DAY).parameters}
    assert [start for start in ELSEWHERE if not any(name.startswith(start) for name in known)] == []


@pytest.mark.parametrize("place", PLACES)
def test_every_doubtful_rule_is_on_the_list_or_among_the_unfilled(place: str) -> None:
    pack = load_pack(place)
    rules = pack.on(DAY)
    book = Lawbook(pack, pack)
    listed = {each.rule.id for each in (*doubts(book, rules), *unfilled(book, rules))}
    pending = {rule.id for rule in rules.all if rule.weight.value == "pending"}
    overridden = {
        rule.id for rule in rules.all if rule.parameter and rules.parameters[rule.parameter.name] is not rule
    }
    assert pending - overridden <= listed and not overridden & listed


def test_every_kind_of_rule_has_a_name() -> None:
    kinds = {
        name
        for name, field in Rule.model_fields.items()
        if any(isinstance(each, type) and issubclass(each, Strict) for each in get_args(field.annotation))
    }
    assert kinds == set(NAMES)
