"""词·催告、申请法院强制执行、撤销变更、重作、退还、结案。法律的数字不在这里，在规则包。"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from mingzhi.casework.act import Act
from mingzhi.casework.acts.conclusion import Amounts
from mingzhi.casework.acts.correcting import DecisionRevised, RemedyConcluded, RemedyResult, RepaymentApproved
from mingzhi.casework.acts.decision import DecisionCategory, DecisionMade, Remedy, RemedyLodged
from mingzhi.casework.acts.enforcement import Acceptance, EnforcementReceived, Sums
from mingzhi.casework.acts.execution import InstalmentsApproved, PaymentKind, PaymentReceived
from mingzhi.casework.money import Account, ledger
from mingzhi.casework.undone import decisions, in_force, to_redo, undoings
from mingzhi.casework.view import View, word
from mingzhi.casework.words.review import outcome_of, review_because

ZERO = Decimal(0)
APPLICATION = "enforcement.applied"


@word("act.before_ahead", "写的履行期限在作出这一项之日以后")
def _(view: View) -> bool | None:
    before = getattr(view.candidate.body, "before", None) if view.candidate else None
    return before > view.candidate.day if before is not None and view.candidate is not None else None


# ── 决定 ───────────────────────────────────────────────────────────────


@word("decision.handling", "正要作出的是行政处理决定（责令退回等），不是行政处罚")
def _(view: View) -> bool:
    body = view.candidate.body if view.candidate else None
    return isinstance(body, DecisionMade) and body.category is DecisionCategory.HANDLING


@word("decision.fined", "作出过罚款决定，现在还有效力")
def _(view: View) -> bool:
    return any(each.live and each.fine > 0 for each in in_force(view.file))


@word("decision.refunded", "已经责令退回、现在还有效力的基金，元")
def _(view: View) -> Decimal:
    return sum((each.refund for each in in_force(view.file)), ZERO)


@word("decisions.unserved", "有效力而没有送达的决定件数")
def _(view: View) -> int:
    def served(act: Act) -> bool:
        if getattr(act.body, "delivered", False):
            return True
        return any(body.served_on for _, body in view.file.services(act.number))

    return sum(1 for each in in_force(view.file) if each.live and not served(each.act))


# ── 履行、催告 ─────────────────────────────────────────────────────────


def plan(view: View) -> InstalmentsApproved | None:
    return view.file.body("instalments.approved", InstalmentsApproved)


@word("instalments.missed", "批准的分期有一期到期没有缴足")
def _(view: View) -> bool:
    approved = plan(view)
    if approved is None:
        return False
    expected = sum(
        (each.amount or ZERO for each in approved.plan if each.due_on and each.due_on < view.today), ZERO
    )
    return _paid_since_plan(view) < expected


@word("instalments.next_due", "分期缴纳里，下一期应当缴纳的日期")
def _(view: View) -> date | None:
    approved = plan(view)
    if approved is None or not ledger(view).fine.outstanding:
        return None
    left = _paid_since_plan(view)
    for each in sorted(
        (row for row in approved.plan if row.due_on), key=lambda row: row.due_on or view.today
    ):
        left -= each.amount or ZERO
        if left < 0:
            return each.due_on
    return None


def _paid_since_plan(view: View) -> Decimal:
    """批准分期以后缴的罚款。"""
    act = view.file.last("instalments.approved")
    since = act.number if act else 0
    return sum(
        (
            body.amount or ZERO
            for paid, body in view.file.bodies("payment.received", PaymentReceived)
            if paid.number > since and body.payment_kind is PaymentKind.FINE
        ),
        ZERO,
    )


@word("act.plan_total", "缴纳计划各期合计，元")
def _(view: View) -> Decimal | None:
    body = view.candidate.body if view.candidate else None
    if not isinstance(body, InstalmentsApproved) or not body.plan:
        return None
    return sum((each.amount or ZERO for each in body.plan), ZERO)


@word("execution.overdue", "有款项过了履行期限还没有缴清")
def _(view: View) -> bool:
    money = ledger(view)
    approved = plan(view)
    if money.fine.outstanding:
        late = (
            bool(view("instalments.missed")) if approved is not None else bool(view("duty.payment.fine.over"))
        )
        if late:
            return True
    return bool(money.refund.outstanding and view("duty.payment.refund.over"))


@word("execution.suspended", "中止执行，还没有恢复；或者复议、诉讼期间停止执行")
def _(view: View) -> bool:
    suspended, resumed = view.file.last("execution.suspended"), view.file.last("execution.resumed")
    if suspended is not None and (resumed is None or resumed.number < suspended.number):
        return True
    ended = _concluded(view)
    return any(
        body.halted and act.number not in ended
        for act, body in view.file.bodies("remedy.lodged", RemedyLodged)
    )


@word("execution.no_means", "最近一次中止，是因为履行确有困难或者暂无履行能力")
def _(view: View) -> bool:
    ground = view("last.execution.suspended.ground")
    return bool(view("execution.suspended")) and getattr(ground, "value", "") == "no_means"


@word("act.sums", "要求履行的金额合计，元")
def _(view: View) -> Decimal | None:
    body = view.candidate.body if view.candidate else None
    if not isinstance(body, Sums):
        return None
    return sum((getattr(body, name) or ZERO for name in ("refund", "fine", "surcharge")), ZERO)


@word("act.sums_owed", "要求履行的各项金额，都没有超出还没有缴清的")
def _(view: View) -> bool | None:
    body, money = view.candidate.body if view.candidate else None, ledger(view)
    if not isinstance(body, Sums):
        return None
    return all((getattr(body, each.kind.value) or ZERO) <= each.outstanding for each in money.accounts)


@word("act.demand_over", "申请所写的那一次催告，送达以后已经期满")
def _(view: View) -> bool:
    demand = getattr(view.candidate.body, "demand", None) if view.candidate else None
    services = [act.number for act, _ in view.file.services(demand)] if demand else []
    return any(
        due.tag == "demand.period" and due.trigger in services and view.today > due.day for due in view.dues
    )


@word("demand.unanswered", "当事人就催告提出了意见，还没有写复核情况的次数")
def _(view: View) -> int:
    return sum(1 for act in view.file.all("demand.answered") if not getattr(act.body, "review", ""))


# ── 复议、诉讼与申请法院的期限 ─────────────────────────────────────────


def _concluded(view: View) -> dict[int, RemedyConcluded]:
    return {
        body.of: body
        for _, body in view.file.bodies("remedy.concluded", RemedyConcluded)
        if body.of is not None and body.ended_on
    }


@word("remedy.pending", "行政复议或者行政诉讼还没有终结")
def _(view: View) -> bool:
    ended = _concluded(view)
    return any(act.number not in ended for act in view.file.all("remedy.lodged"))


@word("remedy.upheld", "行政复议维持了决定（驳回请求），当事人还可以在法定期限内起诉")
def _(view: View) -> bool:
    return _upheld(view) is not None


def _upheld(view: View) -> RemedyConcluded | None:
    found = [
        body
        for number, body in _concluded(view).items()
        if body.result is RemedyResult.UPHELD and _via(view, number) is Remedy.RECONSIDERATION
    ]
    return found[-1] if found else None


def _via(view: View, number: int) -> Remedy | None:
    lodged = view.file.act(number)
    return lodged.body.via if lodged is not None and isinstance(lodged.body, RemedyLodged) else None


@word("enforcement.deferred", "批准的延期、分期比起诉期限结束得晚，申请法院的期限从它结束之日起算")
def _(view: View) -> bool:
    approved, due = plan(view), view("duty.remedy.litigation.due")
    if approved is None or approved.ends_on is None:
        return False
    return due is None or approved.ends_on > due


@word("enforcement.open", "法定的复议、起诉期限已经过了，没有正在进行的复议、诉讼，延期、分期也已结束")
def _(view: View) -> bool:
    if view("remedy.pending"):
        return False
    approved = plan(view)
    if approved is not None and approved.ends_on is not None and view.today <= approved.ends_on:
        return False
    if view("duty.remedy.after.over") is not None:
        return bool(view("duty.remedy.after.over"))
    # 复议前置的（当场处罚）没有直接起诉的期限，只看复议的。
    litigation = view("duty.remedy.litigation.over")
    return bool(view("duty.remedy.reconsideration.over")) and litigation is not False


@word("enforcement.review_required", "申请法院强制执行，应当先经法制审核")
def _(view: View) -> bool:
    return bool(review_because(view, APPLICATION))


@word(
    "enforcement.review",
    "申请法院强制执行的法制审核：none 未送审，pending 审核中，agreed 同意，returned 退回处理，stale 审核后又改了",
)
def _(view: View) -> str:
    return outcome_of(view, APPLICATION)


@word("enforcement.accepted", "法院受理了强制执行申请")
def _(view: View) -> bool:
    received = view.file.body("enforcement.received", EnforcementReceived)
    return received is not None and received.result is Acceptance.ACCEPTED


@word("enforcement.denied", "法院裁定不予受理或者不准予执行，没有改变")
def _(view: View) -> bool:
    found = [act for kind in ("enforcement.received", "enforcement.ruled") for act in view.file.all(kind)]
    latest = max(found, key=lambda act: act.number, default=None)
    result = getattr(latest.body, "result", None) if latest else None
    return getattr(result, "value", "") in ("rejected", "denied")


# ── 撤销、变更、重作、退还 ─────────────────────────────────────────────


@word("decision.undone", "决定被撤销、变更过（包括本机关自行撤销、变更）")
def _(view: View) -> bool:
    return bool(undoings(view.file))


@word("act.revises_live", "要撤销、变更、补正的决定还有效力")
def _(view: View) -> bool | None:
    of = getattr(view.candidate.body, "of", None) if view.candidate else None
    found = [each for each in in_force(view.file) if each.act.number == of]
    return found[0].live if found else None


@word("act.revision_lighter", "变更后的退回、罚款都不高于原来的")
def _(view: View) -> bool | None:
    body = view.candidate.body if view.candidate else None
    if not isinstance(body, DecisionRevised):
        return None
    found = next((each for each in in_force(view.file) if each.act.number == body.of), None)
    if found is None:
        return None
    return (body.refund_after or ZERO) <= found.refund and (body.fine_after or ZERO) <= found.fine


@word(
    "redo.bound_by",
    "重新作出决定，受哪一种撤销的限制：court 法院，reconsideration 复议机关；因程序撤销的不限制",
)
def _(view: View) -> str | None:
    undoing = to_redo(view.file)
    if undoing is None or undoing.procedural or undoing.by not in ("court", "reconsideration"):
        return None
    return undoing.by


@word("redo.pending", "决定被撤销，还没有重新作出")
def _(view: View) -> bool:
    return to_redo(view.file) is not None


@word("redo.same", "正要重新作出的决定，与被撤销的金额、依据都相同")
def _(view: View) -> bool | None:
    body, old = _redone(view)
    if body is None or old is None:
        return None
    numbers = ("refund", "fine", "suspension_months")
    same = all((getattr(body, name) or 0) == (getattr(old, name, None) or 0) for name in numbers)
    return same and body.range_code == getattr(old, "range_code", "")


@word("redo.heavier", "正要重新作出的决定，比被撤销的重")
def _(view: View) -> bool | None:
    body, old = _redone(view)
    if body is None or old is None:
        return None
    return any(
        (getattr(body, name) or 0) > (getattr(old, name, None) or 0)
        for name in ("refund", "fine", "suspension_months")
    )


def _redone(view: View) -> tuple[Amounts | None, Any]:
    body, undoing = view.candidate.body if view.candidate else None, to_redo(view.file)
    if not isinstance(body, Amounts) or undoing is None:
        return None, None
    return body, undoing.decision.body


@word("redo.told", "撤销之后重新告知过，告知书已经送达")
def _(view: View) -> bool:
    undoing, told = to_redo(view.file), view.file.last("notice.issued")
    if undoing is None:
        return True
    return (
        told is not None
        and told.number > undoing.act.number
        and view.file.served_on("notice.issued") is not None
    )


@word("money.overpaid", "缴了而不必缴、还没有退还的，元")
def _(view: View) -> Decimal:
    return ledger(view).overpaid


@word("act.repays_overpaid", "要退还的各项金额，都没有超出多缴的")
def _(view: View) -> bool | None:
    body, money = view.candidate.body if view.candidate else None, ledger(view)
    if isinstance(body, RepaymentApproved):
        return all((getattr(body, each.kind.value) or ZERO) <= each.overpaid for each in money.accounts)
    kind, amount = getattr(body, "payment_kind", None), getattr(body, "amount", None)
    if kind is None or amount is None:
        return None
    account: Account = next(each for each in money.accounts if each.kind is kind)
    return bool(amount <= account.overpaid)


@word("act.repays", "要退还的金额合计，元")
def _(view: View) -> Decimal | None:
    body = view.candidate.body if view.candidate else None
    if not isinstance(body, RepaymentApproved):
        return None
    return sum((getattr(body, name) or ZERO for name in ("refund", "fine", "surcharge")), ZERO)


# ── 结案 ───────────────────────────────────────────────────────────────


@word("closing.nothing_due", "有效力的决定都没有要缴的款项；或者没有作出决定：不予立案、只作检查没有立案")
def _(view: View) -> bool:
    live = [each for each in in_force(view.file) if each.live]
    if not decisions(view.file):
        return bool(view.file.all("case.declined")) or not view.file.all("case.filed")
    return bool(live) and not any(each.refund or each.fine for each in live)


@word("closing.annulled", "决定都被撤销，也没有要求重新作出")
def _(view: View) -> bool:
    if any(each.live for each in in_force(view.file)) or not decisions(view.file):
        return False
    undoing = to_redo(view.file)
    return (
        undoing is not None
        and undoing.result.value != "redo"
        and not getattr(undoing.act.body, "redo", False)
    )


@word("act.refund_total", "正要作出的责令退回，连同已经责令退回、还有效力的，元")
def _(view: View) -> Decimal | None:
    body = view.candidate.body if view.candidate else None
    if not isinstance(body, Amounts):
        return None
    return (body.refund or ZERO) + Decimal(view("decision.refunded"))
