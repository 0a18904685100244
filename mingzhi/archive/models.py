"""归档的表：导出档案包的工作、当事人查阅的地址。两样都不是历史：历史是导出、同意查阅、查阅这几项行为和查阅日志。"""

from __future__ import annotations

import uuid

from django.db import models

from mingzhi.record.models import Dossier


class PackageJob(models.Model):
    """导出档案包：后台做，做到哪里、成没成，刷新或者改天再来都看得到。"""

    class Status(models.TextChoices):
        WAITING = "waiting", "等待开始"
        RUNNING = "running", "正在做"
        DONE = "done", "已完成"
        FAILED = "failed", "没有完成"

    id = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="packages", verbose_name="卷")
    purpose = models.CharField("用途", max_length=200)
    actor = models.JSONField("导出的人")
    person_number = models.CharField("人员编号", max_length=64)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.WAITING)
    step = models.CharField("正在做什么", max_length=200, blank=True)
    done = models.PositiveIntegerField("已做", default=0)
    total = models.PositiveIntegerField("共", default=0)
    asked = models.DateTimeField("提出时间")
    beat = models.DateTimeField("最近进展时间")
    finished = models.DateTimeField("完成时间", null=True, blank=True)
    why = models.TextField("没有完成的原因", blank=True)
    sha256 = models.CharField("包的 SHA-256 摘要", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("字节数", default=0)
    verified = models.BooleanField("核验通过", default=False)
    verdict = models.TextField("核验结论", blank=True)
    findings = models.JSONField("核验发现", default=list)
    properties = models.JSONField("四性检测", default=list)
    act = models.PositiveIntegerField("导出那一项行为的序号", null=True, blank=True)

    class Meta:
        verbose_name = "导出档案包"
        indexes = (models.Index(fields=["dossier", "asked"], name="package_by_dossier"),)

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.get_status_display()}"

    @property
    def busy(self) -> bool:
        """还在做。"""
        return self.status in (self.Status.WAITING, self.Status.RUNNING)


class Reading(models.Model):
    """查阅地址：发给来查阅的当事人，限时、可以随时结束。库里只存地址的摘要，偷到数据库也打不开。"""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="readings", verbose_name="卷")
    approval = models.PositiveIntegerField("哪一项同意查阅")
    digest = models.CharField("地址的摘要", max_length=64, unique=True)
    name = models.CharField("查阅人", max_length=200)
    until = models.DateField("有效期至")
    issued = models.DateTimeField("发出时间")
    issued_by = models.CharField("发出的人", max_length=200)
    ended = models.DateTimeField("结束时间", null=True, blank=True)
    shown = models.JSONField("可以看的照片、录音、录像", default=list, help_text="第几号-摘要")

    class Meta:
        verbose_name = "查阅地址"
        indexes = (models.Index(fields=["dossier", "approval"], name="reading_by_approval"),)

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.name}"
