"""事前、事中公开的页：由机构、人员的资料和规则包写出（公示办法第三条、第四条；麒麟方案二（一）1、2）。

没有资料的栏写明“本局尚未公布”，不编。证件过期的人员当天就不在名单上。
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from mingzhi.disclosure.lawtext import (
    basis,
    discretion,
    field_rules,
    inspections,
    ladders,
    leniencies,
    periods,
    powers,
    stages,
)
from mingzhi.disclosure.listed import UNPUBLISHED
from mingzhi.disclosure.listed import rows as listed_rows
from mingzhi.disclosure.models import PublicPage
from mingzhi.disclosure.procedures import ON_SPOT, VISITS, limits
from mingzhi.law.pack import Pack, Rules
from mingzhi.people.models import Agency, Certificate, Department, Person
from mingzhi.people.selectors import certificate_on, in_post
from mingzhi.record.lawbook import pack_of


@dataclass(frozen=True)
class Section:
    """页上的一节：几句话，一张表；没有行的，写 empty。"""

    heading: str
    text: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    empty: str = ""
    cite: str = ""
    links: tuple[str, ...] = ()  # 每行首格的网址，有就一行一个


@dataclass(frozen=True)
class Page:
    """一页：标题、一句说明、各节；count 是首页旁边的数。"""

    title: str
    lead: str
    sections: tuple[Section, ...]
    count: int | None = None
    unit: str = ""

    def body(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "lead": self.lead,
            "count": self.count,
            "unit": self.unit,
            "sections": [
                {
                    "heading": each.heading,
                    "text": list(each.text),
                    "columns": list(each.columns),
                    "rows": [list(row) for row in each.rows],
                    "empty": each.empty,
                    "cite": each.cite,
                    "links": list(each.links),
                }
                for each in self.sections
            ],
        }


@dataclass(frozen=True)
class Source:
    """写一页要的：机构、当天的规则。"""

    agency: Agency
    pack: Pack
    day: date
    rules: Rules = field(repr=False)

    def asked(self, subject: str) -> tuple[tuple[str, ...], str]:
        """规则包要求 subject 公示哪几栏，依据。"""
        found = [
            rule
            for rule in self.rules.part("disclosure")
            if rule.disclosure and rule.disclosure.subject == subject
        ]
        return (found[-1].disclosure.fields, found[-1].cite) if found and found[-1].disclosure else ((), "")


Write = Callable[[Source], Page]
PAGES: dict[str, Write] = {}
GROUPS: dict[str, tuple[str, ...]] = {
    "before": (
        "body",
        "officers",
        "powers",
        "basis",
        "procedure",
        "guides",
        "random",
        "discretion",
        "remedies",
        "placards",
        "columns",
    ),
    "during": ("badge", "rights"),
    "contact": ("report",),
}


def page(key: str) -> Callable[[Write], Write]:
    """登记一页怎么写。"""

    def register(write: Write) -> Write:
        PAGES[key] = write
        return write

    return register


def current(agency: Agency, key: str, day: date) -> dict[str, Any]:
    """这一页今天的内容；存着的不是今天的，就重新写出。"""
    stored = PublicPage.objects.filter(agency=agency.code, key=key, as_of=day).first()
    if stored is None:
        stored = _write(agency, key, day)
    body: dict[str, Any] = stored.body
    return body


def _write(agency: Agency, key: str, day: date) -> PublicPage:
    pack = pack_of(agency.code, agency.place)
    body = PAGES[key](Source(agency, pack, day, pack.on(day))).body()
    with transaction.atomic():
        stored, _ = PublicPage.objects.update_or_create(
            agency=agency.code, key=key, defaults={"as_of": day, "body": body}
        )
    return stored


def rewrite(day: date) -> int:
    """把全部机构的全部页丢掉，重新写出，返回页数。"""
    PublicPage.objects.all().delete()
    for agency in bureaus():
        for key in PAGES:
            _write(agency, key, day)
    return PublicPage.objects.count()


def bureaus() -> list[Agency]:
    """公示的机关：行政部门，没有撤销的。"""
    return list(Agency.objects.filter(kind=Agency.Kind.BUREAU, ended=None).order_by("code"))


def watch() -> None:
    """机构、人员、证件变了，存着的页就作废，下次看时重新写出（公示办法第九条第二款）。"""

    def stale(instance: Agency | Department | Person | Certificate, **_: object) -> None:
        owner = instance.person if isinstance(instance, Certificate) else instance
        agency = owner if isinstance(owner, Agency) else owner.agency
        PublicPage.objects.filter(agency=agency.code).delete()

    for model in (Agency, Department, Person, Certificate):
        for signal in (post_save, post_delete):
            signal.connect(
                stale, sender=model, weak=False, dispatch_uid=f"disclosure-{model.__name__}-{id(signal)}"
            )


# 各页 ---------------------------------------------------------------------------------------------


@page("body")
def _body(source: Source) -> Page:
    """执法主体（CQ-D-3.1-a，QL-2.1.1-e）。"""
    agency = source.agency
    asked, cite = source.asked("agency")
    roster = _valid(source)
    regions = "、".join(dict.fromkeys(person.region for person, _ in roster if person.region))
    departments = agency.departments.filter(ended=None)
    enforcing = "、".join(each.name for each in departments if each.enforces)
    values = {
        "name": ("机构名称", agency.name),
        "scope": ("执法范围", regions),
        "staffing": ("人员编制", f"持有效执法证件的人员 {len(roster)} 人；编制数{UNPUBLISHED}"),
        "duties": ("执法职责", "医疗保障行政检查、行政强制、行政处罚，事项见“职责权限”"),
        "address": ("单位地址", agency.address),
        "phone": ("投诉举报电话", agency.phone),
    }
    shown = [*asked, *(name for name in values if name not in asked and name in ("address", "phone"))]
    rows = [(values[name][0], values[name][1] or UNPUBLISHED) for name in shown if name in values]
    rows.append(("承担执法工作的科室", enforcing or UNPUBLISHED))
    entrusted, links = listed_rows(agency.code, "delegation", source.day, ("委托的事项", "权限", "期限"))
    # 设了受委托组织，委托书还没有公布的，也列出来，写明没有公布。
    named = {row[0] for row in entrusted}
    bodies = agency.affiliates.filter(kind=Agency.Kind.ENTRUSTED, ended=None).values_list("name", flat=True)
    entrusted = (*entrusted, *((name, *[UNPUBLISHED] * 3) for name in bodies if name not in named))
    return Page(
        "执法主体",
        "谁有权执法。",
        (
            Section(agency.name, columns=("项目", "内容"), rows=tuple(rows), cite=cite),
            Section(
                "委托执法",
                columns=("受委托组织", "委托的事项", "权限", "期限"),
                rows=entrusted,
                empty="本局没有委托其他组织执法。",
                links=links,
            ),
        ),
    )


OFFICER = {"name": "姓名", "sex": "性别", "certificate": "执法证号", "post": "执法岗位", "area": "执法区域"}


@page("officers")
def _officers(source: Source) -> Page:
    """执法人员：各地要求公示的几栏，只列证件有效的（CQ-D-3.1-b，QL-2.1.1-f）。"""
    asked, cite = source.asked("officer")
    rows = []
    for person, certificate in _valid(source):
        values = {
            "name": person.name,
            "sex": person.get_sex_display(),
            "certificate": certificate.number,
            "post": person.post,
            "area": person.region,
        }
        rows.append(tuple(values[name] or "—" for name in asked))
    section = Section(
        "执法人员名单",
        (f"截至 {source.day.isoformat()}，执法证件有效的人员。",),
        tuple(OFFICER[name] for name in asked),
        tuple(rows),
        "本局没有执法证件有效的人员。",
        cite,
    )
    return Page("执法人员", "执法时请核对证件上的姓名和证号。", (section,), len(rows), "人")


def _valid(source: Source) -> list[tuple[Person, Certificate]]:
    found = []
    for person in in_post(source.agency.code, source.day):
        certificate = certificate_on(person.certificates.all(), source.day)
        if certificate and certificate.valid_from <= source.day <= certificate.until():
            found.append((person, certificate))
    return found


@page("powers")
def _powers(source: Source) -> Page:
    """职责权限：执法事项的名称、类别、依据、主体（CQ-D-3.2，QL-2.1.1-a、-c）。"""
    _, cite = source.asked("item")
    rows = tuple((*each, source.agency.name) for each in powers(source.rules))
    section = Section(
        "行政执法事项清单",
        columns=("事项名称", "类别", "依据", "实施主体"),
        rows=rows,
        empty=f"{UNPUBLISHED}行政执法事项清单。",
        cite=cite,
    )
    return Page("职责权限", "可以检查什么、处罚什么、采取什么措施。", (section,), len(rows), "项")


@page("basis")
def _basis(source: Source) -> Page:
    """执法依据（CQ-D-3.3）。"""
    rows = basis(source.pack, source.rules)
    section = Section(
        "执法依据",
        (f"截至 {source.day.isoformat()} 有效、本平台据以计算的文件和条文。",),
        ("文件", "效力级别", "引用的条文"),
        rows,
        UNPUBLISHED,
    )
    return Page("执法依据", "法律、法规和规范性文件。", (section,), len(rows), "件")


@page("procedure")
def _procedure(source: Source) -> Page:
    """执法程序：步骤和期限（CQ-D-3.4）。"""
    return Page(
        "执法程序",
        "一件案子怎样办，每一步最长多久。",
        (
            Section("行政处罚普通程序", columns=("步骤", "说明"), rows=stages(source.rules)),
            Section(
                "期限",
                columns=("什么事", "从何时起", "多久", "依据"),
                rows=periods(source.rules),
                empty=UNPUBLISHED,
            ),
            Section(
                "当场处罚（简易程序）",
                ("事实确凿、在限额以内的，可以当场处罚；不服的，先申请行政复议。",),
                ("什么事", "多少", "依据"),
                limits(source.rules, ON_SPOT),
                UNPUBLISHED,
            ),
            Section(
                "涉企行政检查的年度频次上限",
                ("检查前审批，出具检查通知书；同一企业一年里不超过公布的次数（文件全文还没有取得，待核）。",),
                ("检查什么", "最多", "依据"),
                limits(source.rules, VISITS),
                UNPUBLISHED,
            ),
        ),
    )


@page("discretion")
def _discretion(source: Source) -> Page:
    """裁量：法定的幅度。"""
    rows = discretion(source.rules)
    return Page(
        "裁量基准",
        "罚款数额怎样定。",
        (
            Section(
                "法定幅度",
                ("罚款在法定幅度之内确定；具体裁量的理由写在每份决定书里。",),
                ("违法情形", "罚款幅度", "依据"),
                rows,
                UNPUBLISHED,
            ),
            Section(
                "裁量基准",
                ("在法定幅度以内，按情节分的阶次；不按它的，决定书里写明理由。",),
                ("阶次", "情节", "幅度", "依据"),
                ladders(source.rules),
                UNPUBLISHED,
            ),
            Section(
                "不予、从轻、减轻处罚的情形",
                (),
                ("情形", "效果", "依据"),
                leniencies(source.rules),
                UNPUBLISHED,
            ),
        ),
        len(rows),
        "项",
    )


@page("remedies")
def _remedies(source: Source) -> Page:
    """救济途径：复议、诉讼的期限和机关，按今天作出的决定（CQ-D-3.6）。"""
    agency = source.agency

    def limit(name: str) -> tuple[str, str]:
        rule = source.rules.parameters.get(name)
        if rule is None or rule.parameter is None or rule.parameter.value is None:
            return UNPUBLISHED, ""
        return f"{rule.parameter.value} {rule.parameter.unit}", rule.cite

    asked = (
        ("申请行政复议", "收到决定书之日起", "remedy.reconsideration.days", agency.reconsideration),
        ("提起行政诉讼", "知道作出决定之日起", "remedy.litigation.months", agency.court),
        (
            "不服复议决定的，提起行政诉讼",
            "收到复议决定书之日起",
            "remedy.litigation.after.days",
            agency.court,
        ),
    )
    rows = tuple(
        (way, start, limit(name)[0], where or UNPUBLISHED, limit(name)[1])
        for way, start, name, where in asked
    )
    return Page(
        "救济途径",
        "对决定不服怎么办。",
        (
            Section(
                "行政复议和行政诉讼",
                ("复议、诉讼的权利和期限，每份决定书上都写明；以决定书作出之日有效的法律为准。",),
                ("途径", "从何时起", "期限", "受理机关", "依据"),
                rows,
            ),
        ),
    )


@page("report")
def _report(source: Source) -> Page:
    """投诉举报渠道（CQ-D-3.4，QL-2.1.1-e）。"""
    agency = source.agency
    rows = (
        ("电话", agency.phone or UNPUBLISHED),
        ("来访、来信", agency.address or UNPUBLISHED),
    )
    return Page(
        "投诉举报",
        "举报医保基金使用中的违法行为，或者投诉执法人员。",
        (
            Section(
                "渠道",
                ("举报人的信息依法保密，不进入公示，也不进入当事人可以查阅的正卷。",),
                ("方式", "到哪里"),
                rows,
                cite="《医疗保障基金使用监督管理条例》第三十五条",
            ),
        ),
    )


@page("badge")
def _badge(source: Source) -> Page:
    """执法时怎样出示证件（CQ-D-4.1，QL-2.1.2-a、-c）。"""
    return Page(
        "执法人员怎样出示证件",
        "执法人员找到您时，您可以先核对这几件事。",
        (
            Section(
                "出示证件、表明身份",
                columns=("要求", "依据"),
                rows=field_rules(source.rules, ("CQ-D-4.1", "QL-2.1.2-a", "QL-2.1.2-c")),
                empty=UNPUBLISHED,
            ),
            Section(
                "现场记录",
                columns=("要求", "依据"),
                rows=inspections(source.rules),
                empty=UNPUBLISHED,
            ),
        ),
    )


@page("rights")
def _rights(source: Source) -> Page:
    """当事人的权利：告知、陈述申辩、听证、文书应当写明什么（CQ-D-4.2，QL-2.1.2-b、-d）。"""
    told = field_rules(source.rules, ("CQ-D-4.2", "QL-2.1.2-b", "QL-2.1.2-d"))
    party = tuple(row for row in periods(source.rules, whose="party"))
    return Page(
        "您的权利",
        "执法人员应当告诉您什么，您可以做什么。",
        (
            Section("应当告诉您的", columns=("要求", "依据"), rows=told, empty=UNPUBLISHED),
            Section(
                "您的期限",
                ("过了期限，可能不能再提出。",),
                ("什么事", "从何时起", "多久", "依据"),
                party,
                UNPUBLISHED,
            ),
        ),
    )
