"""写不进去时怎么说：内容不合格式、法律不许、别人先写了。话是给填表的人看的，说明怎样改。"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from mingzhi.casework.act import SHANGHAI, Act, kind_of
from mingzhi.casework.actor import Choice


class RecordError(Exception):
    """没有写入；什么都没有改变。"""


class Invalid(RecordError):
    """内容不合格式。errors：字段路径（如 ``party.code``、``items.0.amount``）→ 中文说明。"""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__("；".join(self.errors.values()))


class Conflict(RecordError):
    """在你填写的时候，别人在本卷写入了新的行为。acts：其后写入的各项。"""

    def __init__(self, acts: Sequence[Act]) -> None:
        self.acts = tuple(acts)
        said = "；".join(_written(act) for act in self.acts)
        super().__init__(
            f"本卷已有新的记录（{said}），请看过再写入。" if said else "本卷的记录与你所见不同，请刷新。"
        )


def _written(act: Act) -> str:
    when = act.recorded.astimezone(SHANGHAI)
    return f"{act.actor.name}于{when:%Y-%m-%d %H:%M}写入第 {act.number} 号“{kind_of(act.kind).name}”"


def explain(error: ValidationError, model: type[BaseModel]) -> dict[str, str]:
    """把校验结果写成中文：字段路径 → 说明。同一字段只说第一处。"""
    said: dict[str, str] = {}
    for item in error.errors(include_url=False):
        path, title, annotation = _place(model, item["loc"])
        options = _options_of(annotation) if item["type"] in _CHOOSING else ""
        told = options or _TOLD.get(item["type"], _otherwise)(item.get("ctx") or {})
        said.setdefault(path, f"{title}：{told}" if title else told)
    return said


def _place(model: type[BaseModel], location: tuple[int | str, ...]) -> tuple[str, str, Any]:
    """字段路径、它的中文标题（列表里的写明第几行）、它的类型。"""
    titles: list[str] = []
    path: list[str] = []
    current: Any = model
    for part in location:
        found = model_in(current)
        if isinstance(part, int):
            titles.append(f"第 {part + 1} 行")
        elif found is not None and part in found.model_fields:
            field = found.model_fields[part]
            if field.title:
                titles.append(field.title)
            current = field.annotation
        elif found is not None or not path:
            titles.append(part)
        else:
            continue  # pydantic 在路径里写的类型名，不是字段
        path.append(str(part))
    return ".".join(path), "，".join(titles), current


def model_in(annotation: Any) -> type[BaseModel] | None:
    """注解里的模型：Party、Party | None、tuple[Party, ...] 都得到 Party。"""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for each in get_args(annotation) if (found := model_in(each))), None)


def _options_of(annotation: Any) -> str:
    """有限选项：把选项都列出来。"""
    if isinstance(annotation, type) and issubclass(annotation, Choice):
        return f"请从“{'、'.join(option.label for option in annotation)}”中选一项。"
    return next((said for each in get_args(annotation) if (said := _options_of(each))), "")


def _otherwise(context: Mapping[str, Any]) -> str:
    return "填写的内容不合格式，请检查后重填。"


def _says(text: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda context: text.format(**context)


_CHOOSING = ("enum", "literal_error", "is_instance_of")
_CHOOSE = "请从列出的选项中选一项。"
_NUMBER = "请填写数字，如 1200 或者 1200.50，不写单位和逗号。"
_WHOLE = "请填写整数，不写单位。"
_DATE = "请按“年-月-日”填写日期，如 2025-09-24。"
_MOMENT = "请按“年-月-日 时:分”填写时间，如 2025-09-24 09:31。"
_ROWS = "应当是若干行，请逐行填写。"

_TOLD: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": _says("请填写。"),
    "extra_forbidden": _says("没有这一栏，请删去。"),
    "string_type": _says("请填写文字。"),
    "string_too_short": _says("不得少于 {min_length} 个字。"),
    "string_too_long": _says("不得超过 {max_length} 个字。"),
    "string_pattern_mismatch": _says("格式不对，请按提示填写。"),
    "string_unicode": _says("含有无法保存的字符，请删去后重新输入。"),
    "bool_type": _says("请选“是”或者“否”。"),
    "bool_parsing": _says("请选“是”或者“否”。"),
    "enum": _says(_CHOOSE),
    "literal_error": _says(_CHOOSE),
    "is_instance_of": _says(_CHOOSE),
    "int_type": _says(_WHOLE),
    "int_parsing": _says(_WHOLE),
    "int_parsing_size": _says("数字太大，请检查。"),
    "int_from_float": _says(_WHOLE),
    "float_type": _says(_NUMBER),
    "float_parsing": _says(_NUMBER),
    "decimal_type": _says(_NUMBER),
    "decimal_parsing": _says(_NUMBER),
    "finite_number": _says(_NUMBER),
    "decimal_max_digits": _says("数字太长，最多 {max_digits} 位，请检查。"),
    "decimal_max_places": _says("最多写到小数点后 {decimal_places} 位。"),
    "decimal_whole_digits": _says("数字太大，整数部分最多 {whole_digits} 位，请检查。"),
    "greater_than": _says("应当大于 {gt}。"),
    "greater_than_equal": _says("不得小于 {ge}。"),
    "less_than": _says("应当小于 {lt}。"),
    "less_than_equal": _says("不得大于 {le}。"),
    "date_type": _says(_DATE),
    "date_parsing": _says(_DATE),
    "date_from_datetime_parsing": _says(_DATE),
    "date_from_datetime_inexact": _says("只填日期，不填时刻，如 2025-09-24。"),
    "datetime_type": _says(_MOMENT),
    "datetime_parsing": _says(_MOMENT),
    "datetime_from_date_parsing": _says(_MOMENT),
    "datetime_object_invalid": _says(_MOMENT),
    "timezone_naive": _says("时间缺少时区，请重新填写。"),
    "timezone_aware": _says("时间缺少时区，请重新填写。"),
    "tuple_type": _says(_ROWS),
    "list_type": _says(_ROWS),
    "iterable_type": _says(_ROWS),
    "too_short": _says("至少要有 {min_length} 行。"),
    "too_long": _says("最多 {max_length} 行。"),
    "model_type": _says("请把这一部分的各栏填写完整。"),
    "model_attributes_type": _says("请把这一部分的各栏填写完整。"),
    "dict_type": _says("请把这一部分的各栏填写完整。"),
}


def unreadable(body: object) -> str | None:
    """保存不了的值：孤立的代理字符、空字符、过大的整数；都能保存是 None。"""
    if isinstance(body, str):
        if "\x00" in body or any("\ud800" <= character <= "\udfff" for character in body):
            return "含有无法保存的字符，请删去后重新输入。"
    elif isinstance(body, int) and abs(body) > 2**53 - 1:
        return "数字太大，请检查。"
    return None


def unstorable(body: object, model: type[BaseModel]) -> dict[str, str]:
    """内容里保存不了的值：字段路径 → 说明。body 是已经变成 JSON 的内容。"""
    said: dict[str, str] = {}

    def walk(value: object, location: tuple[int | str, ...]) -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                walk(inner, (*location, name))
        elif isinstance(value, list):
            for position, inner in enumerate(value):
                walk(inner, (*location, position))
        elif fault := unreadable(value):
            path, title, _ = _place(model, location)
            said[path] = f"{title}：{fault}" if title else fault

    walk(body, ())
    return said
