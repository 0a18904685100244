"""个人信息保护影响评估：公开个人信息、处理敏感个人信息、委托和对外提供以前，先评估，报告留存。

个人信息保护法第五十五条（什么时候评估）、第五十六条（评估什么、保存多久）、第二十八条、第三十四条。
"""

from __future__ import annotations

from mingzhi.casework.act import (
    DETERMINATION,
    FILES,
    Body,
    Day,
    Stage,
    choice,
    day,
    flag,
    kind,
    people,
    prose,
    whole,
)
from mingzhi.casework.actor import Choice, Officer, Role
from mingzhi.casework.acts.lead import HANDLING


class PersonalActivity(Choice):
    """要评估的处理活动（个人信息保护法第五十五条各项）。"""

    SENSITIVE = "sensitive", "处理敏感个人信息（医疗健康、金融账户等）"
    AUTOMATED = "automated", "利用个人信息进行自动化决策"
    SHARED = "shared", "委托处理、向其他单位提供"
    PUBLISHED = "published", "公开个人信息"
    ABROAD = "abroad", "向境外提供"
    MAJOR = "major", "其他对个人权益有重大影响的"


@kind(
    "privacy.assessed",
    "个人信息保护影响评估",
    Stage.INVESTIGATION,
    DETERMINATION,
    (*HANDLING, Role.REVIEWER, Role.REVIEW_HEAD, Role.PUBLISHER),
    moves=False,
    tells="个人信息保护影响评估：{activity}",
    matters=FILES,
)
class PrivacyAssessed(Body):
    """评估的三项内容和结论；报告作为材料存入。"""

    activity: PersonalActivity | None = choice("评估什么活动")
    information: str = prose("涉及哪些个人信息")
    purpose: str = prose("处理的目的、方式", "是否合法、正当、必要，依据哪一条")
    impact: str = prose("对个人权益的影响和安全风险")
    measures: str = prose("保护措施", "是否合法、有效，与风险程度相适应")
    allowed: bool = flag("结论：可以处理")
    assessors: tuple[Officer, ...] = people("评估人")
    assessed_on: Day = day("评估日期")
    kept_years: int | None = whole("报告和处理记录保存多少年")
