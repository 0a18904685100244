"""词·先行登记保存、紧急封存、回避、检查。法律的数字不在这里，在规则包。"""

from __future__ import annotations

from mingzhi.casework.act import Act
from mingzhi.casework.actor import AgencyKind, Officer
from mingzhi.casework.acts.coercion import Ratification, SealingImposed, SealingRatified
from mingzhi.casework.acts.common import RecusalDecided
from mingzhi.casework.acts.preservation import PreservationDisposed, PreservationMade, PreservationReturned
from mingzhi.casework.view import View, word
from mingzhi.casework.words.people import officers_of, recused

# ── 先行登记保存 ───────────────────────────────────────────────────────


@word("preservation.approved_unused", "批准了先行登记保存，还没有实施")
def _(view: View) -> bool:
    used = {body.approval for _, body in view.file.bodies("preservation.made", PreservationMade)}
    return any(act.number not in used for act in view.file.all("preservation.approved"))


def undisposed(view: View) -> set[int]:
    """还没有作出处理决定的登记保存。"""
    done = {body.of for _, body in view.file.bodies("preservation.disposed", PreservationDisposed)}
    return {act.number for act in view.file.all("preservation.made")} - {each for each in done if each}


@word("preservation.undisposed", "有登记保存的证据还没有作出处理决定")
def _(view: View) -> bool:
    return bool(undisposed(view))


@word("preservation.unreturned", "决定退还的登记保存证据还没有退还，或者处理决定书还没有送达")
def _(view: View) -> bool:
    back = {body.of for _, body in view.file.bodies("preservation.returned", PreservationReturned)}
    for act, body in view.file.bodies("preservation.disposed", PreservationDisposed):
        returns = body.disposal is not None and body.disposal.value in ("recorded", "released")
        if (returns and body.of not in back) or not view.file.services(act.number):
            return True
    return False


# ── 紧急封存、受委托组织 ───────────────────────────────────────────────


def ratification(view: View, sealing: int) -> SealingRatified | None:
    """对第 sealing 号封存补办的批准，最近一次。"""
    found = [body for _, body in view.file.bodies("sealing.ratified", SealingRatified) if body.of == sealing]
    return found[-1] if found else None


def _lifted(view: View) -> set[int | None]:
    return {getattr(act.body, "of", None) for act in view.file.all("sealing.lifted")}


def _urgent(view: View) -> list[int]:
    """紧急当场实施、还没有解除的封存。"""
    lifted = _lifted(view)
    return [
        act.number
        for act, body in view.file.bodies("sealing.imposed", SealingImposed)
        if body.urgent and act.number not in lifted
    ]


@word("sealing.unratified", "紧急当场实施的封存，还没有补办批准")
def _(view: View) -> bool:
    return any(ratification(view, number) is None for number in _urgent(view))


@word("sealing.refused_unlifted", "负责人认为不应当采取的封存，还没有解除")
def _(view: View) -> bool:
    found = (ratification(view, number) for number in _urgent(view))
    return any(body is not None and body.verdict is Ratification.REFUSE for body in found)


@word("act.sealing_authorized", "要延长的那一次封存，实施前经过批准，或者紧急实施后补办了批准")
def _(view: View) -> bool | None:
    act = view.file.act(getattr(view.candidate.body, "of", None)) if view.candidate else None
    if act is None or not isinstance(act.body, SealingImposed):
        return None
    body = ratification(view, act.number)
    if body is not None:
        return body.verdict is Ratification.APPROVE
    return not act.body.urgent


def _people(view: View) -> list[Officer]:
    """行为人和写到的执法人员。"""
    if view.candidate is None:
        return []
    return [view.candidate.actor, *officers_of(view.candidate)]


@word("act.by_entrusted", "行为人或者写到的执法人员里，有受委托组织的人员")
def _(view: View) -> bool:
    return any(each.agency_kind is AgencyKind.ENTRUSTED for each in _people(view))


@word("act.by_affiliate", "行为人或者写到的执法人员里，有局属事业单位的人员")
def _(view: View) -> bool:
    return any(each.agency_kind is AgencyKind.AFFILIATE for each in _people(view))


# ── 回避 ───────────────────────────────────────────────────────────────


def _decided(view: View, asked: Act) -> bool:
    """这一项回避的申请，后来决定了没有：决定指明它的，或者说的是同一个人的。"""
    person = getattr(asked.body, "officer", None)
    return any(
        act.number > asked.number
        and (body.of == asked.number or (person and body.officer and body.officer.number == person.number))
        for act, body in view.file.bodies("recusal.decided", RecusalDecided)
    )


@word("recusal.pending", "有回避的申请还没有作出决定")
def _(view: View) -> bool:
    return any(not _decided(view, act) for act in view.file.all("recusal.requested"))


@word("recusal.still_handling", "已经决定回避的人，还是本案的承办人")
def _(view: View) -> bool:
    return bool({each.number for each in view.file.handlers} & recused(view))


@word("act.self_recusal", "行为人就是要回避的人")
def _(view: View) -> bool:
    officer = getattr(view.candidate.body, "officer", None) if view.candidate else None
    return (
        view.candidate is not None and officer is not None and officer.number == view.candidate.actor.number
    )


@word("act.recused_participant", "参加讨论的人里，有已经决定回避的（按姓名）")
def _(view: View) -> bool:
    rows = getattr(view.candidate.body, "participants", ()) if view.candidate else ()
    names = {
        body.officer.name
        for _, body in view.file.bodies("recusal.decided", RecusalDecided)
        if body.officer is not None and body.officer.number in recused(view)
    }
    return bool(names & {str(each.name) for each in rows})


# ── 检查 ───────────────────────────────────────────────────────────────


@word("inspection.finished", "检查已经了结：没有立案，没有发现问题，或者问题已经改正")
def _(view: View) -> bool:
    held = view.file.last("inspection.held")
    if held is None or view.file.all("case.filed"):
        return False
    if not getattr(held.body, "problem_found", False):
        return True
    checked = view.file.last("correction.checked")
    return (
        checked is not None
        and checked.number > held.number
        and bool(getattr(checked.body, "corrected", False))
    )


@word("inspection.told", "最近一次检查的结果已经告知被检查人")
def _(view: View) -> bool:
    held = view.file.last("inspection.held")
    return held is not None and any(
        getattr(act.body, "of", None) in (None, held.number)
        for act in view.file.all("inspection.result_told")
    )


@word("supervision.unanswered", "有执法监督的文书还没有回复")
def _(view: View) -> bool:
    answered = {getattr(act.body, "of", None) for act in view.file.all("supervision.answered")}
    return any(act.number not in answered for act in view.file.all("supervision.received"))
