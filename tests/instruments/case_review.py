"""示例案：呈报、两轮法制审核、集体讨论。"""

from __future__ import annotations

from mingzhi.casework.acts.common import Level
from mingzhi.casework.acts.discussion import DiscussionFinalized, DiscussionHeld, Participant, Signature
from mingzhi.casework.acts.review import (
    LineResult,
    ReportDrafted,
    Response,
    ReviewAnswered,
    ReviewAssigned,
    ReviewLine,
    ReviewOpined,
    ReviewOpinion,
    ReviewPoint,
    ReviewSigned,
    ReviewSubmitted,
)

from .case_people import DEPUTY, HEAD, REVIEW_HEAD, REVIEWER, ZHOU, Book, at
from .case_texts import ANSWERS, ARTICLE_38, DISCRETION, FACTS, FINE, LOSS, REVIEW_LINES


def _report(number: str, discretion: str) -> ReportDrafted:
    return ReportDrafted(
        facts=FACTS,
        evidence="现场检查1次，询问1人，封存台账3册，调取结算明细1,204条，委托评审1次，取得证据5类，相互印证。",
        basis=ARTICLE_38 + "；《中华人民共和国行政处罚法》第三十二条第（一）项",
        discretion=discretion,
        party_arguments=ANSWERS,
        proposal="责令退回造成损失的医疗保障基金，处损失金额1.2倍的罚款。",
        opinion="事实清楚，证据充分，建议按上述意见处理。",
        document_no=number,
        loss=LOSS,
        refund=LOSS,
        fine=FINE,
    )


def _round(book: Book, day: str, note: str) -> None:
    book.add(
        "review.submitted",
        day,
        HEAD,
        ReviewSubmitted(
            has_report=True,
            has_evidence=True,
            has_filing=True,
            has_approval_form=True,
            has_decision_text=True,
            declared=True,
            review_department="法规科",
            note=note,
        ),
    )
    book.add("review.assigned", day + " 15:00", REVIEW_HEAD, ReviewAssigned(reviewer=REVIEWER.officer()))


def review(book: Book) -> None:
    report = book.add(
        "report.drafted",
        "2025-12-01 16:00",
        ZHOU,
        _report("医保呈字〔2025〕第1号", "从轻处罚，处损失金额1.2倍的罚款。"),
    )
    book.opinion("2025-12-01 17:00", HEAD, report, Level.UNIT_HEAD, "事实清楚，证据充分，送法规科审核。")
    book.opinion("2025-12-02 09:00", DEPUTY, report, Level.DEPUTY, "送法制审核。")
    _round(book, "2025-12-02", "第一次送审")
    lines = tuple(ReviewLine(line=line, result=result, opinion=text) for line, result, text in REVIEW_LINES)
    opined = book.add(
        "review.opined",
        "2025-12-08",
        REVIEWER,
        ReviewOpined(
            opinion=ReviewOpinion.CHANGE,
            lines=lines,
            points=(
                ReviewPoint(text="裁量理由未写明适用的阶次。"),
                ReviewPoint(text="由1.5倍降为1.2倍的依据应当写明。"),
            ),
            text="执行裁量基准的理由不完整，请补正后再次报送法制审核。",
        ),
    )
    book.add(
        "review.signed",
        "2025-12-09",
        REVIEW_HEAD,
        ReviewSigned(
            of=opined, opinion=ReviewOpinion.CHANGE, returned=True, document_no="医保法审字〔2025〕第3号"
        ),
    )
    book.add(
        "review.answered",
        "2025-12-11 09:00",
        ZHOU,
        ReviewAnswered(responses=(Response(point="裁量理由未写明适用的阶次。", response="已补写。"),)),
    )
    report = book.add(
        "report.drafted", "2025-12-11 10:00", ZHOU, _report("医保呈字〔2025〕第2号", DISCRETION)
    )
    book.opinion("2025-12-11 11:00", HEAD, report, Level.UNIT_HEAD, "已按审核意见补正，再次送审。")
    book.opinion("2025-12-11 14:00", DEPUTY, report, Level.DEPUTY, "")
    _round(book, "2025-12-11 14:30"[:10], "再次送审")
    agreed = tuple(
        ReviewLine(
            line=line,
            result=LineResult.MEETS if result is LineResult.FAILS or line == "处理建议是否适当" else result,
            opinion=text if line == "其他" else "",
        )
        for line, result, text in REVIEW_LINES
    )
    opined = book.add(
        "review.opined",
        "2025-12-15",
        REVIEWER,
        ReviewOpined(
            opinion=ReviewOpinion.AGREE,
            lines=agreed,
            text="事实清楚，证据确凿充分，定性准确，适用法律正确，处罚适当，程序合法。",
        ),
    )
    book.add(
        "review.signed",
        "2025-12-16",
        REVIEW_HEAD,
        ReviewSigned(
            of=opined, opinion=ReviewOpinion.AGREE, returned=True, document_no="医保法审字〔2025〕第4号"
        ),
    )
    people = (
        ("林局示", "局长"),
        ("孟副示", "副局长"),
        ("唐副示", "副局长"),
        ("罗丁示", "法规科科长"),
        ("何科示", "基金监督科科长"),
    )
    held = book.add(
        "discussion.held",
        "2025-12-18",
        HEAD,
        DiscussionHeld(
            started=at("2025-12-18 15:00"),
            ended=at("2025-12-18 15:50"),
            place="重庆市示例区医疗保障局二楼会议室",
            host="林局示",
            recorder="程记示",
            attending="周甲示、郑乙示",
            report=FACTS + "\n" + ANSWERS,
            review_opinion="同意（医保法审字〔2025〕第4号）：事实清楚，证据确凿充分，定性准确，适用法律正确，处罚适当，程序合法。",
            participants=tuple(
                Participant(
                    name=name, position=position, opinion="事实清楚，证据充分，同意承办机构的处理意见。"
                )
                for name, position in people
            ),
            conclusion="一致同意：责令退回造成损失的医疗保障基金，处损失金额1.2倍的罚款。",
            refund=LOSS,
            fine=FINE,
        ),
    )
    book.add(
        "discussion.finalized",
        "2025-12-18 16:30",
        HEAD,
        DiscussionFinalized(
            of=held, signatures=tuple(Signature(name=name) for name, _ in people), scanned=True
        ),
    )
