"""示例案：决定、送达、公示、执行、结案、归档。"""

from __future__ import annotations

from datetime import date
from typing import Any

from mingzhi.casework.acts.archive import FileAssembled, FileEntry, Volume
from mingzhi.casework.acts.common import Level
from mingzhi.casework.acts.decision import DecisionMade
from mingzhi.casework.acts.disclosure import DisclosureDrafted
from mingzhi.casework.acts.execution import (
    CaseClosed,
    ClosureGround,
    ClosureProposed,
    Instalment,
    InstalmentsApproved,
    InstalmentsRequested,
    PaymentAccount,
    PaymentKind,
    PaymentReceived,
    SurchargeImposed,
)
from mingzhi.casework.acts.service import (
    Carrier,
    ServiceAnnounced,
    ServiceMethod,
)

from .case_people import AGENCY, ARCHIVIST, HEAD, PARTY, PRINCIPAL, PUBLISHER, YUAN, ZHOU, Book, at
from .case_texts import ANSWERS, ARTICLE_38, DISCRETION, EVIDENCE, FACTS, FINE, LOSS


def decision_body(**changes: Any) -> DecisionMade:
    fields: dict[str, Any] = {
        "violation": FACTS,
        "evidence": EVIDENCE,
        "party_arguments": ANSWERS,
        "basis": ARTICLE_38 + "；《中华人民共和国行政处罚法》第三十二条第（一）项",
        "content": "责令退回造成损失的医疗保障基金，处损失金额1.2倍的罚款。",
        "discretion": DISCRETION,
        "refund_account": AGENCY.fund_account,
        "fine_account": AGENCY.fine_account,
        "surcharge_told": True,
        "publicity_told": True,
        "opinion": "同意，签发。",
        "document_no": "示医保罚〔2025〕7号",
        "loss": LOSS,
        "refund": LOSS,
        "fine": FINE,
    }
    return DecisionMade(**{**fields, **changes})


def decision(book: Book) -> None:
    made = book.add("decision.made", "2025-12-19 10:00", PRINCIPAL, decision_body())
    book.served(
        "2025-12-20 10:00",
        made,
        "行政处罚决定书",
        method=ServiceMethod.MAIL,
        carrier=Carrier.EMS,
        tracking_no="EX000000001CN",
        sent_on=date(2025, 12, 20),
        served_on=None,
        served_at=None,
        receiver="",
        relation="",
        explained=False,
        refusal="邮件因原址无人签收，于2025年12月22日退回。",
        has_registration=True,
        has_payment=True,
        has_list=True,
    )
    book.add(
        "service.announced",
        "2025-12-22",
        ZHOU,
        ServiceAnnounced(
            of=made,
            instrument="行政处罚决定书",
            reason="经直接送达、邮寄送达，均因受送达人迁移地址不明无法送达。",
            manner="在本局门户网站公告并张贴",
            carrier="重庆市示例区医疗保障局门户网站公告栏",
            summary="因串换药品，责令退回医疗保障基金62,600.00元，处罚款75,120.00元。",
            announced_on=date(2025, 12, 22),
            posted_place="受送达人原经营场所",
            posted_at=at("2025-12-22 10:00"),
            posted_present="周甲示、郑乙示",
        ),
    )
    book.served("2025-12-23 09:40", made, "行政处罚决定书")
    book.add(
        "disclosure.drafted",
        "2025-12-25",
        PUBLISHER,
        DisclosureDrafted(
            of=made,
            title="重庆示例大药房有限公司串换药品案",
            document_no="示医保罚〔2025〕7号",
            party_name=PARTY.name,
            party_code=PARTY.code,
            matter="对定点零售药店串换药品的处罚",
            main_facts="2025年3月至8月，将日用品、保健品串换为医保药品上传结算，造成医疗保障基金损失62,600.00元。",
            basis=ARTICLE_38,
            result="责令退回医疗保障基金62,600.00元，罚款75,120.00元。",
            agency=AGENCY.name,
            decided_on=date(2025, 12, 19),
            category="行政处罚",
            performance="履行期限内",
        ),
    )
    book.add(
        "instalments.requested",
        "2025-12-29",
        ZHOU,
        InstalmentsRequested(requested_on=date(2025, 12, 29), reason="经营困难", plan="分两期缴纳"),
    )
    book.add(
        "instalments.approved",
        "2025-12-30",
        PRINCIPAL,
        InstalmentsApproved(
            plan=(
                Instalment(due_on=date(2026, 1, 31), amount=YUAN("37560.00")),
                Instalment(due_on=date(2026, 2, 28), amount=YUAN("37560.00")),
            ),
            opinion="同意。",
            document_no="示医保缓〔2025〕1号",
        ),
    )
    paid = (
        (PaymentKind.REFUND, PaymentAccount.FUND, LOSS, date(2026, 1, 5), "示例财00001"),
        (PaymentKind.FINE, PaymentAccount.TREASURY, FINE, date(2026, 1, 26), "示例罚00001"),
        (PaymentKind.SURCHARGE, PaymentAccount.TREASURY, YUAN("42818.40"), date(2026, 1, 26), "示例罚00002"),
    )
    book.add(
        "surcharge.imposed",
        "2026-01-23",
        PRINCIPAL,
        SurchargeImposed(
            from_on=date(2026, 1, 8),
            until_on=date(2026, 1, 26),
            amount=YUAN("42818.40"),
            reason="缴款期限已于2026年1月7日届满，当事人到期未缴纳罚款，未申请行政复议、提起行政诉讼。加处标准已在决定书写明。",
            document_no="示医保加罚〔2026〕1号",
        ),
    )
    for kind, account, amount, day, voucher in paid:
        body = PaymentReceived(
            payment_kind=kind, account=account, amount=amount, paid_on=day, voucher=voucher
        )
        book.add("payment.received", f"{day}", ZHOU, body)
    proposed = book.add(
        "closure.proposed",
        "2026-02-02",
        ZHOU,
        ClosureProposed(
            ground=ClosureGround.EXECUTED,
            execution="应退回的基金、罚款和加处罚款已全部缴清，违法行为已经改正。",
            reason="行政处罚决定执行完毕。",
            opinion="建议结案。",
        ),
    )
    book.opinion("2026-02-03 10:00", HEAD, proposed, Level.UNIT_HEAD, "建议结案。")
    book.add(
        "case.closed",
        "2026-02-04",
        PRINCIPAL,
        CaseClosed(ground=ClosureGround.EXECUTED, reason="执行完毕", opinion="同意结案。"),
    )


