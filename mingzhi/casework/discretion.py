"""裁量：拟处罚款对着罚则的幅度、裁量基准的阶次、从宽情节、行为的时间来看。算给人看，由人决定。

从旧兼从轻（行政处罚法第三十七条）：按违法行为发生时的规定；作出决定时的规定改了而且处罚较轻的，按新的。
两个版本都从规则包的起止日期取，同一个 code 就是同一种情形。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from mingzhi.casework.acts.conclusion import Amounts, Regime
from mingzhi.casework.acts.filing import FilingProposed
from mingzhi.casework.acts.lead import LeadRegistered, PartyKind
from mingzhi.law.penalties import Effect, Ladder, Leniency, Range, covered
from mingzhi.law.periods import add_months

if TYPE_CHECKING:
    from mingzhi.casework.act import Act
    from mingzhi.casework.view import View
    from mingzhi.law.rules import Rule

PROPOSING = ("decision.made", "report.drafted", "notice.issued", "investigation.concluded")
Limits = tuple[Decimal, Decimal]


def proposed_act(view: View) -> Act | None:
    """拟作出处理的那一项：正在写的，否则最近一次呈报、告知、调查终结、决定。"""
    if view.candidate is not None and amounts_of(view.candidate) is not None:
        return view.candidate
    found = (act for kind in PROPOSING for act in view.file.all(kind))
    return max(found, key=lambda act: act.number, default=None)


def amounts_of(act: Act) -> Amounts | None:
    """一项行为里的金额和裁量；当场处罚的内容另有写法，自己换算（amounts）。"""
    if isinstance(act.body, Amounts):
        return act.body
    derived = getattr(act.body, "amounts", None)
    found = derived() if callable(derived) else None
    return found if isinstance(found, Amounts) else None


def proposed(view: View) -> Amounts | None:
    """拟作出的处理。"""
    act = proposed_act(view)
    return amounts_of(act) if act is not None else None


# ── 行为的时间 ─────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Conduct:
    """违法行为的时间：从哪天到哪天。"""

    start: date | None
    end: date | None

    @property
    def day(self) -> date | None:
        """以哪天为准：连续、继续的以终了之日，一次的以发生之日。"""
        return self.end or self.start


def conduct(view: View) -> Conduct:
    """最近写明的行为时间：正在写的，否则前面写过的，否则呈请立案时初步写的。"""
    written = [act for kind in PROPOSING for act in view.file.all(kind)]
    earlier = (amounts_of(act) for act in sorted(written, key=lambda act: -act.number))
    for body in (proposed(view), *earlier):
        if body is not None and (body.conduct_from or body.conduct_until):
            return Conduct(body.conduct_from, body.conduct_until)
    writing = view.candidate.body if view.candidate is not None else None
    filing = (
        writing if isinstance(writing, FilingProposed) else view.file.body("filing.proposed", FilingProposed)
    )
    return Conduct(filing.conduct_from, filing.conduct_until) if filing else Conduct(None, None)


def discovered(view: View) -> date | None:
    """发现之日：收到线索之日；没有线索的，立案之日。"""
    lead = view.file.body("lead.registered", LeadRegistered)
    if lead is not None and lead.received_on:
        return lead.received_on
    first = view.file.first("lead.registered") or view.file.first("filing.proposed")
    return first.day if first is not None else view.file.filed_on


def limitation(view: View) -> date | None:
    """追责期限的末日；不知道行为时间的为 None。多少年是规则包的参数。"""
    body, end = proposed(view), conduct(view).day
    long = body is not None and body.public_safety
    years = view.parameter("limitation.years.long" if long else "limitation.years")
    return None if end is None or years is None else add_months(end, 12 * int(years))


def age(view: View) -> int | None:
    """当事人行为时的年龄：有公民身份号码的按出生日期，没有的按登记的年龄。"""
    party = view.file.party
    if party is None or party.kind is not PartyKind.PERSON:
        return None
    born, day = _birthday(party.identity_number), conduct(view).day or view.file.filed_on or view.today
    if born is None:
        return party.age
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _birthday(number: str) -> date | None:
    digits = number.strip()[6:14]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) if len(digits) == 8 else None
    except ValueError:
        return None


# ── 罚则：行为时的、现在的 ─────────────────────────────────────────────


@dataclass(frozen=True)
class Applied:
    """适用的罚则：行为时的版本、作出决定时的版本、选了哪一时的、该用哪一个。"""

    code: str
    then: Rule | None
    now: Rule | None
    dated: bool
    regime: Regime | None
    compared: int | None

    @property
    def differs(self) -> bool:
        """两个版本的处罚不同（改了，或者现在没有了）。"""
        if not self.dated or self.then is None:
            return False
        return self.now is None or terms(self.then.range) != terms(self.now.range)

    @property
    def lighter(self) -> Regime | None:
        """较轻的是哪一时的；相同、比不出来的为 None。"""
        if not self.differs or not self.compared:
            return None
        return Regime.AT_DECISION if self.compared < 0 else Regime.AT_CONDUCT

    @property
    def rule(self) -> Rule | None:
        """按它算幅度的那条：选了的照选的；没有选的，不同时先按较轻的算，否则按现在的。"""
        regime = self.regime or self.lighter
        if self.differs and regime is not Regime.AT_DECISION:
            return self.then
        return self.now if self.now is not None or regime is Regime.AT_DECISION else self.then

    @property
    def lawful(self) -> bool:
        """选的是该选的：新的处罚较轻，用新的；否则用行为时的。比不出来的，由人定。"""
        if self.compared is None or self.regime is None:
            return True
        newer = self.compared < 0
        return newer == (self.regime is Regime.AT_DECISION)


def terms(found: Range | None) -> tuple[object, ...]:
    """一条罚则里与轻重有关的。"""
    if found is None:
        return ()
    needs = repr(found.precondition.source) if found.precondition else ""
    return (found.base, found.low, found.high, found.suspension, needs, found.measures)


def applied(view: View) -> Applied | None:
    """适用的罚则；没有选的为 None。"""
    return view.once("discretion.applied", lambda: _applied(view))


def _applied(view: View) -> Applied | None:
    act, body = proposed_act(view), proposed(view)
    if act is None or body is None or not body.range_code:
        return None
    day = conduct(view).day
    now = version(view, body.range_code, act.day)
    then = version(view, body.range_code, day) if day is not None else None
    compared = (
        compare(then.range, now.range, body.loss) if then and now and then.range and now.range else None
    )
    return Applied(body.range_code, then, now, day is not None, body.regime, compared)


def version(view: View, code: str, day: date) -> Rule | None:
    """某种情形 day 当日有效的罚则。"""
    found = [each for each in view.pack.on(day).part("range") if each.range and each.range.code == code]
    return found[-1] if found else None


def changed(view: View, code: str, day: date) -> bool:
    """到 day 为止，这种情形的罚则改过：要先知道行为的时间，才知道用哪一时的。"""
    found = [each.range for each in view.pack.rules if each.range and each.range.code == code]
    return len({terms(each) for each in found}) > 1


def compare(then: Range, now: Range, loss: Decimal | None) -> int | None:
    """新的比旧的轻（-1）、重（1）、一样（0）；各有轻重、比不出来的为 None。先比上限，上限同比下限。"""
    signs = {
        _sign(_heaviest(then, loss), _heaviest(now, loss)),
        _sign(_months(then), _months(now)),
        _sign((then.precondition is None,), (now.precondition is None,)),
    } - {0}
    if None in signs or len(signs) > 1:
        return None
    if not signs:
        return 0 if then.measures == now.measures else None
    return signs.pop()


def _sign(old: Sequence[Decimal | int] | None, new: Sequence[Decimal | int] | None) -> int | None:
    if old is None or new is None:
        return None
    return (list(new) > list(old)) - (list(new) < list(old))


def _heaviest(found: Range, loss: Decimal | None) -> tuple[Decimal, Decimal] | None:
    limits = limits_of(found, loss)
    return (limits[1], limits[0]) if limits else None


def _months(found: Range) -> tuple[int, int]:
    return (found.suspension[1], found.suspension[0]) if found.suspension else (0, 0)


def limits_of(found: Range | Ladder, loss: Decimal | None, base: str = "") -> Limits | None:
    """下限和上限，元；按倍数的，还不知道损失的为 None。"""
    kind = found.base if isinstance(found, Range) else base
    if kind == "yuan":
        return found.low, found.high
    return None if loss is None else (found.low * loss, found.high * loss)


def range_rule(view: View) -> Rule | None:
    """拟适用的罚则那条规则。"""
    found = applied(view)
    return found.rule if found is not None else None


def range_limits(view: View) -> Limits | None:
    """罚则的下限和上限，元；没有选罚则的为 None。"""
    rule, body = range_rule(view), proposed(view)
    if rule is None or rule.range is None or body is None:
        return None
    return limits_of(rule.range, body.loss)


def alternates(view: View) -> tuple[Rule, ...]:
    """同一行为还可能违反的别的罚则，对本案当事人适用的（行政处罚法第二十九条）。"""
    rule = range_rule(view)
    if rule is None or rule.range is None:
        return ()
    own, standing = rule.range, view("party.standing") or ""
    return tuple(
        each
        for each in view.rules.part("range")
        if each.range is not None
        and (each.range.code in own.alternates or own.code in each.range.alternates)
        and (each.range.subject == "any" or standing in each.range.subject.split(","))
    )


# ── 裁量基准 ───────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Step:
    """裁量基准的一档：规则、罚款幅度（元）、情节成立没有（None 是要人判断）。"""

    rule: Rule
    ladder: Ladder
    limits: Limits | None
    holds: bool | None


def ladder(view: View) -> tuple[Step, ...]:
    """拟适用的罚则的裁量基准，由轻到重；没有定的为空。"""
    return view.once("discretion.ladder", lambda: tuple(_ladder(view)))


def _ladder(view: View) -> Iterator[Step]:
    rule, body = range_rule(view), proposed(view)
    if rule is None or rule.range is None or body is None:
        return
    codes = covered(view.rules.part("range"), rule.range.code)
    for each in view.rules.part("ladder"):
        step = each.ladder
        if step is not None and codes & set(step.codes):
            holds = step.when(view) if step.when is not None else None
            yield Step(each, step, limits_of(step, body.loss, rule.range.base), holds)


def seen(view: View) -> tuple[Step, ...]:
    """情节看得到、成立的几档。"""
    return tuple(step for step in ladder(view) if step.holds)


def chosen(view: View) -> Step | None:
    """选的那一档。同一阶次几档的，取情节成立的。"""
    body = proposed(view)
    if body is None or body.degree is None:
        return None
    same = [step for step in ladder(view) if step.ladder.degree.value == body.degree.value]
    return next((step for step in same if step.holds), same[0] if same else None)


def deviates(view: View) -> bool:
    """没有按裁量基准：选的阶次与看到的情节不符，或者罚款、暂停不在那一档的幅度里。"""
    body, step = proposed(view), chosen(view)
    if body is None or step is None or not body.fine:
        return False
    if step.holds is False or (step.holds is None and seen(view)):
        return True
    outside = step.limits is not None and not step.limits[0] <= body.fine <= step.limits[1]
    months, term = body.suspension_months, step.ladder.suspension
    return outside or bool(months and term and not term[0] <= months <= term[1])


# ── 从宽情节 ───────────────────────────────────────────────────────────


def leniencies(view: View) -> tuple[tuple[Rule, Leniency, str], ...]:
    """选了的从宽情节：规则、情节、写的事实和理由。不认识的不算。"""
    body = proposed(view)
    known = {each.leniency.code: each for each in view.rules.part("leniency") if each.leniency}
    return tuple(
        (known[each.code], found, each.reason)
        for each in (body.leniency if body is not None else ())
        if each.code in known and (found := known[each.code].leniency) is not None
    )


def hinted(view: View) -> tuple[Rule, ...]:
    """案卷里看得到、还没有选的从宽情节：提示，不替人选。"""
    taken = {found.code for _, found, _ in leniencies(view)}
    return tuple(
        each
        for each in view.rules.part("leniency")
        if each.leniency is not None
        and each.leniency.code not in taken
        and each.leniency.when is not None
        and each.leniency.when(view)
    )


def cited_rule(view: View, kind: str) -> Rule | None:
    """另引的出处：适用的罚则、裁量基准的那一档、选了的从宽情节。"""
    if kind == "ladder":
        step = chosen(view) or next(iter(ladder(view)), None)
        return step.rule if step is not None else None
    if kind == "leniency":
        found = leniencies(view)
        order = sorted(found, key=lambda each: each[1].effect is not Effect.EXEMPT)
        return order[0][0] if order else None
    return range_rule(view)
