"""任何次序、任何人、任何数，永远不该出现的样子。这里的判断都自己算，不问门禁用的那些词。"""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingzhi.casework import personal
from mingzhi.casework.act import Act
from mingzhi.casework.acts.review import ReviewOpinion
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.gates import check
from mingzhi.casework.standing import Standing, standing
from mingzhi.law.pack import load_pack
from mingzhi.record.bodies import restored
from tests.factories import Walk, people, templates

PLACES = ("chongqing", "yunnan-qujing-qilin")
PROPOSING = ("decision.made", "report.drafted", "notice.issued", "investigation.concluded")
MAJOR = {
    "chongqing": (
        "multiple_legal_relations",
        "major_public_interest",
        "social_risk",
        "major_rights",
        "other_major",
    ),
    "yunnan-qujing-qilin": (
        "multiple_legal_relations",
        "major_public_interest",
        "social_risk",
        "major_rights",
    ),
}


# ── 自己算 ─────────────────────────────────────────────────────────────


def of_kind(acts: Sequence[Act], *kinds: str) -> list[Act]:
    return [act for act in acts if act.kind in kinds]


def major(place: str, before: Sequence[Act], act: Act) -> bool:
    """拟作出的决定是不是应当审核。"""
    if of_kind(before, "hearing.held"):
        return True
    concluded = of_kind(before, "investigation.concluded")
    if concluded and any(getattr(concluded[-1].body, name) for name in MAJOR[place]):
        return True
    proposing = [act] if act.kind in PROPOSING else of_kind(before, *PROPOSING)
    if place != "chongqing" or not proposing:
        return False
    body: Any = proposing[-1].body
    return bool((body.refund or 0) >= 1 or (body.fine or 0) >= Decimal(50000))


def agreed(before: Sequence[Act]) -> tuple[Act, Act] | None:
    """最近一次送审和签发的同意；送审后又改了的不算。"""
    submitted = of_kind(before, "review.submitted")
    if not submitted:
        return None
    after = [act for act in before if act.number > submitted[-1].number]
    if of_kind(after, "report.drafted", "notice.issued", "arguments.answered"):
        return None
    signed = of_kind(after, "review.signed")
    if not signed or getattr(signed[-1].body, "opinion", None) is not ReviewOpinion.AGREE:
        return None
    return submitted[-1], signed[-1]


def handled(before: Sequence[Act]) -> set[str]:
    """写进笔录、指定承办的人，和以承办岗位办过案的人。"""
    aside = (
        "review.",
        "disclosure.",
        "file.",
        "package.",
        "consultation.",
        "hearing.",
        "discussion.",
        "act.",
        "recording.",
    )
    found: set[str] = set()
    for act in before:
        for name in ("officers", "handlers", "investigators"):
            found |= {officer.number for officer in getattr(act.body, name, ()) or ()}
        if not act.kind.startswith(aside) and {"handler", "unit_head"} & {
            role.value for role in act.actor.roles
        }:
            found.add(act.actor.number)
    return found


def told_fine(before: Sequence[Act]) -> Decimal:
    """最近一次告知的罚款；之后复核过的，复核后的。"""
    said = of_kind(before, "notice.issued", "arguments.answered")
    if not said:
        return Decimal(0)
    body: Any = said[-1].body
    return getattr(body, "fine_after", None) or getattr(body, "fine", None) or Decimal(0)


def disputed(before: Sequence[Act]) -> bool:
    """退回之后，承办机构写明不同意见，又收到论证的意见。"""
    signed = of_kind(before, "review.signed")
    later = [each for each in before if signed and each.number > signed[-1].number]
    answers: list[Any] = [each.body for each in of_kind(later, "review.answered")]
    return any(each.disagrees for each in answers) and bool(of_kind(later, "expert.returned"))


def faults(place: str, before: Sequence[Act], act: Act) -> list[str]:
    """刚写入的一项，有没有不该出现的样子。"""
    found = []
    body: Any = act.body
    if act.kind == "decision.made":
        opinion = agreed(before)
        if major(place, before, act) and opinion is None:
            found.append("重大决定没有同意的审核")
        if (body.fine or 0) > told_fine(before):
            found.append("罚款高于告知")
        if major(place, before, act) and opinion is not None:
            reports = [each for each in of_kind(before, "report.drafted") if each.number < opinion[0].number]
            named = next((each for each in reports if each.number == opinion[0].body.report), None)  # type: ignore[attr-defined]
            report: Any = (named or reports[-1]).body if reports else None
            # 没有呈报书的（麒麟），送审的是告知（复核后）的数额。
            sent = [each for each in before if each.number < opinion[0].number]
            if (body.fine or 0) > ((report.fine or 0) if report else told_fine(sent)):
                found.append("罚款高于审核")
            touched = handled(before)
            if any(
                each.actor.number in touched
                for each in of_kind(before, "review.opined", "review.signed")
                if each.number > opinion[0].number
            ):
                found.append("审核的人办过本案")
    if act.kind in ("review.opined", "review.signed") and act.actor.number in handled(before):
        found.append("审核的人办过本案")
    # 有分歧、经过论证的，由审核机构提交（CQ-L-11¶2-b）；其他的不行。
    allowed = agreed(before) is not None or disputed(before)
    if act.kind == "discussion.convened" and major(place, before, act) and not allowed:
        found.append("未经审核提请讨论")
    if act.kind == "disclosure.published":
        draft = next((each for each in before if each.number == body.of), None)
        if draft is None or personal.findings(
            personal.text_of(draft.body), personal.secrets(CaseFile(before))
        ):
            found.append("公示了个人信息，或者没有公示稿")
    if act.kind == "case.closed":
        decisions = of_kind(before, "decision.made")
        served = {each.body.of for each in of_kind(before, "document.served") if each.body.served_on}  # type: ignore[attr-defined]
        if decisions and decisions[-1].number not in served:
            found.append("没有送达就结案")
    return found


