"""集体讨论：提请、讨论记录、全体签字。

行政处罚法第五十七条；未经法制审核不得提请（CQ-L-12）；全体参与讨论人员签字（CQ-R-15-d）。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    FACT,
    FILES,
    Body,
    Moment,
    Money,
    Stage,
    flag,
    kind,
    line,
    moment,
    prose,
    rows,
    yuan,
)
from mingzhi.casework.actor import Frozen, Role
from mingzhi.casework.acts.lead import HANDLING

LEADERS = (Role.PRINCIPAL, Role.DEPUTY)


@kind(
    "discussion.convened",
    "提请集体讨论",
    Stage.DISCUSSION,
    DETERMINATION,
    (*HANDLING, *LEADERS, Role.REVIEW_HEAD),  # 审核意见有分歧的，由审核机构提交（CQ-L-11¶2-b）
    tells="提请集体讨论",
    matters=FILES,
)
class DiscussionConvened(Body):
    """提请负责人集体讨论。"""

    planned_at: Moment = moment("讨论时间")
    reason: str = prose("提请的理由", "情节复杂或者重大违法行为")


class Participant(Frozen):
    """参加讨论的人和意见。"""

    name: str = line("姓名")
    position: str = line("职务")
    opinion: str = prose("意见")


@kind(
    "discussion.held",
    "集体讨论",
    Stage.DISCUSSION,
    FACT,
    (*HANDLING, *LEADERS),
    tells="{participants}人集体讨论：{conclusion}",
    matters=FILES,
)
class DiscussionHeld(Body):
    """集体讨论记录：承办汇报、法制审核意见、各人意见、结论。"""

    started: Moment = moment("开始时间")
    ended: Moment = moment("结束时间")
    place: str = line("地点")
    host: str = line("主持人")
    recorder: str = line("记录人")
    attending: str = line("列席人员")
    report: str = prose("承办人员汇报")
    review_opinion: str = prose("法制审核意见")
    participants: tuple[Participant, ...] = rows("参加讨论人员及意见")
    conclusion: str = prose("结论")
    refund: Money = yuan("责令退回基金")
    fine: Money = yuan("罚款")


@kind(
    "discussion.finalized",
    "集体讨论记录定稿",
    Stage.DISCUSSION,
    DETERMINATION,
    (*HANDLING, *LEADERS),
    tells="集体讨论记录定稿，{signatures}人签字",
    matters=FILES,
)
class DiscussionFinalized(Body):
    """全体参与讨论人员签字后定稿。"""

    of: int | None = None
    signatures: tuple[Signature, ...] = rows("签字")
    scanned: bool = flag("签字页已扫描入卷")


class Signature(Frozen):
    """一个人的签字。"""

    name: str = line("姓名")


DiscussionFinalized.model_rebuild()
