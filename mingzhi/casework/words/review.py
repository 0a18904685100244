"""词·法制审核与集体讨论。法律的数字不在这里，在规则包。"""

from __future__ import annotations

from typing import Any

from mingzhi.casework.act import Act
from mingzhi.casework.acts.conclusion import Amounts
from mingzhi.casework.acts.discussion import DiscussionFinalized, DiscussionHeld
from mingzhi.casework.acts.review import (
    ReviewAnswered,
    ReviewOpined,
    ReviewSigned,
    ReviewSubject,
    ReviewSubmitted,
)
from mingzhi.casework.acts.telling import ArgumentsAnswered
from mingzhi.casework.acts.verbs import CaseSentBack
from mingzhi.casework.undone import in_force
from mingzhi.casework.view import View, word
from mingzhi.casework.words.people import handling_people

TRANSFER = ReviewSubject.TRANSFER.value


def review_because(view: View, kind: str = "decision.made") -> tuple[Any, ...]:
    """触发法制审核的规则。"""
    return view.once(
        f"review because {kind}",
        lambda: tuple(
            rule
            for rule in view.rules.part("review")
            if rule.review is not None and kind in rule.review.of and rule.review.when.test(view)
        ),
    )


@word("review.required", "拟作出的决定应当进行法制审核")
def _(view: View) -> bool:
    return bool(review_because(view))


def review_round(view: View, kind: str = "decision.made") -> tuple[Act | None, Act | None]:
    """最近一轮对 kind 那种决定的审核：送审、签发的意见（还没有的为 None）。"""
    rounds = view.file.bodies("review.submitted", ReviewSubmitted)
    submitted = next((act for act, body in reversed(tuple(rounds)) if body.subject.value == kind), None)
    return submitted, _signed(view, submitted)


def latest_round(view: View) -> tuple[Act | None, Act | None]:
    """最近一轮审核，不论审的是什么。"""
    submitted = view.file.last("review.submitted")
    return submitted, _signed(view, submitted)


def _signed(view: View, submitted: Act | None) -> Act | None:
    if submitted is None:
        return None
    later = [act.number for act in view.file.all("review.submitted") if act.number > submitted.number]
    until = min(later, default=None)
    found = [
        act
        for act in view.file.all("review.signed")
        if act.number > submitted.number and (until is None or act.number < until)
    ]
    return found[-1] if found else None


# 送审之后又有这几种行为的，原来的审核不再管用：决定看呈报、告知、复核、撤销；申请法院看催告。
_STALE: dict[str, tuple[str, ...]] = {
    "decision.made": (
        "report.drafted",
        "notice.issued",
        "arguments.answered",
        "decision.annulled",
        "decision.revised",
    ),
    "enforcement.applied": ("demand.issued", "decision.annulled", "decision.revised"),
    # 另提了移送报告的，原来审的不是这一份。
    "crime.decided": ("crime.reported",),
}


def _stale(view: View, submitted: Act, kind: str) -> bool:
    # 退回到送审以前的，也要重新送审。
    sent_back = any(
        act.number > submitted.number and body.of is not None and body.of <= submitted.number
        for act, body in view.file.bodies("case.sent_back", CaseSentBack)
    )
    return sent_back or any(
        act.number > submitted.number for word in _STALE.get(kind, ()) for act in view.file.all(word)
    )


def outcome_of(view: View, kind: str) -> str:
    """最近一轮对 kind 的审核：none 未送审，pending 审核中，agreed 同意，returned 退回处理，stale 审核后又改了。"""
    submitted, signed = review_round(view, kind)
    if submitted is None:
        return "none"
    if _stale(view, submitted, kind):
        return "stale"
    if signed is None or not isinstance(signed.body, ReviewSigned) or signed.body.opinion is None:
        return "pending"
    return "agreed" if signed.body.opinion.value == "agree" else "returned"


@word(
    "review.outcome",
    "最近一轮法制审核：none 未送审，pending 审核中，agreed 同意，returned 退回处理，stale 审核后又改了",
)
def _(view: View) -> str:
    return outcome_of(view, "decision.made")


@word(
    "review.subject", "最近一轮审核的是什么：作出决定、申请法院强制执行，或者移送涉嫌犯罪案件（写行为的词）"
)
def _(view: View) -> str | None:
    submitted = latest_round(view)[0]
    return submitted.body.subject.value if submitted and isinstance(submitted.body, ReviewSubmitted) else None


