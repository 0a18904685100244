"""门户的页面：只问公示这一间屋子（selectors、requests），所以没有公开的东西，写错了也查不出来。"""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingzhi.disclosure import opendata, requests, selectors
from mingzhi.disclosure.selectors import SUBJECTS, Publication
from mingzhi.ledger import shipped
from mingzhi.portal.chart import chart
from mingzhi.portal.forms import CorrectionForm, SearchForm
from mingzhi.portal.views_log import published

NEWEST = 5
LIVE, WITHDRAWN = selectors.Query(status="live"), selectors.Query(status="withdrawn")
GROUPS = {"before": "事前公开", "during": "事中公开", "contact": "投诉举报"}
# 撤回的网址答 410（已不在）：人看得到说明，搜索引擎则从索引中删去，不再继续传播已撤回的处罚。
GONE = 410


def scope(request: HttpRequest, code: str | None, menu: str = "") -> dict[str, Any]:
    """每一页都有的：各机关、现在限于哪个机关、菜单现在在哪里。没有这个机关是 404。"""
    bureaus = selectors.bureaus()
    mine = next((bureau for bureau in bureaus if bureau.code == code), None)
    if code is not None and mine is None:
        raise Http404
    hosts = (mine,) if mine else bureaus
    return {"bureaus": bureaus, "bureau": mine, "code": code, "hosts": hosts, "menu": menu}


