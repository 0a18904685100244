"""简易程序（当场处罚）：当场作出决定、报备、当场收缴罚款、交至机关。

行政处罚法第五十一条（可以当场处罚的范围）、第五十二条（编有号码的决定书、当场交付、报备）、
第六十八条至第七十一条（当场收缴、专用票据、交款）；行政复议法第二十三条（先申请行政复议）。
决定书是预先印好、编有号码的，写好当场交付，回来以后照实记录，所以是事实：不合规定的带瑕疵，不拒绝。
"""

from __future__ import annotations

from decimal import Decimal

from mingzhi.casework.act import (
    FACT,
    Body,
    Day,
    Moment,
    Money,
    Stage,
    choice,
    day,
    flag,
    kind,
    line,
    moment,
    part,
    people,
    prose,
    refers,
    yuan,
)
from mingzhi.casework.actor import Choice, Officer
from mingzhi.casework.acts.conclusion import Amounts
from mingzhi.casework.acts.inspection import RecordingClaim
from mingzhi.casework.acts.lead import HANDLING, Party


class SpotPenalty(Choice):
    """可以当场作出的处罚（行政处罚法第五十一条）。"""

    WARNING = "warning", "警告"
    FINE = "fine", "罚款"
    BOTH = "both", "警告并处罚款"


@kind(
    "penalty.imposed_on_spot",
    "当场处罚",
    Stage.DECISION,
    FACT,
    HANDLING,
    numbered="spot_decision",
    tells="{officers}当场作出{penalty}决定，罚款 {fine} 元",
)
class PenaltyImposedOnSpot(Body):
    """当场处罚决定：出示证件、告知、听取陈述申辩、填写编有号码的决定书、当场交付（行政处罚法第五十二条）。"""

    depends = ("signed", {"refusal": ("",)})

    party: Party | None = part("当事人")
    cause: str = line("案由", "当事人的违法行为，如：串换药品")
    imposed_at: Moment = moment("决定时间")
    place: str = line("决定地点")
    officers: tuple[Officer, ...] = people("执法人员", "照实填写到场的人", role="handler")
    certificates_shown: bool = flag("已出示执法证件")
    violation: str = prose("违法行为", "写查明的事实")
    evidence: str = prose("证据")
    told: str = prose("当场告知", "拟处罚的内容、事实、理由、依据，陈述和申辩的权利")
    party_says: str = prose("当事人陈述、申辩", "没有意见的，写明没有意见")
    answer: str = prose("复核和采纳情况", "当事人提出意见的填写")
    penalty: SpotPenalty | None = choice("处罚种类")
    basis: str = prose("处罚依据")
    range_code: str = line("适用的罚则", "从违法情形与罚则表中选", widget="range")
    loss: Money = yuan("基金损失金额")
    fine: Money = yuan("罚款")
    payment: str = prose("履行方式和期限")
    surcharge_told: bool = flag("决定书写明逾期不缴纳每日按百分之三加处罚款")
    remedies: str = prose("行政复议、行政诉讼的途径和期限")
    reconsideration_first: bool = flag("已告知应当先申请行政复议")
    publicity_told: bool = flag("决定书告知将依法公示")
    delivered: bool = flag("已当场交付决定书")
    signed: bool = flag("当事人已签收")
    refusal: str = prose("拒绝签收的情况", "拒绝签收的，在决定书上注明，并照写在这里")
    recording: RecordingClaim = choice("音像记录情况", default=RecordingClaim.NONE)
    recording_reason: str = prose("未音像记录的原因")
    document_no: str = line("决定书编号", "照预先印好的填写；不填的，写入时编号")

    @property
    def refund(self) -> Decimal | None:
        """当场处罚不含责令退回；两本账问的时候答没有。"""
        return None

    @property
    def result(self) -> str:
        """结果：处罚种类和数额，公示用。"""
        label = self.penalty.label if self.penalty else "行政处罚"
        return f"{label} {self.fine} 元" if self.fine else label

    def amounts(self) -> Amounts:
        """金额：给罚则幅度的核对用。"""
        return Amounts(loss=self.loss, fine=self.fine, range_code=self.range_code)


@kind(
    "penalty.reported",
    "当场处罚报备",
    Stage.DECISION,
    FACT,
    HANDLING,
    moves=False,
    tells="当场处罚决定报本机关备案，{receiver}接收",
)
class PenaltyReported(Body):
    """当场作出的处罚决定报所属行政机关备案（行政处罚法第五十二条第三款）。"""

    of: int | None = refers("报备哪一份当场处罚决定", "penalty.imposed_on_spot")
    reported_on: Day = day("报备日期")
    receiver: str = line("接收备案的机构和人员")
    remark: str = prose("备案意见", "没有的不填")


class CollectGround(Choice):
    """当场收缴的情形（行政处罚法第六十八条、第六十九条）。"""

    SMALL = "small", "罚款数额小，依法可以当场收缴"
    HARD = "hard", "不当场收缴事后难以执行"
    REMOTE = "remote", "边远、水上、交通不便地区，当事人提出"


@kind(
    "fine.collected",
    "当场收缴罚款",
    Stage.EXECUTION,
    FACT,
    HANDLING,
    moves=False,
    tells="当场收缴罚款 {amount} 元：{ground}",
)
class FineCollected(Body):
    """当场收缴罚款：情形、数额、财政部门统一制发的专用票据（行政处罚法第六十八条至第七十条）。"""

    of: int | None = refers("收缴哪一份决定的罚款", "penalty.imposed_on_spot,decision.made")
    ground: CollectGround | None = choice("当场收缴的情形")
    reason: str = prose("事后难以执行或者缴款确有困难的情况")
    party_asked: bool = flag("当事人提出当场缴纳")
    amount: Money = yuan("收缴金额")
    collected_on: Day = day("收缴日期", "在水上收缴的，写抵岸之日")
    finance_receipt: bool = flag("已出具财政部门统一制发的专用票据")
    receipt_no: str = line("票据号码")
    officers: tuple[Officer, ...] = people("收缴人员", role="handler")


@kind(
    "fine.handed_over",
    "交回当场收缴的罚款",
    Stage.EXECUTION,
    FACT,
    HANDLING,
    moves=False,
    tells="当场收缴的罚款 {amount} 元交至本机关",
)
class FineHandedOver(Body):
    """执法人员把当场收缴的罚款交至行政机关（行政处罚法第七十一条）。"""

    of: int | None = refers("交回哪一次收缴的罚款", "fine.collected")
    amount: Money = yuan("交款金额")
    handed_on: Day = day("交款日期")
    receiver: str = line("接收人")
