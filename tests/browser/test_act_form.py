"""表单在浏览器里：边写边存，断网续传，看着文书写；没有脚本也写得成。"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.browser.site import Site

pytestmark = pytest.mark.xdist_group("browser")
PARTY = "重庆示例安康药房有限公司"
CHUNKS = 3


def form_of(person: Person, site: Site, kind: str, party: str = PARTY) -> str:
    path = f"/desk/dossiers/{site.case(party)}/acts/new/{kind}/"
    person.go(path)
    return path


def test_typing_saves_itself_and_the_paper_follows(enter: Enter, site: Site) -> None:
    jia = enter("zhoujia")
    path = form_of(jia, site, "inspection.held")
    expect(jia.page.locator("#saved")).to_have_text("尚未写入案卷")
    jia.put("检查情况", "营业厅设收银台 2 处。")
    jia.page.keyboard.press("Tab")
    expect(jia.page.locator("#saved")).to_contain_text("已自动保存，尚未写入案卷")
    expect(jia.page.locator("#preview article.sheet").first).to_contain_text("营业厅设收银台 2 处。")
    jia.go(path)
    assert jia.value("检查情况") == "营业厅设收银台 2 处。"


def test_an_upload_goes_on_by_itself_after_the_network_breaks(
    enter: Enter, site: Site, tmp_path: Path
) -> None:
    jia = enter("zhoujia")
    form_of(jia, site, "evidence.added")
    video = tmp_path / "录像.mp4"
    video.write_bytes(os.urandom(CHUNKS * 4 * 1024 * 1024))
    broken: list[str] = []

    def flaky(route: Route) -> None:
        # 第二块传到一半断网，只断一次。
        start = route.request.headers.get("content-range", "")
        if route.request.method == "PUT" and not start.startswith("bytes 0-") and not broken:
            broken.append(start)
            route.abort()
        else:
            route.continue_()

    jia.page.route(re.compile("/desk/uploads/"), flaky)
    jia.page.locator("#f-files").set_input_files(video)
    expect(jia.page.locator("[data-list]")).to_contain_text("已存入，随本项写入案卷", timeout=30_000)
    assert len(broken) == 1
    jia.fill(
        {
            "证据种类": "视听资料",
            "证据名称": "现场录像",
            "来源": "现场拍摄",
            "收集日期": "2026-11-18",
            "收集人": ["周甲示", "吴乙示"],
            "证明对象": "收银台的情况",
            "页数或者份数": "1份",
        }
    )
    jia.write()
    number = jia.page.locator("[role=status].note").first.inner_text()
    assert "第" in number
    jia.sees("录像.mp4")


def test_without_script_rows_are_added_files_sent_and_the_act_written(
    enter: Enter, site: Site, tmp_path: Path
) -> None:
    jia = enter("zhoujia", java_script_enabled=False)
    form_of(jia, site, "materials.demanded")
    jia.fill({"依据": "《医疗保障基金使用监督管理条例》第二十七条", "提供期限": "2099年1月8日"})
    jia.page.get_by_role("button", name=re.compile("^增加一行")).click()
    row = jia.page.get_by_role("group", name="应提供的材料 第 1 行")
    row.get_by_label("材料名称").fill("进货发票")
    scan = tmp_path / "底稿.txt"
    scan.write_text("底稿", encoding="utf-8")
    jia.page.locator("#f-files").set_input_files(scan)
    jia.page.get_by_role("button", name="预览", exact=True).last.click()
    jia.sees("底稿.txt", "进货发票", "已自动保存")
    jia.write()
    jia.sees("限期提供材料")
