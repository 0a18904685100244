"""示例案：办案中的变故——延长期限、移送、涉嫌犯罪、协议处理、检验期间。不是同一案的先后，只供文书取材。"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from mingzhi.casework.acts.agreement import AgreementMeasure, AgreementRequested
from mingzhi.casework.acts.coercion import SealedItem
from mingzhi.casework.acts.crime import CrimeHandedOver, CrimeReported, CrimeTransferred
from mingzhi.casework.acts.jurisdiction import (
    CaseTransferred,
    Handed,
    JurisdictionDisputed,
    JurisdictionReferred,
    TransferWhy,
)
from mingzhi.casework.acts.lead import CaseDeclined
from mingzhi.casework.acts.suspension import ExtensionWay, PeriodExtended, TestingNotified

from .case_people import PAIR, PRINCIPAL, ZHOU, Book, at

LEDGERS = SealedItem(name="购销台账", specification="2025年3月至8月，纸质", quantity="3册")
FACTS = "当事人将日用品、保健品录作医保药品上传结算1,204笔，涉及医疗保障基金62,600.00元。"


def course(book: Book) -> None:
    book.add(
        "period.extended",
        "2026-03-03 10:00",
        PRINCIPAL,
        PeriodExtended(
            way=ExtensionWay.APPROVED,
            days=30,
            reason="结算明细笔数多，需要逐笔与台账核对，不能按期作出决定。",
            opinion="同意延长三十日。",
        ),
    )
    book.add(
        "testing.notified",
        "2026-03-03 11:00",
        ZHOU,
        TestingNotified(
            items="购销台账3册",
            institution="示例司法鉴定所",
            matter="台账记载是否为同一人书写",
            begins_on=date(2026, 3, 4),
            ends_on=date(2026, 3, 20),
            document_no="示医保检期〔2026〕1号",
        ),
    )
    disputed = book.add(
        "jurisdiction.disputed",
        "2026-03-04 10:00",
        ZHOU,
        JurisdictionDisputed(
            other="示例二区医疗保障局",
            arose_on=date(2026, 3, 4),
            positions="对方认为违法行为发生在该区的分店；本局认为结算发生在本区的总店。",
        ),
    )
    book.add(
        "jurisdiction.referred",
        "2026-03-13 10:00",
        PRINCIPAL,
        JurisdictionReferred(
            of=disputed,
            superior="示例市医疗保障局",
            course="双方两次协商，对违法行为发生地没有达成一致。",
            opinion="建议由本局管辖。",
            document_no="示医保请〔2026〕1号",
        ),
    )
    book.add(
        "case.transferred",
        "2026-03-16 10:00",
        PRINCIPAL,
        CaseTransferred(
            why=TransferWhy.DESIGNATED,
            receiver="示例二区医疗保障局",
            facts=FACTS,
            basis="示例市医疗保障局指定管辖通知书，《中华人民共和国行政处罚法》第二十五条第二款",
            materials=(Handed(name="案件卷宗", quantity="1卷", note="含证据材料"),),
            opinion="同意移送。",
            document_no="示医保移〔2026〕1号",
        ),
    )
    book.add(
        "crime.reported",
        "2026-03-17 10:00",
        ZHOU,
        CrimeReported(
            suspected="诈骗罪",
            amount=Decimal("62600.00"),
            facts=FACTS,
            evidence="现场检查笔录、询问笔录、购销台账、结算明细、专家评审意见。",
            basis="《中华人民共和国刑法》第二百六十六条",
            opinion="建议移送公安机关。",
        ),
    )
    book.add(
        "crime.transferred",
        "2026-03-18 10:00",
        ZHOU,
        CrimeTransferred(
            police="示例区公安分局",
            handed_at=at("2026-03-18 10:00"),
            officers=PAIR,
            suspected="诈骗罪",
            facts=FACTS,
            has_letter=True,
            has_report=True,
            has_items=True,
            others="没有做过检验、鉴定；附询问笔录1份",
            items=(LEDGERS,),
            fine_given=Decimal("75120.00"),
            procuratorate="示例区人民检察院",
            received_by="民警丙某示",
            receipted=True,
            document_no="示医保移公〔2026〕1号",
        ),
    )
    book.add(
        "crime.handed_over",
        "2026-03-20 10:00",
        ZHOU,
        CrimeHandedOver(
            items=(LEDGERS,),
            handed_on=date(2026, 3, 20),
            officers=PAIR,
            received_by="示例区公安分局",
            procedure_done=True,
            document_no="示医保移告〔2026〕1号",
        ),
    )
    book.add(
        "agreement.requested",
        "2026-03-23 10:00",
        PRINCIPAL,
        AgreementRequested(
            measure=AgreementMeasure.SETTLEMENT,
            handling_agency="示例区医疗保险服务中心",
            suspected=FACTS,
            uncooperative="三次书面要求提供进货票据，均不提供。",
            basis="《医疗保障基金使用监督管理条例》第三十条第一款",
            starts_on=date(2026, 3, 24),
            scope="全部",
            reply_before=date(2026, 4, 2),
            opinion="同意。",
            document_no="示医保协〔2026〕1号",
        ),
    )
    book.add(
        "case.declined",
        "2026-03-24 10:00",
        PRINCIPAL,
        CaseDeclined(reason="经核查，反映的情况与结算记录不符，违法事实不能成立。", opinion="同意。"),
    )
