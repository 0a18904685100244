"""条件：规则包里写的一小棵树，由有名字的事实和运算组成；装载时编译一次，成为函数。

写法（YAML）：
    {decision.made: true}                    事实等于某值
    {act.fine: {gte: {parameter: hearing.fine.person}}}   与参数比较
    {any: [...]} {all: [...]} {not: {...}}   组合；一张表里的几项是“并且”
    {act.until: {present: true}}             填了没有
事实未知（None）时，除 present、is: null 外，比较一律不成立。
"""

from __future__ import annotations

import operator as operators
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

# 按名字取事实：问的时候才答（案卷的样子是这样一张表）。
Lookup = Mapping[str, Any]
Test = Callable[[Lookup], bool]


class ConditionError(ValueError):
    """条件写错了；信息里有写错的键。"""


OPERATORS = ("eq", "ne", "gt", "gte", "lt", "lte", "in", "not_in", "present", "contains")


@dataclass(frozen=True)
class Condition:
    """编译好的条件。names 是它用到的事实，parameters 是它用到的参数。"""

    source: Any
    test: Test
    names: frozenset[str]
    parameters: frozenset[str]

    def __call__(self, lookup: Lookup) -> bool:
        return self.test(lookup)


def compile_condition(source: Any) -> Condition:
    """编译一棵条件树。写错抛 :class:`ConditionError`。"""
    names: set[str] = set()
    parameters: set[str] = set()
    test = _tree(source, names, parameters)
    return Condition(source, test, frozenset(names), frozenset(parameters))


def _tree(source: Any, names: set[str], parameters: set[str]) -> Test:
    if not isinstance(source, Mapping) or not source:
        raise ConditionError(f"条件应当是一张表，写成了 {source!r}")
    tests = tuple(_entry(key, value, names, parameters) for key, value in source.items())
    return _every(tests)


def _every(tests: tuple[Test, ...]) -> Test:
    # 每算一次现状要问几千个条件：一般的写法（all 加生成器）慢一倍。
    if len(tests) == 1:
        return tests[0]
    if len(tests) == 2:
        first, second = tests
        return lambda lookup: first(lookup) and second(lookup)

    def every(lookup: Lookup) -> bool:
        for test in tests:  # noqa: SIM110
            if not test(lookup):
                return False
        return True

    return every


def _some(tests: tuple[Test, ...]) -> Test:
    if len(tests) == 2:
        first, second = tests
        return lambda lookup: first(lookup) or second(lookup)

    def some(lookup: Lookup) -> bool:
        for test in tests:  # noqa: SIM110
            if test(lookup):
                return True
        return False

    return some


def _entry(key: str, value: Any, names: set[str], parameters: set[str]) -> Test:
    if key in ("any", "all"):
        if not isinstance(value, list) or not value:
            raise ConditionError(f"{key} 下面应当是一列条件")
        parts = tuple(_tree(part, names, parameters) for part in value)
        return _every(parts) if key == "all" else _some(parts)
    if key == "not":
        inner = _tree(value, names, parameters)
        return lambda lookup: not inner(lookup)
    names.add(key)
    if isinstance(value, Mapping):
        unknown = set(value) - set(OPERATORS)
        if unknown or not value:
            raise ConditionError(
                f"{key} 的运算 {'、'.join(sorted(unknown)) or '（空）'} 不认识，可用 {'、'.join(OPERATORS)}"
            )
        comparisons = tuple(
            _comparison(key, name, operand, names, parameters) for name, operand in value.items()
        )
        return _every(comparisons)
    return _comparison(key, "in" if isinstance(value, list) else "eq", value, names, parameters)


def _operand(value: Any, names: set[str], parameters: set[str]) -> Callable[[Lookup], Any]:
    if isinstance(value, Mapping):
        if set(value) == {"parameter"}:
            name = f"parameter.{value['parameter']}"
            parameters.add(value["parameter"])
            return lambda lookup: lookup[name]
        if set(value) == {"fact"}:
            name = str(value["fact"])
            names.add(name)
            return lambda lookup: lookup[name]
        raise ConditionError(f"比较的对象写法不认识：{dict(value)!r}")
    return lambda lookup: value


