"""审核页：回避的申请没有决定的，先给审核人看到。"""

from __future__ import annotations

from datetime import datetime

import django

django.setup()

from mingzhi.casework.act import KINDS, SHANGHAI, Act  # noqa: E402
from mingzhi.casework.actor import Actor, Role  # noqa: E402
from mingzhi.law.pack import load_pack  # noqa: E402
from mingzhi.record.models import Dossier  # noqa: E402
from mingzhi.review.case import Case  # noqa: E402
from mingzhi.review.findings import CHECKS  # noqa: E402

NOW = datetime(2025, 9, 24, 10, tzinfo=SHANGHAI)
ACTOR = Actor(number="示例-1", name="示例甲", roles=tuple(Role))


def act(number: int, kind: str, body: dict[str, object]) -> Act:
    return Act(number, kind, ACTOR, NOW, NOW, KINDS[kind].body.model_validate(body))


def said(*acts: Act) -> list[str]:
    case = Case(Dossier(), load_pack("chongqing"), acts, NOW)
    return [finding.words for finding in CHECKS["recusal"](case)]


def test_a_request_to_recuse_without_a_decision_is_shown_to_the_reviewer() -> None:
    officer = {"number": "示例-2", "name": "示例乙"}
    asked = act(1, "recusal.requested", {"officer": officer})
    decided = act(2, "recusal.decided", {"of": 1, "officer": officer})
    assert any("还没有作出决定" in each for each in said(asked))
    assert not any("还没有作出决定" in each for each in said(asked, decided))
