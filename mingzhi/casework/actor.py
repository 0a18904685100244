"""执法人员与角色。行为人是一个值：姓名、编号、证件、机构、科室、角色，均为行为当日的样子。

法制审核与执法活动应当分开实施（CQ-L-3¶1），所以每一项行为都要记住行为人属于哪个科室、该科室是否执法。
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field


class Choice(StrEnum):
    """有限选项：存英文词，给人看中文。"""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        # 场景文件可以写中文：律师读得懂，也不必背英文词。
        return next((member for member in cls if member.label == value), None)

    def __str__(self) -> str:
        return str(self.value)


class Role(Choice):
    """角色：谁可以做什么由规则包决定，这里只有名称。"""

    HANDLER = "handler", "承办人"
    UNIT_HEAD = "unit_head", "承办机构负责人"
    REVIEWER = "reviewer", "法制审核人员"
    REVIEW_HEAD = "review_head", "法制审核机构负责人"
    DEPUTY = "deputy", "分管负责人"
    PRINCIPAL = "principal", "机关负责人"
    HEARING_HOST = "hearing_host", "听证主持人"
    PUBLISHER = "publisher", "公示员"
    CUSTODIAN = "custodian", "音像管理员"
    ARCHIVIST = "archivist", "档案管理员"
    SUPERVISOR = "supervisor", "监督人员"
    ADMINISTRATOR = "administrator", "系统管理员"


class Frozen(BaseModel):
    """写一次、不再改的值。"""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Officer(Frozen):
    """执法人员在某日的样子，写进行为里长期保存（公示办法第三条第（一）项）。"""

    number: str = Field(title="人员编号")
    name: str = Field(title="姓名")
    department: str = Field(default="", title="科室")
    certificate: str = Field(default="", title="执法证号")
    certificate_from: date | None = Field(default=None, title="证件有效期起")
    certificate_until: date | None = Field(default=None, title="证件有效期止")
    qualified: bool = Field(default=True, title="具有执法资格")

    def certified_on(self, day: date) -> bool:
        """证件在 day 当日是否有效。"""
        if not (self.qualified and self.certificate):
            return False
        begun = self.certificate_from is None or self.certificate_from <= day
        return begun and (self.certificate_until is None or day <= self.certificate_until)


class Actor(Officer):
    """行为人。与 :class:`Officer` 相同，另记机构、科室性质和当日角色。"""

    agency: str = Field(default="", title="机构代码")
    agency_name: str = Field(default="", title="机构名称")
    department_enforces: bool = Field(default=True, title="所在科室承担执法工作")
    roles: tuple[Role, ...] = Field(default=(), title="角色")

    def has(self, *roles: Role | str) -> bool:
        """是否具有其中任一角色。"""
        return any(role in self.roles for role in roles)

    def officer(self) -> Officer:
        """作为执法人员写进笔录时的样子。"""
        return Officer(**self.model_dump(include=set(Officer.model_fields)))
