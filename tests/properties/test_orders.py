"""审核、讨论、决定的一切次序：走遍，没有一个次序到得了不该到的地方。"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from mingzhi.law.pack import load_pack
from tests.factories import Walk, labelled, templates
from tests.properties.test_histories import PLACES, faults

# 麒麟少一道门（没有一轮未完不得再送的规定），次序多得多，少走一层。
DEPTHS = {"chongqing": 6, "yunnan-qujing-qilin": 5}
# 抽象的一步是相连的几项；前一项写不进去，后面的也不试。
STEPS: dict[str, tuple[tuple[str, int, dict[str, Any]], ...]] = {
    "呈报": (("report.drafted", 0, {}), ("opinion.given", 1, {})),
    "送审": (("review.submitted", 0, {}), ("review.assigned", 0, {})),
    "审核退回": (("review.opined", 0, {}), ("review.signed", 0, {})),
    "审核同意": (("review.opined", 1, {}), ("review.signed", 1, {})),
    "回应": (("review.answered", 0, {}),),
    "提请讨论": (("discussion.convened", 0, {}),),
    "讨论定稿": (("discussion.held", 0, {}), ("discussion.finalized", 0, {})),
    "决定": (("decision.made", 0, {}),),
    "重新告知": (
        ("notice.issued", 0, {"fine": Decimal(70000), "new_facts": "新的事实"}),
        ("document.served", 0, {}),
    ),
    "复核": (("arguments.answered", 0, {}),),
}


def orders(walk: Walk, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Walk, list[str]]]:
    """从这一卷起，每一步都试；写得进去的接着往下走。"""
    if len(path) == DEPTHS[walk.place]:
        return
    for name, parts in STEPS.items():
        if path and path[-1] == name:
            continue
        after, found = walk.copy(), []
        for kind, nth, changes in parts:
            template = templates(walk.place)[labelled(walk.place, kind, nth)]
            before = list(after.acts)
            if not after.offer(template, **changes):
                break
            found += faults(walk.place, before, after.acts[-1])
        if len(after.acts) == len(walk.acts):
            continue
        yield (*path, name), after, found
        if not any(act.kind == "decision.made" for act in after.acts):
            yield from orders(after, (*path, name))


@pytest.mark.parametrize("place", PLACES)
def test_no_order_of_steps_reaches_a_forbidden_state(place: str) -> None:
    start = Walk(place, load_pack(place)).through(labelled(place, "arguments.answered"))
    tried = decided = 0
    for path, walk, found in orders(start, ()):
        tried += 1
        assert not found, (path, found)
        decided += walk.acts[-1].kind == "decision.made"
        if walk.acts[-1].kind == "decision.made":
            assert path.index("审核同意") < path.index("决定")
    assert tried > 100
    assert decided > 0, "没有一个次序到得了决定：什么都没有试到"
