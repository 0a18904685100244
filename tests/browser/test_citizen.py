"""公众的旅程：按名称、文号查，看一项，核验，本月无，申请更正，凭回执看办理。不登录。"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.site import Site

pytestmark = pytest.mark.xdist_group("browser")
PARTY = "重庆示例明德药房有限公司"


def test_a_citizen_finds_checks_and_disputes_a_publication(enter: Enter, site: Site) -> None:
    one = enter()
    one.go("/")
    one.sees("事前公开", "事中公开", "事后公开", "本月无", "投诉举报", "核对执法证件")
    one.page.get_by_label(re.compile("当事人名称")).fill("明德药房")
    one.page.keyboard.press("Enter")
    found = one.page.get_by_role("row").filter(has_text=PARTY)
    number = found.filter(has_text="示医保罚").get_by_role("link").first.inner_text().strip()
    # 按文号只有这一件。
    one.page.get_by_label(re.compile("名称|文号")).first.fill(number)
    one.page.keyboard.press("Enter")
    expect(one.page.get_by_role("heading", name="查到 1 件")).to_be_visible()
    one.page.get_by_role("row").filter(has_text=PARTY).get_by_role("link").first.click()
    one.sees(PARTY, "不服怎么办", "哪些内容没有公示", "按期")
    assert "苏某示" not in one.text()
    one.page.get_by_role("link", name="现在核验").click()
    one.sees("核对无误")

    one.page.go_back()
    one.page.get_by_role("link", name="申请更正").click()
    one.page.get_by_role("button", name="提交申请").click()
    refusal = one.page.locator(".refusal")
    expect(refusal).to_contain_text("还没有提交")
    one.page.get_by_label(re.compile("申请人|姓名")).first.fill("示例公民甲")
    one.page.get_by_label(re.compile("联系")).first.fill("13800000001")
    one.page.get_by_label(re.compile("不准确|哪里")).first.fill("信用代码写错一位")
    one.page.get_by_label(re.compile("证据")).first.fill("营业执照复印件")
    one.page.get_by_role("button", name="提交申请").click()
    one.sees("回执号", "正在办理")
    receipt = one.page.locator("b.no").inner_text()
    one.go("/receipts/")
    one.page.get_by_label("回执号").fill(receipt)
    one.page.get_by_role("button", name="查看").click()
    one.sees("正在办理")
    # 回执页不写申请人是谁。
    assert "示例公民甲" not in one.text() and "13800000001" not in one.text()
    # 公示员看得到，办得了。
    gui = enter("caoshigui")
    gui.go("/disclosure/")
    gui.page.get_by_role("link", name=receipt).click()
    gui.sees("示例公民甲", "信用代码写错一位")


def test_nothing_found_and_no_such_officer_are_answers(enter: Enter) -> None:
    one = enter()
    one.go("/after/?q=没有这个单位")
    one.sees("没有查到")
    one.go("/during/officers/")
    one.page.get_by_label("执法证号").fill("示证99999999999")
    one.page.get_by_role("button", name="核对").click()
    one.sees("名单上没有这个证号")
    one.page.get_by_label("执法证号").fill("示证50011100012")
    one.page.get_by_role("button", name="核对").click()
    one.sees("名单上有，证件有效", "周甲示")
    # 过期的不在名单上。
    one.page.get_by_label("执法证号").fill("示证50011100021")
    one.page.get_by_role("button", name="核对").click()
    one.sees("名单上没有这个证号")
    # 限于一个机关的页，没有另一个机关的。
    one.go("/b/shili-qilin/after/")
    one.sees("麒麟示例")
    assert "重庆示例" not in one.page.locator("main").inner_text()
