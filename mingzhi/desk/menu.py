"""记其他执法行为：通常的下一步以外能记的，照阶段列；现在用不上的收起来；不知道叫什么的，写几个字找。

收起来的照样能记——事实总能记，这里只管怎样列。哪些用得上，从行为的声明和规则包的流程看，不另写一张表。
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from inspect import getdoc
from uuid import UUID

from mingzhi.casework.act import KINDS, Kind, Stage
from mingzhi.casework.actor import Role
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.options import on_request
from mingzhi.casework.standing import Offer, Standing
from mingzhi.desk.links import new_act
from mingzhi.law.pack import Rules

REQUEST = "approval.requested"
# 不属于哪个阶段、随时可能要记的：更正和说明、呈请和会签、用印、回避、停用、监督。声明里的阶段只管入卷的次序。
ANYTIME = (
    REQUEST,
    "act.corrected",
    "defect.explained",
    "act.withdrawn",
    "case.sent_back",
    "cosign.asked",
    "cosign.given",
    "case.urged",
    "seal.requested",
    "seal.approved",
    "seal.used",
    "scan.returned",
    "document.edited",
    "recusal.requested",
    "recusal.decided",
    "handlers.changed",
    "handover.received",
    "outage.registered",
    "outage.confirmed",
    "paper.entered",
    "supervision.received",
    "supervision.answered",
    "agreement.requested",
    "privacy.assessed",
)
WHENEVER = "随时"
SPOT, DECIDED = "penalty.imposed_on_spot", ("decision.made", "penalty.imposed_on_spot")


@dataclass(frozen=True)
class Entry:
    """一种：名称、去哪里记、为什么还不能（不能由您）、找的时候看的字。"""

    name: str
    url: str
    note: str = ""
    terms: str = ""


@dataclass(frozen=True)
class Group:
    """一组：阶段（或者“随时”）和其中的各种。"""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Menu:
    """用得上的各组、收起来的各组；在找的，只有找到的。"""

    fitting: tuple[Group, ...]
    folded: tuple[Group, ...]
    sought: str = ""
    found: tuple[Entry, ...] = ()

    @property
    def hidden(self) -> int:
        return sum(len(group.entries) for group in self.folded)

    def __bool__(self) -> bool:
        return bool(self.fitting or self.folded or self.sought)


def menu(
    standing: Standing, offers: Sequence[Offer], roles: Sequence[Role], dossier: UUID, sought: str = ""
) -> Menu:
    """offers 是本人现在可以做的；sought 是要找的字。"""
    rules = standing.view.rules
    fitting = [offer for offer in offers if fits(standing, offer)]
    folded = [offer for offer in offers if offer not in fitting]
    found: tuple[Entry, ...] = ()
    if words := sought.split():
        every = [_noted(offer, rules, roles, dossier) for offer in standing.offers]
        every += _requests(standing, roles, dossier, rules)
        found = tuple(each for each in every if all(word in each.name + each.terms for word in words))

        # 名称里就有的在前，其中自己现在能办的在前。
        def far(each: Entry) -> tuple[bool, bool, bool]:
            return not all(word in each.name for word in words), not each.url, bool(each.note)

        found = tuple(sorted(found, key=far))
    here = standing.stage
    return Menu(_groups(fitting, rules, dossier, here), _groups(folded, rules, dossier), sought, found)


def fits(standing: Standing, offer: Offer) -> bool:
    """现在用得上。针对某一项的，看卷里有没有那一项；不针对的，看阶段，和规则包的流程走没走到。"""
    file, kind = standing.view.file, KINDS[offer.kind]
    targets = _targets(kind)
    if targets is not None:
        return bool(file.live) if not targets else any(file.all(word) for word in targets)
    if offer.kind in ANYTIME:
        return True
    decided = any(file.all(word) for word in DECIDED)
    if offer.kind == SPOT:
        return not decided
    order = list(Stage)
    here, there = order.index(standing.stage), order.index(kind.stage)
    if there == here or offer.kind in _reached(standing.view.rules, file):
        return True
    # 已经过去的阶段：推进阶段的不再列，决定以前可以补充调查。
    return there < here and (not kind.moves or (kind.stage is Stage.INVESTIGATION and not decided))


def _targets(kind: Kind) -> tuple[str, ...] | None:
    """针对哪几种行为；不针对的是 None。"""
    info = kind.body.model_fields.get("of")
    extra = info.json_schema_extra if info is not None else None
    if not isinstance(extra, dict) or extra.get("widget") != "act":
        return None
    return tuple(filter(None, str(extra.get("to") or "").split(",")))


def _reached(rules: Rules, file: CaseFile) -> set[str]:
    """流程走到过的：在某一种之后通常做、而那一种已经在卷里的。"""
    return {
        word
        for rule in rules.part("flow")
        if rule.flow is not None and any(file.all(after) for after in rule.flow.after)
        for word in rule.flow.next
    }


def _groups(
    offers: Iterable[Offer], rules: Rules, dossier: UUID, here: Stage | None = None
) -> tuple[Group, ...]:
    grouped: dict[str, list[Entry]] = {}
    for offer in offers:
        name = WHENEVER if offer.kind in ANYTIME else offer.stage.label
        grouped.setdefault(name, []).append(_entry(offer, rules, dossier))
    order = [here.label] if here is not None else []
    order += [WHENEVER, *(stage.label for stage in Stage)]
    return tuple(Group(name, tuple(grouped[name])) for name in dict.fromkeys(order) if name in grouped)


def _entry(offer: Offer, rules: Rules, dossier: UUID) -> Entry:
    return Entry(offer.name, new_act(dossier, offer.kind), terms=_terms(offer, rules))


def _terms(offer: Offer, rules: Rules) -> str:
    """这一种的说明和各栏的标题：照里面的字也找得到。"""
    kind = KINDS[offer.kind]
    titles = (info.title or "" for info in kind.body.model_fields.values())
    asked = (KINDS[word].name for word in on_request(rules)) if offer.kind == REQUEST else ()
    return " ".join((getdoc(kind.body) or "", offer.stage.label, *titles, *asked))


def _noted(offer: Offer, rules: Rules, roles: Sequence[Role], dossier: UUID) -> Entry:
    """找到的一种：不由您办的，说由谁；还不能的，说缺什么。"""
    entry = _entry(offer, rules, dossier)
    if not any(role in offer.roles for role in roles):
        whose = "、".join(role.label for role in offer.roles)
        return Entry(entry.name, "", f"由{whose}办理", entry.terms)
    lacks = "；".join(ground.lacks for ground in offer.blocked)
    return Entry(entry.name, entry.url, f"现在还不能：{lacks}" if lacks else "", entry.terms)


def _requests(standing: Standing, roles: Sequence[Role], dossier: UUID, rules: Rules) -> list[Entry]:
    """要负责人批准的事，承办人找得到怎样呈请。"""
    offer = next((each for each in standing.offers if each.kind == REQUEST), None)
    if offer is None or not any(role in offer.roles for role in roles):
        return []
    url = new_act(dossier, REQUEST)
    return [
        Entry(f"呈请{KINDS[word].name}", f"{url}?wants={word}", terms=getdoc(KINDS[word].body) or "")
        for word in on_request(rules)
    ]
