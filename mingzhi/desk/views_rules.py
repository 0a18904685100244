"""依据：本机关适用的规则——每条说什么、出自哪里、何时有效、待核不待核；未填写的参数；引文的原文。"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render

from mingzhi.casework.act import KINDS, Matter
from mingzhi.casework.actor import Role
from mingzhi.casework.acts.rules import KEEPERS
from mingzhi.desk import views_penalties
from mingzhi.desk.places import pack_of
from mingzhi.instruments.catalogue import FORMS
from mingzhi.law.pack import Pack, doubtful, load_pack, places, unfilled
from mingzhi.law.rules import NAMES, PARTS, Rule, Weight
from mingzhi.people import clock
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.record import lawbook
from mingzhi.record.dossiers import find_register
from mingzhi.record.library import quote_rule

WHOSE = {"party": "当事人的期间", "other": "对方机关的期间"}
UNITS = {"workday": "个工作日", "day": "日", "month": "个月", "year": "年", "hour": "小时"}
WEIGHTS = {Weight.RULE: "条文", Weight.PENDING: "待核", Weight.DEFAULT: "产品默认"}


@dataclass(frozen=True)
class Listed:
    """列表的一行。"""

    rule: Rule
    about: str
    weight: str


@signed_in
def index(request: StaffRequest) -> HttpResponse:
    """依据：按种类看，可以查。"""
    pack, today = pack_of(request), clock.today(request)
    if pack is None:
        raise Http404
    rules = pack.on(today)
    query = request.GET.get("q", "").strip()
    part = request.GET.get("part", "") if request.GET.get("part", "") in PARTS else ""
    weight = request.GET.get("weight", "")
    found = [rule for rule in rules.all if matches(rule, query)]
    if weight:
        found = [rule for rule in found if rule.weight.value == weight]
    counts = Counter(rule.part for rule in found)
    # 没有选种类也没有查的，先看门禁：它最常被问到“为什么不能”。
    shown = part or ("" if query or weight else "gate")
    groups = [
        (NAMES[name], [_listed(rule) for rule in found if rule.part == name])
        for name in PARTS
        if counts[name] and shown in ("", name)
    ]
    return render(
        request,
        "desk/rules.html",
        {
            "pack": pack,
            "groups": groups,
            "parts": [(name, NAMES[name], counts[name], name == shown) for name in PARTS if counts[name]],
            "rule_query": query,
            "weight": weight,
            "weights": [(weight.value, name) for weight, name in WEIGHTS.items()],
            "keeps": request.actor.has(*KEEPERS),
            "unfilled": unfilled(rules),
            "doubtful": len(doubtful(rules)),
            "total": len(found),
        },
    )


def matches(rule: Rule, query: str) -> bool:
    """查的字在规则的意思、引文、条款编号、名称里。"""
    if not query:
        return True
    where = " ".join((rule.id, rule.says, rule.cite, *rule.clauses, about(rule)))
    return all(word.casefold() in where.casefold() for word in query.split())


def _listed(rule: Rule) -> Listed:
    return Listed(rule, about(rule), WEIGHTS[rule.weight])


def about(rule: Rule) -> str:
    """关于哪几种行为，或者是什么。"""
    requirement = getattr(rule, rule.part)
    kinds = getattr(requirement, "act", None) or getattr(requirement, "after", None) or ()
    names = [KINDS[kind].name for kind in kinds if kind in KINDS]
    if names:
        return "、".join(names)
    for name in ("label", "name", "line", "conduct", "circumstance", "subject", "series", "because", "item"):
        value = getattr(requirement, name, "")
        if value:
            return str(value)
    return ""


@signed_in
def show(request: StaffRequest, rule_id: str) -> HttpResponse:
    """一条规则：意思、出处、原文、何时有效、要求的细节。"""
    pack, today = pack_of(request), clock.today(request)
    rule = pack.rule(rule_id) if pack else None
    if pack is None or rule is None:
        raise Http404
    day = today if rule.in_force(today) else rule.until or rule.from_
    book = lawbook.lawbook_of(request.user.agency.code, request.user.agency.place)
    header = next((each for each in pack.chain if each.id == rule.pack), pack.header)
    return render(
        request,
        "desk/rule.html",
        {
            "rule": rule,
            "part": NAMES[rule.part],
            "about": about(rule),
            "weight": WEIGHTS[rule.weight],
            "quoted": quote_rule(rule, day),
            "quoted_on": day,
            "header": header,
            "details": details(rule),
            "replaced": pack.rule(rule.replaces) if rule.replaces else None,
            "replaced_by": replaced_by(pack, rule, today),
            "in_force": rule.in_force(today),
            "versions": pack.versions(rule_id),
            "history": book.history(rule_id),
            "register": find_register(request.user.agency.code, Matter.RULES),
        },
    )


def replaced_by(pack: Pack, rule: Rule, today: date) -> Rule | None:
    """今天由哪一条替换。"""
    return next((each for each in pack.rules if each.replaces == rule.id and each.in_force(today)), None)


def details(rule: Rule) -> list[tuple[str, str]]:
    """要求的细节，给人看的几行。"""
    found: list[tuple[str, str]] = []
    if rule.gate:
        found += [
            ("不满足时", rule.gate.lacks),
            ("由谁补", _role(rule.gate.supplied_by)),
            ("下一步", rule.gate.then),
        ]
    if rule.duty:
        spans = "，再".join(
            f"{each.count if isinstance(each.count, int) else '按填写的日数'}"
            f"{' ' if isinstance(each.count, int) else ''}{UNITS[each.unit] if isinstance(each.count, int) else ''}"
            for each in rule.duty.within
        )
        done = "、".join(KINDS[kind].name for kind in rule.duty.do if kind in KINDS)
        found += [
            ("期限", rule.duty.name),
            ("多久", spans),
            ("末日遇休息日", "顺延" if any(each.roll for each in rule.duty.within) else "不顺延"),
            ("由哪一项完成", done),
            ("由谁", WHOSE.get(rule.duty.whose) or _role(rule.duty.role)),
        ]
    if rule.pause:
        duties = [each.duty for each in _all_rules() if each.duty and each.duty.tag in rule.pause.tags]
        found += [
            ("停止计算的期限", "、".join(dict.fromkeys(duty.name for duty in duties))),
            ("从", "、".join(KINDS[kind].name for kind in rule.pause.after if kind in KINDS)),
            ("到", "、".join(KINDS[kind].name for kind in rule.pause.until if kind in KINDS)),
        ]
    if rule.content:
        found.append(("应当载明", "、".join(_labels(rule))))
    if rule.recording:
        level = {"throughout": "应当全程", "reason": "没有的说明理由", "optional": "可以"}
        found.append(("音像记录", level[rule.recording.level]))
    if rule.option:
        found.append(("选项", rule.option.label))
    if rule.purpose:
        found.append(("查阅用途", rule.purpose.label))
        found.append(
            ("不写就是它" if rule.purpose.implied else "可以选它", "、".join(map(_role, rule.purpose.roles)))
        )
    if rule.parameter:
        value = rule.parameter.value
        found.append(
            (rule.parameter.label, f"{value} {rule.parameter.unit}" if value is not None else "未填写")
        )
    if rule.role:
        found.append(("由谁办理", "、".join(_role(role) for role in rule.role.roles)))
    if rule.instrument:
        found.append(
            ("制作", "、".join(FORMS[form].title for form in rule.instrument.prints if form in FORMS))
        )
    if rule.review:
        found.append(("为什么是重大", rule.review.because))
    if rule.line:
        found += [("审核内容", rule.line.line), ("可以答", "、".join(rule.line.answers))]
    found += views_penalties.details(rule)
    if rule.numbering:
        found.append(("文号的样子", rule.numbering.form.format(abbr="示", year="2025", n="1")))
    if rule.score:
        veto = "不合格的，整卷不合格" if rule.score.veto else f"{rule.score.points} 分"
        found += [("评查", f"{rule.score.group}：{rule.score.item}"), ("满分", veto)]
    if rule.flow:
        found += [("说明", rule.flow.says), ("由谁", _role(rule.flow.role))]
    return [(name, text) for name, text in found if text]


def _all_rules() -> list[Rule]:
    return [rule for place in places() for rule in load_pack(place).rules]


def _labels(rule: Rule) -> list[str]:
    """应当载明的各栏的标题。"""
    assert rule.content is not None
    labels: list[str] = []
    for kind in rule.content.act:
        fields = KINDS[kind].body.model_fields if kind in KINDS else {}
        for name in rule.content.fields:
            info = fields.get(name.split(".")[0])
            labels.append(info.title if info and info.title else name)
    return list(dict.fromkeys(labels))


def _role(value: str) -> str:
    return next((role.label for role in Role if role.value == value), value)
