"""各种行为怎样预填：每一个函数说明这几栏取自哪里。由 prefill.prefill 装载。"""

from __future__ import annotations

from datetime import date
from typing import Any

from mingzhi.casework.act import Act
from mingzhi.casework.actor import Role
from mingzhi.casework.acts.coercion import SealingImposed
from mingzhi.casework.acts.common import Level
from mingzhi.casework.acts.inspection import InspectionOccasion
from mingzhi.casework.acts.lead import PartyStanding
from mingzhi.casework.acts.review import ReviewOpined, ReviewSubject
from mingzhi.casework.acts.telling import Answer
from mingzhi.casework.papers import bundle
from mingzhi.casework.prefill import Known, amounts, fills
from mingzhi.casework.prefills_inquiry import asked
from mingzhi.law.periods import Span, reach

# ── 线索、立案 ─────────────────────────────────────────────────────────


@fills("lead.registered")
def _lead(known: Known) -> dict[str, Any]:
    return {"received_on": known.today, "recorder": known.actor.officer()}


@fills("filing.proposed")
def _proposed(known: Known) -> dict[str, Any]:
    source, verdict = known.said("lead.registered", "source"), known.said("lead.verified", "conclusion")
    label = source.label if source else None
    return {
        "source": label,
        "reason": f"{label}，经核查{verdict.label}" if label and verdict else None,
        "party": known.file.party,
        "facts": known.said("lead.verified", "findings"),
    }


@fills("case.filed")
def _filed(known: Known) -> dict[str, Any]:
    # 检查在先、没有核查线索的，承办的是去检查的人。
    verified = known.said("lead.verified", "officers") or known.said("inspection.held", "officers")
    return {
        "cause": known.said("filing.proposed", "cause"),
        "party": known.file.party,
        "handlers": known.file.handlers or verified,
    }


@fills("informant.told")
def _told(known: Known) -> dict[str, Any]:
    return {"told_on": known.today}


# ── 检查、询问、证据 ───────────────────────────────────────────────────


@fills("inspection.planned")
def _planned(known: Known) -> dict[str, Any]:
    party = known.file.party
    source = known.said("lead.registered", "source")
    return {
        "place": party.address if party else None,
        "occasion": OCCASIONS.get(str(source)) if source else None,
        # 定点零售药店都是企业；医疗机构有公立的，由人勾选。
        "enterprise": True if party and party.standing is PartyStanding.PHARMACY else None,
    }


OCCASIONS = {
    "random_inspection": InspectionOccasion.RANDOM,
    "found": InspectionOccasion.ROUTINE,
    "named_report": InspectionOccasion.CLUE,
    "anonymous_report": InspectionOccasion.CLUE,
    "monitoring": InspectionOccasion.CLUE,
    "transferred": InspectionOccasion.ASSIGNED,
    "assigned": InspectionOccasion.ASSIGNED,
}


# 告知书上的一段话，条文列明的权利义务：行政处罚法第七条、第四十三条、第五十五条，条例第三十条。
RIGHTS = (
    "依法享有陈述、申辩的权利；认为执法人员与案件有直接利害关系或者有其他关系可能影响公正执法的，有权申请回避；"
    "应当配合检查，如实提供资料和情况，不得拒绝、阻碍或者隐瞒。"
)


@fills("inspection.notified")
def _notified(known: Known) -> dict[str, Any]:
    plan = "inspection.planned"
    party = known.file.party
    return {
        **{name: known.said(plan, name) for name in ("place", "matter", "basis")},
        "rights": RIGHTS,
        "receiver": (party.legal_representative or party.name) if party else None,
    }


@fills("inspection.held")
def _held(known: Known) -> dict[str, Any]:
    party = known.file.party
    head = "，".join(filter(None, (party.legal_representative, party.position))) if party else ""
    place = known.first_said("place", "inspection.notified", "inspection.planned")
    return {"place": place, "present": head, "started": known.said("inspection.notified", "notified_at")}


@fills("materials.demanded")
def _demanded(known: Known) -> dict[str, Any]:
    return {"recipient": known.file.party_name}


@fills("materials.received", "expert.returned", "correction.checked")
def _returned(known: Known) -> dict[str, Any]:
    asked = {
        "materials.received": ("materials.demanded",),
        "expert.returned": ("expert.commissioned",),
        "correction.checked": ("correction.ordered", "decision.made"),
    }
    return {
        "of": known.target_number(*asked[known.kind]),
        "received_on": known.today,
        "returned_on": known.today,
        "checked_on": known.today,
    }


