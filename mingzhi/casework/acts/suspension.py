"""中止、恢复、终止调查；延长办案期限；告知检验、鉴定的期间。

《医疗保障行政处罚程序暂行规定》第四十二条、第四十五条、第四十七条（没有读到原文，待核）；行政强制法第二十五条第三款。
中止、终止的情形是规则包里的表（option），不写在程序里。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    Body,
    Day,
    Stage,
    choice,
    day,
    kind,
    line,
    prose,
    refers,
    rows,
    whole,
)
from mingzhi.casework.actor import Choice, Frozen, Role
from mingzhi.casework.acts.lead import HANDLING

LEADERS = (Role.PRINCIPAL, Role.DEPUTY)


@kind(
    "investigation.suspended",
    "中止调查",
    Stage.INVESTIGATION,
    DETERMINATION,
    LEADERS,
    moves=False,
    tells="中止调查：{ground}",
)
class InvestigationSuspended(Body):
    """中止调查：出现法定情形，经机关负责人批准；中止期间不计入办案期限。"""

    ground: str = line("中止的情形", "从规则列出的情形中选", widget="option", list="suspension")
    circumstances: str = prose("具体情况", "写明发生了什么、什么时候能够恢复")
    opinion: str = prose("机关负责人意见")


@kind(
    "investigation.resumed",
    "恢复调查",
    Stage.INVESTIGATION,
    DETERMINATION,
    LEADERS,
    moves=False,
    tells="恢复调查：{reason}",
)
class InvestigationResumed(Body):
    """恢复调查：中止的原因消除，办案期限接着算。"""

    of: int | None = refers("恢复哪一次中止的调查", "investigation.suspended")
    reason: str = prose("中止的原因怎样消除的")
    opinion: str = prose("机关负责人意见")


@kind(
    "investigation.terminated",
    "终止调查",
    Stage.INVESTIGATION,
    DETERMINATION,
    LEADERS,
    tells="终止调查：{ground}",
)
class InvestigationTerminated(Body):
    """终止调查：案件不再调查、不作处罚决定，采取的行政强制措施同时解除，随后结案。"""

    ground: str = line("终止的情形", "从规则列出的情形中选", widget="option", list="termination")
    circumstances: str = prose("具体情况")
    measures: str = prose("强制措施和涉案财物怎样处理", "没有采取的写“没有”")
    opinion: str = prose("机关负责人意见")


class ExtensionWay(Choice):
    """怎样批准的延长。"""

    APPROVED = "approved", "机关负责人批准"
    DISCUSSED = "discussed", "机关负责人集体讨论决定"


class Discussant(Frozen):
    """参加讨论的一人。"""

    name: str = line("姓名")
    position: str = line("职务")
    opinion: str = prose("意见")


@kind(
    "period.extended",
    "延长办案期限",
    Stage.INVESTIGATION,
    DETERMINATION,
    LEADERS,
    moves=False,
    tells="{way}，延长办案期限 {days} 日",
)
class PeriodExtended(Body):
    """延长办案期限：先由机关负责人批准；仍然办不结的，由机关负责人集体讨论决定。"""

    way: ExtensionWay | None = choice("怎样批准的")
    days: int | None = whole("延长", "单位：日")
    reason: str = prose("不能按期作出决定的理由")
    discussed_on: Day = day("集体讨论日期", "集体讨论决定的填写")
    discussants: tuple[Discussant, ...] = rows("参加讨论的人员", "集体讨论决定的填写")
    opinion: str = prose("机关负责人意见或者讨论结论")


@kind(
    "testing.notified",
    "告知检验、鉴定期间",
    Stage.INVESTIGATION,
    DETERMINATION,
    (*HANDLING, *LEADERS),
    moves=False,
    numbered="testing",
    tells="告知当事人封存物品的检验、鉴定期间：{begins_on}至{ends_on}",
)
class TestingNotified(Body):
    """检验、鉴定的期间不计入封存期限，但要明确起止，书面告知当事人（行政强制法第二十五条第三款）。"""

    sealing: int | None = refers("哪一次封存的物品", "sealing.imposed")
    commission: int | None = refers("哪一项委托", "expert.commissioned")
    items: str = prose("检验、鉴定的物品")
    institution: str = line("检验、鉴定机构")
    matter: str = prose("检验、鉴定的事项")
    begins_on: Day = day("期间自")
    ends_on: Day = day("期间至", "当日也在期间内")
    document_no: str = line("文号", "写入时编号", assigned=True)
