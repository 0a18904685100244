"""查阅室的照片、录音、录像：凭查阅地址看选出来的几份，不用登录；每次打开都记下来（CQ-R-23¶1、¶2）。

照片给的是另做的一张，印着查阅件、姓名、日期、时刻。录音、录像只在页上放，页上叠着水印：没有烧进画面，
挡不住翻拍，懂行的人也取得到传来的字节，所以只放选出来、核对过的，另有查阅记录可查。
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from mingzhi.archive.models import Reading
from mingzhi.archive.services import note_reading, safe
from mingzhi.archive.shown import Piece, shown, stamp
from mingzhi.archive.views.files import sent
from mingzhi.archive.views.reading import closed, opened_by, private
from mingzhi.desk.views_media import bytes_of
from mingzhi.media.stamping import Unstamped, stamped
from mingzhi.people import clock
from mingzhi.record.exhibits import NotStored, open_exhibit


def _piece(
    request: HttpRequest, token: str, number: int, sha256: str, *families: str
) -> tuple[Reading, Piece] | None:
    """凭地址可以看的一份；不在选出来的里面的，None。"""
    opened = opened_by(request, token)
    if opened is None:
        return None
    reading, found = opened
    for each in shown(reading, found):
        if (each.act.number, each.exhibit.sha256) == (number, sha256) and each.family in families:
            return reading, each
    return None


@require_GET
def picture(request: HttpRequest, token: str, number: int, sha256: str) -> HttpResponse:
    """一张照片：印了字的，看和下载是同一张。"""
    found = _piece(request, token, number, sha256, "image")
    if found is None:
        return closed(request)
    reading, piece = found
    now = clock.now(request)
    try:
        with open_exhibit(sha256) as file:
            made = stamped(file, stamp(reading, now))
    except (NotStored, Unstamped):
        context = {"reading": reading, "piece": piece, "token": token}
        return private(render(request, "desk/reading_unstamped.html", context, status=422))
    note_reading(reading, piece.told, now)
    name = safe(piece.exhibit.name.rpartition(".")[0] or piece.exhibit.name)
    response = sent(made, "image/jpeg", f"查阅件 {name}.jpg")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return private(response)


@require_GET
def play(request: HttpRequest, token: str, number: int, sha256: str) -> HttpResponse:
    """播放一份录音、录像，叠着水印；没有下载。"""
    found = _piece(request, token, number, sha256, "audio", "video")
    if found is None:
        return closed(request)
    reading, piece = found
    now = clock.now(request)
    note_reading(reading, piece.told, now)
    context = {"reading": reading, "piece": piece, "token": token, "stamp": stamp(reading, now)}
    return private(render(request, "desk/reading_play.html", context))


@require_safe
def stream(request: HttpRequest, token: str, number: int, sha256: str) -> HttpResponseBase:
    """播放页取的字节，一段一段；打开播放页时已经记过。"""
    found = _piece(request, token, number, sha256, "audio", "video")
    if found is None:
        return closed(request)
    try:
        file = open_exhibit(sha256)
    except NotStored:
        return closed(request)
    return private(bytes_of(file, found[1].exhibit, request.headers.get("Range", "")))
