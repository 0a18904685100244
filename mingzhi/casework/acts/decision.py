"""行政处罚（处理）决定，以及决定被撤销等。

行政处罚法第五十七条、第五十九条（六项）、第六十条；记录办法第十五条（三级意见和签发时间，CQ-R-15-a）。
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
    prose,
    refers,
    yuan,
)
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
    redo_reason: str = prose("与被撤销的决定不同的事实、理由", "重新作出决定的填写")
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
    PARTLY = "partly", "部分撤销"


class Fault(Choice):
    """为什么被撤销：违反法定程序的，重新作出时不受“同一事实和理由”的限制。"""

    FACTS = "facts", "主要事实不清、证据不足"
    BASIS = "basis", "适用依据错误（不合法）"
    PROCEDURE = "procedure", "违反法定程序"
    POWERS = "powers", "超越职权或者滥用职权"
    UNFIT = "unfit", "明显不当"


class Remedy(Choice):
    """救济途径。"""

    RECONSIDERATION = "reconsideration", "行政复议"
    LITIGATION = "litigation", "行政诉讼"


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
    via: Remedy | None = choice("救济途径")
    halted: bool = flag("已决定（裁定）停止执行")
    simplified: bool = flag("复议机关适用简易程序审理")


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
    of: int | None = refers("哪一项决定", "decision.made,penalty.imposed_on_spot")
    fault: Fault | None = choice("撤销的原因")
    refund_after: Money = yuan("改变后责令退回基金", "变更、部分撤销的填写")
    fine_after: Money = yuan("改变后罚款", "变更、部分撤销的填写")
    redo: bool = flag("要求重新作出决定")
    redo_before: Day = day("重新作出决定的期限", "复议决定书、判决书写明的")
