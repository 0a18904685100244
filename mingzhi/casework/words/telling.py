"""词·告知、陈述申辩、听证。法律的数字不在这里，在规则包。"""

from __future__ import annotations

from decimal import Decimal

from mingzhi.casework.act import Act
from mingzhi.casework.acts.hearing import HearingArranged
from mingzhi.casework.acts.telling import ArgumentsAnswered, StatementWaived, Waived
from mingzhi.casework.view import View, word


@word("hearing.threshold", "本地听证的数额标准，元；未填写为 None")
def _(view: View) -> Decimal | None:
    return view.parameter(f"hearing.fine.{view('party.kind') or 'organization'}")


@word("hearing.threshold_reached", "拟罚款达到听证标准")
def _(view: View) -> bool:
    threshold, fine = view("hearing.threshold"), view("proposed.fine")
    return threshold is not None and fine is not None and fine >= threshold


@word("hearing.threshold_unknown", "本地没有填写听证标准，而拟处罚款")
def _(view: View) -> bool:
    return view("hearing.threshold") is None and bool(view("proposed.fine"))


@word("hearing.right_told", "最近一次告知书告知了听证的权利")
def _(view: View) -> bool:
    return bool(view("last.notice.issued.hearing_right"))


@word("hearing.held", "举行过听证")
def _(view: View) -> bool:
    return bool(view.file.all("hearing.held"))


def _too_late(view: View, asked: Act) -> bool:
    """过了期限才提出，机关也没有同意举行（没有通知听证）的：法律没有要求组织听证。"""
    dues = [each for each in view.dues if each.tag in ("hearing.request", "hearing.promised")]
    due = max(
        (each for each in dues if each.trigger == dues[-1].trigger), key=lambda each: each.day, default=None
    )
    day = getattr(asked.body, "requested_on", None) or asked.day
    arranged = view.file.last("hearing.arranged")
    return due is not None and day > due.day and (arranged is None or arranged.number < asked.number)


def _since_told(view: View, *kinds: str) -> bool:
    """最近一次告知之后，有没有这几种行为。重新告知的，以前的不算。"""
    told = view.file.last("notice.issued")
    since = told.number if told else 0
    return any(act.number > since for kind in kinds for act in view.file.all(kind))


@word("statement.heard", "最近一次告知之后，听取过当事人的陈述、申辩")
def _(view: View) -> bool:
    return _since_told(view, "statement.recorded", "hearing.held")


@word("hearing.done", "最近一次告知之后，听证已经举行，或者当事人未出席视为放弃")
def _(view: View) -> bool:
    return _since_told(view, "hearing.held", "hearing.forgone")


@word("act.hearing_notice_workdays", "听证通知送达到举行听证，隔几个工作日（听证日不计，倒着数）")
def _(view: View) -> int | None:
    body = view.candidate.body if view.candidate else None
    started, served = getattr(body, "started", None), view.file.served_on("hearing.arranged")
    if started is None or served is None:
        return None
    return view.calendar.workdays_between(served, started.date())


@word("hearing.pending", "当事人申请了听证，还没有举行，也没有视为放弃")
def _(view: View) -> bool:
    asked = view.file.last("hearing.requested")
    if asked is None or _too_late(view, asked):
        return False
    done = [
        act
        for kind in ("hearing.held", "hearing.forgone")
        for act in view.file.all(kind)
        if act.number > asked.number
    ]
    withdrawn = [
        act
        for act, body in view.file.bodies("statement.waived", StatementWaived)
        if act.number > asked.number and body.what in (Waived.HEARING, Waived.BOTH)
    ]
    return not (done or withdrawn)


def _waived(view: View, right: Waived) -> bool:
    told = view.file.last("notice.issued")
    return any(
        body.what in (right, Waived.BOTH) and (told is None or act.number > told.number)
        for act, body in view.file.bodies("statement.waived", StatementWaived)
    )


@word("statement.waived", "当事人放弃了陈述、申辩")
def _(view: View) -> bool:
    return _waived(view, Waived.STATEMENT)


@word("hearing.waived", "当事人放弃了听证")
def _(view: View) -> bool:
    return _waived(view, Waived.HEARING)


@word("arguments.unanswered", "提出后还没有复核的意见条数")
def _(view: View) -> int:
    answered = view.file.last("arguments.answered")
    since = answered.number if answered else 0
    spoken = [
        act
        for kind in ("statement.recorded", "hearing.held")
        for act in view.file.all(kind)
        if act.number > since
    ]
    return sum(len(getattr(act.body, "arguments", ())) for act in spoken)


@word("act.answers_all", "复核写到了提出的每一条意见")
def _(view: View) -> bool | None:
    if view.candidate is None or not isinstance(view.candidate.body, ArgumentsAnswered):
        return None
    return bool(len(view.candidate.body.answers) >= view("arguments.unanswered"))


@word("act.hearing_workdays_ahead", "从今天通知到听证之日，隔几个工作日（听证日不计，倒着数）")
def _(view: View) -> int | None:
    body = view.candidate.body if view.candidate else None
    if view.candidate is None or not isinstance(body, HearingArranged) or body.hearing_at is None:
        return None
    return view.calendar.workdays_between(view.candidate.day, body.hearing_at.date())
