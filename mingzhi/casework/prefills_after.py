"""怎样预填（二）：讨论、决定、送达、公示、执行、归档。由 prefill.prefill 装载。"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from mingzhi.casework import personal
from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.actor import Role
from mingzhi.casework.acts.coercion import SealingImposed
from mingzhi.casework.acts.decision import DecisionCategory, DecisionMade
from mingzhi.casework.acts.disclosure import DisclosureDrafted, DisclosureSubject
from mingzhi.casework.acts.execution import PaymentAccount, PaymentKind
from mingzhi.casework.acts.lead import PartyKind
from mingzhi.casework.acts.spot import PenaltyImposedOnSpot
from mingzhi.casework.money import ledger, surcharge
from mingzhi.casework.papers import TITLES, entries, printed
from mingzhi.casework.prefill import Known, amounts, fills, unserved
from mingzhi.casework.prefills import answered_amounts, arguments_text
from mingzhi.casework.prefills_enforcement import closure_ground

# ── 讨论、决定、送达 ───────────────────────────────────────────────────


@fills("discussion.held")
def _discussed(known: Known) -> dict[str, Any]:
    report = "report.drafted"
    signed = known.file.last("review.signed")
    opinion = ""
    if signed is not None:
        opined = known.file.act(getattr(signed.body, "of", None))
        verdict = getattr(signed.body, "opinion", None)
        number = getattr(signed.body, "document_no", "")
        opinion = (
            f"{verdict.label if verdict else ''}（{number}）"
            if number
            else (verdict.label if verdict else "")
        )
        text = getattr(opined.body, "text", "") if opined else ""
        opinion = f"{opinion}：{text}" if text else opinion
    return {
        "report": known.said(report, "facts"),
        "review_opinion": opinion,
        "refund": known.said(report, "refund"),
        "fine": known.said(report, "fine"),
        "started": known.said("discussion.convened", "planned_at"),
    }


@fills("discussion.finalized")
def _finalized(known: Known) -> dict[str, Any]:
    held = known.file.last("discussion.held")
    people = getattr(held.body, "participants", ()) if held else ()
    return {"of": held.number if held else None, "signatures": tuple({"name": each.name} for each in people)}


def remedies(known: Known, paper: str = "本决定书") -> str:
    """救济途径：复议机关、期限按决定之日有效的参数；参数或者机关资料没有的不填，由人写。"""
    days = known.rules.parameter("remedy.reconsideration.days")
    months = known.rules.parameter("remedy.litigation.months")
    bodies, court = known.agency.reconsideration, known.agency.court
    if not (days and months and bodies and court):
        return ""
    if known.rules.parameter("remedy.reconsideration.superior"):
        bodies += "或者上一级医疗保障行政部门"
    return (
        f"如不服本决定，可以自收到{paper}之日起{days:f}日内向{bodies}申请行政复议，"
        f"也可以自收到{paper}之日起{months:f}个月内依法向{court}提起行政诉讼。"
    )


@fills("decision.made")
def _decision(known: Known) -> dict[str, Any]:
    report = "report.drafted"
    return {
        **answered_amounts(known),
        **amounts(known, report),
        "violation": known.first_said("facts", report) or known.said("investigation.concluded", "violation"),
        "evidence": known.first_said("evidence", "notice.issued", "investigation.concluded", report),
        "party_arguments": known.said(report, "party_arguments") or arguments_text(known),
        "basis": known.first_said("basis", report, "notice.issued", "investigation.concluded"),
        "content": known.said(report, "proposal") or known.said("notice.issued", "content"),
        "discretion": known.first_said("discretion", report, "arguments.answered", "investigation.concluded"),
        "refund_account": known.agency.fund_account,
        "fine_account": known.agency.fine_account,
        "remedies": remedies(known),
    }


@fills("service.announced", "document.served")
def _service(known: Known) -> dict[str, Any]:
    act, party = unserved(known), known.file.party
    announced = known.file.last("service.announced")
    place = known.said("address.confirmed", "address") or (party.address if party else None)
    found: dict[str, Any] = {
        "served_on": known.today,
        "announced_on": known.today,
        "place": place,
        "receiver": known.said("address.confirmed", "receiver")
        or ((party.legal_representative or party.name) if party else None),
    }
    if act is not None:
        words = printed(known.rules, act.kind)
        title = TITLES[words[0]] if words else KINDS[act.kind].name
        number = str(getattr(act.body, "document_no", ""))
        found |= {"of": act.number, "instrument": f"{title}（{number}）" if number else title}
        if announced is not None and getattr(announced.body, "of", None) == act.number:
            found["announcement"] = announced.number
    return found


@fills("address.confirmed")
def _address(known: Known) -> dict[str, Any]:
    party = known.file.party
    if party is None:
        return {"confirmed_on": known.today}
    return {
        "address": party.address,
        "receiver": party.legal_representative or party.name,
        "phone": party.phone,
        "confirmed_on": known.today,
    }


# ── 公示 ───────────────────────────────────────────────────────────────


@fills("disclosure.drafted")
def _disclosed(known: Known) -> dict[str, Any]:
    act = known.target("decision.made", "penalty.imposed_on_spot", "inspection.held", "sealing.imposed")
    if act is None:
        return {}
    file, party, hidden = known.file, known.file.party, personal.secrets(known.file)
    masked = (
        party is not None
        and party.kind is PartyKind.PERSON
        and bool(known.rules.parameter("disclosure.mask.person"))
    )
    name = personal.mask_name(file.party_name) if masked else file.party_name

    def clean(text: str) -> str:
        said = text.replace(file.party_name, name) if masked and file.party_name else text
        return personal.mask(said, hidden)

    found = {
        "of": act.number,
        "party_name": name,
        "party_code": party.code if party and party.kind is not PartyKind.PERSON else None,
        "agency": known.agency.name,
        "decided_on": act.day,
        "document_no": getattr(act.body, "document_no", ""),
        "masked_note": "已隐去个人信息：住址；电话、身份证号、举报人、病情"
        + ("；自然人姓名隐名" if masked else ""),
    }
    return found | _subject(known, act, name, clean)


def _subject(known: Known, act: Act, name: str, clean: Any) -> dict[str, Any]:
    body, cause = act.body, known.file.cause
    if isinstance(body, DecisionMade):
        return {
            "subject": DisclosureSubject.DECISION,
            "title": f"{name}{cause}案",
            "matter": f"对{cause}的{body.category.label}",
            "main_facts": clean(body.violation),
            "basis": body.basis,
            "result": clean(body.content),
            "category": body.category.label,
            "performance": performance(known),
        }
    if isinstance(body, PenaltyImposedOnSpot):
        return {
            "subject": DisclosureSubject.DECISION,
            "title": f"{name}{cause}案",
            "matter": f"对{cause}的行政处罚",
            "main_facts": clean(body.violation),
            "basis": body.basis,
            "result": clean(body.result),
            "category": DecisionCategory.PENALTY.label,
            "performance": performance(known),
        }
    if isinstance(body, SealingImposed):
        return {
            "subject": DisclosureSubject.COERCION,
            "title": f"对{name}实施封存",
            "matter": "封存",
            "main_facts": clean(body.reason),
            "basis": body.basis,
            "result": clean(f"封存{body.target} {body.days} 日"),
            "category": "行政强制",
        }
    return {
        "subject": DisclosureSubject.INSPECTION,
        "title": f"对{name}的行政检查",
        "matter": clean(str(known.said("inspection.planned", "matter") or "")),
        "main_facts": clean(str(getattr(body, "found", ""))),
        "basis": str(known.said("inspection.planned", "basis") or ""),
        "result": "发现问题" if getattr(body, "problem_found", False) else "未发现问题",
        "category": "行政检查",
    }


def performance(known: Known) -> str:
    """履行情况，从两本账算出。"""
    money = ledger(known.view)
    if money.ended_on is not None:
        return "已履行"
    return "履行期限内" if not any(each.paid for each in money.accounts) else "部分履行"


@fills("disclosure.approved", "disclosure.published", "disclosure.withheld", "disclosure.withdrawn")
def _about_draft(known: Known) -> dict[str, Any]:
    kinds = {
        "disclosure.withheld": (
            "decision.made",
            "penalty.imposed_on_spot",
            "inspection.held",
            "sealing.imposed",
        ),
        "disclosure.withdrawn": ("disclosure.published",),
    }.get(known.kind, ("disclosure.drafted",))
    act = known.target(*kinds)
    return {"of": act.number, "subject": getattr(act.body, "subject", None)} if act else {}


@fills("disclosure.corrected")
def _corrected(known: Known) -> dict[str, Any]:
    published = known.target("disclosure.published")
    draft = known.file.act(getattr(published.body, "of", None)) if published else None
    if published is None or draft is None or not isinstance(draft.body, DisclosureDrafted):
        return {}
    fields = draft.body.model_dump(exclude={"masked_note"})
    return {**fields, "corrects": published.number}


# ── 执行、结案、归档 ───────────────────────────────────────────────────


@fills("payment.received")
def _payment(known: Known) -> dict[str, Any]:
    owed = next((each for each in ledger(known.view).accounts if each.outstanding), None)
    if owed is None:
        return {"paid_on": known.today}
    account = PaymentAccount.FUND if owed.kind is PaymentKind.REFUND else PaymentAccount.TREASURY
    return {"payment_kind": owed.kind, "account": account, "amount": owed.outstanding, "paid_on": known.today}


@fills("instalments.requested")
def _instalments(known: Known) -> dict[str, Any]:
    return {"requested_on": known.today}


@fills("surcharge.imposed")
def _surcharge(known: Known) -> dict[str, Any]:
    found = surcharge(known.view, known.today)
    if found is None:
        return {}
    return {"from_on": found.from_on, "until_on": found.until_on, "amount": found.amount}


@fills("execution.completed")
def _completed(known: Known) -> dict[str, Any]:
    return {"completed_on": ledger(known.view).ended_on, "circumstances": _paid(known)}


def _paid(known: Known) -> str:
    """两本账各缴了多少、尚欠多少，写成一句。"""
    return "；".join(
        f"{each.kind.label} {each.paid:,.2f} 元"
        + (f"，尚欠 {each.outstanding:,.2f} 元" if each.outstanding else "")
        for each in ledger(known.view).accounts
        if each.due or each.paid
    )


@fills("decision.annulled")
def _annulled(known: Known) -> dict[str, Any]:
    return {"of": known.target_number("decision.made")}


@fills("closure.proposed")
def _closure(known: Known) -> dict[str, Any]:
    said = _paid(known)
    checked = known.said("correction.checked", "findings")
    ground = closure_ground(known)
    return {
        "ground": ground,
        "execution": said + (f"。改正情况：{checked}" if checked else "。" if said else ""),
    }


@fills("case.closed")
def _closed(known: Known) -> dict[str, Any]:
    ground = known.said("closure.proposed", "ground") or closure_ground(known)
    return {"ground": ground, "reason": known.said("closure.proposed", "reason")}


@fills("file.assembled")
def _assembled(known: Known) -> dict[str, Any]:
    found = entries(known.rules, known.file, known.agency.name)
    years = known.rules.parameter("archive.retention.long")
    closed = known.file.last("case.closed")
    year = (closed.day if closed else known.today).year
    serial = "".join(char for char in known.file.document_no.rpartition("〕")[2] if char.isdigit())
    archivist = known.actor.officer() if known.actor.has(Role.ARCHIVIST) else None
    return {
        "archive_no": f"{known.agency.code}-ZF·{year}-D{years:f}-{int(serial):04}"
        if serial and years
        else None,
        "retention": f"{years:f} 年" if years else None,
        "entries": found,
        "assembler": known.file.handlers[0] if known.file.handlers else None,
        "checker": archivist,
    }


@fills("consultation.requested")
def _consult(known: Known) -> dict[str, Any]:
    return {"name": known.file.party_name, "requested_on": known.today}


@fills("consultation.approved", "consultation.refused")
def _consented(known: Known) -> dict[str, Any]:
    days = known.rules.parameter("consultation.days") or Decimal(0)
    until = known.today + timedelta(days=int(days)) if days else None
    return {"of": known.target_number("consultation.requested"), "until": until}


@fills("consultation.held")
def _consulted(known: Known) -> dict[str, Any]:
    approved = known.target("consultation.approved")
    asked = known.file.act(getattr(approved.body, "of", None)) if approved else None
    return {
        "of": approved.number if approved else None,
        "name": getattr(asked.body, "name", None) if asked else None,
        "accompanied_by": known.actor.officer(),
    }