# ── 随机的卷 ───────────────────────────────────────────────────────────

AMOUNTS = st.sampled_from(
    [None, *(Decimal(each) for each in ("0", "49999.99", "50000", "60000", "60000.01", "100000"))]
)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "fine": AMOUNTS,
        "fine_after": AMOUNTS,
        "refund": AMOUNTS,
        "range_code": st.sampled_from(["", "reg38", "reg39", "reg40"]),
        "opinion": st.sampled_from([ReviewOpinion.AGREE, ReviewOpinion.CHANGE, ReviewOpinion.PROBLEM]),
        "hearing_right": st.booleans(),
        "new_facts": st.sampled_from(["", "新的事实"]),
        "major_rights": st.booleans(),
        "multiple_legal_relations": st.booleans(),
        "no_execution": st.booleans(),
        "main_facts": st.sampled_from(
            ["串换药品", "联系电话13900000000", "示例举报人甲举报", "住址：示例区示例路1号"]
        ),
        "arguments": st.just(()),
        "answers": st.just(()),
        "served_on": st.none(),
        "of": st.one_of(st.none(), st.integers(1, 70)),
        "report": st.one_of(st.none(), st.integers(1, 70)),
    },
)
TOTAL = min(len(templates(place)) for place in PLACES)


@st.composite
def routes(draw: st.DrawFn) -> list[tuple[int, int | None, dict[str, Any]]]:
    """在走得通的路上漏几步、插几步、换几个人、改几栏。"""
    skipped = draw(st.sets(st.integers(0, TOTAL - 1), max_size=14))
    route: list[tuple[int, int | None, dict[str, Any]]] = [
        (index, None, {}) for index in range(TOTAL) if index not in skipped
    ]
    for _ in range(draw(st.integers(0, 10))):
        place = draw(st.integers(0, len(route)))
        who = draw(st.one_of(st.none(), st.integers(0, 14)))
        route.insert(place, (draw(st.integers(0, TOTAL - 1)), who, draw(CHANGES)))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(route) - 1))
        route[place] = (route[place][0], draw(st.one_of(st.none(), st.integers(0, 14))), draw(CHANGES))
    return route


def walked(place: str, route: Sequence[tuple[int, int | None, dict[str, Any]]]) -> tuple[Walk, list[str]]:
    walk, found = Walk(place, load_pack(place)), []
    everyone = people(place)
    for index, who, changes in route:
        actor = None if who is None else everyone[who % len(everyone)]
        # 意见两处同名，种类不同：只换审核意见的。
        template = templates(place)[index]
        if "opinion" in changes and not template.kind.startswith("review."):
            changes = {name: value for name, value in changes.items() if name != "opinion"}
        before = list(walk.acts)
        if walk.offer(template, actor, **changes):
            found += faults(place, before, walk.acts[-1])
    return walk, found


@pytest.mark.parametrize("place", PLACES)
def test_the_route_without_detours_reaches_the_archive(place: str) -> None:
    """否则下面的性质什么都没有试到。"""
    walk, found = walked(place, [(index, None, {}) for index in range(len(templates(place)))])
    assert not found
    assert len(walk.acts) == len(templates(place))
    assert {act.kind for act in walk.acts} >= {"decision.made", "case.closed", "disclosure.published"}


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(route=routes())
def test_no_detour_reaches_a_forbidden_state(
    place: str, route: list[tuple[int, int | None, dict[str, Any]]]
) -> None:
    walk, found = walked(place, route)
    assert not found, (found, [act.kind for act in walk.acts])


def mixed(act: Act) -> Act:
    """同一项，像存着的那样写成 JSON，各键倒过来，再读回。"""
    data = act.body.model_dump(mode="json")

    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: turned(each) for name, each in reversed(value.items())}
        return [turned(each) for each in value] if isinstance(value, list) else value

    body = restored(type(act.body), json.dumps(turned(data)))
    actor = type(act.actor).model_validate(turned(act.actor.model_dump(mode="json")))
    return Act(act.number, act.kind, actor, act.happened, act.recorded, body, act.exhibits)


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(route=routes(), cut=st.integers(0, 90))
def test_standing_and_check_are_the_same_for_the_same_acts(
    place: str, route: list[tuple[int, int | None, dict[str, Any]]], cut: int
) -> None:
    walk, _ = walked(place, route[:cut])
    pack, acts = load_pack(place), walk.acts
    today = acts[-1].day if acts else templates(place)[0].happened.date()
    now = standing(pack, acts, today)
    again = standing(pack, tuple(mixed(act) for act in acts), today)
    for part, value in vars(Standing).items():
        if isinstance(value, property | cached_property) and not part.startswith("_"):
            assert getattr(again, part) == getattr(now, part), part
    for template in templates(place)[:: max(1, len(templates(place)) // 8)]:
        candidate = walk.candidate(template)
        verdict = check(pack, acts, candidate)
        assert check(pack, tuple(acts), candidate) == verdict
        assert check(pack, tuple(mixed(act) for act in acts), mixed(candidate)) == verdict
