"""法的登记（lawbook）：规则登记簿的行为叠在规则包上，得到本机关适用的规则；每一处改动记着何时起、何时知道、谁确认的。

纯函数：同样的包和行为，同样的结果。规则包的文件在材料里，由外面读好，经 packs 交进来。
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from mingzhi.casework.act import SHANGHAI, Act
from mingzhi.casework.acts.rules import (
    CalendarLoaded,
    PackEnforced,
    PackProposed,
    ParameterConfirmed,
    ParameterProposed,
    RuleConfirmed,
    RuleProposed,
)
from mingzhi.casework.notices import notice_of
from mingzhi.casework.seconding import SECONDS
from mingzhi.law.changes import succeeded, successors
from mingzhi.law.pack import Loaded, Pack
from mingzhi.law.rules import Parameter, Rule, Source, Weight

# 提请施行的一项 → 它附的规则包；读不出来的为 None。
Packs = Callable[[Act], Pack | None]
# 写了它们，本机关适用的规则或者日历就变了。
EFFECTIVE = ("rule.confirmed", "parameter.confirmed", "pack.enforced", "calendar.loaded")


@dataclass(frozen=True)
class Entry:
    """登记簿里起作用的一项：第几号、何时知道、从哪天起、哪几个人、动了哪些规则。"""

    act: Act
    first: Act | None
    known: date
    effective: date | None
    rules: tuple[str, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """提请的和确认的。"""
        return tuple(each.actor.name for each in (self.first, self.act) if each is not None)


@dataclass(frozen=True)
class Lawbook:
    """本机关适用的规则，和它的来历。"""

    base: Pack
    pack: Pack
    # 没有叠上核实和填写的：随软件的，或者最近施行的那一份。
    lineage: Pack | None = None
    entries: tuple[Entry, ...] = ()
    waiting: tuple[Act, ...] = ()
    # 读不出来的规则包是哪几号施行的：用的仍是以前的。
    unread: tuple[int, ...] = ()

    def history(self, rule_id: str) -> tuple[Entry, ...]:
        """动过这一条规则的各项。"""
        return tuple(entry for entry in self.entries if rule_id in entry.rules)


def no_packs(proposal: Act) -> Pack | None:
    """没有附规则包的场合。"""
    return None


def known_of(act: Act) -> date:
    """记入登记簿之日，就是本机关知道之日。"""
    return act.recorded.astimezone(SHANGHAI).date()


def lawbook(base: Pack, acts: Sequence[Act], packs: Packs = no_packs) -> Lawbook:
    """登记簿的行为依次叠在 base 上。"""
    by_number = {act.number: act for act in acts}
    lineage, pack = base, base
    entries: list[Entry] = []
    unread: list[int] = []
    settled: set[int] = set()
    for act in acts:
        body, known = act.body, known_of(act)
        first = by_number.get(getattr(body, "of", None) or 0)
        if isinstance(body, CalendarLoaded):
            pack = pack.amended(notices=(Loaded(notice_of(body), known),))
            entries.append(Entry(act, None, known, None, ()))
            continue
        if act.kind not in SECONDS or first is None:
            continue
        settled.add(first.number)
        added: tuple[Rule, ...] = ()
        effective: date | None = None
        if isinstance(body, RuleConfirmed) and isinstance(first.body, RuleProposed):
            added = _confirmed(pack, first.body, known)
        elif isinstance(body, ParameterConfirmed) and isinstance(first.body, ParameterProposed):
            added, effective = _filled(pack, first.body, known), first.body.effective
        elif isinstance(body, PackEnforced) and isinstance(first.body, PackProposed):
            effective = first.body.effective
            found = packs(first)
            if found is None or effective is None:
                unread.append(act.number)
                continue
            added = tuple(successors(lineage, found, effective, known))
            lineage, pack = found, succeeded(pack, found, added)
        if not isinstance(body, PackEnforced):
            pack = pack.amended(added)
        entries.append(Entry(act, first, known, effective, tuple(rule.id for rule in added)))
    waiting = tuple(act for act in acts if act.kind in SECONDS.values() and act.number not in settled)
    return Lawbook(base, pack, lineage, tuple(entries), waiting, tuple(unread))


def _confirmed(pack: Pack, body: RuleProposed, known: date) -> tuple[Rule, ...]:
    """两人核实：数一直是法律写的，变的只是我们知道了，所以起日不动。"""
    found = []
    for rule in filter(None, map(pack.rule, body.rules)):
        changed: dict[str, object] = {"weight": Weight.RULE, "known": known}
        if body.value and rule.parameter is not None:
            changed["parameter"] = _valued(rule.parameter, body.value)
        if body.reading:
            changed["reading"] = body.reading
        found.append(rule.model_copy(update=changed))
    return tuple(found)


def _filled(pack: Pack, body: ParameterProposed, known: date) -> tuple[Rule, ...]:
    """本地填写：从文件施行之日起，出处是那个文件。"""
    if body.effective is None:
        return ()
    rule = pack.on(max(body.effective, known)).parameters.get(body.name)
    if rule is None or rule.parameter is None:
        return ()
    also = "、".join(part for part in (rule.source.also, body.document_no) if part)
    source = Source(document=body.document, article=body.article, also=also)
    changed = {
        "weight": Weight.RULE,
        "known": known,
        "from_": body.effective,
        "until": None,
        "source": source,
        "parameter": _valued(rule.parameter, body.value),
        "says": f"{rule.parameter.label}：本机关依《{body.document}》填写",
    }
    return (rule.model_copy(update=changed),)


def _valued(parameter: Parameter, value: str) -> Parameter:
    return parameter.model_copy(update={"value": value})
