"""档案管理员的旅程：立卷，导出并核验档案包；当事人查阅，经同意，只看正卷，每次打开都记录。"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.site import ROOT, Site

pytestmark = pytest.mark.xdist_group("browser")
PARTY = "重庆示例诚信药房有限公司"


def test_a_closed_case_is_assembled_exported_verified_and_read_by_the_party(
    enter: Enter, site: Site, tmp_path: Path
) -> None:
    site.work()
    he = enter("heshiren")
    he.page.get_by_role("link", name=re.compile("^归档")).first.click()
    he.page.get_by_role("link", name=re.compile(PARTY)).first.click()
    he.sees("正卷", "副卷", "检查人")
    he.page.get_by_label(re.compile("^立卷人")).select_option(label="周甲示（基金监督科）")
    he.page.get_by_label(re.compile("^检查人")).select_option(label="何示壬（办公室）")
    he.page.get_by_role("button", name="写入案卷：立卷归档").click()
    he.done()
    he.sees("已立卷归档：档号")

    he.page.get_by_label(re.compile("^用途")).fill("归档保存")
    he.press("导出并核验档案包")
    # 进展自己刷新，做完了才有取走的按钮。
    expect(he.page.get_by_role("status").filter(has_text="已完成")).to_be_visible(timeout=60_000)
    he.page.reload()
    he.sees("核验通过")
    with he.page.expect_download() as download:
        he.page.get_by_role("link", name="取走档案包").click()
    package = tmp_path / "案卷.zip"
    download.value.save_as(package)
    said = subprocess.run(
        [sys.executable, "-m", "mingzhi.cli", "verify", str(package)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert said.returncode == 0, said.stdout + said.stderr

    # 查阅：登记，负责人同意，发地址。
    he.page.get_by_role("link", name=re.compile(PARTY)).first.click()
    he.page.get_by_role("link", name="登记查阅申请").click()
    he.page.get_by_label(re.compile("姓名或者名称")).fill("苏某示")
    he.page.get_by_label("已核对身份或者授权").check()
    he.page.get_by_label("用途").fill("准备行政复议")
    he.page.get_by_role("button", name="写入案卷：申请查阅").click()
    he.done()

    wang = enter("wangshizhang")
    wang.go("/archive/")
    wang.page.get_by_role("row").filter(has_text="苏某示").get_by_role("link").click()
    wang.sees("副卷（举报人、法制审核、集体讨论等）不供查阅")
    wang.page.get_by_label("同意", exact=True).check()
    wang.page.get_by_label("查阅有效期").fill("2026-11-20")
    wang.page.get_by_label("负责人意见").fill("同意查阅正卷")
    wang.press("写入案卷")
    wang.done()

    he.go(f"/archive/dossiers/{site.case(PARTY)}/")
    he.page.get_by_role("button", name="发查阅地址").click()
    address = he.page.get_by_label("查阅地址").input_value()
    party = enter()
    party.go(address.removeprefix(site.url))
    party.sees("查阅正卷", "行政处罚决定书", "别人的个人信息已经隐去")
    shown = party.page.locator("main").inner_text()
    for hidden in ("法制审核意见表", "集体讨论", "投诉举报登记表", "示例举报人"):
        assert hidden not in shown, hidden
    party.page.get_by_role("link", name=re.compile(r"看文字\s*：行政处罚决定书$")).click()
    party.sees("苏某示", "查阅件")
    paper = party.page.get_by_role("link", name="看 PDF").get_attribute("href")
    assert party.page.request.get(f"{site.url}{paper}").body().startswith(b"%PDF")
    # 查阅的地址看不到别的页。
    party.go("/desk/")
    expect(party.page.get_by_role("heading", level=1)).to_have_text("登录")

    he.go(f"/desk/dossiers/{site.case(PARTY)}/log/")
    he.sees("苏某示")
    he.go(f"/archive/dossiers/{site.case(PARTY)}/")
    he.page.get_by_role("button", name="办毕查阅").click()
    he.done()
    answer = party.page.goto(address)
    assert answer is not None
    assert "行政处罚决定书" not in party.text(), "办毕以后地址失效"
