"""内容：任何一种行为，写进去是什么，读出来就是什么；写错了，说清楚哪一栏、怎样改。"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter

import mingzhi.casework.acts  # noqa: F401  登记全部种类
from mingzhi.casework.act import KINDS, Body, Kind
from mingzhi.casework.acts.disclosure import DisclosurePublished
from mingzhi.casework.acts.evidence import RecordingIngested
from mingzhi.casework.acts.lead import LeadRegistered
from mingzhi.ledger.canonical import canonical
from mingzhi.record.bodies import as_json, checked, missing_references, restored
from mingzhi.record.errors import _TOLD, Invalid, explain
from tests.record.generated import bodies

QUICK = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


def stored(body: Body) -> str:
    return canonical(as_json(body)).decode()


@pytest.mark.parametrize("word", sorted(KINDS))
@QUICK
@given(data=st.data())
def test_body_of_every_kind_reads_back_the_same(word: str, data: st.DataObject) -> None:
    model = KINDS[word].body
    body: Body = data.draw(bodies(model))
    said = checked(model, body)
    text = stored(said)
    assert restored(model, text) == said
    assert stored(restored(model, text)) == text
    # 表单交来的是字典：同样的值，同样的内容。
    assert checked(model, body.model_dump()) == said
    assert checked(model, json.loads(text)) == said


@pytest.mark.parametrize("word", sorted(KINDS))
def test_empty_body_of_every_kind_can_be_written(word: str) -> None:
    """什么算必填是法律的事：空着的内容也存得下、读得回，由门禁去说缺什么。"""
    model = KINDS[word].body
    said = checked(model, {})
    assert restored(model, stored(said)) == said
    blank = {name: None for name, field in model.model_fields.items() if field.default is None}
    assert checked(model, blank) == said


JUNK = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)
NESTED = st.recursive(
    JUNK,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=300, deadline=None)
@given(kind=st.sampled_from(sorted(KINDS.values(), key=lambda kind: kind.word)), data=st.data())
def test_wrong_values_are_explained_in_chinese(kind: Kind, data: st.DataObject) -> None:
    """随便交什么来，不是存下，就是逐栏用中文说明，从不抛别的错误。"""
    names = st.sampled_from(sorted(kind.body.model_fields))
    given_values = data.draw(st.dictionaries(names, NESTED, min_size=1, max_size=4))
    try:
        checked(kind.body, given_values)
    except Invalid as invalid:
        assert set(path.split(".")[0] for path in invalid.errors) <= set(given_values)
        for told in invalid.errors.values():
            assert told.endswith("。"), told
            assert "nput" not in told and "should" not in told, told


def test_moment_without_a_zone_is_beijing_time() -> None:
    said = checked(RecordingIngested, {"started": "2025-09-24 09:31"})
    assert isinstance(said, RecordingIngested) and said.started is not None
    assert said.started.utcoffset() == timedelta(hours=8)
    assert as_json(said)["started"] == "2025-09-24T09:31:00+08:00"
    utc = checked(RecordingIngested, {"started": "2025-09-24T01:31:00Z"})
    assert isinstance(utc, RecordingIngested) and utc.started == said.started


@pytest.mark.parametrize("text", ["空\x00字符", "孤立\ud800代理"])
def test_text_that_no_database_can_hold_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as invalid:
        checked(LeadRegistered, {"content": text})
    assert list(invalid.value.errors) == ["content"]
    assert "请删去后重新输入" in invalid.value.errors["content"]
    with pytest.raises(Invalid) as nested:
        checked(LeadRegistered, {"party": {"name": text}})
    assert list(nested.value.errors) == ["party.name"]


def test_number_too_large_for_every_reader_is_refused() -> None:
    with pytest.raises(Invalid) as invalid:
        checked(LeadRegistered, {"party": {"age": 2**53}})
    assert invalid.value.errors == {"party.age": "当事人，年龄：数字太大，请检查。"}


def test_fault_in_a_row_names_the_row() -> None:
    with pytest.raises(Invalid) as invalid:
        checked(DisclosurePublished, {"channels": [{"name": "公告栏"}, {"name": 7}]})
    assert invalid.value.errors == {"channels.1.name": "其他渠道，第 2 行，渠道：请填写文字。"}


def test_references_are_found_at_any_depth() -> None:
    model = KINDS["file.assembled"].body
    said = checked(model, {"entries": [{"title": "封面", "act": 1}, {"title": "目录", "act": 9}]})
    assert missing_references(said, {1, 2}) == {
        "entries.1.act": "取自第几号：本卷没有第 9 号，请从列出的行为中选择。"
    }


def used_error_types() -> set[str]:
    """各种内容的字段真会报出的错误类型：拿坏值一个个去试。"""
    bad: list[Any] = [
        None, True, 1, -1, 1.5, float("nan"), "x", "", "1e99", "9" * 30, "1.234", b"\xff", [], [1], {}, {"x": 1},
        (), object(), datetime.now(), "2025-13-01", "2025-01-01T25:00", "2025-01-01T10:00", 10**30, "9" * 5000,
    ]  # fmt: skip
    found: set[str] = set()
    for kind in KINDS.values():
        for name in kind.body.model_fields:
            for value in bad:
                try:
                    kind.body.model_validate({name: value})
                except Exception as error:
                    found |= {item["type"] for item in getattr(error, "errors", list)()}
    return found


def test_every_error_a_form_can_raise_has_its_own_words() -> None:
    assert used_error_types() - set(_TOLD) == set()


def test_words_of_a_limit_name_the_limit() -> None:
    from pydantic import Field, ValidationError

    class Form(BaseModel):
        amount: int = Field(default=0, ge=3, title="份数")

    with pytest.raises(ValidationError) as error:
        TypeAdapter(Form).validate_python({"amount": 2})
    assert explain(error.value, Form) == {"amount": "份数：不得小于 3。"}
