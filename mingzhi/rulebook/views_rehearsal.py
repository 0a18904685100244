"""推演的页面：换一个规则包、改一个参数，看去年的案卷会怎样；结果可以导出，规则包可以提请施行。"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mingzhi.casework.act import Matter
from mingzhi.casework.rehearsal import Effect
from mingzhi.law.bundle import LARGEST, Bundle, bundle_of, candidate, unzipped
from mingzhi.law.changes import differences
from mingzhi.law.pack import PackError
from mingzhi.people import clock
from mingzhi.people.access import may_see
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.people.selectors import agency_value
from mingzhi.record.access import note_access
from mingzhi.record.append import Refused, append
from mingzhi.record.dossiers import register_of
from mingzhi.record.errors import RecordError
from mingzhi.record.exhibits import store
from mingzhi.rulebook import rehearse, used
from mingzhi.rulebook.models import Changed, Rehearsal
from mingzhi.rulebook.tasks import again, ask_pack, ask_parameter, stalled
from mingzhi.rulebook.views import book_of, frame, keeper, reader

PER_PAGE = 50


@signed_in
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest) -> HttpResponse:
    """做过的推演；推演一个规则包，或者一个参数。"""
    reader(request)
    why, typed = "", {"name": "", "value": ""}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "").strip() for name in typed}
        found = _asked(request, typed)
        if isinstance(found, Rehearsal):
            return HttpResponseRedirect(reverse("rulebook:rehearsal", args=[found.pk]))
        why = found
    book = book_of(request)
    jobs = (
        Rehearsal.objects.filter(agency=request.actor.agency).defer("candidate").order_by("-asked")[:PER_PAGE]
    )
    numbers = used.parameters(book.pack.on(clock.today(request)))
    context = frame(request, "rehearsals", jobs=jobs, why=why, typed=typed, numbers=numbers)
    return render(request, "rulebook/rehearsals.html", context, status=422 if why else 200)


def _asked(request: StaffRequest, typed: dict[str, str]) -> Rehearsal | str:
    """排上的推演；排不上的说明为什么。"""
    actor, agency, today = keeper(request), request.user.agency, clock.today(request)
    if request.POST.get("what") == "parameter":
        rule = book_of(request).pack.on(today).parameters.get(typed["name"])
        if rule is None or rule.parameter is None:
            return "没有选参数：请选要改的那一个。"
        try:
            number = float(typed["value"])
        except ValueError:
            number = -1
        if number < 0 or not typed["value"].isascii():
            return f"“{typed['value']}”不是数：请只写数字，不写单位，如 50000。"
        return ask_parameter(
            agency.code,
            agency.place,
            typed["name"],
            typed["value"],
            rule.parameter.label,
            by=actor,
            today=today,
        )
    file = request.FILES.get("file")
    if file is None:
        return "没有选文件：请把规则包的文件夹压缩成一个 zip，再上传。"
    if file.size is None or file.size > LARGEST:
        return "这个文件太大，不像是规则包。请只压缩规则包的文件夹。"
    try:
        bundle = candidate(unzipped(file.read()), agency.place)
    except PackError as error:
        return f"规则包装不进来：{error}。"
    if bundle.digest == bundle_of(agency.place).digest:
        return "交来的与随软件的完全一样，没有可以推演的。"
    return ask_pack(agency.code, agency.place, bundle, by=actor, today=today)


def job_for(request: StaffRequest, pk: UUID) -> Rehearsal:
    """本机关的一次推演；别的机关的 404。"""
    job = Rehearsal.objects.filter(pk=pk, agency=reader(request).agency).first()
    if job is None:
        raise Http404
    return job


@signed_in
@require_GET
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """进展和结果；没有脚本的，刷新这一页。"""
    job = job_for(request, pk)
    if request.headers.get("HX-Request") is not None:
        response = render(request, "rulebook/rehearsal_part.html", {"job": job, "stalled": stalled(job)})
        if not job.busy:
            response.headers["HX-Refresh"] = "true"
        return response
    effect = request.GET.get("effect", "")
    rows = job.changed.select_related("dossier").order_by("dossier__created", "dossier_id")
    totals = rehearse.Totals(seen=job.done)
    for counts in rows.values_list("counts", flat=True).iterator():
        totals.add(counts)
    if effect in {each.value for each in Effect}:
        rows = rows.filter(**{f"counts__{effect}__gt": 0})
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = frame(
        request,
        "rehearsals",
        job=job,
        stalled=stalled(job),
        totals=totals,
        effects=[
            (each.value, each.label, each.value == effect) for each in Effect if totals.shifts[each.value]
        ],
        effect=effect,
        page=page,
        rows=[_row(request, changed, effect) for changed in page],
        changes=_differences(request, job),
    )
    return render(request, "rulebook/rehearsal.html", context)


def _row(
    request: StaffRequest, changed: Changed, effect: str
) -> tuple[Changed, bool, list[dict[str, object]]]:
    """（一卷，看不看得到它，各处变化）。看不到的只说案号，不说当事人。"""
    shifts = [
        {**shift, "name": Effect(shift["effect"]).label}
        for shift in changed.shifts
        if not effect or shift["effect"] == effect
    ]
    return changed, may_see(request.actor, changed.dossier), shifts


def _differences(request: StaffRequest, job: Rehearsal) -> list[object]:
    if job.kind != Rehearsal.Kind.PACK:
        return []
    book = book_of(request)
    return list(differences(book.lineage or book.base, _bundle(job).load()))


def _bundle(job: Rehearsal) -> Bundle:
    return Bundle(job.candidate["place"], job.candidate["layers"])


@signed_in
@require_POST
def retry(request: StaffRequest, pk: UUID) -> HttpResponse:
    """没有做成的、断了的，接着做。"""
    keeper(request)
    again(job_for(request, pk))
    return HttpResponseRedirect(reverse("rulebook:rehearsal", args=[pk]))


@signed_in
@require_GET
def download(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """结果的表格；导出也留下记录。"""
    job = job_for(request, pk)
    note_access(request.actor, None, "导出推演结果", now=clock.now(request), purpose=job.label[:200])

    def rows() -> Iterator[tuple[str, str, list[dict[str, object]]]]:
        found = job.changed.select_related("dossier").order_by("dossier__created", "dossier_id")
        for changed in found.iterator(chunk_size=100):
            seen = may_see(request.actor, changed.dossier)
            yield changed.document_no, changed.title if seen else "（无权查看）", changed.shifts

    name = f"rehearsal-{clock.today(request)}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = rehearse.as_csv(rehearse.table(rows()))
    return StreamingHttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@signed_in
@require_POST
def propose(request: StaffRequest, pk: UUID) -> HttpResponse:
    """提请施行推演过的规则包：文件和摘要由系统附上，另一人确认以后施行。"""
    actor, job = keeper(request), job_for(request, pk)
    if job.kind != Rehearsal.Kind.PACK:
        raise Http404
    there = HttpResponseRedirect(f"{reverse('rulebook:rehearsal', args=[pk])}#propose")
    try:
        effective = date.fromisoformat(request.POST.get("effective", "").strip())
    except ValueError:
        messages.error(request, "没有提请：请写明从哪天起施行，如 2027-01-01。")
        return there
    bundle, agency, now = _bundle(job), agency_value(actor.agency), clock.now(request)
    register = register_of(agency, Matter.RULES, now=now, sample=agency.sample)
    exhibit = store(BytesIO(bundle.zipped()), f"{bundle.place}-{bundle.digest[:12]}.zip", "application/zip")
    body = {
        "pack": bundle.place,
        "digest": bundle.digest,
        "effective": effective,
        "changes": request.POST.get("changes", "").strip(),
        "rehearsed": f"看了 {job.done} 卷，{job.changed.count()} 卷有变化（{job.since} 至 {job.until}）",
    }
    try:
        done = append(register, "pack.proposed", body, by=actor, happened=now, now=now, exhibits=[exhibit])
    except Refused as error:
        messages.error(request, "没有提请：" + "；".join(each.lacks for each in error.verdict.refusals))
        return there
    except RecordError as error:
        messages.error(request, f"没有提请：{error}")
        return there
    messages.success(request, f"已提请施行，登记簿第 {done.act.number} 号。请另一人核对以后确认。")
    return HttpResponseRedirect(reverse("rulebook:packs"))
