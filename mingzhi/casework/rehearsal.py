"""推演（rehearsal）：换一套规则，同样的行为会怎样——期限挪到哪天、哪些要审核了、哪些会被拒绝或者带瑕疵。

只比较，不写入。页面、命令、装入通知以后的重算都用它。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.actor import Choice
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.duties import Due, Lamp
from mingzhi.casework.gates import Ground, check
from mingzhi.casework.view import View
from mingzhi.casework.words import review_because
from mingzhi.law.changes import differences
from mingzhi.law.pack import Pack
from mingzhi.law.rules import Rule


class Effect(Choice):
    """变化的种类。"""

    MOVED = "moved", "期限改变"
    SETTLED = "settled", "日期定了"
    UNSETTLED = "unsettled", "日期变为暂定"
    DUE = "due", "新有的期限"
    NO_DUE = "no_due", "不再有的期限"
    REVIEW = "review", "新要求审核"
    NO_REVIEW = "no_review", "不再要求审核"
    REFUSED = "refused", "会被拒绝"
    ALLOWED = "allowed", "不再被拒绝"
    DEFECT = "defect", "会带瑕疵"
    NO_DEFECT = "no_defect", "不再带瑕疵"


@dataclass(frozen=True)
class Shift:
    """一处变化：种类、第几号行为（没有的为 None）、说的是什么、原来、以后、依据。"""

    effect: Effect
    act: int | None
    what: str
    before: str
    after: str
    cite: str
    rule: str
    # 期限：原来、以后是哪天；由不逾期变逾期的为真。
    old_day: date | None = None
    new_day: date | None = None
    late: bool = False

    def as_json(self) -> dict[str, object]:
        """存下来的样子。"""
        return {
            "effect": self.effect.value,
            "act": self.act,
            "what": self.what,
            "before": self.before,
            "after": self.after,
            "cite": self.cite,
            "rule": self.rule,
            "late": self.late,
        }


@dataclass(frozen=True)
class Comparison:
    """一卷的全部变化。"""

    shifts: tuple[Shift, ...]

    @property
    def counts(self) -> dict[str, int]:
        """各种变化几处。"""
        return dict(Counter(shift.effect.value for shift in self.shifts))


def compare(before: Pack, after: Pack, acts: Sequence[Act], today: date) -> Comparison:
    """同样的 acts，从 before 换成 after，在 today 看有什么变化。"""
    return Comparison(
        (
            *moved(before, after, acts, today),
            *_reviews(before, after, acts, today),
            *_gates(before, after, acts),
        )
    )


def moved(before: Pack, after: Pack, acts: Sequence[Act], today: date) -> tuple[Shift, ...]:
    """期限的变化。"""
    was, now = _dues(before, acts, today), _dues(after, acts, today)
    found = []
    for key in (*was, *(key for key in now if key not in was)):
        old, new = was.get(key), now.get(key)
        if old is not None and new is not None:
            if (old.day, old.moment) != (new.day, new.moment):
                found.append(_shift(Effect.MOVED, new, old, new))
            elif old.provisional != new.provisional:
                effect = Effect.SETTLED if old.provisional else Effect.UNSETTLED
                found.append(_shift(effect, new, old, new))
        elif new is not None:
            found.append(_shift(Effect.DUE, new, None, new))
        elif old is not None:
            found.append(_shift(Effect.NO_DUE, old, old, None))
    return tuple(found)


def _dues(pack: Pack, acts: Sequence[Act], today: date) -> Mapping[tuple[str, int | None, int], Due]:
    seen: Counter[tuple[str, int | None]] = Counter()
    found: dict[tuple[str, int | None, int], Due] = {}
    for due in View(pack, acts, today).dues:
        key = (due.tag, due.trigger)
        found[(*key, seen[key])] = due
        seen[key] += 1
    return found


OVER = (Lamp.LATE, Lamp.WAS)


def _shift(effect: Effect, due: Due, old: Due | None, new: Due | None) -> Shift:
    return Shift(
        effect,
        due.trigger,
        due.name,
        _told(old),
        _told(new),
        due.rule.cite,
        due.rule.id,
        old.day if old else None,
        new.day if new else None,
        late=new is not None and new.status in OVER and (old is None or old.status not in OVER),
    )


def _told(due: Due | None) -> str:
    if due is None:
        return ""
    return f"{due.day}{'（暂定）' if due.provisional else ''}，{due.status.label}"


def _reviews(before: Pack, after: Pack, acts: Sequence[Act], today: date) -> Iterable[Shift]:
    was = _because(before, acts, today)
    now = _because(after, acts, today)
    if bool(was) == bool(now):
        return ()
    rules = now or was
    first = next(iter(rules.values()))
    said = "；".join(rule.review.because for rule in rules.values() if rule.review)
    effect = Effect.REVIEW if now else Effect.NO_REVIEW
    old, new = ("不要求", said) if now else (said, "不要求")
    return (Shift(effect, None, "法制审核", old, new, first.cite, first.id),)


def _because(pack: Pack, acts: Sequence[Act], today: date) -> dict[str, Rule]:
    """要不要审核，照作出决定那天（还没有决定的照今天）的案卷和规则。"""
    decided = CaseFile(acts).last("decision.made")
    if decided is not None:
        earlier = [act for act in acts if act.number < decided.number]
        view = View(pack, earlier, decided.day, candidate=decided)
    else:
        view = View(pack, acts, today)
    return {rule.id: rule for rule in review_because(view)}


def _gates(before: Pack, after: Pack, acts: Sequence[Act]) -> Iterable[Shift]:
    found: list[Shift] = []
    for index, act in enumerate(acts):
        earlier = acts[:index]
        was, now = check(before, earlier, act), check(after, earlier, act)
        found += _grounds(act, was.refusals, now.refusals, Effect.REFUSED, Effect.ALLOWED)
        found += _grounds(act, was.defects, now.defects, Effect.DEFECT, Effect.NO_DEFECT)
    return found


def _grounds(
    act: Act, was: Sequence[Ground], now: Sequence[Ground], arises: Effect, vanishes: Effect
) -> Iterable[Shift]:
    old = {(each.rule, each.field): each for each in was}
    new = {(each.rule, each.field): each for each in now}
    name = KINDS[act.kind].name
    for key, ground in new.items():
        if key not in old:
            yield Shift(arises, act.number, name, "", ground.lacks, ground.cite, ground.rule)
    for key, ground in old.items():
        if key not in new:
            yield Shift(vanishes, act.number, name, ground.lacks, "", ground.cite, ground.rule)


def touched(before: Pack, after: Pack) -> bool:
    """两套规则差不差；一点不差的，不用一卷一卷去比。"""
    return bool(differences(before, after)) or before.notices != after.notices
