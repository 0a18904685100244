"""先纸后录：系统停用的登记和确认；停用期间在纸上作出的处理，事后录入。

处理平时在作出时写入，不能倒填。系统停用的，照样要办案：先在纸上作出，恢复后登记停用（管理员、机关负责人确认），
登记纸质处理（附扫描件），再补写那一项处理。它按作出那天的规则判断，时间轴上写明「先纸后录」。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    FACT,
    Body,
    Moment,
    Stage,
    choice,
    kind,
    line,
    moment,
    prose,
    refers,
    whole,
)
from mingzhi.casework.actor import Choice, Role
from mingzhi.casework.acts.common import EVERYONE
from mingzhi.casework.acts.lead import HANDLING


@kind(
    "outage.registered",
    "登记系统停用",
    Stage.INVESTIGATION,
    FACT,
    (*HANDLING, Role.PRINCIPAL, Role.DEPUTY, Role.ADMINISTRATOR),
    moves=False,
    tells="系统停用 {started}至{ended}：{cause}",
)
class OutageRegistered(Body):
    """系统停用：起止、原因。系统管理员和机关负责人各自确认以后，才能据以先纸后录。"""

    started: Moment = moment("停用开始")
    ended: Moment = moment("恢复使用")
    cause: str = prose("原因", "如：机房停电、网络中断、升级维护")
    evidence: str = prose("凭什么知道", "如：值班记录、报修单、日志；可以附上")


class OutageConfirmer(Choice):
    """以什么身份确认。"""

    ADMINISTRATOR = "administrator", "系统管理员"
    PRINCIPAL = "principal", "机关负责人"


@kind(
    "outage.confirmed",
    "确认系统停用",
    Stage.INVESTIGATION,
    DETERMINATION,
    (Role.ADMINISTRATOR, Role.PRINCIPAL),
    moves=False,
    tells="{level}确认系统停用属实",
)
class OutageConfirmed(Body):
    """系统管理员和机关负责人各确认一次：起止和原因属实。"""

    of: int | None = refers("确认哪一次停用", "outage.registered")
    level: OutageConfirmer | None = choice("以什么身份确认")
    findings: str = prose("核实的情况")


@kind(
    "paper.entered",
    "登记纸质处理（先纸后录）",
    Stage.INVESTIGATION,
    DETERMINATION,
    EVERYONE,
    moves=False,
    tells="先纸后录：{made_by}于 {made_at} 在纸上作出的处理，附原件扫描 {pages} 页",
)
class PaperEntered(Body):
    """停用期间在纸上作出的一项处理：哪一种、谁、什么时候、哪一次停用；附签字原件的扫描件。随后由作出的人补写那一项处理。"""

    wants: str = line("哪一种处理", "在纸上作出的是什么", widget="determination")
    made_at: Moment = moment("实际作出的时间")
    made_by: str = line("作出的人", "纸上签字的人")
    outage: int | None = refers("哪一次停用期间", "outage.registered")
    pages: int | None = whole("扫描件页数")
