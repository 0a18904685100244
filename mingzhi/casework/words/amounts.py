"""词·金额：拟处理的、告知的、复核后的，罚则的上下限。法律的数字不在这里，在规则包。"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from mingzhi.casework.actor import AgencyKind
from mingzhi.casework.acts.conclusion import Amounts, InvestigationConcluded
from mingzhi.casework.acts.decision import DecisionCategory, DecisionMade
from mingzhi.casework.acts.telling import ArgumentsAnswered
from mingzhi.casework.discretion import proposed, range_limits, range_rule
from mingzhi.casework.view import View, word
from mingzhi.law.penalties import Range

__all__ = ["proposed", "range_limits", "range_rule"]


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
    ("serious_consequences", "造成严重后果"),
    ("degree", "裁量阶次"),
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
    ("terminate_agreement", "拟要求经办机构解除服务协议"),
    ("no_intent_to_defraud", "未认定以骗取为目的"),
):
    word(f"concluded.{_field}", _says)(_concluded(_field))


@word("case.domain", "案件所属的领域，调查终结时选的（没有选的不知道）")
def _(view: View) -> str | None:
    body = view.candidate.body if view.candidate else None
    if not isinstance(body, InvestigationConcluded):
        last = view.file.last("investigation.concluded")
        body = last.body if last else None
    return (body.domain or None) if isinstance(body, InvestigationConcluded) else None


@word("agency.level", "作出决定的机关的层级：city 市级，county 区县级")
def _(view: View) -> str | None:
    acts = (*((view.candidate,) if view.candidate else ()), *reversed(view.file.acts))
    # 受委托组织以委托机关的名义，看行政部门的人；卷里都不是的，看最近的一项。
    found = next((act.actor for act in acts if act.actor.agency_kind is AgencyKind.BUREAU), None)
    found = found or (acts[0].actor if acts else None)
    return found.agency_level.value if found else None


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
        and act.body.fine_after is not None
        and (told is None or act.number > told.number)
    ):
        return act.body.fine_after
    return view("told.fine")  # type: ignore[no-any-return]


@word("told.suspension_months", "最近一次告知的拟暂停联网结算，月")
def _(view: View) -> int | None:
    act = view.file.last("notice.issued")
    return act.body.suspension_months if act is not None and isinstance(act.body, Amounts) else None


@word("told.range_code", "最近一次告知的适用罚则")
def _(view: View) -> str | None:
    act = view.file.last("notice.issued")
    return act.body.range_code if act is not None and isinstance(act.body, Amounts) else None


@word("decision.no_penalty", "正要作出的是不予行政处罚的决定")
def _(view: View) -> bool:
    body = view.candidate.body if view.candidate else None
    return isinstance(body, DecisionMade) and body.category is DecisionCategory.NO_PENALTY


@word("decision.no_burden", "正要作出的是不予行政处罚，也没有罚款、责令退回、暂停结算")
def _(view: View) -> bool:
    body = view.candidate.body if view.candidate else None
    if not isinstance(body, DecisionMade):
        return False
    return bool(view("decision.no_penalty")) and not (body.fine or body.refund or body.suspension_months)


@word("range.fits", "适用的罚则适用于本案当事人的身份")
def _(view: View) -> bool | None:
    rule = _range(view)
    if rule is None:
        return None
    return rule.subject == "any" or (view("party.standing") or "") in rule.subject.split(",")


def _range(view: View) -> Range | None:
    rule = range_rule(view)
    return rule.range if rule is not None else None


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


@word("range.loss_known", "罚款按损失金额的倍数计算的，写明了损失金额")
def _(view: View) -> bool:
    rule, body = _range(view), proposed(view)
    return rule is None or rule.base != "loss" or (body is not None and body.loss is not None)


@word("range.precondition", "罚则的前提成立（如责令改正而拒不改正）")
def _(view: View) -> bool:
    rule = _range(view)
    return rule is None or rule.precondition is None or bool(rule.precondition(view))


@word("range.suspension_fits", "暂停的月数在罚则幅度内；少于下限的，选了从宽情节")
def _(view: View) -> bool:
    rule, months = _range(view), view("proposed.suspension_months")
    if not months or rule is None:
        return True
    if rule.suspension is None or months > rule.suspension[1]:
        return False
    return months >= rule.suspension[0] or bool(view("leniency.reduces"))