@word("review.latest", "最近一轮审核（不论审的是什么）的结果，写法同 review.outcome")
def _(view: View) -> str:
    subject = view("review.subject")
    return outcome_of(view, subject) if subject else "none"


@word("review.transfer", "送审的是移送涉嫌犯罪案件；表还没有填的，看移送报告是不是正等着审批")
def _(view: View) -> bool:
    if view.candidate is None:
        return bool(view("crime.stage") == "reported")
    body = view.candidate.body
    return isinstance(body, ReviewSubmitted) and body.subject is ReviewSubject.TRANSFER


@word("crime.review_required", "移送涉嫌犯罪案件，应当先经法制审核")
def _(view: View) -> bool:
    return bool(review_because(view, TRANSFER))


@word(
    "crime.review",
    "移送涉嫌犯罪案件的法制审核：none 未送审，pending 审核中，agreed 同意，returned 退回处理，stale 审核后又另提了报告",
)
def _(view: View) -> str:
    return outcome_of(view, TRANSFER)


@word("crime.pressing", "审批移送报告的期限到了最后一日，或者已经过了")
def _(view: View) -> bool:
    due = view("duty.crime.decision.due")
    return due is not None and due <= view.today


@word("review.rounds", "送审几次")
def _(view: View) -> int:
    return len(view.file.all("review.submitted"))


@word("review.open", "有一轮审核正在进行")
def _(view: View) -> bool:
    return bool(view("review.latest") == "pending")


@word("review.answered", "上一轮退回的意见已经逐条回应")
def _(view: View) -> bool:
    signed = view.file.last("review.signed")
    if (
        signed is None
        or not isinstance(signed.body, ReviewSigned)
        or signed.body.opinion is None
        or signed.body.opinion.value == "agree"
    ):
        return True
    return any(act.number > signed.number for act in view.file.all("review.answered"))


@word("act.extension_days", "连同正要写入的这次，本轮审核一共延长几个工作日")
def _(view: View) -> int | None:
    days = getattr(view.candidate.body, "days", None) if view.candidate else None
    submitted = view.file.last("review.submitted")
    if days is None:
        return None
    since = submitted.number if submitted else 0
    earlier = [
        getattr(act.body, "days", None) or 0 for act in view.file.all("review.extended") if act.number > since
    ]
    return int(days) + sum(earlier)


@word("review.escalated", "审核意见有分歧：承办机构写明不同意见，又经过论证")
def _(view: View) -> bool:
    signed = view.file.last("review.signed")
    if signed is None or view("review.outcome") != "returned":
        return False
    disagrees = any(
        act.number > signed.number and body.disagrees
        for act, body in view.file.bodies("review.answered", ReviewAnswered)
    )
    return disagrees and any(act.number > signed.number for act in view.file.all("expert.returned"))


@word("review.points", "上一次退回指出的问题条数")
def _(view: View) -> int:
    opined = view.file.body("review.opined", ReviewOpined)
    return len(opined.points) if opined else 0


@word("act.responds_all", "回应写到了指出的每一个问题")
def _(view: View) -> bool | None:
    responses = getattr(view.candidate.body, "responses", None) if view.candidate else None
    return None if responses is None else len(responses) >= view("review.points")


@word("act.lines_complete", "审核意见表的每一行都写了结论")
def _(view: View) -> bool | None:
    body = view.candidate.body if view.candidate else None
    if not isinstance(body, ReviewOpined):
        return None
    wanted = [rule.line.line for rule in view.rules.part("line") if rule.line]
    written = {line.line for line in body.lines if line.result is not None or line.opinion}
    return all(line in written for line in wanted)


@word("act.lines_failing", "审核意见表中不符合、发现问题的行数")
def _(view: View) -> int | None:
    body = view.candidate.body if view.candidate else None
    if not isinstance(body, ReviewOpined):
        return None
    # 审的是移送：发现涉嫌犯罪，正是同意移送的理由，不是送审的有毛病。
    about_crime = (
        {rule.line.line for rule in view.rules.part("line") if rule.line and "crime" in rule.line.checks}
        if view("review.subject") == TRANSFER
        else ()
    )
    return sum(
        1
        for line in body.lines
        if line.result is not None
        and (line.result.value == "fails" or (line.result.value == "found" and line.line not in about_crime))
    )


