"""协议处理：要求经办机构暂停结算、中止或者解除服务协议；经办机构的答复；解除。

条例第十三条（经办机构按服务协议处理）、第三十条（涉嫌骗取又拒不配合的，暂停结算）、第三十八条至第四十条；CQ-L-5.2。
解除协议由经办机构作出，行政部门只能要求、责令；要求解除协议的，先经法制审核（重庆）。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    FACT,
    Body,
    Day,
    Stage,
    choice,
    day,
    kind,
    line,
    prose,
    refers,
)
from mingzhi.casework.actor import Choice, Role
from mingzhi.casework.acts.lead import HANDLING

LEADERS = (Role.PRINCIPAL, Role.DEPUTY)


class AgreementMeasure(Choice):
    """要求的措施。"""

    SETTLEMENT = "settlement", "暂停医疗保障基金结算"
    ONLINE = "online", "暂停医疗费用联网结算"
    FEES = "fees", "不予拨付或者追回违规费用"
    STAFF = "staff", "中止有关人员或者部门的医药服务"
    TERMINATE = "terminate", "解除服务协议"


@kind(
    "agreement.requested",
    "要求经办机构协议处理",
    Stage.INVESTIGATION,
    DETERMINATION,
    LEADERS,
    moves=False,
    numbered="agreement",
    tells="要求{handling_agency}{measure}",
)
class AgreementRequested(Body):
    """要求经办机构采取措施：暂停结算的，写明涉嫌骗取和拒不配合的情况（条例第三十条）。"""

    measure: AgreementMeasure | None = choice("要求的措施")
    handling_agency: str = line("经办机构")
    suspected: str = prose("涉嫌的违法事实")
    uncooperative: str = prose("拒不配合调查的情况", "暂停结算、暂停联网结算的必须写明")
    basis: str = prose("依据")
    starts_on: Day = day("自哪天起")
    scope: str = prose("范围", "哪些科室、人员、项目；整个单位的写“全部”")
    reply_before: Day = day("请于此日前答复")
    opinion: str = prose("机关负责人意见")
    document_no: str = line("文号", "写入时编号", assigned=True)


@kind(
    "agreement.replied",
    "经办机构答复",
    Stage.INVESTIGATION,
    FACT,
    HANDLING,
    moves=False,
    tells="经办机构答复，{taken}，自 {effective_on} 起",
)
class AgreementReplied(Body):
    """经办机构怎样处理的：采取了什么、从哪天起；没有采取的写理由。"""

    of: int | None = refers("哪一次要求", "agreement.requested")
    taken: str = prose("采取的措施", "没有采取的写理由")
    effective_on: Day = day("自哪天起", "没有采取的不填")
    document: str = line("文书名称和文号")
    replied_on: Day = day("答复日期")


@kind(
    "agreement.lifted",
    "通知恢复结算",
    Stage.INVESTIGATION,
    DETERMINATION,
    LEADERS,
    moves=False,
    numbered="agreement",
    tells="通知{handling_agency}恢复：{reason}",
)
class AgreementLifted(Body):
    """查明不属于骗取的，或者不再需要的，通知经办机构恢复，按规定结算（条例第三十条）。"""

    of: int | None = refers("解除哪一次要求的措施", "agreement.requested")
    handling_agency: str = line("经办机构")
    reason: str = prose("理由", "查明的结果")
    settle: str = prose("暂停期间的费用怎样结算")
    from_on: Day = day("自哪天起恢复")
    opinion: str = prose("机关负责人意见")
    document_no: str = line("文号", "写入时编号", assigned=True)
