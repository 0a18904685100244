"""真的浏览器：无障碍检查、各种宽度不横向滚动、键盘、没有脚本也完整、打印。"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from mingzhi.people import clock
from mingzhi.samples import people
from tests.desk.cases import INQUIRY, WITHDRAWN, written_case
people.load(clock.now())
print(written_case(INQUIRY).pk, written_case(WITHDRAWN).pk)
"""
PASSWORD = "shili-2026"
WIDTHS = (320, 360, 720, 1024, 1440)


class Site:
    """一个真的服务器。"""

    def __init__(self, port: int, case: str, whole: str) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.case, self.whole = case, whole

    def sign_in(self, page: Page, username: str) -> None:
        page.goto(f"{self.url}/people/sign-in")
        page.fill("#username", username)
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url(f"{self.url}/desk/")

    @property
    def addresses(self) -> dict[str, str]:
        case, whole = f"/desk/dossiers/{self.case}/", f"/desk/dossiers/{self.whole}/"
        return {
            "待办": "/desk/",
            "全部待办": "/desk/?scope=section",
            "案卷": "/desk/dossiers/",
            "线索": "/desk/leads/",
            "检查": "/desk/inspections/",
            "依据": "/desk/rules/",
            "一条规则": "/desk/rules/nat.due.sealing/",
            "怎样开始": "/desk/guide/",
            "谁能做什么": "/desk/guide/roles/",
            "键盘操作": "/desk/guide/keys/",
            "概况": case,
            "全表": f"{whole}?all=1",
            "文书": f"{case}documents/",
            "证据音像": f"{case}media/",
            "审核": f"{whole}review/",
            "公示": f"{whole}disclosure/",
            "归档": f"{whole}archive/",
            "查阅记录": f"{case}log/",
            "一项行为": f"{case}acts/12/",
            "没有这一页": "/desk/nowhere/",
        }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("MINGZHI_")},
        "MINGZHI_DATA": str(data),
        "MINGZHI_NOW": "2025-10-13T09:30",
        "DJANGO_SETTINGS_MODULE": "mingzhi.settings",
        "PYTHONPATH": str(ROOT),
    }
    made = subprocess.run(
        [sys.executable, "-c", PREPARE], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    assert made.returncode == 0, made.stderr
    case, whole = made.stdout.split()[-2:]
    with (data / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "django", "runserver", f"127.0.0.1:{port}", "--noreload"],
            env=environment,
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
        try:
            _wait(port, server, data / "server.log")
            yield Site(port, case, whole)
        finally:
            server.terminate()
            server.wait(10)


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(100):
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/people/sign-in", timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"服务器没有起来：{log.read_text()}")


def test_axe_finds_nothing_on_any_page(site: Site, page: Page) -> None:
    site.sign_in(page, "zhoujia")
    found: dict[str, list[str]] = {}
    for name, address in site.addresses.items():
        page.goto(site.url + address)
        for details in page.query_selector_all("details"):
            details.evaluate("each => { each.open = true }")
        faults = Axe().run(page).response["violations"]
        if faults:
            found[name] = [
                f"{fault['id']}：{fault['nodes'][0]['html'][:160]}（{len(fault['nodes'])} 处）"
                for fault in faults
            ]
    assert not found, found


def test_nothing_scrolls_sideways_at_any_width(site: Site, page: Page) -> None:
    site.sign_in(page, "zhoujia")
    wide = []
    for name, address in site.addresses.items():
        page.goto(site.url + address)
        for details in page.query_selector_all("details"):
            details.evaluate("each => { each.open = true }")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            over = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if over > 0:
                wide.append(f"{name} 在 {width} 宽：多出 {over}")
    assert not wide, wide


def test_targets_on_a_phone_are_large_enough(site: Site, phone_page: Page) -> None:
    site.sign_in(phone_page, "zhoujia")
    phone_page.goto(f"{site.url}/desk/dossiers/{site.case}/")
    small = phone_page.evaluate(
        """[...document.querySelectorAll('main .btn, .bar .btn')].filter(e => e.getClientRects().length)
           .map(e => [e.textContent.trim(), e.getBoundingClientRect().height]).filter(each => each[1] < 36)"""
    )
    assert not small


def test_the_menu_opens_on_a_phone_and_leads_on(site: Site, phone_page: Page) -> None:
    site.sign_in(phone_page, "zhoujia")
    assert not phone_page.is_visible(".nav a >> text=案卷")
    phone_page.click("button >> text=菜单")
    phone_page.click(".nav a >> text=案卷")
    phone_page.wait_for_url(f"{site.url}/desk/dossiers/")


def test_the_keyboard_is_enough(site: Site, page: Page) -> None:
    site.sign_in(page, "zhoujia")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.textContent")
    assert first and second and page.evaluate("document.activeElement.closest('table.inbox') !== null")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == first
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("j/?")
    assert page.input_value("#q") == "j/?"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.wait_for_url(f"{site.url}/desk/guide/keys/")
    page.uncheck("#letters")
    page.keyboard.press("Tab")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "q"


def test_a_date_in_the_inbox_opens_its_reason(site: Site, page: Page) -> None:
    site.sign_in(page, "zhoujia")
    page.click("tr:has-text('封存届满') td[data-label=期限] a")
    page.wait_for_url(f"{site.url}/desk/dossiers/{site.case}/#due-*")
    anchor = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    assert page.evaluate("id => document.getElementById(id).querySelector('details').open", anchor)


def test_pages_are_whole_without_script(site: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    site.sign_in(page, "zhoujia")
    page.goto(f"{site.url}/desk/dossiers/{site.case}/")
    page.click(".duty >> text=为什么是这天 >> nth=0")
    assert page.is_visible(".duty .why-body >> nth=0")
    page.goto(f"{site.url}/desk/dossiers/?q=示例大药房")
    assert page.is_visible("text=重庆示例大药房有限公司串换药品案 >> nth=0")
    page.fill("#find", "查不到的")
    page.click("form.filter button")
    assert page.is_visible("text=没有查到")
    context.close()


def test_printed_pages_leave_the_bars_out(site: Site, page: Page) -> None:
    site.sign_in(page, "zhoujia")
    page.goto(f"{site.url}/desk/dossiers/{site.case}/")
    page.emulate_media(media="print")
    assert not page.is_visible("header.bar") and not page.is_visible("footer.foot")
    assert page.is_visible("ol.stages") and page.is_visible(".lamp >> nth=0")
