"""拒绝的理由说出缺的是谁：规则的 naming 是一份名单，接在 lacks 后面。"""

from __future__ import annotations

from datetime import datetime

from mingzhi.casework.act import KINDS, SHANGHAI, Act
from mingzhi.casework.actor import Actor, Role
from mingzhi.casework.gates import check
from mingzhi.law.pack import load_pack

WHEN = datetime(2025, 11, 20, 10, tzinfo=SHANGHAI)
HANDLER = Actor(number="CQ012", name="周甲示", roles=(Role.HANDLER,))
TALKED = ("王示长", "赵示副", "李示戊")


def written(number: int, kind: str, **values: object) -> Act:
    return Act(number, kind, HANDLER, WHEN, WHEN, KINDS[kind].body.model_validate(values))


def unsigned(*signed: str) -> list[str]:
    held = written(1, "discussion.held", participants=[{"name": name, "opinion": "同意"} for name in TALKED])
    final = written(2, "discussion.finalized", of=1, signatures=[{"name": name} for name in signed])
    refusals = check(load_pack("chongqing"), (held,), final).refusals
    return [each.lacks for each in refusals if each.rule == "cq.record.discussion-all-sign"]


def test_a_refused_record_of_discussion_names_who_has_not_signed() -> None:
    assert unsigned("王示长") == ["还有参加讨论的人没有签字：赵示副、李示戊"]
    assert unsigned("王示长", "李示戊") == ["还有参加讨论的人没有签字：赵示副"]


def test_it_is_not_refused_when_all_have_signed() -> None:
    assert unsigned(*TALKED) == []
