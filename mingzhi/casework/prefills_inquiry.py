"""怎样预填（调查）：呈请批准的事项、询问、委托评审、调查终结。由 prefill.prefill 装载。"""

from __future__ import annotations

from typing import Any

from mingzhi.casework.acts.common import ApprovalRequested
from mingzhi.casework.acts.evidence import EvidenceAdded
from mingzhi.casework.options import labels_of
from mingzhi.casework.prefill import Known, fills


def requested(known: Known) -> ApprovalRequested | None:
    """呈请批准正要作的这一种的，最近一项。"""
    found = [
        act.body
        for act in known.file.all("approval.requested")
        if isinstance(act.body, ApprovalRequested) and act.body.wants == known.kind
    ]
    return found[-1] if found else None


def asked(known: Known) -> str:
    """呈请时写的理由。"""
    request = requested(known)
    return request.reason if request else ""


@fills("sealing.approved")
def _sealing_approved(known: Known) -> dict[str, Any]:
    request = requested(known)
    # 方案里写着封存什么、多少日；期限由批准的人定。
    return {"target": request.plan.removeprefix("封存"), "reason": request.reason} if request else {}


@fills("inquiry.held")
def _inquiry(known: Known) -> dict[str, Any]:
    party = known.file.party
    head = party.legal_representative if party else ""
    return {
        "recorder": known.actor.name,
        "person": head or (party.name if party else None),
        "person_kind": (party.position or "法定代表人或主要负责人") if party and head else None,
        "person_phone": party.phone if party else None,
        # 前一次问的地方和告知的话。
        "place": known.said("inquiry.held", "place"),
        "told": known.said("inquiry.held", "told"),
    }


@fills("expert.commissioned")
def _commissioned(known: Known) -> dict[str, Any]:
    return {"materials": "、".join(_titles(known))}


def _titles(known: Known) -> list[str]:
    return [
        act.body.title
        for act in known.file.all("evidence.added")
        if isinstance(act.body, EvidenceAdded) and act.body.title
    ]


def evidence_list(known: Known) -> str:
    """证据清单：笔录、评审意见和收集的证据，逐项编号，写明证明什么。"""
    found: list[str] = []
    for act in known.file.acts:
        body = act.body
        if act.kind == "inspection.held":
            found.append(f"现场检查笔录（{_day(act.day)}）")
        elif act.kind == "inquiry.held":
            found.append(f"对{getattr(body, 'person', '') or '当事人'}的询问笔录（{_day(act.day)}）")
        elif act.kind == "expert.returned":
            found.append(f"评审意见：{getattr(body, 'conclusion', '')}".rstrip("："))
        elif isinstance(body, EvidenceAdded):
            pages = f"（{body.pages}）" if body.pages else ""
            proves = f"，证明{body.proves}" if body.proves else ""
            found.append(f"{body.title}{pages}{proves}")
    return "\n".join(
        f"{index}．{each.rstrip('。；')}；" for index, each in enumerate(found, start=1)
    ).removesuffix("；") + ("。" if found else "")


def _day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@fills("investigation.concluded")
def _concluded(known: Known) -> dict[str, Any]:
    """事实从核查、检查、评审写过的话来，证据从卷内来；定性、裁量、是否移送由人写。"""
    said = (
        known.said("inspection.held", "found"),
        known.said("expert.returned", "conclusion"),
    )
    facts = known.said("filing.proposed", "facts") or known.said("lead.verified", "findings")
    return {
        "violation": "\n".join(dict.fromkeys(each for each in (facts, *said) if each)),
        "evidence": evidence_list(known),
        "basis": known.said("filing.proposed", "basis"),
        "domain": _domain(known),
    }


def _domain(known: Known) -> str:
    """列出的领域里，写着当事人身份的那一个；有几个或者没有的由人选。"""
    party = known.file.party
    standing = party.standing.label if party is not None and party.standing is not None else ""
    found = [label for label in labels_of(known.rules, "domain") if standing and standing in label]
    return found[0] if len(found) == 1 else ""
