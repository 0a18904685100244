"""规则的零件：不认识的键装不进来的模型，条件、一个或者几个词的写法。"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from mingzhi.law.conditions import Condition, ConditionError, compile_condition


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def _condition(value: Any) -> Any:
    if value is None or isinstance(value, Condition):
        return value
    try:
        return compile_condition(value)
    except ConditionError as error:
        raise ValueError(str(error)) from error


def _many(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


# 条件树的 JSON Schema 由 casework.packschema 另写：能问哪些事实，这里还不知道。
_TREE = WithJsonSchema({"x-condition": True})
When = Annotated[Condition | None, BeforeValidator(_condition), _TREE]
Needs = Annotated[Condition, BeforeValidator(_condition), _TREE]
Kinds = Annotated[tuple[str, ...], BeforeValidator(_many)]