@require_safe
def home(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """首页：查询，事前、事中、事后，最近的决定，今年的数字；没有的明说没有。"""
    day = selectors.today(request)
    year = selectors.year(day, code)
    newest = selectors.publications(code, selectors.Query(subject=SUBJECTS[0].value))
    context = {
        **scope(request, code, "home"),
        "before": selectors.page_links("before", code, day),
        "during": selectors.page_links("during", code, day),
        "counts": selectors.counts(code),
        "changed": selectors.changed(code),
        "newest": newest[:NEWEST],
        "total": newest.count(),
        "none": selectors.none_this_month(day, code),
        "year": year,
        "halves": (year.months[:6], year.months[6:]),
        "chart": chart([(month.inspections, month.decisions) for month in year.months]),
        "day": day,
        "example": selectors.publications(code, LIVE).first(),
    }
    return render(request, "portal/home.html", context)


@require_safe
def group(request: HttpRequest, name: str, code: str | None = None) -> HttpResponse:
    """事前公开、事中公开的目录。"""
    context = {
        **scope(request, code, name),
        "title": GROUPS[name],
        "links": selectors.page_links(name, code, selectors.today(request)),
        "target": f"{name}-page",
    }
    return render(request, "portal/group.html", context)


@require_safe
def page(request: HttpRequest, name: str, key: str, code: str | None = None) -> HttpResponse:
    """事前、事中公开的一页；不限机关的，各机关依次列出。"""
    context = scope(request, code, name)
    if key not in {link.key for link in selectors.page_links(name, code, selectors.today(request))}:
        raise Http404
    pages = selectors.public_pages(key, code, selectors.today(request))
    context |= {
        "pages": pages,
        "title": pages[0].title,
        "lead": pages[0].lead,
        "group": GROUPS[name],
        "name": name,
    }
    return render(request, "portal/page.html", context)


@require_safe
def officers(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """核对执法证件：在公示的名单里查证号。"""
    asked = request.GET.get("number", "").strip()[:60]
    found = selectors.find_certificate(asked, selectors.today(request), code) if asked else None
    context = {
        **scope(request, code, "during"),
        "asked": asked,
        "found": found,
        "day": selectors.today(request),
    }
    return render(request, "portal/officers.html", context)


@require_safe
def listing(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """事后公开：查询和列表。"""
    form = SearchForm(request.GET)
    query = form.query()
    found = selectors.publications(code, query)
    shown: Page[Publication] = selectors.paged(found, request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        **scope(request, code, "after"),
        "form": form,
        "shown": shown,
        "kept": kept.urlencode(),
        "counts": selectors.counts(code),
        "asked": any((query.text, query.subject, query.status, query.since, query.until)),
        "none": selectors.none_this_month(selectors.today(request), code),
        "day": selectors.today(request),
    }
    return render(request, "portal/list.html", context)


def scope_of(request: HttpRequest, item: Publication) -> dict[str, Any]:
    """一项公示的页，限于公示它的机关；机关已经撤销的，不限。"""
    known = {bureau.code for bureau in selectors.bureaus()}
    return scope(request, item.agency if item.agency in known else None, "after")


def item_at(slug: str) -> Publication:
    found = selectors.publication(slug)
    if found is None:
        raise Http404
    return found


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """一项公示；撤回的，同一网址只有说明。"""
    item = item_at(slug)
    context = {**scope_of(request, item), "item": item, "subject": selectors.name_of(item)}
    if not item.live:
        return render(request, "portal/withdrawn.html", context, status=GONE)
    context |= {
        "fields": selectors.fields(item),
        "performance": selectors.performance_of(item),
        "decision": selectors.decision_of(item),
    }
    return render(request, "portal/detail.html", context)


def download_of(body: bytes, name: str, kind: str, status: int = 200) -> HttpResponse:
    response = HttpResponse(body, content_type=f"{kind}; charset=utf-8", status=status)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def canonical(request: HttpRequest, slug: str) -> HttpResponse:
    """规范内容：它的 SHA-256 就是页上写的摘要。"""
    item = item_at(slug)
    status = 200 if item.live else GONE
    return download_of(selectors.canonical_bytes(item), f"{slug}.json", "application/json", status)


@require_safe
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """公示记录：内容、时间、依据、日志树里的位置。"""
    item = item_at(slug)
    status = 200 if item.live else GONE
    return download_of(selectors.record(item), f"{slug}-record.json", "application/json", status)


@require_safe
def verify(request: HttpRequest, slug: str) -> HttpResponse:
    """现在核验：重新计算摘要，并从案卷记录再算一遍。"""
    item = item_at(slug)
    result = selectors.verify(item, selectors.today(request))
    context = {**scope_of(request, item), "item": item, "result": result, "now": selectors.now(request)}
    return render(request, "portal/verify_item.html", context)


def correct(request: HttpRequest, slug: str) -> HttpResponse:
    """申请更正：有证据证明公示信息不准确的（公示办法第十条第二款）。"""
    item = item_at(slug)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        received = requests.submit(item, now=selectors.now(request), **form.cleaned_data)
        return HttpResponseRedirect(reverse("portal:receipt", args=[received.receipt]))
    context = {**scope_of(request, item), "item": item, "form": form}
    return render(request, "portal/correct.html", context, status=422 if form.errors else 200)


@require_safe
def receipt(request: HttpRequest, number: str = "") -> HttpResponse:
    """凭回执号看申请的办理。"""
    asked = (number or request.GET.get("number", "")).strip().upper()[:24]
    found = selectors.receipt(asked) if asked else None
    context = {**scope(request, None, "after"), "asked": asked, "found": found}
    return render(request, "portal/receipt.html", context, status=404 if number and found is None else 200)


@require_safe
def data(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """开放数据。"""
    context = {**scope(request, code, "data"), "total": selectors.publications(code).count()}
    return render(request, "portal/data.html", context)


@require_safe
def download(request: HttpRequest, form: str, code: str | None = None) -> HttpResponse:
    """全部（或者查询到的）公示信息，一个文件。"""
    scope(request, code)
    found = selectors.publications(code, SearchForm(request.GET).query())
    if form == "csv":
        return download_of(opendata.as_csv(found), "publications.csv", "text/csv")
    body = opendata.as_json(found, selectors.today(request))
    return download_of(body, "publications.json", "application/json")


def asked_clauses(request: HttpRequest) -> selectors.ClauseQuery:
    """查条款：字词、去处、次序；认不得的当作没有写。"""
    kind, order = request.GET.get("kind", ""), request.GET.get("order", "")
    return selectors.ClauseQuery(
        request.GET.get("q", "").strip()[:100],
        kind if kind in selectors.CLAUSE_KINDS else "",
        order if order in selectors.CLAUSE_ORDERS else "",
    )


@require_safe
def clauses(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """条款登记：每一条由什么做到、怎样证明、本局的数字。"""
    context = scope(request, code, "clauses")
    query, day = asked_clauses(request), selectors.today(request)
    if code is None and len(context["bureaus"]) == 1:
        return HttpResponseRedirect(reverse("portal:clauses", args=[context["bureaus"][0].code]))
    if code is not None:
        context |= {
            "rows": selectors.clauses(code, day, query),
            "counts": selectors.clause_counts(code, day),
            "query": query,
            "orders": selectors.CLAUSE_ORDERS,
            "kept": request.GET.urlencode(),
            "day": day,
        }
    return render(request, "portal/clauses.html", context)


@require_safe
def clauses_file(request: HttpRequest, form: str, code: str | None = None) -> HttpResponse:
    """条款登记，一个文件。要说哪个机关：各地的条款不同。"""
    scope(request, code)
    if code is None:
        raise Http404
    body, kind = selectors.clauses_file(code, selectors.today(request), asked_clauses(request), form)
    return download_of(body, f"clauses.{form}", kind)


@require_safe
def verifying(request: HttpRequest) -> HttpResponse:
    """怎样核验。"""
    example = selectors.publications(query=LIVE).first()
    context = {
        **scope(request, None),
        "example": example,
        "verifier": shipped.verifier_sha256(),
        "published": published(),
    }
    return render(request, "portal/verify.html", context)


@require_safe
def first(request: HttpRequest) -> HttpResponse:
    """第一次来：几步，看懂这里。"""
    live = selectors.publications(query=LIVE)
    gone = selectors.publications(query=WITHDRAWN)
    pages = selectors.public_pages("officers", None, selectors.today(request))
    rows = [row for each in pages for section in each.sections for row in section["rows"]]
    context = {**scope(request, None), "example": live.first(), "gone": gone.first(), "officers": len(rows)}
    return render(request, "portal/first.html", context)
