"""示例案：普通程序以外的几种文书——当场处罚、先行登记保存、涉企检查。同一当事人，另外的行为。"""

from __future__ import annotations

from decimal import Decimal

from mingzhi.casework.acts.spot import PenaltyImposedOnSpot, SpotPenalty

from .case_people import PAIR, PARTY, ZHOU, Book, at


def spot(book: Book) -> None:
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
