"""场景：律师读得懂的一卷——谁在哪天做了什么，应当被拒绝、带瑕疵、何时到期、公开什么（docs/scenarios.md）。

读场景（``scenario_reading``）和比对期望（``expectations``）都是纯函数；怎么写入由驱动决定：
内存里（``Memory``）或者真的数据库（make demo）。
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any, Protocol

from pydantic import ValidationError

from mingzhi.casework import acts as _acts  # noqa: F401  登记行为
from mingzhi.casework.act import KINDS, SHANGHAI, Act, Body, Exhibit, Kind
from mingzhi.casework.actor import Actor
from mingzhi.casework.expectations import compare
from mingzhi.casework.filling import Filling
from mingzhi.casework.gates import Ground, Verdict, check
from mingzhi.casework.matching import matches
from mingzhi.casework.numbering import document_no, series_of
from mingzhi.casework.scenario_reading import OpenFile, Scenario, read, read_all
from mingzhi.casework.scenario_steps import Step
from mingzhi.casework.spelling import ScenarioError, explained, moment
from mingzhi.casework.standing import Standing, standing
from mingzhi.law.pack import Pack

__all__ = [
    "Difference",
    "Driver",
    "Memory",
    "OpenFile",
    "Outcome",
    "Prefill",
    "Run",
    "Scenario",
    "ScenarioError",
    "Step",
    "exhibits_of",
    "matches",
    "moment",
    "read",
    "read_all",
]


@dataclass(frozen=True)
class Difference:
    """期望与实际不符的一处。"""

    step: int
    title: str
    what: str
    expected: str
    actual: str

    def __str__(self) -> str:
        return f"第 {self.step} 步（{self.title}）{self.what}：应为 {self.expected}，实为 {self.actual}"


@dataclass(frozen=True)
class Outcome:
    """一步的结果。act 是写入的；tried 是写入或者试着做的那一项；standing 是核对时的现状。"""

    step: Step
    act: Act | None
    verdict: Verdict | None
    standing: Standing | None
    tried: Act | None = None


class Driver(Protocol):
    """写入的一方：内存或者数据库。写明 try 的步骤不交给它。"""

    def acts(self) -> tuple[Act, ...]: ...

    def attempt(
        self, step: Step, kind: Kind, body: Body, by: Actor, happened: datetime, recorded: datetime
    ) -> tuple[Act | None, Verdict]: ...


class Memory:
    """在内存里走一遍，不需要数据库。"""

    def __init__(self, scenario: Scenario, pack: Pack | None = None) -> None:
        self.scenario = scenario
        self.pack = pack or scenario.pack
        self._acts: list[Act] = []
        self._issued: dict[tuple[str, int], int] = {}

    def acts(self) -> tuple[Act, ...]:
        return tuple(self._acts)

    def attempt(
        self, step: Step, kind: Kind, body: Body, by: Actor, happened: datetime, recorded: datetime
    ) -> tuple[Act | None, Verdict]:
        year = happened.astimezone(SHANGHAI).year
        rules = self.pack.on(happened.date())
        series = series_of(rules, kind.numbered, body) if kind.numbered else ""
        serial = self._issued.get((series, year), 0) + 1
        if kind.numbered and not getattr(body, "document_no", ""):
            number = document_no(
                rules,
                series,
                abbr=self.scenario.agency.abbr,
                year=year,
                serial=serial,
            )
            body = body.model_copy(update={"document_no": number})
        candidate = Act(len(self._acts) + 1, kind.word, by, happened, recorded, body, exhibits_of(step))
        verdict = check(self.pack, self._acts, candidate)
        if not verdict.ok or step.attempt:
            return None, verdict
        if kind.numbered:
            self._issued[(series, year)] = serial
        self._acts.append(candidate)
        return candidate, verdict


def exhibits_of(step: Step) -> tuple[Exhibit, ...]:
    """场景里不带真文件：材料只写名称，摘要从名称算。"""
    return tuple(Exhibit(name=name, sha256=sha256(name.encode()).hexdigest()) for name in step.exhibits)


class Prefill(Protocol):
    """取自案卷的初值（``casework.prefill.prefill``）。"""

    def __call__(self, kind: str, acts: tuple[Act, ...], actor: Actor, today: date) -> Mapping[str, Any]: ...


@dataclass
class Run:
    """走一个场景：每一步的结果和不符之处。"""

    scenario: Scenario
    driver: Driver
    prefill: Prefill | None = None
    outcomes: list[Outcome] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    labels: dict[str, int] = field(default_factory=dict)

    @cached_property
    def pack(self) -> Pack:
        """走的规则：驱动用的，没有的用场景的。"""
        given = getattr(self.driver, "pack", None)
        return given if isinstance(given, Pack) else self.scenario.pack

    def all(self) -> Run:
        """走完全部步骤。"""
        for step in self.scenario.steps:
            self.take(step)
        return self

    def take(self, step: Step) -> Outcome:
        """走一步。写错的抛 :class:`ScenarioError`，信息里有第几步。"""
        where = f"第 {step.index} 步（{step.title}）" if not step.prefix else f"前情（{step.title}）"
        try:
            outcome = self._check(step) if step.expect is not None else self._act(step)
        except ScenarioError as error:
            raise ScenarioError(f"{where}：{error}") from error
        self.outcomes.append(outcome)
        return outcome

    def _act(self, step: Step) -> Outcome:
        kind, actor = KINDS[step.act], self.scenario.people[step.who]
        assert step.happened is not None
        body = self.body(step, kind, actor)
        recorded = step.recorded or step.happened
        weighed = Act(
            len(self.driver.acts()) + 1, kind.word, actor, step.happened, recorded, body, exhibits_of(step)
        )
        if step.trial:
            act, verdict = None, check(self.pack, self.driver.acts(), weighed)
        else:
            act, verdict = self.driver.attempt(step, kind, body, actor, step.happened, recorded)
        if act is not None and step.label:
            self.labels[step.label] = act.number
        self._compare(step, verdict)
        now = None
        if step.then is not None and (verdict.ok or step.trial):
            now = self._expect(step, step.then, act or weighed)
        return Outcome(step, act, verdict, now, act or weighed)

    def body(self, step: Step, kind: Kind, actor: Actor) -> Body:
        """内容：取自案卷的初值，加上场景写的。"""
        assert step.happened is not None
        values: dict[str, Any] = {}
        if self.prefill is not None and step.prefilled:
            values.update(
                self.prefill(kind.word, self.driver.acts(), actor, step.happened.astimezone(SHANGHAI).date())
            )
        filling = Filling(self.scenario.people, self.scenario.values, self.labels, self.driver.acts())
        values.update(filling.model(kind.body, step.values, "with"))
        try:
            return kind.body.model_validate(values)
        except ValidationError as error:
            raise ScenarioError(f"内容写错了：{explained(error, kind.body)}") from error

    def _differ(self, step: Step, what: str, expected: object, actual: object) -> None:
        title = f"前情：{step.title}" if step.prefix else step.title
        self.differences.append(Difference(step.index, title, what, str(expected), str(actual)))

    def _compare(self, step: Step, verdict: Verdict) -> None:
        if step.refused:
            self._named(step, "拒绝的依据", step.refused, verdict.refusals, "没有拒绝")
        elif verdict.refusals:
            self._differ(step, "能否写入", "写入", f"被拒绝：{_words(verdict.refusals)}")
        if step.defects is not None:
            self._named(step, "瑕疵", step.defects, verdict.defects, "没有瑕疵")
            for ground in verdict.defects:
                if not any(matches(expected, ground) for expected in step.defects):
                    self._differ(step, "瑕疵", "没有写到", _words((ground,)))
        self._named(step, "提示", step.advice, verdict.advice, "没有提示")

    def _named(
        self, step: Step, what: str, expected: tuple[str, ...], found: tuple[Ground, ...], none: str
    ) -> None:
        for each in expected:
            if not any(matches(each, ground) for ground in found):
                self._differ(step, what, each, _words(found) or none)

    def _check(self, step: Step) -> Outcome:
        return Outcome(step, None, None, self._expect(step, step.expect or {}))

    def _expect(self, step: Step, expect: Mapping[str, Any], weighed: Act | None = None) -> Standing:
        acts = self.driver.acts()
        if weighed is not None and weighed.number == len(acts) + 1:
            acts = (*acts, weighed)
        if step.happened is None and not acts:
            raise ScenarioError("还没有写入任何行为，核对要写 on（哪一天）")
        day = (step.happened or acts[-1].happened).astimezone(SHANGHAI).date()
        pack = self.pack

        def at(when: date) -> Standing:
            return standing(pack, acts, when)

        now = at(day)
        for what, expected, actual in compare(expect, now, self.labels, acts, at, pack):
            self._differ(step, what, expected, actual)
        return now


def _words(grounds: tuple[Ground, ...]) -> str:
    return "；".join(
        f"{ground.lacks}（{'、'.join(ground.clauses) or ground.rule}，{ground.cite}）" for ground in grounds
    )
