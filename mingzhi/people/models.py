"""人员：机构、科室、人员、执法证（公示办法第三条第（一）项；审核办法第三条；QL-2.1.1-f、QL-2.3.1）。

谁在哪个科室、证件何时有效，都带起止日期：任何一天的样子都可以取出来（:mod:`mingzhi.people.selectors`）。
它们是普通的表，不是行为：人员当日的样子由行为自己长期保存，事后改表不改案卷。公示的人员名单另有公示事项的行为。
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from mingzhi.casework.actor import Role
from mingzhi.people import clock
from mingzhi.people.separation import separation_fault


class Agency(models.Model):
    """机构：医疗保障行政部门、局属事业单位、受委托组织（CQ-D-3.1-a、CQ-D-3.1-c）。"""

    class Kind(models.TextChoices):
        BUREAU = "bureau", "行政部门"
        AFFILIATE = "affiliate", "局属事业单位"
        ENTRUSTED = "entrusted", "受委托组织"

    class Level(models.TextChoices):
        CITY = "city", "市级"
        COUNTY = "county", "区县级"

    code = models.SlugField("机构代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("性质", max_length=10, choices=Kind.choices, default=Kind.BUREAU)
    level = models.CharField("层级", max_length=10, choices=Level.choices, default=Level.COUNTY)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="所属行政部门", null=True, blank=True, related_name="affiliates"
    )
    abbr = models.CharField("机关代字", max_length=10)
    place = models.CharField("规则包", max_length=80)
    address = models.CharField("地址", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    fund_account = models.CharField("医疗保障基金财政专户", max_length=200, blank=True)
    fine_account = models.CharField("罚款代收机构和账户", max_length=200, blank=True)
    reconsideration = models.CharField("行政复议机关", max_length=100, blank=True)
    court = models.CharField("人民法院", max_length=100, blank=True)
    sample = models.BooleanField("示例", default=False)
    created = models.DateField("设立日期")
    ended = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        verbose_name = "机构"
        ordering: ClassVar[list[str]] = ["code"]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """科室：承担执法工作的不得作法制审核机构（CQ-L-3¶3-b）；经办机构不得充当执法科室（QL-3-b）。"""

    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name="机构", related_name="departments")
    name = models.CharField("名称", max_length=60)
    enforces = models.BooleanField("承担执法工作", default=False)
    reviews = models.BooleanField("法制审核机构", default=False)
    affiliated = models.BooleanField("经办机构", default=False)
    created = models.DateField("设立日期")
    ended = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        verbose_name = "科室"
        ordering: ClassVar[list[str]] = ["agency", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agency", "name", "created"], name="department_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """审核与执法分开；做不到的，说明依据哪一条、可以确定哪个科室。核对的是现在的规则，不论科室何时设立。"""
        if self.agency_id is None:
            return
        others = Department.objects.filter(agency_id=self.agency_id, enforces=False, ended=None)
        fault = separation_fault(
            place=self.agency.place,
            day=clock.today(),
            department=self.name,
            enforces=self.enforces,
            reviews=self.reviews,
            affiliated=self.affiliated,
            others=tuple(others.exclude(pk=self.pk).exclude(affiliated=True).values_list("name", flat=True)),
        )
        if fault:
            raise ValidationError({"reviews": fault}, code="separation")


class PersonManager(BaseUserManager["Person"]):
    """按用户名找人；停用的人仍在，行为里要查得到。机构和科室总要用到，一起取。"""

    def get_queryset(self) -> models.QuerySet[Person]:
        return super().get_queryset().select_related("agency", "department")

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username=username)


def known_roles(value: Any) -> None:
    """角色只能是已声明的那些词。"""
    unknown = [word for word in value if word not in {role.value for role in Role}]
    if unknown:
        raise ValidationError(f"不认识的角色：{'、'.join(map(str, unknown))}。")


class Person(AbstractBaseUser):
    """人员：姓名、性别、人员编号、执法岗位、执法区域（QL-2.1.1-f），角色，法律专业背景（QL-2.3.1-b）。"""

    class Sex(models.TextChoices):
        MALE = "male", "男"
        FEMALE = "female", "女"

    USERNAME_FIELD = "username"
    EMAIL_FIELD = ""
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    username = models.CharField("用户名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    number = models.CharField("人员编号", max_length=40, unique=True)
    sex = models.CharField("性别", max_length=6, choices=Sex.choices, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name="机构", related_name="people")
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="科室", related_name="people")
    roles = models.JSONField("角色", default=list, blank=True, validators=[known_roles])
    post = models.CharField("执法岗位", max_length=60, blank=True)
    region = models.CharField("执法区域", max_length=60, blank=True)
    law_qualified = models.BooleanField("国家统一法律职业资格", default=False)
    law_background = models.CharField("法律专业背景", max_length=100, blank=True)
    active = models.BooleanField("在用", default=True)
    created = models.DateField("到任日期")
    ended = models.DateField("离任日期", null=True, blank=True)

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        verbose_name = "人员"
        ordering: ClassVar[list[str]] = ["agency", "department", "id"]

    def __str__(self) -> str:
        return self.name

    # 登录的后端问的是这个词；离任或停用的人不能登录。
    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.active and self.ended is None

    def clean(self) -> None:
        super().clean()
        if self.agency_id and self.department_id and self.department.agency_id != self.agency_id:
            raise ValidationError({"department": f"{self.department}不是{self.agency}的科室。"})


class Certificate(models.Model):
    """执法证：编号、有效期、注销日期。每发一个新证添一行，旧证不改。"""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name="人员", related_name="certificates")
    number = models.CharField("执法证号", max_length=40)
    valid_from = models.DateField("有效期起")
    valid_until = models.DateField("有效期止")
    revoked_on = models.DateField("注销日期", null=True, blank=True)

    class Meta:
        verbose_name = "执法证"
        ordering: ClassVar[list[str]] = ["person", "valid_from"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=models.F("valid_from")), name="certificate_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def until(self) -> date:
        """实际有效到哪一天：注销当日起无效。"""
        if self.revoked_on is None:
            return self.valid_until
        return min(self.valid_until, date.fromordinal(self.revoked_on.toordinal() - 1))


class Grant(models.Model):
    """权限：谁在哪一天凭权限登记簿第几号多了哪个岗位。从登记簿的行为算出，可以丢掉，由 ``mingzhi rebuild`` 重建。"""

    agency = models.CharField("机构代码", max_length=64)
    act = models.PositiveIntegerField("权限登记簿第几号")
    number = models.CharField("人员编号", max_length=64)
    name = models.CharField("姓名", max_length=200)
    role = models.CharField("岗位", max_length=32)
    manner = models.CharField("凭什么", max_length=32)
    of = models.CharField("受谁委托", max_length=200, blank=True)
    kinds = models.JSONField("限于哪几种行为", default=list)
    departments = models.TextField("分管的科室", blank=True)
    document = models.TextField("文件", blank=True)
    from_on = models.DateField("起")
    until_on = models.DateField("止", null=True, blank=True)
    ended_on = models.DateField("终止", null=True, blank=True)

    class Meta:
        verbose_name = "权限"
        ordering: ClassVar[list[str]] = ["agency", "act"]
        indexes = (models.Index(fields=["agency", "from_on"], name="grant_by_agency"),)

    def __str__(self) -> str:
        return f"{self.name} {self.role}"


class SignInFailure(models.Model):
    """登录失败的次数，按所填的用户名记，不论有没有这个人：不让人借此试出用户名。到时自己清掉，也可以随时清空。"""

    username = models.CharField("所填用户名", max_length=150, unique=True)
    count = models.PositiveIntegerField("连续失败次数", default=0)
    until = models.DateTimeField("记到何时", null=True, blank=True)

    class Meta:
        verbose_name = "登录失败"

    def __str__(self) -> str:
        return self.username
