"""写一项行为的页面：表单在左，文书预览在右。每一条路都以 record.append 结束，或者什么都没有写入而填的都在。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods

from mingzhi.casework.act import KINDS, SHANGHAI, Act, Matter
from mingzhi.casework.acts.common import OpinionGiven
from mingzhi.casework.gates import Ground
from mingzhi.casework.papers import printed
from mingzhi.casework.seconding import SECONDS
from mingzhi.casework.weighing import coded
from mingzhi.desk.fields import Field, described
from mingzhi.desk.links import ROOMS, new_act
from mingzhi.desk.reasons import foreseen, left_blank, reasons
from mingzhi.desk.views_matters import asked_year
from mingzhi.desk.weighing import beside
from mingzhi.desk.writing import Sheet, Writing
from mingzhi.disclosure import annual
from mingzhi.instruments.catalogue import FORMS
from mingzhi.instruments.services import Rendered
from mingzhi.instruments.services import render as print_out
from mingzhi.law.rules import Rule
from mingzhi.people import clock
from mingzhi.people.access import Page, dossier_for
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.people.selectors import agency_value
from mingzhi.record.append import Appended, Refused, append
from mingzhi.record.dossiers import open_dossier, register_of
from mingzhi.record.drafts import discard_draft, save_draft
from mingzhi.record.errors import Conflict, Invalid
from mingzhi.record.models import Dossier

LEAD = "lead.registered"
ANNUAL = "annual.drafted"


@require_http_methods(["GET", "POST"])
@signed_in
def act_new(request: StaffRequest, pk: UUID, kind: str) -> HttpResponseBase:
    """在一卷里写一项行为。"""
    dossier = dossier_for(request, pk, Page.WRITE, step=kind)
    if kind in KINDS and not KINDS[kind].has_form:
        return _no_form(request, dossier, kind)
    return handle(request, writing_for(request, dossier, kind))


@require_http_methods(["GET", "POST"])
@signed_in
def lead_new(request: StaffRequest) -> HttpResponseBase:
    """登记线索：写入时才立卷。"""
    return handle(request, writing_for(request, None, LEAD))


@require_http_methods(["GET", "POST"])
@signed_in
def start(request: StaffRequest, kind: str) -> HttpResponseBase:
    """用一项行为立一卷（写入时才立）；登记簿里的，到本机关那一份去写。"""
    if kind not in KINDS:
        raise Http404
    matter = KINDS[kind].matters[0]
    if not KINDS[kind].has_form:
        return _no_form(request, None, kind)
    if matter.is_register:
        book = register_of(agency_value(request.actor.agency), matter, now=clock.now(request))
        return HttpResponseRedirect(reverse("desk:act-new", args=[book.pk, kind]))
    if not KINDS[kind].opens:
        raise Http404
    return handle(request, writing_for(request, None, kind))


def _no_form(request: StaffRequest, dossier: Dossier | None, kind: str) -> HttpResponse:
    """系统写的没有表单：人在别的页面提出的，说去哪里；到钟点写的，人不能写。"""
    there = new_act(dossier.pk, kind) if dossier is not None and kind in ROOMS else ""
    context = {"kind": KINDS[kind], "there": there}
    return render(request, "desk/no_form.html", context, status=404)


def writing_for(request: StaffRequest, dossier: Dossier | None, kind: str) -> Writing:
    """正在写的一项。of 是从哪一项点过来的。"""
    if kind not in KINDS:
        raise Http404
    of = request.GET.get("of", "")
    agency = agency_value(dossier.agency if dossier is not None else request.actor.agency)
    number = int(of) if of.isascii() and of.isdigit() else None
    # 从别的页点过来的，那里已经知道的文字（如哪一条规则）带进表单，仍可以改。
    fields = KINDS[kind].body.model_fields
    given: dict[str, Any] = {
        name: text for name, text in request.GET.items() if name in fields and fields[name].annotation is str
    }
    writing = Writing(dossier, KINDS[kind], request.actor, agency, clock.now(request), number, given)
    if kind != ANNUAL or request.method != "GET":
        return writing
    # 年度报告的数由全局的记录数出，不在这一卷里。
    year = asked_year(request.GET.get("year", ""), writing.today)
    return replace(writing, extra=given | annual.prefilled(agency.code, year, writing.rules))


def handle(request: StaffRequest, writing: Writing) -> HttpResponseBase:
    """看、存、改行、预览、写入。"""
    if not writing.allowed:
        return _page(request, writing, None, status=403)
    if request.method != "POST":
        saved = _saved(request, writing)
        if saved is None:
            return _page(request, writing, writing.begun())
        # 保存以后别人又写了的，先说给他看；看到了，末项就以现在的为准。
        since = writing.acts[saved.expects :]
        return _page(request, writing, replace(saved, expects=len(writing.acts)), since=since)
    sheet = writing.posted(request.POST, request.FILES.getlist("files"))
    wanted = request.POST.get("_do") or "write"
    if request.POST.get("_add") or request.POST.get("_remove"):
        sheet = writing.rearranged(sheet, request.POST)
        wanted = "preview"
    if wanted == "discard":
        _forget(request, writing)
        return HttpResponseRedirect(request.path)
    if wanted in ("autosave", "save", "preview"):
        saved = save(request, writing, sheet)
        return _fragment(request, writing, saved) if wanted == "autosave" else _page(request, writing, saved)
    return write(request, writing, sheet)


def write(request: StaffRequest, writing: Writing, sheet: Sheet) -> HttpResponseBase:
    """写入案卷。"""
    body, errors = writing.body(sheet)
    happened = writing.happened(sheet)
    if body is None or happened is None:
        return _kept(request, writing, sheet, errors=errors)
    blanks = left_blank(writing, sheet)
    if blanks and request.POST.get("_do") != "write-blank":
        return _kept(request, writing, sheet, blanks=blanks)
    try:
        with transaction.atomic():
            dossier = writing.dossier or open_dossier(
                writing.agency,
                now=writing.now,
                sample=writing.agency.sample,
                matter=writing.kind.matters[0],
            )
            done = append(
                dossier,
                writing.kind.word,
                body,
                by=writing.actor,
                happened=_not_later(happened, writing.now),
                now=writing.now,
                exhibits=[each.exhibit for each in sheet.kept],
                expects=sheet.expects if writing.dossier is not None else None,
            )
    except Invalid as fault:
        return _kept(request, writing, sheet, errors=fault.errors)
    except Refused as fault:
        return _kept(request, writing, sheet, refused=fault.verdict.refusals)
    except Conflict as fault:
        return _kept(request, writing, sheet, conflict=fault.acts)
    _forget(request, writing)
    tell(request, dossier, done)
    return HttpResponseRedirect(_next(request, dossier, done.act))


def _not_later(happened: datetime, now: datetime) -> datetime:
    """表单上只写到分：同一分钟的，不算晚于现在。"""
    same_minute = happened.replace(second=0, microsecond=0) == now.replace(second=0, microsecond=0)
    return now if same_minute else happened


def _next(request: StaffRequest, dossier: Dossier, act: Act) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    for name, args in (("desk:act", [dossier.pk, act.number]), ("desk:dossier", [dossier.pk])):
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return "/desk/"


def tell(request: StaffRequest, dossier: Dossier, done: Appended) -> None:
    """写入以后说一句；带瑕疵的，逐条说明，并给出说明原因和补救的地方。"""
    act = done.act
    number = getattr(act.body, "document_no", "")
    name = KINDS[act.kind].name + (f"，{number}" if number else "")
    late = "（补录）" if act.late else ""
    messages.success(request, f"已写入案卷，第 {act.number} 号：{name}{late}。")
    if done.verdict.defects:
        found = format_html_join("；", "{}（{}）", ((each.lacks, each.cite) for each in done.verdict.defects))
        link = f"{reverse('desk:act-new', args=[dossier.pk, 'defect.explained'])}?of={act.number}"
        text = '照实记下了，带 {} 处瑕疵：{}。<a href="{}">说明原因和补救</a>'
        messages.warning(request, format_html(text, len(done.verdict.defects), found, link))


def _book(dossier: Dossier | None) -> str:
    """登记簿的名称；不是登记簿的为空。"""
    matter = Matter(dossier.matter) if dossier is not None else Matter.CASE
    return matter.label if matter.is_register else ""


# ── 草稿 ───────────────────────────────────────────────────────────────


def save(request: StaffRequest, writing: Writing, sheet: Sheet) -> Sheet:
    """存成草稿；还没有卷的存在会话里。"""
    if writing.dossier is not None:
        save_draft(writing.actor.number, writing.dossier, writing.kind.word, sheet.stored(), now=writing.now)
    else:
        request.session[_slot(writing)] = {**sheet.stored(), "saved_at": writing.now.isoformat()}
    return Sheet(sheet.typed, sheet.happened, sheet.expects, sheet.kept, sheet.prefilled, writing.now)


def _slot(writing: Writing) -> str:
    return f"draft-{writing.kind.word}"


def _saved(request: StaffRequest, writing: Writing) -> Sheet | None:
    if writing.dossier is not None:
        return writing.drafted()
    values = request.session.get(_slot(writing))
    return writing.restored(values, datetime.fromisoformat(values["saved_at"])) if values else None


def _forget(request: StaffRequest, writing: Writing) -> None:
    if writing.dossier is not None:
        discard_draft(writing.actor.number, writing.dossier, writing.kind.word)
    else:
        request.session.pop(_slot(writing), None)


def _kept(
    request: StaffRequest,
    writing: Writing,
    sheet: Sheet,
    *,
    errors: dict[str, str] | None = None,
    refused: Sequence[Ground] = (),
    conflict: Sequence[Act] | None = None,
    blanks: Sequence[Ground] = (),
) -> HttpResponse:
    """没有写入：填的和传的都留着，说明为什么。别人先写了的，看过以后按新的末项再写。"""
    status = 422
    if conflict is not None:
        status = 409
        fresh = Writing(writing.dossier, writing.kind, writing.actor, writing.agency, writing.now, writing.of)
        sheet = Sheet(sheet.typed, sheet.happened, len(fresh.acts), sheet.kept, sheet.prefilled)
        writing = fresh
    saved = save(request, writing, sheet)
    return _page(
        request,
        writing,
        saved,
        errors=errors,
        refused=refused,
        conflict=conflict,
        blanks=blanks,
        status=status,
    )


# ── 页面 ───────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Approval:
    """审批表上已经签署的一栏。"""

    label: str
    text: str
    by: str
    when: datetime


def approvals(writing: Writing, of: int | None) -> tuple[Approval, ...]:
    """对这一项先前的意见，自下而上：承办人、各级。"""
    act = writing.file.act(of)
    if act is None:
        return ()
    own = str(getattr(act.body, "opinion", "") or getattr(act.body, "reason", ""))
    found = [Approval("承办人", own, act.actor.name, act.happened)] if own else []
    for given, body in writing.file.opinions(act.number):
        verdict = body.verdict.label if body.verdict else ""
        text = f"{verdict}。{body.text}" if body.text else verdict
        found.append(Approval(body.level.label, text, given.actor.name, given.happened))
    return tuple(found)


def _page(
    request: StaffRequest,
    writing: Writing,
    sheet: Sheet | None,
    *,
    errors: dict[str, str] | None = None,
    refused: Sequence[Ground] = (),
    conflict: Sequence[Act] | None = None,
    since: Sequence[Act] = (),
    blanks: Sequence[Ground] = (),
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "writing": writing,
        "dossier": writing.dossier,
        "kind": writing.kind,
        "book": _book(writing.dossier),
        "file": writing.file,
        "roles": "、".join(role.label for role in writing.roles),
        "role_rule": writing.rules.role(writing.kind.word),
        "who": writing.holders,
        "conflict": conflict,
        "since": since,
        "on_leave": None if writing.kind.is_fact or _book(writing.dossier) else request.actor.away,
    }
    if sheet is not None:
        faults = [each.field for each in (*refused, *blanks) if each.field]
        form = writing.form(sheet, errors=errors, faults=faults)
        context |= {
            "form": form,
            "sheet": sheet,
            "refused": reasons(writing, refused),
            "blanks": reasons(writing, blanks),
            "not_yet": () if refused else reasons(writing, writing.not_yet),
            "errors": errors,
            "happened_error": (errors or {}).get("happened", ""),
            "elsewhere": [said for path, said in form.elsewhere.items() if path != "happened"],
            "late": writing.day(sheet) < writing.today,
            "on_paper": writing.papers,
            "foreseen": foreseen(writing, sheet) if sheet.saved_at and not refused else (),
            "next": request.POST.get("next") or request.GET.get("next") or "",
            **_beside(writing, sheet),
        }
    return render(request, "desk/acts/new.html", context, status=status)


def _fragment(request: StaffRequest, writing: Writing, sheet: Sheet) -> HttpResponse:
    """自动保存以后换掉的部分：预览，和“11:43 已自动保存”。"""
    context = {
        "sheet": sheet,
        "writing": writing,
        "dossier": writing.dossier,
        "swap": True,
        "foreseen": foreseen(writing, sheet),
        **_beside(writing, sheet),
    }
    return render(request, "desk/acts/preview.html", context)


@dataclass(frozen=True)
class Paper:
    """预览的一份。"""

    rendered: Rendered
    number: int | None = None

    @property
    def html(self) -> SafeString:
        # 是我们自己的文书模板印的，里面人写的字已经转义。
        return mark_safe(marked(self.rendered))


def marked(rendered: Rendered) -> str:
    """屏幕上的纸面标明草稿、示例。"""
    classes = [
        name for name, on in (("draft", rendered.marks.draft), ("sample", rendered.marks.sample)) if on
    ]
    extra = "".join(f" sheet-{name}" for name in classes)
    return rendered.html.replace('<article class="sheet', f'<article class="sheet{extra}', 1)


# 负责人批准的事，先前的意见签在哪一份呈请上。
PROPOSED = {
    "case.filed": "filing.proposed",
    "case.declined": "filing.proposed",
    "decision.made": "report.drafted",
    "case.closed": "closure.proposed",
    "sealing.approved": "approval.requested",
    "sealing.extended": "approval.requested",
    "sealing.lifted": "approval.requested",
}


def _beside(writing: Writing, sheet: Sheet) -> dict[str, Any]:
    """右边：这一项产生的文书；签署意见的，是被签署的那份。负责人办的，上面是先前各级的意见。"""
    if writing.kind.body is not OpinionGiven:
        asked = writing.file.all(PROPOSED.get(writing.kind.word, ""))
        before = next((act for act in reversed(asked) if _wants(act, writing.kind.word)), None)
        return {
            "papers": [Paper(each) for each in writing.previews(sheet)],
            "approvals": approvals(writing, before.number if before else None),
            "panel": beside(writing, sheet),
            "referred": referred(writing, sheet),
        }
    of = str(sheet.typed.get("of") or "")
    act = writing.file.act(int(of)) if of.isdigit() else None
    return {
        "papers": papers_of(writing, act) if act is not None else [],
        "approvals": approvals(writing, act.number if act else None),
        "panel": beside(writing, sheet),
    }


def referred(writing: Writing, sheet: Sheet) -> tuple[Act, list[Field], list[Rule]] | None:
    """登记簿里确认的那一项提请：写了什么、说的是哪几条规则，放在右边对照着看。"""
    of = str(sheet.typed.get("of") or "")
    act = writing.file.act(int(of)) if writing.kind.word in SECONDS and of.isdigit() else None
    if act is None:
        return None
    ids = getattr(act.body, "rules", ())
    rules = [rule for rule in map(writing.pack.rule, ids) if rule is not None]
    return act, described(act.body, writing.file.by_number, coded(writing.rules)), rules


def _wants(act: Act, kind: str) -> bool:
    """呈请批准的写明要哪一种处理；别的呈请只有一种。"""
    return getattr(act.body, "wants", kind) == kind


def papers_of(writing: Writing, act: Act) -> list[Paper]:
    """已经写入的一项产生的文书。"""
    rules = writing.pack.on(act.day)
    words = [word for word in printed(rules, act.kind) if act.kind in FORMS[word].kinds]
    return [
        Paper(
            print_out(
                word,
                agency=writing.agency,
                acts=writing.acts,
                act_number=act.number,
                rules=rules,
                draft=FORMS[word].kinds[0] != act.kind,
            ),
            act.number,
        )
        for word in words
    ]


def local(when: datetime) -> datetime:
    return when.astimezone(SHANGHAI)
