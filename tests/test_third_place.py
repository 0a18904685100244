"""一天写出一个城市：docs/examples/shili 是第三个地方，只有 YAML，与重庆差十处；一处一个场景，都是真的不同。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from mingzhi.casework.packcheck import faults, numbers_not_in_the_text
from mingzhi.casework.reliance import passes, relied_on
from mingzhi.casework.scenario import Scenario
from mingzhi.cli import main
from mingzhi.commands.scenario import load
from mingzhi.instruments.catalogue import FORMS
from mingzhi.law import pack as packs
from mingzhi.law.pack import Pack, load_pack
from mingzhi.law.statutes import Library, parse_statutes
from mingzhi.record.placefiles import install

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "docs" / "examples"
SHILI = EXAMPLES / "shili"


@pytest.fixture(scope="module")
def shili() -> Iterator[Pack]:
    before = dict(packs._added)
    install([EXAMPLES])
    yield load_pack("shili")
    packs._added.clear()
    packs._added.update(before)
    load_pack.cache_clear()


def scenarios() -> list[Scenario]:
    return [scenario for file in ("path.yaml", "ten.yaml") for scenario in load(SHILI / "scenarios" / file)]


def differences() -> list[Scenario]:
    return [scenario for scenario in scenarios() if scenario.name.startswith("差异")]


def test_the_place_is_yaml_and_its_measures_and_no_program() -> None:
    assert {file.suffix for file in SHILI.rglob("*") if file.is_file()} == {".yaml", ".md"}


def test_every_word_it_says_is_known_and_every_number_stands_in_its_measures(shili: Pack) -> None:
    texts = Library.of(parse_statutes("measures", (SHILI / "measures.md").read_text("utf-8")))
    assert texts.statutes[0].article(2)
    assert faults(shili, FORMS) == ()
    assert numbers_not_in_the_text(shili, texts) == ()


def test_every_scenario_of_the_place_is_as_expected(shili: Pack) -> None:
    for scenario in scenarios():
        assert passes(scenario, scenario.pack), scenario.name


def test_there_are_ten_differences_and_none_of_them_holds_in_chongqing(shili: Pack) -> None:
    found = differences()
    assert [scenario.name[2] for scenario in found] == list("一二三四五六七八九十")
    chongqing = load_pack("chongqing")
    assert not [scenario.name for scenario in found if passes(scenario, chongqing)]


def test_every_rule_that_can_be_missed_is_missed_by_a_scenario(shili: Pack) -> None:
    own = {rule.id for rule in shili.rules if rule.pack == "shili"}
    relied: set[str] = set()
    for scenario in scenarios():
        relied |= own & set(relied_on(scenario, frozenset(relied)))
    # 意见表的六行去掉一行，写的人多写一行也不要紧；公示哪几栏由门户看，都不是拒绝。
    shown_elsewhere = {rule.id for rule in shili.rules if rule.part in ("line", "disclosure")}
    assert own - shown_elsewhere == relied - shown_elsewhere


def test_the_page_that_teaches_the_format_tells_all_ten(shili: Pack) -> None:
    page = (ROOT / "docs" / "packs.md").read_text("utf-8")
    told = re.findall(r"^ *\| ([一二三四五六七八九十]) \| ", page, re.M)
    assert told == list("一二三四五六七八九十")
    named = {clause for rule in shili.rules if rule.pack == "shili" for clause in rule.clauses}
    assert {clause for clause in named if f"`{clause}`" not in page} == {"SL-10"}


def test_the_command_checks_a_folder_and_names_what_is_wrong(tmp_path: Path, shili: Pack) -> None:
    own = tmp_path / "yishi"
    own.mkdir()
    for file in SHILI.iterdir():
        if file.is_file():
            text = file.read_text("utf-8").replace("id: shili", "id: yishi").replace("id: sl.", "id: yy.")
            (own / file.name).write_text(text, encoding="utf-8")
    sound = CliRunner().invoke(main, ["packs", str(tmp_path)])
    assert sound.exit_code == 0 and "数字都在所引的条文里" in sound.output
    rules = own / "review.yaml"
    broken = (
        rules.read_text("utf-8")
        .replace("{count: 7, unit: workday}", "{count: 8, unit: workday}")
        .replace("proposed.refund:", "proposed.refnd:")
        .replace("do: review.signed", "do: review.sined")
        .replace("supplied_by: review_head", "supplied_by: boss")
    )
    rules.write_text(broken, encoding="utf-8")
    told = CliRunner().invoke(main, ["packs", str(tmp_path)])
    assert told.exit_code == 1
    for said in (
        "写了 8",
        "是不是 proposed.refund",
        "没有 review.sined 这种行为，是不是 review.signed",
        "没有 boss",
    ):
        assert said in told.output, said
    listed = CliRunner().invoke(main, ["packs"])
    assert "chongqing　国家 ← 重庆市" in listed.output
    none = CliRunner().invoke(main, ["packs", str(SHILI / "scenarios")])
    assert none.exit_code == 1 and "没有规则包" in none.output


def test_the_command_walks_scenarios_of_a_place_outside_the_software() -> None:
    before = dict(packs._added)
    try:
        walked = CliRunner().invoke(
            main, ["scenario", "--packs", str(EXAMPLES), str(SHILI / "scenarios" / "path.yaml")]
        )
        assert walked.exit_code == 0 and "全部相符" in walked.output
    finally:
        packs._added.clear()
        packs._added.update(before)
        load_pack.cache_clear()
