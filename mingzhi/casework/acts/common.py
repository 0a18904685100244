"""各阶段通用：呈请批准、签署意见、瑕疵说明、更正、回避、扫描件和改动过的文书回卷。"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    EVERYWHERE,
    FACT,
    Body,
    Stage,
    choice,
    flag,
    kind,
    line,
    people,
    person,
    prose,
    refers,
    rows,
    whole,
)
from mingzhi.casework.actor import Choice, Frozen, Officer, Role
from mingzhi.casework.acts.lead import HANDLING

EVERYONE = tuple(Role)


class Level(Choice):
    """意见的层级，与审批表一致。"""

    UNIT_HEAD = "unit_head", "承办机构负责人"
    DEPUTY = "deputy", "分管负责人"
    PRINCIPAL = "principal", "机关负责人"


class ApprovalVerdict(Choice):
    """意见。"""

    AGREE = "agree", "同意"
    DISAGREE = "disagree", "不同意"
    RETURN = "return", "退回修改"


@kind(
    "approval.requested",
    "呈请批准",
    Stage.INVESTIGATION,
    DETERMINATION,
    HANDLING,
    moves=False,
    tells="呈请{matter}：{reason}",
    matters=EVERYWHERE,
)
class ApprovalRequested(Body):
    """向机关负责人呈请一件事（封存、延长、解除、委托等），到负责人的待办里。"""

    wants: str = line("呈请的事项", "由机关负责人作出的处理；列表里没有的不选，写在事项名称里", widget="kind")
    matter: str = line("事项名称")
    reason: str = prose("理由")
    plan: str = prose("方案")


@kind(
    "opinion.given",
    "签署意见",
    Stage.FILING,
    DETERMINATION,
    (Role.UNIT_HEAD, Role.DEPUTY, Role.PRINCIPAL),
    moves=False,
    tells="{level}签署意见：{verdict}",
    matters=EVERYWHERE,
)
class OpinionGiven(Body):
    """在审批表上签署一级意见（CQ-R-9¶1、CQ-R-15-a、CQ-A1-6、CQ-A1-7）。"""

    of: int | None = refers(
        "对哪一项签署意见",
        "filing.proposed,report.drafted,closure.proposed,defect.explained,approval.requested",
    )
    level: Level = choice("层级")
    # 同意不同意由人选：没有缺省，免得没有看就同意了。
    verdict: ApprovalVerdict | None = choice("意见")
    text: str = prose("意见内容")


@kind(
    "defect.explained",
    "瑕疵说明",
    Stage.INVESTIGATION,
    FACT,
    (*HANDLING, Role.CUSTODIAN),
    moves=False,
    tells="就第 {of} 号的瑕疵说明原因和补救",
    matters=EVERYWHERE,
)
class DefectExplained(Body):
    """照实记为缺陷：原因、补救；由承办机构负责人以上签署意见；送审时列在“程序是否合法”下。不是豁免。"""

    of: int | None = refers("哪一项行为", "")
    rule: str = line("哪一条规则", "系统列出的瑕疵", widget="defect")
    cause: str = prose("原因")
    remedy: str = prose("补救")


@kind(
    "act.corrected",
    "更正记录",
    Stage.INVESTIGATION,
    FACT,
    EVERYONE,
    moves=False,
    tells="更正第 {of} 号：{right}",
    matters=EVERYWHERE,
)
class ActCorrected(Body):
    """对先前一项记录的更正：原记录不改，两项并存。"""

    of: int | None = whole("更正第几号")
    wrong: str = prose("原来怎么写")
    right: str = prose("应当怎么写")
    reason: str = prose("理由")


@kind(
    "recusal.decided",
    "回避决定",
    Stage.INVESTIGATION,
    DETERMINATION,
    (Role.PRINCIPAL, Role.DEPUTY),
    moves=False,
    tells="{officer}回避：{granted}",
    matters=EVERYWHERE,
)
class RecusalDecided(Body):
    """回避（行政处罚法第四十三条）：由机关负责人决定。"""

    of: int | None = refers("对哪一项申请", "recusal.requested", "没有申请而由负责人指令回避的，不填")
    officer: Officer | None = person("申请回避的人员")
    applicant: str = line("申请人")
    reason: str = prose("理由")
    granted: bool = flag("决定回避")


class HandoverItem(Frozen):
    """交接清单的一项。"""

    what: str = line("没有办完的事")
    before: str = line("最迟")


@kind(
    "handlers.changed",
    "变更承办人",
    Stage.INVESTIGATION,
    DETERMINATION,
    (Role.UNIT_HEAD, Role.DEPUTY, Role.PRINCIPAL),
    moves=False,
    tells="承办人变更为{handlers}",
    matters=EVERYWHERE,
)
class HandlersChanged(Body):
    """变更承办人：谁交给谁，理由；离任、调岗的附交接清单，接手的人另行确认。"""

    handlers: tuple[Officer, ...] = people("承办人", role="handler")
    reason: str = prose("理由")
    leaving: Officer | None = person("交出的人", "离任、调岗交接的，写明是谁")
    handed: tuple[HandoverItem, ...] = rows("交接清单", "没有办完的事、没有了的期限、没有写完的草稿")


@kind(
    "scan.returned",
    "签字件扫描回卷",
    Stage.INVESTIGATION,
    FACT,
    (*HANDLING, Role.ARCHIVIST),
    moves=False,
    tells="{instrument}签字件回卷",
    matters=EVERYWHERE,
)
class ScanReturned(Body):
    """签字、盖章的原件扫描件，凭页上的编码回到打印它的那一项行为。"""

    of: int | None = refers("打印它的行为", "")
    instrument: str = line("文书")
    code: str = line("页上的编码")
    pages: int | None = whole("页数")


@kind(
    "document.edited",
    "改动的文书回卷",
    Stage.INVESTIGATION,
    FACT,
    HANDLING,
    moves=False,
    tells="{instrument}改动稿回卷，{changes} 处不同",
    matters=EVERYWHERE,
)
class DocumentEdited(Body):
    """用 Word 改过的文书：计算摘要，与审核过的文本比对。"""

    of: int | None = refers("哪一项行为的文书", "")
    instrument: str = line("文书")
    changes: int | None = whole("不同之处")
    same_as_reviewed: bool = flag("与送审文本一致")
    differences: str = prose("不同之处的内容")
