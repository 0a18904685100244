"""行政处罚（处理）决定，以及决定被撤销等。

行政处罚法第五十七条、第五十九条（六项）、第六十条；记录办法第十五条（三级意见和签发时间，CQ-R-15-a）。
"""

from __future__ import annotations

from mingzhi.casework.act import DETERMINATION, FACT, Body, Day, Stage, choice, day, flag, kind, line, prose
from mingzhi.casework.actor import Choice, Role
from mingzhi.casework.acts.conclusion import Amounts
from mingzhi.casework.acts.lead import HANDLING


class DecisionCategory(Choice):
    """决定的种类。"""

    PENALTY = "penalty", "行政处罚"
    NO_PENALTY = "no_penalty", "不予行政处罚"
    HANDLING = "handling", "行政处理（责令退回）"


@kind(
    "decision.made",
    "作出决定",
    Stage.DECISION,
    DETERMINATION,
    (Role.PRINCIPAL, Role.DEPUTY),
    numbered="decision",
    tells="作出{category}决定：责令退回 {refund} 元，罚款 {fine} 元",
)
class DecisionMade(Amounts):
    """行政处罚（处理）决定：金额受告知和审核约束；签发时间就是本项行为的时间。"""

    category: DecisionCategory = choice("决定种类", default=DecisionCategory.PENALTY)
    violation: str = prose("违法事实")
    evidence: str = prose("证据")
    party_arguments: str = prose("陈述、申辩（听证）意见及采纳情况")
    basis: str = prose("处罚依据")
    content: str = prose("处罚（处理）内容")
    discretion: str = prose("裁量理由")
    refund_account: str = line("退回基金的账户", "原医疗保障基金财政专户")
    fine_account: str = line("缴纳罚款的代收机构和账户", "国库")
    surcharge_told: bool = flag("决定书写明逾期不缴纳每日按百分之三加处罚款")
    remedies: str = prose("行政复议、行政诉讼的途径和期限")
    publicity_told: bool = flag("决定书告知将依法公示")
    opinion: str = prose("机关负责人意见")
    document_no: str = line("文号", "写入时编号", assigned=True)


class AnnulledBy(Choice):
    """谁作出改变。"""

    RECONSIDERATION = "reconsideration", "行政复议机关"
    COURT = "court", "人民法院"
    SELF = "self", "本机关自行纠正"
    SUPERIOR = "superior", "上级机关或者监督机关"


class Annulment(Choice):
    """结果。处罚决定的变更、撤销、确认违法、确认无效由行政处罚法第四十八条规定，要求重作由公示办法第十条规定，取并集。"""

    ANNULLED = "annulled", "撤销"
    CHANGED = "changed", "变更"
    UNLAWFUL = "unlawful", "确认违法"
    VOID = "void", "确认无效"
    REDO = "redo", "责令重新作出"


@kind(
    "remedy.lodged",
    "收到复议（诉讼）通知",
    Stage.EXECUTION,
    FACT,
    (*HANDLING, Role.REVIEWER, Role.REVIEW_HEAD),
    moves=False,
    tells="收到{body}通知",
)
class RemedyLodged(Body):
    """当事人申请行政复议或者提起行政诉讼。"""

    body: str = line("受理机关")
    received_on: Day = day("收到日期")
    case_no: str = line("受理案号")


@kind(
    "decision.annulled",
    "决定被撤销、变更或者确认违法",
    Stage.DECISION,
    FACT,
    (*HANDLING, Role.REVIEWER, Role.REVIEW_HEAD),
    moves=False,
    tells="{by}{result}本决定",
)
class DecisionAnnulled(Body):
    """决定被撤销、变更、确认违法、确认无效或者要求重作（行政处罚法第四十八条第二款，CQ-D-10¶3）。"""

    by: AnnulledBy = choice("作出机关")
    result: Annulment = choice("结果")
    document: str = line("文书名称和文号")
    served_on: Day = day("送达本机关之日")
    reason: str = prose("理由")
    of: int | None = None
    redo: bool = flag("要求重新作出决定")
