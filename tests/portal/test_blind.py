"""门户是盲的：只问公示；示例案卷里的秘密，公众能看到的任何一页上都没有。"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from mingzhi.casework import personal
from mingzhi.disclosure.models import Publication
from mingzhi.record.models import Dossier
from mingzhi.record.selectors import casefile
from tests.portal.published import Published

PORTAL = Path(__file__).resolve().parents[2] / "mingzhi" / "portal"
LINK = re.compile(r'(?:href|action)="(/[^"#]*)"')


def imports() -> Iterator[tuple[str, str]]:
    """门户各文件引入的我们自己的模块，和从里面取的名字。"""
    for file in PORTAL.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mingzhi"):
                for name in node.names:
                    yield node.module or "", name.name
            elif isinstance(node, ast.Import):
                for name in node.names:
                    if name.name.startswith("mingzhi"):
                        yield name.name, ""


def test_portal_asks_only_the_selectors_of_disclosure_and_hands_in_requests() -> None:
    asked = {
        f"{module}.{name}" if module == "mingzhi.disclosure" else module
        for module, name in imports()
        if not module.startswith("mingzhi.portal")
    }
    public = ("licences", "listed", "models", "opendata", "progress", "requests", "selectors")
    # 存证只用来给出随包的核验程序：它不知道任何案卷。
    assert asked == {f"mingzhi.disclosure.{name}" for name in public} | {"mingzhi.ledger"}
    assert {name for module, name in imports() if module == "mingzhi.ledger"} == {"shipped"}
    # 表的定义只借来写类型：查询由公示的各个 selectors 给出（下一个测试）。
    tables = {name for module, name in imports() if module == "mingzhi.disclosure.models"}
    assert tables == {"PublicListing"}


def test_portal_queries_no_table_by_itself() -> None:
    for file in PORTAL.rglob("*.py"):
        assert ".objects" not in file.read_text(encoding="utf-8"), file


@pytest.mark.usefixtures("bureaus")
def test_no_secret_of_the_sample_cases_is_on_any_page_a_citizen_can_reach(published: Published) -> None:
    secrets = {text for dossier in Dossier.objects.all() for _, text in personal.secrets(casefile(dossier))}
    assert {"示例举报人甲", "13800000000", "示例区示例小区1号楼101室", "500111198001010018"} <= secrets
    secrets |= {"示例张三"} | {str(dossier.pk) for dossier in Dossier.objects.all()}
    pages = dict(crawl(Client()))
    assert len(pages) > 60
    for item in Publication.objects.all():
        assert f"/p/{item.slug}" in pages
    for url, page in pages.items():
        for secret in secrets:
            assert secret not in page, f"{url} 上有 {secret}"


def crawl(client: Client) -> Iterator[tuple[str, str]]:
    """从首页起，公众点得到的每一页。"""
    waiting, seen = ["/"], {"/"}
    while waiting:
        url = waiting.pop()
        response = client.get(url.replace("&amp;", "&"))
        assert response.status_code in (200, 302, 410), url
        page = response.content.decode()
        yield url, page
        if "html" not in response.headers.get("Content-Type", ""):
            continue
        for link in LINK.findall(page):
            if link not in seen and not link.startswith(("/static/", "/desk/", "/people/")):
                seen.add(link)
                waiting.append(link)


@pytest.mark.usefixtures("bureaus")
def test_pages_have_no_inline_script_or_style(published: Published) -> None:
    for url, page in crawl(Client()):
        assert "style=" not in page, url
        assert "<script" not in page, url
