"""核对：场景写的期望与现状逐项比。返回不符的（项、应为、实为）。"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from mingzhi.casework.act import Act, Stage, kind_of
from mingzhi.casework.scenario import ScenarioError, matches
from mingzhi.casework.standing import Standing

Mismatch = tuple[str, str, str]
Labels = Mapping[str, int]


def compare(
    expect: Mapping[str, Any], now: Standing, labels: Labels, acts: tuple[Act, ...]
) -> Iterator[Mismatch]:
    """逐项比对。不认识的键抛 ScenarioError。"""
    unknown = set(expect) - set(_CHECKS)
    if unknown:
        raise ScenarioError(
            f"expect 里不认识的键 {'、'.join(sorted(map(str, unknown)))}，可用 {'、'.join(_CHECKS)}"
        )
    for key, value in expect.items():
        yield from _CHECKS[key](value, now, labels, acts)


def _stage(value: Any, now: Standing, labels: Labels, acts: tuple[Act, ...]) -> Iterator[Mismatch]:
    if Stage(value) is not now.stage:
        yield "阶段", Stage(value).label, now.stage.label


def _due(value: Any, now: Standing, labels: Labels, acts: tuple[Act, ...]) -> Iterator[Mismatch]:
    for wanted in value:
        name = str(wanted["what"])
        found = [due for due in now.dues if name in (due.tag, due.name)]
        if "of" in wanted:
            found = [due for due in found if due.trigger == labels.get(str(wanted["of"]))]
        if not found:
            yield f"期限“{name}”", "有", f"没有；现有 {'、'.join(sorted({due.name for due in now.dues}))}"
            continue
        due = found[-1]
        if "on" in wanted and due.day != wanted["on"]:
            yield f"期限“{name}”", str(wanted["on"]), str(due.day)
        if "lamp" in wanted and wanted["lamp"] not in (due.status.value, due.status.label):
            yield f"期限“{name}”的灯", str(wanted["lamp"]), f"{due.status.label}（{due.words}）"
        if "provisional" in wanted and bool(wanted["provisional"]) is not due.provisional:
            yield f"期限“{name}”是否暂定", str(wanted["provisional"]), str(due.provisional)
        clause = wanted.get("clause")
        if clause and clause not in due.rule.clauses and clause not in due.rule.cite:
            yield f"期限“{name}”的依据", str(clause), f"{'、'.join(due.rule.clauses)} {due.rule.cite}"
        pending = wanted.get("pending")
        if pending is not None and bool(pending) is not (due.rule.weight.value == "pending"):
            yield f"期限“{name}”是否待核", str(pending), due.rule.weight.value


def _no_due(value: Any, now: Standing, labels: Labels, acts: tuple[Act, ...]) -> Iterator[Mismatch]:
    for name in value:
        found = [due for due in now.dues if name in (due.tag, due.name)]
        if found:
            yield f"期限“{name}”", "没有", str(found[-1].day)


def _blocked(value: Any, now: Standing, labels: Labels, acts: tuple[Act, ...]) -> Iterator[Mismatch]:
    for name, clause in value.items():
        word = kind_of(name).word
        offer = next(each for each in now.offers if each.kind == word)
        if not any(matches(str(clause), ground) for ground in offer.blocked):
            yield (
                f"“{offer.name}”不能做的依据",
                str(clause),
                "；".join(ground.cite for ground in offer.blocked) or "没有挡住",
            )


def _open(value: Any, now: Standing, labels: Labels, acts: tuple[Act, ...]) -> Iterator[Mismatch]:
    for name in value:
        offer = next(each for each in now.offers if each.kind == kind_of(name).word)
        if offer.blocked:
            yield (
                f"“{offer.name}”",
                "可以做",
                "；".join(f"{ground.lacks}（{ground.cite}）" for ground in offer.blocked),
            )


def _next(value: Any, now: Standing, labels: Labels, acts: tuple[Act, ...]) -> Iterator[Mismatch]:
    words = {offer.kind for offer in now.next}
    for name in value:
        if kind_of(name).word not in words:
            yield "下一步", kind_of(name).name, "、".join(offer.name for offer in now.next) or "没有"


def _holder(value: Any, now: Standing, labels: Labels, acts: tuple[Act, ...]) -> Iterator[Mismatch]:
    role = now.holder.role
    if role is None or value not in (role.value, role.label):
        yield "现在由谁办", str(value), role.label if role else "没有"


def _review(value: Any, now: Standing, labels: Labels, acts: tuple[Act, ...]) -> Iterator[Mismatch]:
    clauses = sorted({clause for rule in now.review.because for clause in rule.clauses})
    if sorted(value) != [clause for clause in clauses if clause in value] or (not value and clauses):
        yield "应当法制审核的情形", "、".join(value) or "不要求", "、".join(clauses) or "不要求"
    extra = [
        clause
        for clause in clauses
        if clause not in value and clause.split("-")[0] in {each.split("-")[0] for each in value}
    ]
    if extra:
        yield "应当法制审核的情形", "、".join(value), "、".join(clauses)


def _review_outcome(value: Any, now: Standing, labels: Labels, acts: tuple[Act, ...]) -> Iterator[Mismatch]:
    if now.review.outcome != value:
        yield "法制审核的结果", str(value), now.review.outcome


def _defects(value: Any, now: Standing, labels: Labels, acts: tuple[Act, ...]) -> Iterator[Mismatch]:
    for wanted in value:
        if not any(matches(str(wanted), defect.ground) for defect in now.defects):
            yield (
                "瑕疵",
                str(wanted),
                "；".join(f"{each.ground.lacks}（{each.ground.cite}）" for each in now.defects) or "没有",
            )


def _late(value: Any, now: Standing, labels: Labels, acts: tuple[Act, ...]) -> Iterator[Mismatch]:
    late = [due for due in now.dues if due.status.value in ("late", "was")]
    for name in value:
        if not any(name in (due.tag, due.name) for due in late):
            yield "逾期", str(name), "、".join(f"{due.name}{due.words}" for due in late) or "没有"


def _public(value: Any, now: Standing, labels: Labels, acts: tuple[Act, ...]) -> Iterator[Mismatch]:
    for subject, status in value.items():
        found = [item for item in now.public if subject in (item.subject.value, item.subject.label)]
        actual = found[-1].status if found else "没有这一项"
        if actual != status:
            yield f"公示“{subject}”", str(status), actual


def _missing(value: Any, now: Standing, labels: Labels, acts: tuple[Act, ...]) -> Iterator[Mismatch]:
    absent = [check.what for check in now.checks if not check.present]
    for wanted in value:
        if not any(str(wanted) in what for what in absent):
            yield "缺少", str(wanted), "、".join(absent) or "不缺"


def _surcharge(value: Any, now: Standing, labels: Labels, acts: tuple[Act, ...]) -> Iterator[Mismatch]:
    actual = now.surcharge.amount if now.surcharge else Decimal(0)
    if Decimal(str(value)) != actual:
        yield "加处罚款", str(value), str(actual)


def _owed(value: Any, now: Standing, labels: Labels, acts: tuple[Act, ...]) -> Iterator[Mismatch]:
    if Decimal(str(value)) != now.money.outstanding:
        yield "未缴清", str(value), str(now.money.outstanding)


def _flag(name: str, what: str) -> Callable[[Any, Standing, Labels, tuple[Act, ...]], Iterator[Mismatch]]:
    def test(value: Any, now: Standing, labels: Labels, acts: tuple[Act, ...]) -> Iterator[Mismatch]:
        if bool(value) is not bool(getattr(now, name)):
            yield what, str(value), str(getattr(now, name))

    return test


def _unfilled(value: Any, now: Standing, labels: Labels, acts: tuple[Act, ...]) -> Iterator[Mismatch]:
    names = {rule.parameter.name for rule in now.unfilled if rule.parameter}
    for wanted in value:
        if wanted not in names:
            yield "未填写的参数", str(wanted), "、".join(sorted(names)) or "没有"


def _values(value: Any, now: Standing, labels: Labels, acts: tuple[Act, ...]) -> Iterator[Mismatch]:
    """{标签.字段: 值}：某一步写入的内容。"""
    by_number = {act.number: act for act in acts}
    for path, wanted in value.items():
        label, _, name = str(path).partition(".")
        act = by_number.get(labels.get(label, 0))
        actual = getattr(act.body, name, None) if act else None
        same = (
            actual == wanted
            or str(actual) == str(wanted)
            or (isinstance(actual, Decimal) and actual == Decimal(str(wanted)))
        )
        if not same and not (isinstance(wanted, date) and actual == wanted):
            yield str(path), str(wanted), str(actual)


_CHECKS: dict[str, Callable[[Any, Standing, Labels, tuple[Act, ...]], Iterator[Mismatch]]] = {
    "stage": _stage,
    "due": _due,
    "no_due": _no_due,
    "blocked": _blocked,
    "open": _open,
    "next": _next,
    "holder": _holder,
    "review": _review,
    "review_outcome": _review_outcome,
    "defects": _defects,
    "late": _late,
    "public": _public,
    "missing": _missing,
    "surcharge": _surcharge,
    "owed": _owed,
    "closed": _flag("closed", "已结案"),
    "archived": _flag("archived", "已归档"),
    "unfilled": _unfilled,
    "values": _values,
}
