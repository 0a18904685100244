"""场景：随附的三个、测试用的几十个，逐个走一遍；两个规则包的每条规则都有场景碰到过，去掉它场景就不符。"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mingzhi.casework.act import Act
from mingzhi.casework.expectations import respell_due
from mingzhi.casework.gates import Ground, Verdict, check
from mingzhi.casework.matching import cites, listed, matches
from mingzhi.casework.scenario import Memory, Run, Scenario, Step
from mingzhi.casework.standing import standing
from mingzhi.casework.view import View
from mingzhi.commands.scenario import load
from mingzhi.law.pack import Pack, load_pack
from mingzhi.law.rules import Rule

ROOT = Path(__file__).resolve().parent.parent
OURS = sorted((ROOT / "tests/scenarios").rglob("*.yaml"))
SAMPLES = sorted((ROOT / "mingzhi/samples/scenarios").glob("*.yaml"))
PLACES = ("chongqing", "yunnan-qujing-qilin")
PARTS = ("gate", "content", "recording", "duty")

# 场景里碰不到的规则，各有理由。
UNREACHED = {
    "nat.people.separation": "科室的设置不是卷中的行为（department.set），由人员一室的测试管",
    "cq.people.separation": "科室的设置不是卷中的行为（department.set），由人员一室的测试管",
    "cq.people.route-city": "确定审核科室不是卷中的行为（review.routed），由人员一室的测试管",
    "cq.people.route-affiliate": "确定审核科室不是卷中的行为（review.routed），由人员一室的测试管",
    "cq.people.route-county": "确定审核科室不是卷中的行为（review.routed），由人员一室的测试管",
}


@dataclass(frozen=True)
class Taken:
    """走过的一步：当时卷中的行为、正要写入的那一项、结论。"""

    scenario: Scenario
    step: Step
    before: tuple[Act, ...]
    tried: Act
    verdict: Verdict


@cache
def loaded() -> tuple[tuple[Path, Scenario], ...]:
    return tuple((file, scenario) for file in (*OURS, *SAMPLES) for scenario in load(file))


def _named(entry: tuple[Path, Scenario]) -> str:
    return f"{entry[0].stem}:{entry[1].name}"


@cache
def run_of(index: int) -> tuple[Run, tuple[Taken, ...]]:
    """走一遍，记下每一步当时的卷。"""
    scenario = loaded()[index][1]
    run = Run(scenario, Memory(scenario))
    taken = []
    for step in scenario.steps:
        before = run.driver.acts()
        outcome = run.take(step)
        if outcome.tried is not None and outcome.verdict is not None:
            taken.append(Taken(scenario, step, before, outcome.tried, outcome.verdict))
    return run, tuple(taken)


ALL = range(len(loaded()))
NAMES = [_named(each) for each in loaded()]


@pytest.mark.parametrize("index", ALL, ids=NAMES)
def test_a_scenario_goes_as_it_says(index: int) -> None:
    run, _ = run_of(index)
    assert not run.differences, "\n".join(map(str, run.differences))


@pytest.mark.parametrize(
    "index", [each for each in ALL if loaded()[each][0] in OURS], ids=lambda index: NAMES[index]
)
def test_our_refusals_and_defects_name_every_ground(index: int) -> None:
    """测试的场景把理由写全：一步里多出一条没有写到的理由，就是规则管宽了。"""
    for taken in run_of(index)[1]:
        for ground in taken.verdict.refusals:
            assert any(matches(each, ground) for each in taken.step.refused), f"{taken.step.title}：{ground}"


# ── 每条规则都碰到过 ───────────────────────────────────────────────────


def grounds_named(taken: Taken) -> Iterator[Ground]:
    """这一步写明了、也确实有的理由。"""
    found = ((taken.step.refused, taken.verdict.refusals), (taken.step.defects or (), taken.verdict.defects))
    for expected, grounds in (*found, (taken.step.advice, taken.verdict.advice)):
        yield from (ground for ground in grounds if any(matches(each, ground) for each in expected))


def expectations(scenario: Scenario) -> Iterator[Mapping[str, Any]]:
    for step in scenario.steps:
        yield from (each for each in (step.expect, step.then) if each)


@cache
def reached() -> dict[str, set[int]]:
    """规则 → 碰到它的场景：被它拒绝、带它的瑕疵或提示，或者写明了它的期限、音像要求。"""
    found: dict[str, set[int]] = {}
    for index in ALL:
        scenario = loaded()[index][1]
        for taken in run_of(index)[1]:
            for ground in grounds_named(taken):
                found.setdefault(ground.rule, set()).add(index)
        for expect in expectations(scenario):
            for rule in _expected(scenario.pack, expect):
                found.setdefault(rule.id, set()).add(index)
    return found


def _expected(pack: Pack, expect: Mapping[str, Any]) -> Iterator[Rule]:
    for wanted in respell_due(expect.get("due")):
        for rule in pack.rules:
            duty = rule.duty
            if (
                duty is not None
                and str(wanted["what"]) in (duty.tag, duty.name, rule.id)
                and (wanted.get("on") or wanted.get("last_day"))
            ):
                yield rule
    recordings = expect.get("recording") or []
    for each in recordings if isinstance(recordings, list) else [recordings]:
        for clause in listed(each.get("clause")):
            yield from (
                rule
                for rule in pack.rules
                if rule.recording and cites(clause, rule.id, rule.clauses, rule.cite)
            )


def _rules() -> list[Rule]:
    by_id = {rule.id: rule for place in PLACES for rule in load_pack(place).rules if rule.part in PARTS}
    return list(by_id.values())


@pytest.mark.parametrize("rule", _rules(), ids=lambda rule: rule.id)
def test_every_rule_is_reached_by_a_scenario(rule: Rule) -> None:
    if rule.id in UNREACHED:
        assert rule.id not in reached(), f"{rule.id} 已经碰到了，从 UNREACHED 里拿掉"
        return
    assert reached().get(rule.id), f"没有场景碰到 {rule.id}：{rule.says}"


def _blocking() -> list[str]:
    return [
        rule.id
        for rule in _rules()
        if rule.part in ("gate", "content", "recording") and rule.id not in UNREACHED
    ]


@cache
def passed() -> set[str]:
    """规则 → 有一项该它管的行为，合了它的规定。"""
    found: set[str] = set()
    for index in ALL:
        for taken in run_of(index)[1]:
            against = {
                ground.rule
                for ground in (*taken.verdict.refusals, *taken.verdict.defects, *taken.verdict.advice)
            }
            view = View(taken.scenario.pack, taken.before, taken.tried.day, candidate=taken.tried)
            for rule in _applying(view, taken.tried):
                if rule.id not in against:
                    found.add(rule.id)
    return found


def _applying(view: View, act: Act) -> Iterator[Rule]:
    rules = view.rules
    for rule in (*rules.gates(act.kind), *rules.contents(act.kind), *rules.recordings(act.kind)):
        requirement = rule.gate or rule.content or rule.recording
        assert requirement is not None
        view.it = act
        if requirement.when is None or requirement.when(view):
            yield rule
        view.it = None


@pytest.mark.parametrize("rule_id", _blocking())
def test_every_rule_also_lets_a_proper_act_pass(rule_id: str) -> None:
    assert rule_id in passed(), f"没有一项该 {rule_id} 管的行为合了它的规定：它可能什么都拦"


# ── 去掉规则，场景就不符 ───────────────────────────────────────────────


def _biting() -> list[str]:
    levels = {rule.id: rule.recording.level for rule in _rules() if rule.recording}
    return [rule_id for rule_id in _blocking() if levels.get(rule_id) != "optional"]


@pytest.mark.parametrize("rule_id", _biting())
def test_a_scenario_fails_when_its_rule_is_switched_off(rule_id: str) -> None:
    """去掉这条规则重走那一步：写明的理由里少了它，或者原来要拒绝的不拒绝了。"""
    for index in sorted(reached()[rule_id]):
        for taken in run_of(index)[1]:
            if any(ground.rule == rule_id for ground in grounds_named(taken)):
                off = check(taken.scenario.pack.without(rule_id), taken.before, taken.tried)
                left = [ground for ground in _grounds(taken.verdict) if ground.rule != rule_id]
                assert _grounds(off) == left, f"{taken.step.title}：去掉 {rule_id}，还有别的变了"
                return
    raise AssertionError(f"没有一步写明了 {rule_id}")


def _grounds(verdict: Verdict) -> list[Ground]:
    return [*verdict.refusals, *verdict.defects, *verdict.advice]


@pytest.mark.parametrize("rule_id", [rule.id for rule in _rules() if rule.part == "duty"])
def test_a_period_disappears_when_its_rule_is_switched_off(rule_id: str) -> None:
    for index in sorted(reached()[rule_id]):
        acts = run_of(index)[0].driver.acts()
        pack, day = loaded()[index][1].pack, acts[-1].day
        if any(due.rule.id == rule_id for due in standing(pack, acts, day).dues):
            assert not any(due.rule.id == rule_id for due in standing(pack.without(rule_id), acts, day).dues)
            return
    raise AssertionError(f"没有一个场景走完的时候还有 {rule_id} 这项期限")
