"""手机上的现场检查：证件、现在要做、开始和结束、拍照录像录音。一列，大拇指够得到。"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mingzhi.casework.actor import Role
from mingzhi.casework.acts.inspection import InspectionHeld
from mingzhi.casework.standing import standing
from mingzhi.desk import inspecting, uploads
from mingzhi.desk.acts_views import save as save_sheet
from mingzhi.desk.acts_views import writing_for
from mingzhi.desk.inspecting import Inspecting, Shot
from mingzhi.desk.overview import Do, doing
from mingzhi.desk.writing import Sheet, Writing
from mingzhi.people import clock
from mingzhi.people.access import Page, dossier_for, roles_for
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.record import selectors
from mingzhi.record.models import Dossier


@require_http_methods(["GET", "POST"])
@signed_in
def inspect(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """检查进行中。"""
    dossier = dossier_for(request, pk, Page.WRITE)
    if not request.actor.has(Role.HANDLER, Role.UNIT_HEAD):
        raise Http404
    state = load(request, dossier)
    if request.method != "POST":
        return _page(request, state)
    wanted, _, what = (request.POST.get("_do") or "shoot").partition(":")
    if wanted == "write":
        return write(request, state)
    if wanted == "ingest":
        return ingest(request, state, what)
    inspecting.save(changed(request, state, wanted, what))
    return HttpResponseRedirect(reverse("desk:inspect", args=[dossier.pk]))


# 名字、按钮上的字、收哪种文件。
SNAPS = (("video", "录像", "video/*"), ("photo", "拍照", "image/*"), ("sound", "录音", "audio/*"))


def _page(request: StaffRequest, state: Inspecting) -> HttpResponseBase:
    day = state.today.date()
    context = {
        "state": state,
        "dossier": state.dossier,
        "certified": state.actor.certified_on(day),
        "mates": [(each, each.certified_on(day)) for each in state.mates],
        "snaps": SNAPS,
        "suggested": _then(state) if state.held else [],
    }
    return render(request, "desk/acts/inspect.html", context)


def _then(state: Inspecting) -> list[Do]:
    """笔录写了以后，本人接着可以办的。"""
    now = standing(selectors.pack_for(state.dossier), state.acts, state.today.date())
    return doing(now, state.actor, roles_for(state.actor, state.dossier), state.dossier.pk)[0]


def load(request: StaffRequest, dossier: Dossier) -> Inspecting:
    acts, now = selectors.acts(dossier), clock.now(request)
    return inspecting.load(dossier, acts, selectors.pack_for(dossier).on(now.date()), request.actor, now)


def changed(request: StaffRequest, state: Inspecting, wanted: str, what: str) -> Inspecting:
    """开始、结束、做了一件、拍了一件。时间是按下的那一刻。"""
    now = f"{state.today:%Y-%m-%d %H:%M}"
    if wanted == "start":
        return replace(state, started=state.started or now, ended="")
    if wanted == "stop":
        return replace(state, ended=now)
    done = {**state.done}
    if wanted == "tick" and any(step.key == what for step in state.steps):
        done[what] = now
    elif wanted == "untick":
        done.pop(what, None)
    shots = list(state.shots)
    if wanted == "shoot":
        step = request.POST.get("step") or ""
        files = [
            each for name in ("files", "video", "photo", "sound") for each in request.FILES.getlist(name)
        ]
        new = [
            uploads.keep(each, each.name or "", each.content_type or "", request.actor)
            for each in files
            if each.size
        ]
        new += uploads.redeem(request.POST.getlist("exhibit"), request.actor)
        known = {each.kept.exhibit.sha256 for each in shots}
        for kept in new:
            if kept.exhibit.sha256 not in known:
                shots.append(Shot(kept, inspecting.media_of(kept.exhibit.media_type), now, step))
        if new and any(each.key == step for each in state.steps):
            done.setdefault(step, now)
    return replace(state, done=done, shots=tuple(shots))


def write(request: StaffRequest, state: Inspecting) -> HttpResponseBase:
    """去写检查笔录：起止时间、照片带过去；已经写了一半的不动。"""
    writing = writing_for(request, state.dossier, "inspection.held")
    sheet = writing.drafted() or writing.begun()
    typed = {**sheet.typed}
    for name, value in (("started", state.started), ("ended", state.ended)):
        typed[name] = typed.get(name) or value
    shown = state.done.get("shown", "")
    if shown:
        typed["certificates_shown"] = True
        typed["told"] = typed.get("told") or f"{shown[-5:]} 出示执法证件。"
    photos = tuple(each.kept for each in state.shots if each.media.value == "photo")
    known = {each.exhibit.sha256 for each in sheet.kept}
    kept = (*sheet.kept, *(each for each in photos if each.exhibit.sha256 not in known))
    happened = state.started or sheet.happened
    save_sheet(request, writing, Sheet(typed, happened, sheet.expects, kept, sheet.prefilled))
    here = reverse("desk:inspect", args=[state.dossier.pk])
    there = reverse("desk:act-new", args=[state.dossier.pk, "inspection.held"])
    return HttpResponseRedirect(f"{there}?next={here}")


def ingest(request: StaffRequest, state: Inspecting, digest: str) -> HttpResponseBase:
    """去存入一件音像：种类、制作人、证明对象先填好，由人补上起止时间再写入。"""
    shot = next((each for each in state.shots if each.kept.exhibit.sha256 == digest), None)
    if shot is None:
        raise Http404
    of = state.held.number if state.held else None
    writing: Writing = replace(writing_for(request, state.dossier, "recording.ingested"), of=of)
    begun = writing.begun()
    typed = {**begun.typed, "media": shot.media.value, "started": shot.at, "method": "执法人员现场拍摄"}
    body = state.held.body if state.held else None
    if isinstance(body, InspectionHeld):
        typed["of"] = str(of)
    step = next((each for each in state.steps if each.key == shot.step), None)
    if step is not None and step.records:
        typed[step.key] = True
        typed["proves"] = step.name.removeprefix("录下")
    save_sheet(request, writing, Sheet(typed, begun.happened, begun.expects, (shot.kept,), begun.prefilled))
    here = reverse("desk:inspect", args=[state.dossier.pk])
    there = reverse("desk:act-new", args=[state.dossier.pk, "recording.ingested"])
    return HttpResponseRedirect(f"{there}?next={here}")
