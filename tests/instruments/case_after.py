"""示例案：不缴的时候和改正的时候的几种文书——催告、申请法院强制执行、中止执行、补正、变更、退还。"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from mingzhi.casework.acts.correcting import DecisionAmended, DecisionRevised, RepaymentApproved, Revision
from mingzhi.casework.acts.enforcement import (
    DemandIssued,
    EnforcementApplied,
    ExecutionSuspended,
    SuspensionGround,
)

from .case_people import AGENCY, PRINCIPAL, ZHOU, Book
from .case_texts import ARTICLE_38, FACTS

FINE = Decimal("60000.00")
REMEDIES = "六十日内向示例区人民政府申请行政复议，或者六个月内向示例区人民法院提起行政诉讼。"


def after(book: Book) -> None:
    decided = next(act.number for act in book.acts if act.kind == "decision.made")
    demand = book.add(
        "demand.issued",
        "2026-03-10 10:00",
        ZHOU,
        DemandIssued(
            of=decided,
            before=date(2026, 3, 24),
            manner="退回的基金转入财政专户，罚款到代收银行缴纳。",
            refund=Decimal("1000.00"),
            fine=FINE,
            surcharge=Decimal("1800.00"),
            statement_right=True,
            contact="周甲示，023-00000000",
            document_no="示医保催〔2026〕1号",
        ),
    )
    book.served("2026-03-10 15:00", demand, "履行催告书")
    book.add(
        "enforcement.applied",
        "2026-07-01 10:00",
        PRINCIPAL,
        EnforcementApplied(
            of=decided,
            demand=demand,
            court=AGENCY.court,
            refund=Decimal("1000.00"),
            fine=FINE,
            surcharge=Decimal("1800.00"),
            grounds=f"{FACTS}\n依据：{ARTICLE_38}",
            party_opinion="经营困难，没有提供材料。",
            demanded="催告书送达满十个工作日，仍未履行。",
            target="应缴款项共六万二千八百元；示例路的门店一处。",
            signed=True,
            opinion="同意申请。",
            document_no="示医保强执〔2026〕1号",
        ),
    )
    book.add(
        "execution.suspended",
        "2026-07-20 10:00",
        PRINCIPAL,
        ExecutionSuspended(
            ground=SuspensionGround.NO_MEANS,
            reason="当事人停业，暂无履行能力，已提供材料。",
            opinion="同意中止。",
            document_no="示医保执〔2026〕1号",
        ),
    )
    book.add(
        "decision.amended",
        "2026-08-03 10:00",
        PRINCIPAL,
        DecisionAmended(
            of=decided,
            wrong="示例路88号二层。",
            right="示例路88号一层。",
            reason="当事人来函指出，核对营业执照属实。",
            opinion="同意补正。",
            document_no="示医保补正〔2026〕1号",
        ),
    )
    revised = book.add(
        "decision.revised",
        "2026-08-10 10:00",
        PRINCIPAL,
        DecisionRevised(
            of=decided,
            result=Revision.CHANGED,
            reason="两笔损失重复计算，罚款随之多计。",
            basis="《中华人民共和国行政处罚法》第七十五条第二款",
            content="罚款改为五万五千元，其他不变。",
            refund_after=Decimal("62600.00"),
            fine_after=Decimal("55000.00"),
            remedies=REMEDIES,
            opinion="同意变更。",
            document_no="示医保纠〔2026〕1号",
        ),
    )
    book.add(
        "repayment.approved",
        "2026-08-12 10:00",
        PRINCIPAL,
        RepaymentApproved(
            of=revised,
            fine=Decimal("5000.00"),
            payee="重庆示例大药房有限公司，示例银行账户",
            reason="罚款变更后多缴的部分。",
            opinion="同意退还。",
            document_no="示医保退〔2026〕1号",
        ),
    )
