"""音像的表：每一份材料看到了什么。可以整表丢掉，用到时再看；看的是字节，原件不动。"""

from __future__ import annotations

from django.db import models


class Probe(models.Model):
    """看一份材料的结果，按内容的摘要，一份一行：同样的字节只看一次。"""

    class Status(models.TextChoices):
        WAITING = "waiting", "等待查看"
        RUNNING = "running", "正在查看"
        DONE = "done", "已看"
        FAULT = "fault", "读不出来"

    sha256 = models.CharField("SHA-256 摘要", max_length=64, primary_key=True)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.WAITING)
    says = models.TextField("读不出来的原因", blank=True)
    kind = models.CharField("是什么", max_length=10, blank=True, help_text="video、sound、picture")
    duration = models.FloatField("时长（秒）", null=True, blank=True)
    details = models.JSONField("看到的", default=dict)
    thumbnail = models.BinaryField("缩略图（JPEG）", null=True, blank=True)
    beat = models.DateTimeField("最近进展时间")

    class Meta:
        verbose_name = "音像的查看"

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.get_status_display()}"

    @property
    def busy(self) -> bool:
        """还没有看完。"""
        return self.status in (self.Status.WAITING, self.Status.RUNNING)
