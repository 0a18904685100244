"""调查终结：事实、证据、定性、金额、处理意见和裁量理由。

退回的基金与罚款是两本账（条例第四十五条）；罚款幅度与违法情形是规则包里的表（条例第三十六至四十五条）。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    Body,
    Money,
    Stage,
    flag,
    kind,
    line,
    prose,
    whole,
    yuan,
)
from mingzhi.casework.acts.lead import HANDLING


class Amounts(Body):
    """处理的金额，各处同名：损失、退回、罚款、暂停联网结算。"""

    loss: Money = yuan("基金损失金额")
    refund: Money = yuan("责令退回基金")
    fine: Money = yuan("罚款")
    suspension_months: int | None = whole("暂停联网结算", "单位：月；没有的不填")
    range_code: str = line("适用的罚则", "从违法情形与罚则表中选", widget="range")
    mitigation: str = prose("减轻处罚的情节和理由", "低于法定幅度下限时必填（行政处罚法第三十二条）")


@kind(
    "investigation.concluded",
    "调查终结",
    Stage.INVESTIGATION,
    DETERMINATION,
    HANDLING,
    tells="调查终结：损失 {loss} 元，拟责令退回 {refund} 元，罚款 {fine} 元",
)
class InvestigationConcluded(Amounts):
    """调查终结报告。"""

    violation: str = prose("违法事实")
    evidence: str = prose("证据")
    qualification: str = prose("定性")
    basis: str = prose("适用依据")
    discretion: str = prose("裁量理由", "写明阶次、情节")
    crime_check: str = prose("是否涉嫌犯罪的核对", "金额与起点、是否以骗取为目的、是否多次")
    no_intent_to_defraud: bool = flag("未认定以骗取为目的")
    first_violation: bool = flag("初次违法")
    multiple_legal_relations: bool = flag("案件涉及多个法律关系、情况疑难复杂")
    major_public_interest: bool = flag("涉及重大公共利益")
    social_risk: bool = flag("可能造成重大社会影响或者引发社会风险")
    major_rights: bool = flag("直接关系行政相对人或者第三人重大权益")
    other_major: bool = flag("其他需要审核的重大执法决定")
    opinion: str = prose("处理意见")
