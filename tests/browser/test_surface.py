"""页面的样子：无障碍、不横向滚动、灯有字、拒绝有条文、键盘走得通。各房间、各角色、拒绝以后。"""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.browser.site import ROOT, Site

pytestmark = pytest.mark.xdist_group("browser")

WIDTHS = (320, 360, 720, 1024, 1440)
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
RULES: dict[str, Any] = {"runOnly": {"type": "tag", "values": list(TAGS)}, "resultTypes": ["violations"]}

SUBMITTED, DECIDED = "重庆示例济世药房有限公司", "重庆示例春晖药房有限公司"
CLOSED, ARCHIVED = "重庆示例诚信药房有限公司", "重庆示例和顺药房有限公司"
PLANNED, WITHDRAWN = "重庆示例安康药房有限公司", "重庆示例大药房有限公司"
ASSIGNED = "重庆示例保和药房有限公司"


def findings(page: Page, at: str) -> list[str]:
    """axe 找到的，和我们自己的规矩。"""
    found = [
        f"{at}：{each['id']} {each['help']}：{each['nodes'][0]['html'][:160]}"
        for each in Axe().run(page, options=RULES).response["violations"]
    ]
    empty = page.locator(".lamp").evaluate_all(
        "lamps => lamps.filter(each => !each.textContent.trim()).map(each => each.outerHTML)"
    )
    found += [f"{at}：灯没有字 {each}" for each in empty]
    if page.locator("[style], script:not([src])").count():
        found.append(f"{at}：有行内样式或者行内脚本")
    return found


def too_wide(page: Page, at: str) -> list[str]:
    found = []
    before = page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            out = page.evaluate(
                """width => [...document.querySelectorAll('body *')]
                    .filter(each => each.getBoundingClientRect().right > width + 1)
                    .slice(-1).map(each => each.outerHTML.slice(0, 160))[0]""",
                width,
            )
            found.append(f"{at}：{width} 像素宽时横向滚动到 {wide}：{out}")
    if before:
        page.set_viewport_size(before)
    return found


def look(person: Person, paths: list[str]) -> list[str]:
    found = []
    for path in paths:
        answer = person.page.goto(f"{person.site.url}{path}")
        assert answer is not None
        assert answer.status in (200, 410), f"{path}：{answer.status}"
        found += findings(person.page, path) + too_wide(person.page, path)
    return found


def pages(site: Site) -> dict[str, list[str]]:
    case = {party: site.case(party) for party in (SUBMITTED, DECIDED, CLOSED, ARCHIVED, PLANNED, WITHDRAWN)}
    desk = {party: f"/desk/dossiers/{pk}/" for party, pk in case.items()}
    decided = site.rows(
        "select number from record_actrow where dossier_id in (?, ?) and kind = 'decision.made'",
        case[DECIDED],
        case[DECIDED].replace("-", ""),
    )[0][0]
    slugs: dict[str, str] = dict(
        (status, slug)
        for status, slug in site.rows(
            "select status, slug from disclosure_publication where subject = 'decision'"
        )
    )
    return {
        "": [
            *("/", "/after/", "/before/", "/before/officers/", "/during/", "/during/officers/", "/first"),
            *("/verify", "/receipts/", "/report/", "/data/", "/people/sign-in", "/b/shili-qilin/"),
            *(f"/p/{slug}" for slug in slugs.values()),
            f"/p/{next(iter(slugs.values()))}/correct",
        ],
        "zhoujia": [
            "/desk/",
            "/desk/leads/new/",
            "/desk/guide/",
            desk[SUBMITTED],
            f"{desk[SUBMITTED]}?all=1",
            f"{desk[PLANNED]}inspect/",
            f"{desk[PLANNED]}acts/new/inspection.held/",
            f"{desk[DECIDED]}acts/new/document.served/",
            f"{desk[SUBMITTED]}documents/",
            f"{desk[SUBMITTED]}media/",
        ],
        "wangshizhang": [
            "/desk/",
            f"{desk[DECIDED]}acts/{decided}/",
            f"{desk[DECIDED]}acts/{decided}/documents/penalty_decision/",
            f"{desk[CLOSED]}",
        ],
        "zhengbing": ["/review/", f"/review/{site.case(ASSIGNED)}/"],
        "qianshiji": [f"/review/{case[SUBMITTED]}/", f"/review/{case[SUBMITTED]}/assign/"],
        "caoshigui": [
            "/disclosure/",
            f"/disclosure/{case[DECIDED]}/",
            f"/disclosure/{case[DECIDED]}/draft/decision/{decided}/",
        ],
        "heshiren": [
            "/archive/",
            f"/archive/dossiers/{case[ARCHIVED]}/",
            f"/archive/dossiers/{case[CLOSED]}/assemble/",
            f"/archive/dossiers/{case[ARCHIVED]}/consultations/request/",
        ],
        "xushimao": ["/supervision/", "/supervision/log/"],
        "chending": ["/desk/", "/desk/rules/"],
    }


@pytest.mark.parametrize(
    "username",
    [
        "",
        "zhoujia",
        "wangshizhang",
        "zhengbing",
        "qianshiji",
        "caoshigui",
        "heshiren",
        "xushimao",
        "chending",
    ],
)
def test_pages_are_accessible_and_never_scroll_sideways(enter: Enter, site: Site, username: str) -> None:
    found = look(enter(username), pages(site)[username])
    assert not found, "\n".join(found)