def _comparison(key: str, operator: str, value: Any, names: set[str], parameters: set[str]) -> Test:
    if operator == "present":
        wanted = bool(value)
        return lambda lookup: is_present(lookup[key]) is wanted
    plain = _plain(key, operator, value)
    if plain is not None:
        return plain
    right = _operand(value, names, parameters)
    compare, direct = _COMPARE[operator], _DIRECT.get(operator)

    def test(lookup: Lookup) -> bool:
        left, other = lookup[key], right(lookup)
        if direct is not None and type(left) in _PLAIN_NUMBERS and type(other) in _PLAIN_NUMBERS:
            return bool(direct(left, other))
        left, other = comparable(left), comparable(other)
        if left is None or other is None:
            return operator in ("ne", "not_in") and left is not other
        try:
            return compare(left, other)
        except TypeError:
            return False

    return test


def _plain(key: str, operator: str, value: Any) -> Test | None:
    """最常见的两种写法——等于是非、等于（属于）几个词——编译成直接的比较，结果与 :data:`_COMPARE` 相同。"""
    if operator == "eq" and isinstance(value, bool):
        return lambda lookup: lookup[key] is value
    words = value if operator == "in" and isinstance(value, list) else [value] if operator == "eq" else []
    if not words or not all(isinstance(each, str) and _number(each) is None for each in words):
        return None
    wanted = frozenset(words)

    def test(lookup: Lookup) -> bool:
        left = lookup[key]
        # 选项（Choice）本身就是它的词，散列和比较都照词。
        if not isinstance(left, str):
            left = comparable(left)
        return isinstance(left, str) and left in wanted

    return test


# 两边都是数的，直接比。
_DIRECT: dict[str, Callable[[Any, Any], Any]] = {
    "eq": operators.eq,
    "ne": operators.ne,
    "gt": operators.gt,
    "gte": operators.ge,
    "lt": operators.lt,
    "lte": operators.le,
}
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: bool(_same(a, b)),
    "ne": lambda a, b: not _same(a, b),
    "gt": lambda a, b: bool(_ordered(a, b, lambda x, y: x > y)),
    "gte": lambda a, b: bool(_ordered(a, b, lambda x, y: x >= y)),
    "lt": lambda a, b: bool(_ordered(a, b, lambda x, y: x < y)),
    "lte": lambda a, b: bool(_ordered(a, b, lambda x, y: x <= y)),
    "in": lambda a, b: any(_same(a, each) for each in b),
    "not_in": lambda a, b: not any(_same(a, each) for each in b),
    "contains": lambda a, b: b in a,
}


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        return Decimal(value)
    if isinstance(value, str):
        try:
            return Decimal(value)
        except InvalidOperation:
            return None
    return None


# 这几种可以直接比大小、比相等；别的（如写成字的数）先看是不是数。
_PLAIN_NUMBERS = (int, Decimal)


def _same(a: Any, b: Any) -> bool:
    if type(a) in _PLAIN_NUMBERS and type(b) in _PLAIN_NUMBERS:
        return bool(a == b)
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    left, right = _number(a), _number(b)
    if left is not None and right is not None:
        return left == right
    return bool(comparable(a) == comparable(b))


def _ordered(a: Any, b: Any, compare: Callable[[Any, Any], bool]) -> bool:
    if type(a) in _PLAIN_NUMBERS and type(b) in _PLAIN_NUMBERS:
        return compare(a, b)
    left, right = _number(a), _number(b)
    if left is not None and right is not None:
        return compare(left, right)
    return compare(a, b)


def comparable(value: Any) -> Any:
    """枚举比其值，其他照旧。"""
    return value.value if isinstance(value, Enum) else value


def is_present(value: Any) -> bool:
    """是否填了：空字、空表、None、未勾选都算没有填。零元是填了。"""
    if value is None or value is False:
        return False
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, (tuple, list, dict, set, frozenset)):
        return bool(value)
    return True


def walk_numbers(source: Any) -> Iterator[Decimal]:
    """条件里直接写出的数字（用于核对它是否在所引条文里）。"""
    if isinstance(source, Mapping):
        for value in source.values():
            yield from walk_numbers(value)
    elif isinstance(source, list):
        for value in source:
            yield from walk_numbers(value)
    elif isinstance(source, int) and not isinstance(source, bool):
        yield Decimal(source)
