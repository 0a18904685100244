"""两人办理：规则登记簿里的确认，由提请以外的另一人作出，两人中须有一人在法制审核机构。

这是软件的结构，不是某一条法律，所以不引条款；写入的门禁问它，与岗位权限一样拒绝。
"""

from __future__ import annotations

from collections.abc import Iterator

from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.acts.rules import (
    LEGAL,
    CalendarLoaded,
    PackProposed,
    ParameterProposed,
    RuleProposed,
)
from mingzhi.casework.notices import NoticeUnread, notice_of
from mingzhi.casework.view import View
from mingzhi.law.rules import Rule, Weight

# 确认 → 它确认的提请。
SECONDS = {
    "rule.confirmed": "rule.proposed",
    "parameter.confirmed": "parameter.proposed",
    "pack.enforced": "pack.proposed",
}
CITE = "两人办理"
# 缺什么、下一步做什么、在哪一栏。
Lack = tuple[str, str, str]


def lacking(view: View, candidate: Act) -> Iterator[Lack]:
    """正要写入的一项还缺什么；与登记簿无关的行为什么也不缺。"""
    if candidate.kind in SECONDS:
        yield from _second(view, candidate)
    elif isinstance(candidate.body, RuleProposed):
        yield from _rule(view, candidate, candidate.body)
    elif isinstance(candidate.body, ParameterProposed):
        yield from _parameter(view, candidate.body)
    elif isinstance(candidate.body, PackProposed):
        yield from _pack(view, candidate, candidate.body)
    elif isinstance(candidate.body, CalendarLoaded):
        try:
            notice_of(candidate.body)
        except NoticeUnread as error:
            yield str(error), "请照通知改正后再装入", error.field


def _second(view: View, candidate: Act) -> Iterator[Lack]:
    wanted = SECONDS[candidate.kind]
    first = view.file.act(getattr(candidate.body, "of", None))
    name = KINDS[wanted].name
    if first is None or first.kind != wanted:
        yield f"没有写明确认哪一项“{name}”", f"请选择一项“{name}”", "of"
        return
    if confirmed(view, first.number, candidate.kind):
        yield f"第 {first.number} 号已经确认过", "不必再确认", "of"
    if not getattr(candidate.body, "compared", False):
        yield "没有写明已经核对", "请对照文本核对以后，勾选已核对", "compared"
    if first.actor.number == candidate.actor.number:
        yield f"第 {first.number} 号是您自己提请的，要由另一人确认", "请交给另一人核对", ""
    if not (first.actor.has(*LEGAL) or candidate.actor.has(*LEGAL)):
        yield "提请的人和您都不在法制审核机构", "请由法制审核人员确认", ""


def confirmed(view: View, number: int, kind: str) -> bool:
    """第 number 号提请已经确认。"""
    return any(getattr(act.body, "of", None) == number for act in view.file.all(kind))


def _rule(view: View, candidate: Act, body: RuleProposed) -> Iterator[Lack]:
    if not body.rules:
        yield "没有写要核实哪一条", "请从待核的清单里点“提请核实”", "rule"
    for rule_id in body.rules:
        rule = view.pack.rule(rule_id)
        if rule is None:
            yield f"没有规则“{rule_id}”", "请从待核的清单里点“提请核实”", "rule"
            continue
        if rule.weight is not Weight.PENDING:
            yield f"“{rule.says}”不是待核的", "不必再核实", "rule"
        if rule.parameter is not None and rule.parameter.value is None and not body.value:
            yield f"“{rule.says}”还没有数，核实不了", "请填写文本里的数，或者改为提请填写本地参数", "value"
        if body.value:
            yield from _number(rule, body.value)
    if body.value and len(body.rules) > 1:
        yield "几条一起核实的，不能写一个数", "数与文本不同的那一条，请单独提请", "value"
    if not body.seen and not candidate.exhibits:
        yield "没有写明看到的文本，也没有附上", "请写明看到的是哪个文件、哪一条，或者附上文本", "seen"


def _number(rule: Rule, value: str) -> Iterator[Lack]:
    if rule.parameter is None:
        yield "这一条里没有单独的数", "数写在规则里的，请改规则包，推演以后施行", "value"
    elif not _is_number(value):
        yield f"“{value}”不是数", "请只写数字，不写单位", "value"


def _is_number(text: str) -> bool:
    whole, _, part = text.partition(".")
    return whole.isascii() and whole.isdigit() and (not part or (part.isascii() and part.isdigit()))


def _parameter(view: View, body: ParameterProposed) -> Iterator[Lack]:
    rule = view.rules.parameters.get(body.name)
    if rule is None or rule.parameter is None:
        yield f"没有参数“{body.name}”", "请从本地参数的清单里点“提请填写”", "name"
        return
    if rule.weight is Weight.RULE and rule.parameter.value is not None and not _filled(rule):
        told = "条文改了的，请改规则包，推演以后施行"
        yield f"“{rule.parameter.label}”是条文写明的（{rule.cite}），不能由本机关改", told, "name"
    if not body.value:
        yield "没有填写数", "请照文件填写，只写数字，不写单位", "value"
    elif not _is_number(body.value):
        yield f"“{body.value}”不是数", "请只写数字，不写单位", "value"
    if not body.document:
        yield "没有写明依据的文件", "请写明是哪个文件定的这个数", "document"
    if body.effective is None:
        yield "没有写明从哪天起", "请填写文件的施行之日", "effective"


def _filled(rule: Rule) -> bool:
    """是本机关填写的（登记簿里改过的版本记着何时知道）。"""
    return rule.known is not None


def _pack(view: View, candidate: Act, body: PackProposed) -> Iterator[Lack]:
    if body.pack != view.pack.id:
        yield f"本机关用的规则包是 {view.pack.id}，不是“{body.pack}”", f"请提请施行 {view.pack.id}", "pack"
    if not body.digest or not candidate.exhibits:
        yield "没有附上规则包的文件", "请从推演的结果里点“提请施行”，文件和摘要由系统附上", "digest"
    if body.effective is None:
        yield "没有写明从哪天起", "请填写施行之日", "effective"
