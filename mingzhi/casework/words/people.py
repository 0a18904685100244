"""词·人：谁办过案、证件有效与否；当事人、线索。法律的数字不在这里，在规则包。"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from mingzhi.casework.act import KINDS, Act, Body
from mingzhi.casework.actor import Officer, Role
from mingzhi.casework.acts.common import RecusalDecided
from mingzhi.casework.acts.filing import CorrectionChecked
from mingzhi.casework.acts.lead import LeadRegistered
from mingzhi.casework.view import View, word

HANDLING = {Role.HANDLER, Role.UNIT_HEAD}
# 办案的行为：这些角色以这些阶段的身份做过的，就是办过案。审核、公示、归档的人不因本职成为办案人。
NOT_HANDLING = (
    "review.",
    "disclosure.",
    "file.",
    "package.",
    "consultation.",
    "hearing.",
    "discussion.",
    "act.",
    "recording.",
    "custody.",
    "seal.",
    "outage.",
    "paper.",
)


def officers_of(act: Act) -> Iterator[Officer]:
    """内容里写到的执法人员（承办人、检查人员等）。"""
    for name in _officer_fields(type(act.body)):
        yield from getattr(act.body, name) or ()


@cache
def _officer_fields(of: type[Body]) -> tuple[str, ...]:
    return tuple(name for name in ("officers", "handlers", "investigators") if name in of.model_fields)


def handling_people(view: View) -> dict[str, Officer]:
    """办过本案的人：承办人、写进笔录的执法人员、以承办身份作出过行为的人。按编号。"""
    return view.once("handling_people", lambda: _handling_people(view))


def _as_handler(act: Act) -> bool:
    """以承办的身份作的。代行负责人权限作的批准，不因为他本来是承办机构的人就成了办案。"""
    return not act.actor.acting or any(role in HANDLING for role in KINDS[act.kind].roles)


def _handling_people(view: View) -> dict[str, Officer]:
    found: dict[str, Officer] = {}
    for act in view.file.acts:
        for name in _officer_fields(type(act.body)):
            for officer in getattr(act.body, name) or ():
                found.setdefault(officer.number, officer)
        actor = act.actor
        if actor.number in found or act.kind.startswith(NOT_HANDLING):
            continue
        if actor.has(*HANDLING) and _as_handler(act):
            found[actor.number] = actor
    return found


@word("actor.handled", "行为人办过本案（承办、参与检查询问、以承办机构身份作过决定或者签过意见）")
def _(view: View) -> bool:
    return view.candidate is not None and view.candidate.actor.number in handling_people(view)


@word("actor.department_handled", "行为人所在科室承办本案")
def _(view: View) -> bool:
    if view.candidate is None:
        return False
    return view.candidate.actor.department in {
        officer.department for officer in handling_people(view).values()
    }


def _named(view: View, field: str) -> Officer | None:
    officer = getattr(view.candidate.body, field, None) if view.candidate else None
    return officer if isinstance(officer, Officer) else None


@word("act.reviewer.handled", "拟确定的审核人办过本案")
def _(view: View) -> bool:
    officer = _named(view, "reviewer")
    return officer is not None and officer.number in handling_people(view)


@word("act.reviewer.department_handled", "拟确定的审核人所在科室承办本案")
def _(view: View) -> bool:
    officer = _named(view, "reviewer")
    return officer is not None and officer.department in {
        each.department for each in handling_people(view).values()
    }


@word("act.host.handled", "听证主持人是本案调查人员")
def _(view: View) -> bool:
    officer = _named(view, "host")
    return officer is not None and officer.number in handling_people(view)


def recused(view: View) -> set[str]:
    """已经决定回避的人；同一人几次决定的，以最近一次为准。"""
    granted: dict[str, bool] = {}
    for _act, body in view.file.bodies("recusal.decided", RecusalDecided):
        if body.officer is not None:
            granted[body.officer.number] = body.granted
    return {number for number, yes in granted.items() if yes}


@word("act.recused", "写到的人或者行为人里，有已经决定回避的")
def _(view: View) -> bool:
    if view.candidate is None or not view.file.all("recusal.decided"):
        return False
    out = recused(view)
    named = {officer.number for officer in officers_of(view.candidate)} | {view.candidate.actor.number}
    named |= {officer.number for field in ("host", "reviewer") if (officer := _named(view, field))}
    return bool(named & out)


@word("act.officers.valid", "写到的人中，当日证件有效的人数")
def _(view: View) -> int | None:
    if view.candidate is None:
        return None
    day = getattr(view.candidate.body, "planned_on", None) or view.candidate.day
    officers = {officer.number: officer for officer in officers_of(view.candidate)}
    return sum(1 for officer in officers.values() if officer.certified_on(day))


@word("act.officers.distinct", "写到的人数（同一人只算一次）")
def _(view: View) -> int | None:
    return (
        None if view.candidate is None else len({officer.number for officer in officers_of(view.candidate)})
    )


@word("act.officers.all_valid", "写到的人当日证件全部有效")
def _(view: View) -> bool | None:
    if view.candidate is None:
        return None
    day = getattr(view.candidate.body, "planned_on", None) or view.candidate.day
    officers = list(officers_of(view.candidate))
    return bool(officers) and all(officer.certified_on(day) for officer in officers)


@word("actor.is_assigned_reviewer", "行为人是确定的审核人")
def _(view: View) -> bool:
    assigned = view.file.last("review.assigned")
    officer = getattr(assigned.body, "reviewer", None) if assigned else None
    return (
        view.candidate is not None and officer is not None and officer.number == view.candidate.actor.number
    )


@word("party.kind", "当事人种类：organization 或者 person")
def _(view: View) -> str | None:
    return view.file.party.kind.value if view.file.party else None


@word("party.standing", "当事人在条例中的身份")
def _(view: View) -> str | None:
    return view.file.party.standing.value if view.file.party else None


@word("lead.named", "实名投诉举报")
def _(view: View) -> bool:
    lead = view.file.body("lead.registered", LeadRegistered)
    return lead is not None and lead.source is not None and lead.source.value == "named_report"


@word("correction.defied", "责令改正的期限已满，复查仍未改正")
def _(view: View) -> bool:
    for _act, checked in view.file.bodies("correction.checked", CorrectionChecked):
        ordered = view.file.act(checked.of)
        before = getattr(ordered.body, "before", None) if ordered else None
        if (
            not checked.corrected
            and before is not None
            and checked.checked_on is not None
            and checked.checked_on > before
        ):
            return True
    return False
