"""机关负责人的旅程：集体讨论，与审核过的数不同的决定被拒绝，决定，文号，送达。"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.site import Site

pytestmark = pytest.mark.xdist_group("browser")
PARTY = "重庆示例万民药房有限公司"
MEMBERS = ("王示长", "赵示副", "李示戊")


def test_only_what_was_reviewed_and_discussed_can_be_decided(enter: Enter, site: Site) -> None:
    jia = enter("zhoujia")
    jia.open_case(PARTY)
    blocked = jia.page.get_by_role("region", name="现在还不能做")
    expect(blocked).to_contain_text("作出决定")
    jia.record("提请集体讨论", {"讨论时间": "2026-11-18 08:30", "提请的理由": "处较大数额罚款"})

    wang = enter("wangshizhang")
    wang.open_case(PARTY)
    wang.record(
        "集体讨论",
        {
            "开始时间": "2026-11-18 08:30",
            "结束时间": "2026-11-18 09:30",
            "地点": "局会议室",
            "主持人": "王示长",
            "记录人": "何示壬",
            "承办人员汇报": "周甲示汇报案情和处理建议",
            "参加讨论人员及意见": [{"姓名": name, "职务": "示例", "意见": "同意"} for name in MEMBERS],
            "结论": "责令退回62,600.00元，处罚款75,120.00元",
            "责令退回基金": "62600",
            "罚款": "75120",
        },
    )
    # 少一个人签字，不能定稿。
    jia.open_case(PARTY)
    jia.choose("集体讨论记录定稿")
    rows = jia.page.get_by_role("group", name=re.compile("签字 第"))
    while rows.count() > 2:
        rows.nth(2).get_by_role("button", name=re.compile("删去")).click()
        jia.settled()
    jia.put("签字", [{"姓名": name} for name in MEMBERS[:2]])
    jia.press("写入案卷")
    jia.refused("还有参加讨论的人没有签字", "CQ-R-15")
    jia.put("签字", [{"姓名": name} for name in MEMBERS])
    jia.put("签字页已扫描入卷", True)
    jia.write()

    # 决定的数不是审核过的数：拒绝，依据写明；改回来就成。
    wang.open_case(PARTY)
    wang.choose("作出决定")
    assert wang.value("罚款").startswith("75120")
    wang.fill({"罚款": "70000", "机关负责人意见": "同意"})
    for flag in ("决定书写明逾期不缴纳每日按百分之三加处罚款", "决定书告知将依法公示"):
        wang.put(flag, True)
    wang.press("写入案卷")
    wang.refused("CQ-L-4")
    assert wang.value("机关负责人意见") == "同意"
    wang.put("罚款", "75120")
    wang.press("写入案卷")
    wang.done()
    wang.sees("示医保罚〔2026〕")
    said = wang.page.locator("main .note").first.inner_text()
    number = re.search(r"示医保罚〔2026〕(\d+)号", said)
    taken = [
        int(found.group(1))
        for (text,) in site.rows("select body from record_actrow where kind = 'decision.made'")
        if (found := re.search(r"(?<!麒)示医保罚〔2026〕(\d+)号", str(text)))
    ]
    # 连续，没有空号。
    assert sorted(taken) == list(range(1, len(taken) + 1))
    assert number and int(number.group(1)) == max(taken)

    # 留置送达：选了这一种，要填的就标出来；缺见证和拍照的照实记，带着瑕疵和条款。
    jia.open_case(PARTY)
    jia.choose("送达文书")
    jia.put("送达的文书", "作出决定")
    jia.put("送达方式", "留置送达")
    jia.press("预览")
    for label in ("留置事由", "送达地点", "见证人", "拍照、录像记录留置过程"):
        expect(
            jia.page.locator("main form.act-form").get_by_label(re.compile(f"^\\s*{label}.*必填"))
        ).to_have_count(1)
    jia.fill(
        {
            "送达之日": "2026-11-18",
            "送达地点": "示例区示例路88号一层",
            "送达人": ["周甲示", "吴乙示"],
            "留置事由": "法定代表人拒绝签收",
            "送达回证已盖行政执法机关印章": True,
        }
    )
    jia.press("写入案卷")
    jia.refused("见证人", "第十六条")
    jia.press("空着的照实写入，记为瑕疵")
    jia.done()
    warned = jia.page.locator("main .note.warning")
    for each in ("瑕疵", "见证", "第"):
        expect(warned).to_contain_text(each)
    jia.sees("说明原因和补救")