@fills("evidence.added")
def _evidence(known: Known) -> dict[str, Any]:
    named = known.file.act(known.of)
    return {"of": named.number if named else None, "collected_on": named.day if named else known.today}


@fills("recording.ingested")
def _recording(known: Known) -> dict[str, Any]:
    kinds = ("sealing.imposed", "inspection.held", "inquiry.held", "hearing.held", "document.served")
    return {"of": known.target_number(*kinds), "maker": known.actor.name}


@fills("defect.explained", "act.corrected", "scan.returned", "document.edited")
def _about(known: Known) -> dict[str, Any]:
    return {"of": known.of}


# ── 封存 ───────────────────────────────────────────────────────────────


@fills("sealing.imposed")
def _sealing(known: Known) -> dict[str, Any]:
    approved, party = known.file.last("sealing.approved"), known.file.party
    here = {
        "place": known.said("inspection.planned", "place"),
        "present": party.legal_representative if party else None,
    }
    if approved is None:
        return here
    taken = {name: getattr(approved.body, name) for name in ("target", "reason", "basis", "days")}
    return {**taken, **here, "approval": approved.number}


def expiry(known: Known, act: Act) -> date | None:
    """封存期限届满之日：日数取自决定，怎样数取自规则包。"""
    days = act.body.days if isinstance(act.body, SealingImposed) else None
    rule = next(
        (
            each.duty
            for each in known.rules.duties(act.kind)
            if each.duty and each.duty.tag == "sealing.expiry"
        ),
        None,
    )
    if rule is None or not days:
        return None
    within = rule.within[0]
    return reach(known.pack.calendar, act.day, [Span(days, within.unit, within.roll)]).day


@fills("sealing.extended")
def _extended(known: Known) -> dict[str, Any]:
    act = known.target("sealing.imposed")
    return {"of": act.number, "runs_from": expiry(known, act), "reason": asked(known)} if act else {}


@fills("sealing.lifted")
def _lifted(known: Known) -> dict[str, Any]:
    return {"of": known.target_number("sealing.imposed"), "reason": asked(known)}


@fills("sealing.returned")
def _sealed_back(known: Known) -> dict[str, Any]:
    act = known.target("sealing.imposed")
    items = act.body.items if act and isinstance(act.body, SealingImposed) else ()
    return {"of": act.number if act else None, "items": items, "returned_on": known.today}


# ── 告知、听证 ─────────────────────────────────────────────────────────


@fills("notice.issued")
def _notice(known: Known) -> dict[str, Any]:
    said = {name: known.said("investigation.concluded", name) for name in ("violation", "evidence", "basis")}
    contact = "、".join(each.name for each in known.file.handlers)
    days = known.rules.parameter("hearing.request.days")
    return {
        **amounts(known, "investigation.concluded"),
        **said,
        "reason": known.said("investigation.concluded", "discretion"),
        "content": known.said("investigation.concluded", "opinion"),
        # 告知书里印着这项权利；听证的权利看够不够数额，由人勾。
        "statement_right": True,
        "contact": f"{contact}，{known.agency.phone}" if contact and known.agency.phone else contact,
        "hearing_days": int(days) if days is not None else None,
    }


@fills("statement.recorded", "statement.waived", "hearing.requested")
def _statement(known: Known) -> dict[str, Any]:
    person = known.file.party
    name = (person.legal_representative or person.name) if person else None
    return {"person": name, "stated_on": known.today, "waived_on": known.today, "requested_on": known.today}


@fills("hearing.held")
def _hearing(known: Known) -> dict[str, Any]:
    arranged = "hearing.arranged"
    return {
        "started": known.said(arranged, "hearing_at"),
        **{name: known.said(arranged, name) for name in ("place", "host", "recorder")},
    }


@fills("arguments.answered")
def _answers(known: Known) -> dict[str, Any]:
    since = last.number if (last := known.file.last("arguments.answered")) else 0
    spoken = [
        argument.text
        for kind in ("statement.recorded", "hearing.held")
        for act in known.file.all(kind)
        if act.number > since
        for argument in getattr(act.body, "arguments", ())
    ]
    return {
        "answers": tuple(Answer(argument=text) for text in spoken),
        "refund_after": known.said("notice.issued", "refund"),
        "fine_after": known.said("notice.issued", "fine"),
        "discretion": known.said("investigation.concluded", "discretion"),
    }


def arguments_text(known: Known) -> str:
    """当事人的意见和采纳情况，从逐条复核写成一段。"""
    answers = known.said("arguments.answered", "answers") or ()
    return "\n".join(
        f"当事人提出“{each.argument.rstrip('。；')}”，{'予以采纳' if each.adopted else '不予采纳'}"
        + (f"：{each.reason.rstrip('。；')}。" if each.reason else "。")
        for each in answers
    )


