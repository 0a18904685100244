"""违法情形与罚则表：谁、什么行为、什么措施、由谁、多大幅度，逐条引到项（条例第三十六条至第四十五条）。"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render

from mingzhi.casework.acts.lead import PartyStanding
from mingzhi.casework.weighing import whole
from mingzhi.desk.places import pack_of
from mingzhi.law.rules import Rule, Source, cite
from mingzhi.people import clock
from mingzhi.people.middleware import StaffRequest, signed_in


@dataclass(frozen=True)
class Group:
    """一条法条的各种情形；措施和幅度相同的，只写一次。"""

    title: str
    rules: tuple[Rule, ...]

    @property
    def who(self) -> str:
        return subjects(self.rules[0])


def subjects(rule: Rule) -> str:
    """当事人的身份。"""
    assert rule.range is not None
    labels = {each.value: each.label for each in PartyStanding}
    return "、".join(labels.get(each, each) for each in rule.range.subject.split(","))


def details(rule: Rule) -> list[tuple[str, str]]:
    """一条罚则、裁量基准、从宽情节的细节，给人看的几行。"""
    if rule.range is not None:
        found = rule.range
        return [
            ("对象", subjects(rule)),
            ("违法情形", found.conduct),
            ("罚款", found.span),
            ("暂停", f"{found.suspension[0]} 至 {found.suspension[1]} 个月" if found.suspension else ""),
            ("措施", "；".join(each.words for each in found.measures)),
        ]
    if rule.ladder is not None:
        step = rule.ladder
        return [
            ("对哪些罚则", "、".join(step.codes)),
            ("阶次", step.degree.label),
            ("情节", step.circumstance),
            ("幅度", f"{step.low:f} 至 {step.high:f}（与罚则同一单位）"),
        ]
    if rule.leniency is not None:
        return [("情节", rule.leniency.circumstance), ("效果", rule.leniency.effect.label)]
    return []


def grouped(rules: Iterable[Rule]) -> list[Group]:
    """按条（款）分组；并在一起的那一条不列，它只供表单选。"""
    found: dict[tuple[str, str, str], list[Rule]] = {}
    for rule in rules:
        if rule.range is not None and not rule.range.covers:
            source = Source(
                document=rule.source.document, article=rule.source.article, paragraph=rule.source.paragraph
            )
            same = (cite(source), whole(rule.range), repr(rule.range.measures))
            found.setdefault(same, []).append(rule)
    return [Group(title, tuple(each)) for (title, _, _), each in found.items()]


@signed_in
def index(request: StaffRequest) -> HttpResponse:
    """整张表，按今天有效的规则。"""
    pack = pack_of(request)
    if pack is None:
        raise Http404
    rules = pack.on(clock.today(request))
    context = {
        "groups": grouped(rules.part("range")),
        "ladders": rules.part("ladder"),
        "leniencies": rules.part("leniency"),
        "today": clock.today(request),
        "unread": rules.parameter("range.detailed-rules") == 0,
    }
    return render(request, "desk/penalties.html", context)
