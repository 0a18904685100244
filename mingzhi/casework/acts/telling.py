"""事先告知、陈述申辩及其复核。

行政处罚法第四十四条、第四十五条、第六十二条；记录办法第十三条（CQ-R-13¶1-b、CQ-R-13¶2-a、CQ-R-13¶2-b）。
不得因陈述、申辩给予更重的处罚。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    FACT,
    Body,
    Day,
    Money,
    Stage,
    choice,
    day,
    flag,
    kind,
    line,
    people,
    prose,
    rows,
    whole,
    yuan,
)
from mingzhi.casework.actor import Choice, Frozen, Officer, Role
from mingzhi.casework.acts.conclusion import Amounts
from mingzhi.casework.acts.lead import HANDLING


@kind(
    "notice.issued",
    "事先告知",
    Stage.TELLING,
    DETERMINATION,
    (*HANDLING, Role.PRINCIPAL, Role.DEPUTY),
    numbered="notice",
    tells="事先告知：拟责令退回 {refund} 元，罚款 {fine} 元",
)
class NoticeIssued(Amounts):
    """行政处罚事先（听证）告知书：拟处罚内容及事实、证据、理由、依据，陈述、申辩、听证的权利。"""

    violation: str = prose("事实")
    evidence: str = prose("证据")
    reason: str = prose("理由")
    basis: str = prose("依据")
    content: str = prose("拟作出的行政处罚（处理）内容")
    statement_right: bool = flag("告知陈述、申辩的权利")
    hearing_right: bool = flag("告知要求举行听证的权利")
    hearing_days: int | None = whole("要求听证的期限", "单位：工作日")
    contact: str = line("联系人和联系方式")
    new_facts: str = prose("新的事实、证据", "重新告知时填写；没有新事实，拟罚款不得高于上一次告知")
    document_no: str = line("文号", "写入时编号", assigned=True)


class StatementForm(Choice):
    """陈述申辩的形式。"""

    WRITTEN = "written", "书面"
    ORAL = "oral", "口头"


class Argument(Frozen):
    """当事人的一条意见。"""

    text: str = prose("意见")


@kind(
    "statement.recorded",
    "陈述申辩",
    Stage.TELLING,
    FACT,
    HANDLING,
    moves=False,
    tells="当事人陈述、申辩 {arguments} 条",
)
class StatementRecorded(Body):
    """陈述申辩笔录：逐条记录。"""

    form: StatementForm = choice("形式", default=StatementForm.WRITTEN)
    stated_on: Day = day("日期")
    person: str = line("陈述申辩人")
    officers: tuple[Officer, ...] = people("听取人", role="handler")
    arguments: tuple[Argument, ...] = rows("陈述、申辩的内容")


class Waived(Choice):
    """放弃的权利。"""

    STATEMENT = "statement", "陈述、申辩"
    HEARING = "hearing", "听证"
    BOTH = "both", "陈述、申辩和听证"


@kind(
    "statement.waived",
    "放弃陈述申辩（听证）",
    Stage.TELLING,
    FACT,
    HANDLING,
    moves=False,
    tells="当事人放弃{what}",
)
class StatementWaived(Body):
    """当事人放弃的记录（CQ-R-13¶2-b）。放弃陈述、申辩不等于放弃听证。"""

    what: Waived = choice("放弃的权利")
    waived_on: Day = day("日期")
    manner: str = line("方式", "书面、笔录；期满未提出的写明")
    person: str = line("放弃人")


class Answer(Frozen):
    """对一条意见的复核。"""

    argument: str = prose("意见")
    adopted: bool = flag("采纳")
    reason: str = prose("采纳或者不采纳的理由")


@kind(
    "arguments.answered",
    "复核陈述申辩（听证）意见",
    Stage.TELLING,
    DETERMINATION,
    HANDLING,
    moves=False,
    tells="复核意见 {answers} 条，拟罚款 {fine_after} 元",
)
class ArgumentsAnswered(Body):
    """逐条复核：采纳情况和理由；复核后的拟罚款不得高于告知（行政处罚法第四十五条，CQ-R-13¶2-a）。"""

    answers: tuple[Answer, ...] = rows("逐条复核")
    refund_after: Money = yuan("复核后拟责令退回基金")
    fine_after: Money = yuan("复核后拟罚款")
    discretion: str = prose("裁量理由", "写明适用的阶次、情节和条款")
