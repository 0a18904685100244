"""规则包写成公众看得懂的表：执法事项、依据、步骤、期限、幅度。字都取自规则，条号也取自规则。"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from mingzhi.casework.act import KINDS, Stage
from mingzhi.law.pack import Pack, Rules
from mingzhi.law.penalties import span
from mingzhi.law.rules import Duty, Rule, Source, Weight, Within, cite

# 三类执法事项里，检查和强制的依据取自约束这几种行为的规则。
KINDS_OF_POWER = (
    ("医疗保障行政检查", "行政检查", "inspection.held"),
    ("封存有关资料", "行政强制", "sealing.imposed"),
)
UNITS = {"workday": "个工作日", "day": "日", "month": "个月", "hour": "小时"}
# 从名称看效力级别；“办法”有的是行政法规，有的是规章，有的是规范性文件，不猜。
LEVELS = (("法", "法律"), ("条例", "行政法规"), ("规定", "规章"), ("解释", "司法解释"), ("办法", "办法"))
ORDER = ("法律", "行政法规", "司法解释", "规章", "办法", "规范性文件")


def binding(rules: Iterable[Rule]) -> list[Rule]:
    """有出处的规则；产品默认不是依据。"""
    return [rule for rule in rules if rule.weight is not Weight.DEFAULT]


def powers(rules: Rules) -> tuple[tuple[str, str, str], ...]:
    """执法事项：名称、类别、依据。"""
    rows = []
    for name, category, kind in KINDS_OF_POWER:
        asked = binding((*rules.gates(kind), *rules.contents(kind)))
        laws = [_whole(rule) for rule in asked if _level(rule.source.document) in ("法律", "行政法规")]
        if laws:
            rows.append((name, category, "、".join(dict.fromkeys(laws))))
    for rule in binding(rules.part("range")):
        if rule.range is not None and not rule.range.covers:
            rows.append((rule.range.conduct, "行政处罚（处理）", rule.cite))
    return tuple(rows)


def discretion(rules: Rules) -> tuple[tuple[str, str, str], ...]:
    """法定幅度：情形、幅度、依据。"""
    return tuple(
        (rule.range.conduct, rule.range.span, rule.cite)
        for rule in binding(rules.part("range"))
        if rule.range is not None and not rule.range.covers
    )


def ladders(rules: Rules) -> tuple[tuple[str, str, str, str], ...]:
    """裁量基准：阶次、情节、幅度、依据（行政处罚法第三十四条：应当向社会公布）。"""
    ranges = {rule.range.code: rule.range for rule in rules.part("range") if rule.range is not None}
    return tuple(
        (
            step.degree.label,
            step.circumstance,
            span(ranges[step.codes[0]].base, step.low, step.high) if step.codes[0] in ranges else "",
            rule.cite,
        )
        for rule in binding(rules.part("ladder"))
        if (step := rule.ladder) is not None
    )


def leniencies(rules: Rules) -> tuple[tuple[str, str, str], ...]:
    """不予、从轻、减轻处罚的法定情形：情形、效果、依据。"""
    return tuple(
        (found.circumstance, found.effect.label, rule.cite)
        for rule in binding(rules.part("leniency"))
        if (found := rule.leniency) is not None
    )


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def basis(pack: Pack, rules: Rules) -> tuple[tuple[str, str, str], ...]:
    """执法依据：文件、效力级别、引用的条文。"""
    articles: dict[str, dict[int, None]] = defaultdict(dict)
    for rule in binding(rules.all):
        found = articles[rule.source.document]
        if rule.source.article is not None and not rule.source.outline:
            found[rule.source.article] = None
    rows = []
    for document, numbers in articles.items():
        quoted = "、".join(_article(document, number) for number in sorted(numbers))
        rows.append((document, _level(document), quoted))
    return tuple(sorted(rows, key=lambda row: (ORDER.index(row[1]), row[0])))


def _whole(rule: Rule) -> str:
    return cite(Source(document=rule.source.document, article=rule.source.article))


def _article(document: str, number: int) -> str:
    return cite(Source(document=document, article=number)).rpartition("》")[2]


def _level(document: str) -> str:
    if "〔" in document:
        return "规范性文件"
    found = [(len(ending), level) for ending, level in LEVELS if document.endswith(ending)]
    return max(found)[1] if found else "规范性文件"


def stages(rules: Rules) -> tuple[tuple[str, str], ...]:
    """办案的步骤。"""
    notes = {rule.stage.stage: rule for rule in rules.part("stage") if rule.stage}
    rows = []
    for stage in Stage:
        note = notes.get(stage.value)
        said = f"{note.stage.note}（{note.cite}）" if note and note.stage else "按序办理"
        rows.append((stage.label, said))
    return tuple(rows)


def periods(rules: Rules, whose: str = "agency") -> tuple[tuple[str, str, str, str], ...]:
    """期限：什么事、从何时起、多久、依据。数不出来的（由当事人或者文书定的）不列。"""
    rows = []
    for rule in binding(rules.part("duty")):
        duty = rule.duty
        if duty is None or duty.whose != whose or _doubtful(duty, rules):
            continue
        said = _within(duty, rules)
        if said:
            rows.append((duty.name, _after(duty), said, rule.cite))
    return tuple(dict.fromkeys(rows))


def _doubtful(duty: Duty, rules: Rules) -> bool:
    """天数还没有核实的，不告诉公众。"""
    names = [str(within.count).removeprefix("parameter.") for within in duty.within]
    found = [rules.parameters.get(name) for name in names]
    return any(rule is not None and rule.weight is not Weight.RULE for rule in found)


def _after(duty: Duty) -> str:
    names = [KINDS[kind].name for kind in duty.after if kind in KINDS]
    return "、".join(names) or "执行终结"


def _within(duty: Duty, rules: Rules) -> str:
    spans = [_count(within, rules) for within in duty.within]
    return "，届满后再 ".join(spans) if all(spans) else ""


def _count(within: Within, rules: Rules) -> str:
    count: Decimal | int | None
    if isinstance(within.count, int):
        count = within.count
    elif within.count.startswith("parameter."):
        count = rules.parameter(within.count.removeprefix("parameter."))
    else:
        return ""
    if not count:
        return ""
    return f"{'提前 ' if within.backwards else ''}{_plain(Decimal(count))} {UNITS[within.unit]}"


def field_rules(rules: Rules, clauses: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """写着这些条款的规则：要求、依据。"""
    found = [rule for rule in binding(rules.all) if set(rule.clauses) & set(clauses)]
    return tuple(dict.fromkeys((rule.says, rule.cite) for rule in found))


def inspections(rules: Rules) -> tuple[tuple[str, str], ...]:
    """现场检查、询问、封存的音像记录要求。"""
    kinds = ("inspection.held", "inquiry.held", "sealing.imposed")
    found = [rule for kind in kinds for rule in binding(rules.recordings(kind))]
    return tuple(dict.fromkeys((rule.says, rule.cite) for rule in found))
