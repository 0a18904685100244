"""办案中变故的文书：事项审批表、移送函、指定管辖的请示、移送公安机关的三件、协议处理函、检验期间和物品移送的告知、不予立案告知。

行政处罚法第二十五条；《行政执法机关移送涉嫌犯罪案件的规定》第六条；行政强制法第二十一条、第二十五条第三款；条例第三十条。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mingzhi.casework.act import KINDS, SHANGHAI, Body
from mingzhi.casework.acts.agreement import AgreementLifted, AgreementRequested
from mingzhi.casework.acts.coercion import SealedItem, SealingImposed
from mingzhi.casework.acts.crime import CrimeHandedOver, CrimeReported, CrimeTransferred
from mingzhi.casework.acts.jurisdiction import (
    CaseTransferred,
    Handed,
    JurisdictionDisputed,
    JurisdictionReferred,
    LeadHandedOver,
)
from mingzhi.casework.acts.lead import CaseDeclined
from mingzhi.casework.acts.suspension import InvestigationSuspended, TestingNotified
from mingzhi.casework.sentences import in_words

from .paper import Opinion, Paper, Source, common, period


@dataclass(frozen=True)
class Line:
    """审批表的一行。"""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class MatterApproval(Paper):
    """有关事项审批表：中止、恢复、终止调查，延长期限，并案，分案。"""

    matter: str
    lines: tuple[Line, ...]
    opinion: Opinion


@dataclass(frozen=True, kw_only=True)
class HandoverLetter(Paper):
    """案件（线索）移送函。"""

    receiver: str
    content: str
    basis: str
    why: str
    materials: tuple[Handed, ...]
    continued: bool


@dataclass(frozen=True, kw_only=True)
class DesignationRequest(Paper):
    """关于指定管辖的请示。"""

    it: JurisdictionReferred
    dispute: JurisdictionDisputed


@dataclass(frozen=True, kw_only=True)
class CrimeReport(Paper):
    """涉嫌犯罪案件情况的调查报告。"""

    it: CrimeReported


@dataclass(frozen=True, kw_only=True)
class CrimeLetter(Paper):
    """涉嫌犯罪案件移送书和涉案物品清单。"""

    it: CrimeTransferred
    enclosures: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SealedTransfer(Paper):
    """封存物品移送告知书。"""

    it: CrimeHandedOver
    sealing: SealingImposed
    imposed_on: date | None
    items: tuple[SealedItem, ...]


@dataclass(frozen=True, kw_only=True)
class AgreementLetter(Paper):
    """协议处理函：要求措施，或者通知恢复。"""

    handling_agency: str
    measure: str
    suspected: str
    uncooperative: str
    basis: str
    starts_on: date | None
    scope: str
    reply_before: date | None
    lifting: bool
    original_no: str
    reason: str
    settle: str
    from_on: date | None


@dataclass(frozen=True, kw_only=True)
class TestingNotice(Paper):
    """检验（鉴定）期间告知书。"""

    it: TestingNotified
    sealing: SealingImposed
    period: str


@dataclass(frozen=True, kw_only=True)
class FilingDeclined(Paper):
    """不予立案告知书。"""

    it: CaseDeclined


def matter_approval(source: Source) -> MatterApproval:
    body = source.body or InvestigationSuspended()
    name = next((kind.name for kind in KINDS.values() if kind.body is type(body)), "")
    act = source.act if source.draft_body is None else None
    return MatterApproval(
        **common(source),
        matter=name,
        lines=tuple(_lines(body)),
        opinion=Opinion(
            "机关负责人",
            str(getattr(body, "opinion", "")),
            act.actor.name if act else "",
            act.day if act else None,
        ),
    )


def _lines(body: Body) -> Iterator[Line]:
    """内容各栏；表格列成一行，指向别的行为的不列（那是案卷里的序号，纸上没有用）。"""
    for name, info in type(body).model_fields.items():
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        if name in ("opinion", "document_no") or extra.get("widget") == "act":
            continue
        value = getattr(body, name)
        if value in (None, "", ()) and name not in ("ground", "circumstances"):
            continue
        text = value if type(value) is str else in_words(value)
        if isinstance(value, tuple):
            text = "、".join(str(getattr(each, "name", each)) for each in value)
        yield Line(info.title or name, text)


def handover_letter(source: Source) -> HandoverLetter:
    shared = common(source)
    body = source.body
    if isinstance(body, LeadHandedOver):
        return HandoverLetter(
            **shared,
            receiver=body.receiver,
            content=body.matter,
            basis=body.basis,
            why="",
            materials=body.materials,
            continued=not body.whole,
        )
    it = source.own(CaseTransferred)
    return HandoverLetter(
        **shared,
        receiver=it.receiver,
        content=it.facts,
        basis=it.basis,
        why=it.why.label if it.why else "",
        materials=it.materials,
        continued=False,
    )


def designation_request(source: Source) -> DesignationRequest:
    it = source.own(JurisdictionReferred)
    return DesignationRequest(
        **common(source), it=it, dispute=source.named(it.of, JurisdictionDisputed, "jurisdiction.disputed")
    )


def crime_report(source: Source) -> CrimeReport:
    return CrimeReport(**common(source), it=source.own(CrimeReported))


def crime_letter(source: Source) -> CrimeLetter:
    it = source.own(CrimeTransferred)
    named = (
        (it.has_report, "涉嫌犯罪案件情况的调查报告"),
        (it.has_items, "涉案物品清单"),
        (it.has_expert, "检验报告或者鉴定结论"),
        (bool(it.others), it.others),
    )
    return CrimeLetter(**common(source), it=it, enclosures=tuple(name for has, name in named if has))


def sealed_transfer(source: Source) -> SealedTransfer:
    it = source.own(CrimeHandedOver)
    sealing = source.named(it.sealing, SealingImposed, "sealing.imposed")
    imposed = sealing.started.astimezone(SHANGHAI).date() if sealing.started else None
    return SealedTransfer(
        **common(source), it=it, sealing=sealing, imposed_on=imposed, items=it.items or sealing.items
    )


def agreement_letter(source: Source) -> AgreementLetter:
    shared = common(source)
    body = source.body
    lifted = body if isinstance(body, AgreementLifted) else AgreementLifted()
    lifting = isinstance(body, AgreementLifted)
    asked = (
        source.named(lifted.of, AgreementRequested, "agreement.requested")
        if lifting
        else source.own(AgreementRequested)
    )
    return AgreementLetter(
        **shared,
        handling_agency=lifted.handling_agency or asked.handling_agency,
        measure=asked.measure.label if asked.measure else "",
        suspected=asked.suspected,
        uncooperative=asked.uncooperative,
        basis=asked.basis,
        starts_on=asked.starts_on,
        scope=asked.scope,
        reply_before=asked.reply_before,
        lifting=lifting,
        original_no=asked.document_no,
        reason=lifted.reason,
        settle=lifted.settle,
        from_on=lifted.from_on,
    )


def testing_notice(source: Source) -> TestingNotice:
    it = source.own(TestingNotified)
    return TestingNotice(
        **common(source),
        it=it,
        sealing=source.named(it.sealing, SealingImposed, "sealing.imposed"),
        period=period(it.begins_on, it.ends_on),
    )


def filing_declined(source: Source) -> FilingDeclined:
    return FilingDeclined(**common(source), it=source.own(CaseDeclined))
