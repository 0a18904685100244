"""填写（typed）：表单上写的字，原样保存的一棵树：字段 → 文字、勾选、几行、几栏。

内容（Body）变成填写（:func:`typed_of`），浏览器提交的变成填写（:func:`from_post`），填写变成内容的值
（:func:`values_of`）。写错的字也原样留着：校验另说，填的都在。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_args, get_origin

from django.utils.datastructures import MultiValueDict
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mingzhi.casework.act import Body
from mingzhi.casework.actor import Choice, Officer
from mingzhi.record.bodies import in_beijing
from mingzhi.record.sealing import BEIJING

Typed = dict[str, Any]


def model_of(annotation: Any) -> type[BaseModel] | None:
    """注解里的模型：Party、Party | None、tuple[Party, ...] 都得到 Party。"""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for each in get_args(annotation) if (found := model_of(each))), None)


def choice_of(annotation: Any) -> type[Choice] | None:
    """注解里的选项。"""
    if isinstance(annotation, type) and issubclass(annotation, Choice):
        return annotation
    return next((found for each in get_args(annotation) if (found := choice_of(each))), None)


def holds(annotation: Any, wanted: type) -> bool:
    """注解里有没有这种类型。"""
    return annotation is wanted or any(holds(each, wanted) for each in get_args(annotation))


def extra_of(field: FieldInfo) -> dict[str, Any]:
    return dict(field.json_schema_extra) if isinstance(field.json_schema_extra, dict) else {}


def widget_of(field: FieldInfo) -> str:
    """一栏的样子。声明了的照声明；没有声明的，从类型看。"""
    declared = extra_of(field).get("widget")
    if declared:
        return str(declared)
    annotation, model = field.annotation, model_of(field.annotation)
    many = get_origin(annotation) is tuple
    if model is Officer:
        return "people" if many else "person"
    if model is not None:
        return "rows" if many else "group"
    if choice_of(annotation):
        return "choice"
    kinds = ((bool, "flag"), (Decimal, "money"), (datetime, "moment"), (date, "date"), (int, "number"))
    return next((widget for kind, widget in kinds if holds(annotation, kind)), "line")


def assigned(field: FieldInfo) -> bool:
    """写入时由系统编号的栏：人不填。"""
    return bool(extra_of(field).get("assigned"))


# ── 内容 → 填写 ────────────────────────────────────────────────────────


def typed_of(model: type[BaseModel], values: Mapping[str, Any]) -> Typed:
    """内容的值写成填写。没有的栏用缺省。"""
    found: Typed = {}
    for name, field in model.model_fields.items():
        if not assigned(field):
            value = values.get(name, field.get_default())
            found[name] = _typed(field, value)
    return found


def _typed(field: FieldInfo, value: Any) -> Any:
    widget, model = widget_of(field), model_of(field.annotation)
    if widget == "people":
        return [_number(each) for each in value or ()]
    if widget == "person":
        return _number(value) if value else ""
    if model is not None and widget == "rows":
        return [typed_of(model, _items(each)) for each in value or ()]
    if model is not None and widget == "group":
        return typed_of(model, _items(value) if value is not None else {})
    if widget == "flag":
        return bool(value)
    return text_of(value)


def _number(officer: Any) -> str:
    return str(officer["number"] if isinstance(officer, Mapping) else officer.number)


def _items(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping | BaseModel) else {}


def text_of(value: Any) -> str:
    """一个值写在栏里的样子。"""
    if value is None:
        return ""
    if isinstance(value, Choice):
        return value.value
    if isinstance(value, datetime):
        local = (value.astimezone(BEIJING) if value.tzinfo else value).replace(tzinfo=None)
        return local.isoformat(sep=" ", timespec="auto" if local.second or local.microsecond else "minutes")
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


# ── 浏览器提交的 → 填写 ────────────────────────────────────────────────


def from_post(model: type[BaseModel], post: MultiValueDict[str, str], prefix: str = "") -> Typed:
    """提交的表单读成填写。几行的序号由同名的隐藏栏列出，删了的行不在其中。"""
    found: Typed = {}
    for name, field in model.model_fields.items():
        if assigned(field):
            continue
        path, widget, inner = prefix + name, widget_of(field), model_of(field.annotation)
        if widget == "people":
            found[name] = [each for each in post.getlist(path) if each]
        elif widget == "rows" and inner is not None:
            found[name] = [from_post(inner, post, f"{path}.{row}.") for row in _rows(post, path)]
        elif widget == "group" and inner is not None:
            found[name] = from_post(inner, post, f"{path}.")
        elif widget == "flag":
            found[name] = path in post
        else:
            found[name] = newlines(post.get(path) or "")
    return found


def _rows(post: MultiValueDict[str, str], path: str) -> list[str]:
    return [each for each in post.getlist(path) if each.isascii() and each.isdigit()]


def newlines(text: str) -> str:
    """浏览器提交的换行是 CR LF；存的是 LF。"""
    return text.replace("\r\n", "\n").replace("\r", "\n")


# ── 填写 → 内容的值 ────────────────────────────────────────────────────


def values_of(model: type[BaseModel], typed: Mapping[str, Any], officers: Mapping[str, Officer]) -> Typed:
    """填写变成内容的值，交给校验。空的栏不写，由缺省补上；认不出的原样交出去，由校验说明。"""
    found: Typed = {}
    for name, field in model.model_fields.items():
        if name not in typed or assigned(field):
            continue
        value = _value(field, typed[name], officers)
        if value is not None:
            found[name] = value
    return found


def _value(field: FieldInfo, typed: Any, officers: Mapping[str, Officer]) -> Any:
    widget, model = widget_of(field), model_of(field.annotation)
    if widget == "people":
        return [officers.get(each, each) for each in typed]
    if widget == "person":
        return officers.get(typed, typed) if typed else None
    if model is not None and widget == "rows":
        return [values_of(model, each, officers) for each in typed]
    if model is not None and widget == "group":
        return None if is_blank(model, typed) else values_of(model, typed, officers)
    if widget == "flag":
        return bool(typed)
    text = str(typed).strip()
    if widget in READERS:
        return READERS[widget](text) if text else None
    # 没有选的选项、没有写的数不写进去；没有写的文字是空的文字。
    return text or ("" if holds(field.annotation, str) else None)


def body_of(model: type[Body], typed: Mapping[str, Any], officers: Mapping[str, Officer]) -> Body:
    """填写变成内容；没有填的行不算。写错的抛 pydantic.ValidationError，路径与表单的栏一致。"""
    said = in_beijing(model.model_validate(values_of(model, typed, officers)))
    changes: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        inner = model_of(field.annotation)
        if inner is not None and widget_of(field) == "rows":
            changes[name] = tuple(
                row
                for row, raw in zip(getattr(said, name), typed.get(name, ()), strict=False)
                if not is_blank(inner, raw)
            )
    return said.model_copy(update=changes)


def is_blank(model: type[BaseModel], typed: Mapping[str, Any]) -> bool:
    """这一部分没有填：和空白的一份一样。"""
    return all(
        (value.strip() if isinstance(value, str) else value) == blank
        for name, blank in typed_of(model, {}).items()
        if (value := typed.get(name, blank)) is not None
    )


_FULL = str.maketrans("０１２３４５６７８９．：－／　", "0123456789.:-/ ")


def plain(text: str) -> str:
    """全角数字写成半角。"""
    return text.translate(_FULL).strip()


def money(text: str) -> str:
    """金额里的逗号和“元”不算字。"""
    return re.sub(r"[,，\s]", "", plain(text)).removesuffix("元")


_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_TIME = re.compile(r"(\d{1,2})\s*[::时点：]\s*(\d{1,2})\s*分?(?:\s*[::：]?\s*(\d{1,2}(?:\.\d+)?)\s*秒?)?")


def day(text: str) -> str:
    """2025-9-4、2025/9/4、2025年9月4日都认得；认不出的原样。"""
    found = _DAY.fullmatch(plain(text))
    return "{:0>4}-{:0>2}-{:0>2}".format(*found.groups()) if found else plain(text)


def moment(text: str) -> str:
    """日期加时刻，北京时间；认不出的原样。"""
    said = plain(text)
    dated = _DAY.match(said)
    timed = _TIME.fullmatch(said[dated.end() :].strip().removeprefix("T").strip()) if dated else None
    if dated is None or timed is None:
        return said
    hour, minute, second = timed.groups()
    clock = f"{hour:0>2}:{minute:0>2}:{second or '00':0>2}"
    return "{:0>4}-{:0>2}-{:0>2}".format(*dated.groups()) + f"T{clock}"


READERS: dict[str, Callable[[str], str]] = {
    "money": money,
    "date": day,
    "moment": moment,
    "number": plain,
    "act": plain,
}


def rows_of(typed: Mapping[str, Any], path: str) -> list[Any]:
    """path 那张表的各行。"""
    value: Any = typed
    for step in path.split("."):
        value = value[int(step)] if isinstance(value, list) else value.get(step, [])
    return value if isinstance(value, list) else []
