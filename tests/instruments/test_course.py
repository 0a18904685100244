"""同一种文书由几种行为产生的，各说各的：协议处理函与恢复，移送管辖与移送线索，审批表。"""

from __future__ import annotations

from datetime import date

import pytest

from mingzhi.casework.act import Body
from mingzhi.casework.acts.agreement import AgreementLifted
from mingzhi.casework.acts.jurisdiction import CaseMerged, Department, Handed, LeadHandedOver
from mingzhi.casework.acts.suspension import InvestigationSuspended
from mingzhi.instruments.services import render

from .cases import AGENCY, last, pack, pharmacy


def text(form: str, body: Body) -> str:
    rules = pack().on(date(2026, 3, 25))
    rendered = render(
        form, agency=AGENCY, acts=pharmacy(), act_number=None, rules=rules, draft=True, body=body
    )
    return "".join("".join(line.split()) for line in rendered.text)


def test_the_letter_that_restores_settlement_names_the_one_that_stopped_it() -> None:
    asked = last("agreement.requested")
    said = text(
        "agreement_letter",
        AgreementLifted(
            of=asked.number,
            handling_agency="示例区医疗保险服务中心",
            reason="查明不属于骗取。",
            settle="按规定结算。",
            from_on=date(2026, 3, 26),
        ),
    )
    assert "示医保协〔2026〕1号函要求贵单位对重庆示例大药房有限公司暂停医疗保障基金结算" in said
    assert "请自2026年3月26日起恢复" in said and "拒不配合" not in said


def test_a_lead_handed_over_goes_on_here_unless_it_goes_whole() -> None:
    body = LeadHandedOver(
        department=Department.HEALTH,
        receiver="示例区卫生健康委",
        matter="执业药师挂证。",
        basis="条例第二十二条第一款",
        materials=(Handed(name="询问笔录", quantity="1份"),),
    )
    assert "现将有关线索和材料移送贵单位" in text("handover_letter", body)
    assert "现将该案和全部材料移送贵单位" in text("handover_letter", body.model_copy(update={"whole": True}))


@pytest.mark.parametrize(
    ("body", "matter", "said"),
    [
        (
            InvestigationSuspended(ground="因不可抗力暂时无法调查", circumstances="洪水。" * 40),
            "中止调查",
            "洪水。" * 40,
        ),
        (CaseMerged(into_no="示医保案〔2026〕9号", reason="同一当事人。"), "并入另案", "示医保案〔2026〕9号"),
    ],
)
def test_the_approval_sheet_names_its_matter_and_shortens_nothing(body: Body, matter: str, said: str) -> None:
    printed = text("matter_approval", body)
    assert f"审批事项{matter}" in printed and said in printed
