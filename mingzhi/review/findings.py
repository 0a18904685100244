"""系统核对到的情况：每一行审核内容，替审核人先从案卷里核对，给出处；结论由人作出，从不替人作答。

每一种核对（line 规则的 checks）一个函数，返回灯和一句话：核对无误、需要判断、发现问题。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.acts.review import LineResult
from mingzhi.casework.duties import Lamp
from mingzhi.casework.papers import EVIDENCE, digest
from mingzhi.casework.weighing import weighing
from mingzhi.casework.words import officers_of, range_limits, range_rule
from mingzhi.law.rules import ReviewLineRule
from mingzhi.review.case import Case

MET, SOFT, NEAR = "met", "soft", "near"
SAYS = {MET: "核对无误", SOFT: "需要判断", NEAR: "发现问题"}
WORST = (NEAR, SOFT, MET)


@dataclass(frozen=True)
class Link:
    """出处：第几号行为；form 是它的文书。"""

    label: str
    act: int
    form: str = ""


@dataclass(frozen=True)
class Finding:
    """核对到的一条。"""

    lamp: str
    words: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class LineRow:
    """审核内容的一行：系统核对到的，和可以选的结论。"""

    rule: ReviewLineRule
    findings: tuple[Finding, ...]
    answers: tuple[LineResult, ...] = field(default=())

    @property
    def lamp(self) -> str:
        lamps = {each.lamp for each in self.findings}
        return next((lamp for lamp in WORST if lamp in lamps), SOFT)

    @property
    def says(self) -> str:
        return SAYS[self.lamp]

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(dict.fromkeys(link for each in self.findings for link in each.links))


def rows(case: Case) -> tuple[LineRow, ...]:
    """各行，按附件 2 的次序。"""
    return tuple(
        LineRow(line, found(case, line), tuple(LineResult(each) for each in line.answers))
        for line in case.lines
    )


def found(case: Case, line: ReviewLineRule) -> tuple[Finding, ...]:
    results = [finding for check in line.checks if check in CHECKS for finding in CHECKS[check](case)]
    return tuple(dict.fromkeys(results)) or (Finding(SOFT, "系统没有可以核对的，由审核人填写。"),)


Check = Callable[[Case], Iterator[Finding]]
CHECKS: dict[str, Check] = {}


def checks(name: str) -> Callable[[Check], Check]:
    def register(function: Check) -> Check:
        CHECKS[name] = function
        return function

    return register


def link(act: Act, label: str = "", form: str = "") -> Link:
    return Link(label or f"第 {act.number} 号　{KINDS[act.kind].name}", act.number, form)


@checks("agency")
def _agency(case: Case) -> Iterator[Finding]:
    filed = case.file.last("case.filed")
    if filed is None:
        yield Finding(NEAR, "没有立案。")
    else:
        said = f"{case.dossier.agency_name}立案（{case.file.document_no}）；职权、管辖由审核人判断。"
        yield Finding(SOFT, said, (link(filed, "立案审批表", "filing_approval"),))


@checks("certificates")
def _certificates(case: Case) -> Iterator[Finding]:
    names: dict[str, None] = {}
    acts = 0
    for act in case.file.acts:
        officers = list(officers_of(act))
        acts += bool(officers)
        names |= dict.fromkeys(officer.name for officer in officers)
        invalid = "、".join(officer.name for officer in officers if not officer.certified_on(act.day))
        if invalid:
            yield Finding(
                NEAR, f"第 {act.number} 号{KINDS[act.kind].name}：{invalid}当日证件无效。", (link(act),)
            )
    if names:
        yield Finding(MET, f"{'、'.join(names)}：{acts} 次执法活动逐次核对了当日的证件。")
    else:
        yield Finding(NEAR, "案卷里没有写到执法人员。")


@checks("evidence")
def _evidence(case: Case) -> Iterator[Finding]:
    added = case.file.all("evidence.added")
    silent = [act for act in added if not getattr(act.body, "proves", "")]
    for act in silent:
        yield Finding(NEAR, f"第 {act.number} 号证据没有写证明对象。", (link(act),))
    records = [act for act in case.file.acts if act.kind in EVIDENCE]
    links = tuple(link(act) for act in records[:8])
    if not records:
        yield Finding(NEAR, "案卷里没有证据材料。")
    elif not silent:
        said = f"证据材料 {len(records)} 件，{len(added)} 件写明了证明对象；是否充分确凿由审核人判断。"
        yield Finding(SOFT, said, links)


@checks("range.chosen")
def _chosen(case: Case) -> Iterator[Finding]:
    rule = range_rule(case.view)
    if rule is None or rule.range is None:
        yield Finding(NEAR, "呈报没有选适用的罚则，系统无法核对幅度。")
    else:
        yield Finding(SOFT, f"适用{rule.cite}：{rule.range.conduct}。")


@checks("range.fits")
def _fits(case: Case) -> Iterator[Finding]:
    fits = case.view("range.fits")
    if fits is False:
        yield Finding(NEAR, "所选罚则不适用于当事人的身份。")
    cause = case.file.cause or "没有写"
    yield Finding(SOFT, f"案由为{cause}。系统不对定性作结论。")


@checks("range.above")
def _above(case: Case) -> Iterator[Finding]:
    limits, fine = range_limits(case.view), case.view("proposed.fine")
    if limits is None or fine is None:
        return
    said = f"罚款 {money(fine)} 元，罚则幅度 {money(limits[0])} 元至 {money(limits[1])} 元"
    if fine > limits[1]:
        yield Finding(NEAR, f"{said}，高于上限。")
    elif fine >= limits[0]:
        yield Finding(MET, f"{said}。")


@checks("range.below")
def _below(case: Case) -> Iterator[Finding]:
    if case.view("range.below"):
        why = case.view("proposed.mitigation") or case.view("leniency.reasoned")
        said = "罚款低于罚则下限，" + ("呈报写了减轻处罚的理由。" if why else "没有写减轻处罚的情节和理由。")
        yield Finding(SOFT if why else NEAR, said)


# 裁量核对里审核人要看的几行；其余的别处已经说了。
WEIGHED = (
    "追责期限",
    "行为时的规定",
    "现在的规定",
    "从旧兼从轻",
    "从宽情节",
    "裁量阶次",
    "裁量基准",
    "别的罚则",
)


@checks("discretion")
def _discretion(case: Case) -> Iterator[Finding]:
    report = case.file.last("report.drafted")
    if report is None:
        return
    links = (link(report, "案件处理呈报书", "case_report"),)
    if getattr(report.body, "discretion", "").strip():
        yield Finding(SOFT, "呈报书写了裁量权的适用；阶次和理由是否恰当由审核人判断。", links)
    else:
        yield Finding(NEAR, "呈报书没有写裁量权的适用。", links)
    weighed = weighing(case.view)
    for line in weighed.lines if weighed is not None else ():
        if line.label in WEIGHED:
            cited = f"（{line.rule.cite}）" if line.rule is not None else ""
            lamp = NEAR if line.lamp in ("near", "late") else MET if line.lamp == "met" else SOFT
            yield Finding(lamp, f"{line.label}：{line.text}{cited}。", links)


@checks("proposed.fine")
def _fine(case: Case) -> Iterator[Finding]:
    fine, answered, told = (case.view(name) for name in ("proposed.fine", "answered.fine", "told.fine"))
    refund, told_refund = case.view("proposed.refund"), case.view("told.refund")
    said = f"拟责令退回 {money(refund)} 元，罚款 {money(fine)} 元；告知退回 {money(told_refund)} 元、罚款 {money(told)} 元"
    higher = fine is not None and any(limit is not None and fine > limit for limit in (answered, told))
    if higher:
        yield Finding(NEAR, f"{said}。拟罚款高于告知或者复核后的数额。")
    else:
        yield Finding(SOFT, f"{said}，不高于告知和复核后的数额。")


@checks("duties")
def _duties(case: Case) -> Iterator[Finding]:
    ours = [due for due in case.view.dues if due.whose == "agency"]
    missed = [due for due in ours if due.status in (Lamp.LATE, Lamp.WAS)]
    for due in missed:
        act = case.file.act(due.trigger)
        yield Finding(
            NEAR, f"{due.name}：{due.words}（最迟 {due.day}，{due.rule.cite}）。", (link(act),) if act else ()
        )
    met = sum(due.status is Lamp.MET for due in ours)
    if not missed:
        yield Finding(MET, f"已到的 {met} 项期限全部按期。")


@checks("defects")
def _defects(case: Case) -> Iterator[Finding]:
    for each in case.standing.defects:
        handled = (
            "已说明原因、经批准"
            if each.approved
            else "已说明原因，未经批准"
            if each.explained
            else "没有说明"
        )
        said = f"第 {each.act.number} 号{KINDS[each.act.kind].name}：{each.ground.lacks}（{each.ground.cite}），{handled}。"
        yield Finding(NEAR, said, (link(each.act),))


@checks("recordings.gaps")
def _gaps(case: Case) -> Iterator[Finding]:
    for each in case.standing.coverages:
        name = f"第 {each.act.number} 号{KINDS[each.act.kind].name}"
        yield Finding(
            MET if each.complete else NEAR, f"{name}应当全程录像：{each.words}。", (link(each.act),)
        )


@checks("contents")
def _contents(case: Case) -> Iterator[Finding]:
    lacking = [each for each in case.standing.defects if each.ground.lacks.startswith("没有填写")]
    for each in lacking:
        yield Finding(NEAR, f"第 {each.act.number} 号：{each.ground.lacks}。", (link(each.act),))
    if not lacking:
        yield Finding(MET, "各项应当载明的内容都填写了。")


@checks("bundle")
def _bundle(case: Case) -> Iterator[Finding]:
    sent = case.bundle
    if sent is None:
        yield Finding(NEAR, "还没有送审。")
        return
    flags = ("has_report", "has_evidence", "has_filing", "has_approval_form", "has_decision_text")
    missing = [type(sent).model_fields[name].title or name for name in flags if not getattr(sent, name)]
    if missing:
        yield Finding(NEAR, f"送审材料缺：{'、'.join(missing)}。")
    else:
        yield Finding(MET, f"送审材料 {len(sent.materials)} 件，五类齐备。")
    frozen = [item for item in sent.materials if item.sha256]
    changed = [
        item for item in frozen if (act := case.file.act(item.act)) is None or digest(act) != item.sha256
    ]
    if changed:
        yield Finding(NEAR, f"{len(changed)} 件与送审时固定的摘要不一致。")
    if len(frozen) < len(sent.materials):
        yield Finding(SOFT, f"{len(sent.materials) - len(frozen)} 件没有固定摘要，系统无法核对。")


@checks("recusal")
def _recusal(case: Case) -> Iterator[Finding]:
    decided = case.file.all("recusal.decided")
    if case.view("recusal.pending"):
        asked = tuple(link(act) for act in case.file.all("recusal.requested"))
        yield Finding(NEAR, "有回避的申请还没有作出决定。", asked)
    said = (
        f"有 {len(decided)} 项回避决定。"
        if decided
        else "案卷里没有回避申请；职权是否超越、滥用由审核人判断。"
    )
    yield Finding(SOFT, said, tuple(link(act) for act in decided))


@checks("crime")
def _crime(case: Case) -> Iterator[Finding]:
    loss, start = case.view("proposed.loss"), case.view.parameter("crime.amount.start")
    said = f"涉案金额 {money(loss)} 元"
    if start is not None:
        reached = loss is not None and loss >= start
        said += f"，{'达到' if reached else '没有达到'}起点 {money(start)} 元"
    concluded = case.file.last("investigation.concluded")
    check = getattr(concluded.body, "crime_check", "") if concluded else ""
    links = (link(concluded),) if concluded else ()
    if not check:
        yield Finding(NEAR, f"{said}；调查终结没有写是否涉嫌犯罪的核对。", links)
    else:
        yield Finding(SOFT, f"{said}；{check.rstrip('。；，')}；是否移送由审核人判断。", links)


@checks("concluded.no_intent_to_defraud")
def _intent(case: Case) -> Iterator[Finding]:
    if case.view("concluded.no_intent_to_defraud"):
        yield Finding(SOFT, "调查终结未认定以骗取为目的。")
    else:
        yield Finding(NEAR, "调查终结没有写明未认定以骗取为目的。")


def money(value: object) -> str:
    return f"{value:,.2f}" if isinstance(value, Decimal) else "—"
