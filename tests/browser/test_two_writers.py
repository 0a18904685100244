"""两个人同时写一卷：后写的不丢字，并且知道先写的是谁、写了什么。没有脚本，也写得成。"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.site import Site

pytestmark = pytest.mark.xdist_group("browser")
PARTY = "重庆示例仁心药房有限公司"


def evidence(title: str) -> dict[str, object]:
    return {
        "证据种类": "书证",
        "证据名称": title,
        "来源": "当事人提供",
        "收集日期": "2026-11-18",
        "收集人": ["周甲示", "吴乙示"],
        "证明对象": "进货品种与结算品种不一致",
        "页数或者份数": "3页",
    }


def test_the_second_writer_keeps_the_typing_and_learns_who_wrote_first(enter: Enter) -> None:
    jia, yi = enter("zhoujia"), enter("wuyi")
    for one in (jia, yi):
        one.open_case(PARTY)
        one.choose("收集证据")
    jia.fill(evidence("进货票据甲"))
    yi.fill(evidence("进货票据乙"))
    jia.write()
    yi.press("写入案卷")
    told = yi.page.locator("#conflict")
    expect(told).to_be_visible()
    expect(told).to_be_focused()
    expect(told).to_contain_text("周甲示")
    expect(told).to_contain_text("第")
    with yi.page.context.expect_page() as opened:
        told.get_by_role("link", name="看这一项").click()
    expect(opened.value.locator("main")).to_contain_text("进货票据甲")
    assert yi.value("证据名称") == "进货票据乙"
    expect(yi.page.get_by_role("checkbox", name="周甲示")).to_be_checked()
    yi.press("看过了，仍然写入")
    yi.done()
    yi.sees("进货票据乙")


def test_an_act_is_written_without_script(enter: Enter) -> None:
    yi = enter("wuyi", java_script_enabled=False)
    yi.open_case("重庆示例永安药房有限公司")
    yi.choose("收集证据")
    yi.put("收集日期", "昨天")
    yi.put("证据名称", "购销合同")
    yi.press("写入案卷")
    # 写错的，旁边说明怎样改；填的都在。
    expect(yi.page.locator("[aria-invalid=true]").first).to_be_visible()
    yi.sees("请按“年-月-日”填写日期")
    assert yi.value("收集日期") == "昨天" and yi.value("证据名称") == "购销合同"
    yi.fill(evidence("购销合同"))
    yi.press("预览")
    assert yi.value("证据名称") == "购销合同"
    yi.write()
    yi.sees("购销合同")


def test_typing_is_saved_by_itself_and_still_there_after_leaving(enter: Enter, site: Site) -> None:
    jia = enter("zhoujia")
    jia.go(f"/desk/dossiers/{site.case(PARTY)}/acts/new/materials.demanded/")
    jia.put("依据", "《医疗保障基金使用监督管理条例》第二十七条，示例")
    jia.page.keyboard.press("Tab")
    expect(jia.page.locator("#saved")).to_contain_text("已自动保存，尚未写入案卷")
    jia.go("/desk/")
    jia.go(f"/desk/dossiers/{site.case(PARTY)}/acts/new/materials.demanded/")
    assert jia.value("依据").endswith("第二十七条，示例")
