"""行政执法统计年报：编制、审批、公布、报送、更正（CQ-D-11-a、CQ-D-11-b、QL-2.1.3-d）。

各表的数由本机关的记录算出，编制时写进来，以后不变；更正另编一份，写明更正哪一份、为什么。
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
    prose,
    refers,
    rows,
    whole,
    yuan,
)
from mingzhi.casework.actor import Choice, Frozen, Role
from mingzhi.casework.acts.listing import APPROVING, LISTING, LISTING_ROLES


class Figure(Frozen):
    """年报的一个数。"""

    table: str = line("表")
    label: str = line("项目")
    count: int | None = whole("件数")
    amount: Money = yuan("金额")
    note: str = line("说明")


@kind(
    "annual.drafted",
    "编制年度报告",
    Stage.REGISTER,
    DETERMINATION,
    LISTING_ROLES,
    tells="编制 {year} 年度行政执法数据报告",
    matters=LISTING,
)
class AnnualDrafted(Body):
    """上一年度行政执法总体情况：数据表和情况说明。"""

    year: int | None = whole("年度", "统计 1 月 1 日至 12 月 31 日")
    figures: tuple[Figure, ...] = rows("数据", "由本机关的记录算出；改动的，在说明里写理由")
    overview: str = prose("总体情况说明", "执法主体、岗位和人员，主要工作")
    method: str = prose("统计口径")
    corrects: int | None = refers("更正第几号", "annual.drafted", "更正已公布的报告时填写")
    correction: str = prose("更正的理由")


@kind(
    "annual.approved",
    "审批年度报告",
    Stage.REGISTER,
    DETERMINATION,
    APPROVING,
    tells="批准公布第 {of} 号年度报告",
    matters=LISTING,
)
class AnnualApproved(Body):
    """审批和公开前审查。"""

    of: int | None = refers("审批第几号", "annual.drafted")
    no_state_secret: bool = flag("不涉及国家秘密")
    privacy_handled: bool = flag("商业秘密、个人隐私已作处理")
    opinion: str = prose("负责人意见")


@kind(
    "annual.published",
    "公布年度报告",
    Stage.REGISTER,
    DETERMINATION,
    (Role.PUBLISHER,),
    tells="公布第 {of} 号年度报告",
    matters=LISTING,
)
class AnnualPublished(Body):
    """向社会公布，门户上有了。"""

    of: int | None = refers("公布第几号", "annual.drafted")
    channels: str = prose("其他渠道")


class AnnualRecipient(Choice):
    """报给谁（公示办法第十一条）。"""

    GOVERNMENT = "government", "同级人民政府"
    SUPERIOR = "superior", "上级医疗保障行政部门"


@kind(
    "annual.sent",
    "报送年度报告",
    Stage.REGISTER,
    FACT,
    LISTING_ROLES,
    tells="第 {of} 号年度报告报{recipient}",
    matters=LISTING,
)
class AnnualSent(Body):
    """报同级人民政府和上级医疗保障行政部门，各有回执。"""

    of: int | None = refers("报送第几号", "annual.drafted")
    recipient: AnnualRecipient = choice("报给谁")
    name: str = line("收文机关")
    sent_on: Day = day("报送日期")
    receipt: str = line("回执", "收文号或者签收人；没有的写明原因")
    received: bool = flag("已收到回执")
