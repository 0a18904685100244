"""两本账：任何次序的决定、加处、收款、撤销、变更、退还，账都平，不混，不出负数。数自己另算一遍。"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import mingzhi.casework.words  # noqa: F401  登记全部的词
from mingzhi.casework.act import KINDS, SHANGHAI, Act
from mingzhi.casework.actor import Actor, Role
from mingzhi.casework.money import Ledger, ledger, remedy_days, surcharge
from mingzhi.casework.view import View
from mingzhi.law.pack import load_pack

ACTOR = Actor(number="示例-1", name="示例甲", roles=tuple(Role))
FIRST = date(2025, 6, 2)
SUMS = st.sampled_from([Decimal(each) for each in ("0.00", "0.01", "5000.00", "50000.00", "60000.00")])
KINDS_OF_MONEY = ("refund", "fine", "surcharge")
GONE = ("annulled", "void", "redo")

decided = st.fixed_dictionaries({"kind": st.just("decision.made"), "refund": SUMS, "fine": SUMS})
paid = st.fixed_dictionaries(
    {"kind": st.just("payment.received"), "payment_kind": st.sampled_from(KINDS_OF_MONEY), "amount": SUMS}
)
returned = st.fixed_dictionaries(
    {"kind": st.just("repayment.made"), "payment_kind": st.sampled_from(KINDS_OF_MONEY), "amount": SUMS}
)
added = st.fixed_dictionaries({"kind": st.just("surcharge.imposed"), "amount": SUMS})
undone = st.fixed_dictionaries(
    {
        "kind": st.just("decision.annulled"),
        "by": st.sampled_from(["court", "reconsideration"]),
        "result": st.sampled_from(["annulled", "void", "redo", "changed", "partly", "unlawful"]),
        "refund_after": st.one_of(st.none(), SUMS),
        "fine_after": st.one_of(st.none(), SUMS),
    }
)
revised = st.fixed_dictionaries(
    {
        "kind": st.just("decision.revised"),
        "result": st.sampled_from(["annulled", "changed"]),
        "refund_after": st.one_of(st.none(), SUMS),
        "fine_after": st.one_of(st.none(), SUMS),
    }
)
STORIES = st.lists(st.one_of(decided, paid, returned, added, undone, revised), max_size=12)


def written(story: Sequence[dict[str, Any]]) -> list[Act]:
    """一天一项。没有写是哪一项决定的，是最近的一项。"""
    acts = []
    for number, each in enumerate(story, 1):
        body = {name: value for name, value in each.items() if name != "kind"}
        day = FIRST + timedelta(days=number)
        if each["kind"] == "payment.received":
            body["paid_on"] = day
        if each["kind"] == "repayment.made":
            body["returned_on"] = day
        when = datetime.combine(day, datetime.min.time(), SHANGHAI)
        made = KINDS[each["kind"]].body.model_validate(body)
        acts.append(Act(number, each["kind"], ACTOR, when, when, made))
    return acts


def money_of(story: Sequence[dict[str, Any]], *, more: Sequence[Act] = ()) -> Ledger:
    acts = [*written(story), *more]
    return ledger(View(load_pack("chongqing"), acts, FIRST + timedelta(days=200)))


def by_hand(story: Sequence[dict[str, Any]]) -> dict[str, Decimal]:
    """另算：每项决定照最后的样子，加处只算最近一次撤销以后的，不超过罚款。"""
    live: list[dict[str, Any]] = []
    extra = Decimal(0)
    for each in story:
        if each["kind"] == "decision.made":
            live.append({"refund": each["refund"], "fine": each["fine"], "gone": False})
        elif each["kind"] == "surcharge.imposed":
            extra += each["amount"]
        elif each["kind"] in ("decision.annulled", "decision.revised") and live:
            last = live[-1]
            if each["result"] in GONE:
                last |= {"refund": Decimal(0), "fine": Decimal(0), "gone": True}
                extra = Decimal(0)
            elif each["result"] in ("changed", "partly") and not last["gone"]:
                last |= {
                    name: each[f"{name}_after"]
                    for name in ("refund", "fine")
                    if each[f"{name}_after"] is not None
                }
    fine = sum((each["fine"] for each in live), Decimal(0))
    return {
        "refund": sum((each["refund"] for each in live), Decimal(0)),
        "fine": fine,
        "surcharge": min(extra, fine),
    }


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(story=STORIES)
def test_what_is_due_is_what_the_decisions_still_in_force_say(story: list[dict[str, Any]]) -> None:
    money, expected = money_of(story), by_hand(story)
    assert {each.kind.value: each.due for each in money.accounts} == expected


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(story=STORIES)
def test_each_account_balances_and_is_never_owed_and_overpaid_at_once(story: list[dict[str, Any]]) -> None:
    for account in money_of(story).accounts:
        assert account.outstanding >= 0 and account.overpaid >= 0
        assert not (account.outstanding and account.overpaid)
        assert account.paid - account.returned == account.due - account.outstanding + account.overpaid


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(story=STORIES, amount=SUMS, kind=st.sampled_from(KINDS_OF_MONEY))
def test_money_of_one_account_never_touches_another(
    story: list[dict[str, Any]], amount: Decimal, kind: str
) -> None:
    before = money_of(story)
    after = money_of([*story, {"kind": "payment.received", "payment_kind": kind, "amount": amount}])
    for one, other in zip(before.accounts, after.accounts, strict=True):
        assert (one == other) or one.kind.value == kind
    assert after.paid == before.paid + amount


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(story=STORIES)
def test_execution_has_not_ended_while_something_is_owed(story: list[dict[str, Any]]) -> None:
    money = money_of(story)
    if money.outstanding:
        assert money.ended_on is None


def lodged(number: int, start: date) -> Act:
    body = KINDS["remedy.lodged"].body.model_validate({"received_on": start})
    when = datetime.combine(start, datetime.min.time(), SHANGHAI)
    return Act(number, "remedy.lodged", ACTOR, when, when, body)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    spans=st.lists(st.tuples(st.integers(0, 60), st.one_of(st.none(), st.integers(0, 60))), max_size=3),
    length=st.integers(0, 60),
)
def test_the_days_of_remedies_are_counted_once_each(spans: list[tuple[int, int | None]], length: int) -> None:
    """另算：一天一天地看，在不在某一次复议、诉讼期间。"""
    first = FIRST + timedelta(days=10)
    last = first + timedelta(days=length)
    acts: list[Act] = []
    covered: list[tuple[date, date]] = []
    for start, size in spans:
        begins = FIRST + timedelta(days=start)
        act = lodged(len(acts) + 1, begins)
        acts.append(act)
        ends = None if size is None else begins + timedelta(days=size)
        if ends is not None:
            body = KINDS["remedy.concluded"].body.model_validate({"of": act.number, "ended_on": ends})
            when = datetime.combine(ends, datetime.min.time(), SHANGHAI)
            acts.append(Act(len(acts) + 1, "remedy.concluded", ACTOR, when, when, body))
        covered.append((begins, ends or last))
    days = [first + timedelta(days=step) for step in range(length + 1)]
    expected = sum(1 for day in days if any(start <= day <= end for start, end in covered))
    view = View(load_pack("chongqing"), acts, last)
    assert remedy_days(view, first, last) == expected


def test_without_a_decision_nothing_is_surcharged() -> None:
    assert surcharge(View(load_pack("chongqing"), (), FIRST), FIRST) is None
