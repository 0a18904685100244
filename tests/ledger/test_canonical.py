import json
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzhi.ledger.canonical import MAX_DEPTH, _is_plain, _write, canonical

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
INTEGERS = st.integers(-(2**53) + 1, 2**53 - 1)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | INTEGERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


def test_names_are_ordered_by_utf_16_code_units() -> None:
    # RFC 8785, 3.2.3: U+1F600 is two code units from D83D, so it comes before U+FB33.
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    ordered = json.loads(
        canonical({name: 0 for name in names}), object_pairs_hook=lambda pairs: [n for n, _ in pairs]
    )
    assert ordered == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_strings_are_escaped_as_little_as_json_allows() -> None:
    # RFC 8785, 3.2.2.2: two-letter escapes where they exist, lower-case \u00xx for other controls, nothing else.
    value = '\u20ac$\u000f\nA\'B"\\\\"/\b\t\f\r\u007f\u2028中'
    assert canonical(value) == '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\\b\\t\\f\\r\u007f\u2028中"'.encode()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, b"null"),
        (True, b"true"),
        (False, b"false"),
        (0, b"0"),
        (-7, b"-7"),
        (2**53 - 1, b"9007199254740991"),
        ([], b"[]"),
        ((1, "a"), b'[1,"a"]'),
        ({}, b"{}"),
        ({"b": [True, None], "a": {"c": ""}}, b'{"a":{"c":""},"b":[true,null]}'),
    ],
)
def test_each_kind_of_value_has_one_form(value: object, written: bytes) -> None:
    assert canonical(value) == written


def test_a_text_enum_is_written_as_its_value() -> None:
    class Colour(StrEnum):
        RED = "red"

    assert canonical([Colour.RED]) == b'["red"]'


@pytest.mark.parametrize(
    "value", [1.5, 0.0, float("nan"), [1.0], {"a": 2.0}, b"bytes", {1, 2}, {1: "a"}, object()]
)
def test_floats_and_foreign_types_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("value", [2**53, -(2**53), "\ud800", {"\udfff": 1}])
def test_what_readers_would_not_agree_on_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        canonical(value)


def test_depth_is_bounded_so_that_every_reader_can_follow() -> None:
    deep: object = "x"
    for _ in range(MAX_DEPTH):
        deep = [deep]
    assert canonical(deep).endswith(b"]")
    with pytest.raises(ValueError):
        canonical([deep])


@given(JSON)
def test_what_is_written_can_be_read_back_the_same(value: Any) -> None:
    assert json.loads(canonical(value)) == value


@given(JSON)
def test_the_canonical_form_of_what_was_read_back_is_the_same_bytes(value: Any) -> None:
    assert canonical(json.loads(json.dumps(value, indent=3))) == canonical(value)


@given(st.dictionaries(TEXT, JSON, min_size=2))
def test_the_order_of_insertion_does_not_matter(value: dict[str, Any]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


@given(JSON)
def test_the_quick_way_writes_what_the_slow_way_writes(value: object) -> None:
    pieces: list[str] = []
    _write(value, pieces, 0)
    assert canonical(value) == "".join(pieces).encode()
    assert _is_plain({"甲": 1}, 0)
    assert not _is_plain({"\ue000": 1, "\U0001f600": 2}, 0), "两种排法不一样的，慢慢写"
