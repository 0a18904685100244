"""写法：场景里写错的词，说清楚错在哪里，给出最接近的写法。"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from pydantic import BaseModel, ValidationError

from mingzhi.casework.act import KINDS, SHANGHAI, Kind
from mingzhi.casework.actor import Choice


class ScenarioError(ValueError):
    """场景写错了；信息里有第几步和写错的地方。"""


def nearest(wanted: str, known: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """最接近的几个写法。"""
    names = list(dict.fromkeys(known))
    inside = [name for name in names if len(wanted) > 1 and (wanted in name or name in wanted) and name]
    close = difflib.get_close_matches(wanted, names, n=most, cutoff=0.4)
    return tuple(dict.fromkeys((*close, *sorted(inside, key=len))))[:most]


def guess(wanted: str, known: Iterable[str]) -> str:
    """“是不是”的半句；没有接近的，列出可用的（不多的话）。"""
    names = list(dict.fromkeys(known))
    close = nearest(wanted, names)
    if close:
        return f"，是不是“{'”或者“'.join(close)}”"
    return f"，可用 {'、'.join(names)}" if 0 < len(names) <= 40 else ""


def comma(value: object) -> str:
    """写在 {…} 里的文字带了半角逗号，后半截会成为一个没有值的键：提醒加引号。"""
    return "" if value is not None else "。写在 {…} 里的文字有半角逗号的，要加引号"


def respell(
    entry: Mapping[Any, Any], spellings: Mapping[str, Sequence[str]], where: str, what: str = "键"
) -> dict[str, Any]:
    """把各种猜得到的键统一成正式的键；不认识的、写了两遍的抛 ScenarioError。"""
    known = {other: name for name, others in spellings.items() for other in (name, *others)}
    found: dict[str, Any] = {}
    for key, value in entry.items():
        written = str(key).strip()
        name = known.get(written) or known.get(written.lower().replace("-", "_").replace(" ", "_"))
        if name is None:
            raise ScenarioError(f"{where}：不认识的{what}“{written}”{guess(written, known)}{comma(value)}")
        if name in found:
            raise ScenarioError(f"{where}：{what}“{name}”写了两次（“{written}”是它的另一种写法）")
        found[name] = value
    return found


def find_kind(written: object, where: str = "") -> Kind:
    """按词或者中文名找一种行为。"""
    text = str(written).strip()
    word = text.replace("_", ".") if "." not in text else text
    found = KINDS.get(text) or KINDS.get(word)
    if found is None:
        found = next((kind for kind in KINDS.values() if kind.name == text), None)
    if found is None:
        bare = bare_name(text)
        alike = [kind for kind in KINDS.values() if bare_name(kind.name) == bare]
        found = alike[0] if len(alike) == 1 else None
    if found is None:
        names = [name for kind in KINDS.values() for name in (kind.name, kind.word)]
        raise ScenarioError(f"{where}没有这种行为：“{text}”{guess(text, names)}（全部行为见 docs/acts.md）")
    return found


def bare_name(text: str) -> str:
    """去掉括号里的话和标点，好比较。"""
    return re.sub(r"（[^）]*）|\([^)]*\)|[\s、，·“”\"]", "", text)


def choose(options: type[Choice], written: object, where: str = "") -> Choice:
    """有限选项：英文词、中文，或者去掉括号后唯一对得上的写法。"""
    text = str(written).strip()
    exact = next((each for each in options if text in (each.value, each.label)), None)
    if exact is not None:
        return exact
    alike = [each for each in options if bare_name(each.label) == bare_name(text)]
    alike = alike or [each for each in options if text and text in each.label]
    if len(alike) == 1:
        return alike[0]
    names = "、".join(f"{each.label}（{each.value}）" for each in options)
    raise ScenarioError(f"{where}没有“{text}”这一项，可写 {names}")


_DATE = re.compile(
    r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*(\d{1,2})\s*[:：时点]\s*(\d{1,2})?\s*分?(?:[:：](\d{1,2}))?)?$"
)


def dated(text: str) -> date | datetime | None:
    """认得的日期、时刻写法；不是的为 None。"""
    found = _DATE.match(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part) if part else None for part in found.groups())
    assert year is not None and month is not None and day is not None
    try:
        if hour is None:
            return date(year, month, day)
        return datetime(year, month, day, hour, minute or 0, second or 0, tzinfo=SHANGHAI)
    except ValueError:
        return None


def moment(value: Any, *, at: time = time(9)) -> datetime:
    """日期或者时刻 → 北京时间的时刻；只写日期的算上午九时。"""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=SHANGHAI)
    if isinstance(value, date):
        return datetime.combine(value, at, tzinfo=SHANGHAI)
    if isinstance(value, str):
        found = dated(value)
        if found is not None:
            return moment(found, at=at)
        try:
            return moment(datetime.fromisoformat(value.strip()))
        except ValueError:
            pass
    raise ScenarioError(f"“{value}”不是日期或者时刻，写成 2025-09-24 或者 2025-09-24 09:31")


def a_day(value: Any) -> date:
    """日期；写了时刻的取那一天。"""
    return value if type(value) is date else moment(value).astimezone(SHANGHAI).date()


_SAYS = {
    "enum": "不是可选的项",
    "missing": "没有写",
    "extra_forbidden": "没有这一栏",
    "decimal_parsing": '不是金额，写成 "62600.00"',
    "decimal_type": '不是金额，写成 "62600.00"',
    "decimal_max_places": "金额最多两位小数",
    "greater_than_equal": "不能小于 0",
    "int_parsing": "不是整数",
    "int_type": "不是整数",
    "int_from_float": "不是整数",
    "bool_parsing": "写 true 或者 false",
    "bool_type": "写 true 或者 false",
    "string_type": "应当是一行文字",
    "date_type": "不是日期，写成 2025-09-24",
    "date_parsing": "不是日期，写成 2025-09-24",
    "date_from_datetime_parsing": "不是日期，写成 2025-09-24",
    "datetime_type": "不是时刻，写成 2025-09-24 09:31",
    "datetime_parsing": "不是时刻，写成 2025-09-24 09:31",
    "tuple_type": "应当是一列，写成 [甲, 乙]",
    "model_type": "应当是一张表，写成 {名称: 值}",
    "model_attributes_type": "应当是一张表，写成 {名称: 值}",
}


def explained(error: ValidationError, model: type[BaseModel] | None = None) -> str:
    """把校验的错误说成中文，一条一句；栏用 model 的栏目名。"""
    titles = {name: info.title or name for name, info in model.model_fields.items()} if model else {}
    said = []
    for item in error.errors(include_url=False):
        parts = [
            f"第{part + 1}项" if isinstance(part, int) else titles.get(part, part) for part in item["loc"]
        ]
        path = " ".join(parts)
        given = item.get("input")
        shown = f"“{given}”" if isinstance(given, str | int | float | bool) else ""
        said.append(f"{path or '整条'}{shown}：{_SAYS.get(item['type'], item['msg'])}")
    return "；".join(said)