@word("review.opined_pending", "审核人已提出、还没有签发的意见")
def _(view: View) -> bool:
    opined, signed = view.file.last("review.opined"), view.file.last("review.signed")
    submitted = view.file.last("review.submitted")
    if opined is None or submitted is None or opined.number < submitted.number:
        return False
    return signed is None or signed.number < opined.number


@word("review.opined_opinion", "待签发的意见")
def _(view: View) -> str | None:
    value = view("last.review.opined.opinion")
    return value.value if value is not None else None


def _reviewed(field: str) -> Any:
    def read(view: View) -> Any:
        """审核同意的那一次呈报的数额。"""
        submitted, signed = review_round(view)
        if submitted is None or signed is None or view("review.outcome") != "agreed":
            return None
        body = submitted.body
        report = view.file.act(body.report) if isinstance(body, ReviewSubmitted) and body.report else None
        before = [
            act
            for kind in ("report.drafted", "notice.issued", "investigation.concluded")
            for act in view.file.all(kind)
            if act.number < submitted.number
        ]
        # 呈报书是重庆的附件；没有呈报书的地方，送审的就是告知（复核后）的数额。
        report = report or max(before, key=lambda act: act.number, default=None)
        if report is None:
            return None
        answered = [
            each
            for act, each in view.file.bodies("arguments.answered", ArgumentsAnswered)
            if report.kind != "report.drafted" and report.number < act.number < submitted.number
        ]
        after = getattr(answered[-1], f"{field}_after", None) if answered else None
        return after if after is not None else getattr(report.body, field, None)

    return read


word("reviewed.fine", "审核同意的罚款")(_reviewed("fine"))
word("reviewed.refund", "审核同意的责令退回")(_reviewed("refund"))
word("reviewed.suspension_months", "审核同意的暂停联网结算月数")(_reviewed("suspension_months"))


@word("review.covers", "正要作出的决定与审核同意的一致（退回、罚款、暂停结算）")
def _(view: View) -> bool:
    body = view.candidate.body if view.candidate else None
    if view("review.outcome") != "agreed" or not isinstance(body, Amounts):
        return False
    # 处理和处罚分开作决定的，连同已经作出、还有效力的那一份一起比；先作行政处理的，罚款留给后一份。
    live = [each for each in in_force(view.file) if each.live]
    made = {
        "fine": (body.fine or 0) + sum(each.fine for each in live),
        "refund": (body.refund or 0) + sum(each.refund for each in live),
        "suspension_months": (body.suspension_months or 0)
        + sum(getattr(each.act.body, "suspension_months", None) or 0 for each in live),
    }
    agreed = {field: view(f"reviewed.{field}") or 0 for field in made}
    if view("decision.handling"):
        return made["refund"] == agreed["refund"] and made["suspension_months"] <= agreed["suspension_months"]
    return made == agreed


@word("review.independent", "最近一轮的审核人和签发人都没有办过本案")
def _(view: View) -> bool:
    handled = handling_people(view)
    submitted = view.file.last("review.submitted")
    since = submitted.number if submitted else 0
    return all(
        act.actor.number not in handled
        for kind in ("review.opined", "review.signed")
        for act in view.file.all(kind)
        if act.number > since
    )


@word("discussion.open", "提请了集体讨论，记录还没有定稿")
def _(view: View) -> bool:
    convened = view.file.last("discussion.convened")
    final = view.file.last("discussion.finalized")
    return convened is not None and (final is None or final.number < convened.number)


@word("act.unsigned_names", "参加讨论而没有签字的人的姓名")
def _(view: View) -> tuple[str, ...]:
    body = view.candidate.body if view.candidate else None
    held = view.file.body("discussion.held", DiscussionHeld)
    if not isinstance(body, DiscussionFinalized) or held is None:
        return ()
    signed = {each.name for each in body.signatures}
    return tuple(each.name for each in held.participants if each.name not in signed)


@word("act.unsigned", "参加讨论而没有签字的人数")
def _(view: View) -> int | None:
    body = view.candidate.body if view.candidate else None
    held = view.file.body("discussion.held", DiscussionHeld)
    if not isinstance(body, DiscussionFinalized):
        return None
    # 没有写谁参加的，不算全体签字：补记参加的人再定稿。
    if held is None or not held.participants:
        return 1
    signed = {each.name for each in body.signatures}
    return sum(1 for each in held.participants if each.name not in signed)
