"""推演的表：一次推演（或者登记簿改动以后的一次重算），和有变化的各卷。都可以丢掉重做，不是历史。"""

from __future__ import annotations

import uuid

from django.db import models

from mingzhi.record.models import Dossier


class Rehearsal(models.Model):
    """一次推演：后台做，做到哪一卷记着，断了接着做。"""

    class Kind(models.TextChoices):
        PACK = "pack", "换一个规则包"
        PARAMETER = "parameter", "改一个参数"
        CHANGE = "change", "登记簿的一项改动"

    class Status(models.TextChoices):
        WAITING = "waiting", "等待开始"
        RUNNING = "running", "正在做"
        DONE = "done", "已完成"
        FAILED = "failed", "没有完成"

    id = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.CharField("机构代码", max_length=64)
    place = models.CharField("规则包", max_length=64)
    kind = models.CharField("种类", max_length=10, choices=Kind.choices)
    label = models.CharField("换成什么", max_length=300)
    candidate = models.JSONField("换成的规则", help_text="规则包的各文件，或者参数和数，或者登记簿的第几号")
    since = models.DateField("看哪天以后的案卷")
    until = models.DateField("看到哪天")
    number = models.PositiveIntegerField("登记簿的第几号", null=True, blank=True)
    person_number = models.CharField("人员编号", max_length=64, blank=True)
    person_name = models.CharField("姓名", max_length=200, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.WAITING)
    done = models.PositiveIntegerField("已看几卷", default=0)
    total = models.PositiveIntegerField("共几卷", default=0)
    last = models.UUIDField("做到哪一卷", null=True, blank=True)
    asked = models.DateTimeField("提出时间")
    beat = models.DateTimeField("最近进展时间")
    finished = models.DateTimeField("完成时间", null=True, blank=True)
    why = models.TextField("没有完成的原因", blank=True)

    class Meta:
        verbose_name = "推演"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "number"], condition=models.Q(kind="change"), name="one_recount_a_change"
            ),
        )
        indexes = (models.Index(fields=["agency", "asked"], name="rehearsal_by_agency"),)

    def __str__(self) -> str:
        return self.label

    @property
    def busy(self) -> bool:
        """还在做。"""
        return self.status in (self.Status.WAITING, self.Status.RUNNING)


class Changed(models.Model):
    """有变化的一卷。"""

    rehearsal = models.ForeignKey(Rehearsal, models.CASCADE, related_name="changed", verbose_name="推演")
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="+", verbose_name="卷")
    title = models.TextField("案件名称", blank=True)
    document_no = models.TextField("案号", blank=True)
    counts = models.JSONField("各种变化几处", default=dict)
    shifts = models.JSONField("变化", default=list)

    class Meta:
        verbose_name = "有变化的卷"
        constraints = (models.UniqueConstraint(fields=["rehearsal", "dossier"], name="one_row_a_dossier"),)

    def __str__(self) -> str:
        return f"{self.title} {len(self.shifts)} 处"
