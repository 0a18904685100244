"""写 docs/acts.md：全部执法行为和它们的栏、可选的项，以及两个规则包的期限。行为或者规则改了，重新运行它。

    .venv/bin/python tools/document_kinds.py          写
    .venv/bin/python tools/document_kinds.py --check  只核对，不一致时退出码为 1

tests/test_scenario_docs.py 核对它是最新的。
"""

from __future__ import annotations

import re
import sys
import types
import typing
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mingzhi.casework import acts as _acts  # noqa: F401
from mingzhi.casework.act import KINDS, Kind, Stage
from mingzhi.casework.actor import Choice, Officer
from mingzhi.casework.filling import spellings
from mingzhi.law.pack import load_pack

TARGET = Path(__file__).resolve().parent.parent / "docs" / "acts.md"
PLACES = ("chongqing", "yunnan-qujing-qilin")

HEAD = """\
# 执法行为

本页由 `tools/document_kinds.py` 从程序写出，不要手改。场景怎样写，见 [场景](scenarios.md)。

每种行为：词（场景的 `act` 写它或者中文名）、性质（事实总能记录，不合规定的带瑕疵；处理不合规定的拒绝写入）、
默认由谁做（规则包可以另定）、各栏。各栏在场景的 `with` 里写英文名或者中文栏目名都行；没有一栏是格式上必填的，
缺了哪一栏违反哪一条，由规则包说。
"""

PLAIN = {
    str: "文字",
    bool: "`true`、`false`（是、否）",
    int: "整数",
    Decimal: '金额，如 `"62600.00"`',
}


def written(info: FieldInfo, models: dict[str, type[BaseModel]], choices: dict[str, type[Choice]]) -> str:
    """一栏怎样写。"""
    kind = next(each for each in _parts(info.annotation) if each is not type(None))
    several = typing.get_origin(kind) is tuple
    if several:
        kind = typing.get_args(kind)[0]
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    said = _one(kind, str(extra.get("widget", "")), str(extra.get("to", "")), models, choices)
    return f"一列：{said}" if several else said


def _one(
    kind: type, widget: str, to: str, models: dict[str, type[BaseModel]], choices: dict[str, type[Choice]]
) -> str:
    if issubclass(kind, Officer):
        return "人（`people` 里的称呼）"
    if issubclass(kind, Choice):
        choices[kind.__name__] = kind
        return _link(kind)
    if issubclass(kind, BaseModel):
        models[kind.__name__] = kind
        return _link(kind)
    if widget == "act":
        names = [KINDS[word].name for word in to.split(",") if word in KINDS]
        said = "、".join(names)
        return f"记作（{said}）" if names and len(names) < 4 else "记作"
    if kind.__name__ == "date":
        return "日期"
    if kind.__name__ == "datetime":
        return "时刻"
    return PLAIN[kind]


def _parts(annotation: object) -> tuple[type, ...]:
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        return typing.get_args(annotation)
    assert isinstance(annotation, type) or typing.get_origin(annotation) is tuple
    return (typing.cast(type, annotation),)


def _heading(model: type) -> str:
    return f"{model.__name__} {_title(model)}"


def _link(model: type) -> str:
    """链接到后面的表；锚点照代码网站的写法：小写，空格成横线，去掉标点。"""
    anchor = re.sub(r"[^\w\- ]", "", _heading(model).lower()).strip().replace(" ", "-")
    return f"[{_title(model)}](#{anchor})"


def _title(model: type) -> str:
    return (
        (model.__doc__ or model.__name__)
        .strip()
        .splitlines()[0]
        .split("。")[0]
        .split("（")[0]
        .split("：")[0]
        .split("，")[0]
    )


def _fields(
    model: type[BaseModel], models: dict[str, type[BaseModel]], choices: dict[str, type[Choice]]
) -> Iterator[str]:
    yield "| 栏 | 英文名 | 怎样写 | 说明 |\n|---|---|---|---|\n"
    for name, info in model.model_fields.items():
        title = info.title or next(
            (each for each, field in spellings(model).items() if field == name and each != name), name
        )
        hint = (info.description or "").replace("|", "／")
        yield f"| {title} | `{name}` | {written(info, models, choices)} | {hint} |\n"


def _kind(kind: Kind, models: dict[str, type[BaseModel]], choices: dict[str, type[Choice]]) -> Iterator[str]:
    roles = "各岗位" if len(kind.roles) > 10 else "、".join(role.label for role in kind.roles)
    says = " ".join((kind.body.__doc__ or "").split())
    yield f"\n### {kind.name}\n\n`{kind.word}`，{'事实' if kind.is_fact else '处理'}，{roles}。{says}\n\n"
    if kind.body.model_fields:
        yield from _fields(kind.body, models, choices)


def _dues() -> Iterator[str]:
    yield "\n## 期限\n\n场景的 `due` 里 `what` 写标签、名称或者规则 id。\n\n"
    yield "| 标签 | 名称 | 由什么引起 | 谁的 | 规则 |\n|---|---|---|---|---|\n"
    seen: dict[str, tuple[str, str, str, list[str]]] = {}
    for place in PLACES:
        for rule in load_pack(place).rules:
            if rule.duty is not None:
                events = "、".join(KINDS[word].name for word in rule.duty.after) or "执行终结"
                whose = "当事人" if rule.duty.whose == "party" else "本机关"
                row = seen.setdefault(rule.duty.tag, (rule.duty.name, events, whose, []))
                if rule.id not in row[3]:
                    row[3].append(rule.id)
    for tag, (name, events, whose, ids) in sorted(seen.items()):
        yield f"| `{tag}` | {name} | {events} | {whose} | {'、'.join(f'`{each}`' for each in ids)} |\n"


def text() -> str:
    """整页。"""
    models: dict[str, type[BaseModel]] = {}
    choices: dict[str, type[Choice]] = {}
    parts = [HEAD]
    for stage in Stage:
        parts.append(f"\n## {stage.label}\n")
        for kind in KINDS.values():
            if kind.stage is stage:
                parts += _kind(kind, models, choices)
    parts.append("\n## 各栏里的表\n")
    for name in list(models):
        parts.append(f"\n### {_heading(models[name])}\n\n")
        parts += _fields(models[name], models, choices)
    parts.append("\n## 可选的项\n\n中文、英文都行。\n")
    for options in choices.values():
        rows = "、".join(f"{each.label}（`{each.value}`）" for each in options)
        parts.append(f"\n### {_heading(options)}\n\n{rows}\n")
    parts += _dues()
    return "".join(parts)


def run(arguments: list[str]) -> int:
    page = text()
    if "--check" in arguments:
        same = TARGET.is_file() and TARGET.read_text(encoding="utf-8") == page
        print("是最新的。" if same else f"{TARGET} 不是最新的：请运行 python tools/document_kinds.py")
        return 0 if same else 1
    TARGET.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
