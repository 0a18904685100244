"""给门户看的：公开了什么。门户只问这里；这里给出去的只有公开的字。"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from mingzhi.casework.acts.disclosure import DisclosureSubject
from mingzhi.disclosure import before, content, project
from mingzhi.disclosure import register as clauseregister
from mingzhi.disclosure.models import CorrectionRequest
from mingzhi.disclosure.models import Publication as Publication  # 门户的标注用它
from mingzhi.disclosure.register import ClauseQuery as ClauseQuery  # 门户的查询用它
from mingzhi.people import clock
from mingzhi.people.models import Agency
from mingzhi.record.selectors import acts, pack_for

PER_PAGE = 20
# 首页和列表的次序。
SUBJECTS = (
    DisclosureSubject.DECISION,
    DisclosureSubject.INSPECTION,
    DisclosureSubject.COERCION,
    DisclosureSubject.PERFORMANCE,
    DisclosureSubject.LICENCE,
)
NAMES = {
    DisclosureSubject.DECISION: "行政处罚决定",
    DisclosureSubject.INSPECTION: "行政检查结果",
    DisclosureSubject.COERCION: "行政强制决定",
    DisclosureSubject.PERFORMANCE: "决定履行情况",
    DisclosureSubject.LICENCE: "行政许可决定",
}


def name_of(item: Publication) -> str:
    """这一类公示的名称；决定照它的类别（行政处理决定不叫处罚决定）。"""
    subject = DisclosureSubject(item.subject)
    if subject is DisclosureSubject.DECISION and item.category:
        return f"{item.category}决定"
    return NAMES[subject]


def now(request: HttpRequest | None = None) -> datetime:
    return clock.now(request)


def today(request: HttpRequest | None = None) -> date:
    return clock.today(request)


# 机关 ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bureau:
    """公示的机关，公开的几样。"""

    code: str
    name: str
    address: str
    phone: str
    sample: bool


def bureaus() -> tuple[Bureau, ...]:
    """公示的机关。"""
    return tuple(_bureau(agency) for agency in before.bureaus())


def _bureau(agency: Agency) -> Bureau:
    return Bureau(agency.code, agency.name, agency.address, agency.phone, agency.sample)


# 事前、事中公开 -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class PublicBody:
    """一个机关的一页。"""

    bureau: Bureau
    key: str
    title: str
    lead: str
    count: int | None
    unit: str
    sections: tuple[Mapping[str, Any], ...]


def public_pages(key: str, code: str | None, day: date) -> tuple[PublicBody, ...]:
    """key 这一页：code 这个机关的；不给 code 就是每个机关的。没有这一页抛 KeyError。"""
    if key not in before.PAGES:
        raise KeyError(key)
    return tuple(
        _public(agency, key, day) for agency in before.bureaus() if code is None or agency.code == code
    )


def _public(agency: Agency, key: str, day: date) -> PublicBody:
    body = before.current(agency, key, day)
    return PublicBody(
        _bureau(agency),
        key,
        body["title"],
        body["lead"],
        body["count"],
        body["unit"],
        tuple(body["sections"]),
    )


@dataclass(frozen=True)
class PageLink:
    """首页上到一页的链接，和旁边的数。"""

    key: str
    title: str
    count: int | None
    unit: str


def page_links(group: str, code: str | None, day: date) -> tuple[PageLink, ...]:
    """一组（before、during）里的各页。"""
    links = []
    for key in before.GROUPS[group]:
        pages = public_pages(key, code, day)
        if pages:
            counts = [page.count for page in pages if page.count is not None]
            links.append(PageLink(key, pages[0].title, sum(counts) if counts else None, pages[0].unit))
    return tuple(links)


@dataclass(frozen=True)
class CertificateFound:
    """核对执法证件的结果：名单里公示的那一行。"""

    bureau: Bureau
    columns: tuple[str, ...]
    row: tuple[str, ...]

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple(zip(self.columns, self.row, strict=True))


def find_certificate(number: str, day: date, code: str | None = None) -> CertificateFound | None:
    """在公示的执法人员名单里找证号；只看名单上有的。"""
    wanted = re.sub(r"\s", "", number).upper()
    for page in public_pages("officers", code, day):
        for section in page.sections:
            columns = tuple(section["columns"])
            place = columns.index("执法证号") if "执法证号" in columns else None
            for row in section["rows"]:
                if place is not None and row[place].upper() == wanted:
                    return CertificateFound(page.bureau, columns, tuple(row))
    return None


# 事后公开 -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Query:
    """查询的条件，逐项可空。"""

    text: str = ""
    subject: str = ""
    status: str = ""
    since: date | None = None
    until: date | None = None


def publications(code: str | None = None, query: Query | None = None) -> QuerySet[Publication]:
    """公开的各项，新的在前。每个词都要在名称、代码、文号、事项里找到。"""
    asked = query or Query()
    found = Publication.objects.all()
    if code is not None:
        found = found.filter(agency=code)
    if asked.subject:
        found = found.filter(subject=asked.subject)
    if asked.status == "changed":
        found = found.filter(status=Publication.Status.WITHDRAWN) | found.exclude(corrections=[])
    elif asked.status == "corrected":
        found = found.exclude(corrections=[])
    elif asked.status:
        found = found.filter(status=asked.status)
    if asked.since:
        found = found.filter(decided_on__gte=asked.since)
    if asked.until:
        found = found.filter(decided_on__lte=asked.until)
    for word in _words(asked.text):
        found = found.filter(
            Q(party_name__icontains=word)
            | Q(party_code__iexact=word)
            | Q(document_no__icontains=word)
            | Q(title__icontains=word)
            | Q(matter__icontains=word)
        )
    return found


# 文号的括号有几种打法。
_BRACKETS = str.maketrans({"[": "〔", "]": "〕", "【": "〔", "】": "〕", "［": "〔", "］": "〕"})


def _words(text: str) -> list[str]:
    return text.translate(_BRACKETS).split()[:8]


def paged(found: QuerySet[Publication], page: str | int | None) -> Page[Publication]:
    return Paginator(found, PER_PAGE).get_page(page)


def publication(slug: str) -> Publication | None:
    """一个网址上的公示信息；撤回的也在（内容是空的）。"""
    return Publication.objects.filter(slug=slug).first()


def performance_of(item: Publication) -> Publication | None:
    """这项决定最近公示的履行情况。"""
    if item.subject == DisclosureSubject.PERFORMANCE or item.source is None:
        return None
    return (
        Publication.objects.filter(
            dossier_id=item.dossier_id,
            source=item.source,
            subject=DisclosureSubject.PERFORMANCE,
            status=Publication.Status.LIVE,
        )
        .order_by("-published_at", "-pk")
        .first()
    )


def decision_of(item: Publication) -> Publication | None:
    """这项履行情况所说的决定。"""
    if item.subject != DisclosureSubject.PERFORMANCE or item.source is None:
        return None
    return (
        Publication.objects.filter(dossier_id=item.dossier_id, source=item.source)
        .exclude(subject=DisclosureSubject.PERFORMANCE)
        .order_by("-published_at", "-pk")
        .first()
    )


def fields(item: Publication) -> tuple[tuple[str, str, str], ...]:
    """公开的各栏：栏名（英文）、中文栏名、内容；空的不列。"""
    shown = []
    for column, label in content.LABELS.items():
        value = getattr(item, column)
        if column != "title" and value:
            shown.append((column, label, str(value)))
    return tuple(shown)


def canonical_bytes(item: Publication) -> bytes:
    return content.canonical_bytes(item)


def record(item: Publication) -> bytes:
    return content.record(item)


@dataclass(frozen=True)
class Verified:
    """核验的结果：重新计算的摘要、与存着的是否相同、与案卷记录算出的是否相同。"""

    stored: str
    computed: str
    same_as_record: bool

    @property
    def ok(self) -> bool:
        return self.stored == self.computed and self.same_as_record


def verify(item: Publication, day: date) -> Verified:
    """重新计算摘要，并从案卷的行为再算一遍公示信息，与存着的比对。"""
    derived = project.derived(item.dossier, pack_for(item.dossier), acts(item.dossier), day)
    again = next((each for each in derived if each.act == item.act), None)
    same = again is not None and content.canonical_bytes(again) == content.canonical_bytes(item)
    return Verified(item.digest, content.digest(item), same)


# 数字 ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Month:
    """一个月的件数。"""

    month: int
    inspections: int
    decisions: int


@dataclass(frozen=True)
class Year:
    """一年的数字，都数自公开的各项。"""

    year: int
    months: tuple[Month, ...]
    coercions: int
    in_time: int
    timed: int
    limit: str
    cite: str

    @property
    def inspections(self) -> int:
        return sum(month.inspections for month in self.months)

    @property
    def decisions(self) -> int:
        return sum(month.decisions for month in self.months)


def year(day: date, code: str | None = None) -> Year:
    """今年的数字：按作出决定（检查）的日期，只数有效的。"""
    found = list(publications(code).filter(status=Publication.Status.LIVE, decided_on__year=day.year))

    def count(subject: DisclosureSubject, month: int) -> int:
        days = [each.decided_on for each in found if each.subject == subject]
        return sum(day is not None and day.month == month for day in days)

    decisions = [each for each in found if each.subject == DisclosureSubject.DECISION]
    timed = [each for each in decisions if each.on_time is not None]
    return Year(
        day.year,
        tuple(
            Month(n, count(DisclosureSubject.INSPECTION, n), count(DisclosureSubject.DECISION, n))
            for n in range(1, 13)
        ),
        sum(1 for each in found if each.subject == DisclosureSubject.COERCION),
        sum(1 for each in timed if each.on_time),
        len(timed),
        "、".join(dict.fromkeys(each.due_limit for each in timed)),
        "；".join(dict.fromkeys(each.due_cite for each in timed)),
    )


def none_this_month(day: date, code: str | None = None) -> tuple[str, ...]:
    """本月没有公示的，明说。"""
    last = calendar.monthrange(day.year, day.month)[1]
    found = set(
        publications(code)
        .filter(published_at__date__range=(day.replace(day=1), day.replace(day=last)))
        .values_list("subject", flat=True)
    )
    return tuple(NAMES[subject] for subject in SUBJECTS if subject.value not in found)


def counts(code: str | None = None) -> tuple[tuple[str, str, int], ...]:
    """各类有效的件数：词、名称、件数。"""
    live = publications(code).filter(status=Publication.Status.LIVE)
    return tuple(
        (subject.value, NAMES[subject], live.filter(subject=subject.value).count()) for subject in SUBJECTS
    )


def changed(code: str | None = None) -> int:
    """更正和撤回的件数。"""
    return publications(code, Query(status="changed")).count()


# 条款登记 -----------------------------------------------------------------------------------------

CLAUSE_ORDERS = clauseregister.ORDERS
CLAUSE_KINDS = tuple(clauseregister.LABELS)


def clauses(code: str, day: date, query: clauseregister.ClauseQuery) -> tuple[clauseregister.ClauseRow, ...]:
    """一个机关适用的条款，给门户的。没有这个机关抛 Agency.DoesNotExist。"""
    return clauseregister.clause_rows(Agency.objects.get(code=code), day, query, public=True)


def clause_counts(code: str, day: date) -> tuple[tuple[str, str, int], ...]:
    """各种去处几条，不论查了什么。"""
    return clauseregister.counts(clauses(code, day, ClauseQuery()))


def clauses_file(code: str, day: date, query: clauseregister.ClauseQuery, form: str) -> tuple[bytes, str]:
    """一个文件的字节和类型。"""
    found = clauses(code, day, query)
    if form == "csv":
        return clauseregister.as_csv(found), "text/csv"
    return clauseregister.as_json(found, Agency.objects.get(code=code).name, day), "application/json"


# 更正申请的回执 -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Receipt:
    """凭回执号看得到的：收到了、答复了没有。申请人和联系方式不显示。"""

    receipt: str
    slug: str
    received_at: datetime
    answered_at: datetime | None
    answer: str


def receipt(number: str) -> Receipt | None:
    found = CorrectionRequest.objects.filter(receipt=number).first()
    if found is None:
        return None
    return Receipt(found.receipt, found.slug, found.received_at, found.answered_at, found.answer)
