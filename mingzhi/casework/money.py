"""两本账：退回的基金进财政专户，罚款和加处罚款进国库（条例第四十五条）。算给人看，不替人处罚。"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from mingzhi.casework.acts.correcting import RemedyConcluded, RepaymentMade
from mingzhi.casework.acts.decision import Annulment, RemedyLodged
from mingzhi.casework.acts.enforcement import EnforcementExecuted, Outcome
from mingzhi.casework.acts.execution import (
    ExecutionCompleted,
    InstalmentsApproved,
    PaymentKind,
    PaymentReceived,
    SurchargeImposed,
)
from mingzhi.casework.acts.spot import FineCollected
from mingzhi.casework.undone import decisions, in_force, to_redo, undoings

if TYPE_CHECKING:
    from mingzhi.casework.view import View

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Account:
    """一本账：应缴、已缴、已退还。决定被撤销、变更的，应缴随着减少，多缴的应当退还。"""

    kind: PaymentKind
    due: Decimal
    paid: Decimal
    returned: Decimal = ZERO

    @property
    def outstanding(self) -> Decimal:
        return max(self.due - self.paid + self.returned, ZERO)

    @property
    def overpaid(self) -> Decimal:
        """缴了而不必缴、还没有退还的。"""
        return max(self.paid - self.returned - self.due, ZERO)


@dataclass(frozen=True)
class Ledger:
    """一案的账。ended_on 是全部缴清之日（执行终结），没有缴清为 None。"""

    refund: Account
    fine: Account
    surcharge: Account
    ended_on: date | None

    @property
    def accounts(self) -> tuple[Account, ...]:
        return (self.refund, self.fine, self.surcharge)

    @property
    def outstanding(self) -> Decimal:
        return sum((account.outstanding for account in self.accounts), ZERO)

    @property
    def paid(self) -> Decimal:
        return sum((account.paid for account in self.accounts), ZERO)

    @property
    def overpaid(self) -> Decimal:
        return sum((account.overpaid for account in self.accounts), ZERO)


@dataclass(frozen=True)
class Surcharge:
    """逾期加处罚款的计算：从哪天到哪天、多少日、每日多少、封顶与否。excluded 是复议、诉讼期间不计算的日数。"""

    from_on: date
    until_on: date
    days: int
    daily: Decimal
    amount: Decimal
    capped: bool
    excluded: int = 0


def ledger(view: View) -> Ledger:
    """从决定、加处、收款、退还算出两本账。没有决定的，都是零。"""
    return view.once("ledger", lambda: _ledger(view))


def _ledger(view: View) -> Ledger:
    live = in_force(view.file)
    payments = [body for _, body in view.file.bodies("payment.received", PaymentReceived)]
    returns = [body for _, body in view.file.bodies("repayment.made", RepaymentMade)]

    def account(kind: PaymentKind, due: Decimal) -> Account:
        paid = sum((body.amount or ZERO for body in payments if body.payment_kind is kind), ZERO)
        back = sum((body.amount or ZERO for body in returns if body.payment_kind is kind), ZERO)
        return Account(kind, due, paid, back)

    fine = sum((each.fine for each in live), ZERO)
    accounts = (
        account(PaymentKind.REFUND, sum((each.refund for each in live), ZERO)),
        account(PaymentKind.FINE, fine),
        account(PaymentKind.SURCHARGE, min(imposed(view), fine)),
    )
    return Ledger(*accounts, _ended(view, accounts, payments))


def imposed(view: View) -> Decimal:
    """现在的罚款已经加处的：罚款被撤销的，在那以前加处的不再算。"""
    gone = [each.act.number for each in undoings(view.file) if each.ends]
    since = max(gone, default=0)
    return sum(
        (
            body.amount or ZERO
            for act, body in view.file.bodies("surcharge.imposed", SurchargeImposed)
            if act.number > since
        ),
        ZERO,
    )


def _ended(view: View, accounts: tuple[Account, ...], payments: list[PaymentReceived]) -> date | None:
    made = decisions(view.file)
    said = _declared(view, made[-1].number if made else 0)
    if said is not None:
        return said
    if not made or any(account.outstanding for account in accounts):
        return None
    redo = to_redo(view.file)
    if (redo is not None and getattr(redo.act.body, "redo", False)) or (
        redo and redo.result is Annulment.REDO
    ):
        return None
    owed = sum((getattr(act.body, name, None) or ZERO for act in made for name in ("refund", "fine")), ZERO)
    if not owed:
        # 没有金钱给付内容的，以送达之日为执行终结（歧义 13，待核）。
        return _handed_over(view) if view.file.decision is None else view.file.served_on("decision.made")
    paid_on = max((body.paid_on for body in payments if body.paid_on), default=None)
    paid = sum((account.paid for account in accounts), ZERO)
    if redo is not None and paid < owed:
        return redo.act.day
    return paid_on


def _declared(view: View, since: int) -> date | None:
    """写明执行终结的：终结执行、法院执行完毕或者终结执行、执行完毕。重新作出决定以前的不算。"""
    found: list[tuple[int, date]] = []
    for act in view.file.all("execution.terminated"):
        found.append((act.number, act.day))
    for act, executed in view.file.bodies("enforcement.executed", EnforcementExecuted):
        if executed.result in (Outcome.FULL, Outcome.ENDED) and executed.ended_on:
            found.append((act.number, executed.ended_on))
    for act, completed in view.file.bodies("execution.completed", ExecutionCompleted):
        if completed.completed_on:
            found.append((act.number, completed.completed_on))
    later = [each for each in found if each[0] > since]
    return max(later)[1] if later else None


def _handed_over(view: View) -> date | None:
    """当场处罚的决定书何时交到当事人手里：当场交付的是决定之日，另行送达的是送达之日。"""
    act, body = view.file.last("penalty.imposed_on_spot"), view.file.on_spot
    if act is None or body is None:
        return None
    return act.day if body.delivered else view.file.served_on("penalty.imposed_on_spot")


def _collected(view: View) -> Decimal:
    """当场收缴的罚款：当事人已经交了，还没有缴付银行的也不算他逾期。"""
    return sum((body.amount or ZERO for _, body in view.file.bodies("fine.collected", FineCollected)), ZERO)


def remedy_days(view: View, first: date, last: date) -> int:
    """复议、诉讼期间有几日在 first 至 last（都算）之内；还没有终结的，算到 last。"""
    covered: set[date] = set()
    ends = {
        body.of: body.ended_on
        for _, body in view.file.bodies("remedy.concluded", RemedyConcluded)
        if body.ended_on
    }
    for act, body in view.file.bodies("remedy.lodged", RemedyLodged):
        start = max(body.received_on or act.day, first)
        until = min(ends.get(act.number, last), last)
        covered |= {start + timedelta(days=step) for step in range((until - start).days + 1)}
    return len(covered)


def surcharge(view: View, until: date) -> Surcharge | None:
    """截至 until（含当日）的加处罚款；没有逾期为 None。每日比例是规则包的参数，封顶为罚款本数。"""
    fine = sum((each.fine for each in in_force(view.file)), ZERO)
    percent = view.parameter("surcharge.percent")
    due = next((each for each in reversed(view.dues) if each.tag == "payment.fine"), None)
    if not fine or percent is None or due is None:
        return None
    if _collected(view) >= fine:
        return None
    last_day = due.day
    plan = view.file.body("instalments.approved", InstalmentsApproved)
    if plan is not None and plan.ends_on is not None:
        last_day = max(last_day, plan.ends_on)
    paid = [
        body.paid_on
        for _, body in view.file.bodies("payment.received", PaymentReceived)
        if body.payment_kind is PaymentKind.FINE
    ]
    account = ledger(view).fine
    if paid and not account.outstanding and all(paid):
        until = min(until, max(day for day in paid if day))
    days = (until - last_day).days
    if days <= 0:
        return None
    from_on = last_day + timedelta(days=1)
    excluded = remedy_days(view, from_on, until)
    daily = fine * percent / 100
    whole = daily * (days - excluded)
    amount = min(whole, fine).quantize(Decimal("0.01"))
    return Surcharge(from_on, until, days, daily.quantize(Decimal("0.01")), amount, whole > fine, excluded)
