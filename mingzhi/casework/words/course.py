"""词·变故：中止、终止、并案、移送；涉嫌犯罪走到哪一步；协议处理；系统停用。法律的数字不在这里，在规则包。"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.acts.agreement import AgreementMeasure, AgreementRequested
from mingzhi.casework.acts.coercion import SealingImposed
from mingzhi.casework.acts.crime import CrimeDecided, CrimeTransferred, PoliceReplied
from mingzhi.casework.acts.jurisdiction import CaseTransferred, HandoverAnswered, LeadHandedOver
from mingzhi.casework.acts.lead import InformantTold, LeadRegistered, LeadSource
from mingzhi.casework.acts.outage import OutageConfirmed, OutageRegistered, PaperEntered
from mingzhi.casework.options import labels_of, lists_of
from mingzhi.casework.view import View, word

# ── 选项 ──────────────────────────────────────────────────────────────


@word("act.option_listed", "从选项里选的，都在规则列出的里面（没有填的不算）")
def _(view: View) -> bool | None:
    if view.candidate is None:
        return None
    body = view.candidate.body
    return all(
        not (value := getattr(body, field)) or value in labels_of(view.rules, wanted)
        for field, wanted in lists_of(type(body)).items()
    )


# ── 中止、终止、并案、移送 ─────────────────────────────────────────────


def _of(act: Act) -> int | None:
    return getattr(act.body, "of", None)


def _answered(view: View, kind: str, act: Act) -> list[Act]:
    """后来指回 act 的那种行为；没有写明指哪一项的，算它。"""
    return [
        each for each in view.file.all(kind) if each.number > act.number and _of(each) in (None, act.number)
    ]


@word("investigation.suspended_now", "调查正在中止")
def _(view: View) -> bool:
    last = view.file.last("investigation.suspended")
    if last is None or view.file.all("investigation.terminated"):
        return False
    return not _answered(view, "investigation.resumed", last)


def sealings_left(view: View, before: int | None = None) -> tuple[int, ...]:
    """还没有解除、也没有移交公安机关的封存；before 是只看这一号以前的。"""
    ended = {
        number
        for act in view.file.acts
        if before is None or act.number < before
        for number in ([_of(act)] if act.kind == "sealing.lifted" else [getattr(act.body, "sealing", None)])
        if act.kind in ("sealing.lifted", "crime.handed_over")
    }
    return tuple(
        act.number
        for act, _ in view.file.bodies("sealing.imposed", SealingImposed)
        if (before is None or act.number < before) and act.number not in ended
    )


@word("sealing.active", "还在封存的有几次（没有解除，没有移交）")
def _(view: View) -> int:
    return len(sealings_left(view))


@word("termination.sealed", "终止调查的时候，还有封存没有解除")
def _(view: View) -> bool:
    last = view.file.last("investigation.terminated")
    return last is not None and bool(sealings_left(view, last.number))


def _answers(view: View, act: Act) -> set[str]:
    return {
        body.answer.value
        for _, body in view.file.bodies("handover.answered", HandoverAnswered)
        if body.of == act.number and body.answer is not None
    }


_DEPARTING = frozenset({"investigation.terminated", "case.merged", "case.transferred", "lead.handed_over"})


def departed(view: View) -> Act | None:
    """使本案离开本局（或者并入另案）的那一项：终止调查、并入另案、移送管辖、全案移送、公安机关立案。退回来的不算。"""
    return view.once("departed", lambda: _departed(view))


def _departed(view: View) -> Act | None:
    for act in reversed(view.file.acts):
        if act.kind not in _DEPARTING:
            continue
        body = act.body
        if act.kind in ("investigation.terminated", "case.merged"):
            return act
        gone = isinstance(body, CaseTransferred) or (isinstance(body, LeadHandedOver) and body.whole)
        if gone and "returned" not in _answers(view, act):
            return act
    return None


@word("case.left", "案件已经终止调查、并入另案，或者全案移送")
def _(view: View) -> bool:
    return departed(view) is not None


@word("case.left_receipted", "全案移送出去的，收到了回执（并案、终止的不用）")
def _(view: View) -> bool:
    act = departed(view)
    if act is None or act.kind in ("investigation.terminated", "case.merged"):
        return True
    return bool(_answers(view, act) & {"receipt", "result"})


@word("handover.waiting", "有移送还没有收到回执或者结果")
def _(view: View) -> bool:
    sent = (*view.file.all("case.transferred"), *view.file.all("lead.handed_over"))
    return any(not _answers(view, act) for act in sent)


@word("jurisdiction.open", "有管辖争议还没有确定")
def _(view: View) -> bool:
    last = view.file.last("jurisdiction.disputed")
    return last is not None and not _answered(view, "jurisdiction.settled", last)


@word("act.informant_named", "对外的文字里写了投诉举报人")
def _(view: View) -> bool:
    if view.candidate is None:
        return False
    text = view.candidate.body.model_dump_json()
    secrets = (
        secret.strip()
        for _, body in view.file.bodies("lead.registered", LeadRegistered)
        if body.informant is not None
        for secret in (body.informant.name, body.informant.phone)
    )
    return any(secret and secret in text for secret in secrets)


@word("decline.party_touched", "不予立案以前接触过当事人：检查过、询问过，或者依职权呈请过立案")
def _(view: View) -> bool:
    if view.file.party is None:
        return False
    reached = any(view.file.all(kind) for kind in ("inspection.held", "inquiry.held", "inspection.notified"))
    lead = view.file.body("lead.registered", LeadRegistered)
    reported = lead is not None and lead.source in (LeadSource.NAMED_REPORT, LeadSource.ANONYMOUS_REPORT)
    return reached or (bool(view.file.all("filing.proposed")) and not reported)


@word("decline.party_told", "不予立案已经告知当事人")
def _(view: View) -> bool:
    last = view.file.last("case.declined")
    if last is None:
        return False
    served = bool(view.file.services(last.number))
    return served or any(
        body.party_too
        for act, body in view.file.bodies("informant.told", InformantTold)
        if act.number > last.number
    )


# ── 涉嫌犯罪 ──────────────────────────────────────────────────────────

_STAGES = {
    "crime.group_formed": "checking",
    "crime.reported": "reported",
    "crime.contested": "contested",
    "crime.accepted": "accepted",
}
_OF_CRIME = ("crime.", "police.")


@word(
    "crime.stage",
    "涉嫌犯罪的移送走到哪一步：none 没有，checking 核实中，reported 待审批，refused 不批准，approved 待移送，"
    "transferred 已移送，filed 公安立案，declined 不予立案，contested 复议或监督中，accepted 接受，returned 移回",
)
def _(view: View) -> str:
    stage = "none"
    for act in view.file.acts:
        if not act.kind.startswith(_OF_CRIME):
            continue
        if act.kind in _STAGES:
            stage = _STAGES[act.kind]
        elif isinstance(act.body, CrimeDecided) and act.body.ruling is not None:
            stage = act.body.ruling.value
        elif isinstance(act.body, CrimeTransferred):
            stage = "transferred"
        elif isinstance(act.body, PoliceReplied) and act.body.answer is not None:
            stage = {"forwarded": "transferred"}.get(act.body.answer.value, act.body.answer.value)
    return stage


@word("crime.pending", "涉嫌犯罪，还没有决定是否移送，或者批准了还没有移送")
def _(view: View) -> bool:
    return view("crime.stage") in ("checking", "reported", "approved")


@word("crime.with_police", "案件在公安机关：已移送、已立案，或者正在复议、监督")
def _(view: View) -> bool:
    return view("crime.stage") in ("transferred", "filed", "contested")


@word("act.crime_hours", "从批准移送到移送，过了几小时")
def _(view: View) -> Decimal | None:
    body = view.candidate.body if view.candidate else None
    if not isinstance(body, CrimeTransferred):
        return None
    decided = view.file.act(body.of) or view.file.last("crime.decided")
    if decided is None or body.handed_at is None:
        return None
    return Decimal((body.handed_at - decided.happened).total_seconds()) / 3600


@word("act.sealings_taken", "还在封存的物品，这次都一并移交了")
def _(view: View) -> bool:
    taken = getattr(view.candidate.body, "sealing", None) if view.candidate else None
    return set(sealings_left(view)) <= {taken}


@word("act.crime_expert_explained", "附了检验报告或者鉴定结论；没有的，在其他材料里说明")
def _(view: View) -> bool:
    body = view.candidate.body if view.candidate else None
    return isinstance(body, CrimeTransferred) and (body.has_expert or bool(body.others.strip()))


# ── 协议处理 ──────────────────────────────────────────────────────────


@word("settlement.suspended", "要求经办机构暂停结算（联网结算）、还没有通知恢复的有几次")
def _(view: View) -> int:
    stops = (AgreementMeasure.SETTLEMENT, AgreementMeasure.ONLINE)
    return sum(
        1
        for act, body in view.file.bodies("agreement.requested", AgreementRequested)
        if body.measure in stops and not _answered(view, "agreement.lifted", act)
    )


@word("agreement.waiting", "有要求经办机构处理、还没有答复的")
def _(view: View) -> bool:
    return any(not _answered(view, "agreement.replied", act) for act in view.file.all("agreement.requested"))


# ── 系统停用、先纸后录 ─────────────────────────────────────────────────


@word("act.exhibits", "附了几份材料")
def _(view: View) -> int:
    return len(view.candidate.exhibits) if view.candidate else 0


@word("act.wants_determination", "登记的是一种处理（事实照实补录，不用先纸后录）")
def _(view: View) -> bool:
    wants = getattr(view.candidate.body, "wants", "") if view.candidate else ""
    return wants in KINDS and not KINDS[wants].is_fact


def _outage(view: View) -> tuple[Act | None, OutageRegistered | None]:
    body = view.candidate.body if view.candidate else None
    act = view.file.act(body.outage) if isinstance(body, PaperEntered) else None
    return act, act.body if act is not None and isinstance(act.body, OutageRegistered) else None


@word("act.outage_covers", "在纸上作出的时间，在写明的停用期间以内")
def _(view: View) -> bool:
    _, outage = _outage(view)
    made: datetime | None = getattr(view.candidate.body, "made_at", None) if view.candidate else None
    if outage is None or made is None or outage.started is None or outage.ended is None:
        return False
    return outage.started <= made <= outage.ended


@word("act.outage_confirmed", "停用已经由系统管理员和机关负责人各自确认")
def _(view: View) -> bool:
    act, _ = _outage(view)
    return act is not None and confirmed(view, act.number)


@word("outage.unconfirmed", "最近一次登记的系统停用，还没有确认齐")
def _(view: View) -> bool:
    last = view.file.last("outage.registered")
    return last is not None and not confirmed(view, last.number)


def confirmed(view: View, number: int) -> bool:
    """两个身份、两个人。"""
    given = [
        (act, body)
        for act, body in view.file.bodies("outage.confirmed", OutageConfirmed)
        if body.of == number
    ]
    return _both(given)


def _both(given: Sequence[tuple[Act, OutageConfirmed]]) -> bool:
    levels = {body.level for _, body in given if body.level is not None}
    return len(levels) == 2 and len({act.actor.number for act, _ in given}) > 1
