"""一项行为自己的页：全部内容、谁、何时、存证、瑕疵、更正；存证的下载。材料的播放、下载在 views_media.py。"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.acts.outage import PaperEntered
from mingzhi.casework.paper_first import paper_of, written_from
from mingzhi.casework.weighing import coded
from mingzhi.desk import overview
from mingzhi.desk.case import Case, open_case
from mingzhi.desk.elsewhere import linked
from mingzhi.desk.fields import described
from mingzhi.desk.links import new_act
from mingzhi.desk.timeline import documents, exhibits
from mingzhi.desk.verbs import aside, verbs
from mingzhi.people.access import Page, note, page_of
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.record import proof
from mingzhi.record.models import ActRow


def page_for(pk: UUID, number: int) -> tuple[Page, ActRow]:
    """这一项属于哪一页。没有这一项与看不到，同样是 404。"""
    row = ActRow.objects.filter(dossier_id=pk, number=number).first()
    if row is None:
        raise Http404
    return page_of(row.kind), row


def open_act(request: StaffRequest, pk: UUID, number: int) -> tuple[Case, Act, ActRow]:
    """打开一卷的一项。"""
    page, row = page_for(pk, number)
    case = open_case(request, pk, page)
    return case, case.acts[number - 1], row


@signed_in
def show(request: StaffRequest, pk: UUID, number: int) -> HttpResponse:
    """一项行为：内容、瑕疵、存证、更正。"""
    case, act, row = open_act(request, pk, number)
    hidden = act.number in case.hidden
    now = case.standing
    defects = [
        (
            found,
            overview.reasons([found.ground], case.pack.rules, case.acts, case.dossier.agency, act.day)[0],
        )
        for found in now.defects
        if found.act.number == number
    ]
    kind = KINDS[act.kind]
    # 最近写的一项旁边写着下一步：写完接着办，不用再回概况去找。
    latest = number == len(case.acts) and Page.OVERVIEW in case.pages
    return render(
        request,
        "desk/act.html",
        case.context(
            act=act,
            row=row,
            kind=kind,
            hidden=hidden,
            fields=[]
            if hidden
            else linked(
                act.body, described(act.body, case.file.by_number, coded(case.pack.on(act.day))), case.actor
            ),
            files=[] if hidden else [*documents(pk, case.pack, act)],
            exhibits=[] if hidden else [*exhibits(pk, act)],
            defects=defects,
            advice=[ground for found, ground in now.advice if found.number == number],
            proven=number not in case.broken,
            inclusion=proof.inclusion(row),
            corrections=[
                each for each in case.file.all("act.corrected") if getattr(each.body, "of", None) == number
            ],
            opinions=[] if hidden else case.file.opinions(number),
            dues=[overview.duty(due, case.today) for due in now.dues if due.trigger == number],
            met=[due for due in now.dues if due.met_by == number],
            latest=latest,
            paper=paper_of(case.acts, act),
            written=written_from(case.acts, act),
            write_url=_write_url(pk, act),
            suggested=overview.doing(now, case.actor, case.roles, pk)[0] if latest else [],
            stuck=overview.stuck(now, case.roles, pk) if latest else [],
            correct_url=new_act(pk, "act.corrected"),
            explain_url=new_act(pk, "defect.explained"),
            verbs=verbs(pk, case.file, act, case.actor, case.pack.on(case.today)),
            aside=aside(case.file, act),
            previous=number - 1 if number > 1 else None,
            following=number + 1 if number < len(case.acts) else None,
        ),
    )


def _write_url(pk: UUID, act: Act) -> str:
    """登记纸质处理以后，去补写那一项处理的网址。"""
    wants = act.body.wants if isinstance(act.body, PaperEntered) else ""
    url = new_act(pk, wants) if wants else ""
    return f"{url}?of={act.number}" if url else ""


@signed_in
def proof_file(request: StaffRequest, pk: UUID, number: int) -> HttpResponse:
    """一项行为的存证，取走离线核对。不含内容，只有摘要和证明。"""
    case, act, row = open_act(request, pk, number)
    note(request, case.dossier, f"取走第 {act.number} 号的存证")
    response = HttpResponse(proof.inclusion(row).as_file(row), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="proof-{act.number}.json"'
    return response
