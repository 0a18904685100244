"""催告、申请法院强制执行、中止和终结执行。

行政强制法第三十四条至第四十条、第五十三条至第六十条；最高人民法院关于适用《行政诉讼法》的解释第一百五十六条、第一百六十一条；
记录办法第十八条（CQ-R-18）；申请以前另有法制审核（CQ-L-5.4）。医疗保障行政部门没有划拨、拍卖的权力，只能申请法院。
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
    refers,
    yuan,
)
from mingzhi.casework.actor import Choice, Officer, Role
from mingzhi.casework.acts.lead import HANDLING

LEADERS = (Role.PRINCIPAL, Role.DEPUTY)


class Sums(Body):
    """要求履行的金额，两本账分开写。"""

    refund: Money = yuan("应当退回的基金")
    fine: Money = yuan("罚款")
    surcharge: Money = yuan("加处罚款")


@kind(
    "demand.issued",
    "催告",
    Stage.EXECUTION,
    DETERMINATION,
    (*HANDLING, *LEADERS),
    moves=False,
    numbered="demand",
    tells="催告履行：退回基金 {refund} 元，罚款 {fine} 元，加处罚款 {surcharge} 元",
)
class DemandIssued(Sums):
    """履行催告书（行政强制法第三十五条、第五十四条）：期限、方式、金额和给付方式、陈述申辩的权利。"""

    of: int | None = refers("催告履行哪一项决定", "decision.made,penalty.imposed_on_spot")
    before: Day = day("履行义务的期限", "自收到之日起法律规定的催告期间届满以前")
    manner: str = prose("履行义务的方式", "退回的基金、罚款各缴到哪里，怎样缴")
    statement_right: bool = flag("告知陈述、申辩的权利")
    contact: str = line("联系人和联系方式")
    document_no: str = line("文号", "写入时编号", assigned=True)


@kind(
    "demand.answered",
    "催告后的陈述、申辩",
    Stage.EXECUTION,
    FACT,
    HANDLING,
    moves=False,
    tells="当事人就催告陈述、申辩，采纳：{adopted}",
)
class DemandAnswered(Body):
    """当事人收到催告书后的陈述、申辩及其记录、复核（行政强制法第三十六条）。"""

    of: int | None = refers("就哪一次催告", "demand.issued")
    stated_on: Day = day("日期")
    person: str = line("陈述、申辩人")
    officers: tuple[Officer, ...] = people("听取人", role="handler")
    arguments: str = prose("事实、理由和证据")
    review: str = prose("复核情况", "采纳或者不采纳的理由")
    adopted: bool = flag("理由成立，已采纳")


@kind(
    "enforcement.applied",
    "申请法院强制执行",
    Stage.EXECUTION,
    DETERMINATION,
    LEADERS,
    numbered="enforcement",
    tells="向{court}申请强制执行：退回基金 {refund} 元，罚款 {fine} 元，加处罚款 {surcharge} 元",
)
class EnforcementApplied(Sums):
    """强制执行申请书和材料（行政强制法第五十五条）：由机关负责人签名，加盖印章，注明日期。"""

    of: int | None = refers("申请执行哪一项决定", "decision.made,penalty.imposed_on_spot")
    demand: int | None = refers("催告", "demand.issued")
    court: str = line("申请的人民法院", "本机关所在地的基层人民法院")
    grounds: str = prose("作出决定的事实、理由和依据")
    party_opinion: str = prose("当事人的意见")
    demanded: str = prose("催告情况")
    target: str = prose("申请强制执行的标的情况", "金额、当事人的财产线索")
    other_materials: str = prose("其他材料")
    signed: bool = flag("申请书已由机关负责人签名、加盖印章、注明日期")
    late_reason: str = prose("逾期申请的正当理由", "过了申请期限才申请的填写")
    urgent: str = prose("申请立即执行的理由", "情况紧急、为保障公共安全的填写")
    opinion: str = prose("机关负责人意见")
    document_no: str = line("文号", "写入时编号", assigned=True)


class Acceptance(Choice):
    """法院是否受理。"""

    ACCEPTED = "accepted", "受理"
    REJECTED = "rejected", "不予受理"


@kind(
    "enforcement.received",
    "法院受理（不予受理）",
    Stage.EXECUTION,
    FACT,
    HANDLING,
    moves=False,
    tells="法院{result}：{document}",
)
class EnforcementReceived(Body):
    """法院受理，或者裁定不予受理（行政强制法第五十六条）。"""

    of: int | None = refers("哪一次申请", "enforcement.applied")
    result: Acceptance | None = choice("结果")
    court: str = line("人民法院")
    document: str = line("文书名称和案号")
    received_on: Day = day("收到通知（裁定）之日")
    reason: str = prose("不予受理的理由")


class Ruling(Choice):
    """裁定。"""

    ALLOWED = "allowed", "准予执行"
    DENIED = "denied", "不准予执行"


@kind(
    "enforcement.ruled",
    "收到法院执行裁定",
    Stage.EXECUTION,
    FACT,
    HANDLING,
    moves=False,
    tells="法院裁定{result}：{document}",
)
class EnforcementRuled(Body):
    """法院审查后裁定是否准予执行（行政强制法第五十七条、第五十八条）。"""

    of: int | None = refers("哪一次申请", "enforcement.applied")
    result: Ruling | None = choice("裁定")
    court: str = line("人民法院")
    document: str = line("裁定书案号")
    ruled_on: Day = day("裁定日期")
    received_on: Day = day("收到裁定之日")
    reason: str = prose("不准予执行的理由")


@kind(
    "enforcement.challenged",
    "对法院裁定申请复议",
    Stage.EXECUTION,
    DETERMINATION,
    LEADERS,
    moves=False,
    tells="就裁定向{court}申请复议",
)
class EnforcementChallenged(Body):
    """对不予受理、不准予执行的裁定有异议，向上一级人民法院申请复议。"""

    of: int | None = refers("对哪一项裁定", "enforcement.received,enforcement.ruled")
    court: str = line("上一级人民法院")
    reason: str = prose("理由")
    opinion: str = prose("机关负责人意见")


class Outcome(Choice):
    """执行结果。"""

    FULL = "full", "执行完毕"
    PART = "part", "部分执行，仍在执行"
    PAUSED = "paused", "终结本次执行程序"
    ENDED = "ended", "终结执行"


@kind(
    "enforcement.executed",
    "法院执行结果",
    Stage.EXECUTION,
    FACT,
    HANDLING,
    moves=False,
    tells="法院{result}：{document}",
)
class EnforcementExecuted(Body):
    """法院执行的结果（CQ-R-18）；执行到的款项另记收到款项，分清两本账。"""

    of: int | None = refers("哪一次申请", "enforcement.applied")
    result: Outcome | None = choice("结果")
    document: str = line("文书名称和案号")
    ended_on: Day = day("日期")
    circumstances: str = prose("执行情况")


class SuspensionGround(Choice):
    """中止执行的情形（行政强制法第三十九条；后两项是停止执行）。"""

    NO_MEANS = "no_means", "履行确有困难或者暂无履行能力"
    THIRD_PARTY = "third_party", "第三人对执行标的主张权利，确有理由"
    IRREPARABLE = "irreparable", "执行可能造成难以弥补的损失，且中止不损害公共利益"
    REMEDY = "remedy", "行政复议、行政诉讼期间停止执行"
    OTHER = "other", "本机关认为需要中止的其他情形"


@kind(
    "execution.suspended",
    "中止执行",
    Stage.EXECUTION,
    DETERMINATION,
    LEADERS,
    moves=False,
    numbered="execution_notice",
    tells="中止执行：{ground}",
)
class ExecutionSuspended(Body):
    """中止执行（行政强制法第三十九条）。"""

    ground: SuspensionGround | None = choice("情形")
    reason: str = prose("事实和理由")
    opinion: str = prose("机关负责人意见")
    document_no: str = line("文号", "写入时编号", assigned=True)


@kind(
    "execution.resumed",
    "恢复执行",
    Stage.EXECUTION,
    DETERMINATION,
    LEADERS,
    moves=False,
    numbered="execution_notice",
    tells="恢复执行：{reason}",
)
class ExecutionResumed(Body):
    """中止的情形消失，恢复执行（行政强制法第三十九条第二款）。"""

    of: int | None = refers("哪一次中止", "execution.suspended")
    reason: str = prose("中止的情形怎样消失")
    opinion: str = prose("机关负责人意见")
    document_no: str = line("文号", "写入时编号", assigned=True)


class TerminationGround(Choice):
    """终结执行的情形（行政强制法第四十条；末一项是第三十九条第二款）。"""

    DEATH = "death", "公民死亡，无遗产可供执行，又无义务承受人"
    DISSOLVED = "dissolved", "法人或者其他组织终止，无财产可供执行，又无义务承受人"
    LOST = "lost", "执行标的灭失"
    ANNULLED = "annulled", "据以执行的行政决定被撤销"
    OTHER = "other", "本机关认为需要终结的其他情形"
    LONG_SUSPENDED = "long_suspended", "确无能力履行，中止执行已满法律规定的年限"


@kind(
    "execution.terminated",
    "终结执行",
    Stage.EXECUTION,
    DETERMINATION,
    LEADERS,
    moves=False,
    numbered="execution_notice",
    tells="终结执行：{ground}",
)
class ExecutionTerminated(Body):
    """终结执行（行政强制法第四十条）。没有缴清的不再追缴，照实写明。"""

    ground: TerminationGround | None = choice("情形")
    reason: str = prose("事实和理由")
    opinion: str = prose("机关负责人意见")
    document_no: str = line("文号", "写入时编号", assigned=True)
