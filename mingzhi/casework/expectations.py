"""核对：场景写的期望与现状逐项比。返回不符的（项、应为、实为）。键的写法见 docs/scenarios.md。"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from mingzhi.casework.act import Act, Stage
from mingzhi.casework.acts.disclosure import DisclosureSubject
from mingzhi.casework.duties import Due, Lamp
from mingzhi.casework.filling import field_of
from mingzhi.casework.matching import cites, listed, matches
from mingzhi.casework.recordings import coverages
from mingzhi.casework.spelling import ScenarioError, a_day, choose, find_kind, guess, respell
from mingzhi.casework.standing import Offer, Standing
from mingzhi.casework.view import View
from mingzhi.law.pack import Pack
from mingzhi.law.rules import Rule

Mismatch = tuple[str, str, str]
Labels = Mapping[str, int]


@dataclass(frozen=True)
class Seen:
    """核对时看得到的：现状、各步的序号、卷中的行为、别的日子的现状、规则。"""

    now: Standing
    labels: Labels
    acts: tuple[Act, ...]
    at: Callable[[date], Standing]
    pack: Pack

    def number(self, label: object) -> int:
        text = str(label)
        if text in self.labels:
            return self.labels[text]
        raise ScenarioError(
            f"没有记作“{text}”的一步（as: {text}），或者那一步没有写入{guess(text, self.labels)}"
        )

    def act(self, label: object) -> Act:
        number = self.number(label)
        return next(act for act in self.acts if act.number == number)


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


Test = Callable[[Any, Seen], Iterator[Mismatch]]
CHECKS: dict[str, tuple[tuple[str, ...], Test]] = {}


def checks(name: str, *spelled: str) -> Callable[[Test], Test]:
    """登记一项核对：键和它的别的写法。"""

    def register(test: Test) -> Test:
        CHECKS[name] = (spelled, test)
        return test

    return register


def _each(value: Any) -> list[Any]:
    return [] if value is None or value is False else list(value) if isinstance(value, list) else [value]


def _mapping(value: Any, key: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ScenarioError(f"expect 的 {key} 应当是一张表，写成 {{名称: 值}}")
    return {str(name): each for name, each in value.items()}


def _yes(value: Any, key: str) -> bool:
    if isinstance(value, bool):
        return value
    if str(value) in ("是", "有"):
        return True
    if str(value) in ("否", "没有"):
        return False
    raise ScenarioError(f"expect 的 {key} 写 true 或者 false，写成了“{value}”")


def _amount(value: Any, key: str) -> Decimal:
    try:
        return Decimal(str(value).replace(",", "").removesuffix("元"))
    except InvalidOperation as error:
        raise ScenarioError(f"expect 的 {key} 应当是金额，写成了“{value}”") from error


@checks("stage", "阶段")
def _stage(value: Any, seen: Seen) -> Iterator[Mismatch]:
    wanted = choose(Stage, value, "expect 的 stage：")
    if wanted is not seen.now.stage:
        yield "阶段", wanted.label, seen.now.stage.label


# ── 期限 ───────────────────────────────────────────────────────────────

_DUE = {
    "what": ("期限", "哪一项", "tag", "name", "名称"),
    "on": ("届满", "到期", "最后一日", "date", "day"),
    "of": ("因", "引起", "哪一步"),
    "lamp": ("灯", "状态", "status"),
    "clause": ("依据", "source", "条款", "because"),
    "provisional": ("暂定",),
    "pending": ("待核",),
    "last_day": ("末日", "edge"),
}


def _named(name: str, seen: Seen, dues: Iterable[Due]) -> list[Due]:
    rules = [rule.duty for rule in seen.pack.rules if rule.duty is not None]
    known = {name for duty in rules for name in (duty.tag, duty.name)} | {
        rule.id for rule in seen.pack.rules if rule.duty is not None
    }
    if name not in known:
        raise ScenarioError(f"没有期限“{name}”{guess(name, known)}（全部期限见 docs/acts.md）")
    return [due for due in dues if name in (due.tag, due.name, due.rule.id)]


def respell_due(value: Any) -> Iterator[dict[str, Any]]:
    """写成 [{what: …, on: …}]，或者 {期限名: 日期}。"""
    if isinstance(value, Mapping) and not set(value) & {
        each for key, more in _DUE.items() for each in (key, *more)
    }:
        for name, day in value.items():
            yield {"what": str(name), "on": day}
        return
    for each in _each(value):
        if isinstance(each, str):
            yield {"what": each}
        elif isinstance(each, Mapping):
            given = respell(each, _DUE, "expect 的 due", "项")
            if "what" not in given:
                raise ScenarioError("expect 的 due 没有写 what（哪一项期限）")
            yield given
        else:
            raise ScenarioError("expect 的 due 写成 [{what: 期限, on: 日期}]")


@checks("due", "期限", "dues", "deadlines")
def _due(value: Any, seen: Seen) -> Iterator[Mismatch]:
    for wanted in respell_due(value):
        name = str(wanted["what"])
        found = _named(name, seen, seen.now.dues)
        if "of" in wanted:
            found = [due for due in found if due.trigger == seen.number(wanted["of"])]
        if not found:
            yield (
                f"期限“{name}”",
                "有",
                f"没有；现有 {'、'.join(sorted({due.name for due in seen.now.dues}))}",
            )
            continue
        yield from _one_due(name, wanted, found[-1], seen)


def _one_due(name: str, wanted: Mapping[str, Any], due: Due, seen: Seen) -> Iterator[Mismatch]:
    if wanted.get("on") is not None and due.day != a_day(wanted["on"]):
        yield f"期限“{name}”", str(wanted["on"]), str(due.day)
    if wanted.get("lamp") is not None:
        lamp = choose(Lamp, wanted["lamp"], "expect 的 lamp：")
        if lamp is not due.status:
            yield f"期限“{name}”的灯", lamp.label, f"{due.status.label}（{due.words}）"
    if "provisional" in wanted and _yes(wanted["provisional"], "provisional") is not due.provisional:
        yield f"期限“{name}”是否暂定", str(wanted["provisional"]), str(due.provisional)
    for clause in listed(wanted.get("clause")):
        if not _of_rule(clause, due.rule):
            yield f"期限“{name}”的依据", clause, f"{'、'.join(due.rule.clauses)} {due.rule.cite}"
    pending = wanted.get("pending")
    if pending is not None and _yes(pending, "pending") is not (due.rule.weight.value == "pending"):
        yield f"期限“{name}”是否待核", str(pending), due.rule.weight.value
    if wanted.get("last_day") is not None:
        yield from _last_day(name, a_day(wanted["last_day"]), due, seen)


def _last_day(name: str, last: date, due: Due, seen: Seen) -> Iterator[Mismatch]:
    """末日当天是“今天到期”，次日是“逾期”（当事人的是“届满”）。"""
    if due.day != last:
        yield f"期限“{name}”的末日", str(last), str(due.day)
        return
    late = Lamp.SOFT if due.whose == "party" else Lamp.LATE
    for day, lamp in ((last, Lamp.DUE), (last + timedelta(days=1), late)):
        then = next(
            each for each in seen.at(day).dues if (each.rule.id, each.trigger) == (due.rule.id, due.trigger)
        )
        if then.status is not lamp:
            yield f"期限“{name}”在 {day} 的灯", lamp.label, f"{then.status.label}（{then.words}）"


def _of_rule(wanted: str, rule: Rule) -> bool:
    return cites(wanted, rule.id, rule.clauses, rule.cite)


@checks("no_due", "没有期限")
def _no_due(value: Any, seen: Seen) -> Iterator[Mismatch]:
    for name in _each(value):
        known = {due.tag for due in seen.now.dues} | {due.name for due in seen.now.dues}
        found = (
            [due for due in seen.now.dues if str(name) in (due.tag, due.name)] if str(name) in known else []
        )
        if found:
            yield f"期限“{name}”", "没有", str(found[-1].day)


@checks("late", "逾期")
def _late(value: Any, seen: Seen) -> Iterator[Mismatch]:
    late = [due for due in seen.now.dues if due.status in (Lamp.LATE, Lamp.WAS)]
    names = _each(value)
    if names == ["没有"]:
        names = []
    if not names and late:
        yield "逾期", "没有", "、".join(f"{due.name}{due.words}" for due in late)
    for name in names:
        if not _named(str(name), seen, late):
            yield "逾期", str(name), "、".join(f"{due.name}{due.words}" for due in late) or "没有"


# ── 能不能做、由谁做 ───────────────────────────────────────────────────


def _offer(name: str, seen: Seen) -> Offer:
    word = find_kind(name).word
    return next(each for each in seen.now.offers if each.kind == word)


@checks("blocked", "不能做", "不能")
def _blocked(value: Any, seen: Seen) -> Iterator[Mismatch]:
    for name, clauses in _mapping(value, "blocked").items():
        offer = _offer(name, seen)
        for clause in listed(clauses):
            if not any(matches(clause, ground) for ground in offer.blocked):
                actual = "；".join(ground.cite for ground in offer.blocked) or "没有挡住"
                yield f"“{offer.name}”不能做的依据", clause, actual


@checks("open", "可以做", "能做")
def _open(value: Any, seen: Seen) -> Iterator[Mismatch]:
    for name in _each(value):
        offer = _offer(str(name), seen)
        if offer.blocked:
            grounds = "；".join(f"{ground.lacks}（{ground.cite}）" for ground in offer.blocked)
            yield f"“{offer.name}”", "可以做", grounds


@checks("next", "下一步")
def _next(value: Any, seen: Seen) -> Iterator[Mismatch]:
    words = {offer.kind for offer in seen.now.next}
    for name in _each(value):
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
    absent = [each for each in wanted if not any(_of_rule(each, rule) for rule in because)]
    extra = [rule for rule in because if not any(_of_rule(each, rule) for each in wanted)]
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
    wanted = _each(value)
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
    for each in _each(value):
        wanted = respell(_mapping(each, "recording"), _RECORDING, "expect 的 recording", "项")
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
            if not any(not clause or _of_rule(clause, rule) for rule in found):
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
    for written, status in _mapping(value, "public").items():
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
    if _amount(value, "surcharge") != actual:
        yield "加处罚款", str(value), str(actual)


@checks("owed", "未缴清", "outstanding")
def _owed(value: Any, seen: Seen) -> Iterator[Mismatch]:
    if _amount(value, "owed") != seen.now.money.outstanding:
        yield "未缴清", str(value), str(seen.now.money.outstanding)


@checks("closed", "已结案")
def _closed(value: Any, seen: Seen) -> Iterator[Mismatch]:
    if _yes(value, "closed") is not seen.now.closed:
        yield "已结案", str(value), str(seen.now.closed)


@checks("archived", "已归档")
def _archived(value: Any, seen: Seen) -> Iterator[Mismatch]:
    if _yes(value, "archived") is not seen.now.archived:
        yield "已归档", str(value), str(seen.now.archived)


@checks("unfilled", "未填写")
def _unfilled(value: Any, seen: Seen) -> Iterator[Mismatch]:
    rules = [rule.parameter for rule in seen.now.unfilled if rule.parameter]
    for wanted in _each(value):
        if not any(wanted in (parameter.name, parameter.label) for parameter in rules):
            yield "未填写的参数", str(wanted), "、".join(sorted(each.name for each in rules)) or "没有"


@checks("values", "内容", "值")
def _values(value: Any, seen: Seen) -> Iterator[Mismatch]:
    """{记作.字段: 值}：某一步写入的内容。"""
    for path, wanted in _mapping(value, "values").items():
        label, _, written = path.partition(".")
        act = seen.act(label)
        actual: Any = getattr(act.body, field_of(type(act.body), written, f"expect 的 values：{label}"))
        if not _same(actual, wanted):
            yield path, str(wanted), actual.label if hasattr(actual, "label") else str(actual)


def _same(actual: Any, wanted: Any) -> bool:
    if actual == wanted or str(actual) == str(wanted):
        return True
    if isinstance(actual, Decimal):
        return actual == _amount(wanted, "values")
    return isinstance(actual, Enum) and getattr(actual, "label", None) == wanted
