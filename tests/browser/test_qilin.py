"""麒麟的规则：随机抽查到决定，不必审核；签署意见只有一级，不要求的不要。与重庆不同的地方看得出来。"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.site import Site

pytestmark = pytest.mark.xdist_group("browser")
PARTY = "麒麟示例骨科诊所"
BASIS = "《医疗保障基金使用监督管理条例》第三十八条第（二）项"
AMOUNTS = {"基金损失金额": "8000", "责令退回基金": "8000", "罚款": "8000"}


def test_the_short_path_of_qilin_from_random_inspection_to_decision(enter: Enter, site: Site) -> None:
    ding = enter("chending")
    ding.sees("示例区医保局（麒麟规则）")
    ding.page.get_by_role("link", name="登记线索").first.click()
    ding.fill(
        {
            "案件来源": "随机抽查",
            "收到日期": "2026-11-18",
            "投诉举报（线索）内容": "二〇二六年第三次随机抽查抽中",
            "处理情况": "安排现场检查",
            "当事人": {
                "当事人种类": "法人或者其他组织",
                "身份": "定点医疗机构",
                "名称或姓名": PARTY,
                "统一社会信用代码": "92530302MA0000088Q",
                "地址": "麒麟示例区示例街18号",
                "法定代表人或主要负责人": "示例负责人",
            },
        }
    )
    ding.write()
    gao = enter("gaogeng")
    gao.open_case(PARTY)
    gao.record(
        "安排现场检查",
        {
            "检查日期": "2026-11-18",
            "检查地点": "麒麟示例区示例街18号",
            "检查事项": "医保基金使用",
            "检查依据": BASIS,
            "检查人员": ["陈丁示", "林戊示"],
            "批准意见": "同意",
        },
    )
    ding.open_case(PARTY)
    ding.record(
        "现场检查",
        {
            "开始时间": "2026-11-18 08:30",
            "结束时间": "2026-11-18 09:30",
            "检查人员": ["陈丁示", "林戊示"],
            "已出示执法证件并佩戴": True,
            "出示证件和告知": "用通俗的话告知检查的事由、依据和权利义务",
            "现场负责人": "示例负责人",
            "检查情况": "重复收费12笔。",
            "发现问题": True,
            "被检查人意见": "属实",
            "被检查人已签名": True,
            "音像记录情况": "没有音像记录",
            "未全程音像记录的原因": "文字记录能够全面有效记录，现场没有争议",
        },
    )
    ding.choose("呈请立案")
    # 重庆要承办人意见，麒麟不要求。
    label = ding.page.locator("main form.act-form label").filter(has_text="承办人意见")
    expect(label).not_to_contain_text("必填")
    ding.fill(
        {
            "启动原因": "随机抽查发现问题",
            "案由": "重复收费",
            "基本案情": "重复收费12笔。",
            "拟立案依据": BASIS,
        }
    )
    ding.write()
    yang = enter("yangshizhang")
    yang.open_case(PARTY)
    # 没有承办机构负责人意见，也立得了案。
    yang.record("立案", {"承办人": ["陈丁示", "林戊示"], "机关负责人意见": "同意立案"})
    yang.sees("麒示医保案〔2026〕")
    ding.open_case(PARTY)
    ding.record(
        "收集证据",
        {
            "证据种类": "书证",
            "证据名称": "收费明细12笔",
            "来源": "当事人提供",
            "收集日期": "2026-11-18",
            "收集人": ["陈丁示", "林戊示"],
            "证明对象": "重复收费",
            "页数或者份数": "2页",
        },
    )
    ding.record(
        "调查终结",
        {
            **AMOUNTS,
            "适用的罚则": "第三十八条",
            "违法事实": "重复收费12笔，造成基金损失8,000.00元。",
            "证据": "现场检查笔录、收费明细12笔",
            "定性": "重复收费",
            "适用依据": BASIS,
            "裁量理由": "初次违法，情节轻微，处一倍罚款",
            "是否涉嫌犯罪的核对": "没有骗取基金的情形，不涉嫌犯罪",
            "处理意见": "责令退回8,000.00元，处罚款8,000.00元",
        },
    )
    ding.record(
        "事先告知",
        {
            "事实": "重复收费12笔，造成基金损失8,000.00元。",
            "理由": "造成医疗保障基金损失",
            "拟作出的行政处罚（处理）内容": "责令退回8,000.00元，处罚款8,000.00元",
            "告知陈述、申辩的权利": True,
            "告知要求举行听证的权利": True,
            "要求听证的期限": "5",
            "联系人和联系方式": "陈丁示，0874-0000000",
        },
    )
    ding.choose("送达文书")
    ding.put("送达的文书", "事先告知")
    ding.fill(
        {
            "送达方式": "直接送达",
            "送达之日": "2026-11-18",
            "送达地点": "麒麟示例区示例街18号",
            "送达人": ["陈丁示", "林戊示"],
            "签收人": "示例负责人",
            "送达回证已盖行政执法机关印章": True,
        }
    )
    ding.write()
    ding.record(
        "放弃陈述申辩（听证）",
        {"放弃的权利": "陈述、申辩和听证", "日期": "2026-11-18", "方式": "书面", "放弃人": "示例负责人"},
    )
    # 没有触发法制审核：概况里不说应当审核。
    ding.page.get_by_role("navigation", name="案卷内容").get_by_role("link", name="概况").click()
    expect(ding.page.get_by_role("heading", name=re.compile("^法制审核"))).to_have_count(0)
    yang.open_case(PARTY)
    yang.choose("作出决定")
    yang.fill(
        {
            "决定种类": "行政处罚",
            "机关负责人意见": "同意",
            "决定书写明逾期不缴纳每日按百分之三加处罚款": True,
            "决定书告知将依法公示": True,
        }
    )
    yang.write()
    yang.sees("麒示医保罚〔2026〕")


def test_each_bureau_sees_its_own_rules(enter: Enter) -> None:
    """依据页：重庆四种审核意见，麒麟两种；谁也看不到另一处的规则。"""
    opinions = {}
    for username, own, other in (("qianshiji", "渝医保发", "麒麟"), ("liangren", "麒麟", "渝医保发")):
        head = enter(username)
        head.page.get_by_role("link", name=re.compile("^依据")).first.click()
        shown = head.page.locator("main").inner_text()
        assert own in shown and other not in shown, username
        opinions[username] = shown
    assert "存在问题" in opinions["liangren"] and "存在问题" not in opinions["qianshiji"]
