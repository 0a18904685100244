"""公示员和承办人的页面：公示事项、拟稿、审批、公示、更正、撤回、不予公开、更正申请、张贴的公示单。

每张表单最后都是一次 record.append；能不能写入，由规则包说，这里只转达。
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mingzhi.casework.act import KINDS, Act, Body
from mingzhi.casework.actor import Role
from mingzhi.casework.acts.disclosure import (
    DisclosureCorrected,
    DisclosureDrafted,
    DisclosureSubject,
    Summary,
)
from mingzhi.casework.blanks import together
from mingzhi.casework.gates import Ground
from mingzhi.casework.undone import undoings
from mingzhi.casework.view import View
from mingzhi.disclosure import desk, posts, requests
from mingzhi.disclosure.drafting import prefill
from mingzhi.disclosure.fields import fields, required_for, values_from
from mingzhi.disclosure.masking import Masked, clauses, mask_for
from mingzhi.disclosure.models import CorrectionRequest, Publication
from mingzhi.instruments import services as instruments
from mingzhi.people import clock
from mingzhi.people.access import Page, dossier_for
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.people.selectors import agency_value, officer_of, people_with
from mingzhi.record.append import Refused, append
from mingzhi.record.errors import Conflict, Invalid
from mingzhi.record.models import Dossier
from mingzhi.record.selectors import acts as acts_of
from mingzhi.record.selectors import casefile, pack_for

SUMMARY = tuple(name for name in Summary.model_fields if name not in ("subject", "of"))
CHECKS = ("no_state_secret", "no_danger", "no_obstruction", "privacy_handled")
# 见过公众更正申请（含申请人联系方式）的岗位。
REQUESTS = (Role.HANDLER, Role.UNIT_HEAD, Role.DEPUTY, Role.PRINCIPAL, Role.PUBLISHER)


@dataclass(frozen=True)
class Sheet:
    """一张表单：写入哪一种行为，哪几栏由人填，其余（指向哪一号）由网址定。"""

    kind: str
    title: str
    button: str
    names: tuple[str, ...]
    fixed: dict[str, Any]
    initial: dict[str, Any]
    template: str = "disclosure/form.html"

    @property
    def act(self) -> str:
        return KINDS[self.kind].name

    @property
    def body(self) -> type[Body]:
        return KINDS[self.kind].body


def fill(request: StaffRequest, dossier: Dossier, sheet: Sheet, context: dict[str, Any]) -> HttpResponse:
    """显示表单，或者写入。拒绝、填错、别人先写了：说明原因，填过的都还在。"""
    acts = acts_of(dossier)
    values, errors, status = sheet.initial, {}, 200
    grounds: tuple[Ground, ...] = ()
    conflict = ""
    expects = len(acts)
    if request.method == "POST":
        values = values_from(request.POST, sheet.body, sheet.names)
        now = clock.now(request)
        given = request.POST.get("expects", "")
        try:
            append(
                dossier,
                sheet.kind,
                {**values, **sheet.fixed},
                by=request.actor,
                happened=now,
                now=now,
                expects=int(given) if given.isdecimal() else expects,
            )
        except Refused as refused:
            grounds, status = refused.verdict.refusals, 422
            errors = {each.field: each.lacks for each in grounds if each.field in sheet.names}
        except Invalid as invalid:
            errors, status = invalid.errors, 422
        except Conflict as found:
            conflict, status = str(found), 409
        else:
            messages.success(request, f"已写入案卷：{KINDS[sheet.kind].name}。")
            return HttpResponseRedirect(reverse("disclosure:dossier", args=[dossier.pk]))
    view = View(pack_for(dossier), acts, clock.today(request))
    required: frozenset[str] = frozenset()
    if acts:
        # 每一栏的必填标记，按表单打开时的内容算；写入时再按填的内容算。
        sample = sheet.body.model_validate({**_plain(sheet.initial), **sheet.fixed})
        required = required_for(view, sheet.kind, sample, acts[-1])
    context |= {
        "dossier": dossier,
        "case_title": view.file.title,
        "sheet": sheet,
        "fields": fields(sheet.body, sheet.names, values, required=required, errors=errors),
        "loose": [said for path, said in errors.items() if path.split(".")[0] not in sheet.names],
        "grounds": together(grounds),
        "conflict": conflict,
        "expects": expects,
    }
    return render(request, sheet.template, context, status=status)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "")}


# 列表 ---------------------------------------------------------------------------------------------


@require_safe
@signed_in
def queue(request: StaffRequest) -> HttpResponse:
    """公示事项：要办的（急的在前）、该撤回的、公众的更正申请、最近公示的。"""
    actor = request.actor
    context = {
        "rows": desk.queue(actor, clock.today(request)),
        "annulled": desk.annulled_but_live(actor),
        "requests": desk.requests_for(actor.agency) if actor.has(*REQUESTS) else [],
        "recent": desk.recent(actor.agency),
        "states": desk.STATES,
    }
    return render(request, "disclosure/queue.html", context)


@require_safe
@signed_in
def dossier(request: StaffRequest, pk: UUID) -> HttpResponse:
    """一卷的公示：各项到哪一步，公示稿，公示的网址，历次公示的行为。"""
    found = dossier_for(request, pk, Page.DISCLOSURE)
    acts = acts_of(found)
    view = View(pack_for(found), acts, clock.today(request))
    context = {
        "dossier": found,
        "case_title": view.file.title,
        "items": desk.items(found, view.pack, acts, view.today),
        "publications": Publication.objects.filter(dossier=found),
        "history": [act for act in reversed(acts) if act.kind.startswith("disclosure.")],
        "kinds": {kind.word: kind.name for kind in KINDS.values() if kind.word.startswith("disclosure.")},
    }
    return render(request, "disclosure/dossier.html", context)


# 表单 ---------------------------------------------------------------------------------------------


def _subject(word: str) -> DisclosureSubject:
    try:
        return DisclosureSubject(word)
    except ValueError as error:
        raise Http404 from error


def _act(found: Dossier, number: int, kind: str) -> Act:
    act = next((each for each in acts_of(found) if each.number == number and each.kind == kind), None)
    if act is None:
        raise Http404
    return act


@signed_in
def draft(request: StaffRequest, pk: UUID, subject: str, of: int) -> HttpResponse:
    """公示拟稿：从案卷取材，隐去的列在旁边，注明依据。"""
    found = dossier_for(request, pk, Page.WRITE)
    what = _subject(subject)
    pack, acts, today = pack_for(found), acts_of(found), clock.today(request)
    try:
        ready = prefill(pack, acts, today, what, of, found.agency_name)
    except LookupError as error:
        raise Http404 from error
    sheet = Sheet(
        "disclosure.drafted",
        f"公示拟稿：{what.label}",
        "写入案卷，送审批",
        (*SUMMARY, "masked_note"),
        {"subject": what.value, "of": of},
        ready.body.model_dump(mode="json"),
        "disclosure/draft.html",
    )
    privacy, naming = clauses(pack.on(today))
    context = {"masked": ready.masked, "privacy": privacy, "naming": naming, "of": of}
    return fill(request, found, sheet, context)


@signed_in
def approve(request: StaffRequest, pk: UUID, of: int) -> HttpResponse:
    """公示审批：四项审查，对着公示稿。"""
    found = dossier_for(request, pk, Page.WRITE)
    drafted = _act(found, of, "disclosure.drafted")
    assert isinstance(drafted.body, DisclosureDrafted)
    sheet = Sheet(
        "disclosure.approved",
        f"公示审批：{drafted.body.subject.label}",
        "批准公示",
        (*CHECKS, "opinion"),
        {"subject": drafted.body.subject.value, "of": of},
        {"opinion": "同意公示。"},
    )
    return fill(request, found, sheet, _beside(found, drafted))


@signed_in
def publish(request: StaffRequest, pk: UUID, of: int) -> HttpResponse:
    """公示：写入即上门户，网址长期不变；其他渠道写明回执。"""
    found = dossier_for(request, pk, Page.WRITE)
    drafted = _act(found, of, "disclosure.drafted")
    assert isinstance(drafted.body, DisclosureDrafted)
    sheet = Sheet(
        "disclosure.published",
        f"公示：{drafted.body.subject.label}",
        "向社会公示",
        ("channels",),
        {"subject": drafted.body.subject.value, "of": of},
        {"channels": []},
    )
    return fill(request, found, sheet, _beside(found, drafted) | {"public": True})


@signed_in
def correct(request: StaffRequest, pk: UUID, of: int) -> HttpResponse:
    """公示更正：由作出该行为的科室申请，分管负责人审批；旧的字不再公示，改了哪几栏公开。"""
    found = dossier_for(request, pk, Page.WRITE)
    item = get_object_or_404(Publication, dossier=found, act=of, status=Publication.Status.LIVE)
    file = casefile(found)
    published = file.act(of)
    drafted = file.act(getattr(published.body, "of", None)) if published else None
    last = [
        act for act, said in file.bodies("disclosure.corrected", DisclosureCorrected) if said.corrects == of
    ]
    shown = last[-1] if last else drafted
    if shown is None or not isinstance(shown.body, Summary):
        raise Http404
    deputies = people_with(found.agency, Role.DEPUTY)
    chosen = request.POST.get("approved_by", request.actor.number if request.actor.has(Role.DEPUTY) else "")
    fixed: dict[str, Any] = {"subject": item.subject, "of": shown.body.of, "corrects": of}
    if any(each.number == chosen for each in deputies):
        fixed["approved_by"] = officer_of(chosen, clock.today(request))
    sheet = Sheet(
        "disclosure.corrected",
        "更正公示信息",
        "更正",
        ("reason", *SUMMARY),
        fixed,
        {name: value for name, value in shown.body.model_dump(mode="json").items() if name in SUMMARY},
    )
    return fill(request, found, sheet, {"item": item, "deputies": deputies, "chosen": chosen})


@signed_in
def withdraw(request: StaffRequest, pk: UUID, of: int) -> HttpResponse:
    """撤回公示：原网址只留说明。理由、依据向社会公开。"""
    found = dossier_for(request, pk, Page.WRITE)
    item = get_object_or_404(Publication, dossier=found, act=of, status=Publication.Status.LIVE)
    file = casefile(found)
    undone = undoings(file)
    annulled = undone[-1].act if undone else file.last("decision.annulled")
    due = View(pack_for(found), file.acts, clock.today(request)).dues
    clock_due = next((each for each in reversed(due) if each.tag.startswith("disclosure.withdraw")), None)
    said = annulled.body.model_dump(mode="json") if annulled else {}
    own = annulled is not None and annulled.kind == "decision.revised"
    by = "本机关自行" if own else f"被{_label(annulled, 'by')}"
    reason = f"该决定已{by}{_label(annulled, 'result')}。" if annulled else ""
    sheet = Sheet(
        "disclosure.withdrawn",
        "撤回公示",
        "撤回，原网址改为说明",
        ("reason", "basis", "superseded_by", "channels"),
        {"subject": item.subject, "of": of},
        {
            "reason": reason,
            "basis": "；".join(
                filter(
                    None,
                    (
                        said.get("document") or said.get("document_no"),
                        clock_due.rule.cite if clock_due else "",
                    ),
                )
            ),
            "channels": [{"name": each["name"], "receipt": ""} for each in item.channels],
        },
    )
    return fill(request, found, sheet, {"item": item, "due": clock_due})


def _label(act: Act | None, name: str) -> str:
    return str(getattr(getattr(getattr(act, "body", None), name, None), "label", ""))


@signed_in
def withhold(request: StaffRequest, pk: UUID, subject: str, of: int) -> HttpResponse:
    """不予公开：写明哪一种情形（公示办法第七条）。"""
    found = dossier_for(request, pk, Page.WRITE)
    what = _subject(subject)
    sheet = Sheet(
        "disclosure.withheld",
        f"不予公开：{what.label}",
        "决定不予公开",
        ("ground",),
        {"subject": what.value, "of": of},
        {},
    )
    return fill(request, found, sheet, {})


def _beside(found: Dossier, drafted: Act) -> dict[str, Any]:
    """表单旁边的公示稿，和其中还看得出的个人信息。"""
    assert isinstance(drafted.body, DisclosureDrafted)
    pack = pack_for(found)
    mask = mask_for(casefile(found), pack.on(drafted.day))
    shown = [
        (str(info.title), str(getattr(drafted.body, name)))
        for name, info in DisclosureDrafted.model_fields.items()
        if name not in ("subject", "of", "form") and getattr(drafted.body, name)
    ]
    left = [Masked(label, what, 1, "") for label, text in shown for what in mask.found(text)]
    return {"drafted": drafted, "shown": shown, "left": left}


# 张贴的公示单 -------------------------------------------------------------------------------------


@require_safe
@signed_in
def notice(request: StaffRequest, pk: UUID, of: int, form: str = "html") -> HttpResponse:
    """公告栏、办事大厅张贴的公示单：公示稿（更正稿）印成的，没有公示的印“草稿”。"""
    found = dossier_for(request, pk, Page.DISCLOSURE)
    acts = acts_of(found)
    act = next((each for each in acts if each.number == of and isinstance(each.body, Summary)), None)
    if act is None:
        raise Http404
    published = any(
        each.kind == "disclosure.published" and getattr(each.body, "of", None) == of for each in acts
    )
    rendered = instruments.render(
        "disclosure_summary",
        agency=agency_value(found.agency),
        acts=acts,
        act_number=of,
        rules=pack_for(found).on(act.day),
        draft=not published and act.kind == "disclosure.drafted",
    )
    if form == "pdf":
        response = HttpResponse(instruments.as_pdf(rendered), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="notice-{of}.pdf"'
        return response
    if form in ("png", "txt"):
        # 政务新媒体用的图和文字（麒麟方案二（一））：同一份公示稿，字一样。
        assert isinstance(act.body, Summary)
        body = instruments.as_picture(rendered) if form == "png" else posts.text(act.body).encode()
        kind = "image/png" if form == "png" else "text/plain; charset=utf-8"
        response = HttpResponse(body, content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="notice-{of}.{form}"'
        return response
    context = {"dossier": found, "of": of, "html": rendered.html, "title": rendered.title}
    return render(request, "disclosure/notice.html", context)


# 公众的更正申请 -----------------------------------------------------------------------------------


def _request(request: StaffRequest, receipt: str) -> CorrectionRequest:
    """本局的、这个人有岗位办的申请；别的是 404。"""
    found = get_object_or_404(CorrectionRequest, receipt=receipt, agency=request.actor.agency)
    if not request.actor.has(*REQUESTS):
        raise Http404
    dossier_for(request, found.dossier_id, Page.DISCLOSURE)
    return found


@signed_in
def asked(request: StaffRequest, receipt: str) -> HttpResponse:
    """一份更正申请：看、答复。"""
    found = _request(request, receipt)
    error = ""
    if request.method == "POST":
        text = request.POST.get("answer", "").strip()
        if found.act is None:
            error = "请先把申请写进案卷，再答复。"
        elif not text:
            error = "请写明更正了什么，或者为什么不更正。"
        else:
            requests.answer(found, text, now=clock.now(request))
            messages.success(request, "已答复。申请人凭回执号看得到。")
            return HttpResponseRedirect(reverse("disclosure:queue"))
    item = Publication.objects.filter(slug=found.slug).first()
    context = {"asked": found, "item": item, "error": error}
    return render(request, "disclosure/request.html", context, status=422 if error else 200)


@require_POST
@signed_in
def file_request(request: StaffRequest, receipt: str) -> HttpResponse:
    """把申请写进案卷（收到更正公示信息的申请）。"""
    found = _request(request, receipt)
    try:
        requests.file(found, by=request.actor, now=clock.now(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已写进案卷。")
    return HttpResponseRedirect(reverse("disclosure:request", args=[receipt]))
