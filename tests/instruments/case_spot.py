"""示例案：普通程序以外的几种文书——当场处罚、先行登记保存、涉企检查。同一当事人，另外的行为。"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from mingzhi.casework.acts.coercion import SealedItem
from mingzhi.casework.acts.inspection import InspectionOccasion, InspectionPlanned, InspectionResultTold
from mingzhi.casework.acts.preservation import Disposal, PreservationDisposed, PreservationMade
from mingzhi.casework.acts.spot import PenaltyImposedOnSpot, SpotPenalty

from .case_people import HEAD, PAIR, PARTY, PRINCIPAL, ZHOU, Book, at


def spot(book: Book) -> None:
    made = book.add(
        "preservation.made",
        "2026-02-25 10:00",
        ZHOU,
        PreservationMade(
            target="药品销售记录本",
            items=(SealedItem(name="药品销售记录本", quantity="2册"),),
            place=PARTY.address,
            keeping="异地保存，本局证物室",
            reason="可能灭失。",
            basis="《中华人民共和国行政处罚法》第五十六条",
            started=at("2026-02-25 10:00"),
            ended=at("2026-02-25 10:30"),
            officers=PAIR,
            certificates_shown=True,
            told="理由、依据；不得销毁或者转移证据。",
            present="苏某示",
            delivered=True,
            document_no="示医保登存〔2026〕1号",
        ),
    )
    book.add(
        "preservation.disposed",
        "2026-02-27 10:00",
        PRINCIPAL,
        PreservationDisposed(
            of=made,
            disposal=Disposal.RECORDED,
            reason="已复制、拍照。",
            opinion="同意。",
            document_no="示医保登处〔2026〕1号",
        ),
    )
    book.add(
        "penalty.imposed_on_spot",
        "2026-03-02 10:30",
        ZHOU,
        PenaltyImposedOnSpot(
            party=PARTY,
            cause="重复收费",
            imposed_at=at("2026-03-02 10:30"),
            place=PARTY.address,
            officers=PAIR,
            certificates_shown=True,
            violation="重复收取一笔药事服务费，造成医疗保障基金损失1,500元。",
            evidence="现场检查笔录1份，结算明细1份",
            told="拟处罚款3,000元及事实、理由、依据；有权陈述和申辩。",
            party_says="没有意见。",
            penalty=SpotPenalty.FINE,
            basis="《医疗保障基金使用监督管理条例》第三十八条第（三）项",
            loss=Decimal("1500.00"),
            fine=Decimal("3000.00"),
            surcharge_told=True,
            reconsideration_first=True,
            publicity_told=True,
            delivered=True,
            signed=True,
            document_no="示医保当罚〔2026〕3号",
        ),
    )
    book.add(
        "inspection.planned",
        "2026-03-16 09:00",
        HEAD,
        InspectionPlanned(
            planned_on=date(2026, 3, 17),
            place=PARTY.address,
            occasion=InspectionOccasion.ROUTINE,
            enterprise=True,
            times_this_year=0,
            matter="药品购销存和医疗保障基金结算",
            basis="《医疗保障基金使用监督管理条例》第二十七条",
            officers=PAIR,
            opinion="同意检查。",
        ),
    )
    book.add(
        "inspection.result_told",
        "2026-03-18 09:00",
        ZHOU,
        InspectionResultTold(
            told_on=date(2026, 3, 18), result="本次检查没有发现问题。", manner="直接送达", receiver="苏某示"
        ),
    )
