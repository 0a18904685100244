"""词：条件里用到的、要算一算的事实（人员、金额、告知、听证、审核、音像）。

每个词说清楚它算什么；法律的数字不在这里，在规则包。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from mingzhi.casework import personal
from mingzhi.casework.act import Act
from mingzhi.casework.actor import Officer, Role
from mingzhi.casework.acts.conclusion import Amounts
from mingzhi.casework.acts.disclosure import Summary
from mingzhi.casework.acts.discussion import DiscussionFinalized, DiscussionHeld
from mingzhi.casework.acts.filing import CorrectionChecked
from mingzhi.casework.acts.hearing import HearingArranged
from mingzhi.casework.acts.lead import LeadRegistered
from mingzhi.casework.acts.review import ReviewOpined, ReviewSigned, ReviewSubmitted
from mingzhi.casework.acts.telling import ArgumentsAnswered, StatementWaived, Waived
from mingzhi.casework.recordings import gaps
from mingzhi.casework.view import View, word
from mingzhi.law.rules import Range, Rule

HANDLING = {Role.HANDLER, Role.UNIT_HEAD}
# 办案的行为：这些角色以这些阶段的身份做过的，就是办过案。审核、公示、归档的人不因本职成为办案人。
NOT_HANDLING = (
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


# ── 人 ─────────────────────────────────────────────────────────────────


def officers_of(act: Act) -> Iterator[Officer]:
    """内容里写到的执法人员（承办人、检查人员等）。"""
    for name in ("officers", "handlers", "investigators"):
        yield from getattr(act.body, name, ()) or ()


def handling_people(view: View) -> dict[str, Officer]:
    """办过本案的人：承办人、写进笔录的执法人员、以承办身份作出过行为的人。按编号。"""
    found: dict[str, Officer] = {}
    for act in view.file.acts:
        for officer in officers_of(act):
            found.setdefault(officer.number, officer)
        handles = not act.kind.startswith(NOT_HANDLING) and act.actor.has(*HANDLING)
        if handles:
            found.setdefault(act.actor.number, act.actor)
    return found


@word("actor.handled", "行为人办过本案（承办、参与检查询问、以承办机构身份作过决定或者签过意见）")
def _(view: View) -> bool:
    return view.candidate is not None and view.candidate.actor.number in handling_people(view)


@word("actor.department_handled", "行为人所在科室承办本案")
def _(view: View) -> bool:
    if view.candidate is None:
        return False
    return view.candidate.actor.department in {
        officer.department for officer in handling_people(view).values()
    }


def _named(view: View, field: str) -> Officer | None:
    officer = getattr(view.candidate.body, field, None) if view.candidate else None
    return officer if isinstance(officer, Officer) else None


@word("act.reviewer.handled", "拟确定的审核人办过本案")
def _(view: View) -> bool:
    officer = _named(view, "reviewer")
    return officer is not None and officer.number in handling_people(view)


@word("act.reviewer.department_handled", "拟确定的审核人所在科室承办本案")
def _(view: View) -> bool:
    officer = _named(view, "reviewer")
    return officer is not None and officer.department in {
        each.department for each in handling_people(view).values()
    }


@word("act.host.handled", "听证主持人是本案调查人员")
def _(view: View) -> bool:
    officer = _named(view, "host")
    return officer is not None and officer.number in handling_people(view)


@word("act.officers.valid", "写到的人中，当日证件有效的人数")
def _(view: View) -> int | None:
    if view.candidate is None:
        return None
    day = getattr(view.candidate.body, "planned_on", None) or view.candidate.day
    officers = {officer.number: officer for officer in officers_of(view.candidate)}
    return sum(1 for officer in officers.values() if officer.certified_on(day))


@word("act.officers.distinct", "写到的人数（同一人只算一次）")
def _(view: View) -> int | None:
    return (
        None if view.candidate is None else len({officer.number for officer in officers_of(view.candidate)})
    )


@word("act.officers.all_valid", "写到的人当日证件全部有效")
def _(view: View) -> bool | None:
    if view.candidate is None:
        return None
    day = getattr(view.candidate.body, "planned_on", None) or view.candidate.day
    officers = list(officers_of(view.candidate))
    return bool(officers) and all(officer.certified_on(day) for officer in officers)


@word("actor.is_assigned_reviewer", "行为人是确定的审核人")
def _(view: View) -> bool:
    assigned = view.file.last("review.assigned")
    officer = getattr(assigned.body, "reviewer", None) if assigned else None
    return (
        view.candidate is not None and officer is not None and officer.number == view.candidate.actor.number
    )


# ── 当事人、线索 ───────────────────────────────────────────────────────


@word("party.kind", "当事人种类：organization 或者 person")
def _(view: View) -> str | None:
    return view.file.party.kind.value if view.file.party else None


@word("party.standing", "当事人在条例中的身份")
def _(view: View) -> str | None:
    return view.file.party.standing.value if view.file.party else None


@word("lead.named", "实名投诉举报")
def _(view: View) -> bool:
    lead = view.file.body("lead.registered", LeadRegistered)
    return lead is not None and lead.source is not None and lead.source.value == "named_report"


@word("correction.defied", "责令改正的期限已满，复查仍未改正")
def _(view: View) -> bool:
    for _act, checked in view.file.bodies("correction.checked", CorrectionChecked):
        ordered = view.file.act(checked.of)
        before = getattr(ordered.body, "before", None) if ordered else None
        if (
            not checked.corrected
            and before is not None
            and checked.checked_on is not None
            and checked.checked_on >= before
        ):
            return True
    return False


# ── 金额：拟处理的、告知的、复核后的、审核过的、罚则的 ──────────────────

PROPOSING = ("decision.made", "report.drafted", "notice.issued", "investigation.concluded")


def proposed(view: View) -> Amounts | None:
    """拟作出的处理：正在写的，否则最近一次呈报、告知、调查终结。"""
    if view.candidate is not None and isinstance(view.candidate.body, Amounts):
        return view.candidate.body
    latest = max(
        (act for kind in PROPOSING for act in view.file.all(kind)), key=lambda act: act.number, default=None
    )
    return latest.body if latest is not None and isinstance(latest.body, Amounts) else None


def _proposed(field: str) -> Any:
    def read(view: View) -> Any:
        body = proposed(view)
        return getattr(body, field) if body else None

    return read


for _field, _says in (
    ("fine", "拟处罚款，元"),
    ("refund", "拟责令退回基金，元"),
    ("loss", "基金损失，元"),
    ("suspension_months", "拟暂停联网结算，月"),
    ("range_code", "适用的罚则"),
    ("mitigation", "减轻处罚的情节和理由"),
):
    word(f"proposed.{_field}", _says)(_proposed(_field))


def _concluded(field: str) -> Any:
    def read(view: View) -> Any:
        act = view.file.last("investigation.concluded")
        return getattr(act.body, field, None) if act else None

    return read


for _field, _says in (
    ("multiple_legal_relations", "案件涉及多个法律关系、情况疑难复杂"),
    ("major_public_interest", "涉及重大公共利益"),
    ("social_risk", "可能造成重大社会影响或者引发社会风险"),
    ("major_rights", "直接关系当事人或者第三人重大权益"),
    ("other_major", "其他需要审核的重大执法决定"),
    ("no_intent_to_defraud", "未认定以骗取为目的"),
):
    word(f"concluded.{_field}", _says)(_concluded(_field))


@word("told.fine", "最近一次告知的拟罚款")
def _(view: View) -> Decimal | None:
    act = view.file.last("notice.issued")
    return act.body.fine if act is not None and isinstance(act.body, Amounts) else None


@word("told.refund", "最近一次告知的拟责令退回")
def _(view: View) -> Decimal | None:
    act = view.file.last("notice.issued")
    return act.body.refund if act is not None and isinstance(act.body, Amounts) else None


@word("answered.fine", "最近一次复核后的拟罚款（没有复核的为告知的）")
def _(view: View) -> Decimal | None:
    act = view.file.last("arguments.answered")
    told = view.file.last("notice.issued")
    if (
        act is not None
        and isinstance(act.body, ArgumentsAnswered)
        and (told is None or act.number > told.number)
    ):
        return act.body.fine_after
    return view("told.fine")  # type: ignore[no-any-return]


@word("range.fits", "适用的罚则适用于本案当事人的身份")
def _(view: View) -> bool | None:
    rule = _range(view)
    if rule is None:
        return None
    return rule.subject == "any" or (view("party.standing") or "") in rule.subject.split(",")


def range_rule(view: View) -> Rule | None:
    """拟适用的罚则那条规则。"""
    code = view("proposed.range_code")
    ranges = view.rules.part("range")
    return next((each for each in ranges if each.range and each.range.code == code), None) if code else None


def _range(view: View) -> Range | None:
    rule = range_rule(view)
    return rule.range if rule is not None else None


def range_limits(view: View) -> tuple[Decimal, Decimal] | None:
    """罚则的下限和上限，元；没有选罚则的为 None。"""
    rule, body = _range(view), proposed(view)
    if rule is None or body is None:
        return None
    if rule.base == "yuan":
        return rule.low, rule.high
    if body.loss is None:
        return None
    return rule.low * body.loss, rule.high * body.loss


@word("range.chosen", "选了适用的罚则")
def _(view: View) -> bool:
    return _range(view) is not None


@word("range.above", "拟罚款高于罚则上限")
def _(view: View) -> bool:
    limits, fine = range_limits(view), view("proposed.fine")
    return limits is not None and fine is not None and fine > limits[1]


@word("range.below", "拟罚款低于罚则下限")
def _(view: View) -> bool:
    limits, fine = range_limits(view), view("proposed.fine")
    return limits is not None and fine is not None and fine < limits[0]


@word("range.precondition", "罚则的前提成立（如责令改正而拒不改正）")
def _(view: View) -> bool:
    rule = _range(view)
    return rule is None or rule.precondition is None or bool(rule.precondition(view))


@word("range.suspension_fits", "暂停联网结算的月数在罚则幅度内")
def _(view: View) -> bool:
    rule, months = _range(view), view("proposed.suspension_months")
    if months is None or rule is None:
        return True
    return rule.suspension is not None and rule.suspension[0] <= months <= rule.suspension[1]


# ── 告知、陈述申辩、听证 ───────────────────────────────────────────────


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


@word("hearing.pending", "当事人申请了听证，还没有举行，也没有视为放弃")
def _(view: View) -> bool:
    asked = view.file.last("hearing.requested")
    if asked is None:
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


# ── 法制审核 ───────────────────────────────────────────────────────────


def review_because(view: View, kind: str = "decision.made") -> tuple[Any, ...]:
    """触发法制审核的规则。"""
    found = []
    for rule in view.rules.part("review"):
        if rule.review is not None and kind in rule.review.of and rule.review.when(view):
            found.append(rule)
    return tuple(found)


@word("review.required", "拟作出的决定应当进行法制审核")
def _(view: View) -> bool:
    return bool(review_because(view))


def review_round(view: View) -> tuple[Act | None, Act | None]:
    """最近一轮：送审、签发的意见（还没有的为 None）。"""
    submitted = view.file.last("review.submitted")
    if submitted is None:
        return None, None
    signed = [act for act in view.file.all("review.signed") if act.number > submitted.number]
    return submitted, signed[-1] if signed else None


def _stale(view: View, submitted: Act) -> bool:
    """送审后又重新呈报、告知或者复核的，原来的审核不再管用。"""
    return any(
        act.number > submitted.number
        for kind in ("report.drafted", "notice.issued", "arguments.answered")
        for act in view.file.all(kind)
    )


@word(
    "review.outcome",
    "最近一轮法制审核：none 未送审，pending 审核中，agreed 同意，returned 退回处理，stale 审核后又改了",
)
def _(view: View) -> str:
    submitted, signed = review_round(view)
    if submitted is None:
        return "none"
    if _stale(view, submitted):
        return "stale"
    if signed is None or not isinstance(signed.body, ReviewSigned) or signed.body.opinion is None:
        return "pending"
    return "agreed" if signed.body.opinion.value == "agree" else "returned"


@word("review.rounds", "送审几次")
def _(view: View) -> int:
    return len(view.file.all("review.submitted"))


@word("review.open", "有一轮审核正在进行")
def _(view: View) -> bool:
    return bool(view("review.outcome") == "pending")


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
    return sum(
        1 for line in body.lines if line.result is not None and line.result.value in ("fails", "found")
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
        report = report or next(
            (act for act in reversed(view.file.all("report.drafted")) if act.number < submitted.number), None
        )
        return getattr(report.body, field, None) if report else None

    return read


word("reviewed.fine", "审核同意的罚款")(_reviewed("fine"))
word("reviewed.refund", "审核同意的责令退回")(_reviewed("refund"))
word("reviewed.suspension_months", "审核同意的暂停联网结算月数")(_reviewed("suspension_months"))


@word("review.covers", "正要作出的决定与审核同意的一致（退回、罚款、暂停结算）")
def _(view: View) -> bool:
    body = view.candidate.body if view.candidate else None
    if view("review.outcome") != "agreed" or not isinstance(body, Amounts):
        return False
    same = body.fine == view("reviewed.fine") and body.refund == view("reviewed.refund")
    return same and (body.suspension_months or None) == (view("reviewed.suspension_months") or None)


@word("review.independent", "最近一轮的审核人和签发人都没有办过本案")
def _(view: View) -> bool:
    handled = handling_people(view)
    return all(
        act.actor.number not in handled
        for kind in ("review.opined", "review.signed")
        for act in view.file.all(kind)
    )


# ── 集体讨论 ───────────────────────────────────────────────────────────


@word("discussion.open", "提请了集体讨论，记录还没有定稿")
def _(view: View) -> bool:
    convened = view.file.last("discussion.convened")
    final = view.file.last("discussion.finalized")
    return convened is not None and (final is None or final.number < convened.number)


@word("act.unsigned", "参加讨论而没有签字的人数")
def _(view: View) -> int | None:
    body = view.candidate.body if view.candidate else None
    held = view.file.body("discussion.held", DiscussionHeld)
    if not isinstance(body, DiscussionFinalized):
        return None
    if held is None:
        return 1
    signed = {each.name for each in body.signatures}
    return sum(1 for each in held.participants if each.name not in signed)


# ── 送达、公示、音像、执行 ─────────────────────────────────────────────


@word("act.served_kind", "送达的是哪一种文书")
def _(view: View) -> str | None:
    of = getattr(view.candidate.body, "of", None) if view.candidate else None
    act = view.file.act(of)
    return act.kind if act else None


@word("act.announcement_over", "公告已满法定期间")
def _(view: View) -> bool | None:
    body = view.candidate.body if view.candidate else None
    served_on = getattr(body, "served_on", None)
    due = next((each for each in reversed(view.dues) if each.tag == "service.announcement"), None)
    if served_on is None or due is None:
        return None
    return bool(served_on >= due.day)


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
    annulled, decided = view.file.last("decision.annulled"), view.file.last("decision.made")
    return annulled is not None and (decided is None or annulled.number > decided.number)


@word("act.draft_approved", "这份公示稿已经审批")
def _(view: View) -> bool:
    of = getattr(view.candidate.body, "of", None) if view.candidate else None
    return of is not None and any(
        getattr(act.body, "of", None) == of for act in view.file.all("disclosure.approved")
    )


@word("disclosure.withheld", "已决定不予公开")
def _(view: View) -> bool:
    return bool(view.file.all("disclosure.withheld"))


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


@word("money.surcharge_cap", "加处罚款的上限，元（罚款本数）")
def _(view: View) -> Decimal | None:
    return view.file.decision.fine if view.file.decision else None


@word("money.surcharge_computed", "按规则算出的加处罚款，元，截至所写的日期")
def _(view: View) -> Decimal | None:
    from mingzhi.casework.money import surcharge

    until = getattr(view.candidate.body, "until_on", None) if view.candidate else None
    found = surcharge(view, until or view.today)
    return found.amount if found else None


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
