"""公示的表：公示信息和事前公开的页（都是投影，可以丢掉重建），以及公众提出的更正申请。"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingzhi.casework.acts.disclosure import DisclosureForm, DisclosureSubject
from mingzhi.record.models import Dossier


class Publication(models.Model):
    """公示信息：向社会公开的一项，一个网址，长期不变（公示办法第五条、第十条）。

    投影：可以整表丢掉，由 ``mingzhi rebuild`` 从行为重建，结果相同。只存公开的字：已经撤回的，
    内容各栏是空的，数据库里也不留（原来的字在案卷的行为里）。
    """

    class Status(models.TextChoices):
        LIVE = "live", "有效"
        WITHDRAWN = "withdrawn", "已撤回"

    slug = models.CharField("网址", max_length=16, unique=True)
    dossier = models.ForeignKey(
        Dossier, on_delete=models.CASCADE, related_name="publications", verbose_name="卷"
    )
    act = models.PositiveIntegerField("公示是第几号行为")
    source = models.PositiveIntegerField("公示的是第几号行为", null=True, blank=True)
    sample = models.BooleanField("示例", default=False)
    agency = models.CharField("机构代码", max_length=64)
    agency_name = models.CharField("公示机关", max_length=200)
    subject = models.CharField(
        "公示内容", max_length=16, choices=[(each.value, each.label) for each in DisclosureSubject]
    )
    form = models.CharField(
        "公示形式", max_length=16, choices=[(each.value, each.label) for each in DisclosureForm]
    )
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.LIVE)

    title = models.TextField("标题", blank=True)
    document_no = models.TextField("决定书文号", blank=True)
    party_name = models.TextField("行政相对人名称", blank=True)
    party_code = models.TextField("统一社会信用代码", blank=True)
    matter = models.TextField("行政执法事项名称", blank=True)
    main_facts = models.TextField("主要事实", blank=True)
    basis = models.TextField("依据", blank=True)
    result = models.TextField("结果", blank=True)
    decider = models.TextField("作出决定的机关", blank=True)
    decided_on = models.DateField("作出决定的日期", null=True, blank=True)
    category = models.TextField("执法类别", blank=True)
    performance = models.TextField("履行情况", blank=True)
    masked_note = models.TextField("处理说明", blank=True)

    published_at = models.DateTimeField("公示时间")
    recorded_at = models.DateTimeField("上门户的时间", help_text="记录时间；晚于公示时间的是补录")
    updated_at = models.DateTimeField("最近更正时间")
    due_on = models.DateField("最迟公示日期", null=True, blank=True)
    due_limit = models.CharField("公示期限", max_length=40, blank=True)
    due_cite = models.TextField("期限依据", blank=True)
    on_time = models.BooleanField("按期公示", null=True, blank=True)
    channels = models.JSONField("其他渠道", default=list, blank=True)
    corrections = models.JSONField(
        "更正", default=list, blank=True, help_text="时间、理由、改了哪几栏、前一版摘要"
    )
    digest = models.CharField("SHA-256 摘要", max_length=64)
    leaf_index = models.PositiveBigIntegerField("日志树里的序号", null=True, blank=True)
    leaf = models.CharField("日志树的叶", max_length=64, blank=True)

    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    reason = models.TextField("撤回的理由", blank=True)
    withdrawn_basis = models.TextField("撤回的依据", blank=True)
    superseded_by = models.TextField("新的决定", blank=True)
    withdraw_due_on = models.DateField("最迟撤回日期", null=True, blank=True)
    withdraw_limit = models.CharField("撤回期限", max_length=40, blank=True)
    withdraw_cite = models.TextField("撤回期限的依据", blank=True)
    withdrawn_in_time = models.BooleanField("按期撤回", null=True, blank=True)
    withdrawn_channels = models.JSONField("其他渠道的撤回", default=list, blank=True)

    class Meta:
        verbose_name = "公示信息"
        ordering: ClassVar[list[str]] = ["-published_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dossier", "act"], name="publication_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["agency", "subject", "decided_on"], name="publication_by_subject"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def live(self) -> bool:
        """没有撤回。"""
        return self.status == self.Status.LIVE


class PublicPage(models.Model):
    """事前、事中公开的一页：执法主体、职责权限、依据、程序、随机抽查、救济、投诉举报（公示办法第三条、第四条）。

    投影：可以整表丢掉，由机构、人员的资料和规则包重新写出（:mod:`mingzhi.disclosure.before`）。
    """

    agency = models.CharField("机构代码", max_length=64)
    key = models.SlugField("哪一页", max_length=40)
    as_of = models.DateField("按哪一天的资料")
    body = models.JSONField("内容")

    class Meta:
        verbose_name = "事前公开的页"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agency", "key"], name="public_page_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.key}"


class DossierTally(models.Model):
    """一卷的计数：各条规则下做到几件、晚了几件（条款登记页上的数字由它们合计）。只有规则的编号和数，没有当事人的任何内容。

    投影：可以整表丢掉，由 ``mingzhi rebuild`` 从行为重新数出（:mod:`mingzhi.disclosure.tallies`）。
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.CASCADE, related_name="tally", verbose_name="卷")
    agency = models.CharField("机构代码", max_length=64, db_index=True)
    stamp = models.CharField("据以计数的行为和规则", max_length=100)
    body = models.JSONField("计数")

    class Meta:
        verbose_name = "一卷的计数"

    def __str__(self) -> str:
        return f"{self.agency} {self.dossier_id}"


