"""记录的表：卷、行为、材料、文号、日志树的末端；以及可以丢掉重建的投影。

卷、行为、文号、查阅日志由触发器（migrations/0002）拒绝修改和删除：换一个程序来连数据库，也改不了。
"""

from __future__ import annotations

import uuid

from django.db import models

from mingzhi.casework.act import Matter


class Dossier(models.Model):
    """卷：执法行为所归属的东西：一起案件、一件依申请事项，或者机关的一份登记簿。只有立卷时已知、以后不变的几栏，其余都从行为算出。"""

    id = models.UUIDField("卷号", primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.CharField("机构代码", max_length=64)
    agency_name = models.CharField("机构名称", max_length=200, help_text="立卷时的名称，写进导出包")
    abbr = models.CharField("机关代字", max_length=32, blank=True, help_text="立卷时的代字，用在文号里")
    place = models.CharField("规则包", max_length=64)
    matter = models.CharField("种类", max_length=16, default=Matter.CASE.value)
    sample = models.BooleanField("示例", default=False)
    created = models.DateTimeField("建立时间")

    class Meta:
        verbose_name = "卷"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "matter"],
                condition=~models.Q(matter__in=[Matter.CASE.value, Matter.APPLICATION.value]),
                name="one_register_each",
            ),
        )
        indexes = (models.Index(fields=["agency", "created"], name="dossier_by_agency"),)

    def __str__(self) -> str:
        return str(self.id)


class ActRow(models.Model):
    """执法行为的一行，封存时的样子。actor、body、exhibits、names 是规范化 JSON，逐字节保存。"""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="rows", verbose_name="卷")
    number = models.PositiveIntegerField("序号")
    kind = models.CharField("种类", max_length=64)
    happened = models.DateTimeField("发生时间")
    recorded = models.DateTimeField("记录时间")
    actor = models.TextField("行为人")
    body = models.TextField("内容")
    body_digest = models.CharField("内容的摘要", max_length=64)
    exhibits = models.TextField("材料", default="[]")
    names = models.TextField(
        "材料的文件名", default="[]", help_text="文件名和盐；信封里只有它们的摘要，材料处置时一同销毁"
    )
    previous = models.CharField("前一项的封印", max_length=64)
    sha256 = models.CharField("封印（SHA-256）", max_length=64)
    sm3 = models.CharField("封印（SM3）", max_length=64)
    salt = models.CharField("承诺的盐", max_length=128, help_text="十六进制；知道它才能对上日志树的叶")
    leaf_index = models.PositiveBigIntegerField(
        "日志树里的序号", unique=True, null=True, help_text="空的是从档案包恢复的：它在原来那本日志里"
    )

    class Meta:
        verbose_name = "执法行为"
        constraints = (models.UniqueConstraint(fields=["dossier", "number"], name="act_number_once"),)
        indexes = (models.Index(fields=["kind", "happened"], name="act_by_kind"),)

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.number} {self.kind}"


class Restoration(models.Model):
    """恢复：哪一卷是由档案包恢复的，或者整个机关是由导出恢复的（卷为空）。随包的凭据在数据目录的 restored 里。"""

    dossier = models.OneToOneField(
        Dossier, on_delete=models.PROTECT, related_name="restoration", null=True, verbose_name="卷"
    )
    at = models.DateTimeField("恢复时间")
    origin = models.CharField("原来的日志", max_length=200)
    size = models.PositiveBigIntegerField("检查点的叶数")
    exported = models.CharField("原来的出具时刻", max_length=40, blank=True)
    sha256 = models.CharField("包的清单的摘要", max_length=64, blank=True)

    class Meta:
        verbose_name = "恢复"

    def __str__(self) -> str:
        return f"{self.origin} {self.at:%Y-%m-%d %H:%M}"


class LogHead(models.Model):
    """日志树的末端，全库一行：树的大小和各满子树的根。写入行为先锁它，所以写入一项接一项。"""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.PositiveBigIntegerField("叶数", default=0)
    peaks = models.TextField("各满子树的根", default="", blank=True, help_text="十六进制，从大到小，空格分开")

    class Meta:
        verbose_name = "日志树末端"
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_log_head"),)

    def __str__(self) -> str:
        return f"{self.size} 项"


class WitnessedLog(models.Model):
    """为别的机关的日志见证：上次见到的大小和根。先存后答，所以不会在两个样子上都签字。"""

    origin = models.CharField("日志的名称", max_length=200, unique=True)
    size = models.PositiveBigIntegerField("见到的大小", default=0)
    root = models.CharField("见到的根", max_length=64, blank=True)
    at = models.DateTimeField("见证时间")

    class Meta:
        verbose_name = "见证的日志"

    def __str__(self) -> str:
        return f"{self.origin} {self.size}"


class WitnessConflict(models.Model):
    """见证时认出的两个样子：对方签过字的检查点，留作证据。"""

    origin = models.CharField("日志的名称", max_length=200)
    note = models.TextField("检查点")
    size = models.PositiveBigIntegerField("当时见到的大小")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "见证的冲突"

    def __str__(self) -> str:
        return f"{self.origin} {self.at:%Y-%m-%d %H:%M}"


