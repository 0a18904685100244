"""示例案：告知、陈述申辩、听证。"""

from __future__ import annotations

from datetime import date

from mingzhi.casework.acts.coercion import (
    SealingLifted,
    SealingReturned,
)
from mingzhi.casework.acts.hearing import HearingArranged, HearingHeld, HearingRequested
from mingzhi.casework.acts.inspection import (
    RecordingClaim,
)
from mingzhi.casework.acts.service import (
    AddressConfirmed,
)
from mingzhi.casework.acts.telling import (
    Answer,
    Argument,
    ArgumentsAnswered,
    NoticeIssued,
    StatementForm,
    StatementRecorded,
)

from .case_people import HOST, PAIR, PARTY, PRINCIPAL, ZHOU, Book, at
from .case_texts import ARGUMENTS, ARTICLE_38, DISCRETION, EVIDENCE, FACTS, FINE, FIRST_FINE, ITEMS, LOSS


def telling(book: Book) -> None:
    book.add(
        "address.confirmed",
        "2025-11-10 09:00",
        ZHOU,
        AddressConfirmed(
            address=PARTY.address, receiver="苏某示", phone="023-00000088", confirmed_on=date(2025, 11, 10)
        ),
    )
    notice = book.add(
        "notice.issued",
        "2025-11-10 09:10",
        ZHOU,
        NoticeIssued(
            violation=FACTS,
            evidence=EVIDENCE,
            reason="违法行为持续六个月，适用一般阶次。",
            basis=ARTICLE_38,
            content="责令退回造成损失的医疗保障基金，处损失金额1.5倍的罚款。",
            statement_right=True,
            hearing_right=True,
            hearing_days=5,
            contact="周甲示、郑乙示，023-00000000",
            document_no="示医保罚告〔2025〕8号",
            loss=LOSS,
            refund=LOSS,
            fine=FIRST_FINE,
        ),
    )
    book.served("2025-11-10 10:30", notice, "行政处罚事先（听证）告知书")
    book.add(
        "statement.recorded",
        "2025-11-13",
        ZHOU,
        StatementRecorded(
            form=StatementForm.WRITTEN,
            stated_on=date(2025, 11, 13),
            person="苏某示",
            officers=PAIR,
            arguments=tuple(Argument(text=text) for text in ARGUMENTS),
        ),
    )
    book.add(
        "hearing.requested",
        "2025-11-13 11:00",
        ZHOU,
        HearingRequested(
            requested_on=date(2025, 11, 13), manner="书面", person="苏某示", reason="请求从轻处罚"
        ),
    )
    arranged = book.add(
        "hearing.arranged",
        "2025-11-18",
        HOST,
        HearingArranged(
            hearing_at=at("2025-11-28 09:30"),
            place="重庆市示例区医疗保障局三楼会议室",
            host=HOST.officer(),
            recorder="程记示",
            open_to_public=True,
            document_no="示医保听通〔2025〕2号",
        ),
    )
    book.served("2025-11-19 10:00", arranged, "听证通知书")
    sealed = next(act.number for act in book.acts if act.kind == "sealing.imposed")
    book.add(
        "sealing.lifted",
        "2025-11-21",
        PRINCIPAL,
        SealingLifted(
            of=sealed,
            reason="台账已经核对、复制完毕，不再需要封存。",
            opinion="同意解除。",
            document_no="示医保强解〔2025〕3号",
        ),
    )
    book.add(
        "sealing.returned",
        "2025-11-21 15:00",
        ZHOU,
        SealingReturned(
            of=sealed,
            returned_on=date(2025, 11, 21),
            items=ITEMS,
            complete=True,
            receiver="苏某示",
            officers=PAIR,
        ),
    )
    book.add(
        "hearing.held",
        "2025-11-28 09:30",
        HOST,
        HearingHeld(
            started=at("2025-11-28 09:30"),
            ended=at("2025-11-28 11:10"),
            place="重庆市示例区医疗保障局三楼会议室",
            host=HOST.officer(),
            recorder="程记示",
            investigators=PAIR,
            party_attends="苏某示（法定代表人），代某示（委托代理人）",
            process=(
                "主持人核对参加人身份，宣布听证纪律，告知权利义务，询问是否申请回避。当事人不申请回避。\n"
                "调查人员周甲示陈述违法事实，出示现场检查笔录、台账、结算明细、询问笔录和评审意见，提出处罚建议和依据。\n"
                "当事人对证据的真实性没有异议，对裁量提出意见，出示整改报告和更正上传数据的回执。\n"
                "调查人员对整改报告和回执的真实性没有异议。双方作最后陈述。"
            ),
            arguments=tuple(Argument(text=text) for text in ARGUMENTS),
            host_opinion="当事人主动整改、减轻危害后果的事实有证据证明，建议在裁量时采纳。",
            signed=True,
            recording=RecordingClaim.THROUGHOUT,
        ),
    )
    book.add(
        "arguments.answered",
        "2025-12-01",
        ZHOU,
        ArgumentsAnswered(
            answers=(
                Answer(
                    argument=ARGUMENTS[0],
                    adopted=False,
                    reason="初次违法已在裁量时考虑，不单独作为从轻的理由。",
                ),
                Answer(
                    argument=ARGUMENTS[1],
                    adopted=True,
                    reason="主动减轻危害后果，有整改报告和更正回执证明，从轻处罚。",
                ),
                Answer(
                    argument=ARGUMENTS[2],
                    adopted=False,
                    reason="配合调查是当事人的义务，不单独作为从轻的理由。",
                ),
            ),
            refund_after=LOSS,
            fine_after=FINE,
            discretion=DISCRETION,
        ),
    )