class FigureSheet(models.Model):
    """一个机关各条规则的合计，一天合计一次；也是投影，可以丢掉。"""

    agency = models.CharField("机构代码", max_length=64, unique=True)
    as_of = models.DateField("按哪一天")
    dossiers = models.PositiveIntegerField("卷数")
    body = models.JSONField("合计")

    class Meta:
        verbose_name = "条款的数字"

    def __str__(self) -> str:
        return f"{self.agency} {self.as_of}"


class PublicListing(models.Model):
    """登记簿里公布的一项：受委托组织、随机抽查事项、服务指南、岗位公示牌、自设栏目、年度报告（公示办法第三条、第十一条）。

    投影：可以整表丢掉，由登记簿的行为重建（:mod:`mingzhi.disclosure.listings`）。移出、替换了的不在这里。
    """

    slug = models.CharField("网址", max_length=16, unique=True)
    dossier = models.ForeignKey(
        Dossier, on_delete=models.CASCADE, related_name="listings", verbose_name="登记簿"
    )
    act = models.PositiveIntegerField("列入的第几号")
    sample = models.BooleanField("示例", default=False)
    agency = models.CharField("机构代码", max_length=64)
    agency_name = models.CharField("公示机关", max_length=200)
    kind = models.CharField("种类", max_length=40)
    title = models.TextField("标题")
    column = models.TextField("栏目", blank=True)
    fields = models.JSONField("各栏", default=list)
    tables = models.JSONField("各表", default=list)
    files = models.JSONField("可以下载的文件", default=list)
    published_at = models.DateTimeField("公布时间")
    until = models.DateField("期限至", null=True, blank=True)
    year = models.PositiveIntegerField("年度", null=True, blank=True)
    corrected_by = models.CharField("由哪一份更正", max_length=16, blank=True)
    note = models.TextField("更正的说明", blank=True)

    class Meta:
        verbose_name = "登记簿的公布"
        ordering: ClassVar[list[str]] = ["kind", "title", "act"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dossier", "act"], name="public_listing_once"),
        ]

    def __str__(self) -> str:
        return self.slug


class ProgressLine(models.Model):
    """办理进度：当事人凭查询码和自己的代码看得到的几步，没有姓名、没有案情（CQ-D-3.4，QL-2.1.2-e）。

    投影：可以整表丢掉重建。只存查询码和代码合起来的摘要，从这张表看不出是谁的。
    """

    dossier = models.OneToOneField(
        Dossier, on_delete=models.CASCADE, related_name="progress", verbose_name="卷"
    )
    key = models.CharField("查询码和代码的摘要", max_length=64, unique=True)
    agency = models.CharField("机构代码", max_length=64)
    agency_name = models.CharField("机关", max_length=200)
    matter = models.CharField("办的是什么", max_length=40)
    steps = models.JSONField("各步", default=list)
    now = models.CharField("现在", max_length=100)
    due_on = models.DateField("最迟", null=True, blank=True)
    due_name = models.CharField("最迟做什么", max_length=100, blank=True)

    class Meta:
        verbose_name = "办理进度"

    def __str__(self) -> str:
        return str(self.dossier_id)


class CorrectionRequest(models.Model):
    """公众的更正申请：自然人、法人、其他组织有证据证明公示信息不准确（公示办法第十条第二款）。

    收到即存，不公开；承办机构看过后，把它写进案卷（disclosure.challenged），再按规定更正、答复。
    """

    receipt = models.CharField("回执号", max_length=24, unique=True)
    slug = models.CharField("哪一项公示", max_length=16)
    agency = models.CharField("机构代码", max_length=64)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", verbose_name="卷")
    received_at = models.DateTimeField("收到时间")
    applicant = models.CharField("申请人", max_length=100)
    contact = models.CharField("联系方式", max_length=100)
    wrong = models.TextField("哪里不准确")
    evidence = models.TextField("证据")
    act = models.PositiveIntegerField("写入案卷的第几号", null=True, blank=True)
    answer = models.TextField("答复", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = "更正申请"
        ordering: ClassVar[list[str]] = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.receipt
