"""调查终结：事实、证据、定性、金额、处理意见和裁量理由。

退回的基金与罚款是两本账（条例第四十五条）；罚款幅度与违法情形是规则包里的表（条例第三十六至四十五条）。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
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
from mingzhi.casework.actor import Choice, Frozen
from mingzhi.casework.acts.lead import HANDLING


class Degree(Choice):
    """裁量阶次，由轻到重（与规则包的 ladder 同词）。"""

    SLIGHT = "slight", "轻微"
    LIGHTER = "lighter", "较轻"
    ORDINARY = "ordinary", "一般"
    HEAVIER = "heavier", "较重"
    SERIOUS = "serious", "严重"


class Regime(Choice):
    """适用哪一时的规定（行政处罚法第三十七条）。"""

    AT_CONDUCT = "at_conduct", "违法行为发生时的规定"
    AT_DECISION = "at_decision", "作出决定时的规定（处罚较轻或者不认为是违法）"


class LeniencyFound(Frozen):
    """一项从宽情节：哪一种（规则包列出）、事实和理由。"""

    code: str = line("情节", "选法定的一种", widget="leniency")
    reason: str = prose("事实和理由")


class Amounts(Body):
    """处理的金额和裁量，各处同名：损失、退回、罚款、暂停；行为的时间、适用的罚则、阶次、从宽情节。"""

    loss: Money = yuan("基金损失金额")
    refund: Money = yuan("责令退回基金")
    fine: Money = yuan("罚款")
    suspension_months: int | None = whole("暂停联网结算", "单位：月；没有的不填")
    range_code: str = line("适用的罚则", "从违法情形与罚则表中选", widget="range")
    serious_consequences: bool = flag("造成严重后果", "条例第三十八条暂停医药服务的前提之一")
    conduct_from: Day = day("违法行为开始之日")
    conduct_until: Day = day("违法行为终了之日", "连续、继续的写终了之日；一次的可以不写")
    public_safety: bool = flag(
        "涉及公民生命健康安全、金融安全且有危害后果", "追责期限因此延长（行政处罚法第三十六条）"
    )
    regime: Regime | None = choice("适用哪一时的规定", "行为时与现在的规定不同的才选（行政处罚法第三十七条）")
    regime_ground: str = prose("适用这一时规定的理由")
    degree: Degree | None = choice("裁量阶次", "有裁量基准的，按它选")
    deviation: str = prose("不按裁量基准的理由", "选的阶次或者罚款与裁量基准不一致的写明，印在文书上")
    leniency: tuple[LeniencyFound, ...] = rows("从轻、减轻或者不予处罚的情节")
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
    domain: str = line("所属领域", "审核目录按领域定的，照它选", widget="option", list="domain")
    multiple_legal_relations: bool = flag("案件涉及多个法律关系、情况疑难复杂")
    major_public_interest: bool = flag("涉及重大公共利益")
    social_risk: bool = flag("可能造成重大社会影响或者引发社会风险")
    major_rights: bool = flag("直接关系行政相对人或者第三人重大权益")
    terminate_agreement: bool = flag("拟要求经办机构解除服务协议")
    other_major: bool = flag("其他需要审核的重大执法决定")
    opinion: str = prose("处理意见")