class ExhibitBlob(models.Model):
    """材料（文件）的两种摘要。字节在存放的地方（stores），按 SHA-256 存放，写一次。

    后两栏可丢：记着给它上过的锁，免得每天一份一份去问；换了地方、丢了，``mingzhi nightly`` 重新上。
    """

    sha256 = models.CharField("SHA-256 摘要", max_length=64, primary_key=True)
    sm3 = models.CharField("SM3 摘要", max_length=64)
    size = models.PositiveBigIntegerField("字节数")
    media_type = models.CharField("类型", max_length=200)
    held_until = models.DateTimeField("锁到", null=True, blank=True)
    held_in = models.CharField("锁在哪里", max_length=500, blank=True, default="")

    class Meta:
        verbose_name = "材料"

    def __str__(self) -> str:
        return self.sha256


class IssuedNumber(models.Model):
    """已发出的文号：同一机关、系列、年度从 1 起连续，写入行为的事务里取，写不成就没有取。"""

    agency = models.CharField("机构代码", max_length=64)
    series = models.CharField("系列", max_length=64)
    year = models.PositiveSmallIntegerField("年度")
    n = models.PositiveIntegerField("序号")
    document_no = models.CharField("文号", max_length=200)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, verbose_name="卷")
    act = models.PositiveIntegerField("行为的序号")

    class Meta:
        verbose_name = "文号"
        constraints = (
            models.UniqueConstraint(fields=["agency", "series", "year", "n"], name="document_number_once"),
        )

    def __str__(self) -> str:
        return self.document_no


class Projection(models.Model):
    """卷的现状摘要，给列表、待办和搜索用。可以整表丢掉，由 ``mingzhi rebuild`` 从行为重建，结果相同。

    期限的灯色与天数随日子变：as_of 是按哪一天算的，过了一天由 ``rebuild.refresh`` 重算。
    """

    dossier = models.OneToOneField(
        Dossier, on_delete=models.CASCADE, related_name="projection", verbose_name="卷"
    )
    agency = models.CharField("机构代码", max_length=64)
    stage = models.CharField("阶段", max_length=32, blank=True)
    title = models.TextField("案件名称", blank=True)
    party = models.TextField("当事人", blank=True)
    document_no = models.TextField("案号", blank=True)
    cause = models.TextField("案由", blank=True)
    holder_role = models.CharField("在谁手里（角色）", max_length=32, blank=True)
    holder_names = models.TextField("在谁手里（姓名）", blank=True, help_text="顿号分开")
    holder_since = models.DateField("在其手里的起日", null=True, blank=True)
    handlers = models.TextField("承办人编号", blank=True, help_text="如 |01|02|，按 |编号| 查")
    audience = models.TextField("知悉范围", blank=True, default="|", help_text="见 audience.py")
    next_says = models.TextField("下一步", blank=True, default="")
    next = models.JSONField("可以接着做的", default=list)
    due_day = models.DateField("最近的期限", null=True, blank=True)
    due_lamp = models.CharField("灯", max_length=32, blank=True)
    due_name = models.TextField("期限名称", blank=True)
    dues = models.JSONField("未了的期限", default=list)
    filed_on = models.DateField("立案日期", null=True, blank=True)
    closed = models.BooleanField("已结案", default=False)
    archived = models.BooleanField("已归档", default=False)
    last_act = models.PositiveIntegerField("末项行为的序号", default=0)
    updated = models.DateTimeField("末项行为的记录时间", null=True, blank=True)
    as_of = models.DateField("按哪一天计算", null=True, blank=True)
    text = models.TextField("可搜索的文字", blank=True)

    class Meta:
        verbose_name = "现状摘要"
        indexes = (
            models.Index(fields=["agency", "closed", "due_day"], name="projection_by_due"),
            models.Index(fields=["agency", "stage"], name="projection_by_stage"),
        )

    def __str__(self) -> str:
        return self.title


class AccessLog(models.Model):
    """查阅日志：谁、何时、看了哪一卷的什么、为什么。只增不改（CQ-R-23¶1）。"""

    at = models.DateTimeField("时间")
    agency = models.CharField("机构代码", max_length=64, blank=True)
    person_number = models.CharField("人员编号", max_length=64, blank=True)
    person_name = models.CharField("姓名", max_length=200)
    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="accesses", null=True, blank=True, verbose_name="卷"
    )
    what = models.CharField("看了什么", max_length=200)
    purpose = models.TextField("用途", blank=True)

    class Meta:
        verbose_name = "查阅日志"
        indexes = (models.Index(fields=["dossier", "at"], name="access_by_dossier"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.person_name} {self.what}"


class Draft(models.Model):
    """草稿：一个人在一卷里还没有写入的一张表单。不是历史，写入后删除。"""

    person_number = models.CharField("人员编号", max_length=64)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="drafts", verbose_name="卷")
    kind = models.CharField("种类", max_length=64)
    values = models.JSONField("已填的内容", default=dict)
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = "草稿"
        constraints = (
            models.UniqueConstraint(fields=["person_number", "dossier", "kind"], name="one_draft_a_form"),
        )

    def __str__(self) -> str:
        return f"{self.person_number} {self.kind}"
