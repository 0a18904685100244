"""决定以后的一切次序：送达、公示或者不予公开、缴款、结案、归档。没有一个次序到得了不该到的地方。"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from mingzhi.casework.act import Act
from mingzhi.casework.acts.disclosure import DisclosureWithheld
from mingzhi.law.pack import load_pack
from tests.factories import Template, Walk, labelled, templates
from tests.properties.test_histories import PLACES, of_kind

DEPTH = 5
STEPS: dict[str, tuple[str, int]] = {
    "送达": ("document.served", -1),
    "拟稿": ("disclosure.drafted", -1),
    "审批": ("disclosure.approved", -1),
    "公示": ("disclosure.published", -1),
    "缴款": ("payment.received", 0),
    "缴清": ("payment.received", 1),
    "呈请结案": ("closure.proposed", 0),
    "结案": ("case.closed", 0),
    "归档": ("file.assembled", 0),
}
WITHHELD = 10_000


def withheld(place: str, walk: Walk) -> Template:
    """不予公开这一决定：照公示审批的人。"""
    approved = templates(place)[last(place, "disclosure.approved")]
    drafted: Any = templates(place)[last(place, "disclosure.drafted")].body
    body = DisclosureWithheld(
        subject=drafted.subject,
        of=walk.written[drafted.of],
        ground="妨碍正常执法活动",
    )
    return Template(WITHHELD, "disclosure.withheld", body, approved.actor, approved.happened)


def last(place: str, kind: str) -> int:
    return [index for index, each in enumerate(templates(place)) if each.kind == kind][-1]


def faults(before: list[Act], act: Act) -> list[str]:
    """刚写入的一项，有没有不该出现的样子。判断都自己算，不问门禁用的词。"""
    found = []
    decision = of_kind(before, "decision.made")[-1]
    body: Any = act.body
    served = [each for each in of_kind(before, "document.served") if each.body.of == decision.number]  # type: ignore[attr-defined]
    if act.kind == "disclosure.published":
        draft: Any = next((each.body for each in before if each.number == body.of), None)
        hidden = {each.body.of for each in of_kind(before, "disclosure.withheld")}  # type: ignore[attr-defined]
        if draft is None or draft.of in hidden:
            found.append("公示了不予公开的")
        approved = {each.body.of for each in of_kind(before, "disclosure.approved")}  # type: ignore[attr-defined]
        if body.of not in approved:
            found.append("没有审批就公示")
    if act.kind == "case.closed" and not served:
        found.append("没有送达就结案")
    if act.kind in ("case.closed", "file.assembled"):
        paid = sum(each.body.amount for each in of_kind(before, "payment.received"))  # type: ignore[attr-defined]
        owed = (decision.body.fine or 0) + (decision.body.refund or 0)  # type: ignore[attr-defined]
        if paid < owed and not of_kind(before, "execution.completed"):
            found.append("没有执行完就结案、归档")
    if act.kind == "file.assembled" and not of_kind(before, "case.closed"):
        found.append("没有结案就归档")
    return found


def orders(walk: Walk, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    if len(path) == DEPTH:
        return
    for name in (*STEPS, "不予公开"):
        if path and path[-1] == name:
            continue
        after, before = walk.copy(), list(walk.acts)
        if name == "不予公开":
            template = withheld(walk.place, walk)
        else:
            kind, nth = STEPS[name]
            index = last(walk.place, kind) if nth < 0 else labelled(walk.place, kind, nth)
            template = templates(walk.place)[index]
        if after.offer(template):
            yield (*path, name), faults(before, after.acts[-1])
            yield from orders(after, (*path, name))


@pytest.mark.parametrize("place", PLACES)
def test_no_order_after_the_decision_reaches_a_forbidden_state(place: str) -> None:
    start = Walk(place, load_pack(place)).through(labelled(place, "decision.made"))
    tried, ends = 0, set()
    for path, found in orders(start, ()):
        tried += 1
        assert not found, (path, found)
        ends.add(path[-1])
    assert tried > 1000
    # 每一种都到过：到不了的，等于没有试。
    assert ends == {*STEPS, "不予公开"}


WITHOUT = {
    "没有送达就结案": ("nat.closing.served", "nat.closing.all-served"),
    "没有执行完就结案、归档": ("nat.closing.executed", "nat.closing.paid", "nat.archive.executed-first"),
    "没有结案就归档": ("nat.archive.closed-first", "nat.archive.executed-first"),
    "公示了不予公开的": ("nat.disclosure.not-withheld",),
    "没有审批就公示": ("nat.disclosure.approved-first",),
}


@pytest.mark.parametrize("wanted", WITHOUT)
def test_the_walk_finds_the_state_once_its_rules_are_gone(wanted: str) -> None:
    place = "chongqing"
    start = Walk(place, load_pack(place)).through(labelled(place, "decision.made"))
    for rule in WITHOUT[wanted]:
        assert start.pack.rule(rule) is not None
        start.pack = start.pack.without(rule)
    assert any(wanted in found for _, found in orders(start, ()))
