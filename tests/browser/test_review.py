"""法制审核的旅程：送审材料固定，十三行，不能同意的不同意，回应了再审；办案的人审不了自己的案。"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.browser.site import Site

pytestmark = pytest.mark.xdist_group("browser")
PARTY = "重庆示例保和药房有限公司"
GOOD = "符合"


def answer(reviewer: Person, failing: str = "") -> None:
    """十三行逐行下结论；failing 那一行不符合。"""
    for row in reviewer.page.locator("ol.rv > li").all():
        words = row.locator("h3").inner_text()
        if failing and failing in words:
            row.get_by_label("不符合", exact=True).check()
            row.locator("textarea").fill("没有写明适用的阶次")
        elif row.get_by_label(GOOD, exact=True).count():
            row.get_by_label(GOOD, exact=True).check()
        elif row.get_by_label("未发现", exact=True).count():
            row.get_by_label("未发现", exact=True).check()
        else:
            row.get_by_role("radio").first.check()
            row.locator("textarea").fill("无")


def open_review(person: Person, party: str = PARTY) -> None:
    person.go("/review/")
    person.page.locator("main").get_by_role("link", name=re.compile(party)).first.click()


def test_a_failing_line_bars_agreement_and_the_answers_come_back_for_a_second_round(
    enter: Enter, site: Site
) -> None:
    bing = enter("zhengbing")
    bing.page.get_by_role("link", name=re.compile("^审核")).first.click()
    open_review(bing)
    bing.sees("送审时以摘要固定", "可以审核", "为什么是这天")
    assert bing.page.locator("ol.rv > li").count() == 13
    assert bing.page.locator("ol.rv input:checked").count() == 0, "结论不预填"
    frozen = bing.page.locator("#h-bun").locator("xpath=ancestor::section[1]")
    assert frozen.locator("td.hash").count() >= 5
    frozen.get_by_role("link", name="案件处理呈报书").first.click()
    expect(bing.page.locator("article.sheet")).to_contain_text("案件处理呈报书")
    bing.page.go_back()

    answer(bing, failing="裁量基准")
    bing.page.get_by_role("radio", name="同意", exact=True).check()
    bing.page.get_by_label("指出的问题").fill("裁量理由没有写明适用的阶次")
    bing.page.get_by_label("审核意见全文").fill("裁量理由没有写明适用的阶次，请补充后再报。")
    bing.press("提请负责人签名")
    refusal = bing.refused("第九条", "CQ-L-9.1")
    expect(refusal).to_contain_text("同意")
    # 填的都在。
    assert bing.page.locator("ol.rv input:checked").count() == 13
    assert "阶次" in bing.page.get_by_label("指出的问题").input_value()
    bing.page.get_by_role("radio", name="变更", exact=True).check()
    bing.press("提请负责人签名")
    bing.done()

    # 办案的人进得了这一页，审不了；写明为什么。
    jia = enter("zhoujia")
    open_review(jia)
    assert jia.page.get_by_role("button", name="提请负责人签名").count() == 0
    assert jia.page.locator("ol.rv input").count() == 0
    answer_of = jia.page.goto(f"{site.url}/desk/dossiers/{site.case(PARTY)}/acts/new/review.opined/")
    assert answer_of is not None and answer_of.status == 403
    jia.refused("由从事法制审核的人员审核", "《行政处罚法》第五十八条第一款", "郑丙示")

    head = enter("qianshiji")
    open_review(head)
    head.page.get_by_label(re.compile("送审材料已退回承办机构")).check()
    head.press("签名签发")
    head.done()

    # 没有回应，不能再送。
    li = enter("lishiwu")
    li.open_case(PARTY)
    expect(li.page.locator("main")).to_contain_text("第十一条")

    jia.open_case(PARTY)
    jia.choose("回应审核意见")
    row = jia.page.get_by_role("group", name="逐条回应 第 1 行")
    assert "阶次" in row.get_by_label(re.compile("审核指出的问题")).input_value()
    jia.put("处理情况", "已写明适用一般档次和从轻的条款", row)
    jia.write()
    jia.choose("案件处理呈报")
    jia.put("行政裁量权适用", "适用一般档次；主动整改，从轻处1.2倍罚款")
    jia.put("承办人意见", "建议责令退回62,600.00元，处罚款75,120.00元")
    jia.write()
    li.open_case(PARTY)
    li.record("签署意见", {"意见": "同意", "意见内容": "同意再次呈报"})
    li.choose("送法制审核")
    li.page.get_by_label(re.compile("承办机构声明")).check()
    li.write()

    open_review(head)
    head.sees("第 2 轮")
    head.page.get_by_role("link", name="确定审核人").click()
    barred = head.page.locator(".opinion").filter(has_text="周甲示")
    assert barred.count() == 0, "承办人不在可以选的人里"
    head.page.get_by_role("radio", name="郑丙示").check()
    head.press("确定审核人")
    head.done()
    open_review(bing)
    answer(bing)
    bing.page.get_by_role("radio", name="同意", exact=True).check()
    bing.page.get_by_label("审核意见全文").fill("事实清楚，证据确凿充分，程序合法，同意。")
    bing.press("提请负责人签名")
    bing.done()
    open_review(head)
    head.page.get_by_label(re.compile("送审材料已退回承办机构")).check()
    head.press("签名签发")
    head.done()
