"""执行与结案：退回基金与罚款两本账，分期，加处罚款，结案。

条例第四十五条（专户与国库）；行政处罚法第六十六条、第六十七条、第七十二条；记录办法第十七条（CQ-R-17¶1）。
加处罚款只能由人作出：系统算给人看，不替人处罚。
"""

from __future__ import annotations

from datetime import date

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
    rows,
    whole,
    yuan,
)
from mingzhi.casework.actor import Choice, Frozen, Role
from mingzhi.casework.acts.lead import HANDLING

LEADERS = (Role.PRINCIPAL, Role.DEPUTY)


class PaymentKind(Choice):
    """款项。"""

    REFUND = "refund", "退回基金"
    FINE = "fine", "罚款"
    SURCHARGE = "surcharge", "加处罚款"


class PaymentAccount(Choice):
    """账户：退回的基金进原财政专户，罚没进国库。"""

    FUND = "fund", "医疗保障基金财政专户"
    TREASURY = "treasury", "国库"


@kind(
    "payment.received",
    "收到款项",
    Stage.EXECUTION,
    FACT,
    HANDLING,
    tells="收到{payment_kind} {amount} 元，入{account}",
)
class PaymentReceived(Body):
    """一笔款项：种类、账户、金额、日期、凭证。"""

    payment_kind: PaymentKind = choice("款项")
    account: PaymentAccount = choice("入账账户")
    amount: Money = yuan("金额")
    paid_on: Day = day("缴款日期")
    voucher: str = line("票据或者凭证号")


class Instalment(Frozen):
    """一期。"""

    due_on: Day = day("缴纳日期")
    amount: Money = yuan("金额")


@kind(
    "instalments.requested",
    "申请延期、分期缴纳",
    Stage.EXECUTION,
    FACT,
    HANDLING,
    moves=False,
    tells="当事人申请延期、分期缴纳",
)
class InstalmentsRequested(Body):
    """当事人确有经济困难，申请暂缓或者分期（行政处罚法第六十六条）。"""

    requested_on: Day = day("申请日期")
    reason: str = prose("经济困难的情况")
    plan: str = prose("申请的方案")


@kind(
    "instalments.approved",
    "批准延期、分期缴纳",
    Stage.EXECUTION,
    DETERMINATION,
    LEADERS,
    moves=False,
    numbered="instalments",
    tells="批准分 {plan} 期缴纳",
)
class InstalmentsApproved(Body):
    """批准暂缓或者分期缴纳罚款。"""

    plan: tuple[Instalment, ...] = rows("缴纳计划")
    opinion: str = prose("机关负责人意见")
    document_no: str = line("文号", "写入时编号", assigned=True)

    @property
    def ends_on(self) -> date | None:
        """暂缓、分期的最后一日；申请法院强制执行的期限由此起算（行政处罚法第七十二条第二款）。"""
        return max((each.due_on for each in self.plan if each.due_on), default=None)


@kind(
    "surcharge.imposed",
    "加处罚款",
    Stage.EXECUTION,
    DETERMINATION,
    LEADERS,
    moves=False,
    numbered="surcharge",
    tells="加处罚款 {amount} 元",
)
class SurchargeImposed(Body):
    """加处罚款（行政处罚法第七十二条第（一）项）：由机关决定，不得超出罚款数额。"""

    from_on: Day = day("逾期起算日")
    until_on: Day = day("计算至")
    excluded_days: int | None = whole("不计算的日数", "行政复议、行政诉讼期间的日数；没有的写 0")
    amount: Money = yuan("加处罚款数额")
    reason: str = prose("理由", "加处标准已在决定书写明；复议诉讼期间不计算")
    document_no: str = line("文号", "写入时编号", assigned=True)


@kind(
    "execution.completed",
    "执行完毕",
    Stage.EXECUTION,
    FACT,
    HANDLING,
    moves=False,
    tells="{completed_on} 执行完毕",
)
class ExecutionCompleted(Body):
    """执行完毕：款项都缴清，或者没有金钱给付内容。缴不清而结束的，是终结执行（execution.terminated）。"""

    completed_on: Day = day("执行终结之日")
    circumstances: str = prose("执行情况")


class ClosureGround(Choice):
    """结案的情形（国家医疗保障局令第4号第五十六条，待核）。"""

    EXECUTED = "executed", "决定执行完毕"
    COURT = "court", "人民法院受理强制执行申请"
    NOTHING = "nothing", "不予行政处罚等无须执行"
    TERMINATED = "terminated", "终结执行"
    ANNULLED = "annulled", "决定被撤销，不再处理"
    OTHER = "other", "其他"


@kind("closure.proposed", "呈请结案", Stage.EXECUTION, DETERMINATION, HANDLING, moves=False, tells="呈请结案")
class ClosureProposed(Body):
    """结案审批表：案由、决定、执行情况、结案理由。"""

    ground: ClosureGround | None = choice("结案情形")
    execution: str = prose("执行情况")
    reason: str = prose("结案理由")
    opinion: str = prose("承办人意见")


@kind("case.closed", "结案", Stage.EXECUTION, DETERMINATION, LEADERS, tells="批准结案")
class CaseClosed(Body):
    """批准结案：属于哪一种情形，写明理由。"""

    ground: ClosureGround | None = choice("结案情形")
    reason: str = prose("结案理由")
    opinion: str = prose("机关负责人意见")
    no_execution: bool = flag("无须执行")
