"""规则包的 JSON Schema：每个规则包都合它，写错的它看得出来，它说得出每个键的意思，随附的一份是最新的。"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from mingzhi.casework.act import KINDS
from mingzhi.casework.packschema import unexplained
from mingzhi.casework.view import VOCABULARY
from mingzhi.commands.schema import text
from mingzhi.law import rules as models
from mingzhi.law.pack import Header, pack_files, places

ROOT = Path(__file__).resolve().parents[2]
SCHEMA: dict[str, Any] = json.loads(text())
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "null": (type(None),),
    "integer": (int,),
    "number": (int, float),
}
# 只作说明的词，和下面会核对的词；Schema 里用了别的词，就要先教会下面。
NOTES = {"$schema", "title", "description", "default", "enumDescriptions", "$defs", "format"}
CHECKED = {
    "$ref",
    "type",
    "enum",
    "const",
    "anyOf",
    "oneOf",
    "properties",
    "patternProperties",
    "additionalProperties",
    "required",
    "minProperties",
    "items",
    "prefixItems",
    "minItems",
    "maxItems",
}


def matches(value: Any, schema: dict[str, Any]) -> bool:
    """value 合不合 schema：照 JSON Schema 2020-12 的意思，只管上面列出的词。"""
    assert set(schema) <= NOTES | CHECKED, set(schema) - NOTES - CHECKED
    if "$ref" in schema and not matches(value, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")]):
        return False
    if "type" in schema:
        wanted = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        named = tuple(each for name in wanted for each in TYPES[name])
        if not isinstance(value, named) or (isinstance(value, bool) and "boolean" not in wanted):
            return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if "const" in schema and value != schema["const"]:
        return False
    if "anyOf" in schema and not any(matches(value, each) for each in schema["anyOf"]):
        return False
    if "oneOf" in schema and sum(matches(value, each) for each in schema["oneOf"]) != 1:
        return False
    if isinstance(value, list):
        return _list_matches(value, schema)
    return not isinstance(value, dict) or _table_matches(value, schema)


def _list_matches(value: list[Any], schema: dict[str, Any]) -> bool:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        return False
    placed = zip(value, schema.get("prefixItems", ()), strict=False)
    return all(matches(each, one) for each, one in placed) and all(
        matches(each, schema["items"]) for each in value if "items" in schema
    )


def _table_matches(value: dict[str, Any], schema: dict[str, Any]) -> bool:
    if set(schema.get("required", ())) - set(value) or len(value) < schema.get("minProperties", 0):
        return False
    for key, each in value.items():
        known = [schema["properties"][key]] if key in schema.get("properties", {}) else []
        known += [
            one for pattern, one in schema.get("patternProperties", {}).items() if re.search(pattern, key)
        ]
        if not known and schema.get("additionalProperties", True) is False:
            return False
        if not all(matches(each, one) for one in known):
            return False
    return True


def plain(value: Any) -> Any:
    """编辑器看到的样子：日期是字。"""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def files() -> Iterator[tuple[str, Any]]:
    for place in places():
        for name, written in pack_files(place).items():
            yield f"{place}/{name}", plain(yaml.safe_load(written) or [])


FILES = dict(files())


def test_the_copy_in_the_docs_is_what_the_command_prints() -> None:
    assert (ROOT / "docs" / "pack.schema.json").read_text("utf-8") == text(), (
        "请运行 mingzhi schema > docs/pack.schema.json"
    )


@pytest.mark.parametrize("name", FILES)
def test_every_file_of_every_pack_is_valid(name: str) -> None:
    written = FILES[name]
    if isinstance(written, list):
        wrong = [rule["id"] for rule in written if not matches(rule, {"$ref": "#/$defs/Rule"})]
        assert not wrong
    assert matches(written, SCHEMA)


def test_every_key_is_explained_and_the_explanations_have_no_key_that_is_gone() -> None:
    found = [
        each
        for each in vars(models).values()
        if isinstance(each, type) and issubclass(each, BaseModel) and each.model_fields
    ]
    explained: list[type[BaseModel]] = [Header, *(each for each in found if each.__name__ in SCHEMA["$defs"])]
    assert unexplained(explained) == {"Rule.pack"}
    for model in explained:
        shown = SCHEMA["$defs"][model.__name__]
        assert set(shown["properties"]) == {
            field.alias or name for name, field in model.model_fields.items()
        } - {"pack"}
        assert all(each.get("description") for each in shown["properties"].values()), model


def test_every_kind_and_every_word_is_offered() -> None:
    assert set(KINDS) <= set(SCHEMA["$defs"]["kind"]["enum"])
    assert set(VOCABULARY) <= set(SCHEMA["$defs"]["condition"]["properties"])
    kind = SCHEMA["$defs"]["kind"]
    assert dict(zip(kind["enum"], kind["enumDescriptions"], strict=True))["case.filed"] == "立案"


GATE = {
    "id": "xx.gate.one",
    "source": {"document": "示例办法", "article": 1},
    "says": "示例",
    "from": "2026-01-01",
    "gate": {"act": "case.filed", "needs": {"done.lead.registered": True}, "lacks": "没有登记线索"},
}


def changed(**more: Any) -> dict[str, Any]:
    rule = copy.deepcopy(GATE)
    for path, value in more.items():
        *parents, last = path.split("__")
        table: Any = rule
        for parent in parents:
            table = table[parent]
        if value is None:
            del table[last]
        else:
            table[last] = value
    return rule


def test_the_rule_that_the_wrong_ones_differ_from_is_valid() -> None:
    assert matches([GATE], SCHEMA)


@pytest.mark.parametrize(
    "wrong",
    [
        changed(colour="red"),
        changed(source=None),
        changed(gate=None),
        changed(role={"act": "case.filed", "roles": ["principal"]}),
        changed(weight="strong"),
        changed(gate__act="case.fled"),
        changed(gate__needs={"done.lead.regestered": True}),
        changed(gate__needs={"done.lead.registered": {"ge": 1}}),
        changed(gate__needs={}),
        changed(gate__needs={"any": []}),
        changed(gate__supplied_by="boss"),
        changed(source__article="一"),
    ],
    ids=lambda rule: json.dumps(rule.get("gate", rule), ensure_ascii=False)[:60],
)
def test_what_does_not_load_is_marked_in_the_editor(wrong: dict[str, Any]) -> None:
    assert not matches([wrong], SCHEMA)
