"""每一扇门：没有登录的、另一个局的、没有岗位的，打开每一个网址，都看不到案卷里的一个字。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.browser.conftest import Enter
from tests.browser.site import Site

pytestmark = pytest.mark.xdist_group("browser")

# 审到一半的一件：有送审、材料、草稿、录像，还没有决定。
PARTY = "重庆示例济世药房有限公司"
# 归档了、查阅过、导出得了的一件。
WHOLE = "重庆示例和顺药房有限公司"
# 这两卷里的字，别人的页上一个都不能有。
SECRETS = ("济世药房", "和顺药房", "示例举报人", "苏某示", "13800000000", "货架商品8种")
STAFF = ("desk/", "review/", "disclosure/", "archive/", "supervision/")


def patterns(found: Sequence[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, str]]:
    """（网址的样子，名字）。"""
    for each in found:
        route = before + str(each.pattern).lstrip("^").rstrip("$")
        if isinstance(each, URLResolver):
            yield from patterns(each.url_patterns, route)
        else:
            yield route, each.name or ""


def filled(route: str, site: Site, case: str, form: str) -> Iterator[str]:
    """把网址里的空填上：两卷的编号、第 1 号、真的材料摘要。"""
    plain = case.replace("-", "")
    acts = site.rows(
        "select number, kind, exhibits from record_actrow where dossier_id in (?, ?) order by number",
        plain,
        case,
    )
    shas = [(number, sha) for number, _, text in acts for sha in re.findall(r"[0-9a-f]{64}", str(text))]
    number, sha = shas[0] if shas else (1, "0" * 64)
    by_kind = {str(kind): str(number) for number, kind, _ in acts}
    values = {
        "pk": case,
        "number": str(number) if "exhibits" in route else "1",
        "sha256": sha,
        "kind": "evidence.added",
        "form": form,
        "of": by_kind.get("decision.made", by_kind.get("inspection.held", "1")),
        "subject": "decision" if "decision.made" in by_kind else "inspection",
        "index": "0",
        "volume": "main",
        "key": "1-lead_register",
        "suffix": "pdf",
        "token": "x" * 30,
        "receipt": "GZ-AAAAA-AAAAA",
        "rule": "nat.filing.officers",
        "rule_id": "nat.filing.officers",
        "word": "closed",
        "upload": case,
    }

    def value(match: re.Match[str]) -> str:
        return values[match.group(1)]

    route = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", value, route)
    route = re.sub(r"<(?:\w+:)?(\w+)>", value, route)
    yield "/" + route.replace("\\.", ".").replace("\\", "")


def addresses(site: Site) -> list[str]:
    found: list[str] = []
    for route, _ in patterns(get_resolver().url_patterns):
        if route.startswith(STAFF):
            for party in (PARTY, WHOLE):
                found += filled(route, site, site.case(party), "filing_approval")
    return sorted(set(found))


def test_every_address_is_tried_with_real_ids(site: Site, enter: Enter) -> None:
    """门是真的：本案的人打得开其中很多，所以别人打不开不是因为网址写错了。"""
    tried = addresses(site)
    assert len(tried) > 80
    opened = 0
    for username in ("wangshizhang", "heshiren"):
        one = enter(username)
        for url in tried:
            if url.endswith((".pdf", ".docx")):
                continue
            answer = one.page.request.get(site.url + url, max_redirects=0)
            assert answer.status < 500, f"{username} {url}：{answer.status}"
            opened += (
                answer.status == 200 and any(secret in answer.text() for secret in SECRETS[:2])
                if "text/html" in answer.headers.get("content-type", "")
                else 0
            )
    assert opened > 40, opened


@pytest.mark.parametrize("username", ["", "chending", "yangshizhang", "yuanmao", "jiangshichen"])
def test_strangers_see_nothing_of_a_dossier(site: Site, enter: Enter, username: str) -> None:
    one = enter(username)
    for url in addresses(site):
        answer = one.page.request.get(site.url + url, max_redirects=0)
        assert answer.status in (200, 302, 403, 404, 405), f"{url}：{answer.status}"
        if site.case(PARTY) in url or site.case(WHOLE) in url:
            assert answer.status in (302, 404, 405), f"{username} {url}：{answer.status}"
            if answer.status == 302:
                assert answer.headers["location"].startswith("/people/sign-in"), url
        shown = answer.body().decode("utf-8", "replace")
        for secret in SECRETS:
            assert secret not in shown, f"{username} {url}：{secret}"


def test_strangers_cannot_write_either(site: Site, enter: Enter) -> None:
    """带着自己的表单记号去提交，也是找不到。"""
    case = site.case(PARTY)
    for username in ("chending", "yangshizhang"):
        one = enter(username)
        token = one.page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
        for path in (
            f"/desk/dossiers/{case}/acts/new/evidence.added/",
            f"/desk/dossiers/{case}/acts/new/decision.made/",
            f"/desk/dossiers/{case}/inspect/",
            f"/review/{case}/",
            f"/review/{case}/sign/",
            f"/review/{case}/assign/",
            f"/archive/dossiers/{case}/assemble/",
            f"/archive/dossiers/{case}/packages/",
        ):
            answer = one.page.request.post(
                site.url + path,
                form={"csrfmiddlewaretoken": token, "_do": "write"},
                headers={"Referer": site.url + path},
                max_redirects=0,
            )
            assert answer.status == 404, f"{username} {path}：{answer.status}"
