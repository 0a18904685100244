"""公示的旅程：拟稿隐去个人信息，审批，公示在长期不变的网址，核验；被撤销后撤回，原地址留说明。"""

from __future__ import annotations

import hashlib
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.site import Site

pytestmark = pytest.mark.xdist_group("browser")
PARTY = "重庆示例春晖药房有限公司"


def test_a_decision_is_published_verified_annulled_and_withdrawn_at_one_address(
    enter: Enter, site: Site
) -> None:
    gui = enter("caoshigui")
    gui.page.get_by_role("link", name=re.compile("^公示$|^公示 ")).first.click()
    row = gui.page.get_by_role("row").filter(has_text=PARTY).filter(has_text="行政处罚决定")
    row.get_by_role("link", name="拟稿").click()
    gui.sees("隐去了什么", "为什么要隐去")
    facts = gui.page.get_by_label("主要事实")
    told = facts.input_value()
    facts.fill(told + "联系电话13912345678。")
    gui.page.locator("form.act-form button[type=submit]").click()
    gui.refused("个人信息", "《行政处罚法》第五十条", "公示员")
    assert "13912345678" in gui.page.get_by_label("主要事实").input_value()
    gui.page.get_by_label("主要事实").fill(told)
    gui.page.locator("form.act-form button[type=submit]").click()
    gui.done()

    fu = enter("zhaoshifu")
    fu.go("/disclosure/")
    row = fu.page.get_by_role("row").filter(has_text=PARTY).filter(has_text="行政处罚决定")
    row.get_by_role("link", name="审批").click()
    fu.sees("没有找到个人信息")
    for box in fu.page.locator("form.act-form").get_by_role("checkbox").all():
        box.check()
    fu.page.locator("form.act-form").get_by_label(re.compile("意见")).fill("同意公示")
    fu.page.locator("form.act-form button[type=submit]").click()
    fu.done()

    gui.go("/disclosure/")
    row = gui.page.get_by_role("row").filter(has_text=PARTY).filter(has_text="行政处罚决定")
    row.get_by_role("link", name="公示", exact=True).click()
    gui.sees("马上出现在公示门户")
    gui.page.locator("form.act-form button[type=submit]").click()
    gui.done()

    # 公众：查得到，网址不变，摘要自己算得出。
    one = enter()
    one.go("/")
    one.page.get_by_label(re.compile("当事人名称")).fill(PARTY)
    one.page.keyboard.press("Enter")
    rows = one.page.get_by_role("row").filter(has_text="示医保罚")
    rows.get_by_role("link").first.click()
    expect(one.page).to_have_url(re.compile(r"/p/[\w-]+$"))
    address = one.page.url
    one.sees(PARTY, "有效", "公示以来没有更正")
    shown = one.page.locator("main").inner_text()
    for secret in ("13912345678", "苏某示", "示例举报人", "示例路"):
        assert secret not in shown, secret
    digest = one.page.locator(".proof-box .hash").inner_text().strip()
    canonical = one.page.get_by_role("link", name=re.compile("规范内容")).get_attribute("href")
    body = one.page.request.get(f"{site.url}{canonical}").body()
    assert hashlib.sha256(body).hexdigest() == digest
    one.page.get_by_role("link", name="现在核验").click()
    one.sees("核对无误", "一字不差")

    # 被撤销：门户先不动，公示员撤回；同一个网址留下说明，没有原来的内容。
    jia = enter("zhoujia")
    jia.open_case(PARTY)
    jia.record(
        "决定被撤销、变更或者确认违法",
        {
            "作出机关": "行政复议机关",
            "结果": "撤销",
            "文书名称和文号": "示例府复〔2026〕9号行政复议决定书",
            "送达本机关之日": "2026-11-18",
            "理由": "裁量依据不足",
        },
    )
    gui.go("/disclosure/")
    gui.sees("应当撤回的")
    gui.page.get_by_role("row").filter(has_text=PARTY).get_by_role("link", name="撤回").first.click()
    gui.sees("撤回的期限", "2026-11-23")
    form = gui.page.locator("form.act-form")
    reason = form.get_by_label(re.compile("公开说明的理由"))
    if not reason.input_value():
        reason.fill("该处罚决定已被行政复议机关撤销")
    basis = form.get_by_label(re.compile("^依据"))
    if not basis.input_value():
        basis.fill("《行政处罚法》第四十八条第二款")
    form.locator("button[type=submit]").click()
    gui.done()
    answer = one.page.goto(address)
    assert answer is not None and answer.status in (200, 410)
    one.sees("这项公示已经撤回", "撤回的理由", "撤销", "按期")
    assert PARTY not in one.text()
    assert "62,600" not in one.text()
    # 查也查不到原来的内容。
    one.go(f"/after/?q={PARTY}")
    assert "示医保罚" not in one.page.locator("main").inner_text()
