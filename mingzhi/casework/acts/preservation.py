"""先行登记保存证据：批准、登记保存、处理、退还。

行政处罚法第五十六条（负责人批准，七日内处理；“七日”按第八十五条是工作日）；记录办法第十条第（五）项（通知书，CQ-R-10.5）、
第十一条第二款（全程音像，CQ-R-11¶2）。
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
)
from mingzhi.casework.actor import Choice, Officer
from mingzhi.casework.acts.coercion import LEADERS, SealedItem
from mingzhi.casework.acts.inspection import RecordingClaim
from mingzhi.casework.acts.lead import HANDLING


@kind(
    "preservation.approved",
    "批准先行登记保存",
    Stage.INVESTIGATION,
    DETERMINATION,
    LEADERS,
    moves=False,
    tells="批准先行登记保存{target}",
)
class PreservationApproved(Body):
    """先行登记保存经行政机关负责人批准（行政处罚法第五十六条）。"""

    target: str = line("拟登记保存的证据")
    reason: str = prose("理由", "证据可能灭失或者以后难以取得的情况")
    basis: str = prose("依据")
    opinion: str = prose("机关负责人意见")


@kind(
    "preservation.made",
    "先行登记保存",
    Stage.INVESTIGATION,
    FACT,
    HANDLING,
    moves=False,
    numbered="preservation",
    tells="先行登记保存{target}，交付通知书和清单",
)
class PreservationMade(Body):
    """先行登记保存证据通知书和清单：当场清点、交付，当事人和有关人员不得销毁、转移（行政处罚法第五十六条）。"""

    approval: int | None = refers("批准", "preservation.approved")
    target: str = line("登记保存的证据")
    items: tuple[SealedItem, ...] = rows("证据清单")
    place: str = line("登记地点")
    keeping: str = line("保存方式和地点", "就地保存或者异地保存，保存在哪里")
    reason: str = prose("理由")
    basis: str = prose("依据")
    started: Moment = moment("开始时间")
    ended: Moment = moment("结束时间")
    officers: tuple[Officer, ...] = people("执法人员", "照实填写到场的人", role="handler")
    certificates_shown: bool = flag("已出示执法证件")
    told: str = prose("当场告知", "理由、依据、期限；不得销毁或者转移证据")
    party_says: str = prose("当事人意见")
    present: str = line("到场的当事人")
    witness: str = line("见证人", "当事人不到场时邀请")
    delivered: bool = flag("已当场交付通知书和清单")
    recording: RecordingClaim = choice("音像记录情况", default=RecordingClaim.NONE)
    recording_reason: str = prose("未全程音像记录的原因")
    document_no: str = line("文号", "写入时编号", assigned=True)


class Disposal(Choice):
    """对登记保存的证据怎样处理。"""

    RECORDED = "recorded", "记录、复制、拍照、录像后退还"
    EXAMINED = "examined", "送交检测、检验、鉴定、评审"
    SEALED = "sealed", "依法改为封存（另行批准）"
    TRANSFERRED = "transferred", "移送有权处理的机关"
    RELEASED = "released", "解除登记保存，退还"


@kind(
    "preservation.disposed",
    "先行登记保存处理决定",
    Stage.INVESTIGATION,
    DETERMINATION,
    LEADERS,
    moves=False,
    numbered="preservation_disposal",
    tells="对登记保存的证据作出处理：{disposal}",
)
class PreservationDisposed(Body):
    """期限内对登记保存的证据作出处理决定（行政处罚法第五十六条）。"""

    of: int | None = refers("处理哪一次登记保存", "preservation.made")
    disposal: Disposal | None = choice("处理方式")
    reason: str = prose("理由")
    opinion: str = prose("机关负责人意见")
    document_no: str = line("文号", "写入时编号", assigned=True)


@kind(
    "preservation.returned",
    "退还登记保存的证据",
    Stage.INVESTIGATION,
    FACT,
    HANDLING,
    moves=False,
    tells="退还登记保存的证据，{receiver}清点签收",
)
class PreservationReturned(Body):
    """处理以后退还：清点、签收。"""

    of: int | None = refers("退还哪一次登记保存的证据", "preservation.made")
    returned_on: Day = day("退还日期")
    items: tuple[SealedItem, ...] = rows("退还的物品")
    complete: bool = flag("与清单核对无误")
    receiver: str = line("签收人")
    officers: tuple[Officer, ...] = people("经办人", role="handler")
