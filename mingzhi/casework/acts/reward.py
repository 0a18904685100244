"""举报奖励：提出、审批、告知领取、发放（记录办法第二条的行政奖励，CQ-R-2；条例第三十五条）。

举报人的姓名、联系方式、账户只写在限制知悉的行为里；审批、发放的凭证用举报编号，不写姓名。
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
    part,
    prose,
    yuan,
)
from mingzhi.casework.actor import Choice
from mingzhi.casework.acts.application import APPLICATION, DECIDING
from mingzhi.casework.acts.lead import HANDLING, Informant


@kind(
    "reward.proposed",
    "提出举报奖励",
    Stage.APPLYING,
    FACT,
    HANDLING,
    restricted=True,
    tells="就 {code} 号举报提出奖励",
    matters=APPLICATION,
    opens=True,
)
class RewardProposed(Body):
    """提出奖励：哪一件举报、查实了什么、拟奖多少；举报人只写在这里。"""

    code: str = line("举报编号", "代替姓名，审批和发放都用它")
    case_no: str = line("案号", "查处的案件")
    informant: Informant | None = part("举报人")
    proposed_on: Day = day("提出日期")
    verified: bool = flag("举报的事实已经查证属实")
    finding: str = prose("查实的情况", "写违法行为和追回、处罚的数额，不写举报人")
    recovered: Money = yuan("查实的金额")
    amount: Money = yuan("拟奖励金额")
    basis: str = prose("依据")


class RewardVerdict(Choice):
    """审批的结果。"""

    REWARD = "reward", "给予奖励"
    NONE = "none", "不予奖励"


@kind(
    "reward.approved",
    "审批举报奖励",
    Stage.DECISION,
    DETERMINATION,
    DECIDING,
    numbered="reward",
    tells="{code} 号举报：{verdict} {amount} 元",
    matters=APPLICATION,
)
class RewardApproved(Body):
    """机关负责人批准；只写举报编号，不写举报人。"""

    code: str = line("举报编号")
    verdict: RewardVerdict = choice("结果", default=RewardVerdict.REWARD)
    amount: Money = yuan("奖励金额")
    reason: str = prose("理由", "不予奖励的必须写")
    opinion: str = prose("机关负责人意见")
    document_no: str = line("文号", "写入时编号", assigned=True)


@kind(
    "reward.told",
    "告知举报人领取奖励",
    Stage.DECISION,
    FACT,
    HANDLING,
    moves=False,
    restricted=True,
    tells="告知举报人领取奖励",
    matters=APPLICATION,
)
class RewardTold(Body):
    """告知举报人：哪天、怎样告知的；只有承办人和机关负责人看得到。"""

    told_on: Day = day("告知日期")
    manner: str = line("告知方式", "不得让他人知道")
    content: str = prose("告知的内容")


@kind(
    "reward.paid",
    "发放举报奖励",
    Stage.EXECUTION,
    FACT,
    HANDLING,
    restricted=True,
    tells="{code} 号举报的奖励已发放",
    matters=APPLICATION,
)
class RewardPaid(Body):
    """发放：哪天、多少、凭什么领取；收款人只写在这里。"""

    code: str = line("举报编号")
    paid_on: Day = day("发放日期")
    amount: Money = yuan("发放金额")
    payee: str = line("收款人和账户", "限制知悉，不进入正卷")
    manner: str = line("发放方式")
    receipt: str = line("领取凭证", "存放在哪里")
    confidential: bool = flag("经办财务只见举报编号")
