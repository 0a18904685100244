"""立案：呈请、三级意见、批准；责令改正与核查。

记录办法第九条：启动原因、案件来源、当事人基本情况、基本案情、承办人意见、承办机构意见、机关负责人意见、时间（CQ-R-9¶1）。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    FACT,
    Body,
    Day,
    Stage,
    day,
    flag,
    kind,
    line,
    part,
    people,
    prose,
    refers,
)
from mingzhi.casework.actor import Officer, Role
from mingzhi.casework.acts.lead import HANDLING, Party


@kind("filing.proposed", "呈请立案", Stage.FILING, DETERMINATION, HANDLING, tells="呈请立案：{cause}")
class FilingProposed(Body):
    """立案审批表的内容，承办人填写（CQ-R-9¶1）。"""

    reason: str = prose("启动原因")
    source: str = line("案件来源")
    party: Party | None = part("当事人")
    cause: str = line("案由", "当事人涉嫌的违法行为，如：串换药品")
    facts: str = prose("基本案情")
    basis: str = prose("拟立案依据", "法律、法规、规章的条款")
    conduct_from: Day = day("违法行为开始之日", "初步查到的；核对追责期限用")
    conduct_until: Day = day("违法行为终了之日", "连续、继续的写终了之日")
    opinion: str = prose("承办人意见")


@kind(
    "case.filed",
    "立案",
    Stage.FILING,
    DETERMINATION,
    (Role.PRINCIPAL, Role.DEPUTY),
    numbered="case",
    tells="批准立案，由{handlers}承办",
)
class CaseFiled(Body):
    """立案：机关负责人批准，指定承办人。立案之日是办案期限的起点（行政处罚法第六十条）。"""

    cause: str = line("案由")
    party: Party | None = part("当事人")
    handlers: tuple[Officer, ...] = people("承办人", "不少于两人", role="handler")
    opinion: str = prose("机关负责人意见")
    document_no: str = line("案号", "写入时编号", assigned=True)


@kind(
    "correction.ordered",
    "责令改正",
    Stage.INVESTIGATION,
    DETERMINATION,
    (*HANDLING, Role.PRINCIPAL, Role.DEPUTY),
    moves=False,
    numbered="correction",
    tells="责令改正，限 {before} 前改正",
)
class CorrectionOrdered(Body):
    """责令改正通知书：违法事实、依据、改正内容与期限（行政处罚法第二十八条，CQ-R-17¶2）。"""

    violation: str = prose("违法事实")
    basis: str = prose("依据")
    demand: str = prose("改正内容和要求")
    before: Day = day("改正期限", "此日前改正")
    consequence: str = prose("逾期不改正的后果")
    document_no: str = line("文号", "写入时编号", assigned=True)


@kind(
    "correction.checked",
    "核查改正情况",
    Stage.INVESTIGATION,
    FACT,
    HANDLING,
    moves=False,
    tells="核查改正情况：{findings}",
)
class CorrectionChecked(Body):
    """核查改正：核查情况、违法行为改正情况（CQ-R-17¶2）。"""

    of: int | None = refers("核查哪一项责令改正", "correction.ordered,decision.made")
    checked_on: Day = day("核查日期")
    officers: tuple[Officer, ...] = people("核查人员", role="handler")
    findings: str = prose("核查情况")
    corrected: bool = flag("已改正")
