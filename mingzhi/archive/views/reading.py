"""查阅室：来查阅的当事人凭地址看正卷，不用登录；每次打开都记下来（CQ-R-23¶1、¶2）。

地址不认得、过期、已经结束的，看到同一句话。工作人员登录着打开的，不算当事人查阅，请从案卷里看。
"""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from mingzhi.archive.models import Reading
from mingzhi.archive.selectors import Volumes, readable, reading_for, volumes
from mingzhi.archive.services import note_reading, read, read_text, safe
from mingzhi.archive.shown import Piece, shown, stamp
from mingzhi.archive.views.files import sent
from mingzhi.archive.volumes import Entry
from mingzhi.people import clock
from mingzhi.people.access import me

CONTENTS = "卷内文件目录"
R = TypeVar("R", bound=HttpResponseBase)


def closed(request: HttpRequest) -> HttpResponse:
    """一样的话、一样的状态：认不认得这个地址，看不出来。"""
    return private(
        render(request, "archive/reading_closed.html", {"staff": me(request) is not None}, status=404)
    )


def private(response: R) -> R:
    """不缓存、不收录、不把地址带到别的网站。"""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def opened_by(request: HttpRequest, token: str) -> tuple[Reading, Volumes] | None:
    """凭地址打开的查阅；打不开、工作人员登录着打开的，None。"""
    reading = reading_for(token, clock.now(request))
    if reading is None or me(request) is not None:
        return None
    return reading, volumes(reading.dossier, clock.today(request))


def _place(token: str, piece: Piece) -> str:
    """看一份照片、录音、录像的网址；没有那一间房的为空。"""
    try:
        name = "picture" if piece.family == "image" else "play"
        return reverse(f"desk:reading-{name}", args=[token, piece.act.number, piece.exhibit.sha256])
    except NoReverseMatch:
        return ""


def _entry(found: Volumes, key: str) -> Entry | None:
    return next((entry for entry in readable(found) if entry.key == key), None)


@require_GET
def contents(request: HttpRequest, token: str) -> HttpResponse:
    """正卷的目录。"""
    opened = opened_by(request, token)
    if opened is None:
        return closed(request)
    reading, found = opened
    note_reading(reading, CONTENTS, clock.now(request))
    context = {
        "reading": reading,
        "found": found,
        "entries": readable(found),
        "token": token,
        "pieces": [(each, _place(token, each)) for each in shown(reading, found)],
    }
    return private(render(request, "archive/reading.html", context))


@require_GET
def paper(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """一件的 PDF，每页印着查阅件、姓名、日期、时刻。"""
    opened = opened_by(request, token)
    entry = _entry(opened[1], key) if opened else None
    if opened is None or entry is None:
        return closed(request)
    reading, found = opened
    now = clock.now(request)
    note_reading(reading, entry.title, now)
    return private(
        sent(read(found, entry, reading, now), "application/pdf", f"查阅件 {safe(entry.title)}.pdf")
    )


@require_GET
def text(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """一件的文字：读屏、放大、手机上看。"""
    opened = opened_by(request, token)
    entry = _entry(opened[1], key) if opened else None
    if opened is None or entry is None:
        return closed(request)
    reading, found = opened
    now = clock.now(request)
    note_reading(reading, entry.title, now)
    context = {
        "reading": reading,
        "entry": entry,
        "lines": read_text(found, entry),
        "token": token,
        "stamp": stamp(reading, now),
    }
    return private(render(request, "archive/reading_text.html", context))
