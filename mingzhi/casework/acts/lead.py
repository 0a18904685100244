"""线索：登记投诉举报和其他来源的线索，核查，不予立案。

记录办法第七条：投诉举报人基本情况、内容、记录人情况、处理情况（CQ-R-7¶1、CQ-R-7¶2）。
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from mingzhi.casework.act import (
    DETERMINATION,
    FACT,
    Body,
    Day,
    Stage,
    choice,
    day,
    flag,
    kind,
    line,
    part,
    person,
    prose,
    whole,
)
from mingzhi.casework.actor import Choice, Frozen, Officer, Role


class LeadSource(Choice):
    """案件来源。"""

    NAMED_REPORT = "named_report", "实名投诉举报"
    ANONYMOUS_REPORT = "anonymous_report", "匿名投诉举报"
    RANDOM_INSPECTION = "random_inspection", "随机抽查"
    MONITORING = "monitoring", "智能监管移交"
    TRANSFERRED = "transferred", "其他部门移送"
    ASSIGNED = "assigned", "上级交办"
    FOUND = "found", "监督检查发现"


class PartyKind(Choice):
    """当事人种类。"""

    ORGANIZATION = "organization", "法人或者其他组织"
    PERSON = "person", "公民"


class PartyStanding(Choice):
    """当事人在《医疗保障基金使用监督管理条例》中的身份。"""

    MEDICAL = "medical", "定点医疗机构"
    PHARMACY = "pharmacy", "定点零售药店"
    INSURED = "insured", "参保人员"
    HANDLING = "handling", "医疗保障经办机构"
    OTHER = "other", "其他单位和个人"


class Party(Frozen):
    """当事人（行政相对人）。字段取附件 1 的当事人栏（CQ-A1-1、CQ-A1-2）。"""

    depends: ClassVar[tuple[str, Mapping[str, tuple[str, ...]]]] = (
        "kind",
        {
            **dict.fromkeys(("code", "legal_representative", "position"), ("organization",)),
            **dict.fromkeys(
                ("identity_number", "age", "sex", "employer", "employer_address", "home"), ("person",)
            ),
        },
    )

    kind: PartyKind = choice("当事人种类", default=PartyKind.ORGANIZATION)
    standing: PartyStanding = choice("身份", default=PartyStanding.OTHER)
    name: str = line("名称或姓名")
    code: str = line("统一社会信用代码", "18 位；公民不填")
    address: str = line("地址")
    legal_representative: str = line("法定代表人或主要负责人")
    position: str = line("职务")
    postcode: str = line("邮编")
    identity_number: str = line("公民身份号码", "只在案卷内使用，不公开")
    age: int | None = whole("年龄")
    sex: str = line("性别")
    employer: str = line("所在单位")
    employer_address: str = line("单位地址")
    home: str = line("家庭住址")
    phone: str = line("联系电话")


class Informant(Frozen):
    """投诉举报人。身份受限（条例第三十五条），入副卷。"""

    name: str = line("姓名或名称")
    phone: str = line("联系方式")
    address: str = line("住址")
    note: str = line("其他基本情况")


HANDLING = (Role.HANDLER, Role.UNIT_HEAD)


@kind(
    "lead.registered",
    "登记线索",
    Stage.LEAD,
    FACT,
    HANDLING,
    restricted=True,
    tells="登记{source}线索：{content}",
    opens=True,
)
class LeadRegistered(Body):
    """登记线索：案件来源、投诉举报人、内容、记录人（CQ-R-7¶1）。"""

    source: LeadSource = choice("案件来源")
    received_on: Day = day("收到日期")
    informant: Informant | None = part("投诉举报人")
    party: Party | None = part("当事人")
    content: str = prose("投诉举报（线索）内容", "写反映的事实、时间、地点")
    recorder: Officer | None = person("记录人")
    handling: str = prose("处理情况", "如：转基金监督科核查")


class Verification(Choice):
    """核查结论。"""

    FILE = "file", "建议立案"
    DECLINE = "decline", "建议不予立案"
    TRANSFER = "transfer", "建议移送其他部门"


@kind("lead.verified", "线索核查", Stage.LEAD, FACT, HANDLING, tells="核查线索，{conclusion}")
class LeadVerified(Body):
    """线索核查：核查经过、初步证据、结论。"""

    process: str = prose("核查经过")
    findings: str = prose("核查结果", "写查到的事实和初步证据")
    conclusion: Verification = choice("核查结论")
    officers: tuple[Officer, ...] = ()


@kind(
    "case.declined",
    "不予立案",
    Stage.LEAD,
    DETERMINATION,
    (Role.PRINCIPAL, Role.DEPUTY),
    tells="决定不予立案：{reason}",
)
class CaseDeclined(Body):
    """不予立案：理由；实名举报的告知投诉举报人，依法不启动的告知当事人（CQ-R-7¶2、CQ-R-9¶2）。"""

    reason: str = prose("不予立案的理由")
    opinion: str = prose("机关负责人意见")


@kind(
    "informant.told",
    "告知投诉举报人",
    Stage.LEAD,
    FACT,
    HANDLING,
    moves=False,
    restricted=True,
    tells="告知投诉举报人处理结果",
)
class InformantTold(Body):
    """告知投诉举报人是否立案（CQ-R-7¶2）。"""

    told_on: Day = day("告知日期")
    manner: str = line("告知方式")
    content: str = prose("告知内容")
    party_too: bool = flag("已一并告知当事人")
