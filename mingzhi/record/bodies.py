"""内容：校验、变成 JSON、核对它所指的别项行为。"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from mingzhi.casework.act import Body
from mingzhi.record.errors import Invalid, explain, model_in, unstorable
from mingzhi.record.sealing import BEIJING

M = TypeVar("M", bound=BaseModel)


def checked(model: type[Body], body: Body | Mapping[str, object]) -> Body:
    """校验内容：能原样存、原样读回来。写错抛 :class:`Invalid`，逐栏说明怎样改。"""
    if isinstance(body, Body) and not isinstance(body, model):
        raise TypeError(f"{type(body).__name__} 不是 {model.__name__}")
    values = dict(body) if isinstance(body, Body) else body
    try:
        said = in_beijing(model.model_validate(_without_blanks(model, values)))
    except ValidationError as error:
        raise Invalid(explain(error, model)) from error
    if faults := unstorable(as_json(said), model):
        raise Invalid(faults)
    return said


@lru_cache(maxsize=4096)
def restored(model: type[Body], text: str) -> Body:
    """存着的 JSON 读成内容；同样的字读成的内容不会变，近来读过的不再读。

    ValidationError when it is not a body of this kind.
    """
    return model.model_validate(_without_blanks(model, json.loads(text)))


def _without_blanks(model: type[BaseModel] | None, value: Any) -> Any:
    """去掉没有填的栏，由缺省补上：没有选的选项也是 None，而类型里不写 None（是否必填是法律的事）。"""
    if type(value) is not dict:  # 读一卷要问几千次：多半是表，先问最便宜的
        if isinstance(value, list | tuple):
            return [_without_blanks(model, each) for each in value]
        if not isinstance(value, Mapping):
            return value
    if model is None:
        return value
    fields = _fields(model)
    kept = {}
    for name, inner in value.items():
        blank, of = fields.get(name, (True, None))
        if inner is not None or blank:
            kept[name] = inner if of is None or inner is None else _without_blanks(of, inner)
    return kept


@cache
def _fields(model: type[BaseModel]) -> dict[str, tuple[bool, type[BaseModel] | None]]:
    """各栏：None 是不是填了的（缺省不是 None 的才是）、里面是哪一种表。读一卷要问几千次，所以记住。"""
    return {
        name: (field.default is not None, model_in(field.annotation))
        for name, field in model.model_fields.items()
    }


def as_json(body: Body) -> dict[str, object]:
    """内容的 JSON：金额是文字，时刻带时区，没有浮点数。"""
    return body.model_dump(mode="json")


def in_beijing(value: M) -> M:
    """没有写时区的时刻是北京时间（表单上这样写着）。"""
    changes = {}
    for name in type(value).model_fields:
        old = getattr(value, name)
        new = _in_beijing(old)
        if new is not old:
            changes[name] = new
    return value.model_copy(update=changes) if changes else value


def _in_beijing(value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=BEIJING)
    if isinstance(value, BaseModel):
        return in_beijing(value)
    if isinstance(value, tuple):
        rows = tuple(_in_beijing(each) for each in value)
        return rows if any(new is not old for new, old in zip(rows, value, strict=True)) else value
    return value


def missing_references(body: Body, numbers: Iterable[int]) -> dict[str, str]:
    """内容里指向本卷别项行为的序号，卷中没有的：字段路径 → 说明。"""
    known = set(numbers)
    return {
        path: f"{title}：本卷没有第 {number} 号，请从列出的行为中选择。"
        for path, title, number in _references(body, "")
        if number not in known
    }


def _references(value: BaseModel, prefix: str) -> Iterator[tuple[str, str, int]]:
    for name, field in type(value).model_fields.items():
        inner = getattr(value, name)
        path = prefix + name
        if isinstance(inner, BaseModel):
            yield from _references(inner, path + ".")
        elif isinstance(inner, tuple):
            for position, each in enumerate(inner):
                if isinstance(each, BaseModel):
                    yield from _references(each, f"{path}.{position}.")
        elif isinstance(inner, int) and not isinstance(inner, bool) and _names_act(name, field):
            yield path, field.title or name, inner


def _names_act(name: str, field: FieldInfo) -> bool:
    extra = field.json_schema_extra
    # 更正、目录里的序号在表单上是数字栏，指的也是行为。
    return name in ("of", "act", "corrects") or (isinstance(extra, dict) and extra.get("widget") == "act")
