"""派生表单：每一种行为都画得出来，画出来的照原样读得回去；填的字一个不丢。"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import django
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

django.setup()

from django.template.loader import render_to_string  # noqa: E402
from django.utils.datastructures import MultiValueDict  # noqa: E402
from pydantic import BaseModel  # noqa: E402

import mingzhi.casework.acts  # noqa: E402, F401
from mingzhi.casework.act import KINDS, SHANGHAI, Act, Body  # noqa: E402
from mingzhi.casework.actor import Actor, Officer, Role  # noqa: E402
from mingzhi.casework.view import View  # noqa: E402
from mingzhi.desk.derive import (  # noqa: E402
    Form,
    Place,
    Section,
    blank,
    depended_on,
    derive,
    read,
    required_in,
    roughly,
)
from mingzhi.desk.typed import day, from_post, moment, money, typed_of, widget_of  # noqa: E402
from mingzhi.law.pack import load_pack  # noqa: E402
from mingzhi.record.bodies import in_beijing  # noqa: E402
from tests.desk.filling import form as first_form  # noqa: E402
from tests.record.generated import bodies  # noqa: E402

RULES = load_pack("chongqing").on(date(2025, 10, 13))
HANDLER = Actor(number="CQ012", name="周甲示", roles=(Role.HANDLER,))


def drawn(form: Form) -> str:
    return (
        "<form><input type='hidden' name='expects' value='0'>"
        + render_to_string("desk/form/body.html", {"form": form})
        + "</form>"
    )


def submitted(form: Form) -> MultiValueDict[str, str]:
    return first_form(drawn(form)).data


# 人员从人员库里选：内容里写到谁，换成库里的一个人。
PEOPLE = {
    number: Officer(number=number, name=name, certificate=f"示证{number}")
    for number, name in (("CQ012", "周甲示"), ("CQ013", "吴乙示"), ("CQ014", "王辛示"))
}


def known(officer: Officer) -> Officer:
    return list(PEOPLE.values())[len(officer.name) % len(PEOPLE)]


def tidy(model: type[BaseModel], value: Any) -> Any:
    """表单写得出来的样子：两头没有空白，文号不由人填，空白的一行、一部分等于没有，同一个人只选一次。"""
    changes: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        inner, widget = getattr(value, name), widget_of(info)
        if name == "document_no" and (info.json_schema_extra or {}).get("assigned"):  # type: ignore[union-attr]
            changes[name] = ""
        elif isinstance(inner, str) and type(inner) is str:
            changes[name] = " ".join(inner.replace("\r", " ").split(" ")).strip()
        elif widget == "people":
            changes[name] = tuple({known(each).number: known(each) for each in inner}.values())
        elif widget == "person" and inner is not None:
            changes[name] = known(inner)
        elif widget == "rows":
            rows = [tidy(type(each), each) for each in inner]
            changes[name] = tuple(
                each for each in rows if typed_of(type(each), dict(each)) != typed_of(type(each), {})
            )
        elif widget == "group" and inner is not None:
            clean = tidy(type(inner), inner)
            same = typed_of(type(clean), dict(clean)) == typed_of(type(clean), {})
            changes[name] = None if same else clean
    return value.model_copy(update=changes)


@pytest.mark.parametrize("kind", sorted(KINDS))
@given(data=st.data())
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
def test_what_a_form_shows_reads_back_the_same(kind: str, data: st.DataObject) -> None:
    model: type[Body] = KINDS[kind].body
    body = in_beijing(tidy(model, data.draw(bodies(model))))
    place = Place(RULES, officers=PEOPLE, day=date(2025, 10, 13))
    typed = typed_of(model, dict(body))
    back = from_post(model, submitted(derive(kind, typed, place)))
    assert back == typed
    again, errors = read(kind, back, place)
    assert not errors
    assert again == body


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_field_of_a_blank_form_has_a_label_that_points_to_it(kind: str) -> None:
    html = drawn(derive(kind, blank(kind, {}), Place(RULES)))
    for name, info in KINDS[kind].body.model_fields.items():
        if not (info.json_schema_extra or {}).get("assigned"):  # type: ignore[union-attr]
            assert f'f-{name}"' in html or f'name="{name}' in html, name
    assert "style=" not in html and "<script" not in html


def test_required_marks_come_from_the_pack_not_from_the_form() -> None:
    view = View(load_pack("chongqing"), (), date(2025, 10, 13))
    chongqing = required_in(view, "filing.proposed")
    qilin = required_in(View(load_pack("yunnan-qujing-qilin"), (), date(2025, 10, 13)), "filing.proposed")
    assert "opinion" in chongqing and "opinion" not in qilin
    assert "第九条" in chongqing["opinion"]


def test_a_conditional_mark_follows_what_is_being_written() -> None:
    pack, when = load_pack("chongqing"), datetime(2025, 10, 13, 10, tzinfo=SHANGHAI)

    def marks(method: str) -> dict[str, str]:
        typed = blank("document.served", {}) | {"method": method}
        body = roughly("document.served", typed, Place(RULES))
        candidate = Act(1, "document.served", HANDLER, when, when, body)
        return required_in(View(pack, (), when.date(), candidate=candidate), "document.served")

    assert "has_registration" in marks("mail") and "has_registration" not in marks("leaving")
    assert "photographed" in marks("leaving") and "photographed" not in marks("mail")


def parts(typed: dict[str, Any], **given: Any) -> dict[str, Section]:
    """送达文书的表单里，随送达方式才用得上的各段。"""
    form = derive("document.served", typed, Place(RULES), **given)
    return {section.title: section for section in form.sections if section.by}


def test_only_the_chosen_method_of_service_is_open() -> None:
    found = parts(blank("document.served", {}) | {"method": "mail"})
    assert [title for title, each in found.items() if each.open] == ["邮寄送达"]
    assert {item.path for item in found["邮寄送达"].items} >= {"carrier", "tracking_no", "has_receipt"}
    assert {item.path for item in found["留置送达"].items} == {"refusal", "witness", "photographed"}
    direct = derive("document.served", blank("document.served", {}), Place(RULES))
    assert not any(section.open for section in direct.sections if section.by)
    html = drawn(direct)
    assert html.count('<details class="part"') == len(found) and 'data-of="entrusted forwarded"' in html


def test_a_part_not_chosen_but_filled_or_faulty_stays_open() -> None:
    typed = blank("document.served", {}) | {"tracking_no": "示例EMS0001"}
    assert parts(typed)["邮寄送达"].open
    assert parts(blank("document.served", {}), faults={"witness"})["留置送达"].open


def test_a_citizens_fields_are_not_asked_of_an_organization() -> None:
    def party(**typed: Any) -> Any:
        form = derive("filing.proposed", blank("filing.proposed", {"party": typed}), Place(RULES))
        return next(item for item in form.items if item.path == "party")

    company = party(kind="organization", name="示例药房")
    assert {part.title: part.open for part in company.parts} == {"法人或者其他组织": True, "公民": False}
    assert "party.identity_number" not in {item.path for item in company.shown}
    assert party(kind="person", name="示例张三").parts[0].title == "公民"
    # 种类选错了，填过的也不藏起来。
    assert all(part.open for part in party(kind="organization", code="9150", identity_number="5001").parts)


@pytest.mark.parametrize("kind", sorted(word for word, each in KINDS.items() if each.body.depends[0]))
def test_parts_name_fields_and_choices_that_exist(kind: str) -> None:
    by, depends = KINDS[kind].body.depends
    fields = KINDS[kind].body.model_fields
    assert set(depends) <= set(fields)
    choices = depended_on(KINDS[kind].body, by)
    assert choices and {value for values in depends.values() for value in values} <= set(choices)


def test_a_field_that_matters_only_without_a_tick_is_folded_once_it_is_ticked() -> None:
    def refusal(**typed: str) -> Section:
        whole = blank("penalty.imposed_on_spot", {}) | typed
        form = derive("penalty.imposed_on_spot", whole, Place(RULES))
        (part,) = [each for each in form.sections if each.by == "signed"]
        return part

    assert [item.path for item in refusal().items] == ["refusal"]
    assert refusal().open and refusal().title == "没有勾选“当事人已签收”的填写"
    assert not refusal(signed="on").open
    assert refusal(signed="on", refusal="当事人拒绝签收").open, "填过的不藏起来"


def test_bad_input_is_explained_at_its_field_and_stays_as_typed() -> None:
    typed = blank("payment.received", {}) | {"amount": "七万元", "paid_on": "昨天"}
    body, errors = read("payment.received", typed, Place(RULES))
    assert body is None
    assert set(errors) == {"amount", "paid_on"}
    html = drawn(derive("payment.received", typed, Place(RULES), errors=errors))
    assert 'value="七万元"' in html and 'value="昨天"' in html
    assert html.count('aria-invalid="true"') == 2
    assert "请按“年-月-日”填写日期" in html


def test_an_error_in_a_row_stands_at_that_row() -> None:
    typed = blank("instalments.approved", {})
    typed["plan"] = [{"due_on": "", "amount": ""}, {"due_on": "2025-12-01", "amount": "很多"}]
    _, errors = read("instalments.approved", typed, Place(RULES))
    assert list(errors) == ["plan.1.amount"]
    form = derive("instalments.approved", typed, Place(RULES), errors=errors)
    assert 'id="f-plan-1-amount-e"' in drawn(form)
    assert not form.elsewhere


def test_a_preview_leaves_out_only_what_cannot_be_read() -> None:
    typed = blank("payment.received", {}) | {"amount": "很多", "voucher": "示例 1"}
    body = roughly("payment.received", typed, Place(RULES))
    assert body.model_dump()["voucher"] == "示例 1" and body.model_dump()["amount"] is None


def test_a_person_no_longer_on_the_staff_is_shown_and_refused_by_name() -> None:
    typed = blank("handlers.changed", {}) | {"handlers": ["没有的人"]}
    form = derive("handlers.changed", typed, Place(RULES))
    assert "人员库里没有这个编号" in drawn(form)
    _, errors = read("handlers.changed", typed, Place(RULES))
    assert list(errors) == ["handlers.0"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2025年9月4日", "2025-09-04"),
        ("2025/9/4", "2025-09-04"),
        ("２０２５-０９-０４", "2025-09-04"),
        ("明天", "明天"),
    ],
)
def test_days_are_read_as_people_write_them(said: str, meant: str) -> None:
    assert day(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2025-09-24 09:31", "2025-09-24T09:31:00"),
        ("2025年9月24日9时31分", "2025-09-24T09:31:00"),
        ("2025-09-24 9：31", "2025-09-24T09:31:00"),
        ("2025-09-24", "2025-09-24"),
    ],
)
def test_moments_are_read_as_people_write_them(said: str, meant: str) -> None:
    assert moment(said) == meant


def test_sums_are_read_with_commas_and_unit() -> None:
    assert money("75,120.00 元") == "75120.00"


def labels_shown(model: type[BaseModel]) -> list[str]:
    """一种内容给人看的全部标题和提示。"""
    return [text for info in model.model_fields.values() for text in (info.title, info.description) if text]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_labels_and_hints_are_not_in_the_programs_words(kind: str) -> None:
    said = labels_shown(KINDS[kind].body)
    assert said or not KINDS[kind].body.model_fields
    assert not [each for each in said if re.search(r"[a-z]{3,}", each)]
