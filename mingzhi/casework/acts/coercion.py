"""封存（行政强制措施）：批准、实施、延长、解除、退还。

行政强制法第十八条（程序）、第二十四条（决定书和清单）、第二十五条（期限）、第二十七条、第二十八条（处理、解除、退还）；
直接涉及重大财产权益，应当全程音像记录（CQ-R-11¶2，QL-2.2.2-d）。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    FACT,
    Body,
    Day,
    Moment,
    Stage,
    choice,
    day,
    flag,
    kind,
    line,
    moment,
    people,
    prose,
    refers,
    rows,
    whole,
)
from mingzhi.casework.actor import Choice, Frozen, Officer, Role
from mingzhi.casework.acts.inspection import RecordingClaim
from mingzhi.casework.acts.lead import HANDLING

LEADERS = (Role.PRINCIPAL, Role.DEPUTY)


class SealedItem(Frozen):
    """清单中的一项物品。"""

    name: str = line("名称")
    specification: str = line("规格、特征")
    quantity: str = line("数量")
    note: str = line("备注")


@kind(
    "sealing.approved",
    "批准封存",
    Stage.INVESTIGATION,
    DETERMINATION,
    LEADERS,
    moves=False,
    tells="批准封存{target}，{days} 日",
)
class SealingApproved(Body):
    """实施前向机关负责人报告并经批准（行政强制法第十八条第（一）项）。"""

    target: str = line("拟封存的资料")
    reason: str = prose("理由", "可能被转移、隐匿或者灭失的情况")
    basis: str = prose("依据")
    days: int | None = whole("封存期限", "单位：日")
    opinion: str = prose("机关负责人意见")


@kind(
    "sealing.imposed",
    "实施封存",
    Stage.INVESTIGATION,
    FACT,
    HANDLING,
    moves=False,
    numbered="sealing",
    tells="封存{target} {days} 日，当场交付决定书和清单",
)
class SealingImposed(Body):
    """实施行政强制措施：现场笔录、决定书五项、清单一式二份（行政强制法第十八条、第二十四条）。"""

    approval: int | None = refers("批准", "sealing.approved", "紧急当场实施的，不填")
    urgent: bool = flag("情况紧急，当场实施", "勾选的，实施后立即报告负责人，在期限内补办批准")
    urgency: str = prose("紧急的情况", "紧急当场实施的填写")
    target: str = line("封存的资料")
    items: tuple[SealedItem, ...] = rows("财物清单")
    place: str = line("封存地点")
    keeping: str = line("保管方式和地点")
    reason: str = prose("理由")
    basis: str = prose("依据")
    days: int | None = whole("封存期限", "单位：日")
    started: Moment = moment("开始时间")
    ended: Moment = moment("结束时间")
    officers: tuple[Officer, ...] = people("实施人员", "照实填写", role="handler")
    certificates_shown: bool = flag("已出示执法证件")
    told: str = prose("当场告知", "理由、依据、依法享有的权利、救济途径")
    party_says: str = prose("当事人陈述、申辩")
    present: str = line("到场的当事人")
    witness: str = line("见证人", "当事人不到场时邀请")
    delivered: bool = flag("已当场交付决定书和清单")
    recording: RecordingClaim = choice("音像记录情况", default=RecordingClaim.NONE)
    recording_reason: str = prose("未全程音像记录的原因")
    document_no: str = line("文号", "写入时编号", assigned=True)


class Ratification(Choice):
    """机关负责人对紧急当场实施的封存怎样决定。"""

    APPROVE = "approve", "批准"
    REFUSE = "refuse", "不应当采取，立即解除"


@kind(
    "sealing.ratified",
    "补办封存批准",
    Stage.INVESTIGATION,
    DETERMINATION,
    LEADERS,
    moves=False,
    tells="对紧急当场实施的封存：{verdict}",
)
class SealingRatified(Body):
    """紧急当场实施的，二十四小时内报告并补办批准；负责人认为不应当采取的，立即解除（行政强制法第十九条）。"""

    of: int | None = refers("对哪一次封存", "sealing.imposed")
    reported_at: Moment = moment("执法人员报告的时间")
    verdict: Ratification | None = choice("决定")
    reason: str = prose("理由")
    opinion: str = prose("机关负责人意见")


@kind(
    "sealing.extended",
    "延长封存",
    Stage.INVESTIGATION,
    DETERMINATION,
    LEADERS,
    moves=False,
    numbered="sealing_extension",
    tells="批准延长封存 {days} 日",
)
class SealingExtended(Body):
    """延长封存期限：情况复杂，经机关负责人批准，书面告知当事人并说明理由（行政强制法第二十五条）。"""

    of: int | None = refers("延长哪一次封存", "sealing.imposed")
    runs_from: Day = day("原期限届满日")
    days: int | None = whole("延长期限", "单位：日")
    reason: str = prose("延长的理由")
    opinion: str = prose("机关负责人意见")
    document_no: str = line("文号", "写入时编号", assigned=True)


@kind(
    "sealing.lifted",
    "解除封存",
    Stage.INVESTIGATION,
    DETERMINATION,
    LEADERS,
    moves=False,
    numbered="sealing_lifting",
    tells="决定解除封存：{reason}",
)
class SealingLifted(Body):
    """解除封存决定（行政强制法第二十八条）。"""

    of: int | None = refers("解除哪一次封存", "sealing.imposed")
    reason: str = prose("解除的理由")
    opinion: str = prose("机关负责人意见")
    document_no: str = line("文号", "写入时编号", assigned=True)


@kind(
    "sealing.returned",
    "退还封存物品",
    Stage.INVESTIGATION,
    FACT,
    HANDLING,
    moves=False,
    tells="退还封存物品，{receiver}清点签收",
)
class SealingReturned(Body):
    """解除后立即退还：清点、签收。"""

    of: int | None = refers("退还哪一次封存的物品", "sealing.imposed")
    returned_on: Day = day("退还日期")
    items: tuple[SealedItem, ...] = rows("退还的物品")
    complete: bool = flag("与清单核对无误")
    receiver: str = line("签收人")
    officers: tuple[Officer, ...] = people("经办人", role="handler")
