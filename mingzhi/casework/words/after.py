"""词·送达、公示、音像、执行、查阅。法律的数字不在这里，在规则包。"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from mingzhi.casework import personal
from mingzhi.casework.act import Act
from mingzhi.casework.acts.disclosure import Summary
from mingzhi.casework.recordings import gaps
from mingzhi.casework.undone import decisions, undoings
from mingzhi.casework.view import View, word


@word("act.served_kind", "送达的是哪一种文书")
def _(view: View) -> str | None:
    of = getattr(view.candidate.body, "of", None) if view.candidate else None
    act = view.file.act(of)
    return act.kind if act else None


@word("act.announcement_over", "公告已满法定期间")
def _(view: View) -> bool | None:
    body = view.candidate.body if view.candidate else None
    served_on, of = getattr(body, "served_on", None), getattr(body, "of", None)
    # 是这一份文书的公告：写了对应哪一次公告的，就看那一次。
    announced = getattr(body, "announcement", None)
    own = [
        act.number
        for act in view.file.all("service.announced")
        if getattr(act.body, "of", None) in (None, of) and announced in (None, act.number)
    ]
    due = next(
        (each for each in reversed(view.dues) if each.tag == "service.announcement" and each.trigger in own),
        None,
    )
    if served_on is None or due is None:
        return None
    return bool(served_on >= due.day)


@word("act.witnessed", "写了见证人（写“无”的不算）")
def _(view: View) -> bool:
    name = str(getattr(view.candidate.body, "witness", "") or "").strip() if view.candidate else ""
    return bool(name) and not name.startswith(("无", "没有"))


@word("act.personal_found", "稿件里有身份证号、电话、住址、举报人、患者等个人信息")
def _(view: View) -> bool | None:
    body = view.candidate.body if view.candidate else None
    if body is None:
        return None
    if not isinstance(body, Summary):
        draft = view.file.act(getattr(body, "of", None))
        body = draft.body if draft else None
    if not isinstance(body, Summary):
        return None
    return bool(personal.findings(personal.text_of(body), personal.secrets(view.file)))


@word("act.person_named", "稿件写了自然人当事人的全名")
def _(view: View) -> bool | None:
    body = view.candidate.body if view.candidate else None
    party = view.file.party
    if not isinstance(body, Summary) or party is None:
        return None
    return party.kind.value == "person" and party.name in personal.text_of(body)


@word("disclosure.annulled", "作出的决定已被撤销、变更或者确认违法")
def _(view: View) -> bool:
    undone, decided = undoings(view.file), decisions(view.file)
    if undone:
        return not decided or undone[-1].act.number > decided[-1].number
    return bool(view.file.all("decision.annulled")) and not decided


@word("act.draft_annulled", "这份公示稿写的决定，已被撤销、变更或者确认违法")
def _(view: View) -> bool:
    draft = view.file.act(getattr(view.candidate.body, "of", None)) if view.candidate else None
    decision = view.file.act(getattr(draft.body, "of", None)) if draft else None
    if decision is None or decision.kind not in ("decision.made", "penalty.imposed_on_spot"):
        return False
    return any(each.decision is decision for each in undoings(view.file))


def _of_decision(act: Act | None) -> bool:
    return act is not None and isinstance(act.body, Summary) and act.body.subject.value == "decision"


@word("disclosure.decision_drafted", "处罚决定拟过公示稿")
def _(view: View) -> bool:
    return any(_of_decision(act) for act in view.file.all("disclosure.drafted"))


@word("disclosure.decision_approved", "处罚决定的公示审批过")
def _(view: View) -> bool:
    return _drafts_of(view, "disclosure.approved")


@word("disclosure.decision_published", "处罚决定公示过")
def _(view: View) -> bool:
    return _drafts_of(view, "disclosure.published")


def _drafts_of(view: View, kind: str) -> bool:
    """有没有哪一项 kind 针对的是处罚决定的公示稿。"""
    return any(_of_decision(view.file.act(getattr(act.body, "of", None))) for act in view.file.all(kind))


@word("act.draft_approved", "这份公示稿已经审批")
def _(view: View) -> bool:
    of = getattr(view.candidate.body, "of", None) if view.candidate else None
    return of is not None and any(
        getattr(act.body, "of", None) == of for act in view.file.all("disclosure.approved")
    )


@word("disclosure.withheld", "已决定不予公开")
def _(view: View) -> bool:
    return bool(view.file.all("disclosure.withheld"))


def withheld_subjects(view: View) -> set[str]:
    """已决定不予公开的是哪几种内容。不公开检查结果的，处罚决定照样要公开。"""
    return {str(getattr(act.body, "subject", "")) for act in view.file.all("disclosure.withheld")}


for _subject, _name in (
    ("decision", "处罚决定"),
    ("inspection", "检查结果"),
    ("coercion", "强制决定"),
    ("performance", "履行情况"),
):

    def _withheld(view: View, subject: str = _subject) -> bool:
        return subject in withheld_subjects(view)

    word(f"withheld.{_subject}", f"已决定不予公开{_name}")(_withheld)


@word("act.subject_withheld", "要拟稿、公示的这一种内容，已决定不予公开")
def _(view: View) -> bool:
    body = view.candidate.body if view.candidate else None
    draft = body if isinstance(body, Summary) else None
    if draft is None and body is not None:
        act = view.file.act(getattr(body, "of", None))
        draft = act.body if act is not None and isinstance(act.body, Summary) else None
    return draft is not None and str(draft.subject) in withheld_subjects(view)


@word("disclosure.live", "已公示、还没有撤回")
def _(view: View) -> bool:
    published, withdrawn = view.file.last("disclosure.published"), view.file.last("disclosure.withdrawn")
    return published is not None and (withdrawn is None or withdrawn.number < published.number)


@word("recordings.gaps", "应当全程音像而没有录全、又没有经批准的瑕疵说明的行为项数")
def _(view: View) -> int:
    return sum(1 for gap in gaps(view) if not gap.approved)


@word("execution.ended", "执行已经终结")
def _(view: View) -> bool:
    return view("execution.ended_on") is not None


@word("execution.ended_on", "执行终结之日")
def _(view: View) -> date | None:
    from mingzhi.casework.money import ledger

    return ledger(view).ended_on


@word("money.balance", "还没有缴清的金额，元")
def _(view: View) -> Decimal:
    from mingzhi.casework.money import ledger

    return ledger(view).outstanding


@word("money.fine_outstanding", "罚款还没有缴清的金额，元")
def _(view: View) -> Decimal:
    from mingzhi.casework.money import ledger

    return ledger(view).fine.outstanding


@word("money.refund_outstanding", "基金还没有退清的金额，元")
def _(view: View) -> Decimal:
    from mingzhi.casework.money import ledger

    return ledger(view).refund.outstanding


@word("money.surcharge_cap", "还可以加处多少，元（罚款本数减去已经加处的）")
def _(view: View) -> Decimal | None:
    from mingzhi.casework.money import imposed, ledger

    decided = view.file.decision or view.file.on_spot
    return None if decided is None else ledger(view).fine.due - imposed(view)


@word("money.surcharge_computed", "按规则算出的加处罚款，元，截至所写的日期，减去不计算的日数和已经加处的")
def _(view: View) -> Decimal | None:
    from mingzhi.casework.money import imposed, ledger, surcharge

    body = view.candidate.body if view.candidate else None
    found = surcharge(view, getattr(body, "until_on", None) or view.today)
    if found is None:
        return None
    # 人写的和算出的复议、诉讼期间，取多的：哪一个都不许多加处。
    excluded = max(getattr(body, "excluded_days", None) or 0, found.excluded)
    days = max(found.days - excluded, 0)
    return min(found.daily * days, ledger(view).fine.due) - imposed(view)


@word("act.account_right", "款项入对了账户：退回的基金进财政专户，罚款和加处罚款进国库")
def _(view: View) -> bool | None:
    body = view.candidate.body if view.candidate else None
    kind, account = getattr(body, "payment_kind", None), getattr(body, "account", None)
    if kind is None or account is None:
        return None
    return bool((kind.value == "refund") == (account.value == "fund"))


@word("consultation.approved_now", "查阅已经同意，还在有效期内")
def _(view: View) -> bool:
    until = view("last.consultation.approved.until")
    return until is not None and view.today <= until
