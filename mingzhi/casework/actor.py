"""执法人员与角色。行为人是一个值：姓名、编号、证件、机构、科室、角色，均为行为当日的样子。

法制审核与执法活动应当分开实施（CQ-L-3¶1），所以每一项行为都要记住行为人属于哪个科室、该科室是否执法。
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer


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


class AgencyKind(Choice):
    """所在机构的性质，与人员一室的机构性质同词。行政强制措施权不得委托（行政强制法第十七条第一款）。"""

    BUREAU = "bureau", "行政部门"
    AFFILIATE = "affiliate", "局属事业单位"
    ENTRUSTED = "entrusted", "受委托组织"


class AgencyLevel(Choice):
    """执法机关的层级，与人员一室同词。审核目录可以按层级定数额（QL-2.3.2-f），确定审核科室也看它（CQ-L-3）。"""

    CITY = "city", "市级"
    COUNTY = "county", "区县级"


class Officer(Frozen):
    """执法人员在某日的样子，写进行为里长期保存（公示办法第三条第（一）项）。

    agency_kind 是行政部门的（绝大多数）不写出来，所以有这一栏以前写下的行为，重新写出来还是原来的字节。
    """

    number: str = Field(title="人员编号")
    name: str = Field(title="姓名")
    department: str = Field(default="", title="科室")
    certificate: str = Field(default="", title="执法证号")
    certificate_from: date | None = Field(default=None, title="证件有效期起")
    certificate_until: date | None = Field(default=None, title="证件有效期止")
    qualified: bool = Field(default=True, title="具有执法资格")
    agency_kind: AgencyKind = Field(default=AgencyKind.BUREAU, title="所在机构性质")

    @model_serializer(mode="wrap")
    def _without_defaults(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return self._trimmed(handler(self))

    def _trimmed(self, written: dict[str, Any]) -> dict[str, Any]:
        if written.get("agency_kind") == AgencyKind.BUREAU:
            written.pop("agency_kind")
        return written

    def certified_on(self, day: date) -> bool:
        """证件在 day 当日是否有效。"""
        if not (self.qualified and self.certificate):
            return False
        begun = self.certificate_from is None or self.certificate_from <= day
        return begun and (self.certificate_until is None or day <= self.certificate_until)


class Manner(Choice):
    """一项权限从哪里来：主持工作、分工、授权代行。"""

    PRESIDING = "presiding", "主持工作"
    DIVIDED = "divided", "分工"
    DELEGATED = "delegated", "授权代行"
    DESIGNATED = "designated", "指定"


class Acting(Frozen):
    """代行：以什么岗位、凭权限登记簿第几号、代谁行使、限于哪几种行为（不写的不限）、到哪一天。"""

    role: Role = Field(title="代行的岗位")
    manner: Manner = Field(title="凭什么")
    act: int = Field(title="权限登记簿第几号")
    of: str = Field(default="", title="受谁委托")
    kinds: tuple[str, ...] = Field(default=(), title="限于哪几种行为")
    document: str = Field(default="", title="文件")
    until: date | None = Field(default=None, title="至")
    departments: tuple[str, ...] = Field(default=(), title="分管的科室")

    @model_serializer(mode="wrap")
    def _without_departments(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = handler(self)
        # 没有这一栏以前写下的行为，重新写出来还是原来的字节。
        if not written.get("departments"):
            written.pop("departments", None)
        return written

    @property
    def says(self) -> str:
        """给人看的岗位：受谁委托，或者凭什么。"""
        if self.manner is Manner.DELEGATED:
            return f"受{self.of}委托代行{self.role.label}"
        return f"{self.role.label}（{self.manner.label}）"

    def covers(self, kind: str) -> bool:
        """这一种行为在不在代行的范围里。"""
        return not self.kinds or kind in self.kinds

    def reaches(self, departments: Collection[str]) -> bool:
        """分工管不管得到这几个科室办的案子；没有写分管哪里的、不知道谁办的，不拦。"""
        return not self.departments or not departments or not set(self.departments).isdisjoint(departments)


class Actor(Officer):
    """行为人。与 :class:`Officer` 相同，另记机构、科室性质和当日角色。

    roles 是当日可以行使的全部岗位，acting 说明其中哪几个是代行的。没有代行的不写 acting，区县级的不写层级，
    没有请假的不写 away，所以有这几栏以前写下的行为，重新写出来还是原来的字节。
    """

    agency: str = Field(default="", title="机构代码")
    agency_name: str = Field(default="", title="机构名称")
    agency_level: AgencyLevel = Field(default=AgencyLevel.COUNTY, title="所在机关层级")
    department_enforces: bool = Field(default=True, title="所在科室承担执法工作")
    roles: tuple[Role, ...] = Field(default=(), title="角色")
    acting: tuple[Acting, ...] = Field(default=(), title="代行")
    away: date | None = Field(default=None, title="请假、外出至")

    @model_serializer(mode="wrap")
    def _without_empty_acting(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = handler(self)
        if not written.get("acting"):
            written.pop("acting", None)
        if written.get("agency_level") == AgencyLevel.COUNTY:
            written.pop("agency_level")
        if written.get("away") is None:
            written.pop("away", None)
        return self._trimmed(written)

    def holds(self, role: Role | str, kind: str) -> bool:
        """办理 kind 时算不算 role：自己的岗位总算；代行的，在代行的范围里才算。"""
        if role not in self.roles:
            return False
        borrowed = [each for each in self.acting if each.role == role]
        return not borrowed or any(each.covers(kind) for each in borrowed)

    def acts_as(self, kind: str, *roles: Role | str) -> Acting | None:
        """办理 kind 时凭哪一项代行；凭自己的岗位的是 None。"""
        own = {role for role in self.roles if role not in {each.role for each in self.acting}}
        if own & set(roles):
            return None
        return next((each for each in self.acting if each.role in roles and each.covers(kind)), None)

    def beyond(self, kind: str, departments: Collection[str], *roles: Role | str) -> tuple[Acting, ...]:
        """办理 kind 凭的分工都管不到 departments 的，是哪几项；有一项管得到、凭自己的岗位的为空。"""
        if self.acts_as(kind, *roles) is None:
            return ()
        held = tuple(each for each in self.acting if each.role in roles and each.covers(kind))
        return () if any(each.reaches(departments) for each in held) else held

    def has(self, *roles: Role | str) -> bool:
        """是否具有其中任一角色。"""
        return any(role in self.roles for role in roles)

    def officer(self) -> Officer:
        """作为执法人员写进笔录时的样子。"""
        return Officer(**self.model_dump(include=set(Officer.model_fields)))
