"""行政执法监督：收到监督机构的文书，回复。

行政执法监督条例（国务院令第825号，2026-02-01 施行；只见前六条的摘录）：县级以上政府的司法行政部门是监督机构。
文书的种类和期限没有读到，所以只照实登记，期限照文书上写的。
"""

from __future__ import annotations

from mingzhi.casework.act import FACT, Body, Day, Stage, day, kind, line, prose, refers
from mingzhi.casework.actor import Role
from mingzhi.casework.acts.lead import HANDLING

LEADING = (*HANDLING, Role.REVIEWER, Role.REVIEW_HEAD, Role.DEPUTY, Role.PRINCIPAL)


@kind(
    "supervision.received",
    "收到执法监督文书",
    Stage.INVESTIGATION,
    FACT,
    LEADING,
    moves=False,
    tells="收到{by}{document}",
)
class SupervisionReceived(Body):
    """收到行政执法监督机构对本案的文书：谁发的、什么文书、要求什么、何时以前回复。"""

    by: str = line("监督机构", "本级或者上级政府的司法行政部门")
    document: str = line("文书名称和文号")
    received_on: Day = day("收到日期")
    demand: str = prose("要求")
    before: Day = day("要求回复的日期", "文书上没有写的不填")


@kind(
    "supervision.answered",
    "回复执法监督",
    Stage.INVESTIGATION,
    FACT,
    LEADING,
    moves=False,
    tells="回复执法监督：{measures}",
)
class SupervisionAnswered(Body):
    """回复行政执法监督机构：怎样改正，或者为什么不改。"""

    of: int | None = refers("回复哪一件", "supervision.received")
    answered_on: Day = day("回复日期")
    measures: str = prose("改正情况和理由")
    document: str = line("回复文号")
