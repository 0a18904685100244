"""规则登记簿：本机关适用什么法，由这里的行为说——待核的数两人核实、本地的数有文件才填、规则包两人施行、放假通知装入。

每个机关一份登记簿（``Matter.RULES``）。两人中须有一人在法制审核机构，提请的人自己不能确认（``casework/seconding.py``）。
"""

from __future__ import annotations

import re

from mingzhi.casework.act import (
    DETERMINATION,
    Body,
    Day,
    Matter,
    Stage,
    day,
    flag,
    kind,
    line,
    prose,
    refers,
    rows,
    whole,
)
from mingzhi.casework.actor import Frozen, Role

LEGAL = (Role.REVIEWER, Role.REVIEW_HEAD)
# 谁可以提请、确认：法制审核机构的人，和与他们一起核的负责人、管理员。
KEEPERS = (*LEGAL, Role.UNIT_HEAD, Role.DEPUTY, Role.PRINCIPAL, Role.ADMINISTRATOR)
RULES = (Matter.RULES,)


@kind(
    "rule.proposed",
    "提请核实规则",
    Stage.REGISTER,
    DETERMINATION,
    KEEPERS,
    tells="提请核实 {rule}：{seen}",
    matters=RULES,
)
class RuleProposed(Body):
    """提请核实待核的规则：看到了哪个文本、那里怎样写；数与规则包写的不同的，写上文本里的数。"""

    rule: str = line("规则编号", "待核的规则；同一文本核实几条的，用顿号分开")
    seen: str = line("看到的文本", "文件、文号、版本，第几条；没有附上文本的必填")
    text: str = prose("文本怎样写", "照原文抄")
    value: str = line("文本里的数", "规则里有数、而与文本不同时填写；相同的不填")
    reading: str = prose("采用的读法", "原文有几种读法的，写明采用哪一种、为什么")

    @property
    def rules(self) -> tuple[str, ...]:
        """要核实的各条。"""
        return tuple(filter(None, re.split(r"[、，,\s]+", self.rule)))


@kind(
    "rule.confirmed",
    "核实规则",
    Stage.REGISTER,
    DETERMINATION,
    KEEPERS,
    tells="核实第 {of} 号提请的规则",
    matters=RULES,
)
class RuleConfirmed(Body):
    """第二个人核对过文本，确认。此后不再标“待核”，按条文对待。"""

    of: int | None = refers("哪一项提请", "rule.proposed")
    compared: bool = flag("已与文本逐字核对")
    opinion: str = prose("核对情况")


@kind(
    "parameter.proposed",
    "提请填写本地参数",
    Stage.REGISTER,
    DETERMINATION,
    KEEPERS,
    tells="提请填写 {name} 为 {value}，依据《{document}》",
    matters=RULES,
)
class ParameterProposed(Body):
    """提请填写本地的数（如听证数额标准）：写明依据的文件和施行之日。"""

    name: str = line("参数", "规则包里的名称，从待核清单点过来的已经填好", widget="parameter")
    value: str = line("数", "只写数字，不写单位")
    document: str = line("依据的文件", "不写书名号，如 某某市行政处罚听证程序规定")
    document_no: str = line("文号")
    article: int | None = whole("第几条", "文件分条的填写")
    effective: Day = day("从哪天起")
    text: str = prose("文件怎样写", "照原文抄，可以另附文件")


@kind(
    "parameter.confirmed",
    "填写本地参数",
    Stage.REGISTER,
    DETERMINATION,
    KEEPERS,
    tells="确认第 {of} 号提请的参数",
    matters=RULES,
)
class ParameterConfirmed(Body):
    """第二个人核对过文件，确认；从提请写明的那天起适用。"""

    of: int | None = refers("哪一项提请", "parameter.proposed")
    compared: bool = flag("已与文件逐字核对")
    opinion: str = prose("核对情况")


@kind(
    "pack.proposed",
    "提请施行规则包",
    Stage.REGISTER,
    DETERMINATION,
    KEEPERS,
    tells="提请自 {effective} 起施行规则包 {pack}",
    matters=RULES,
)
class PackProposed(Body):
    """提请施行规则包：哪个包、各文件合起来的摘要、从哪天起、改了什么、推演过没有。包的文件附在材料里。"""

    pack: str = line("规则包", "与本机关所用的规则包同名，已经填好的不用改")
    digest: str = line("各文件的摘要", "系统算出")
    effective: Day = day("从哪天起")
    changes: str = prose("改了什么", "涉及哪些条款")
    rehearsed: str = prose("推演的结果", "没有推演的，写明为什么")


@kind(
    "pack.enforced",
    "施行规则包",
    Stage.REGISTER,
    DETERMINATION,
    KEEPERS,
    tells="施行第 {of} 号提请的规则包",
    matters=RULES,
)
class PackEnforced(Body):
    """第二个人看过改动和推演，施行。"""

    of: int | None = refers("哪一项提请", "pack.proposed")
    compared: bool = flag("已核对改动和推演的结果")
    opinion: str = prose("意见")


class NoticeHoliday(Frozen):
    """通知里的一个节日。"""

    name: str = line("节日", "如 国庆节")
    rest: str = line("放假", "如 2027-10-01..2027-10-07，几段用顿号分开")
    work: str = line("上班的周末", "如 2027-09-26、2027-10-09")


@kind(
    "calendar.loaded",
    "装入放假通知",
    Stage.REGISTER,
    DETERMINATION,
    KEEPERS,
    tells="装入{title}",
    matters=RULES,
)
class CalendarLoaded(Body):
    """装入国务院办公厅的放假通知，或者地方的假日（全国年节及纪念日放假办法第四条）；暂定的日期随即重算。"""

    title: str = line("通知的名称", "如 国务院办公厅关于2027年部分节假日安排的通知")
    year: int | None = whole("哪一年")
    source: str = line("在哪里公布的", "网址或者公报")
    published: Day = day("公布日期")
    region: str = line("只适用的地方", "地方假日填写；全国的不填")
    supplement: bool = flag("是年中追加的", "不是全年的安排，只增改几天")
    holidays: tuple[NoticeHoliday, ...] = rows("各节日的安排")
