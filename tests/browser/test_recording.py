"""录像从存入到播放：上传、写标记、后台查看、点标记跳过去；没有脚本也跳得过去；手机宽、键盘都能用。"""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.browser.site import Site
from tests.media.made import webm

pytestmark = pytest.mark.xdist_group("browser")
PARTY = "重庆示例安康药房有限公司"


def until(page: Page, condition: str, seconds: float = 20) -> None:
    """等到页面上的条件成立。页面的安全策略不许求值，所以不用 wait_for_function。"""
    end = time.monotonic() + seconds
    while not page.evaluate(f"() => {condition}"):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(100)


def ingest(jia: Person, site: Site, folder: Path) -> None:
    file = folder / "检查现场.webm"
    file.write_bytes(webm())
    jia.go(f"/desk/dossiers/{site.case(PARTY)}/acts/new/recording.ingested/")
    jia.page.locator("#f-files").set_input_files(file)
    expect(jia.page.locator("[data-list]")).to_contain_text("已存入，随本项写入案卷", timeout=60_000)
    jia.fill(
        {
            "种类": "录像",
            "设备": "执法记录仪DSJ-03",
            "制作方法": "连续拍摄",
            "开始时间": "2026-11-18 09:00",
            "结束时间": "2026-11-18 09:30",
            "制作人": "吴乙示",
            "证明对象": "货架的情况",
            "各项内容在第几分几秒": [
                {"时间码": "00:00:02", "拍到了什么": "重要涉案物品及主要特征", "说明": "货架"}
            ],
        }
    )
    jia.write()


def looked_at(person: Person) -> None:
    """后台看完了，页面上才有时长。"""
    for _ in range(60):
        if "正在查看" not in person.text():
            return
        person.page.wait_for_timeout(500)
        person.page.reload()
    raise AssertionError("后台没有看完")


def test_a_recording_goes_from_upload_to_the_marked_second(enter: Enter, site: Site, tmp_path: Path) -> None:
    site.work()
    jia = enter("zhoujia")
    ingest(jia, site, tmp_path)
    looked_at(jia)
    jia.sees("起止写的是 30 分，文件里只有 4 秒")
    jia.page.get_by_role("link", name="播放 检查现场.webm").click()
    jia.sees("画面", "vp8", "160×120", "本次播放记入查阅记录，用途：办理本案")
    video = jia.page.locator("video#player")
    until(jia.page, "document.getElementById('player').readyState >= 1")
    mark = jia.page.get_by_role("link", name="00:00:02 重要涉案物品及主要特征")
    mark.focus()
    jia.page.keyboard.press("Enter")
    until(jia.page, "document.getElementById('player').currentTime >= 2")
    expect(mark).to_have_attribute("aria-current", "true")
    assert video.evaluate("each => each.videoWidth") == 160
    width = jia.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]
    jia.page.set_viewport_size({"width": 360, "height": 740})
    width = jia.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]
    address = jia.page.url
    bare = enter("zhoujia", java_script_enabled=False)
    bare.page.goto(address)
    bare.page.get_by_role("link", name="00:00:02 重要涉案物品及主要特征").click()
    assert bare.page.locator("video#player").get_attribute("src").endswith("#t=2")  # type: ignore[union-attr]


def test_the_register_of_devices_is_kept_by_the_custodian(enter: Enter, site: Site) -> None:
    keeper = enter("sunshiding")
    keeper.go("/desk/equipment/")
    keeper.page.get_by_role("link", name="登记音像设备").click()
    keeper.fill(
        {"种类": "执法记录仪", "编号": "DSJ-03", "使用的科室或者人": "基金监督科", "存储和保管": "专用存储器"}
    )
    keeper.write()
    keeper.go("/desk/equipment/")
    keeper.page.get_by_role("link", name="核对设备的时间").click()
    keeper.fill(
        {
            "标准时间": "2026-11-18 09:00:00",
            "设备显示的时间": "2026-11-18 08:59:30",
            "标准时间取自哪里": "国家授时中心",
        }
    )
    keeper.write()
    keeper.go("/desk/equipment/")
    keeper.sees("执法记录仪 DSJ-03", "慢 30 秒")
    jia = enter("zhoujia")
    jia.go("/desk/equipment/")
    jia.sees("执法记录仪 DSJ-03", "由音像管理员、承办机构负责人登记")
