"""期限：哪一天之前要做什么，怎么数到的，做了没有，晚了多少。

期限由行为引起（after），由行为完成（do）；起算日、段数、是否顺延都在规则里；停止计算的日子见 `pauses.py`。当事人的期间到期叫届满，不叫逾期。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from mingzhi.casework.act import KINDS, SHANGHAI, Act, said
from mingzhi.casework.actor import Choice
from mingzhi.casework.pauses import pauses_of
from mingzhi.casework.view import Since
from mingzhi.law.calendar import Calendar
from mingzhi.law.pack import Rules
from mingzhi.law.periods import Pause, Reached, Span, reach
from mingzhi.law.rules import Duty, Rule, Within

if TYPE_CHECKING:
    from mingzhi.casework.view import View


class Lamp(Choice):
    """灯：先形状，后文字，再颜色。"""

    MET = "met", "按期"
    FINE = "fine", "未到"
    NEAR = "near", "将到"
    DUE = "due", "今天到期"
    LATE = "late", "逾期"
    WAS = "was", "逾期完成"
    SOFT = "soft", "届满"
    STOP = "stop", "中止"


ORDER = {
    lamp: index
    for index, lamp in enumerate(
        (Lamp.LATE, Lamp.DUE, Lamp.NEAR, Lamp.FINE, Lamp.SOFT, Lamp.STOP, Lamp.WAS, Lamp.MET)
    )
}


class Due(NamedTuple):
    """一项期限。trigger 是引起它的行为的序号；left 是还有（负数为已过）多少日或工作日。"""

    rule: Rule
    tag: str
    name: str
    trigger: int | None
    event: str
    start: date
    day: date
    moment: datetime | None
    reached: Reached
    status: Lamp
    left: int
    unit: str
    met_by: int | None
    met_on: date | None
    whose: str
    role: str
    do: tuple[str, ...]

    @property
    def open(self) -> bool:
        """还没有完成，也没有届满。"""
        return self.status in (Lamp.LATE, Lamp.DUE, Lamp.NEAR, Lamp.FINE)

    @property
    def standing_still(self) -> tuple[Pause, ...]:
        """还没有结束的停止计算。"""
        return tuple(each for step in self.reached.steps for each in step.paused if each.open)

    @property
    def provisional(self) -> bool:
        """放假通知没有公布，日期暂定。"""
        return self.reached.provisional

    @property
    def words(self) -> str:
        """灯旁的字：还有 6 个工作日、逾期 2 日、按期；停止计算的写为什么。"""
        if self.status is Lamp.STOP:
            return f"停止计算（{'、'.join(each.name for each in self.standing_still)}）"
        return in_words(self.status, self.left, self.unit, self.provisional)


def in_words(status: Lamp, left: int, unit: str, provisional: bool) -> str:
    """灯旁的字。"""
    named = "个工作日" if unit == "workday" else "日"
    if status is Lamp.LATE:
        # 按小时数的，当天过了时刻就是逾期，还不满一日。
        return f"逾期 {-left} {named}" if left else "今天已过时刻"
    if status is Lamp.WAS:
        return f"逾期完成，晚 {-left} {named}" if left else "逾期完成"
    if status in (Lamp.NEAR, Lamp.FINE):
        return f"还有 {left} {named}" + ("（暂定）" if provisional else "")
    return status.label


class Reckoning:
    """一条期限规则怎样数：从同一天起、数目相同、没有停止计算的，数过一次就记住。

    数到哪天只看日历、起算日和数目；一卷的页面、十万卷的每日重算，问的多是同样的几天。
    """

    __slots__ = ("duty", "hourly", "rule", "walked")

    def __init__(self, rule: Rule, duty: Duty) -> None:
        self.rule = rule
        self.duty = duty
        self.hourly = any(within.unit == "hour" for within in duty.within)
        self.walked: dict[tuple[date, tuple[int, ...]], Reached] = {}

    def spans(self, counts: tuple[int, ...]) -> tuple[Span, ...]:
        return tuple(within.span(count) for within, count in zip(self.duty.within, counts, strict=True))


_Reckonings = dict[str, tuple[Reckoning, ...]]


def _reckonings(rules: Rules) -> _Reckonings:
    """各种行为引起的期限，各怎样数；空的种类是看案情的（``after_fact``）。同一段日子的规则算一次。"""

    def all_of_them() -> _Reckonings:
        found: dict[str, list[Reckoning]] = {}
        for rule in rules.part("duty"):
            if rule.duty is not None:
                each = Reckoning(rule, rule.duty)
                for kind in rule.duty.after:
                    found.setdefault(kind, []).append(each)
                if rule.duty.after_fact:
                    found.setdefault("", []).append(each)
        return {kind: tuple(several) for kind, several in found.items()}

    return rules.once("reckonings", all_of_them)


def duties(view: View, tag: str = "") -> tuple[Due, ...]:
    """全部期限，按引起它的行为先后；给出 tag 的，只要这一种。"""
    found: list[Due] = []
    for act in _concerned(view, tag):
        if act.disposed is not None:
            continue  # 内容没有了，起算的日期、该不该办都算不出来
        for each in _reckonings(view.pack.on(act.day)).get(act.kind, ()):
            if tag and each.duty.tag != tag:
                continue
            due = _due(view, each, act)
            if due is not None:
                found.append(due)
    for each in _reckonings(view.rules).get("", ()):
        if tag in ("", each.duty.tag):
            found += _dues_of_fact(view, each)
    return tuple(found)


def _concerned(view: View, tag: str) -> Sequence[Act]:
    """引起期限的各项，按序号；只问一种期限的，只看引起它的那几种行为。"""
    kinds = view.pack.concerned("duty", tag)
    if not tag:
        return [act for act in view.file.live if act.kind in kinds]
    return _done(view, tuple(kinds)) if kinds else ()


def _due(view: View, by: Reckoning, trigger: Act) -> Due | None:
    duty = by.duty
    outer, view.trigger = view.trigger, trigger
    try:
        if not _applies(view, duty):
            return None
        start = _start(view, by, trigger)
        if start is None:
            return None
        counts = _counts(view, duty)
        if counts is None:
            return None
        met, met_on = _met(view, duty, trigger, trigger.number)
        if met is None and _unknowable(view, duty, trigger.number):
            return None
        reached = _walk(
            view,
            by,
            start,
            counts,
            _extensions(view, duty, trigger),
            pauses_of(view, duty.tag, trigger, met_on),
        )
    finally:
        view.trigger = outer  # 条件里可以问别的期限
    return _build(view, by.rule, duty, trigger, reached, start, met, met_on)


def _walk(
    view: View,
    by: Reckoning,
    start: date | datetime,
    counts: tuple[int, ...],
    extended: tuple[Span, ...],
    pauses: tuple[Pause, ...],
) -> Reached:
    if pauses or extended or type(start) is not date or view.calendar is not view.pack.calendar:
        return reach(view.calendar, start, by.spans(counts) + extended, pauses)
    found = by.walked.get((start, counts))
    if found is None:
        found = by.walked[start, counts] = reach(view.calendar, start, by.spans(counts))
    return found


def _dues_of_fact(view: View, by: Reckoning) -> Iterator[Due]:
    """看案情的期限；事实是几个日子的（如没有报告的几个年度），一个日子一项，条件里用 trigger 问是哪一个。"""
    found = view(by.duty.after_fact)
    for start in found if isinstance(found, tuple) else (found,):
        if isinstance(start, date):
            outer, view.trigger = view.trigger, Since(start)
            try:
                due = _due_of_fact(view, by, start)
            finally:
                view.trigger = outer
            if due is not None:
                yield due


def _due_of_fact(view: View, by: Reckoning, start: date) -> Due | None:
    duty = by.duty
    if not _applies(view, duty):
        return None
    counts = _counts(view, duty)
    if counts is None:
        return None
    met, met_on = _met(view, duty, None, 0)
    if met is None and _unknowable(view, duty, 0):
        return None
    reached = _walk(view, by, start, counts, (), pauses_of(view, duty.tag, None, met_on))
    return _build(view, by.rule, duty, None, reached, start, met, met_on)


def _applies(view: View, duty: Duty) -> bool:
    if duty.when is not None and not duty.when.test(view):
        return False
    return duty.unless is None or not duty.unless.test(view)


def _start(view: View, by: Reckoning, trigger: Act) -> date | datetime | None:
    name = by.duty.start
    if name == "happened":
        return trigger.happened.astimezone(SHANGHAI) if by.hourly else trigger.day
    value = view(f"trigger.{name}")
    if isinstance(value, datetime):
        local = value.astimezone(SHANGHAI)
        return local if by.hourly else local.date()
    return value if isinstance(value, date) else None


def _counts(view: View, duty: Duty) -> tuple[int, ...] | None:
    """各段多少日；有一段说不出来，这项期限就还没有。"""
    counts = []
    for within in duty.within:
        count = _count(view, within)
        if count is None:
            return None
        counts.append(count)
    return tuple(counts)


def _count(view: View, within: Within) -> int | None:
    if isinstance(within.count, int):
        return within.count
    value = view(within.count)
    return int(value) if value is not None else None


def _extensions(view: View, duty: Duty, trigger: Act) -> tuple[Span, ...]:
    if duty.extend is None:
        return ()
    later = [act for act in view.file.all(trigger.kind) if act.number > trigger.number]
    until = later[0].number if later else None
    spans = []
    for act in view.file.all(duty.extend.by):
        days = said(act.body, duty.extend.field)
        if act.number > trigger.number and (until is None or act.number < until) and days:
            spans.append(Span(count=int(days), unit=duty.extend.unit))
    return tuple(spans)


def _met(view: View, duty: Duty, trigger: Act | None, after: int) -> tuple[Act | None, date | None]:
    """完成它的行为和日期。latest 的取最后一项（如分几次缴清）。"""
    found = [act for act in _done(view, duty.do) if act.number > after and _meets(view, duty, trigger, act)]
    if not found:
        return None, None
    act = found[-1] if duty.latest else found[0]
    day = act.day if duty.met_by == "happened" else said(act.body, duty.met_by) or act.day
    return act, day.astimezone(SHANGHAI).date() if isinstance(day, datetime) else day


def _unknowable(view: View, duty: Duty, after: int) -> bool:
    """可能是完成它的那一项，内容已经依法处置：说不出完成没有，就不说逾期。"""
    return any(act.disposed is not None and act.number > after for act in _done(view, duty.do))


def _done(view: View, kinds: tuple[str, ...]) -> Sequence[Act]:
    """这几种行为，按序号。"""
    if len(kinds) == 1:
        return view.file.all(kinds[0])
    return sorted((act for kind in kinds for act in view.file.all(kind)), key=lambda act: act.number)


def _meets(view: View, duty: Duty, trigger: Act | None, act: Act) -> bool:
    if duty.refers and trigger is not None and said(act.body, duty.refers) != trigger.number:
        return False
    if duty.met_when is None:
        return True
    view.it = act
    try:
        return duty.met_when.test(view)
    finally:
        view.it = None


def _build(
    view: View,
    rule: Rule,
    duty: Duty,
    trigger: Act | None,
    reached: Reached,
    start: date | datetime,
    met: Act | None,
    met_on: date | None,
) -> Due:
    by_workdays = duty.within[-1].unit == "workday"
    measured_from = met_on or view.today
    unit = "workday" if by_workdays else "day"
    left = days_left(view.calendar, unit, reached.day, measured_from)
    return Due(
        rule=rule,
        tag=duty.tag,
        name=duty.name,
        trigger=trigger.number if trigger else None,
        event=KINDS[trigger.kind].name if trigger else "执行终结",
        start=start.date() if isinstance(start, datetime) else start,
        day=reached.day,
        moment=reached.moment,
        reached=reached,
        status=_by_the_hour(duty, reached, met, view.now) or _status(duty, reached, view.today, met_on, left),
        left=left,
        unit=unit,
        met_by=met.number if met else None,
        met_on=met_on,
        whose=duty.whose,
        role=duty.role,
        do=duty.do,
    )


def _by_the_hour(duty: Duty, reached: Reached, met: Act | None, now: datetime | None) -> Lamp | None:
    """按小时数的，早晚看到时刻，不只看哪一天；完成的那一栏只写了日期的、不知道现在几时的，看日期。"""
    if reached.moment is None:
        return None
    if met is None:
        return passed(reached.moment, now, duty.whose) if now is not None else None
    done = met.happened if duty.met_by == "happened" else said(met.body, duty.met_by) or met.happened
    if not isinstance(done, datetime):
        return None
    return Lamp.MET if done <= reached.moment else Lamp.WAS


def days_left(calendar: Calendar, unit: str, day: date, today: date) -> int:
    """今天到届满还有几日或者几个工作日；过了的为负。"""
    return calendar.workdays_between(today, day) if unit == "workday" else (day - today).days


def _status(duty: Duty, reached: Reached, today: date, met_on: date | None, left: int) -> Lamp:
    day = reached.day
    if met_on is not None:
        return Lamp.MET if met_on <= day else Lamp.WAS
    # 停止以前已经届满的，停止的日子不在期限里面，照样是逾期。
    for step in reached.steps:
        if step.paused and any(each.open for each in step.paused):
            return Lamp.STOP
    return running(day, today, left, duty.warn, duty.whose)


def running(day: date, today: date, left: int, warn: int, whose: str) -> Lamp:
    """还没有完成的期限，在 today 是什么灯。"""
    if today > day:
        return _over(whose)
    if today == day:
        return Lamp.DUE
    return Lamp.NEAR if left <= warn else Lamp.FINE


def passed(moment: datetime | None, now: datetime, whose: str) -> Lamp | None:
    """按小时数的，now 过了时刻是什么灯；没有过的、不按小时数的是 None。"""
    return _over(whose) if moment is not None and now > moment else None


def _over(whose: str) -> Lamp:
    return Lamp.LATE if whose == "agency" else Lamp.SOFT
