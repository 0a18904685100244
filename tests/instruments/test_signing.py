"""签名：代行负责人权限签批的，文书上写明凭什么、受谁委托；凭自己的岗位签的只写姓名。"""

from dataclasses import replace

import pytest

from mingzhi.casework.act import Act
from mingzhi.casework.actor import Acting, Manner, Role
from mingzhi.instruments.services import render
from tests.factories import scenario_of, templates


def acts(**changes: object) -> tuple[Act, ...]:
    """走得通的一案，到立案为止；批准立案的人照 changes 改。"""
    written = [
        Act(each.number, each.kind, each.actor, each.happened, each.happened, each.body)
        for each in templates("chongqing")
    ]
    filed = next(index for index, act in enumerate(written) if act.kind == "case.filed")
    actor = written[filed].actor.model_copy(update=changes)
    return (*written[:filed], replace(written[filed], actor=actor))


def printed(found: tuple[Act, ...]) -> str:
    scenario = scenario_of("chongqing")
    rules = scenario.pack.on(found[-1].day)
    number = next(act.number for act in found if act.kind == "filing.proposed")
    made = render(
        "filing_approval", agency=scenario.agency, acts=found, act_number=number, rules=rules, draft=False
    )
    return made.html


@pytest.mark.parametrize(
    ("manner", "of", "written"),
    [
        (Manner.DELEGATED, "王示长", "赵示副（受王示长委托）"),
        (Manner.PRESIDING, "", "赵示副（主持工作）"),
    ],
)
def test_whoever_signs_for_the_head_says_by_what_right(manner: Manner, of: str, written: str) -> None:
    acting = (Acting(role=Role.PRINCIPAL, manner=manner, act=1, of=of),)
    assert written in printed(acts(name="赵示副", roles=(Role.DEPUTY, Role.PRINCIPAL), acting=acting))


def test_the_head_himself_signs_with_his_name_alone() -> None:
    shown = printed(acts())
    assert "王示长" in shown and "委托" not in shown and "主持工作" not in shown
