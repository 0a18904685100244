"""登记簿公布的一项、它的文件，和当事人的办理进度查询。只问公示这一间屋子。"""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from mingzhi.disclosure import licences as double
from mingzhi.disclosure import listed, progress, selectors
from mingzhi.disclosure.models import PublicListing
from mingzhi.portal.forms import ProgressForm
from mingzhi.portal.views import download_of, scope

# 种类 → 它在哪一页的目录里、那一页的名称。
HOMES = {
    "delegation": ("body", "执法主体"),
    "random_item": ("random", "随机抽查事项清单"),
    "guide": ("guides", "服务指南"),
    "placard": ("placards", "服务窗口岗位"),
    "column": ("columns", "其他公示"),
}


def item_at(request: HttpRequest, slug: str) -> PublicListing:
    found = listed.item(slug, selectors.today(request))
    if found is None:
        raise Http404
    return found


@require_safe
def item(request: HttpRequest, slug: str) -> HttpResponse:
    """登记簿公布的一项：各栏、各表、可以下载的文件。"""
    found = item_at(request, slug)
    known = {bureau.code for bureau in selectors.bureaus()}
    context = {
        **scope(request, found.agency if found.agency in known else None, "before"),
        "item": found,
        "home": HOMES.get(found.kind),
        "newer": listed.newer(found),
        "older": listed.older(found),
    }
    return render(request, "portal/listing.html", context)


@require_safe
def file(request: HttpRequest, slug: str, sha256: str) -> HttpResponseBase:
    """下载一份文件（示范文本等）。只许下载，不在页里打开。"""
    found = listed.opened(item_at(request, slug), sha256)
    if found is None:
        raise Http404
    name, stream = found
    return FileResponse(stream, as_attachment=True, filename=name, content_type="application/octet-stream")


@require_safe
def data(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """公布的一项，一个文件。"""
    found = item_at(request, slug)
    if form == "csv":
        return download_of(listed.as_csv(found), f"{slug}.csv", "text/csv")
    return download_of(listed.as_json(found), f"{slug}.json", "application/json")


@require_safe
def annual(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """年度执法数据。"""
    context = scope(request, code, "after")
    pages = selectors.public_pages("annual", code, selectors.today(request))
    title, lead = (pages[0].title, pages[0].lead) if pages else ("年度执法数据", "")
    context |= {"pages": pages, "title": title, "lead": lead, "group": "", "name": "contact"}
    return render(request, "portal/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """办理进度查询：查询码和自己的代码都对，才看得到。填的代码不进网址，也不留下。"""
    form = ProgressForm(request.POST or None)
    found = asked = None
    if request.method == "POST" and form.is_valid():
        asked = True
        found = progress.find(form.cleaned_data["code"], form.cleaned_data["own"])
    context = {**scope(request, code, "progress"), "form": form, "asked": asked, "found": found}
    response = render(request, "portal/progress.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def licences(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """行政许可，双公示的字段，一个文件。"""
    scope(request, code)
    return download_of(double.as_csv(code), "licences.csv", "text/csv")
