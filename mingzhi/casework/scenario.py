"""场景：律师读得懂的一卷——谁在哪天做了什么，应当被拒绝、带瑕疵、何时到期、公开什么（docs/scenarios.md）。

读场景和比对期望都是纯函数；怎么写入由驱动决定：内存里（``Memory``）或者真的数据库（make demo）。
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Protocol

import yaml
from pydantic import ValidationError

from mingzhi.casework import acts as _acts  # noqa: F401  登记行为
from mingzhi.casework.act import KINDS, SHANGHAI, Act, Body, Exhibit, Kind, Stage, kind_of
from mingzhi.casework.actor import Actor, Role
from mingzhi.casework.agency import Agency
from mingzhi.casework.gates import Ground, Verdict, check
from mingzhi.casework.numbering import document_no
from mingzhi.casework.standing import Standing, standing
from mingzhi.law.numerals import numeral
from mingzhi.law.pack import Pack, load_pack


class ScenarioError(ValueError):
    """场景写错了；信息里有第几步和写错的键。"""


class _Loader(yaml.SafeLoader):
    """YAML 1.1 把 on、yes、no 当成真假；场景里 on 是“哪一天”，只认 true、false。"""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


@dataclass(frozen=True)
class Step:
    """一步：一项行为（act），或者一次核对（expect）。"""

    index: int
    title: str
    act: str = ""
    who: str = ""
    happened: datetime | None = None
    recorded: datetime | None = None
    label: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
    defects: tuple[str, ...] | None = None
    advice: tuple[str, ...] = ()
    prefilled: bool = True
    expect: Mapping[str, Any] | None = None

    @property
    def attempt(self) -> bool:
        """试一试：应当被拒绝，不写入。"""
        return bool(self.refused)


@dataclass(frozen=True)
class Scenario:
    """一个场景。"""

    name: str
    place: str
    agency: Agency
    people: Mapping[str, Actor]
    values: Mapping[str, Any]
    parameters: Mapping[str, str]
    steps: tuple[Step, ...]
    note: str = ""

    @property
    def pack(self) -> Pack:
        pack = load_pack(self.place)
        for name, value in self.parameters.items():
            pack = pack.with_parameter(name, str(value))
        return pack


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
    """一步的结果。"""

    step: Step
    act: Act | None
    verdict: Verdict | None
    standing: Standing | None


class Driver(Protocol):
    """写入的一方：内存或者数据库。"""

    def acts(self) -> tuple[Act, ...]: ...

    def attempt(
        self, step: Step, kind: Kind, body: Body, by: Actor, happened: datetime, recorded: datetime
    ) -> tuple[Act | None, Verdict]: ...


class Memory:
    """在内存里走一遍，不需要数据库。"""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.pack = scenario.pack
        self._acts: list[Act] = []
        self._issued: dict[tuple[str, int], int] = {}

    def acts(self) -> tuple[Act, ...]:
        return tuple(self._acts)

    def attempt(
        self, step: Step, kind: Kind, body: Body, by: Actor, happened: datetime, recorded: datetime
    ) -> tuple[Act | None, Verdict]:
        year = happened.astimezone(SHANGHAI).year
        serial = self._issued.get((kind.numbered or "", year), 0) + 1
        if kind.numbered and not getattr(body, "document_no", ""):
            number = document_no(
                self.pack.on(happened.date()),
                kind.numbered,
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
            self._issued[(kind.numbered, year)] = serial
        self._acts.append(candidate)
        return candidate, verdict


def exhibits_of(step: Step) -> tuple[Exhibit, ...]:
    """场景里不带真文件；内存驱动没有材料。"""
    return ()


# ── 读 ─────────────────────────────────────────────────────────────────


def read(text: str, where: str = "场景") -> Scenario:
    """读一个场景文件。写错抛 :class:`ScenarioError`。"""
    try:
        data = yaml.load(text, _Loader)
    except yaml.YAMLError as error:
        raise ScenarioError(f"{where}：不是合法的 YAML：{error}") from error
    if not isinstance(data, dict):
        raise ScenarioError(f"{where}：应当是一张表")
    unknown = set(data) - {"scenario", "place", "agency", "people", "values", "parameters", "steps", "note"}
    if unknown:
        raise ScenarioError(f"{where}：不认识的键 {'、'.join(sorted(map(str, unknown)))}")
    for key in ("scenario", "place", "people", "steps"):
        if not data.get(key):
            raise ScenarioError(f"{where}：没有写 {key}")
    agency = _agency(data)
    people = {name: _person(name, entry or {}, agency, where) for name, entry in data["people"].items()}
    steps = tuple(_step(index, entry, where) for index, entry in enumerate(data["steps"], start=1))
    for step in steps:
        if step.act and step.who not in people:
            raise ScenarioError(f"{where}：第 {step.index} 步的 who“{step.who}”不在 people 里")
    return Scenario(
        str(data["scenario"]),
        str(data["place"]),
        agency,
        people,
        data.get("values") or {},
        data.get("parameters") or {},
        steps,
        data.get("note") or "",
    )


def _agency(data: Mapping[str, Any]) -> Agency:
    given = data.get("agency") or {}
    return Agency(
        **{"code": "shili", "name": "示例区医疗保障局", "abbr": "示", "place": data["place"], **given}
    )


def _person(name: str, entry: Mapping[str, Any], agency: Agency, where: str) -> Actor:
    known = dict(entry)
    roles = known.pop("roles", None) or []
    try:
        return Actor(
            number=str(known.pop("number", name)),
            name=str(known.pop("name", name)),
            department=known.pop("department", ""),
            department_enforces=known.pop("enforces", True),
            certificate=str(known.pop("certificate", f"示例证-{name}")),
            certificate_from=known.pop("certificate_from", None),
            certificate_until=known.pop("certificate_until", None),
            qualified=known.pop("qualified", True),
            agency=agency.code,
            agency_name=agency.name,
            roles=tuple(Role(role) for role in roles),
            **known,
        )
    except (ValidationError, ValueError) as error:
        raise ScenarioError(f"{where}：people 里的“{name}”：{error}") from error


def moment(value: Any, *, at: time = time(9)) -> datetime:
    """日期或者时刻 → 北京时间的时刻；只写日期的算上午九时。"""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=SHANGHAI)
    if isinstance(value, date):
        return datetime.combine(value, at, tzinfo=SHANGHAI)
    if isinstance(value, str):
        try:
            return moment(datetime.fromisoformat(value.strip()))
        except ValueError as error:
            raise ScenarioError(
                f"“{value}”不是日期或者时刻，写成 2025-09-24 或者 2025-09-24 09:31"
            ) from error
    raise ScenarioError(f"“{value}”不是日期或者时刻")


_KEYS = {
    "on",
    "recorded",
    "who",
    "act",
    "as",
    "with",
    "refused",
    "defects",
    "advice",
    "title",
    "prefill",
    "expect",
}


def _step(index: int, entry: Any, where: str) -> Step:
    if not isinstance(entry, dict) or set(entry) - _KEYS:
        raise ScenarioError(f"{where}：第 {index} 步：可用的键是 {'、'.join(sorted(_KEYS))}，写了 {entry!r}")
    if "expect" in entry:
        return Step(
            index,
            str(entry.get("title") or "核对"),
            happened=moment(entry["on"]) if "on" in entry else None,
            expect=entry["expect"],
        )
    try:
        kind = kind_of(str(entry["act"]))
        happened = moment(entry["on"])
    except KeyError as error:
        raise ScenarioError(f"{where}：第 {index} 步：{error.args[0]}") from error
    return Step(
        index=index,
        title=str(entry.get("title") or kind.name),
        act=kind.word,
        who=str(entry.get("who", "")),
        happened=happened,
        recorded=moment(entry["recorded"]) if "recorded" in entry else None,
        label=str(entry.get("as", "")),
        values=entry.get("with") or {},
        refused=_list(entry.get("refused")),
        defects=None if "defects" not in entry else _list(entry["defects"]),
        advice=_list(entry.get("advice")),
        prefilled=bool(entry.get("prefill", True)),
    )


def _list(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(str(each) for each in value) if isinstance(value, list) else (str(value),)


# ── 走 ─────────────────────────────────────────────────────────────────


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

    def all(self) -> Run:
        """走完全部步骤。"""
        for step in self.scenario.steps:
            self.take(step)
        return self

    def take(self, step: Step) -> Outcome:
        """走一步。"""
        outcome = self._check(step) if step.expect is not None else self._act(step)
        self.outcomes.append(outcome)
        return outcome

    def _act(self, step: Step) -> Outcome:
        kind, actor = KINDS[step.act], self.scenario.people[step.who]
        assert step.happened is not None
        try:
            body = self.body(step, kind, actor)
        except ValidationError as error:
            problems = "；".join(
                f"{'.'.join(map(str, item['loc']))} {item['msg']}" for item in error.errors()
            )
            raise ScenarioError(f"第 {step.index} 步（{step.title}）内容写错了：{problems}") from error
        act, verdict = self.driver.attempt(
            step, kind, body, actor, step.happened, step.recorded or step.happened
        )
        if act is not None and step.label:
            self.labels[step.label] = act.number
        self._compare(step, verdict)
        return Outcome(step, act, verdict, None)

    def body(self, step: Step, kind: Kind, actor: Actor) -> Body:
        """内容：取自案卷的初值，加上场景写的。"""
        assert step.happened is not None
        known = set(kind.body.model_fields)
        unknown = set(step.values) - known
        if unknown:
            raise ScenarioError(
                f"第 {step.index} 步（{step.title}）：没有字段 {'、'.join(sorted(unknown))}，可用 {'、'.join(sorted(known))}"
            )
        values: dict[str, Any] = {}
        if self.prefill is not None and step.prefilled:
            values.update(
                self.prefill(kind.word, self.driver.acts(), actor, step.happened.astimezone(SHANGHAI).date())
            )
        values.update({name: self._resolve(kind, name, value) for name, value in step.values.items()})
        return kind.body.model_validate(values)

    def _resolve(self, kind: Kind, name: str, value: Any) -> Any:
        info = kind.body.model_fields[name]
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        widget = extra.get("widget")
        if widget in ("people", "person") or "Officer" in str(info.annotation):
            if isinstance(value, list):
                return [self._officer(each) for each in value]
            return self._officer(value) if isinstance(value, str) else value
        if isinstance(value, str) and value.startswith("="):
            return self._named(value[1:])
        refers = widget == "act" or (info.annotation == (int | None) and name in ("of", "report", "act"))
        if refers and isinstance(value, str):
            if value in self.labels:
                return self.labels[value]
            if not value.isdigit():
                raise ScenarioError(f"没有记作“{value}”的一步（as: {value}），或者那一步没有写入")
        if widget == "moment" and isinstance(value, str | date):
            return moment(value)
        return self._deep(value)

    def _deep(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._deep(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self._deep(each) for each in value]
        if isinstance(value, str) and value.startswith("="):
            return self._named(value[1:])
        return value

    def _named(self, name: str) -> Any:
        """=名字：values 里的值；=标签.字段：先前一步写入的内容（如 =决定.document_no）。"""
        if name in self.scenario.values:
            return self.scenario.values[name]
        label, _, field_name = name.partition(".")
        act = next((act for act in self.driver.acts() if act.number == self.labels.get(label)), None)
        if act is None or field_name not in type(act.body).model_fields:
            raise ScenarioError(f"“={name}”既不在 values 里，也不是“标签.字段”")
        return getattr(act.body, field_name)

    def _officer(self, name: Any) -> Any:
        if isinstance(name, str):
            if name not in self.scenario.people:
                raise ScenarioError(f"“{name}”不在 people 里")
            return self.scenario.people[name].officer()
        return name

    def _differ(self, step: Step, what: str, expected: object, actual: object) -> None:
        self.differences.append(Difference(step.index, step.title, what, str(expected), str(actual)))

    def _compare(self, step: Step, verdict: Verdict) -> None:
        if step.refused:
            for expected in step.refused:
                if not any(matches(expected, ground) for ground in verdict.refusals):
                    self._differ(step, "拒绝的依据", expected, _words(verdict.refusals) or "没有拒绝")
            return
        if verdict.refusals:
            self._differ(step, "能否写入", "写入", f"被拒绝：{_words(verdict.refusals)}")
        if step.defects is not None:
            for expected in step.defects:
                if not any(matches(expected, ground) for ground in verdict.defects):
                    self._differ(step, "瑕疵", expected, _words(verdict.defects) or "没有瑕疵")
            for ground in verdict.defects:
                if not any(matches(expected, ground) for expected in step.defects):
                    self._differ(step, "瑕疵", "没有写到", _words((ground,)))
        for expected in step.advice:
            if not any(matches(expected, ground) for ground in verdict.advice):
                self._differ(step, "提示", expected, _words(verdict.advice) or "没有提示")

    def _check(self, step: Step) -> Outcome:
        from mingzhi.casework.expectations import compare

        day = step.happened.astimezone(SHANGHAI).date() if step.happened else self.driver.acts()[-1].day
        now = standing(self.scenario.pack, self.driver.acts(), day)
        for what, expected, actual in compare(step.expect or {}, now, self.labels, self.driver.acts()):
            self._differ(step, what, expected, actual)
        return Outcome(step, None, None, now)


def _words(grounds: tuple[Ground, ...]) -> str:
    return "；".join(
        f"{ground.lacks}（{'、'.join(ground.clauses) or ground.rule}，{ground.cite}）" for ground in grounds
    )


_ARTICLE = re.compile(r"^(?P<name>\D+?)\s*(?P<article>\d+)\s*$")


def matches(expected: str, ground: Ground) -> bool:
    """期望的依据写条款编号（CQ-L-4¶1）、规则 id，或者“行政处罚法 64”这样的法条。"""
    expected = expected.strip()
    if expected in ground.clauses or expected == ground.rule:
        return True
    found = _ARTICLE.match(expected)
    if found is None:
        return expected in ground.cite
    name, article = found["name"].strip(), numeral(int(found["article"]))
    parts = re.split(r"[、，]", ground.cite)
    document = ""
    for part in parts:
        named = re.match(r"《(?P<document>[^》]+)》(?P<rest>.*)", part)
        rest = part
        if named:
            document, rest = named["document"], named["rest"]
        same = (
            document == name
            or document.endswith(name)
            or (name == "条例" and document == "医疗保障基金使用监督管理条例")
        )
        if same and (rest.startswith(f"第{article}条")):
            return True
    return False


def stage_of(value: str) -> Stage:
    """阶段的词或者中文名。"""
    return Stage(value)
