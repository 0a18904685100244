"""按内容类的字段造出任意内容，供 Hypothesis 用：哪一种行为都不漏，增加一种也不必改这里。"""

from __future__ import annotations

import types
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel

from mingzhi.casework.actor import Choice

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
NUMBERS = st.integers(0, 2**53 - 1)
MONEY = st.decimals(0, Decimal("99999999999999.99"), places=2, allow_nan=False, allow_infinity=False)
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
ZONES = st.builds(timezone, st.integers(-14 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2199, 12, 31), timezones=st.one_of(st.none(), ZONES))


def values(annotation: Any) -> st.SearchStrategy[Any]:
    """一栏的任意值。"""
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        return st.one_of(*(values(each) for each in get_args(annotation)))
    if origin is tuple:
        return st.lists(values(get_args(annotation)[0]), max_size=2).map(tuple)
    if annotation is type(None):
        return st.none()
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return bodies(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Choice):
        return st.sampled_from(list(annotation))
    plain: dict[Any, st.SearchStrategy[Any]] = {
        str: TEXT,
        bool: st.booleans(),
        int: NUMBERS,
        Decimal: MONEY,
        date: DAYS,
        datetime: MOMENTS,
    }
    return plain[annotation]


def bodies(model: type[BaseModel]) -> st.SearchStrategy[Any]:
    """一份任意的内容；每一栏都可能没有填。"""
    fields = {name: values(field.annotation) for name, field in model.model_fields.items()}
    optional = {
        name: strategy for name, strategy in fields.items() if not model.model_fields[name].is_required()
    }
    required = {name: strategy for name, strategy in fields.items() if name not in optional}
    return st.fixed_dictionaries(required, optional=optional).map(lambda chosen: model(**chosen))
