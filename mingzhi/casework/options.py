"""选项：规则包里列出的固定选项（中止调查的情形等），表单据此列出，门禁据此核对。"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from mingzhi.casework.act import Body
from mingzhi.law.pack import Rules


@cache
def lists_of(model: type[Body]) -> Mapping[str, str]:
    """内容里哪几栏从选项里选，各是哪一列。"""
    found = {}
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra
        if isinstance(extra, dict) and extra.get("widget") == "option":
            found[name] = str(extra.get("list", ""))
    return found


def labels_of(rules: Rules, wanted: str) -> tuple[str, ...]:
    """一列选项，照规则的次序。"""
    return tuple(
        rule.option.label
        for rule in rules.part("option")
        if rule.option is not None and rule.option.list == wanted
    )
