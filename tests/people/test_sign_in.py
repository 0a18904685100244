"""登录、停用、退出、响应头。"""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from mingzhi.people.middleware import StaffRequest, actor, signed_in
from mingzhi.people.models import Person, SignInFailure
from mingzhi.people.services import leave_post

PASSWORD = "shili-2026"


def try_to_sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    """像浏览器那样：先打开登录页，再连防伪标记一起提交。"""
    page = client.get("/people/sign-in").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    form = {"username": username, "password": password, "csrfmiddlewaretoken": token[1], **more}
    answer = client.post("/people/sign-in", form)
    assert isinstance(answer, HttpResponse)
    return answer


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_right_password_signs_in_and_leads_to_the_desk(citizen: Client) -> None:
    answer = try_to_sign_in(citizen, "zhoujia")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")
    assert is_signed_in(citizen)


def test_signing_in_leads_back_to_the_page_that_was_asked_for(citizen: Client) -> None:
    answer = try_to_sign_in(citizen, "zhoujia", next="/desk/dossiers/7?tab=文书")
    assert answer.headers["Location"] == quote("/desk/dossiers/7?tab=文书", safe="/?=")


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_to_another_site(citizen: Client, elsewhere: str) -> None:
    assert try_to_sign_in(citizen, "zhoujia", next=elsewhere).headers["Location"] == "/desk/"


def test_wrong_password_is_told_without_saying_whether_the_person_exists(citizen: Client) -> None:
    known = try_to_sign_in(citizen, "zhoujia", "错的").content.decode()
    unknown = try_to_sign_in(citizen, "nobody", "错的").content.decode()
    said = "用户名或者密码不对。还可以试 4 次，之后要停 15 分钟。"
    assert said in known and said in unknown
    assert not is_signed_in(citizen)


def test_what_was_typed_stays_and_the_empty_field_is_explained(citizen: Client) -> None:
    answer = try_to_sign_in(citizen, "zhoujia", "")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="zhoujia"' in page and "还没有填密码。" in page


def test_after_five_failures_the_right_password_is_refused_until_the_pause_ends(citizen: Client) -> None:
    for _ in range(4):
        assert "还可以试" in try_to_sign_in(citizen, "zhoujia", "错的").content.decode()
    assert "这个用户名停用到" in try_to_sign_in(citizen, "zhoujia", "错的").content.decode()

    assert "这个用户名停用到" in try_to_sign_in(citizen, "zhoujia").content.decode()
    assert not is_signed_in(citizen)

    SignInFailure.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert try_to_sign_in(citizen, "zhoujia").status_code == 302


def test_failures_of_one_person_do_not_stop_another(citizen: Client) -> None:
    for _ in range(5):
        try_to_sign_in(citizen, "zhoujia", "错的")
    assert try_to_sign_in(citizen, "wuyi").status_code == 302


def test_failures_long_ago_are_forgotten_whosever_they_are(citizen: Client) -> None:
    for username in ("zhoujia", "nobody"):
        try_to_sign_in(citizen, username, "错的")
    SignInFailure.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert "还可以试 4 次" in try_to_sign_in(citizen, "zhoujia", "错的").content.decode()
    assert SignInFailure.objects.get().username == "zhoujia"


def test_signing_in_forgets_earlier_failures(citizen: Client) -> None:
    try_to_sign_in(citizen, "zhoujia", "错的")
    try_to_sign_in(citizen, "zhoujia")
    assert not SignInFailure.objects.exists()


def test_somebody_who_left_cannot_sign_in(citizen: Client, handler: Person) -> None:
    leave_post(handler, handler.created)
    assert "用户名或者密码不对" in try_to_sign_in(citizen, "zhoujia").content.decode()


def test_somebody_who_left_is_signed_out_at_the_next_page(citizen: Client, handler: Person) -> None:
    try_to_sign_in(citizen, "zhoujia")
    leave_post(handler, handler.created)
    assert citizen.get("/people/sign-in").status_code == 200


def test_sign_out_takes_a_post_and_ends_the_session(citizen: Client) -> None:
    try_to_sign_in(citizen, "zhoujia")
    assert citizen.get("/people/sign-out").status_code == 405
    assert is_signed_in(citizen)

    answer = citizen.post("/people/sign-out", headers={"X-CSRFToken": citizen.cookies["mingzhi-form"].value})
    assert answer.status_code == 302
    assert not is_signed_in(citizen)


def test_a_form_without_its_token_is_refused_in_chinese(citizen: Client) -> None:
    answer = citizen.post("/people/sign-in", {"username": "zhoujia", "password": PASSWORD})
    assert answer.status_code == 403
    assert "什么都没有写入" in answer.content.decode()


def test_every_page_allows_only_our_own_content(citizen: Client) -> None:
    for path in ("/people/sign-in", "/no-such-page"):
        answer = citizen.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'self'; ") and "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_sign_in_page_has_no_inline_script_or_style(citizen: Client) -> None:
    page = citizen.get("/people/sign-in").content.decode()
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", page)


def test_session_cookie_is_closed_to_scripts_and_other_sites(citizen: Client) -> None:
    try_to_sign_in(citizen, "zhoujia")
    cookie = citizen.cookies["mingzhi"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_sample_accounts_are_listed_by_role_and_a_name_fills_the_field(citizen: Client) -> None:
    page = citizen.get("/people/sign-in").content.decode()
    assert PASSWORD in page
    assert page.index("周甲示") < page.index("郑丙示") < page.index("王示长") < page.index("沈示子")
    assert 'href="/people/sign-in?username=zhengbing"' in page
    assert (
        'name="username" value="zhengbing"'
        in citizen.get("/people/sign-in?username=zhengbing").content.decode()
    )


def test_outside_sample_mode_no_account_and_no_password_is_shown(citizen: Client, settings: Settings) -> None:
    settings.MINGZHI_SAMPLE = False
    page = citizen.get("/people/sign-in").content.decode()
    assert PASSWORD not in page and "zhoujia" not in page and "周甲示" not in page


@signed_in
def who_am_i(request: StaffRequest) -> HttpResponse:
    return HttpResponse(f"{request.actor.name} {request.actor.department}")


def ask(rf: RequestFactory, user: object, **headers: str) -> HttpResponse:
    request: HttpRequest = rf.get("/desk/", headers=headers)
    request.user = user  # type: ignore[assignment]
    answer = actor(who_am_i)(request)
    assert isinstance(answer, HttpResponse)
    return answer


def test_a_signed_in_request_knows_its_actor(rf: RequestFactory, handler: Person) -> None:
    assert ask(rf, handler).content.decode() == "周甲示 基金监督科"


def test_a_citizen_is_sent_to_sign_in_and_then_back(rf: RequestFactory) -> None:
    from django.contrib.auth.models import AnonymousUser

    answer = ask(rf, AnonymousUser())
    assert (answer.status_code, answer.headers["Location"]) == (302, "/people/sign-in?next=%2Fdesk%2F")


def test_a_partial_request_of_a_citizen_moves_the_whole_page(rf: RequestFactory) -> None:
    from django.contrib.auth.models import AnonymousUser

    answer = ask(rf, AnonymousUser(), **{"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/people/sign-in")
