"""规则包格式的 JSON Schema：从规则的模型、登记的行为和词写出，编辑器凭它补全、当场指出写错的键（docs/packs.md）。

模型里的每个键都要有中文说明（:data:`KEYS`），缺了就写不出来；条件树里能问的事实、能用的运算逐一列出。
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

import mingzhi.casework.acts
import mingzhi.casework.standing  # noqa: F401  登记全部的词
from mingzhi.casework.act import KINDS
from mingzhi.casework.actor import Role
from mingzhi.casework.packkeys import KEYS, OPERATIONS
from mingzhi.casework.view import VOCABULARY
from mingzhi.law.conditions import OPERATORS
from mingzhi.law.pack import Header
from mingzhi.law.rules import PARTS, Rule

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
CONDITION = {"$ref": "#/$defs/condition"}
KIND = {"$ref": "#/$defs/kind"}
# 写一个词、也可以写一列的栏，里面是什么词。
WORDS = {"act": "kind", "after": "kind", "do": "kind", "next": "kind", "of": "kind", "by": "kind"}
LISTED = {"roles": "role", "role": "role", "supplied_by": "role", "prints": "form"}
# 不进案卷、门禁也约束的事：人员室在登记时核对。
OUTSIDE = {"department.set": "设置科室", "review.routed": "确定审核科室"}
# 写一个、也可以写一列的别的字。
ONE_OR_MANY = (("Rule", "clauses"), ("Range", "covers"), ("Range", "alternates"), ("Ladder", "codes"))
# 按名字推得出的事实：种类、字段可以接着写。
FAMILIES = (
    r"^(act|it|trigger|actor|parameter|department)\..+$",
    r"^duty\..+\.(over|met|due|start)$",
)


def pack_schema(forms: Mapping[str, str]) -> Schema:
    """整份 Schema。forms 是文书的名字和标题（文书在后面的房间，由外面交进来）。"""
    rules = Rule.model_json_schema(by_alias=True, mode="validation")
    definitions: dict[str, Schema] = rules.pop("$defs")
    rules["properties"].pop("pack")  # 由文件夹定，不写在文件里
    definitions["Rule"] = rules
    definitions["Header"] = Header.model_json_schema()
    for name, definition in definitions.items():
        _explain(name, definition)
    # 一条规则恰好写一种要求。
    definitions["Rule"]["oneOf"] = [
        {"required": [name]} for name in definitions["Rule"]["properties"] if name in PARTS
    ]
    return {
        "$schema": DIALECT,
        "title": "明执的规则包",
        "description": "pack.yaml 是抬头（一张表），其余的文件各是一列规则。写法见 docs/packs.md。",
        "oneOf": [
            {"type": "array", "items": {"$ref": "#/$defs/Rule"}},
            {"$ref": "#/$defs/Header"},
        ],
        "$defs": {
            **definitions,
            "condition": _condition(),
            "operations": _operations(),
            "operand": _operand(),
            "kind": _listing("执法行为的词", {word: kind.name for word, kind in KINDS.items()} | OUTSIDE),
            "role": _listing("岗位", {role.value: role.label for role in Role}),
            "form": _listing("文书", forms),
        },
    }


def _listing(says: str, words: Mapping[str, str]) -> Schema:
    return {
        "description": says,
        "type": "string",
        "enum": sorted(words),
        "enumDescriptions": [words[word] for word in sorted(words)],
    }


def _explain(name: str, definition: Schema) -> None:
    """写上说明，把行为、岗位、文书的栏指到各自的清单。枚举（如分量）没有栏。"""
    definition.pop("title", None)
    if "properties" not in definition:
        definition["description"] = KEYS[name]["*"]
        return
    says = KEYS[name]
    definition["description"] = says["*"]
    for key, schema in definition["properties"].items():
        schema.pop("title", None)
        if schema.get("x-condition"):
            schema = {**CONDITION}
        elif (name, key) == ("PauseRule", "until"):  # 规则自己的 until 是日期
            schema = _one_or_many(KIND, schema)
        elif key in WORDS and name != "Measure":  # 措施的 by 是由谁实施，不是行为
            schema = _one_or_many({"$ref": f"#/$defs/{WORDS[key]}"}, schema)
        elif key in LISTED and name != "Rule":  # 一条规则的 role 是一种要求，不是岗位
            schema = _one_or_many({"$ref": f"#/$defs/{LISTED[key]}"}, schema)
        definition["properties"][key] = _either(name, key, schema) | {"description": says[key]}


def _one_or_many(word: Schema, schema: Schema) -> Schema:
    """一个词，或者（栏本来收一列的）一列。"""
    kept = {name: schema[name] for name in ("default",) if name in schema}
    if schema.get("type") != "array":
        # 没有写的默认是空字。
        return {"anyOf": [word, {"const": ""}], **kept} if schema.get("default") == "" else {**word, **kept}
    return {"anyOf": [word, {"type": "array", "items": word}], **kept}


def _either(name: str, key: str, schema: Schema) -> Schema:
    """写一个就算一列的栏；可以不写的栏不必写成 null（参数的 null 是本地还没有填，有它的意思）。"""
    if (name, key) in ONE_OR_MANY:
        return {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    if (name, key) == ("Duty", "within"):
        one = {"$ref": "#/$defs/Within"}
        return {"anyOf": [one, {"type": "array", "items": one}]}
    if (name, key) == ("Range", "measures"):
        word = {"anyOf": [{"$ref": "#/$defs/MeasureKind"}, {"$ref": "#/$defs/Measure"}]}
        return {"anyOf": [word, {"type": "array", "items": word}]}
    if schema.get("default", "") is None and (name, key) != ("Parameter", "value"):
        (only,) = [each for each in schema["anyOf"] if each != {"type": "null"}]
        return {**only}
    return schema


# 条件 ---------------------------------------------------------------------------------------------


def _condition() -> Schema:
    """一张表：几项写在一起是「并且」；any、all、not 组合；其余的键是事实。"""
    either = {"type": "array", "minItems": 1, "items": CONDITION}
    value = {"$ref": "#/$defs/operations"}
    facts: dict[str, Schema] = {
        name: {**value, "description": VOCABULARY[name][0]} for name in sorted(VOCABULARY)
    }
    kinds = "|".join(sorted(word.replace(".", r"\.") for word in KINDS))
    return {
        "description": "条件：事实的名字配它应当等于的值；写在一起的几项是「并且」。",
        "type": "object",
        "minProperties": 1,
        "properties": {
            "any": {**either, "description": "其中有一个成立"},
            "all": {**either, "description": "个个都成立"},
            "not": {**CONDITION, "description": "不成立"},
            **facts,
        },
        "patternProperties": {
            **{pattern: value for pattern in FAMILIES},
            rf"^(done|count|served)\.({kinds})$": value,
            rf"^(last|first|opinions)\.({kinds})(\..+)?$": value,
        },
        "additionalProperties": False,
    }


def _operations() -> Schema:
    """等于一个值、几个值之一，或者各种比较。"""
    operand = {"$ref": "#/$defs/operand"}
    special: dict[str, Schema] = {"present": {"type": "boolean"}}
    return {
        "anyOf": [
            {"type": ["string", "number", "boolean", "null"]},
            {"type": "array", "items": {"type": ["string", "number", "boolean"]}},
            {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": False,
                "properties": {
                    name: {**special.get(name, operand), "description": OPERATIONS[name]}
                    for name in OPERATORS
                },
            },
        ]
    }


def _operand() -> Schema:
    def named(name: str, says: str) -> Schema:
        return {
            "type": "object",
            "required": [name],
            "additionalProperties": False,
            "properties": {name: {"type": "string", "description": says}},
        }

    return {
        "anyOf": [
            {"type": ["string", "number", "boolean", "array"]},
            named("parameter", "与规则包的参数比较"),
            named("fact", "与另一个事实比较"),
        ]
    }


def unexplained(models: Iterable[type[BaseModel]]) -> set[str]:
    """还没有写中文说明的键（测试用）。"""
    return {
        f"{model.__name__}.{field.alias or name}"
        for model in models
        for name, field in model.model_fields.items()
        if (field.alias or name) not in KEYS.get(model.__name__, {})
    }
