"""时间轴的一句话：样子里的名字都是内容里有的；选项说中文，金额带逗号，没有填写的不留空洞。"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

import pytest

import mingzhi.casework.acts  # noqa: F401
from mingzhi.casework.act import KINDS, SHANGHAI, Act, Body
from mingzhi.casework.actor import Actor, Officer, Role
from mingzhi.casework.acts.conclusion import InvestigationConcluded
from mingzhi.casework.acts.decision import DecisionCategory, DecisionMade
from mingzhi.casework.acts.filing import CaseFiled
from mingzhi.casework.acts.inspection import InspectionHeld, InspectionPlanned
from mingzhi.casework.acts.lead import LeadRegistered, LeadSource
from mingzhi.casework.acts.rules import ParameterProposed
from mingzhi.casework.sentences import LONGEST, sentence, told
from mingzhi.casework.weighing import coded
from mingzhi.desk.fields import described
from mingzhi.law.pack import load_pack

WHO = Actor(number="示例-01", name="示例甲", roles=(Role.HANDLER,))
MOMENT = datetime(2025, 9, 24, 9, 31, tzinfo=SHANGHAI)


def act(kind: str, body: Body) -> Act:
    return Act(1, kind, WHO, MOMENT, MOMENT, body)


@pytest.mark.parametrize("word", sorted(KINDS))
def test_a_pattern_names_only_fields_that_its_act_has(word: str) -> None:
    kind = KINDS[word]
    assert set(re.findall(r"\{(\w+)\}", kind.tells)) <= set(kind.body.model_fields)


@pytest.mark.parametrize("word", sorted(KINDS))
def test_an_act_without_content_still_makes_a_sentence(word: str) -> None:
    said = sentence(act(word, KINDS[word].body.model_construct()))
    assert said
    assert not re.search(r"None|[{}]|，$|：$", said), said


def test_money_people_and_choices_are_said_as_people_say_them() -> None:
    body = InvestigationConcluded(loss=Decimal("62600"), refund=Decimal("62600"), fine=Decimal("75120"))
    assert sentence(act("investigation.concluded", body)) == (
        "调查终结：损失 62,600.00 元，拟责令退回 62,600.00 元，罚款 75,120.00 元"
    )
    filed = CaseFiled(handlers=(Officer(number="1", name="周甲示"), Officer(number="2", name="吴乙示")))
    assert sentence(act("case.filed", filed)) == "批准立案，由周甲示、吴乙示承办"
    planned = InspectionPlanned(planned_on=date(2025, 9, 24), officers=filed.handlers)
    assert sentence(act("inspection.planned", planned)) == "安排现场检查，日期 2025-09-24，派周甲示、吴乙示"


def test_a_clause_without_a_value_is_left_out() -> None:
    body = DecisionMade(category=DecisionCategory.NO_PENALTY, refund=Decimal("100"))
    assert sentence(act("decision.made", body)) == "作出不予行政处罚决定：责令退回 100.00 元"
    assert told("作出{category}决定：责令退回 {refund} 元", DecisionMade()) == "作出行政处罚决定"


def test_a_number_of_rows_is_counted() -> None:
    submitted = KINDS["review.submitted"].body.model_validate({"materials": [{"title": "呈报书"}] * 3})
    assert sentence(act("review.submitted", submitted)) == "送法制审核，材料 3 件"


def test_long_text_is_cut_to_its_first_sentence() -> None:
    body = LeadRegistered(source=LeadSource.NAMED_REPORT, content="反映串换药品。另有他事。")
    assert sentence(act("lead.registered", body)) == "登记实名投诉举报线索：反映串换药品"
    endless = InspectionHeld(officers=(Officer(number="1", name="周甲示"),), found="查" * 500)
    assert len(sentence(act("inspection.held", endless))) <= len("周甲示现场检查：") + LONGEST


def test_braces_in_what_people_typed_are_left_alone() -> None:
    body = LeadRegistered(source=LeadSource.NAMED_REPORT, content="反映{source}和{0}")
    assert sentence(act("lead.registered", body)) == "登记实名投诉举报线索：反映{source}和{0}"


def test_a_parameter_is_said_by_the_name_people_read() -> None:
    body = ParameterProposed(name="hearing.fine.organization", value="50000", document="示例规定")
    rules = load_pack("yunnan-qujing-qilin").on(MOMENT.date())
    said = sentence(act("parameter.proposed", body), rules)
    assert "听证数额标准（法人或者其他组织）" in said and "hearing." not in said
    assert "不认识的" in sentence(
        act("parameter.proposed", body.model_copy(update={"name": "不认识的"})), rules
    ), "不认识的照原样说"
    (field,) = [each for each in described(body, {}, coded(rules)) if each.name == "name"]
    assert field.text == "听证数额标准（法人或者其他组织）"
