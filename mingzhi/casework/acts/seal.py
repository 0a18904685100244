"""用印：呈请、批准、登记。软件不画印章，只留位置；盖没盖、谁批的、盖了几份，记在这里。"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    FACT,
    FILES,
    Body,
    Day,
    Stage,
    day,
    flag,
    kind,
    line,
    person,
    prose,
    refers,
    whole,
)
from mingzhi.casework.actor import Officer, Role
from mingzhi.casework.acts.lead import HANDLING

LEADERS = (Role.PRINCIPAL, Role.DEPUTY)


@kind(
    "seal.requested",
    "呈请用印",
    Stage.DECISION,
    DETERMINATION,
    HANDLING,
    moves=False,
    tells="呈请用印：{instrument} {copies} 份",
    matters=FILES,
)
class SealRequested(Body):
    """请准在哪一份文书上盖章、几份、做什么用。"""

    of: int | None = refers("哪一项行为的文书", "")
    instrument: str = line("文书")
    copies: int | None = whole("份数")
    purpose: str = prose("用途")


@kind(
    "seal.approved",
    "批准用印",
    Stage.DECISION,
    DETERMINATION,
    LEADERS,
    moves=False,
    tells="批准用印 {copies} 份",
    matters=FILES,
)
class SealApproved(Body):
    """批准用印：批几份。"""

    of: int | None = refers("批准哪一次呈请", "seal.requested")
    copies: int | None = whole("批准的份数")
    opinion: str = prose("意见")


@kind(
    "seal.used",
    "用印登记",
    Stage.DECISION,
    FACT,
    (*HANDLING, Role.ARCHIVIST, Role.ADMINISTRATOR),
    moves=False,
    tells="用印 {copies} 份，{keeper}监印",
    matters=FILES,
)
class SealUsed(Body):
    """盖了章：几份、谁监印、哪天。"""

    of: int | None = refers("凭哪一次批准", "seal.approved")
    copies: int | None = whole("盖章的份数")
    used_on: Day = day("用印日期")
    keeper: Officer | None = person("监印人")
    spoiled: int | None = whole("盖坏作废的份数", "没有的不填")
    checked: bool = flag("与批准的文书核对一致")
