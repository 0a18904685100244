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


def on_request(rules: Rules) -> tuple[str, ...]:
    """呈请以后由负责人办的几种处理：流程里“呈请批准”的下一步。签署意见是批法，不是所请的事。"""
    words = [
        word
        for rule in rules.part("flow")
        if rule.flow is not None and "approval.requested" in rule.flow.after
        for word in rule.flow.next
    ]
    return tuple(word for word in dict.fromkeys(words) if word != "opinion.given")
