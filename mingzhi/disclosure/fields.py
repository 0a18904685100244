"""公示各项行为的表单：栏目、提示取自行为的声明，必填取自规则包；填错的由写入时说明，填过的都留着。"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from mingzhi.casework.act import KINDS, Act, Body
from mingzhi.casework.actor import Choice
from mingzhi.casework.view import View

ROWS = 3


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Field:
    """表单的一栏。kind 是样子：line、prose、date、flag、choice、rows。"""

    name: str
    label: str
    hint: str
    kind: str
    value: str
    required: bool
    error: str
    options: tuple[Option, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()

    @property
    def described_by(self) -> str:
        ids = [f"{self.name}-hint"] * bool(self.hint) + [f"{self.name}-error"] * bool(self.error)
        return " ".join(ids)


def values_from(post: QueryDict, body: type[Body], names: Iterable[str]) -> dict[str, Any]:
    """填的内容，交给写入去校验。空的日期、选项不算填。"""
    values: dict[str, Any] = {}
    for name in names:
        kind = _kind(body, name)
        if kind == "flag":
            values[name] = post.get(name) == "on"
        elif kind == "rows":
            pairs = zip(post.getlist(f"{name}.name"), post.getlist(f"{name}.receipt"), strict=False)
            values[name] = [
                {"name": channel.strip(), "receipt": receipt.strip()}
                for channel, receipt in pairs
                if channel.strip() or receipt.strip()
            ]
        else:
            text = post.get(name, "").strip().replace("\r\n", "\n")
            if text or kind in ("line", "prose"):
                values[name] = text
    return values


def fields(
    body: type[Body],
    names: Iterable[str],
    values: Mapping[str, Any],
    *,
    required: frozenset[str] = frozenset(),
    errors: Mapping[str, str] | None = None,
) -> tuple[Field, ...]:
    """各栏。errors：栏名 → 说明。"""
    found = []
    for name in names:
        info = body.model_fields[name]
        value = values.get(name)
        error = next((said for path, said in (errors or {}).items() if path.split(".")[0] == name), "")
        found.append(
            Field(
                name,
                str(info.title),
                str(info.description or ""),
                _kind(body, name),
                "on" if value is True else "" if value in (None, False) else str(value),
                name in required,
                error,
                _options(info.annotation, value),
                _rows(value) if _kind(body, name) == "rows" else (),
            )
        )
    return tuple(found)


def _kind(body: type[Body], name: str) -> str:
    extra = body.model_fields[name].json_schema_extra
    widget = str(extra.get("widget", "line")) if isinstance(extra, dict) else "line"
    return widget if widget in ("prose", "date", "flag", "choice", "rows") else "line"


def _options(annotation: Any, value: object) -> tuple[Option, ...]:
    if not (isinstance(annotation, type) and issubclass(annotation, Choice)):
        return ()
    return tuple(Option(each.value, each.label, str(value) == each.value) for each in annotation)


def _rows(value: object) -> tuple[tuple[str, str], ...]:
    given = [
        (str(each.get("name", "")), str(each.get("receipt", "")))
        for each in (value if isinstance(value, list) else [])
    ]
    return tuple(given + [("", "")] * max(1, ROWS - len(given)))


def required_for(view: View, kind: str, body: Body, by: Act) -> frozenset[str]:
    """规则包要求 kind 写明的栏，就这份内容而言。by 借来行为人和时间。"""
    candidate = Act(by.number + 1, kind, by.actor, by.happened, by.recorded, body)
    asked = View(view.pack, view.file.acts, view.today, candidate=candidate, calendar=view.calendar)
    names: set[str] = set()
    for rule in asked.rules.contents(kind):
        content = rule.content
        if content is not None and rule.blocks and (content.when is None or content.when(asked)):
            names |= set(content.fields)
    return frozenset(names & set(KINDS[kind].body.model_fields))
