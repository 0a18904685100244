"""裁量核对：事实 → 罚则 → 裁量基准 → 拟处罚款，逐行写给人看。只算、只提示，由人决定（行政处罚法第五条、第三十四条）。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mingzhi.casework import discretion
from mingzhi.casework.act import Act
from mingzhi.casework.acts.conclusion import Amounts, Regime
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.sentences import parameter_name
from mingzhi.casework.view import View
from mingzhi.law.pack import Rules
from mingzhi.law.penalties import Range, span
from mingzhi.law.rules import Rule

OK, LOOK, NO, PLAIN = "met", "near", "late", ""


@dataclass(frozen=True)
class Line:
    """一行：核对什么、看到什么、灯（没有灯的只是事实）、依据的规则。"""

    label: str
    text: str
    lamp: str = PLAIN
    rule: Rule | None = None


@dataclass(frozen=True)
class StepRow:
    """裁量基准的一档。"""

    degree: str
    circumstance: str
    span: str
    yuan: str
    seen: str
    chosen: bool
    rule: Rule


@dataclass(frozen=True)
class Weighing:
    """一次裁量核对。"""

    lines: tuple[Line, ...]
    measures: tuple[str, ...]
    steps: tuple[StepRow, ...]


def weighing(view: View) -> Weighing | None:
    """还没有拟处理的（没有写到调查终结）为 None。"""
    body = discretion.proposed(view)
    if body is None:
        return None
    rule = discretion.range_rule(view)
    found = rule.range if rule is not None else None
    lines = (*_time(view), *_penalty(view, body), *_facts(view, body), *_lenient(view), *_fine(view, body))
    return Weighing(
        tuple(lines),
        tuple(each.words for each in found.measures) if found is not None else (),
        tuple(_steps(view, found)) if found is not None else (),
    )


def yuan(amount: Decimal | None) -> str:
    return "没有写" if amount is None else f"{amount:,.2f} 元"


def between(limits: discretion.Limits | None) -> str:
    return "" if limits is None else f"{limits[0]:,.2f} 元至 {limits[1]:,.2f} 元"


def _time(view: View) -> Iterator[Line]:
    when = discretion.conduct(view)
    if when.day is None:
        yield Line("行为的时间", "没有写；追责期限和适用哪一时的规定因此看不出来", LOOK)
        return
    days = [each.isoformat() for each in dict.fromkeys((when.start, when.end)) if each]
    yield Line("行为的时间", " 至 ".join(days))
    last, found = discretion.limitation(view), discretion.discovered(view)
    if last is not None and found is not None:
        over = found > last
        said = f"末日 {last}；发现之日 {found}，{'已经超过' if over else '没有超过'}"
        yield Line("追责期限", said, NO if over else OK, view.rules.parameters.get("limitation.years"))


def _penalty(view: View, body: Amounts) -> Iterator[Line]:
    rule, applied = discretion.range_rule(view), discretion.applied(view)
    if rule is None or rule.range is None or applied is None:
        yield Line("适用的罚则", "没有选" if not body.range_code else "选的罚则现在没有", LOOK)
        return
    yield Line("适用的罚则", rule.range.conduct, PLAIN, rule)
    if applied.dated and applied.then is None:
        yield Line("行为时的规定", f"这条罚则 {rule.from_} 才施行，行为在那以前", NO, rule)
    if applied.differs:
        yield from _regimes(applied)
    limits = discretion.limits_of(rule.range, body.loss)
    counted = between(limits) if rule.range.high else ""
    needs = "；先写明损失金额" if rule.range.high and limits is None else ""
    yield Line(
        "法定幅度",
        rule.range.span + (f"，即 {counted}" if counted else needs),
        LOOK if needs else PLAIN,
    )
    for each in discretion.alternates(view):
        assert each.range is not None
        said = f"同一行为还可能适用：{each.range.conduct}，{each.range.span}。同一违法行为不得罚款两次，按罚款数额高的规定处罚"
        yield Line("别的罚则", said, LOOK, each)
    if view.parameter("range.detailed-rules") == 0:
        unread = view.rules.parameters["range.detailed-rules"]
        yield Line("实施细则", f"{unread.from_} 起与它并读；还没有取得全文，没有核对", LOOK, unread)


def _regimes(applied: discretion.Applied) -> Iterator[Line]:
    then, now = applied.then, applied.now
    assert then is not None
    yield Line("行为时的规定", f"{whole(then.range)}（{then.from_} 起）", PLAIN, then)
    current = f"{whole(now.range)}（{now.from_} 起）" if now is not None else "已经没有这条罚则"
    yield Line("现在的规定", current, PLAIN, now)
    said = {
        Regime.AT_DECISION: "现在的处罚较轻：适用现在的",
        Regime.AT_CONDUCT: "现在的处罚较重：适用行为时的",
        None: "各有轻重，或者比不出来：由人定，写明理由",
    }[applied.lighter]
    picked = f"；选了{applied.regime.label}" if applied.regime else "；还没有选"
    lawful = applied.regime is not None and applied.lawful
    yield Line("从旧兼从轻", said + picked, OK if lawful else LOOK if applied.regime is None else NO)


def whole(found: Range | None) -> str:
    """罚款的幅度和暂停的月数。"""
    if found is None:
        return ""
    months = f"，暂停 {found.suspension[0]} 至 {found.suspension[1]} 个月" if found.suspension else ""
    return found.span + months


def _facts(view: View, body: Amounts) -> Iterator[Line]:
    age = discretion.age(view)
    seen = [
        f"损失 {yuan(body.loss)}",
        "初次违法" if view("discretion.first") else "",
        "责令改正后拒不改正" if view("correction.defied") else "",
        "复查已经改正" if view("correction.done") else "",
        "已经退回全部损失" if view("refund.returned") else "",
        "造成严重后果" if body.serious_consequences else "",
        f"当事人行为时 {age} 岁" if age is not None else "",
    ]
    yield Line("看到的情节", "；".join(filter(None, seen)))
    unable = next(
        (
            each
            for each in view.rules.part("leniency")
            if each.leniency and each.leniency.code == "p31-unable"
        ),
        None,
    )
    if view("party.kind") == "person" and unable is not None:
        yield Line("责任能力", "是不是精神病人、智力残疾人，由人核对；有的选从宽情节", PLAIN, unable)


def _lenient(view: View) -> Iterator[Line]:
    for rule, found, reason in discretion.leniencies(view):
        said = f"{found.circumstance}：{found.effect.label}"
        yield Line("从宽情节", said + (f"。{reason}" if reason else ""), PLAIN if reason else LOOK, rule)
    for rule in discretion.hinted(view):
        assert rule.leniency is not None
        yield Line(
            "可以考虑",
            f"{rule.leniency.circumstance}：{rule.leniency.effect.label}；有没有由人认定",
            LOOK,
            rule,
        )


def _fine(view: View, body: Amounts) -> Iterator[Line]:
    limits = discretion.range_limits(view)
    where, lamp = "", PLAIN
    if body.fine and limits is not None:
        if body.fine > limits[1]:
            where, lamp = "，高于法定上限，不能作出", NO
        elif body.fine < limits[0]:
            reduced = bool(discretion.leniencies(view))
            where, lamp = (
                "，低于法定下限，" + ("选了从宽情节" if reduced else "没有选从宽情节"),
                LOOK if reduced else NO,
            )
        else:
            where, lamp = "，在法定幅度以内", OK
    yield Line("拟罚款", (yuan(body.fine) if body.fine else "不罚款") + where, lamp)
    step = discretion.chosen(view)
    if discretion.ladder(view) and step is None:
        yield Line("裁量阶次", "没有选，或者选的阶次裁量基准里没有", LOOK)
    elif discretion.deviates(view):
        why = f"理由：{body.deviation}" if body.deviation else "没有写理由，不能作出"
        yield Line("裁量基准", f"没有按裁量基准；{why}", LOOK if body.deviation else NO)
    elif step is not None and body.fine:
        yield Line("裁量基准", f"{step.ladder.degree.label}，在这一档里", OK, step.rule)


def _steps(view: View, found: Range) -> Iterator[StepRow]:
    words = {True: "情节成立", False: "情节不成立", None: "由人判断"}
    picked = discretion.chosen(view)
    for step in discretion.ladder(view):
        yield StepRow(
            step.ladder.degree.label,
            step.ladder.circumstance,
            span(found.base, step.ladder.low, step.ladder.high),
            between(step.limits) if found.base == "loss" else "",
            words[step.holds],
            picked is not None and picked.rule.id == step.rule.id,
            step.rule,
        )


def range_choices(rules: Rules, acts: Sequence[Act]) -> list[tuple[str, str]]:
    """表单上可以选的罚则：当事人的身份已经知道的，只列对他适用的。"""
    party = CaseFile(acts).party
    standing = party.standing.value if party is not None else ""
    return [
        (found.code, f"{rule.cite}：{found.conduct}")
        for rule in rules.part("range")
        if (found := rule.range) is not None
        and (not standing or found.subject == "any" or standing in found.subject.split(","))
    ]


def leniency_choices(rules: Rules) -> list[tuple[str, str]]:
    """表单上可以选的从宽情节。"""
    return [
        (found.code, f"{rule.cite}：{found.circumstance}（{found.effect.label}）")
        for rule in rules.part("leniency")
        if (found := rule.leniency) is not None
    ]


def coded(rules: Rules) -> dict[str, str]:
    """罚则、从宽情节的代号、参数的词写成的字，给看一项行为的页面用。"""
    named = [(name, parameter_name(name, rules)) for name in rules.parameters]
    return dict([*named, *range_choices(rules, ()), *leniency_choices(rules)])


def as_of(view: View) -> date:
    """拟处理的那一项的日期：回头看时按那天的规则。"""
    act = discretion.proposed_act(view)
    return act.day if act is not None else view.today
