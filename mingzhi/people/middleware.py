"""每个请求都经过的几件事：安全响应头、行为人、今天。"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from mingzhi.casework.actor import Actor
from mingzhi.people import clock
from mingzhi.people.models import Person
from mingzhi.people.purposes import PurposeNeeded
from mingzhi.people.selectors import actor_for

Respond = Callable[[HttpRequest], HttpResponseBase]

# 只许本站的内容；没有行内脚本和行内样式，插进来的也就不会执行。
POLICY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
PERMISSIONS = "camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()"


class StaffRequest(HttpRequest):
    """已登录的请求：user 是人员，actor 是今天的行为人。只用于标注类型。"""

    user: Person
    actor: Actor


def security_headers(respond: Respond) -> Respond:
    """内容安全策略等响应头；工作人员看到的页面不许缓存，离开后按返回键也看不到。"""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = respond(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


def actor(respond: Respond) -> Respond:
    """登录的人今天的样子放在 request.actor；没有登录是 None。"""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        person = request.user if request.user.is_authenticated else None
        request.actor = actor_for(person, clock.today(request)) if person else None  # type: ignore[attr-defined]
        return respond(request)

    return middleware


def today(request: HttpRequest) -> dict[str, date | bool]:
    """页面用的今天，以及是不是示例。"""
    return {"today": clock.today(request), "sample": settings.MINGZHI_SAMPLE}


def _asked(request: HttpRequest, asked: PurposeNeeded) -> HttpResponse:
    """去写明用途，写了回到原处。"""
    here = request.get_full_path() if request.method == "GET" else ""
    there = f"{reverse('people:purpose', args=[asked.dossier.pk])}?{urlencode({'next': here})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": there})
    return HttpResponseRedirect(there)


P = ParamSpec("P")


def signed_in(
    view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """只给登录的人看；没有登录的先去登录，登录后回到原处。"""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.is_authenticated:
            try:
                return view(cast(StaffRequest, request), *args, **kwargs)
            except PurposeNeeded as asked:
                return _asked(request, asked)
        there = f"{reverse('people:sign-in')}?{urlencode({'next': request.get_full_path()})}"
        if request.headers.get("HX-Request"):
            # 局部请求跟着跳转会把登录页塞进页面的一块；让整页去登录。
            return HttpResponse(status=204, headers={"HX-Redirect": reverse("people:sign-in")})
        return HttpResponseRedirect(there)

    return guarded
