"""依申请事项：收到申请、一次告知补正、受理（不予受理）、审查、许可决定、办结。

记录办法第八条第一款（CQ-R-8¶1）：提交申请、审查受理、补正更正、一次告知；麒麟方案把行政许可列入规范的行为（QL-1.2-a）。
行政许可法第三十二条、第三十四条、第三十六条、第三十八条、第四十二条、第四十四条。许可决定的各栏照双公示的许可（XK_）字段。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    FACT,
    Body,
    Day,
    Matter,
    Stage,
    choice,
    day,
    flag,
    kind,
    line,
    part,
    people,
    person,
    prose,
    rows,
    whole,
)
from mingzhi.casework.actor import Choice, Frozen, Officer, Role
from mingzhi.casework.acts.lead import HANDLING, Party

APPLICATION = (Matter.APPLICATION,)
DECIDING = (Role.PRINCIPAL, Role.DEPUTY)


class ApplicationChannel(Choice):
    """从哪里收到。"""

    WINDOW = "window", "服务窗口"
    ONLINE = "online", "网上"
    MAIL = "mail", "邮寄"
    OTHER = "other", "其他"


class Submitted(Frozen):
    """交来的一件材料。"""

    name: str = line("材料名称")
    form: str = line("原件或者复印件", "份数一并写")


@kind(
    "application.received",
    "收到申请",
    Stage.APPLYING,
    FACT,
    HANDLING,
    numbered="application",
    tells="收到申请：{item}",
    matters=APPLICATION,
    opens=True,
)
class ApplicationReceived(Body):
    """提交申请：谁、申请什么、哪天、交来哪些材料（CQ-R-8¶1）。"""

    item: str = line("申请事项", "照服务指南上的名称")
    guide: str = line("服务指南", "公示的服务指南的名称")
    applicant: Party | None = part("申请人")
    agent: str = line("代理人", "姓名和委托书；没有的不填")
    received_on: Day = day("收到日期")
    channel: ApplicationChannel = choice("从哪里收到", default=ApplicationChannel.WINDOW)
    materials: tuple[Submitted, ...] = rows("交来的材料")
    request: str = prose("申请的内容")
    recorder: Officer | None = person("接收人")
    document_no: str = line("收件编号", "写入时编号", assigned=True)


class Wanted(Frozen):
    """要补正的一件。"""

    name: str = line("材料名称")
    requirement: str = line("要求", "缺什么，怎样才算齐全")


@kind(
    "application.correction_told",
    "一次告知补正",
    Stage.APPLYING,
    DETERMINATION,
    HANDLING,
    numbered="application_correction",
    tells="一次告知补正 {wanted} 件",
    matters=APPLICATION,
)
class CorrectionTold(Body):
    """一次告知申请人需要补正的全部内容（行政许可法第三十二条第一款第（四）项，CQ-R-8¶1）。"""

    wanted: tuple[Wanted, ...] = rows("需要补正的全部内容")
    basis: str = prose("依据")
    complete: bool = flag("已写明需要补正的全部内容", "以后不得再要求补正其他材料")
    document_no: str = line("文号", "写入时编号", assigned=True)


@kind(
    "application.corrected",
    "收到补正材料",
    Stage.APPLYING,
    FACT,
    HANDLING,
    tells="收到补正材料",
    matters=APPLICATION,
)
class ApplicationCorrected(Body):
    """补正更正：哪天交来、还缺什么（CQ-R-8¶1）。当场更正的也记在这里。"""

    received_on: Day = day("收到日期")
    materials: tuple[Submitted, ...] = rows("补正的材料")
    on_the_spot: bool = flag("当场更正")
    missing: str = prose("仍然缺少的", "不缺的不填")


@kind(
    "application.accepted",
    "受理申请",
    Stage.APPLYING,
    DETERMINATION,
    HANDLING,
    numbered="acceptance",
    tells="受理申请，承办人{handlers}",
    matters=APPLICATION,
)
class ApplicationAccepted(Body):
    """受理：出具加盖专用印章和注明日期的书面凭证（行政许可法第三十二条）。"""

    handlers: tuple[Officer, ...] = people("承办人")
    basis: str = prose("受理的依据")
    document_no: str = line("文号", "写入时编号", assigned=True)


class NotAccepted(Choice):
    """不受理的情形（行政许可法第三十二条第一款第（一）（二）（四）项）。"""

    NOT_NEEDED = "not_needed", "依法不需要取得许可"
    NOT_OURS = "not_ours", "不属于本机关职权范围"
    NOT_CORRECTED = "not_corrected", "没有按照告知补正"


@kind(
    "application.declined",
    "不予受理",
    Stage.APPLYING,
    DETERMINATION,
    (*HANDLING, *DECIDING),
    numbered="acceptance",
    tells="不予受理：{reason}",
    matters=APPLICATION,
)
class ApplicationDeclined(Body):
    """不予受理：情形、理由；不属于本机关的，告知向哪个机关申请。"""

    ground: NotAccepted = choice("情形")
    reason: str = prose("不予受理的理由")
    competent: str = line("应当向哪个机关申请", "不属于本机关职权范围的填写")
    remedies: str = prose("行政复议、行政诉讼的途径和期限")
    document_no: str = line("文号", "写入时编号", assigned=True)


@kind(
    "application.withdrawn",
    "申请人撤回申请",
    Stage.EXAMINING,
    FACT,
    HANDLING,
    tells="申请人撤回申请",
    matters=APPLICATION,
)
class ApplicationWithdrawn(Body):
    """申请人在决定之前撤回申请。"""

    withdrawn_on: Day = day("撤回日期")
    reason: str = prose("理由", "申请人没有说明的不填")


@kind(
    "application.examined",
    "审查申请",
    Stage.EXAMINING,
    FACT,
    HANDLING,
    tells="审查：{conclusion}",
    matters=APPLICATION,
)
class ApplicationExamined(Body):
    """审查：材料和条件；需要核实的，两名以上工作人员核查（行政许可法第三十四条）。"""

    officers: tuple[Officer, ...] = people("审查人")
    examined_on: Day = day("审查日期")
    verified_on_site: bool = flag("对实质内容进行了核查")
    found: str = prose("审查（核查）情况", "逐项写是否符合条件")
    conclusion: str = prose("审查意见")
    affects_others: bool = flag("直接关系他人重大利益")
    major_public_interest: bool = flag("涉及重大公共利益")
    social_risk: bool = flag("可能造成重大社会影响或者引发社会风险")
    complex: bool = flag("疑难复杂、涉及多个法律关系")


@kind(
    "interested.heard",
    "听取申请人、利害关系人意见",
    Stage.EXAMINING,
    FACT,
    HANDLING,
    moves=False,
    tells="听取{persons}的意见",
    matters=APPLICATION,
)
class InterestedHeard(Body):
    """直接关系他人重大利益的，告知利害关系人，听取意见（行政许可法第三十六条）。"""

    persons: str = line("申请人、利害关系人")
    told_on: Day = day("告知日期")
    content: str = prose("陈述和申辩")
    adopted: str = prose("采纳情况和理由")


@kind(
    "application.extended",
    "延长办理期限",
    Stage.EXAMINING,
    DETERMINATION,
    DECIDING,
    moves=False,
    tells="办理期限延长 {days} 个工作日",
    matters=APPLICATION,
)
class ApplicationExtended(Body):
    """经本行政机关负责人批准延长，并把理由告知申请人（行政许可法第四十二条）。"""

    days: int | None = whole("延长", "单位：工作日")
    reason: str = prose("理由")
    applicant_told: bool = flag("将理由告知申请人")


class LicenceResult(Choice):
    """许可决定的结果。"""

    GRANTED = "granted", "准予许可"
    REFUSED = "refused", "不予许可"


class LicenceCategory(Choice):
    """许可类别（XK_XKLB）。"""

    ORDINARY = "ordinary", "普通"
    FRANCHISE = "franchise", "特许"
    RECOGNITION = "recognition", "认可"
    VERIFICATION = "verification", "核准"
    REGISTRATION = "registration", "登记"
    OTHER = "other", "其他"


@kind(
    "licence.decided",
    "作出许可决定",
    Stage.DECISION,
    DETERMINATION,
    DECIDING,
    numbered="licence",
    tells="{result}",
    matters=APPLICATION,
)
class LicenceDecided(Body):
    """准予或者不予许可的书面决定（行政许可法第三十八条）；签发时间就是本项行为的时间。"""

    result: LicenceResult = choice("结果")
    category: LicenceCategory = choice("许可类别", default=LicenceCategory.ORDINARY)
    content: str = prose("许可内容", "不予许可的，写申请的内容")
    basis: str = prose("依据")
    reasons: str = prose("理由", "不予许可的必须写")
    certificate: str = line("证书名称", "颁发许可证件的填写")
    certificate_no: str = line("许可编号")
    valid_from: Day = day("有效期自")
    valid_until: Day = day("有效期至", "长期有效的不填")
    remedies: str = prose("行政复议、行政诉讼的途径和期限")
    opinion: str = prose("机关负责人意见")
    document_no: str = line("文号", "写入时编号", assigned=True)


@kind(
    "application.concluded",
    "办结",
    Stage.EXECUTION,
    DETERMINATION,
    (*HANDLING, *DECIDING),
    tells="办结：{outcome}",
    matters=APPLICATION,
)
class ApplicationConcluded(Body):
    """依申请事项办结，可以归档。"""

    outcome: str = prose("办理结果", "准予、不予、不予受理、撤回申请，或者奖励已发放")
