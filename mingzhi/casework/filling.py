"""填写：场景 with 里写的值，变成一种行为的内容。字段写英文名或者中文栏目名，人写姓名，别的行为写记作（as）。"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

from pydantic import BaseModel

from mingzhi.casework.act import Act
from mingzhi.casework.actor import Actor, Choice, Officer
from mingzhi.casework.spelling import ScenarioError, a_day, bare_name, choose, comma, guess, moment

# 没有栏目名的字段，和常有人写的叫法。
_TITLES = {
    "party": ("当事人", "相对人", "行政相对人"),
    "informant": ("投诉举报人", "举报人"),
    "officers": ("执法人员", "检查人员", "人员"),
    "document_no": ("文号",),
    "of": ("对应",),
    "opinion": ("意见",),
}
_YES = {"是": True, "有": True, "已": True, "否": False, "无": False, "没有": False, "未": False}


@cache
def spellings(model: type[BaseModel]) -> Mapping[str, str]:
    """认得的写法 → 字段名：英文名、栏目名（去掉括号也认）、常见叫法。两栏同名的不认，要写英文名。"""
    found: dict[str, str | None] = {}
    for name, info in model.model_fields.items():
        titles = (info.title or "", bare_name(info.title or ""), *_TITLES.get(name, ()))
        for title in filter(None, titles):
            found[title] = name if found.get(title, name) == name else None
    for name in model.model_fields:
        found[name] = name
        found[name.replace("_", "")] = name
    return {written: name for written, name in found.items() if name is not None}


def field_of(model: type[BaseModel], written: object, where: str, value: object = "") -> str:
    """字段名；不认识的抛 ScenarioError，带最接近的写法。"""
    text = str(written).strip()
    known = spellings(model)
    name = known.get(text) or known.get(bare_name(text)) or known.get(text.replace("-", "_").lower())
    if name is None:
        titles = [
            f"{each}（{info.title}）" if info.title else each for each, info in model.model_fields.items()
        ]
        near = guess(text, known)
        said = f"{where}：没有字段“{text}”{near if '可用' not in near else ''}"
        raise ScenarioError(f"{said}；可写 {'、'.join(titles)}{comma(value)}")
    return name


class Filling:
    """填一项内容：people 是场景里的人，values 是记下的值，labels 是已写入的各步的序号。"""

    def __init__(
        self,
        people: Mapping[str, Actor],
        values: Mapping[str, Any],
        labels: Mapping[str, int],
        acts: Iterable[Act] = (),
    ) -> None:
        self.people = people
        self.values = values
        self.labels = labels
        self.acts = {act.number: act for act in acts}

    def model(self, model: type[BaseModel], given: Mapping[Any, Any], where: str) -> dict[str, Any]:
        """一张表的各栏。"""
        found: dict[str, Any] = {}
        for written, value in given.items():
            name = field_of(model, written, where, value)
            if name in found:
                raise ScenarioError(f"{where}：“{name}”写了两次（“{written}”是它的另一种写法）")
            info = model.model_fields[name]
            label = f"{where}：{info.title or name}"
            found[name] = self.value(info.annotation, self.known(value), label)
        return found

    def known(self, value: Any) -> Any:
        """=名称 换成 values 里记下的值，=记作.字段 换成那一步写入的；列表里的也换。"""
        if isinstance(value, str) and value.startswith("=") and len(value) > 1:
            return self._named(value[1:].strip())
        if isinstance(value, list):
            return [self.known(each) for each in value]
        return value

    def _named(self, name: str) -> Any:
        if name in self.values:
            return self.known(self.values[name])
        label, _, written = name.partition(".")
        act = self.acts.get(self.labels.get(label, 0))
        if act is None:
            known = [*map(str, self.values), *self.labels]
            raise ScenarioError(f"“={name}”既不在 values 里，也不是“记作.字段”{guess(label, known)}")
        return getattr(act.body, field_of(type(act.body), written, f"“={name}”"))

    def value(self, annotation: Any, value: Any, where: str) -> Any:
        """按字段的类型认一个值。认不出的原样交给内容类校验。"""
        if value is None:
            return None
        kinds = [each for each in _choices(annotation) if each is not type(None)]
        if len(kinds) != 1:
            return value
        kind = kinds[0]
        if typing.get_origin(kind) is tuple:
            return self._rows(typing.get_args(kind)[0], value, where)
        if not isinstance(kind, type):
            return value
        return self._one(kind, value, where)

    def _rows(self, item: Any, value: Any, where: str) -> Any:
        if isinstance(value, str | int | Mapping | BaseModel):
            value = [value]
        if not isinstance(value, list | tuple):
            return value
        return [
            self.value(item, self.known(each), f"{where}第{index}项") for index, each in enumerate(value, 1)
        ]

    def _one(self, kind: type, value: Any, where: str) -> Any:
        if issubclass(kind, Officer):
            return self.person(value, where).officer() if isinstance(value, str) else value
        if issubclass(kind, Choice) and isinstance(value, str) and not isinstance(value, Enum):
            return choose(kind, value, f"{where}：") if value.strip() else value
        if issubclass(kind, BaseModel):
            if isinstance(value, str):
                value = {_main(kind): value}
            return self.model(kind, value, where) if isinstance(value, Mapping) else value
        try:
            return self._plain(kind, value)
        except ScenarioError as error:
            raise ScenarioError(f"{where}：{error}") from error

    def _plain(self, kind: type, value: Any) -> Any:
        if kind is bool:
            return _YES.get(value, value) if isinstance(value, str) else value
        if kind is int and isinstance(value, str) and not value.strip().isdigit():
            return self.number(value)
        if kind is Decimal:
            return _money(value)
        if kind.__name__ == "datetime":
            return moment(value)
        if kind.__name__ == "date":
            return a_day(value)
        if kind is str and isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            return str(value)
        if kind is str and hasattr(value, "isoformat"):
            return value.isoformat()
        return value

    def number(self, label: str) -> int:
        """记作 label 的那一步的序号。"""
        if label in self.labels:
            return self.labels[label]
        raise ScenarioError(
            f"没有记作“{label}”的一步（as: {label}），或者那一步没有写入{guess(label, self.labels)}"
        )

    def person(self, written: object, where: str = "") -> Actor:
        """people 里的称呼，或者姓名、编号；岗位只有一人的，写岗位也行。"""
        return find_person(self.people, written, where)


def find_person(people: Mapping[str, Actor], written: object, where: str = "") -> Actor:
    """找一个人。"""
    text = str(written).strip()
    if text in people:
        return people[text]
    for same in (
        [each for each in people.values() if text and text in (each.name, each.number)],
        [each for each in people.values() if any(text in (role.label, role.value) for role in each.roles)],
    ):
        if len(same) == 1:
            return same[0]
    names = [*people, *(each.name for each in people.values())]
    raise ScenarioError(f"{where + '：' if where else ''}“{text}”不在 people 里{guess(text, names)}")


def _choices(annotation: Any) -> tuple[Any, ...]:
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        return typing.get_args(annotation)
    return (annotation,)


def _main(model: type[BaseModel]) -> str:
    """只写一个词的一行，是哪一栏：名称，或者第一栏。"""
    fields = model.model_fields
    return next((name for name in ("name", "title", "text", "line") if name in fields), next(iter(fields)))


def _money(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace(",", "").replace("，", "").replace("元", "").strip()
    if isinstance(value, float):
        return str(value)
    return value
