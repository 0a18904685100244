"""登录和退出。"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from mingzhi.casework.actor import Role
from mingzhi.people import services
from mingzhi.people.forms import SignInForm
from mingzhi.people.models import Agency, Person


@dataclass(frozen=True)
class SampleAccount:
    """示例账号：登录页上的一行。"""

    person: Person
    roles: str


@dataclass(frozen=True)
class SampleAgency:
    """一个示例机构的账号。"""

    name: str
    accounts: tuple[SampleAccount, ...]


def sample_agencies() -> list[SampleAgency]:
    """示例账号，按角色的先后；正式使用时没有。"""
    if not settings.MINGZHI_SAMPLE:
        return []
    people = Person.objects.filter(agency__sample=True, active=True, ended=None).select_related("department")
    order = [role.value for role in Role]

    def rank(person: Person) -> int:
        return min((order.index(word) for word in person.roles if word in order), default=len(order))

    return [
        SampleAgency(
            agency.name,
            tuple(
                SampleAccount(person, "、".join(role.label for role in Role if role.value in person.roles))
                for person in sorted(people.filter(agency=agency), key=lambda each: (rank(each), each.pk))
            ),
        )
        for agency in Agency.objects.filter(sample=True)
    ]


def where_to(request: HttpRequest) -> str:
    """登录后去哪里：原来要去的本站网址，否则工作台。"""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and safe else settings.LOGIN_REDIRECT_URL


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """登录。"""
    if request.method != "POST" and request.user.is_authenticated:
        return HttpResponseRedirect(where_to(request))
    why, status = "", 200
    form = SignInForm(request.POST or None, initial={"username": request.GET.get("username", "")})
    if request.method == "POST":
        status = 422
        if form.is_valid():
            outcome = services.sign_in(request, form.cleaned_data["username"], form.cleaned_data["password"])
            if outcome.person is not None:
                return HttpResponseRedirect(where_to(request))
            why = outcome.why
    context = {
        "form": form,
        "why": why,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "agencies": sample_agencies(),
        "password": settings.MINGZHI_SAMPLE_PASSWORD,
    }
    return render(request, "people/sign_in.html", context, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """退出。"""
    logout(request)
    return HttpResponseRedirect(f"{reverse('people:sign-in')}?out=1")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """表单的防伪标记不对：多半是登录过期了，或者同一浏览器里换了人。"""
    return render(request, "people/stale_form.html", status=403)
