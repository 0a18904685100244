"""现状的各部分：阶段条、在谁手里、可以做的、瑕疵、应当有的、审核、公示。合起来是 ``standing.py`` 的现状。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from mingzhi.casework import words as _words  # noqa: F401  登记词
from mingzhi.casework.act import KINDS, Act, Matter, Stage
from mingzhi.casework.actor import Role
from mingzhi.casework.acts.common import ApprovalRequested
from mingzhi.casework.acts.disclosure import DisclosureSubject
from mingzhi.casework.acts.verbs import CosignAsked
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.duties import Due
from mingzhi.casework.gates import Ground, beforehand, blocked, looking_back
from mingzhi.casework.recordings import Coverage, explanation
from mingzhi.casework.view import View
from mingzhi.casework.words import review_because, review_round
from mingzhi.casework.words.review import TRANSFER
from mingzhi.law.pack import Rules
from mingzhi.law.rules import Flow, Rule


class StageRow(NamedTuple):
    """阶段条的一格。state：done 已过、now 现在、ahead 以后、maybe 依申请。"""

    stage: Stage
    state: str
    day: date | None
    note: str


class Offer(NamedTuple):
    """可以做的一件事；blocked 不空的现在还不能做。"""

    kind: str
    name: str
    stage: Stage
    roles: tuple[Role, ...]
    suggested: bool
    blocked: tuple[Ground, ...]
    says: str = ""
    fact: bool = False

    def now(self, blocked: tuple[Ground, ...], *, suggested: bool = False, says: str = "") -> Offer:
        """同一件事，在这一卷里现在能不能做。"""
        return Offer(self.kind, self.name, self.stage, self.roles, suggested, blocked, says, self.fact)


@dataclass(frozen=True)
class DefectFound:
    """第几号行为带的瑕疵；explained 已说明原因补救，approved 负责人已签署意见。"""

    act: Act
    ground: Ground
    explained: bool
    approved: bool


class Check(NamedTuple):
    """应当有的一件东西：有了没有，依据。"""

    what: str
    present: bool
    cite: str
    act: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Holder:
    """案卷现在在谁手里。"""

    role: Role | None
    names: tuple[str, ...]
    since: date | None
    says: str


@dataclass(frozen=True)
class ReviewState:
    """法制审核：要不要、为什么、第几轮、到哪一步。"""

    required: bool
    because: tuple[Rule, ...]
    outcome: str
    rounds: int
    submitted: Act | None
    signed: Act | None


@dataclass(frozen=True)
class PublicItem:
    """一项公示：内容、依据、状态（未拟稿、待审批、待公示、已公示、已撤回、不予公开）。"""

    subject: DisclosureSubject
    of: int
    rule: Rule | None
    status: str
    due: Due | None


def assembled(file: CaseFile) -> Act | None:
    """归档；归档以后又重新启动、还没有补充归卷的是 None。"""
    shelved, reopened = file.last("file.assembled"), file.last("case.reopened")
    return None if shelved and reopened and reopened.number > shelved.number else shelved


Flowing = tuple[Act | None, Rule | None]


def stage_of(file: CaseFile, matter: Matter) -> Stage:
    last = next((kind for act in reversed(file.live) if (kind := KINDS[act.kind]).moves), None)
    return last.stage if last is not None else matter.stages[0]


def stages_of(view: View, current: Stage, matter: Matter) -> tuple[StageRow, ...]:
    notes = view.rules.once(
        "stage notes",
        lambda: {rule.stage.stage: rule.stage for rule in view.rules.part("stage") if rule.stage},
    )
    days: dict[Stage, date] = {}
    for act in view.file.live:
        if KINDS[act.kind].moves:
            days.setdefault(KINDS[act.kind].stage, act.day)
    order = matter.stages
    here = order.index(current) if current in order else 0
    rows = []
    for index, stage in enumerate(order):
        note = notes.get(stage.value)
        if stage is current:
            state = "now"
        elif stage in days:
            state = "done"
        elif index < here:
            state = "maybe"
        else:
            state = "maybe" if note is not None and note.optional else "ahead"
        text = "" if stage in days else (note.note if note and state == "maybe" else "")
        rows.append(StageRow(stage, state, days.get(stage), text))
    return tuple(rows)


def flow_of(view: View) -> Flowing:
    flows = view.rules.once("flows", lambda: _flows_by_kind(view.rules))
    for act in reversed(view.file.live):
        after = flows.get(act.kind)
        if after is None or _answered(view, act) or _settled(view, after):
            continue
        for rule, flow in after:
            if flow.when is None or flow.when.test(view):
                return act, rule
        return act, None
    return None, None


def _flows_by_kind(rules: Rules) -> dict[str, list[tuple[Rule, Flow]]]:
    """各种行为之后通常做什么，照规则写的次序。"""
    found: dict[str, list[tuple[Rule, Flow]]] = {}
    for rule in rules.part("flow"):
        for kind in rule.flow.after if rule.flow else ():
            if rule.flow:
                found.setdefault(kind, []).append((rule, rule.flow))
    return found


def _settled(view: View, after: Sequence[tuple[Rule, Flow]]) -> bool:
    """旁支已经办完：这种行为之后只有旁支，而且都不再成立。"""
    return all(flow.aside and flow.when is not None and not flow.when.test(view) for _, flow in after)


def _answered(view: View, act: Act) -> bool:
    """呈请的事已经批了：案子回到呈请以前走到的那一步，不停在呈请上。"""
    if not isinstance(act.body, ApprovalRequested):
        return False
    given = [number for number, _ in view.file.opinions(act.number)]
    return bool(given) or any(done.number > act.number for done in view.file.all(act.body.wants))


def holder_of(view: View, flow: Flowing, matter: Matter) -> Holder:
    latest, rule = flow
    if shelved := assembled(view.file):
        return Holder(Role.ARCHIVIST, (), shelved.day, "已归档")
    if rule is None or rule.flow is None:
        if matter.is_register:
            return Holder(None, (), None, "")  # 登记簿一直记下去，不在谁手里
        return Holder(
            Role.HANDLER, tuple(each.name for each in view.file.handlers), latest.day if latest else None, ""
        )
    role = Role(rule.flow.role)
    names = tuple(each.name for each in view.file.handlers) if role is Role.HANDLER else ()
    if role is Role.REVIEWER:
        assigned = view("last.review.assigned.reviewer")
        names = (assigned.name,) if assigned is not None else ()
    if latest is not None and isinstance(latest.body, CosignAsked) and latest.body.officer is not None:
        return Holder(None, (latest.body.officer.name,), latest.day, rule.flow.says)
    return Holder(role, names, latest.day if latest else None, rule.flow.says)


_FIRST = {Matter.CASE: ("lead.registered",)}


def next_of(view: View, flow: Flowing, matter: Matter) -> tuple[Offer, ...]:
    """通常的下一步，照规则写的次序。"""
    rule = flow[1]
    words = rule.flow.next if rule is not None and rule.flow is not None else _FIRST.get(matter, ())
    says = rule.flow.says if rule is not None and rule.flow is not None else ""
    plain = _plain_offers(view.rules, matter)
    return tuple(
        plain[word].now(_grounds(view, plain[word]), suggested=True, says=says)
        for word in dict.fromkeys(words)
        if word in plain
    )


def offers_of(view: View, first: tuple[Offer, ...], matter: Matter) -> tuple[Offer, ...]:
    """可以做的和还不能做的：通常的下一步（first）在前，其余照阶段。"""
    # 二百种里有门禁要看的不过几十种，其余的照抄。
    rest = dict(_plain_offers(view.rules, matter))
    for kind in _gated(view.rules, matter):
        if grounds := blocked(view, kind):
            rest[kind] = rest[kind].now(grounds)
    for offer in first:
        del rest[offer.kind]
    return (*first, *rest.values())


def _grounds(view: View, offer: Offer) -> tuple[Ground, ...]:
    return () if offer.fact else blocked(view, offer.kind)


def _plain_offers(rules: Rules, matter: Matter) -> dict[str, Offer]:
    """这种卷里可以做的各件事，照阶段排好，都当作没有挡住。同一段日子的规则算一次。"""
    return rules.once(
        f"offers {matter.value}", lambda: {offer.kind: offer for offer in _offered(rules, matter)}
    )


def _gated(rules: Rules, matter: Matter) -> tuple[str, ...]:
    """其中事先就可能被挡住的处理。"""
    plain = _plain_offers(rules, matter)
    return rules.once(
        f"gated {matter.value}",
        lambda: tuple(kind for kind, offer in plain.items() if not offer.fact and kind in beforehand(rules)),
    )


def _offered(rules: Rules, matter: Matter) -> list[Offer]:
    stages = list(Stage)
    offers = []
    for kind in KINDS.values():
        if matter not in kind.matters or kind.by_clock:
            continue
        rule = rules.role(kind.word)
        named = rule.role.roles if rule is not None and rule.role is not None else None
        roles = kind.roles if named is None else tuple(Role(each) for each in named)
        offers.append(Offer(kind.word, kind.name, kind.stage, roles, False, (), fact=kind.is_fact))
    return sorted(offers, key=lambda each: stages.index(each.stage))


def defects_of(view: View) -> tuple[tuple[DefectFound, ...], tuple[tuple[Act, Ground], ...]]:
    defects, advice = [], []
    for act, verdict in looking_back(view):
        for each in verdict.defects:
            explained, approved = explanation(view, act.number, each.rule)
            defects.append(DefectFound(act, each, explained, approved))
        advice += [(act, each) for each in verdict.advice]
    return tuple(defects), tuple(advice)


def checks_of(view: View, found: tuple[Coverage, ...], defects: tuple[DefectFound, ...]) -> tuple[Check, ...]:
    rows = [
        Check(
            f"{KINDS[each.act.kind].name}全程录像", each.complete, each.rule.cite, each.act.number, each.words
        )
        for each in found
    ]
    covered = {each.act.number for each in found}
    for defect in defects:
        if defect.act.number in covered and defect.ground.field == "recording":
            continue
        rows.append(
            Check(
                f"{KINDS[defect.act.kind].name}：{defect.ground.lacks}",
                False,
                defect.ground.cite,
                defect.act.number,
            )
        )
    return tuple(sorted(rows, key=lambda row: row.present))


def review_of(view: View) -> ReviewState:
    if view.file.all("crime.reported") and view("crime.stage") == "reported":
        # 移送报告等着审批：这时要审的是移送，决定要等它有结果。
        because, (submitted, signed) = review_because(view, TRANSFER), review_round(view, TRANSFER)
        outcome = view("crime.review")
    else:
        because = review_because(
            view, "licence.decided" if view.file.all("application.received") else "decision.made"
        )
        (submitted, signed), outcome = review_round(view), view("review.outcome")
    return ReviewState(bool(because), because, outcome, view("review.rounds"), submitted, signed)


_SUBJECTS = (
    (DisclosureSubject.DECISION, "decision.made"),
    (DisclosureSubject.DECISION, "penalty.imposed_on_spot"),
    (DisclosureSubject.INSPECTION, "inspection.held"),
    (DisclosureSubject.COERCION, "sealing.imposed"),
    (DisclosureSubject.LICENCE, "licence.decided"),
)


def public_of(view: View) -> tuple[PublicItem, ...]:
    rules = {rule.disclosure.subject: rule for rule in view.rules.part("disclosure") if rule.disclosure}
    items = []
    for subject, kind in _SUBJECTS:
        rule = rules.get(subject.value)
        if rule is None:
            continue
        for act in view.file.all(kind):
            due = next(
                (
                    each
                    for each in view.dues
                    if each.trigger == act.number and "disclosure.published" in each.do
                ),
                None,
            )
            items.append(
                PublicItem(subject, act.number, rule, _public_status(view.file, subject, act.number), due)
            )
    return tuple(items)


def _public_status(file: CaseFile, subject: DisclosureSubject, of: int) -> str:
    def about(kind: str) -> set[int]:
        found = file.all(kind)
        return {
            act.number
            for act in found
            if getattr(act.body, "of", None) == of and getattr(act.body, "subject", None) is subject
        }

    if about("disclosure.withheld"):
        return "不予公开"
    drafts = about("disclosure.drafted")
    published = {
        act.number for act in file.all("disclosure.published") if getattr(act.body, "of", None) in drafts
    }
    if published:
        withdrawn = {getattr(act.body, "of", None) for act in file.all("disclosure.withdrawn")}
        return "已撤回" if max(published) in withdrawn else "已公示"
    if any(getattr(act.body, "of", None) in drafts for act in file.all("disclosure.approved")):
        return "待公示"
    return "待审批" if drafts else "未拟稿"
