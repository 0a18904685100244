"""一项行为的内容，一栏一栏给人看：标题就是表单和文书上的字，指向别的行为的写成第几号。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.actor import Officer
from mingzhi.casework.sentences import in_words

# 声明时没有写标题的几栏。
LABELS = {"party": "当事人", "informant": "投诉举报人", "officers": "核查人员", "of": "针对"}


@dataclass(frozen=True)
class Field:
    """一栏。prose 的照原样分行；act 是所指的行为；rows 是一张小表。"""

    label: str
    text: str
    prose: bool = False
    act: int | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    heads: tuple[str, ...] = ()
    officers: tuple[Officer, ...] = ()
    name: str = ""
    url: str = ""


CODED = ("range", "leniency", "parameter")


def described(
    body: BaseModel, acts: Mapping[int, Act], codes: Mapping[str, str] | None = None
) -> list[Field]:
    """内容的各栏；没有填写的不列。codes 是罚则、从宽情节的代号写成的字。"""
    found: list[Field] = []
    for name, info in type(body).model_fields.items():
        value = getattr(body, name)
        label = info.title or LABELS.get(name, name)
        if value is None or value == "" or value == ():
            continue
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        found += [replace(each, name=name) for each in _field(label, value, extra, acts, codes or {})]
    return found


def _field(
    label: str, value: Any, extra: Mapping[str, Any], acts: Mapping[int, Act], codes: Mapping[str, str]
) -> list[Field]:
    if isinstance(value, int) and not isinstance(value, bool) and extra.get("widget") == "act":
        referred = acts.get(value)
        name = KINDS[referred.kind].name if referred else ""
        return [Field(label, f"第 {value} 号 {name}".strip(), act=value)]
    if isinstance(value, str) and extra.get("widget") in ("kind", "determination") and value in KINDS:
        return [Field(label, KINDS[value].name)]
    if type(value) is str:
        return [Field(label, _coded(value, extra, codes), prose=True)]
    if isinstance(value, Officer):
        return [Field(label, "", officers=(value,))]
    if isinstance(value, tuple) and all(isinstance(each, Officer) for each in value):
        return [Field(label, "", officers=tuple(value))]
    if isinstance(value, BaseModel):
        return [
            Field(f"{label}：{each.label}", each.text, each.prose) for each in described(value, acts, codes)
        ]
    if isinstance(value, tuple) and all(isinstance(each, BaseModel) for each in value):
        return [_table(label, value, codes)]
    if isinstance(value, tuple):
        return [Field(label, "、".join(in_words(each) for each in value))]
    return [Field(label, in_words(value))]


def _table(label: str, rows: tuple[Any, ...], codes: Mapping[str, str]) -> Field:
    infos = type(rows[0]).model_fields
    used = [name for name in infos if any(getattr(row, name) not in (None, "", ()) for row in rows)]
    heads = tuple(infos[name].title or name for name in used)
    cells = tuple(
        tuple(_coded(_cell(getattr(row, name)), infos[name].json_schema_extra, codes) for name in used)
        for row in rows
    )
    return Field(label, "", rows=cells, heads=heads)


def _coded(value: str, extra: object, codes: Mapping[str, str]) -> str:
    """代号写成字；不是代号的、不认识的，照原样。"""
    widget = extra.get("widget") if isinstance(extra, Mapping) else None
    return codes.get(value, value) if widget in CODED else value


def _cell(value: object) -> str:
    # 表里的长文字不截断：这一页就是要看全的。
    return value if type(value) is str else in_words(value)
