"""权限登记簿：主持工作、分工、请假外出、授权代行和终止。谁在哪一天可以凭什么签批，从这里算出。

移送涉嫌犯罪案件的规定第五条（正职负责人或者主持工作的负责人）、条例第三十条（主要负责人批准）的事项，不得授权代行。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    FACT,
    Body,
    Day,
    Matter,
    Stage,
    choice,
    day,
    flag,
    kind,
    line,
    person,
    prose,
    refers,
    rows,
)
from mingzhi.casework.actor import Choice, Frozen, Officer, Role

REGISTER = (Matter.AUTHORITY,)
LEADERS = (Role.PRINCIPAL, Role.DEPUTY)
CLERKS = (*LEADERS, Role.ADMINISTRATOR)


class Office(Choice):
    """可以授权代行的岗位，与岗位的词相同。"""

    PRINCIPAL = "principal", "机关负责人"
    DEPUTY = "deputy", "分管负责人"
    UNIT_HEAD = "unit_head", "承办机构负责人"
    REVIEW_HEAD = "review_head", "法制审核机构负责人"


@kind(
    "authority.presided",
    "登记主持工作",
    Stage.REGISTER,
    DETERMINATION,
    CLERKS,
    moves=False,
    tells="{officer}主持工作，自 {from_on} 起，{document}",
    matters=REGISTER,
)
class Presided(Body):
    """正职空缺、不在时，由上级或者党组确定主持工作的人：主要负责人的权限由他行使。"""

    officer: Officer | None = person("主持工作的人")
    from_on: Day = day("起")
    until_on: Day = day("止", "没有定期的不填，到终止时另记")
    document: str = line("文件", "任命、通知的名称和文号")
    reason: str = prose("情况")


@kind(
    "authority.divided",
    "登记分工",
    Stage.REGISTER,
    DETERMINATION,
    CLERKS,
    moves=False,
    tells="{officer}分管{departments}，自 {from_on} 起，{document}",
    matters=REGISTER,
)
class Divided(Body):
    """负责人分工：谁分管哪几个科室、哪些工作。"""

    officer: Officer | None = person("负责人")
    departments: str = line("分管的科室", "几个科室用顿号分开")
    work: str = prose("分管的工作")
    from_on: Day = day("起")
    until_on: Day = day("止", "没有定期的不填")
    document: str = line("文件", "分工文件的名称和文号")


@kind(
    "authority.away",
    "登记请假、外出",
    Stage.REGISTER,
    FACT,
    tuple(Role),
    moves=False,
    tells="{officer}{reason}，{from_on} 至 {until_on}",
    matters=REGISTER,
)
class Away(Body):
    """请假、出差、学习：什么人、什么时候不在。不在不等于授权，要别人代行的另作授权。"""

    officer: Officer | None = person("谁")
    from_on: Day = day("起")
    until_on: Day = day("止")
    reason: str = line("事由", "如 请假、出差、学习")


class Power(Frozen):
    """授权代行的一种行为。"""

    kind: str = line("哪一种行为", widget="determination")


@kind(
    "authority.delegated",
    "授权代行",
    Stage.REGISTER,
    DETERMINATION,
    (Role.PRINCIPAL, Role.DEPUTY, Role.UNIT_HEAD, Role.REVIEW_HEAD),
    moves=False,
    tells="授权{officer}代行{office}的权限，{from_on} 至 {until_on}",
    matters=REGISTER,
)
class Delegated(Body):
    """授权代行：本人把自己的权限在一段时间里交给别人行使；代行的不得再授权。到期自动停止。"""

    officer: Officer | None = person("授权给谁")
    office: Office | None = choice("代行的岗位")
    powers: tuple[Power, ...] = rows("限于哪几种行为", "不写的，不限")
    from_on: Day = day("起")
    until_on: Day = day("止")
    reason: str = prose("理由")
    document: str = line("文件", "授权书、会议纪要的名称和文号")


class ReviewOffice(Choice):
    """指定去做什么。"""

    REVIEWER = "reviewer", "法制审核人员"
    REVIEW_HEAD = "review_head", "法制审核机构负责人"


@kind(
    "authority.designated",
    "指定法制审核人员",
    Stage.REGISTER,
    DETERMINATION,
    LEADERS,
    moves=False,
    tells="指定{department}{officer}为{office}，自 {from_on} 起",
    matters=REGISTER,
)
class Designated(Body):
    """法制审核机构没有人能审核，或者没有专门科室的，指定其他内设科室的人员（审核办法第三条第三款，CQ-L-3¶3-c）。"""

    officer: Officer | None = person("指定谁")
    office: ReviewOffice | None = choice("作为")
    department: str = line("他所在的科室")
    department_enforces: bool = flag("这个科室承担执法工作")
    from_on: Day = day("起")
    until_on: Day = day("止", "只为一案的，写到办完为止的日期")
    reason: str = prose("为什么指定", "如：审核人员都办过本案；哪一件案子")
    document: str = line("文件", "会议纪要、上级答复的名称和文号")


@kind(
    "authority.ended",
    "终止主持、分工、授权",
    Stage.REGISTER,
    DETERMINATION,
    tuple(dict.fromkeys((*CLERKS, Role.UNIT_HEAD, Role.REVIEW_HEAD))),
    moves=False,
    tells="第 {of} 号自 {ended_on} 起终止：{reason}",
    matters=REGISTER,
)
class Ended(Body):
    """提前终止：自哪天起不再有效。"""

    of: int | None = refers(
        "终止哪一项",
        "authority.presided,authority.divided,authority.delegated,authority.designated,keeping.designated",
    )
    ended_on: Day = day("自哪天起终止", "当日起不再有效")
    reason: str = prose("理由")
