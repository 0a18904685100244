"""参考案例（../shared/cases）要求的，随附的场景都核对了：到期的日子、应当拒绝的、应当带瑕疵的。"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from mingzhi.casework.expectations import respell_due
from mingzhi.casework.matching import listed
from mingzhi.casework.scenario import Scenario, Step
from mingzhi.casework.spelling import a_day
from mingzhi.commands.scenario import load

ROOT = Path(__file__).resolve().parent.parent
CASES = {
    "1-pharmacy-chongqing": "pharmacy-chongqing",
    "2-clinic-qilin": "clinic-qilin",
    "3-person-chongqing": "person-chongqing",
}


def case(shared: Path, name: str) -> Mapping[str, Any]:
    text = (shared / "cases" / f"{name}.yaml").read_text(encoding="utf-8")
    found = yaml.safe_load(text)
    assert isinstance(found, dict)
    return found


def sample(name: str) -> Scenario:
    return load(ROOT / "mingzhi/samples/scenarios" / f"{CASES[name]}.yaml")[0]


def days(scenario: Scenario) -> Iterator[date]:
    for step in scenario.steps:
        for expect in (step.expect, step.then):
            for wanted in respell_due((expect or {}).get("due")):
                yield from (a_day(wanted[key]) for key in ("on", "last_day") if wanted.get(key))


@cache
def everywhere(place: str) -> tuple[Step, ...]:
    files = [
        file
        for folder in ("mingzhi/samples/scenarios", "tests/scenarios")
        for file in sorted((ROOT / folder).rglob("*.yaml"))
        if file.parent.name != "days"
    ]
    found = [scenario for file in files for scenario in load(file) if scenario.place == place]
    return tuple(step for scenario in found for step in scenario.steps if not step.prefix)


# 第八十五条说“日”怎样数，不是拒绝的依据。
COUNTING = {"行政处罚法 85"}


def grounds(entry: Mapping[str, Any]) -> list[str]:
    found = (*listed(entry.get("source")), *listed(entry.get("clause")))
    return [each for each in found if each not in COUNTING]


@pytest.mark.parametrize("name", CASES)
def test_every_date_that_must_follow_is_expected_by_the_sample(shared: Path, name: str) -> None:
    expected = set(days(sample(name)))
    # 没有批准分期时的缴款日：示例批准了分期之前就核对了同一天。
    wanted = {entry["what"]: entry["on"] for entry in case(shared, name)["must_follow"] if "on" in entry}
    assert {what: day for what, day in wanted.items() if day not in expected} == {}


@pytest.mark.parametrize("name", CASES)
def test_everything_that_must_be_refused_is_tried(shared: Path, name: str) -> None:
    scenario = sample(name)
    tried = {each for step in everywhere(scenario.place) for each in step.refused}
    for entry in case(shared, name)["must_be_refused"]:
        missing = [each for each in grounds(entry) if each not in tried]
        assert not missing, (entry["try"], missing)


@pytest.mark.parametrize("name", [each for each in CASES if each[0] != "3"])
def test_everything_that_must_be_flagged_is_recorded(shared: Path, name: str) -> None:
    scenario = sample(name)
    said: set[str] = set()
    for step in everywhere(scenario.place):
        said |= {*(step.defects or ()), *step.advice}
        for wanted in respell_due((step.expect or {}).get("due")):
            said |= set(listed(wanted.get("clause")))
    # 麒麟没有音像、没有写理由，只是产品默认的提示，不附条号。
    said |= {"QL-2.2.2-e"} if "ql.recording.reason" in said else set()
    for entry in case(shared, name)["must_be_flagged"]:
        missing = [each for each in grounds(entry) if each not in said]
        assert not missing, (entry["happened"], missing)
