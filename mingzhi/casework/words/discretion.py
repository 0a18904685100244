"""词·裁量：行为的时间、追责期限、年龄，罚则新旧，裁量基准，从宽情节。法律的数字不在这里，在规则包。"""

from __future__ import annotations

from decimal import Decimal

from mingzhi.casework import discretion
from mingzhi.casework.acts.conclusion import InvestigationConcluded
from mingzhi.casework.acts.execution import PaymentKind, PaymentReceived
from mingzhi.casework.acts.filing import CorrectionChecked
from mingzhi.casework.view import View, word
from mingzhi.law.penalties import Effect


@word("range.conduct_known", "写明了违法行为的时间")
def _(view: View) -> bool:
    return discretion.conduct(view).day is not None


@word("range.changed", "选的罚则改过，要先知道行为的时间")
def _(view: View) -> bool:
    body = discretion.proposed(view)
    return bool(body and body.range_code and discretion.changed(view, body.range_code, view.today))


@word("range.in_force_then", "选的罚则在违法行为发生时已经施行")
def _(view: View) -> bool | None:
    found = discretion.applied(view)
    return None if found is None or not found.dated else found.then is not None


@word("range.differs", "违法行为发生时与现在的罚则不同")
def _(view: View) -> bool:
    found = discretion.applied(view)
    return found is not None and found.differs


@word("range.regime_lawful", "选的是处罚较轻的那一时的规定（比不出轻重的由人定）")
def _(view: View) -> bool:
    found = discretion.applied(view)
    return found is None or found.lawful


@word("range.suspension_ready", "暂停的前提成立，或者罚则没有写前提")
def _(view: View) -> bool:
    rule = discretion.range_rule(view)
    needs = rule.range.suspension_needs if rule is not None and rule.range is not None else None
    return needs is None or bool(needs(view))


@word("range.suspension_due", "按罚则应当暂停")
def _(view: View) -> bool:
    rule = discretion.range_rule(view)
    due = rule.range.suspension_due if rule is not None and rule.range is not None else None
    return due is not None and bool(due(view))


@word("limitation.over", "违法行为在追责期限内没有被发现；不知道行为时间的不作答")
def _(view: View) -> bool | None:
    last, found = discretion.limitation(view), discretion.discovered(view)
    return None if last is None or found is None else found > last


@word("party.age", "当事人（公民）违法行为时的年龄")
def _(view: View) -> int | None:
    return discretion.age(view)


@word("discretion.first", "调查终结认定为初次违法")
def _(view: View) -> bool:
    body = view.candidate.body if view.candidate else None
    found = (
        body
        if isinstance(body, InvestigationConcluded)
        else view.file.body("investigation.concluded", InvestigationConcluded)
    )
    return found is not None and found.first_violation


@word("correction.done", "复查过，已经改正")
def _(view: View) -> bool:
    checked = [body.corrected for _, body in view.file.bodies("correction.checked", CorrectionChecked)]
    return bool(checked) and checked[-1]


@word("refund.returned", "决定以前已经退回了全部损失的基金")
def _(view: View) -> bool:
    body = discretion.proposed(view)
    decided = view.file.last("decision.made")
    paid = sum(
        (
            each.amount or Decimal(0)
            for act, each in view.file.bodies("payment.received", PaymentReceived)
            if each.payment_kind is PaymentKind.REFUND and (decided is None or act.number < decided.number)
        ),
        Decimal(0),
    )
    return body is not None and bool(body.loss) and paid >= (body.loss or 0)


@word("ladder.exists", "适用的罚则有裁量基准")
def _(view: View) -> bool:
    return bool(discretion.ladder(view))


@word("ladder.chosen", "选了裁量基准里有的一档")
def _(view: View) -> bool:
    return discretion.chosen(view) is not None


@word("ladder.deviates", "没有按裁量基准：阶次与情节不符，或者罚款、暂停不在那一档里")
def _(view: View) -> bool:
    return discretion.deviates(view)


@word("leniency.codes", "选了的从宽情节")
def _(view: View) -> tuple[str, ...]:
    return tuple(found.code for _, found, _ in discretion.leniencies(view))


@word("leniency.chosen", "选了从宽情节")
def _(view: View) -> bool:
    body = discretion.proposed(view)
    return body is not None and any(each.code or each.reason for each in body.leniency)


@word("leniency.known", "选的都是规则包列出的从宽情节")
def _(view: View) -> bool:
    body = discretion.proposed(view)
    return body is None or len(discretion.leniencies(view)) == len(body.leniency)


@word("leniency.reasoned", "选了的从宽情节都写了事实和理由")
def _(view: View) -> bool:
    found = discretion.leniencies(view)
    return bool(found) and all(reason.strip() for _, _, reason in found)


@word("leniency.reduces", "选的从宽情节里，有可以减轻（或者不予）处罚的")
def _(view: View) -> bool:
    return bool(discretion.leniencies(view))


@word("leniency.exempts", "选的从宽情节里，有不予处罚（可以不予处罚）的")
def _(view: View) -> bool:
    return any(found.effect.exempts for _, found, _ in discretion.leniencies(view))


@word("leniency.must_exempt", "选的从宽情节里，有应当不予处罚的")
def _(view: View) -> bool:
    return any(found.effect is Effect.EXEMPT for _, found, _ in discretion.leniencies(view))
