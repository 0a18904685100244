"""谁进得来：每一个网址，匿名的、别的局的、同局无关的、各岗位的人，各看到该看到的。"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import URLPattern, reverse

from mingzhi.desk.urls import urlpatterns
from mingzhi.people.models import Person
from mingzhi.record.models import AccessLog, ActRow, Dossier
from mingzhi.record.selectors import acts
from tests.desk.cases import CLINIC, written_case
from tests.desk.conftest import SignedIn, says_why

NOWHERE = "00000000-0000-4000-8000-000000000000"
INFORMANT = "示例举报人甲"


def recording(dossier: Dossier) -> tuple[int, str]:
    """一项存了材料的行为：序号、材料的摘要。"""
    act = next(act for act in acts(dossier) if act.kind == "recording.ingested" and act.exhibits)
    return act.number, act.exhibits[0].sha256


def text(answer: HttpResponseBase) -> str:
    """页面或者文件的字。"""
    if isinstance(answer, FileResponse):
        return b"".join(answer.streaming_content).decode(errors="replace")  # type: ignore[arg-type]
    assert isinstance(answer, HttpResponse)
    return answer.content.decode(errors="replace")


def ask(client: Client, url: str) -> HttpResponseBase:
    """打开一个网址；只收提交的，就提交。"""
    answer = client.get(url)
    return client.post(url) if answer.status_code == 405 else answer


def addresses(dossier: Dossier) -> Iterator[str]:
    """案卷的每一个网址，参数按名字填；填不出的参数，说明网址变了而这里没有跟上。"""
    number, sha256 = recording(dossier)
    values: dict[str, object] = {
        "pk": dossier.pk,
        "number": number,
        "sha256": sha256,
        "kind": "evidence.added",
        "form": "inquiry_record",
    }
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        route = str(pattern.pattern)
        if route.startswith("dossiers/<"):
            names = re.findall(r"<(?:\w+:)?(\w+)>", route)
            yield reverse(f"desk:{pattern.name}", kwargs={name: values[name] for name in names})


def test_a_dossier_has_all_its_addresses(case: Dossier) -> None:
    found = list(addresses(case))
    assert len(found) >= 14
    assert reverse("desk:dossier-log", args=[case.pk]) in found


def test_anonymous_is_sent_to_sign_in_everywhere(case: Dossier) -> None:
    anonymous = Client()
    plain = [f"/desk/{path}" for path in ("", "leads/", "dossiers/", "inspections/", "rules/", "guide/")]
    for url in (*plain, *addresses(case)):
        answer = ask(anonymous, url)
        assert answer.status_code == 302, url
        assert answer.headers["Location"].startswith("/people/sign-in?next="), url


def test_officers_of_the_other_bureau_see_nothing_of_a_dossier(case: Dossier, as_: SignedIn) -> None:
    strangers = Person.objects.filter(agency__code="shili-qilin")
    assert strangers.count() >= 10
    for stranger in strangers:
        client = as_(stranger.username)
        for url in addresses(case):
            answer = ask(client, url)
            assert answer.status_code == 404, f"{stranger.name} {url}"
            assert "重庆示例大药房" not in text(answer)
    assert not AccessLog.objects.filter(dossier=case, agency="shili-qilin").exists()


def test_a_refused_dossier_reads_like_one_that_does_not_exist(case: Dossier, as_: SignedIn) -> None:
    client = as_("chending")
    there = client.get(reverse("desk:dossier", args=[case.pk]))
    nowhere = client.get(reverse("desk:dossier", args=[NOWHERE]))
    assert there.status_code == nowhere.status_code == 404
    without_token = [re.sub(r'value="\w{64}"', "", text(page)) for page in (there, nowhere)]
    assert without_token[0] == without_token[1]


@pytest.mark.parametrize("username", ["fengshigeng", "jiangshichen", "shenshizi", "hanshichou", "caoshigui"])
def test_colleagues_without_a_part_in_the_case_see_no_overview(
    case: Dossier, as_: SignedIn, username: str
) -> None:
    assert as_(username).get(reverse("desk:dossier", args=[case.pk])).status_code == 404


TABS = ("dossier", "documents", "media", "review", "disclosure", "archive", "log")
SEEN = {
    "zhoujia": TABS,
    "lishiwu": TABS,
    "wangshizhang": TABS,
    "zhaoshifu": TABS,
    "xushimao": TABS,
    "heshiren": TABS,
    "zhengbing": ("dossier", "documents", "media", "review", "disclosure"),
    "qianshiji": ("dossier", "documents", "media", "review", "disclosure"),
    "hanshichou": ("dossier", "documents", "media"),
    "caoshigui": ("disclosure",),
    "sunshiding": ("media",),
    "fengshigeng": (),
    "shenshizi": (),
    "jiangshichen": (),
}


def test_every_role_sees_its_tabs_and_no_others(whole_case: Dossier, as_: SignedIn) -> None:
    for username, expected in SEEN.items():
        client = as_(username)
        says_why(client, whole_case)
        seen = []
        for tab in TABS:
            name = "desk:dossier" if tab == "dossier" else f"desk:dossier-{tab}"
            answer = client.get(reverse(name, args=[whole_case.pk]))
            assert answer.status_code in (200, 404), f"{username} {tab}"
            if answer.status_code == 200:
                seen.append(tab)
                # 页上的签，只列看得到的。
                listed = re.findall(rf'/desk/dossiers/{whole_case.pk}/(\w*)/?"', text(answer))
                assert set(listed) & set(TABS) <= set(expected), f"{username} {tab}"
        assert tuple(seen) == expected, username


def test_reviewers_see_a_case_only_after_it_was_submitted(
    case: Dossier, whole_case: Dossier, as_: SignedIn
) -> None:
    reviewer = as_("zhengbing")
    assert reviewer.get(reverse("desk:dossier", args=[case.pk])).status_code == 404
    assert reviewer.get(reverse("desk:dossier", args=[whole_case.pk])).status_code == 200


def test_a_lead_is_open_to_its_department_until_the_case_is_filed(bureaus: None, as_: SignedIn) -> None:
    lead, filed = written_case("登记实名举报（次日补录）"), written_case("立案")
    colleague = as_("fengshigeng")
    assert colleague.get(reverse("desk:dossier", args=[lead.pk])).status_code == 200
    assert colleague.get(reverse("desk:dossier", args=[filed.pk])).status_code == 404


def test_only_handlers_and_the_principal_learn_who_reported(whole_case: Dossier, as_: SignedIn) -> None:
    url = reverse("desk:act", args=[whole_case.pk, 1])
    for username in ("zhoujia", "wuyi", "wangshizhang"):
        assert INFORMANT in text(as_(username).get(url)), username
    for username in ("lishiwu", "zhaoshifu", "zhengbing", "xushimao", "heshiren"):
        client = as_(username)
        says_why(client, whole_case)
        assert client.get(url).status_code == 200
        for address in addresses(whole_case):
            assert INFORMANT not in text(client.get(address)), f"{username} {address}"
        assert INFORMANT not in text(client.get(url)), username
        assert "只有本案承办人和机关负责人可看" in text(client.get(url))


def test_exhibits_are_given_only_to_those_who_may_see_them(case: Dossier, as_: SignedIn) -> None:
    number, sha256 = recording(case)
    url = reverse("desk:exhibit", args=[case.pk, number, sha256])
    for username, status in (("zhoujia", 200), ("sunshiding", 200), ("fengshigeng", 404), ("chending", 404)):
        assert as_(username).get(url).status_code == status, username
    answer = as_("zhoujia").get(url)
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert text(answer).startswith("示例")
    elsewhere = reverse("desk:exhibit", args=[case.pk, 1, sha256])
    assert as_("zhoujia").get(elsewhere).status_code == 404


def test_every_visit_is_written_down_with_what_was_seen(case: Dossier, as_: SignedIn) -> None:
    number, sha256 = recording(case)
    client = as_("zhoujia")
    client.get(reverse("desk:dossier", args=[case.pk]))
    client.get(reverse("desk:dossier-media", args=[case.pk]))
    client.get(reverse("desk:exhibit", args=[case.pk, number, sha256]))
    seen = list(AccessLog.objects.filter(dossier=case).order_by("pk").values_list("person_name", "what"))
    assert seen[:2] == [("周甲示", "概况"), ("周甲示", "证据音像")]
    assert f"第 {number} 号的材料：" in seen[-1][1]
    page = text(client.get(reverse("desk:dossier-log", args=[case.pk])))
    assert page.count("周甲示") >= 4


def test_lists_searches_and_exports_stay_within_the_bureau(case: Dossier, as_: SignedIn) -> None:
    written_case("现场检查", scenario=CLINIC)
    for username, mine, other in (
        ("wangshizhang", "重庆示例大药房", "麒麟示例诊所"),
        ("yangshizhang", "麒麟示例诊所", "重庆示例大药房"),
    ):
        client = as_(username)
        for url in (
            "/desk/dossiers/?state=all",
            f"/desk/dossiers/?q={mine}",
            "/desk/dossiers/?state=all&format=csv",
            "/desk/?scope=all",
            "/desk/?scope=all&format=csv",
            "/desk/inspections/",
        ):
            page = text(client.get(url))
            assert mine in page, f"{username} {url}"
            assert other not in page, f"{username} {url}"
        assert "没有查到" in text(client.get(f"/desk/dossiers/?q={other}"))


def test_an_act_that_is_not_there_is_not_found(case: Dossier, as_: SignedIn) -> None:
    missing = ActRow.objects.filter(dossier=case).count() + 1
    assert as_("zhoujia").get(reverse("desk:act", args=[case.pk, missing])).status_code == 404
