"""送达的文书：送达地址确认书、送达回证、送达公告（CQ-R-16.1 至 CQ-R-16.4；行政处罚法第六十一条）。"""

from __future__ import annotations

from dataclasses import dataclass

from mingzhi.casework.acts.evidence import ExpertCommissioned
from mingzhi.casework.acts.inspection import MaterialsDemanded
from mingzhi.casework.acts.service import (
    AddressConfirmed,
    DocumentServed,
    ServiceAnnounced,
    ServiceMethod,
)

from .paper import Paper, Source, common
from .terms import ANNOUNCEMENT, term


@dataclass(frozen=True, kw_only=True)
class AddressConfirmation(Paper):
    """送达地址确认书。"""

    it: AddressConfirmed


@dataclass(frozen=True, kw_only=True)
class ServiceReceipt(Paper):
    """送达回证。"""

    it: DocumentServed
    recipient: str
    document: str
    by_mail: bool
    by_leaving: bool
    by_announcement: bool
    kept: str


@dataclass(frozen=True, kw_only=True)
class ServiceAnnouncement(Paper):
    """送达公告。"""

    it: ServiceAnnounced
    document_number: str
    period: str


def address_confirmation(source: Source) -> AddressConfirmation:
    return AddressConfirmation(**common(source), it=source.own(AddressConfirmed))


def service_receipt(source: Source) -> ServiceReceipt:
    it = source.own(DocumentServed)
    number = _number(source, it.of)
    document = it.instrument if number in it.instrument else f"{it.instrument}（{number}）"
    kept = (
        ("邮寄登记", it.has_registration),
        ("付邮凭证", it.has_payment),
        ("回执", it.has_receipt),
        ("邮寄清单", it.has_list),
        ("送达过程的照片或者录像", it.photographed),
    )
    return ServiceReceipt(
        **common(source),
        it=it,
        recipient=_recipient(source, it.of),
        document=document,
        by_mail=it.method is ServiceMethod.MAIL,
        by_leaving=it.method is ServiceMethod.LEAVING,
        by_announcement=it.method is ServiceMethod.ANNOUNCEMENT,
        kept="、".join(name for name, there in kept if there),
    )


def service_announcement(source: Source) -> ServiceAnnouncement:
    it = source.own(ServiceAnnounced)
    number = _number(source, it.of)
    return ServiceAnnouncement(
        **common(source),
        it=it,
        document_number="" if number in it.instrument else number,
        period=term(source.rules, ANNOUNCEMENT),
    )


def _number(source: Source, of: int | None) -> str:
    act = source.later.act(of)
    return str(getattr(act.body, "document_no", "") or "") if act else ""


def _recipient(source: Source, of: int | None) -> str:
    """受送达人：一般是当事人；委托书、限期提供材料通知书送给写明的人。"""
    act = source.later.act(of)
    if act is not None and isinstance(act.body, ExpertCommissioned):
        return act.body.agency
    if act is not None and isinstance(act.body, MaterialsDemanded) and act.body.recipient:
        return act.body.recipient
    return source.case.party_name
