"""播放：一份录音、录像、照片的页；分段取字节；缩略图。都先核对看得到本卷，播放记入查阅记录，写明用途。"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mingzhi.casework.act import KINDS, Act, Exhibit
from mingzhi.casework.custody import custody
from mingzhi.casework.transcripts import seconds, transcripts
from mingzhi.desk import recordings
from mingzhi.desk.case import Case, open_case
from mingzhi.desk.links import new_act
from mingzhi.media import drafting, duplicates, ranges, speech
from mingzhi.media.models import Probe
from mingzhi.media.ranges import Unsatisfiable
from mingzhi.media.tasks import is_media
from mingzhi.people import clock
from mingzhi.people.access import Page, hides, may_see, note, page_of, roles_for
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.people.purposes import clean, offered, purpose_for
from mingzhi.record import selectors
from mingzhi.record.exhibits import NotStored, open_exhibit
from mingzhi.record.models import AccessLog, ActRow, Dossier

# 浏览器里可以直接看的；其余的只下载，不在本站的名下打开。
SHOWN = ("image/png", "image/jpeg", "image/webp", "application/pdf", "audio/", "video/", "text/plain")


def exhibit_for(request: StaffRequest, pk: UUID, number: int, sha256: str) -> tuple[Dossier, Act, Exhibit]:
    """一份材料；没有、看不到、内容对他隐去的，都是 404。不记查阅：由用的人记。"""
    row = ActRow.objects.filter(dossier_id=pk, number=number).select_related("dossier").first()
    if row is None or not may_see(request.actor, row.dossier, page_of(row.kind)):
        raise Http404
    act = selectors.acts(row.dossier)[number - 1]
    found = next((each for each in act.exhibits if each.sha256 == sha256), None)
    if found is None or found.disposed or hides(request.actor, row.dossier, act):
        raise Http404
    return row.dossier, act, found


@require_safe
@signed_in
def exhibit(request: StaffRequest, pk: UUID, number: int, sha256: str) -> HttpResponseBase:
    """一份材料的字节；要一段的给一段（206），要的不在里面的 416。"""
    dossier, act, found = exhibit_for(request, pk, number, sha256)
    try:
        stream = open_exhibit(sha256)
    except NotStored as error:
        raise Http404 from error
    asked = request.headers.get("Range", "")
    _note_once(request, dossier, f"第 {act.number} 号的材料：{_which(act, sha256)}", seeking=bool(asked))
    return bytes_of(stream, found, asked if _fresh(request, sha256) else "")


def _fresh(request: StaffRequest, sha256: str) -> bool:
    """If-Range：手里的那一半是不是这一份的。材料写一次、不变，标签就是摘要。"""
    return request.headers.get("If-Range", f'"{sha256}"') == f'"{sha256}"'


def bytes_of(stream: object, found: Exhibit, asked: str) -> HttpResponseBase:
    """一份材料的字节；asked 是要的一段（Range），空的给整份。"""
    shown = found.media_type.startswith(SHOWN)
    kind = found.media_type if shown else "application/octet-stream"
    size = stream.seek(0, 2)  # type: ignore[attr-defined]
    stream.seek(0)  # type: ignore[attr-defined]
    response: HttpResponseBase
    try:
        part = ranges.asked(asked, size) if asked else None
    except Unsatisfiable:
        stream.close()  # type: ignore[attr-defined]
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
    else:
        if part is None:
            response = FileResponse(stream, as_attachment=not shown, filename=found.name, content_type=kind)
        else:
            first, last = part
            response = StreamingHttpResponse(
                ranges.part(stream, first, last),  # type: ignore[arg-type]
                status=206,
                content_type=kind,
            )
            response["Content-Range"] = f"bytes {first}-{last}/{size}"
            response["Content-Length"] = str(last - first + 1)
        response["ETag"] = f'"{found.sha256}"'
    response["Accept-Ranges"] = "bytes"
    # 材料是别人给的：就是打开，也不许它运行什么。
    response["Content-Security-Policy"] = "default-src 'none'; media-src 'self'; img-src 'self'; sandbox"
    return response


def _which(act: Act, sha256: str) -> str:
    """第几份、摘要的开头。查阅日志改不了，不写文件名：材料依法处置以后，它会说出内容。"""
    place = [each.sha256 for each in act.exhibits].index(sha256) + 1
    return f"第 {place} 份（{sha256[:12]}）"


def _note_once(request: StaffRequest, dossier: Dossier, what: str, *, seeking: bool) -> None:
    """记一次查阅；拖动播放取的各段，不一段一记：同一人同一份，多久以内只记一次照规则包。"""
    now = clock.now(request)
    minutes = selectors.pack_for(dossier).on(clock.today(request)).parameter("media.again.minutes")
    if (
        seeking
        and minutes is not None
        and AccessLog.objects.filter(
            dossier=dossier,
            agency=request.actor.agency,
            person_number=request.actor.number,
            what=what[:200],
            at__gte=now - timedelta(minutes=float(minutes)),
        ).exists()
    ):
        return
    note(request, dossier, what, purpose_of(request, dossier))


def purpose_of(request: StaffRequest, dossier: Dossier) -> str:
    """用途：自己写了的照写；没有写的，照今天写明的、他在本卷的岗位。要先写明的，先去写。"""
    written = clean(request.GET.get("purpose", ""))
    return written or purpose_for(request, dossier, roles_for(request.actor, dossier))


@require_safe
@signed_in
def thumbnail(request: StaffRequest, pk: UUID, number: int, sha256: str) -> HttpResponse:
    """缩略图。列表里就看得到，不另记查阅：那一页已经记了。"""
    exhibit_for(request, pk, number, sha256)
    probe = Probe.objects.filter(sha256=sha256).first()
    if probe is None or not probe.thumbnail:
        raise Http404
    response = HttpResponse(bytes(probe.thumbnail), content_type="image/jpeg")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
@signed_in
def player(request: StaffRequest, pk: UUID, number: int, sha256: str) -> HttpResponse:
    """播放一份：标记、文字记录点一下就到；声称的时间、设备所称的时间、校正的时间并排。"""
    dossier, act, found = exhibit_for(request, pk, number, sha256)
    if not is_media(found):
        return redirect("desk:exhibit", pk, number, sha256)
    case = open_case(request, pk, page_of(act.kind))
    purpose = purpose_of(request, dossier)
    what = f"播放第 {act.number} 号：{_which(act, sha256)}"
    _note_once(request, dossier, what, seeking=not request.GET.get("purpose"))
    files, engine = recordings.shown(pk, act), speech.connected()
    this = next(each for each in files if each.exhibit.sha256 == sha256)
    texts = transcripts(case.file, number)
    again, unseen = duplicates.known(request.actor, sha256)
    original = getattr(act.body, "of", None) if act.kind == "derivative.made" else None
    allowed = {offer.kind for offer in case.standing.offers if set(offer.roles) & set(case.roles)}
    return render(
        request,
        "desk/player.html",
        case.context(
            act=act,
            this=this,
            others=[each for each in files if each.exhibit.sha256 != sha256],
            kind=this.probe.kind if this.probe and this.probe.kind else guess(found),
            at=_at(request.GET.get("at", "")),
            purpose=purpose,
            purposes=offered(request, dossier, case.roles),
            facts=recordings.facts(this.probe),
            wave=recordings.wave(this.probe),
            times=recordings.times_of(
                act, files, recordings.register(dossier.agency), case.pack.on(case.today)
            ),
            marks=recordings.marks(act.body),
            texts=texts,
            derivatives=[
                (made, body, recordings.shown(pk, made))
                for made, body in recordings.derivatives(case.file, number, sha256)
            ],
            original=case.file.act(original),
            again=[each for each in again if (each.dossier, each.act) != (str(pk), number)],
            unseen=unseen,
            speech="" if engine else speech.NONE,
            engine=engine.name if engine and "transcript.drafted" in allowed else "",
            drafting=drafting.state(this.probe),
            draft_url=_write(pk, "transcript.drafted", number, allowed),
            confirm_url=new_act(pk, "transcript.confirmed") if "transcript.confirmed" in allowed else "",
            derive_url=_write(pk, "derivative.made", number, allowed),
            media_url=Page.MEDIA in case.pages,
            custody=custody(case.file, number),
            custody_links=_keeping(case, number, allowed),
        ),
    )


@require_POST
@signed_in
def draft(request: StaffRequest, pk: UUID, number: int, sha256: str) -> HttpResponse:
    """请接入的语音识别起草文字记录；没有接入、不由他整理的，没有这一处。"""
    _, act, found = exhibit_for(request, pk, number, sha256)
    engine = speech.connected()
    if engine is None or act.kind != "recording.ingested" or not is_media(found):
        raise Http404
    if not request.actor.has(*KINDS["transcript.drafted"].roles):
        raise Http404
    drafting.ask(pk, number, sha256, found.media_type, request.actor)
    messages.success(request, f"已经请{engine.name}起草。写好后出现在播放页，由听过原件的人核对、确认。")
    return redirect(f"{reverse('desk:player', args=[pk, number, sha256])}#h-text")


def _write(pk: UUID, word: str, number: int, allowed: set[str]) -> str:
    url = new_act(pk, word) if word in allowed else ""
    return f"{url}?of={number}" if url else ""


def _keeping(case: Case, number: int, allowed: set[str]) -> list[tuple[str, str]]:
    """管这份音像可以办的：名称和网址。没有收回的，先收回。"""
    lent = custody(case.file, number).lent
    wanted = [("custody.returned", lent.number)] if lent is not None else [("custody.lent", number)]
    wanted = [
        ("custody.received", number),
        *wanted,
        ("custody.checked", number),
        ("custody.transferred", number),
    ]
    urls = [(KINDS[word].name, _write(case.dossier.pk, word, of, allowed)) for word, of in wanted]
    return [(name, url) for name, url in urls if url]


def guess(exhibit: Exhibit) -> str:
    """还没有看过的，照写明的类型。"""
    family = exhibit.media_type.partition("/")[0]
    return {"audio": "sound", "image": "picture"}.get(family, "video")


def _at(text: str) -> int:
    """从哪里开始放：秒，或者时间码。"""
    if text.isascii() and text.isdigit() and len(text) < 7:
        return int(text)
    return seconds(text) or 0
