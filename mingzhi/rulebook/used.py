"""用在哪里：待核的规则约束哪些行为，参数被哪些规则用到。清单从规则自己的条件算出，不另外记。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.acts.rules import ParameterProposed, RuleProposed
from mingzhi.casework.lawbook import Lawbook
from mingzhi.law.changes import meaning
from mingzhi.law.pack import Pack, Rules
from mingzhi.law.rules import NAMES, Rule, Weight

# 有的参数，规则的条件里看不到它，是一个词、一页或者一份文书算的时候取的：参数名的开头 → 在哪里。
ELSEWHERE = {
    "hearing.fine.": "告知听证的权利（拟罚款达到此数的）",
    "hearing.request.days": "告知书里的听证期限",
    "surcharge.percent": "加处罚款的计算",
    "limitation.years": "追责期限的核对",
    "range.detailed-rules": "罚则旁的提示",
    "remedy.": "文书里的救济途径",
    "crime.amount.start": "法制审核时涉嫌犯罪的核对",
    "disclosure.mask.person": "公示稿里自然人的姓名",
    "disclosure.figures.minimum": "门户上的数字",
    "publication.term.months": "公示期",
    "annual.rank.": "年度报告里处罚种类的归类",
    "archive.retention.": "立卷时的保管期限",
    "consultation.days": "同意查阅的有效期",
    "media.again.minutes": "播放录音录像时的查阅记录",
    "privacy.assessment.years": "个人信息保护影响评估报告的保存",
    "review.staff.": "审核力量的核对",
}


@dataclass(frozen=True)
class Doubt:
    """清单的一行：一条待核的规则，用在哪里，有没有人已经提请。"""

    rule: Rule
    part: str
    value: str
    used: tuple[Rule, ...]
    acts: tuple[str, ...]
    elsewhere: str
    waiting: Act | None

    @property
    def local(self) -> bool:
        """本地还没有填的数：不是核实，是填写。"""
        return self.rule.parameter is not None and self.rule.parameter.value is None


def doubts(book: Lawbook, rules: Rules) -> list[Doubt]:
    """待核的，按种类；没有填的参数不在内（见 :func:`unfilled`）。"""
    pending = [rule for rule in rules.all if rule.weight is Weight.PENDING and applies(rules, rule)]
    found = [_doubt(book, rules, rule) for rule in pending]
    order = {part: place for place, part in enumerate(NAMES)}
    wanted = [each for each in found if not each.local]
    return sorted(wanted, key=lambda each: (order.get(each.rule.part, len(order)), each.rule.id))


def applies(rules: Rules, rule: Rule) -> bool:
    """没有被下级的同名参数压过。"""
    return rule.parameter is None or rules.parameters[rule.parameter.name].id == rule.id


def by_document(found: list[Doubt]) -> list[tuple[str, list[Doubt]]]:
    """按出处的文件分：读到一个文件，就可以一起核实。多的在前。"""
    grouped: dict[str, list[Doubt]] = {}
    for each in found:
        grouped.setdefault(each.rule.source.document, []).append(each)
    return sorted(grouped.items(), key=lambda pair: (-len(pair[1]), pair[0]))


def unfilled(book: Lawbook, rules: Rules) -> list[Doubt]:
    """本地还没有填写的参数。"""
    return [
        _doubt(book, rules, rule)
        for rule in rules.parameters.values()
        if rule.parameter is not None and rule.parameter.value is None
    ]


def _doubt(book: Lawbook, rules: Rules, rule: Rule) -> Doubt:
    parameter = rule.parameter
    value = f"{parameter.value} {parameter.unit}".strip() if parameter and parameter.value is not None else ""
    return Doubt(
        rule,
        NAMES.get(rule.part, rule.part),
        value,
        tuple(users(rules, rule)),
        kinds(rule),
        elsewhere(rule),
        _waiting(book, rule),
    )


def users(rules: Rules, rule: Rule) -> Iterator[Rule]:
    """用到这个参数的规则：条件里比较的、期限里数的。"""
    if rule.parameter is None:
        return
    name = rule.parameter.name
    for other in rules.all:
        written = repr(meaning(getattr(other, other.part)))
        if other.id != rule.id and (f"parameter.{name}'" in written or f"'parameter': '{name}'" in written):
            yield other


def elsewhere(rule: Rule) -> str:
    """规则以外用到这个参数的地方；没有的为空。"""
    name = rule.parameter.name if rule.parameter else ""
    return next((where for start, where in ELSEWHERE.items() if name and name.startswith(start)), "")


def kinds(rule: Rule) -> tuple[str, ...]:
    """约束哪些行为，说中文名。"""
    requirement = getattr(rule, rule.part)
    words = getattr(requirement, "act", None) or getattr(requirement, "after", None) or ()
    return tuple(KINDS[word].name for word in words if word in KINDS)


def _waiting(book: Lawbook, rule: Rule) -> Act | None:
    for act in reversed(book.waiting):
        body = act.body
        if isinstance(body, RuleProposed) and rule.id in body.rules:
            return act
        if isinstance(body, ParameterProposed) and rule.parameter and body.name == rule.parameter.name:
            return act
    return None


def defaults(rules: Rules) -> list[tuple[str, list[Rule]]]:
    """产品默认，按种类。"""
    found = [rule for rule in rules.all if rule.weight is Weight.DEFAULT]
    grouped = [(name, [rule for rule in found if rule.part == part]) for part, name in NAMES.items()]
    return [(name, chosen) for name, chosen in grouped if chosen]


def parameters(rules: Rules) -> list[Rule]:
    """全部参数，按名称。"""
    return sorted(rules.parameters.values(), key=lambda rule: rule.parameter.label if rule.parameter else "")


def layers(pack: Pack) -> list[tuple[str, str]]:
    """包的各层：（地名，名称），下级在前。"""
    return [(header.id, header.name) for header in reversed(pack.chain)]
