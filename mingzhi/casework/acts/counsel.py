"""审核的去处：统筹调用系统内法律顾问、公职律师；报请上级医疗保障行政部门。本局没有人能审核时，总有一条路走。

麒麟方案二、（三）1（QL-2.3.1-e）：探索建立健全本系统内法律顾问、公职律师统筹调用机制。
被调用的人提出意见，审核意见由本局确定的审核机构负责人签发（审核办法第二条：由该单位的审核机构审核）。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    FACT,
    FILES,
    Body,
    Day,
    Matter,
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

CALLING = (Role.REVIEW_HEAD, Role.REVIEWER, Role.PRINCIPAL, Role.DEPUTY)


class Counsel(Choice):
    """被调用的人是什么。"""

    ADVISER = "adviser", "法律顾问"
    LAWYER = "lawyer", "公职律师"


@kind(
    "adviser.listed",
    "登记统筹调用的法律顾问、公职律师",
    Stage.REGISTER,
    DETERMINATION,
    (Role.PRINCIPAL, Role.DEPUTY, Role.REVIEW_HEAD, Role.ADMINISTRATOR),
    moves=False,
    tells="{counsel}{name}（{unit}）列入统筹调用",
    matters=(Matter.AUTHORITY,),
)
class AdviserListed(Body):
    """可以调用的人：姓名、单位、资格、怎样联系、到哪天。"""

    counsel: Counsel | None = choice("法律顾问或者公职律师")
    name: str = line("姓名")
    unit: str = line("所在单位", "系统内的哪一个机关、单位")
    license_no: str = line("执业证号（公职律师证号）")
    contact: str = line("联系方式")
    until_on: Day = day("列入至", "没有定期的不填")
    document: str = line("文件", "统筹调用的文件、协议")


@kind(
    "adviser.called",
    "统筹调用法律顾问、公职律师",
    Stage.REVIEW,
    DETERMINATION,
    CALLING,
    moves=False,
    tells="请{counsel}{name}（{unit}）提出法律意见：{matter}",
    matters=FILES,
)
class AdviserCalled(Body):
    """为本案调用：请谁、什么单位、什么资格、就什么提意见；与本案没有利害关系。"""

    counsel: Counsel | None = choice("法律顾问或者公职律师")
    name: str = line("姓名")
    unit: str = line("所在单位")
    license_no: str = line("执业证号（公职律师证号）")
    matter: str = prose("请他就什么提出意见")
    reason: str = prose("为什么要调用", "如：本局审核人员都办过本案")
    no_interest: str = prose("有没有利害关系", "已经核对的情况")


@kind(
    "adviser.advised",
    "法律顾问、公职律师提出意见",
    Stage.REVIEW,
    FACT,
    CALLING,
    moves=False,
    tells="{name}提出意见：{opinion}",
    matters=FILES,
)
class AdviserAdvised(Body):
    """被调用的人的书面意见。它供审核用，不是审核意见：审核意见由确定的负责人签发。"""

    of: int | None = refers("哪一次调用", "adviser.called")
    name: str = line("姓名")
    advised_on: Day = day("提出意见的日期")
    opinion: str = prose("意见")


@kind(
    "review.referred",
    "报请上级医疗保障行政部门",
    Stage.REVIEW,
    DETERMINATION,
    (Role.PRINCIPAL, Role.DEPUTY, Role.REVIEW_HEAD),
    moves=False,
    tells="报请{superior}：{request}",
    matters=FILES,
)
class ReviewReferred(Body):
    """本局没有人能审核，报请上级派人、指定别的机关的人员审核。"""

    superior: str = line("上级医疗保障行政部门")
    reason: str = prose("本局为什么没有人能审核")
    request: str = prose("请求的事", "派审核人员，或者指定别的机关的人员")


@kind(
    "review.referral_answered",
    "收到上级答复",
    Stage.REVIEW,
    FACT,
    (*CALLING, *HANDLING),
    moves=False,
    tells="上级答复：{answer}",
    matters=FILES,
)
class ReferralAnswered(Body):
    """上级怎样答复：派谁、指定谁；凭它在权限登记簿指定审核人员。"""

    of: int | None = refers("哪一次报请", "review.referred")
    answered_on: Day = day("答复日期")
    answer: str = prose("答复")
    document: str = line("文书名称和文号")