def test_forms_after_a_refusal_are_accessible_and_cite_an_article(enter: Enter, site: Site) -> None:
    found = []
    li = enter("lishiwu")
    li.go(f"/desk/dossiers/{site.case('重庆示例惠民药房有限公司')}/acts/new/inspection.planned/")
    li.put("检查人员", ["周甲示"])
    li.press("写入案卷")
    cites = li.refused("第四十二条").locator("dl").all()
    assert cites and all("《" in each.inner_text() for each in cites)
    found += findings(li.page, "安排现场检查，拒绝以后") + too_wide(li.page, "安排现场检查，拒绝以后")
    li.put("检查日期", "昨天")
    li.press("写入案卷")
    expect(li.page.locator("#errors")).to_be_focused()
    found += findings(li.page, "安排现场检查，写错以后")

    bing = enter("zhengbing")
    bing.go(f"/review/{site.case(ASSIGNED)}/")
    bing.page.get_by_role("radio", name="同意", exact=True).check()
    bing.press("提请负责人签名")
    refusal = bing.refused()
    assert all("《" in each.inner_text() for each in refusal.locator("dl").all())
    found += findings(bing.page, "审核，拒绝以后") + too_wide(bing.page, "审核，拒绝以后")

    gui = enter("caoshigui")
    case = site.case(DECIDED)
    gui.go(f"/disclosure/{case}/")
    gui.page.get_by_role("row").filter(has_text="行政处罚决定").get_by_role("link", name="拟稿").click()
    gui.page.get_by_label("主要事实").fill("电话13912345678")
    gui.page.locator("form.act-form button[type=submit]").click()
    gui.refused("《")
    found += findings(gui.page, "公示拟稿，拒绝以后") + too_wide(gui.page, "公示拟稿，拒绝以后")

    one = enter()
    one.go("/people/sign-in")
    one.page.get_by_label("用户名").first.fill("没有这个人")
    one.page.get_by_label("密码").fill("不对")
    one.page.get_by_role("button", name="登录").click()
    found += findings(one.page, "登录，拒绝以后")
    assert not found, "\n".join(found)


def test_pages_hold_at_double_size(enter: Enter, site: Site) -> None:
    """放大到 200 %：1280 宽的屏幕只剩 640 个点，仍不横向滚动。"""
    jia = enter("zhoujia", size=(640, 400), device_scale_factor=2)
    found = []
    for path in pages(site)["zhoujia"]:
        jia.go(path)
        wide = jia.page.evaluate("document.documentElement.scrollWidth")
        if wide > 640:
            found.append(f"{path}：{wide}")
    assert not found, "\n".join(found)


def test_the_keyboard_reaches_everything_that_matters(enter: Enter, site: Site) -> None:
    jia = enter("zhoujia")
    jia.go("/desk/")
    keys = jia.page.keyboard
    keys.press("Tab")
    expect(jia.page.locator(":focus")).to_have_text("跳到正文")
    keys.press("Enter")
    expect(jia.page.locator("main")).to_be_focused()
    keys.press("j")
    expect(jia.page.locator("main tbody th[scope=row] a").first).to_be_focused()
    keys.press("/")
    expect(jia.page.get_by_label("查案卷、当事人、文号")).to_be_focused()
    keys.type("济世")
    keys.press("Enter")
    expect(jia.page.get_by_role("link", name=re.compile("济世")).first).to_be_visible()
    # Ctrl+Enter 在大栏里就是提交；回车在小栏里只是预览，不写入。
    jia.go(f"/desk/dossiers/{site.case('重庆示例惠民药房有限公司')}/acts/new/evidence.added/")
    before = len(site.rows("select 1 from record_actrow"))
    jia.page.get_by_label(re.compile("^证据名称")).press("Enter")
    jia.settled()
    assert len(site.rows("select 1 from record_actrow")) == before
    expect(jia.page.get_by_role("heading", level=1).first).to_contain_text("收集证据")
    jia.go("/desk/")
    jia.page.locator("main").focus()
    keys.press("?")
    expect(jia.page.get_by_role("heading", level=1)).to_have_text("键盘操作")


def test_the_checks_themselves_find_faults(enter: Enter) -> None:
    """查得出的才算查过：故意弄坏一页。"""
    one = enter()
    one.go("/first")
    one.page.evaluate(
        """() => {
            document.querySelector('main').insertAdjacentHTML('beforeend',
                '<img src="/static/portal/mark.svg"><span class="lamp lamp-met"></span>');
            const wide = document.createElement('pre');
            wide.textContent = '宽'.repeat(400);
            document.querySelector('main').append(wide);
        }"""
    )
    found = findings(one.page, "坏页")
    assert any("image-alt" in each for each in found) and any("灯没有字" in each for each in found)
    assert len(too_wide(one.page, "坏页")) == len(WIDTHS)


def test_no_template_has_inline_style_or_script() -> None:
    for file in (ROOT / "mingzhi").rglob("templates/**/*.html"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle\s*=", text), file
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), file
        assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), file
        assert "javascript:" not in text, file
