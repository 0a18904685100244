"""示例案：依申请事项、举报奖励和登记簿的文书。同一当事人，另外的行为。"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from mingzhi.casework.acts.annual import AnnualDrafted, Figure
from mingzhi.casework.acts.application import (
    ApplicationAccepted,
    ApplicationDeclined,
    ApplicationReceived,
    CorrectionTold,
    LicenceCategory,
    LicenceDecided,
    LicenceResult,
    NotAccepted,
    Submitted,
    Wanted,
)
from mingzhi.casework.acts.lead import Informant
from mingzhi.casework.acts.listing import DelegatedOfficer, DelegationListed, PlacardListed
from mingzhi.casework.acts.reward import RewardApproved, RewardProposed, RewardVerdict

from .case_people import PAIR, PARTY, PRINCIPAL, ZHOU, Book


def register(book: Book) -> None:
    book.add(
        "application.received",
        "2026-03-16 10:00",
        ZHOU,
        ApplicationReceived(
            item="示例事项办理",
            applicant=PARTY,
            received_on=date(2026, 3, 16),
            materials=(Submitted(name="申请书", form="原件一份"),),
            document_no="示医保收〔2026〕1号",
        ),
    )
    book.add(
        "application.correction_told",
        "2026-03-16 11:00",
        ZHOU,
        CorrectionTold(
            wanted=(Wanted(name="场所证明", requirement="复印件一份"),),
            basis="示例规定",
            complete=True,
            document_no="示医保补〔2026〕1号",
        ),
    )
    book.add(
        "application.accepted",
        "2026-03-17 10:00",
        ZHOU,
        ApplicationAccepted(handlers=PAIR, basis="材料齐全", document_no="示医保受〔2026〕1号"),
    )
    book.add(
        "application.declined",
        "2026-03-17 11:00",
        ZHOU,
        ApplicationDeclined(
            ground=NotAccepted.NOT_OURS,
            reason="不属于本局职权范围。",
            competent="示例区卫生健康委员会",
            document_no="示医保受〔2026〕2号",
        ),
    )
    book.add(
        "licence.decided",
        "2026-03-20 10:00",
        PRINCIPAL,
        LicenceDecided(
            result=LicenceResult.GRANTED,
            category=LicenceCategory.ORDINARY,
            content="准予办理示例事项。",
            basis="示例规定第一条",
            certificate="示例许可证",
            certificate_no="示许001",
            valid_from=date(2026, 3, 20),
            valid_until=date(2029, 3, 19),
            opinion="同意。",
            document_no="示医保许〔2026〕1号",
        ),
    )
    book.add(
        "reward.proposed",
        "2026-03-21 10:00",
        ZHOU,
        RewardProposed(
            code="举报2026-1",
            case_no="示医保案〔2025〕1号",
            informant=Informant(name="何示举", phone="13900000000"),
            verified=True,
            finding="查实多结算费用。",
            recovered=Decimal("62600.00"),
            amount=Decimal("500.00"),
            basis="《医疗保障基金使用监督管理条例》第三十五条",
        ),
    )
    book.add(
        "reward.approved",
        "2026-03-22 10:00",
        PRINCIPAL,
        RewardApproved(
            code="举报2026-1",
            verdict=RewardVerdict.REWARD,
            amount=Decimal("500.00"),
            opinion="同意。",
            document_no="示医保奖〔2026〕1号",
        ),
    )
    book.add(
        "delegation.listed",
        "2026-03-23 10:00",
        PRINCIPAL,
        DelegationListed(
            organization="示例区医疗保障事务中心",
            code="12500111MB1TEST02Y",
            officers=(DelegatedOfficer(name="何示执", certificate="示证900"),),
            basis="《中华人民共和国行政处罚法》第二十条",
            items="定点零售药店的日常检查。",
            powers="检查、收集证据。",
            since=date(2026, 4, 1),
            until=date(2027, 3, 31),
            rights="委托机关负责监督；受委托组织在委托范围内办理。",
            liability="委托机关对后果承担法律责任。",
            public_affairs=True,
        ),
    )
    book.add(
        "placard.listed",
        "2026-03-24 10:00",
        ZHOU,
        PlacardListed(
            post="综合受理窗口",
            duties="受理申请，解答咨询。",
            samples="窗口取阅，门户下载。",
            progress="凭查询码查询。",
            advice="电话、窗口，工作日。",
            complaints="电话、意见箱。",
        ),
    )
    book.add(
        "annual.drafted",
        "2026-03-25 10:00",
        ZHOU,
        AnnualDrafted(
            year=2025,
            figures=(
                Figure(table="行政处罚", label="罚款", count=1, amount=Decimal("75120.00")),
                Figure(table="行政强制", label="查封、封存", count=1),
            ),
            overview="执法主体一个，持证人员六人。",
            method="统计作出决定的数量。",
        ),
    )