# ── 呈报、审核 ─────────────────────────────────────────────────────────


def answered_amounts(known: Known) -> dict[str, Any]:
    """复核后的金额盖过告知的；没有复核的，告知的；还没有告知的，调查终结的。"""
    found = amounts(known, "notice.issued", "investigation.concluded")
    answered, told = known.file.last("arguments.answered"), known.file.last("notice.issued")
    if answered is not None and (told is None or answered.number > told.number):
        after = {"refund": "refund_after", "fine": "fine_after"}
        found |= {
            name: value
            for name, field in after.items()
            if (value := getattr(answered.body, field)) is not None
        }
    return found


@fills("report.drafted")
def _report(known: Known) -> dict[str, Any]:
    concluded = "investigation.concluded"
    return {
        **answered_amounts(known),
        "facts": known.first_said("violation", "notice.issued", concluded),
        "evidence": known.first_said("evidence", "notice.issued", concluded),
        "basis": known.first_said("basis", "notice.issued", concluded),
        "discretion": known.first_said("discretion", "arguments.answered", concluded),
        "party_arguments": arguments_text(known),
        "proposal": _proposal(known),
    }


def _proposal(known: Known) -> str:
    """拟作出的决定：照告知书写；复核后金额变了的，照复核后的金额另写，不留旧的数。"""
    told, now = amounts(known, "notice.issued", "investigation.concluded"), answered_amounts(known)
    if any(told.get(name) != now.get(name) for name in ("refund", "fine")):
        parts = (("责令退回医疗保障基金", now.get("refund")), ("处罚款", now.get("fine")))
        return "；".join(f"{words}{amount:,.2f}元" for words, amount in parts if amount)
    return str(
        known.first_said("content", "notice.issued") or known.said("investigation.concluded", "opinion") or ""
    )


@fills("review.submitted")
def _submitted(known: Known) -> dict[str, Any]:
    transfer = bool(known.view("review.transfer"))
    materials = bundle(known.rules, known.file, transfer=transfer)
    words = {each.instrument for each in materials}
    report = known.file.last("report.drafted")
    return {
        # 移送报告等着审批的，送审的是移送；决定有效力又催告过的，接着送审的是申请法院强制执行。
        "subject": ReviewSubject.TRANSFER
        if transfer
        else ReviewSubject.ENFORCEMENT
        if known.file.all("demand.issued") and known.view("money.balance")
        else None,
        "report": report.number if report and not transfer else None,
        "materials": materials,
        # 有没有是从案卷里数出来的；声明（declared）是人的话，不预填。
        "has_report": "case_report" in words or None,
        "has_evidence": len(materials) > len(words & {"case_report", "penalty_approval", "penalty_decision"})
        or None,
        "has_filing": "filing_approval" in words or None,
        "has_approval_form": "penalty_approval" in words or None,
        "has_decision_text": "penalty_decision" in words or None,
    }


@fills("review.supplemented")
def _supplemented(known: Known) -> dict[str, Any]:
    asked = known.file.last("review.submitted")
    since = asked.number if asked else 0
    fresh = [item for item in bundle(known.rules, known.file) if item.act is not None and item.act > since]
    return {"materials": tuple(fresh)}


@fills("review.opined")
def _opined(known: Known) -> dict[str, Any]:
    lines = sorted((rule.line for rule in known.rules.part("line") if rule.line), key=lambda each: each.order)
    return {"lines": tuple({"line": each.line} for each in lines)}


@fills("review.signed")
def _signed(known: Known) -> dict[str, Any]:
    opined = known.target("review.opined")
    return {"of": opined.number, "opinion": getattr(opined.body, "opinion", None)} if opined else {}


@fills("review.answered")
def _review_answered(known: Known) -> dict[str, Any]:
    opined = known.file.body("review.opined", ReviewOpined)
    return {"responses": tuple({"point": each.text} for each in opined.points) if opined else ()}


@fills("opinion.given")
def _opinion(known: Known) -> dict[str, Any]:
    kinds = (
        "filing.proposed",
        "report.drafted",
        "closure.proposed",
        "defect.explained",
        "approval.requested",
    )
    roles = {Role.UNIT_HEAD: Level.UNIT_HEAD, Role.DEPUTY: Level.DEPUTY, Role.PRINCIPAL: Level.PRINCIPAL}
    level = next((found for role, found in roles.items() if known.actor.has(role)), None)
    return {"of": known.target_number(*kinds), "level": level}
