"""文书的页面：预览、PDF、Word；用 Word 改过的回卷并比对；签字件扫描凭码回卷。"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.papers import printed
from mingzhi.desk import uploads
from mingzhi.desk.acts_views import Paper, save, writing_for
from mingzhi.desk.writing import Sheet
from mingzhi.instruments.catalogue import FORMS
from mingzhi.instruments.codes import code_of, read_code
from mingzhi.instruments.compare import Difference, NotAWordFile, differences
from mingzhi.instruments.services import Rendered, as_pdf, as_word
from mingzhi.instruments.services import render as print_out
from mingzhi.people.access import Page, dossier_for, hides, may_see, me, note
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.people.selectors import agency_value
from mingzhi.record import selectors
from mingzhi.record.models import ActRow, Dossier

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# 一份文书的扫描件或者 Word，比这大的不是文书（产品默认）。
LARGEST_DOCUMENT = 64 * 1024**2


def document(request: StaffRequest, pk: UUID, number: int, form: str) -> tuple[Dossier, Act, Rendered]:
    """一项行为的一份文书，给看得到的人。"""
    dossier = dossier_for(request, pk, Page.DOCUMENTS)
    acts = selectors.acts(dossier)
    act = next((each for each in acts if each.number == number), None)
    if act is None or form not in FORMS or act.kind not in FORMS[form].kinds:
        raise Http404
    if act.disposed is not None:
        raise Http404  # 内容已经依法处置，没有文书可印
    # 举报人等限制知悉的内容，文书同样只给看得到的人。
    if hides(me(request), dossier, act):
        raise Http404
    volume = "auxiliary" if request.GET.get("volume") == "auxiliary" else "main"
    return dossier, act, printed_now(dossier, acts, act, form, volume)


def printed_now(
    dossier: Dossier, acts: tuple[Act, ...], act: Act, form: str, volume: str = "main"
) -> Rendered:
    """印出来。拟定的（由前一项产生、还要后一项批准的）标草稿。"""
    return print_out(
        form,
        agency=agency_value(dossier.agency),
        acts=acts,
        act_number=act.number,
        rules=selectors.pack_for(dossier).on(act.day),
        draft=FORMS[form].kinds[0] != act.kind,
        code=code_of(dossier.pk, act.number, form),
        volume=volume,
    )


@require_GET
@signed_in
def instrument(request: StaffRequest, pk: UUID, number: int, form: str) -> HttpResponseBase:
    """屏幕上的一份文书。"""
    dossier, act, rendered = document(request, pk, number, form)
    others = [
        FORMS[word]
        for word in printed(selectors.pack_for(dossier).on(act.day), act.kind)
        if word != form and act.kind in FORMS[word].kinds
    ]
    context = {
        "dossier": dossier,
        "act": act,
        "kind": KINDS[act.kind],
        "file": CaseFile(selectors.acts(dossier)),
        "paper": Paper(rendered),
        "form": FORMS[form],
        "others": others,
        "code": code_of(dossier.pk, act.number, form),
        "writes": may_see(me(request), dossier, Page.WRITE),
        "volumes": act.kind == "file.assembled",
        "auxiliary": request.GET.get("volume") == "auxiliary",
    }
    return render(request, "desk/acts/document.html", context)


@require_GET
@signed_in
def instrument_pdf(request: StaffRequest, pk: UUID, number: int, form: str) -> HttpResponseBase:
    """PDF/A。"""
    dossier, act, rendered = document(request, pk, number, form)
    note(request, dossier, f"打印 {rendered.title}")
    return _file(as_pdf(rendered), "application/pdf", f"{rendered.title}-{act.number}.pdf", inline=True)


@require_GET
@signed_in
def instrument_word(request: StaffRequest, pk: UUID, number: int, form: str) -> HttpResponseBase:
    """可以改的 Word。"""
    dossier, act, rendered = document(request, pk, number, form)
    note(request, dossier, f"导出 {rendered.title}（Word）")
    return _file(as_word(rendered), WORD, f"{rendered.title}-{act.number}.docx", inline=False)


def _file(content: bytes, media_type: str, name: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    how = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


# ── 改过的 Word 回卷 ───────────────────────────────────────────────────


@require_POST
@signed_in
def edited(request: StaffRequest, pk: UUID, number: int, form: str) -> HttpResponseBase:
    """传回改过的 Word：与系统印出的（送审的）文本比对，填好“改动的文书回卷”，由人核对后写入。"""
    dossier, act, rendered = document(request, pk, number, form)
    dossier_for(request, pk, Page.WRITE)
    file = request.FILES.get("file")
    error = ""
    if file is None or not file.size:
        error = "还没有选文件。"
    elif file.size > LARGEST_DOCUMENT:
        error = "文件太大，不像是一份文书。"
    else:
        try:
            found = differences(file.read(), rendered.document)
        except NotAWordFile as fault:
            error = str(fault)
    if error:
        return _again(request, dossier, act, rendered, form, error)
    assert file is not None
    file.seek(0)
    kept = uploads.keep(file, file.name or "", WORD, request.actor)
    said: dict[str, Any] = {
        "of": act.number,
        "instrument": rendered.title,
        "changes": len(found),
        "same_as_reviewed": not found,
        "differences": in_words(found),
    }
    return _go(request, dossier, "document.edited", said, (kept,))


def in_words(found: list[Difference]) -> str:
    """不同之处，一处一段。"""
    lines = []
    for each in found:
        if each.before and each.after:
            lines.append(f"{each.name}：“{each.before}”改为“{each.after}”")
        else:
            lines.append(f"{each.name}：“{each.before or each.after}”")
    return "\n".join(lines)


def _again(
    request: StaffRequest, dossier: Dossier, act: Act, rendered: Rendered, form: str, error: str
) -> HttpResponse:
    context = {
        "dossier": dossier,
        "act": act,
        "kind": KINDS[act.kind],
        "file": CaseFile(selectors.acts(dossier)),
        "paper": Paper(rendered),
        "form": FORMS[form],
        "code": code_of(dossier.pk, act.number, form),
        "writes": True,
        "error": error,
    }
    return render(request, "desk/acts/document.html", context, status=422)


def _go(
    request: StaffRequest, dossier: Dossier, kind: str, said: dict[str, Any], kept: tuple[uploads.Kept, ...]
) -> HttpResponse:
    """填好一张表单存成草稿，转到那一页，由人看过再写入。"""
    writing = writing_for(request, dossier, kind)
    blank = writing.begun()
    typed = {**blank.typed, **{name: _as_typed(value) for name, value in said.items()}}
    sheet = Sheet(typed, blank.happened, blank.expects, kept, frozenset(said))
    save(request, writing, sheet)
    return HttpResponseRedirect(reverse("desk:act-new", args=[dossier.pk, kind]))


def _as_typed(value: Any) -> Any:
    return value if isinstance(value, bool) else "" if value is None else str(value)


# ── 签字件扫描回卷 ─────────────────────────────────────────────────────


@require_http_methods(["GET", "POST"])
@signed_in
def scan(request: StaffRequest) -> HttpResponseBase:
    """上传签字件，凭页上的文书码找到打印它的那一项。"""
    context: dict[str, Any] = {"code": request.POST.get("code") or request.GET.get("code", "")}
    if request.method != "POST":
        return render(request, "desk/acts/scan.html", context)
    found = by_code(request, context["code"])
    files = [each for each in request.FILES.getlist("files") if each.size]
    kept = list(uploads.redeem(request.POST.getlist("exhibit"), request.actor))
    kept += [uploads.keep(each, each.name or "", each.content_type or "", request.actor) for each in files]
    context |= {"kept": kept}
    if found is None:
        context["code_error"] = "没有找到这个码对应的文书。请照页脚的字核对，如 KHW8Q2ZM-14-7QF3。"
    if not kept:
        context["file_error"] = "还没有选扫描件。"
    if found is None or not kept:
        return render(request, "desk/acts/scan.html", context, status=422)
    dossier, act, form = found
    said = {"of": act.number, "instrument": FORMS[form].title, "code": code_of(dossier.pk, act.number, form)}
    return _go(request, dossier, "scan.returned", said, tuple(kept))


def by_code(request: StaffRequest, text: str) -> tuple[Dossier, Act, str] | None:
    """码 → 卷、行为、文书；只在看得到的卷里找。"""
    read = read_code(text)
    if read is None:
        return None
    for dossier in Dossier.objects.filter(agency=request.actor.agency, pk__gte=read.first, pk__lte=read.last):
        row = ActRow.objects.filter(dossier=dossier, number=read.act).first()
        if row is None or not may_see(me(request), dossier, Page.WRITE):
            continue
        act = selectors.act_of(row)
        for form in FORMS.values():
            if act.kind in form.kinds and code_of(dossier.pk, act.number, form.word) == read.code:
                return dossier, act, form.word
    return None
