"""判断管不管用：把守着的规则拿掉，不该出现的样子就该被看出来。"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from mingzhi.law.pack import Pack, load_pack
from tests.factories import Walk, labelled, people, templates
from tests.properties.test_histories import faults

PLACE = "chongqing"


def guarded(*rules: str) -> Pack:
    pack = load_pack(PLACE)
    for rule in rules:
        assert pack.rule(rule) is not None, rule
        pack = pack.without(rule)
    return pack


def until(pack: Pack, kind: str, nth: int = 0) -> Walk:
    return Walk(PLACE, pack).through(labelled(PLACE, kind, nth))


def then(walk: Walk, kind: str, nth: int = 0, who: str = "", **changes: object) -> list[str]:
    before = list(walk.acts)
    actor = next((each for each in people(PLACE) if each.name == who), None)
    template = templates(PLACE)[labelled(PLACE, kind, nth)]
    assert walk.offer(template, actor, **changes), f"{kind} 仍然被拒绝"
    return faults(PLACE, before, walk.acts[-1])


def unreviewed(pack: Pack) -> list[str]:
    walk = until(pack, "opinion.given", 1)
    return then(walk, "decision.made")


def above_told(pack: Pack) -> list[str]:
    return then(until(pack, "discussion.finalized"), "decision.made", fine=Decimal("60000.01"))


def reviewer_handled(pack: Pack) -> list[str]:
    walk = until(pack, "review.assigned")
    then(walk, "evidence.added", who="杨转示")
    return then(walk, "review.opined", who="杨转示")


def discussed_first(pack: Pack) -> list[str]:
    return then(until(pack, "review.submitted"), "discussion.convened")


def unserved(pack: Pack) -> list[str]:
    walk = until(pack, "decision.made")
    for kind, nth in (("payment.received", 0), ("payment.received", 1), ("closure.proposed", 0)):
        then(walk, kind, nth)
    return then(walk, "case.closed")


def with_a_phone(pack: Pack) -> list[str]:
    walk = until(pack, "document.served", 2)
    then(walk, "disclosure.drafted", main_facts="联系电话13900000000")
    then(walk, "disclosure.approved")
    return then(walk, "disclosure.published")


@pytest.mark.parametrize(
    ("does", "rules", "fault"),
    [
        (
            unreviewed,
            (
                "nat.review.before-decision",
                "cq.review.before-decision",
                "nat.decision.covered",
                "cq.review.covers-decision",
            ),
            "重大决定没有同意的审核",
        ),
        (
            above_told,
            (
                "nat.decision.not-above-told",
                "nat.decision.as-discussed",
                "nat.decision.covered",
                "cq.review.covers-decision",
            ),
            "罚款高于告知",
        ),
        (
            above_told,
            (
                "nat.decision.not-above-told",
                "nat.decision.as-discussed",
                "nat.decision.covered",
                "cq.review.covers-decision",
            ),
            "罚款高于审核",
        ),
        (
            reviewer_handled,
            (
                "nat.review.independent",
                "cq.review.separate",
                "cq.review.separate-department",
                "cq.review.assigned-only",
            ),
            "审核的人办过本案",
        ),
        (discussed_first, ("nat.discussion.after-review", "cq.discussion.after-review"), "未经审核提请讨论"),
        (unserved, ("nat.closing.served", "nat.closing.all-served"), "没有送达就结案"),
        (with_a_phone, ("nat.disclosure.privacy",), "公示了个人信息，或者没有公示稿"),
    ],
)
def test_without_its_guards_a_forbidden_state_is_seen(
    does: Callable[[Pack], list[str]], rules: tuple[str, ...], fault: str
) -> None:
    assert fault in does(guarded(*rules))
    with pytest.raises(AssertionError, match="仍然被拒绝"):
        does(load_pack(PLACE))
