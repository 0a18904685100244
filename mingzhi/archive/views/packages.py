"""档案包：提出导出、看进展、取走。"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mingzhi.archive.models import PackageJob
from mingzhi.archive.services import safe
from mingzhi.archive.tasks import again, ask, path_of, stalled
from mingzhi.archive.views.common import KEEPERS, LEADERS, only
from mingzhi.casework.casefile import CaseFile
from mingzhi.people import clock
from mingzhi.people.access import Page, dossier_for, note
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.record import log
from mingzhi.record.selectors import acts


@signed_in
def create(request: StaffRequest, pk: UUID) -> HttpResponse:
    """提出导出；做的时候可以离开这一页。只是来看的，回到归档页。"""
    dossier = dossier_for(request, pk, Page.ARCHIVE)
    if request.method != "POST":
        return HttpResponseRedirect(f"{reverse('archive:dossier', args=[pk])}#packages")
    me = only(request, *KEEPERS)
    purpose = request.POST.get("purpose", "").strip()[:200]
    if not purpose:
        messages.error(request, "没有导出：请写明用途。")
        return HttpResponseRedirect(f"{reverse('archive:dossier', args=[pk])}#packages")
    job = ask(dossier, by=me, purpose=purpose)
    return HttpResponseRedirect(reverse("archive:job", args=[job.pk]))


def job_for(request: HttpRequest, pk: UUID) -> PackageJob:
    """一个档案包的工作：进得了那一卷、有岗位的人才看得到。"""
    only(request, *KEEPERS, *LEADERS)
    job = PackageJob.objects.select_related("dossier").filter(pk=pk).first()
    if job is None:
        raise Http404
    dossier_for(request, job.dossier_id, Page.ARCHIVE)
    return job


@signed_in
@require_GET
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """进展；没有脚本的，刷新这一页。"""
    job = job_for(request, pk)
    context = {
        "job": job,
        "stalled": stalled(job),
        "title": CaseFile(acts(job.dossier)).title,
        "there": job.status == PackageJob.Status.DONE and path_of(job).is_file(),
        "vkey": log.key().verifier.vkey,
    }
    part = request.headers.get("HX-Request") is not None
    response = render(request, "archive/package_part.html" if part else "archive/package.html", context)
    if part and not job.busy:
        # 做完了（或者没有做成）：整页重来，标题和按钮才对。
        response.headers["HX-Refresh"] = "true"
    return response


@signed_in
@require_POST
def retry(request: StaffRequest, pk: UUID) -> HttpResponse:
    """没有做成的、断了的，重新做。"""
    job = job_for(request, pk)
    again(job)
    return HttpResponseRedirect(reverse("archive:job", args=[pk]))


@signed_in
@require_GET
def download(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """取走档案包，留下记录。"""
    job = job_for(request, pk)
    path = path_of(job)
    if job.status != PackageJob.Status.DONE or not path.is_file():
        raise Http404
    note(request, job.dossier, f"取走档案包 {job.sha256[:12]}", job.purpose)
    name = f"{safe(CaseFile(acts(job.dossier)).title)} 档案包 {clock.today(request):%Y%m%d}.zip"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
