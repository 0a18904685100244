"""本机关改正自己的决定：补正、自行撤销和变更；复议、诉讼终结；撤销以后退还款项。

行政处罚法第七十五条第二款（发现有错误的主动改正）、第七十三条第三款、第七十四条第三款（依法应当退还的）；
行政强制法第四十一条（退还财物）；条例第四十五条（两本账）。重作是又一项作出决定。
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
    kind,
    line,
    prose,
    refers,
    yuan,
)
from mingzhi.casework.actor import Choice, Role
from mingzhi.casework.acts.execution import PaymentAccount, PaymentKind
from mingzhi.casework.acts.lead import HANDLING

LEADERS = (Role.PRINCIPAL, Role.DEPUTY)


@kind(
    "decision.amended",
    "补正决定书",
    Stage.DECISION,
    DETERMINATION,
    LEADERS,
    moves=False,
    numbered="amendment",
    tells="补正决定书：{wrong}，应为{right}",
)
class DecisionAmended(Body):
    """补正：只改文字、计算上的笔误，不改认定的事实、依据和处理的内容。"""

    of: int | None = refers("补正哪一项决定", "decision.made,penalty.imposed_on_spot")
    wrong: str = prose("原来怎么写")
    right: str = prose("应当怎么写")
    reason: str = prose("怎样发现的")
    opinion: str = prose("机关负责人意见")
    document_no: str = line("文号", "写入时编号", assigned=True)


class Revision(Choice):
    """自行改正的结果。"""

    ANNULLED = "annulled", "撤销"
    CHANGED = "changed", "变更"


@kind(
    "decision.revised",
    "自行撤销（变更）决定",
    Stage.DECISION,
    DETERMINATION,
    LEADERS,
    moves=False,
    numbered="revision",
    tells="本机关自行{result}决定：{reason}",
)
class DecisionRevised(Body):
    """本机关发现决定有错误，自行撤销或者变更；变更只减不增，要加重的撤销以后重新告知、重新作出。"""

    of: int | None = refers("撤销（变更）哪一项决定", "decision.made,penalty.imposed_on_spot")
    result: Revision | None = choice("结果")
    reason: str = prose("错误的事实和理由")
    basis: str = prose("依据")
    content: str = prose("撤销（变更）的内容")
    refund_after: Money = yuan("变更后责令退回基金", "撤销的不填")
    fine_after: Money = yuan("变更后罚款", "撤销的不填")
    remedies: str = prose("行政复议、行政诉讼的途径和期限")
    opinion: str = prose("机关负责人意见")
    document_no: str = line("文号", "写入时编号", assigned=True)


class RemedyResult(Choice):
    """复议、诉讼怎样终结。改变了决定的，另记决定被撤销、变更或者确认违法。"""

    UPHELD = "upheld", "维持决定，或者驳回请求"
    WITHDRAWN = "withdrawn", "撤回申请（起诉）"
    MEDIATED = "mediated", "达成调解（和解）"
    CHANGED = "changed", "改变了决定"


@kind(
    "remedy.concluded",
    "复议（诉讼）终结",
    Stage.EXECUTION,
    FACT,
    (*HANDLING, Role.REVIEWER, Role.REVIEW_HEAD),
    moves=False,
    tells="复议（诉讼）终结：{result}",
)
class RemedyConcluded(Body):
    """行政复议、行政诉讼终结：从此加处罚款恢复计算，申请法院强制执行的期限由此起算。"""

    of: int | None = refers("哪一次复议（诉讼）", "remedy.lodged")
    result: RemedyResult | None = choice("结果")
    document: str = line("文书名称和文号")
    ended_on: Day = day("终结之日")
    party_served_on: Day = day("当事人收到文书之日")


@kind(
    "instalments.refused",
    "不批准延期、分期缴纳",
    Stage.EXECUTION,
    DETERMINATION,
    LEADERS,
    moves=False,
    tells="不批准延期、分期缴纳：{reason}",
)
class InstalmentsRefused(Body):
    """不批准延期、分期，写明理由。"""

    of: int | None = refers("哪一次申请", "instalments.requested")
    reason: str = prose("理由")
    opinion: str = prose("机关负责人意见")


@kind(
    "repayment.approved",
    "批准退还款项",
    Stage.EXECUTION,
    DETERMINATION,
    LEADERS,
    moves=False,
    numbered="repayment",
    tells="批准退还：基金 {refund} 元，罚款 {fine} 元，加处罚款 {surcharge} 元",
)
class RepaymentApproved(Body):
    """决定被撤销、变更以后，多缴的退还当事人：哪几笔、多少、退给谁。"""

    of: int | None = refers("因哪一项撤销、变更", "decision.annulled,decision.revised")
    refund: Money = yuan("退还已退回的基金", "由医疗保障基金财政专户退还")
    fine: Money = yuan("退还罚款", "由国库退还")
    surcharge: Money = yuan("退还加处罚款", "由国库退还")
    payee: str = line("收款人和账户")
    reason: str = prose("理由")
    opinion: str = prose("机关负责人意见")
    document_no: str = line("文号", "写入时编号", assigned=True)


@kind(
    "repayment.made",
    "退还款项",
    Stage.EXECUTION,
    FACT,
    HANDLING,
    moves=False,
    tells="由{account}退还{payment_kind} {amount} 元",
)
class RepaymentMade(Body):
    """一笔退还：款项、账户、金额、日期、凭证。"""

    of: int | None = refers("照哪一次批准", "repayment.approved")
    payment_kind: PaymentKind | None = choice("款项")
    account: PaymentAccount | None = choice("退出账户")
    amount: Money = yuan("金额")
    returned_on: Day = day("退还日期")
    voucher: str = line("凭证号")
