"""法制审核的页面：排队、审核、分派、材料比对、意见表。"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mingzhi.casework.act import Act
from mingzhi.casework.actor import Actor, Role
from mingzhi.casework.acts.common import Level
from mingzhi.casework.acts.review import ReviewLine, ReviewOpined, ReviewOpinion
from mingzhi.casework.gates import Ground
from mingzhi.instruments.services import Rendered
from mingzhi.instruments.services import render as print_out
from mingzhi.law.periods import explain
from mingzhi.people import clock
from mingzhi.people.access import Page, dossier_for
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.people.selectors import actor_for, agency_value, names_for, people_with
from mingzhi.record.append import Appended, Refused
from mingzhi.record.drafts import draft_for, save_draft
from mingzhi.record.errors import Conflict, Invalid
from mingzhi.review import bundle, findings, selectors, services
from mingzhi.review.case import Case, is_head
from mingzhi.review.forms import Typed, from_draft, from_post, lines_of

KIND = "review.opined"


@require_GET
@signed_in
def queue(request: StaffRequest) -> HttpResponseBase:
    """等着审核的，按还有几个工作日。"""
    found = selectors.waiting(request.actor, clock.now(request))
    reviews = request.actor.has(Role.REVIEWER, Role.REVIEW_HEAD)
    context = {
        "mine": [each for each in found if reviews and each.mine and not each.barred],
        "others": [each for each in found if not (reviews and (each.barred or each.mine))],
        "barred": [each for each in found if reviews and each.barred],
        "reviews": reviews,
    }
    return render(request, "review/queue.html", context)


def case_for(request: StaffRequest, pk: UUID) -> Case:
    """一件审核，给看得到的人；没有送审的没有这一页。"""
    dossier = dossier_for(request, pk, Page.REVIEW)
    case = selectors.case_of(dossier, clock.now(request))
    if case.submitted is None:
        raise Http404
    return case


@require_http_methods(["GET", "POST"])
@signed_in
def desk(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """审核一件：左边十三行，右边期限、材料、意见。"""
    case = case_for(request, pk)
    if request.method != "POST":
        return _desk(request, case, _typed(request, case))
    typed = from_post(request.POST, case)
    _keep(request, case, typed)
    wanted = request.POST.get("_do") or "opine"
    if wanted == "autosave":
        context = {**_answering(request, case, typed), "saved_at": case.now, "swap": True}
        return render(request, "review/opinions.html", context)
    if wanted != "opine":
        return _desk(request, case, typed)
    return _try(
        request,
        case,
        lambda: services.opine(case, typed, by=request.actor, expects=_expects(request, case)),
        lambda **said: _desk(request, selectors.case_of(case.dossier, case.now), typed, **said),
        "审核意见已写入，第 {} 号，等待负责人签名。",
    )


@require_POST
@signed_in
def sign(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """负责人签名。"""
    case = case_for(request, pk)
    returned = "returned" in request.POST
    return _try(
        request,
        case,
        lambda: services.sign(case, returned=returned, by=request.actor, expects=_expects(request, case)),
        lambda **said: _desk(
            request,
            selectors.case_of(case.dossier, case.now),
            _typed(request, case),
            returned=returned,
            **said,
        ),
        "已签发，第 {} 号。意见表一式两份，材料退回承办机构。",
    )


@require_http_methods(["GET", "POST"])
@signed_in
def assign(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """确定审核人。"""
    case = case_for(request, pk)
    chosen = request.POST.get("reviewer", "")
    if request.method != "POST":
        return _assigning(request, case, chosen)
    people = [
        person
        for role in (Role.REVIEWER, Role.REVIEW_HEAD)
        for person in people_with(case.dossier.agency, role, case.today)
        if person.number == chosen
    ]
    if not people:
        return _assigning(request, case, chosen, errors={"reviewer": "还没有选审核人。"}, status=422)
    reviewer = actor_for(people[0], case.today)
    return _try(
        request,
        case,
        lambda: services.assign(case, reviewer, by=request.actor, expects=_expects(request, case)),
        lambda **said: _assigning(request, selectors.case_of(case.dossier, case.now), chosen, **said),
        f"第 {{}} 号：由{reviewer.name}审核。",
    )


@require_GET
@signed_in
def material(request: StaffRequest, pk: UUID, index: int) -> HttpResponseBase:
    """送审的一件：送审那一刻的样子；后来另写了的，逐段比对。"""
    case = case_for(request, pk)
    found = next((each for each in bundle.items(case) if each.index == index), None)
    if found is None or found.act is None or case.submitted is None:
        raise Http404
    context: dict[str, Any] = {"case": case, "dossier": case.dossier, "found": found}
    if found.form:
        agency = agency_value(case.dossier.agency)
        then = bundle.show(case, agency, found.act, found.form, until=case.submitted.number)
        context["html"] = paper(then)
        if found.newer is not None:
            now = bundle.show(case, agency, found.newer, found.form)
            context["changes"] = bundle.compare(then.text, now.text)
    return render(request, "review/material.html", context)


@require_GET
@signed_in
def sheet(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """意见表：已提出的照写入的印，没有提出的照草稿印。"""
    case = case_for(request, pk)
    body = None
    if case.opined is None:
        typed = _typed(request, case)
        said: dict[str, Any] = {"lines": lines_of(typed), "text": typed["text"], "seminar": typed["seminar"]}
        if typed["opinion"]:
            said["opinion"] = ReviewOpinion(typed["opinion"])
        body = ReviewOpined(**said)
    rendered = print_out(
        "review_opinion",
        agency=agency_value(case.dossier.agency),
        acts=case.acts,
        act_number=case.opined.number if case.opined else None,
        rules=case.rules,
        draft=True,
        body=body,
    )
    context = {"case": case, "dossier": case.dossier, "html": paper(rendered)}
    return render(request, "review/sheet.html", context)


def paper(rendered: Rendered) -> SafeString:
    """屏幕上的纸面。是我们自己的文书模板印的，里面人写的字已经转义。"""
    marks = [name for name, on in (("draft", rendered.marks.draft), ("sample", rendered.marks.sample)) if on]
    classes = "".join(f" sheet-{name}" for name in marks)
    return mark_safe(rendered.html.replace('<article class="sheet', f'<article class="sheet{classes}', 1))


# ── 写入 ───────────────────────────────────────────────────────────────


def _try(
    request: StaffRequest,
    case: Case,
    write: Callable[[], Appended],
    again: Callable[..., HttpResponse],
    says: str,
) -> HttpResponseBase:
    """写入；不成的回到原来的页，填的都在，说明为什么。"""
    try:
        done = write()
    except Invalid as fault:
        return again(errors=fault.errors, status=422)
    except Refused as fault:
        return again(refused=fault.verdict.refusals, status=422)
    except Conflict as fault:
        return again(conflict=fault.acts, status=409)
    messages.success(request, says.format(done.act.number))
    return HttpResponseRedirect(reverse("review:desk", args=[case.dossier.pk]))


def _expects(request: StaffRequest, case: Case) -> int:
    said = request.POST.get("expects") or ""
    return int(said) if said.isascii() and said.isdigit() else len(case.acts)


def _typed(request: StaffRequest, case: Case) -> Typed:
    draft = draft_for(request.actor.number, case.dossier, KIND)
    return from_draft(draft.values if draft else {}, case)


def _keep(request: StaffRequest, case: Case, typed: Typed) -> None:
    # 与派生表单的草稿同一个样子，两处都能接着填。
    values = {"typed": typed, "expects": len(case.acts), "happened": "", "exhibits": [], "prefilled": []}
    save_draft(request.actor.number, case.dossier, KIND, values, now=case.now)


# ── 页面的内容 ─────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Reason:
    """拒绝的一条，和谁能补。"""

    ground: Ground
    who: str
    anchor: str = ""


def reasons(case: Case, grounds: Sequence[Ground]) -> tuple[Reason, ...]:
    found = []
    for each in grounds:
        role = next((role for role in Role if role.label == each.supplied_by), None)
        names = "、".join(names_for(role, case.dossier.agency)) if role is not None else ""
        who = f"{each.supplied_by}（{names}）" if names else each.supplied_by
        found.append(
            Reason(each, who, {"lines": "h-13", "opinion": "h-op", "points": "f-points"}.get(each.field, ""))
        )
    return tuple(found)


@dataclass(frozen=True)
class Opinion:
    """呈报书上的一级意见。"""

    label: str
    text: str
    by: str
    act: Act


def opinions_on_report(case: Case) -> tuple[Opinion, ...]:
    report = case.file.last("report.drafted")
    if report is None:
        return ()
    own = str(getattr(report.body, "opinion", "") or getattr(report.body, "proposal", ""))
    found = [
        Opinion(
            "承办人", own, "、".join(each.name for each in case.file.handlers) or report.actor.name, report
        )
    ]
    for act, body in case.file.opinions(report.number):
        verdict = body.verdict.label if body.verdict else ""
        label = body.level.label if isinstance(body.level, Level) else ""
        found.append(Opinion(label, f"{verdict}。{body.text}" if body.text else verdict, act.actor.name, act))
    return tuple(found)


def _answering(request: StaffRequest, case: Case, typed: Typed) -> dict[str, Any]:
    """意见几种、能不能提。"""
    lines: tuple[ReviewLine, ...] = lines_of(typed)
    return {
        "case": case,
        "dossier": case.dossier,
        "typed": typed,
        "opinions": case.opinions(request.actor, lines),
    }


def _desk(
    request: StaffRequest,
    case: Case,
    typed: Typed,
    *,
    errors: dict[str, str] | None = None,
    refused: Sequence[Ground] = (),
    conflict: Sequence[Act] | None = None,
    status: int = 200,
    returned: bool = False,
) -> HttpResponse:
    me: Actor = request.actor
    rows = findings.rows(case)
    barred, unassigned = case.barred(me), case.unassigned(me)
    reviews = me.has(Role.REVIEWER, Role.REVIEW_HEAD)
    typed_lines = {row["line"]: row for row in typed["lines"]}
    due = case.due
    context = {
        **_answering(request, case, typed),
        "rows": [(index, row, typed_lines.get(row.rule.line, {})) for index, row in enumerate(rows)],
        "tally": [
            (lamp, findings.SAYS[lamp], sum(row.lamp == lamp for row in rows))
            for lamp in ("met", "soft", "near")
        ],
        "items": bundle.items(case),
        "approvals": opinions_on_report(case),
        "because": case.standing.review.because,
        "barred": reasons(case, barred),
        "unassigned": unassigned,
        "reviews": reviews,
        "may_answer": reviews and not barred and unassigned is None and case.open and case.opined is None,
        "may_sign": is_head(me) and case.opined is not None,
        "sign_barred": reasons(
            case, [each for each in case.verdict("review.signed", me) if case.about(each, "actor.")]
        ),
        "may_assign": me.has(Role.REVIEW_HEAD, Role.PRINCIPAL) and case.open,
        "head": is_head(me),
        "because_day": explain(due.reached, event=due.event) if due else None,
        "expects": len(case.acts),
        "errors": errors or {},
        "refused": reasons(case, refused),
        "conflict": conflict,
        "returned": returned,
        "done": case.acts and not case.open and case.file.last("review.signed"),
    }
    return render(request, "review/desk.html", context, status=status)


def _assigning(
    request: StaffRequest,
    case: Case,
    chosen: str,
    *,
    errors: dict[str, str] | None = None,
    refused: Sequence[Ground] = (),
    conflict: Sequence[Act] | None = None,
    status: int = 200,
) -> HttpResponse:
    found = selectors.candidates(case, request.actor)
    context = {
        "case": case,
        "dossier": case.dossier,
        "candidates": [(each, reasons(case, each.barred)) for each in found],
        "nobody": not any(not each.barred for each in found),
        "routes": selectors.routes(case),
        "chosen": chosen,
        "expects": len(case.acts),
        "errors": errors or {},
        "refused": reasons(case, refused),
        "conflict": conflict,
    }
    return render(request, "review/assign.html", context, status=status)
