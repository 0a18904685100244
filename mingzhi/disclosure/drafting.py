"""拟稿：从案卷取材，写成公示稿，个人信息先隐去，并说明隐去了什么、依据哪一条（公示办法第五条、第七条）。

只是预先填好的稿子，拟稿人看过、改过才写入；写入时门禁再查一遍。
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mingzhi.casework.act import Act
from mingzhi.casework.acts.application import ApplicationReceived, LicenceDecided
from mingzhi.casework.acts.coercion import SealingImposed
from mingzhi.casework.acts.decision import DecisionCategory, DecisionMade
from mingzhi.casework.acts.disclosure import DisclosureDrafted, DisclosureSubject, Summary
from mingzhi.casework.acts.inspection import InspectionHeld, InspectionPlanned
from mingzhi.casework.acts.lead import PartyKind
from mingzhi.casework.acts.spot import PenaltyImposedOnSpot
from mingzhi.casework.money import ledger
from mingzhi.casework.view import View
from mingzhi.disclosure.masking import Masked, explain, mask_for_draft, note
from mingzhi.law.pack import Pack
from mingzhi.law.rules import Rule

DECISIONS = ("decision.made", "penalty.imposed_on_spot")
SOURCES: dict[DisclosureSubject, tuple[str, ...]] = {
    DisclosureSubject.DECISION: DECISIONS,
    DisclosureSubject.INSPECTION: ("inspection.held",),
    DisclosureSubject.COERCION: ("sealing.imposed",),
    DisclosureSubject.PERFORMANCE: DECISIONS,
    DisclosureSubject.LICENCE: ("licence.decided",),
}
NOT_YET, PAID, PARTLY, UNPAID = "未到期", "已履行", "部分履行", "未履行"


@dataclass(frozen=True)
class Prefilled:
    """预先填好的公示稿，和隐去了什么。"""

    body: DisclosureDrafted
    masked: tuple[Masked, ...]


def prefill(
    pack: Pack, acts: Sequence[Act], today: date, subject: DisclosureSubject, of: int, agency: str
) -> Prefilled:
    """第 of 号行为的公示稿。of 不是这一类的行为，抛 LookupError。"""
    view = View(pack, acts, today)
    source = view.file.act(of)
    if source is None or source.kind not in SOURCES[subject]:
        raise LookupError(f"第 {of} 号不能作为{subject.label}公示")
    texts = _texts(view, source, subject) | {"agency": agency}
    mask = mask_for_draft(view.file, view.rules)
    labels = {name: str(Summary.model_fields[name].title) for name in texts}
    masked = explain({name: (labels[name], text) for name, text in texts.items()}, mask, view.rules)
    body = DisclosureDrafted(
        subject=subject,
        of=of,
        decided_on=source.day,
        masked_note=note(masked),
        **mask.all(texts),
    )
    return Prefilled(body, masked)


def _texts(view: View, source: Act, subject: DisclosureSubject) -> dict[str, str]:
    party = view.file.party
    name = view.file.party_name
    code = party.code if party is not None and party.kind is PartyKind.ORGANIZATION else ""
    about = {"party_name": name, "party_code": code}
    body = source.body
    if isinstance(body, DecisionMade | PenaltyImposedOnSpot) and subject is DisclosureSubject.PERFORMANCE:
        return about | {
            "title": f"{name}{view.file.cause}案行政处罚决定履行情况",
            "document_no": body.document_no,
            "matter": view.file.cause,
            "performance": performance(view),
        }
    if isinstance(body, DecisionMade):
        return about | {
            "title": f"{name}{view.file.cause}案",
            "document_no": body.document_no,
            "matter": view.file.cause,
            "main_facts": body.violation,
            "basis": body.basis,
            "result": body.content,
            "category": body.category.label,
            "performance": performance(view) if performance_rule(view) else "",
        }
    if isinstance(body, PenaltyImposedOnSpot):
        return about | {
            "title": f"{name}{view.file.cause}案",
            "document_no": body.document_no,
            "matter": view.file.cause,
            "main_facts": body.violation,
            "basis": body.basis,
            "result": body.result,
            "category": DecisionCategory.PENALTY.label,
            "performance": performance(view) if performance_rule(view) else "",
        }
    if isinstance(body, LicenceDecided):
        applied = view.file.body("application.received", ApplicationReceived)
        item = applied.item if applied else ""
        return about | {
            "title": f"{name}{item}许可决定",
            "document_no": body.document_no,
            "matter": item,
            "main_facts": body.reasons,
            "basis": body.basis,
            "result": "：".join(
                each for each in (body.result.label if body.result else "", body.content) if each
            ),
            "category": body.category.label if body.category else "",
        }
    if isinstance(body, InspectionHeld):
        return about | {
            "title": f"{name}行政检查结果",
            "matter": _planned(view).matter or view.file.cause or "医疗保障基金使用行政检查",
            "main_facts": body.found,
            "basis": _planned(view).basis or _basis(view, source.kind),
            "result": "发现问题，依法处理。" if body.problem_found else "未发现问题。",
            "category": "行政检查",
        }
    if isinstance(body, SealingImposed):
        days = f"，期限 {body.days} 日" if body.days else ""
        return about | {
            "title": f"{name}行政强制决定",
            "document_no": str(getattr(body, "document_no", "")),
            "matter": "封存有关资料",
            "main_facts": body.reason,
            "basis": body.basis,
            "result": f"封存{body.target}{days}。",
            "category": "行政强制",
        }
    raise LookupError(f"第 {source.number} 号不能公示")


def _planned(view: View) -> InspectionPlanned:
    """检查的事项、依据写在安排（审批表）里。"""
    return view.file.body("inspection.planned", InspectionPlanned) or InspectionPlanned()


def _basis(view: View, kind: str) -> str:
    """检查笔录里没有“依据”一栏，取约束检查的法律、行政法规。"""
    cites = [rule.cite for rule in view.rules.gates(kind) if "条例" in rule.source.document]
    return "、".join(dict.fromkeys(cites))


def performance_rule(view: View) -> Rule | None:
    """本地是否要求公示履行情况（差异 6：重庆要，麒麟没有写）。"""
    found = [
        rule
        for rule in view.rules.part("disclosure")
        if rule.disclosure and rule.disclosure.subject == DisclosureSubject.PERFORMANCE
    ]
    return found[-1] if found else None


def performance(view: View) -> str:
    """决定的履行情况，由两本账算出（CQ-D-5.3）。没有决定的是空的。"""
    if view.file.decision is None and view.file.on_spot is None:
        return ""
    money = ledger(view)
    if not money.outstanding:
        return PAID
    if any(account.paid for account in money.accounts):
        return PARTLY
    due = next((each for each in reversed(view.dues) if each.tag == "payment.fine"), None)
    return NOT_YET if due is None or view.today <= due.day else UNPAID
