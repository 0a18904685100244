"""场景的步骤：一步怎样读，照另一步（like）怎样改，整体挪动时日期怎样挪。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from mingzhi.casework.actor import Actor
from mingzhi.casework.filling import field_of, find_person
from mingzhi.casework.matching import listed
from mingzhi.casework.spelling import ScenarioError, dated, find_kind, guess, moment, respell

STEP = {
    "on": ("日期", "时间", "哪天", "date", "when", "day", "at", "happened", "time"),
    "recorded": ("补录", "记录时间", "recorded_on", "recorded_at"),
    "who": ("谁", "人", "经办人", "by", "actor", "person"),
    "act": ("行为", "做", "事项", "kind", "do", "action"),
    "as": ("记作", "标签", "label", "id"),
    "with": ("内容", "写", "fields", "body", "data", "values"),
    "like": ("照", "照着", "same_as"),
    "without": ("不写", "缺", "omit", "except"),
    "refused": ("拒绝", "应拒绝", "refuse", "refusal", "rejected", "denied", "refused_by", "must_be_refused"),
    "defects": ("瑕疵", "缺陷", "defect", "flagged", "flags", "must_be_flagged"),
    "advice": ("提示", "产品默认", "advices", "hints", "warnings"),
    "exhibits": ("材料", "附件", "files", "attachments"),
    "try": ("试", "试一试", "trial", "dry_run"),
    "title": ("标题", "说明", "name", "note"),
    "prefill": ("预填", "prefilled"),
    "expect": ("核对", "应当", "应为", "expects", "expected", "check", "must_follow"),
    "then": ("之后", "随后", "afterwards"),
}


@dataclass(frozen=True)
class Step:
    """一步：一项行为（act），或者一次核对（expect）。then 是行为之后当天的核对；trial 的试而不写。"""

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
    exhibits: tuple[str, ...] = ()
    expect: Mapping[str, Any] | None = None
    then: Mapping[str, Any] | None = None
    trial: bool = False
    prefix: bool = False

    @property
    def attempt(self) -> bool:
        """试一试：应当被拒绝的，或者写明 try 的，不写入。"""
        return bool(self.refused) or self.trial


def table(value: Any, where: str) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ScenarioError(f"{where} 应当是一张表，写成 {{名称: 值}}")
    return {str(name): each for name, each in value.items()}


def shift_of(happened: datetime | None, on: date | None) -> timedelta:
    if happened is None or on is None:
        return timedelta(0)
    return on - happened.date()


def moved_step(step: Step, shift: timedelta) -> Step:
    if not shift:
        return step
    return replace(
        step,
        happened=step.happened + shift if step.happened else None,
        recorded=step.recorded + shift if step.recorded else None,
        values=moved(step.values, shift),
    )


def moved(value: Any, shift: Any) -> Any:
    """整体挪动的前情里，日期一起挪。"""
    if not isinstance(shift, timedelta) or not shift:
        return value
    if isinstance(value, str):
        found = dated(value)
        return found + shift if found is not None else value
    if isinstance(value, date):
        return value + shift
    if isinstance(value, Mapping):
        return {name: moved(each, shift) for name, each in value.items()}
    if isinstance(value, list):
        return [moved(each, shift) for each in value]
    return value


# ── 步骤 ───────────────────────────────────────────────────────────────


class Steps:
    """一步一步地读；记着前面的，供 like 照着写。"""

    def __init__(self, where: str, people: Mapping[str, Actor], known: list[Step]) -> None:
        self.where = where
        self.people = people
        self.patterns: dict[str, Step] = {}
        self.latest: datetime | None = next(
            (step.happened for step in reversed([each for each in known if each.prefix]) if step.happened),
            None,
        )
        for step in known:
            self._remember(step)

    def _remember(self, step: Step) -> None:
        if step.act and step.label and not (step.attempt and step.label in self.patterns):
            self.patterns[step.label] = step

    def step(self, index: int, entry: Any) -> Step:
        where = f"{self.where}：第 {index} 步"
        if not isinstance(entry, Mapping):
            raise ScenarioError(
                f"{where}：应当是一张表，写成 {{on: 日期, who: 谁, act: 做什么}}，写了 {entry!r}"
            )
        given = respell(entry, STEP, where)
        try:
            step = self._expect(index, given) if _only_expects(given) else self._act(index, given, where)
        except ScenarioError as error:
            said = str(error)
            raise ScenarioError(said if said.startswith(where) else f"{where}：{said}") from error
        self._remember(step)
        if step.happened is not None:
            self.latest = step.happened
        return step

    def _expect(self, index: int, given: dict[str, Any]) -> Step:
        extra = set(given) - {"expect", "on", "title"}
        if extra:
            raise ScenarioError(f"核对的一步只写 on、title、expect，写了 {'、'.join(sorted(extra))}")
        on = moment(given["on"]) if given.get("on") is not None else self.latest
        return Step(
            index,
            str(given.get("title") or "核对"),
            happened=on,
            expect=table(given["expect"], "expect"),
        )

    def _act(self, index: int, given: dict[str, Any], where: str) -> Step:
        pattern = self._pattern(given)
        if "act" not in given and pattern is None:
            raise ScenarioError("没有写 act（做什么）、like（照哪一步），也没有写 expect（核对什么）")
        kind = (
            find_kind(given["act"])
            if given.get("act") is not None
            else find_kind(pattern.act if pattern else "")
        )
        if given.get("on") is None and pattern is None:
            raise ScenarioError("没有写 on（哪一天）")
        happened = (
            moment(given["on"]) if given.get("on") is not None else pattern.happened if pattern else None
        )
        if given.get("who") is None and pattern is None:
            raise ScenarioError("没有写 who（谁）")
        who = str(given["who"]) if given.get("who") is not None else pattern.who if pattern else ""
        key = next(name for name, each in self.people.items() if each is find_person(self.people, who, "who"))
        then = given.get("then", given.get("expect"))
        return Step(
            index=index,
            title=str(given.get("title") or kind.name),
            act=kind.word,
            who=key,
            happened=happened,
            recorded=moment(given["recorded"]) if given.get("recorded") is not None else None,
            label=str(given.get("as") or ""),
            values=_written(given, pattern, kind.body),
            refused=listed(given.get("refused")),
            defects=None if "defects" not in given else listed(given["defects"]),
            advice=listed(given.get("advice")),
            prefilled=bool(given.get("prefill", True)),
            exhibits=listed(given["exhibits"])
            if "exhibits" in given
            else pattern.exhibits
            if pattern
            else (),
            then=None if then is None else table(then, "then"),
            trial=bool(given.get("try", False)),
        )

    def _pattern(self, given: dict[str, Any]) -> Step | None:
        if given.get("like") is None:
            return None
        label = str(given["like"])
        if label not in self.patterns:
            raise ScenarioError(f"like：前面没有记作“{label}”的一步{guess(label, self.patterns)}")
        return self.patterns[label]


def _only_expects(given: Mapping[str, Any]) -> bool:
    return "expect" in given and "act" not in given and "like" not in given


def _written(given: Mapping[str, Any], pattern: Step | None, model: Any) -> dict[str, Any]:
    """照那一步写的各栏，改上自己写的，去掉 without 的。字段名统一成英文名，才改得到同一栏。"""
    own = {
        field_of(model, name, "with", value): value
        for name, value in table(given.get("with"), "with").items()
    }
    if len(own) != len(table(given.get("with"), "with")):
        raise ScenarioError("with 里有一栏写了两次（英文名和中文名各一次）")
    base = {field_of(model, name, "like"): value for name, value in pattern.values.items()} if pattern else {}
    left_out = given.get("without")
    names = [left_out] if isinstance(left_out, str) else left_out or []
    if not isinstance(names, list):
        raise ScenarioError("without 写成一列字段，如 [told, present]")
    dropped = {field_of(model, name, "without") for name in names}
    return {name: value for name, value in {**base, **own}.items() if name not in dropped}