ENTRIES = (
    (Volume.MAIN, "立案审批表", "示医保立〔2025〕11号", AGENCY.name, date(2025, 9, 22), "1-2", "case.filed"),
    (
        Volume.MAIN,
        "行政处罚决定书",
        "示医保罚〔2025〕7号",
        AGENCY.name,
        date(2025, 12, 19),
        "3-6",
        "decision.made",
    ),
    (Volume.MAIN, "送达回证（行政处罚决定书）", "", AGENCY.name, date(2025, 12, 23), "7", "document.served"),
    (
        Volume.MAIN,
        "现场检查告知通知书",
        "示医保检告〔2025〕31号",
        AGENCY.name,
        date(2025, 9, 24),
        "8-9",
        "inspection.notified",
    ),
    (Volume.MAIN, "现场检查笔录", "", "周甲示、郑乙示", date(2025, 9, 24), "10-11", "inspection.held"),
    (
        Volume.MAIN,
        "实施行政强制措施决定书及财物清单",
        "示医保强〔2025〕4号",
        AGENCY.name,
        date(2025, 9, 24),
        "12-14",
        "sealing.imposed",
    ),
    (Volume.MAIN, "询问笔录（苏某示）", "", "周甲示、郑乙示", date(2025, 10, 11), "15-17", "inquiry.held"),
    (
        Volume.MAIN,
        "行政处罚事先（听证）告知书",
        "示医保罚告〔2025〕8号",
        AGENCY.name,
        date(2025, 11, 10),
        "18-20",
        "notice.issued",
    ),
    (Volume.MAIN, "听证笔录", "", "谭听示", date(2025, 11, 28), "21-23", "hearing.held"),
    (Volume.MAIN, "结案审批表", "", AGENCY.name, date(2026, 2, 4), "24", "case.closed"),
    (Volume.AUXILIARY, "投诉举报登记表", "", "周甲示", date(2025, 9, 15), "1", "lead.registered"),
    (
        Volume.AUXILIARY,
        "法制审核意见表",
        "医保法审字〔2025〕第4号",
        "法规科",
        date(2025, 12, 16),
        "2",
        "review.signed",
    ),
    (Volume.AUXILIARY, "集体讨论记录", "", AGENCY.name, date(2025, 12, 18), "3-5", "discussion.held"),
)


def archive(book: Book) -> None:
    entries = tuple(
        FileEntry(volume=volume, title=title, document_no=number, responsible=who, dated=day, pages=pages)
        for volume, title, number, who, day, pages, _ in ENTRIES
    )
    book.add(
        "file.assembled",
        "2026-02-12",
        ARCHIVIST,
        FileAssembled(
            archive_no="0199-ZF·2025-D30-0007",
            retention="30年",
            entries=entries,
            situation="本卷文书齐全，手续完备，录像3段随卷以光盘保存。",
            assembler=ZHOU.officer(),
            checker=ARCHIVIST.officer(),
        ),
    )
