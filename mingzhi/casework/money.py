"""两本账：退回的基金进财政专户，罚款和加处罚款进国库（条例第四十五条）。算给人看，不替人处罚。"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from mingzhi.casework.acts.execution import (
    ExecutionCompleted,
    InstalmentsApproved,
    PaymentKind,
    PaymentReceived,
    SurchargeImposed,
)

if TYPE_CHECKING:
    from mingzhi.casework.view import View

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Account:
    """一本账：应缴、已缴。"""

    kind: PaymentKind
    due: Decimal
    paid: Decimal

    @property
    def outstanding(self) -> Decimal:
        return max(self.due - self.paid, ZERO)


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


@dataclass(frozen=True)
class Surcharge:
    """逾期加处罚款的计算：从哪天到哪天、多少日、每日多少、封顶与否。"""

    from_on: date
    until_on: date
    days: int
    daily: Decimal
    amount: Decimal
    capped: bool


def ledger(view: View) -> Ledger:
    """从决定、加处、收款算出两本账。没有决定的，都是零。"""
    decision = view.file.decision
    payments = [body for _, body in view.file.bodies("payment.received", PaymentReceived)]
    imposed = sum(
        (body.amount or ZERO for _, body in view.file.bodies("surcharge.imposed", SurchargeImposed)), ZERO
    )

    def account(kind: PaymentKind, due: Decimal | None) -> Account:
        paid = sum((body.amount or ZERO for body in payments if body.payment_kind is kind), ZERO)
        return Account(kind, due or ZERO, paid)

    refund = account(PaymentKind.REFUND, decision.refund if decision else None)
    fine = account(PaymentKind.FINE, decision.fine if decision else None)
    surcharge_account = account(PaymentKind.SURCHARGE, imposed)
    return Ledger(refund, fine, surcharge_account, _ended(view, (refund, fine, surcharge_account), payments))


def _ended(view: View, accounts: tuple[Account, ...], payments: list[PaymentReceived]) -> date | None:
    completed = view.file.body("execution.completed", ExecutionCompleted)
    if completed is not None and completed.completed_on:
        return completed.completed_on
    if view.file.decision is None or any(account.outstanding for account in accounts):
        return None
    if not any(account.due for account in accounts):
        # 没有金钱给付内容的，以送达之日为执行终结（歧义 13，待核）。
        return view.file.served_on("decision.made")
    return max((body.paid_on for body in payments if body.paid_on), default=None)


def surcharge(view: View, until: date) -> Surcharge | None:
    """截至 until（含当日）的加处罚款；没有逾期为 None。每日比例是规则包的参数，封顶为罚款本数。"""
    decision, percent = view.file.decision, view.parameter("surcharge.percent")
    due = next((each for each in reversed(view.dues) if each.tag == "payment.fine"), None)
    if decision is None or not decision.fine or percent is None or due is None:
        return None
    last_day = due.day
    plan = view.file.body("instalments.approved", InstalmentsApproved)
    if plan is not None:
        last_day = max([last_day, *(each.due_on for each in plan.plan if each.due_on)])
    paid = [
        body.paid_on
        for _, body in view.file.bodies("payment.received", PaymentReceived)
        if body.payment_kind is PaymentKind.FINE
    ]
    account = ledger(view).fine
    if not account.outstanding and all(paid):
        until = min(until, max(day for day in paid if day))
    days = (until - last_day).days
    if days <= 0:
        return None
    daily = decision.fine * percent / 100
    amount = min(daily * days, decision.fine).quantize(Decimal("0.01"))
    return Surcharge(
        last_day + timedelta(days=1),
        until,
        days,
        daily.quantize(Decimal("0.01")),
        amount,
        daily * days > decision.fine,
    )
