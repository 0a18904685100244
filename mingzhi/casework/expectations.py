"""核对：场景写的期望与现状逐项比。返回不符的（项、应为、实为）。键的写法见 docs/scenarios.md。"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from mingzhi.casework.act import Act, Stage
from mingzhi.casework.acts.disclosure import DisclosureSubject
from mingzhi.casework.expectations_due import respell_due
from mingzhi.casework.filling import field_of
from mingzhi.casework.matching import listed, matches
from mingzhi.casework.recordings import coverages
from mingzhi.casework.seen import (
    CHECKS,
    Labels,
    Mismatch,
    Seen,
    amount,
    checks,
    each_of,
    mapping,
    of_rule,
    yes,
)
from mingzhi.casework.spelling import ScenarioError, choose, find_kind, respell
from mingzhi.casework.standing import Offer, Standing
from mingzhi.casework.view import View
from mingzhi.law.pack import Pack
from mingzhi.law.rules import Rule

__all__ = ["CHECKS", "compare", "respell_due"]


def compare(
    expect: Mapping[str, Any],
    now: Standing,
    labels: Labels,
    acts: tuple[Act, ...],
    at: Callable[[date], Standing],
    pack: Pack,
) -> Iterator[Mismatch]:
    """逐项比对。不认识的键、写错的值抛 ScenarioError。"""
    seen = Seen(now, labels, acts, at, pack)
    for key, value in respell(
        expect, {name: spelled for name, (spelled, _) in CHECKS.items()}, "expect"
    ).items():
        yield from CHECKS[key][1](value, seen)


@checks("stage", "阶段")
def _stage(value: Any, seen: Seen) -> Iterator[Mismatch]:
    wanted = choose(Stage, value, "expect 的 stage：")
    if wanted is not seen.now.stage:
        yield "阶段", wanted.label, seen.now.stage.label


# ── 能不能做、由谁做 ───────────────────────────────────────────────────


def _offer(name: str, seen: Seen) -> Offer:
    word = find_kind(name).word
    return next(each for each in seen.now.offers if each.kind == word)


@checks("blocked", "不能做", "不能")
def _blocked(value: Any, seen: Seen) -> Iterator[Mismatch]:
    for name, clauses in mapping(value, "blocked").items():
        offer = _offer(name, seen)
        for clause in listed(clauses):
            if not any(matches(clause, ground) for ground in offer.blocked):
                actual = "；".join(ground.cite for ground in offer.blocked) or "没有挡住"
                yield f"“{offer.name}”不能做的依据", clause, actual


@checks("open", "可以做", "能做")
def _open(value: Any, seen: Seen) -> Iterator[Mismatch]:
    for name in each_of(value):
        offer = _offer(str(name), seen)
        if offer.blocked:
            grounds = "；".join(f"{ground.lacks}（{ground.cite}）" for ground in offer.blocked)
            yield f"“{offer.name}”", "可以做", grounds


@checks("next", "下一步")
def _next(value: Any, seen: Seen) -> Iterator[Mismatch]:
    words = {offer.kind for offer in seen.now.next}
    for name in each_of(value):
        kind = find_kind(name)
        if kind.word not in words:
            yield "下一步", kind.name, "、".join(offer.name for offer in seen.now.next) or "没有"


@checks("holder", "由谁办", "在谁手里")
def _holder(value: Any, seen: Seen) -> Iterator[Mismatch]:
    role = seen.now.holder.role
    if role is None or value not in (role.value, role.label):
        yield "现在由谁办", str(value), role.label if role else "没有"


# ── 审核、瑕疵、音像 ───────────────────────────────────────────────────


@checks("review", "法制审核", "review_because", "审核情形")
def _review(value: Any, seen: Seen) -> Iterator[Mismatch]:
    because = seen.now.review.because
    said = "、".join("、".join(rule.clauses) or rule.id for rule in because) or "不要求"
    if isinstance(value, bool) or value in ("要求", "不要求"):
        if bool(because) is not (value is True or value == "要求"):
            yield "应当法制审核", "要求" if value in (True, "要求") else "不要求", said
        return
    wanted = listed(value)
    absent = [each for each in wanted if not any(of_rule(each, rule) for rule in because)]
    extra = [rule for rule in because if not any(of_rule(each, rule) for each in wanted)]
    if absent or extra:
        yield "应当法制审核的情形", "、".join(wanted) or "不要求", said


_OUTCOMES = {
    "未送审": "none",
    "审核中": "pending",
    "同意": "agreed",
    "退回处理": "returned",
    "审核后又改了": "stale",
}


@checks("review_outcome", "审核结果")
def _review_outcome(value: Any, seen: Seen) -> Iterator[Mismatch]:
    wanted = _OUTCOMES.get(str(value), str(value))
    if wanted not in _OUTCOMES.values():
        raise ScenarioError(f"expect 的 review_outcome 没有“{value}”，可写 {'、'.join(_OUTCOMES)}")
    if seen.now.review.outcome != wanted:
        yield "法制审核的结果", str(value), seen.now.review.outcome


@checks("defects", "瑕疵", "缺陷")
def _defects(value: Any, seen: Seen) -> Iterator[Mismatch]:
    said = "；".join(f"{each.ground.lacks}（{each.ground.cite}）" for each in seen.now.defects)
    wanted = listed(value)
    if not wanted and said:
        yield "瑕疵", "没有", said
    for each in wanted:
        if not any(matches(each, defect.ground) for defect in seen.now.defects):
            yield "瑕疵", each, said or "没有"


@checks("advice", "提示")
def _advice(value: Any, seen: Seen) -> Iterator[Mismatch]:
    for each in listed(value):
        if not any(matches(each, ground) for _, ground in seen.now.advice):
            yield "提示", each, "；".join(ground.lacks for _, ground in seen.now.advice) or "没有"


@checks("missing", "缺少", "缺什么")
def _missing(value: Any, seen: Seen) -> Iterator[Mismatch]:
    absent = [check.what for check in seen.now.checks if not check.present]
    wanted = each_of(value)
    if not wanted and absent:
        yield "缺少", "不缺", "、".join(absent)
    for each in wanted:
        if not any(str(each) in what for what in absent):
            yield "缺少", str(each), "、".join(absent) or "不缺"


_LEVELS = {"应当全程": "throughout", "说明理由": "reason", "可以": "optional"}
_RECORDING = {
    "of": ("哪一步", "act"),
    "level": ("要求", "强度"),
    "clause": ("依据", "条款"),
    "gap": ("缺", "缺口"),
}


@checks("recording", "音像")
def _recording(value: Any, seen: Seen) -> Iterator[Mismatch]:
    for each in each_of(value):
        wanted = respell(mapping(each, "recording"), _RECORDING, "expect 的 recording", "项")
        act = seen.act(wanted.get("of"))
        view = View(seen.pack, seen.acts, seen.now.today)
        rules = _recording_rules(view, act)
        if "gap" in wanted:
            gaps = [
                each.words for each in coverages(view) if each.act.number == act.number and not each.complete
            ]
            if str(wanted["gap"]) not in gaps and not (wanted["gap"] in (False, "没有") and not gaps):
                yield "音像缺口", str(wanted["gap"]), "、".join(gaps) or "没有"
        level = str(wanted.get("level", ""))
        if level and level not in (*_LEVELS, *_LEVELS.values()):
            raise ScenarioError(f"expect 的 recording 没有“{level}”，可写 {'、'.join(_LEVELS)}")
        found = [
            rule
            for rule in rules
            if not level or (rule.recording and rule.recording.level == _LEVELS.get(level, level))
        ]
        for clause in listed(wanted.get("clause")) or ("",):
            if not any(not clause or of_rule(clause, rule) for rule in found):
                yield (
                    "音像要求",
                    f"{level} {clause}".strip(),
                    "、".join(rule.says for rule in rules) or "没有要求",
                )


def _recording_rules(view: View, act: Act) -> list[Rule]:
    found = []
    for rule in view.pack.on(act.day).recordings(act.kind):
        assert rule.recording is not None
        view.it = act
        if rule.recording.when is None or rule.recording.when(view):
            found.append(rule)
        view.it = None
    return found


# ── 公示、款项、其他 ───────────────────────────────────────────────────

STATUSES = ("未拟稿", "待审批", "待公示", "已公示", "已撤回", "不予公开", "没有这一项")


@checks("public", "公示")
def _public(value: Any, seen: Seen) -> Iterator[Mismatch]:
    for written, status in mapping(value, "public").items():
        subject = choose(DisclosureSubject, written, "expect 的 public：")
        if status not in STATUSES:
            raise ScenarioError(f"expect 的 public 没有“{status}”，可写 {'、'.join(STATUSES)}")
        found = [item for item in seen.now.public if item.subject is subject]
        actual = found[-1].status if found else "没有这一项"
        if actual != status:
            yield f"公示“{subject.label}”", str(status), actual


@checks("surcharge", "加处罚款")
def _surcharge(value: Any, seen: Seen) -> Iterator[Mismatch]:
    actual = seen.now.surcharge.amount if seen.now.surcharge else Decimal(0)
    if amount(value, "surcharge") != actual:
        yield "加处罚款", str(value), str(actual)


@checks("owed", "未缴清", "outstanding")
def _owed(value: Any, seen: Seen) -> Iterator[Mismatch]:
    if amount(value, "owed") != seen.now.money.outstanding:
        yield "未缴清", str(value), str(seen.now.money.outstanding)


@checks("closed", "已结案")
def _closed(value: Any, seen: Seen) -> Iterator[Mismatch]:
    if yes(value, "closed") is not seen.now.closed:
        yield "已结案", str(value), str(seen.now.closed)


@checks("archived", "已归档")
def _archived(value: Any, seen: Seen) -> Iterator[Mismatch]:
    if yes(value, "archived") is not seen.now.archived:
        yield "已归档", str(value), str(seen.now.archived)


@checks("unfilled", "未填写")
def _unfilled(value: Any, seen: Seen) -> Iterator[Mismatch]:
    rules = [rule.parameter for rule in seen.now.unfilled if rule.parameter]
    for wanted in each_of(value):
        if not any(wanted in (parameter.name, parameter.label) for parameter in rules):
            yield "未填写的参数", str(wanted), "、".join(sorted(each.name for each in rules)) or "没有"


@checks("values", "内容", "值")
def _values(value: Any, seen: Seen) -> Iterator[Mismatch]:
    """{记作.字段: 值}：某一步写入的内容。"""
    for path, wanted in mapping(value, "values").items():
        label, _, written = path.partition(".")
        act = seen.act(label)
        actual: Any = getattr(act.body, field_of(type(act.body), written, f"expect 的 values：{label}"))
        if not _same(actual, wanted):
            yield path, str(wanted), actual.label if hasattr(actual, "label") else str(actual)


def _same(actual: Any, wanted: Any) -> bool:
    if actual == wanted or str(actual) == str(wanted):
        return True
    if isinstance(actual, Decimal):
        return actual == amount(wanted, "values")
    return isinstance(actual, Enum) and getattr(actual, "label", None) == wanted
