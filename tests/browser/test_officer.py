"""承办人的旅程：从实名举报到检查，在电脑上和手机上，拒绝了填的都在，文书打得出来。"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.xdist_group("browser")
PARTY = "重庆示例新民药房有限公司"

LEAD = {
    "收到日期": "2026-11-17",
    "案件来源": "实名投诉举报",
    "投诉举报（线索）内容": f"反映{PARTY}把日用品当作药品用医保结算。",
}


def picture(folder: Path) -> Path:
    """手机上拍的一张照片：最小的 PNG。"""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    raw = zlib.compress(b"".join(b"\0" + b"\x30\x60\x90" * 8 for _ in range(8)))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    file = folder / "现场照片.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", raw) + chunk(b"IEND", b""))
    return file


def taken(enter: Enter) -> Person:
    """周甲示登记一件实名举报，核查，呈请立案。"""
    jia = enter("zhoujia")
    jia.page.get_by_role("link", name="登记线索").first.click()
    jia.fill(LEAD)
    jia.put("处理情况", "转基金监督科核查")
    jia.put("投诉举报人", {"姓名或名称": "示例举报人丙", "联系方式": "13900000000"})
    jia.put(
        "当事人",
        {
            "当事人种类": "法人或者其他组织",
            "身份": "定点零售药店",
            "名称或姓名": PARTY,
            "统一社会信用代码": "91500111MA0000099X",
            "地址": "示例区示例路99号一层",
            "法定代表人或主要负责人": "苏某示",
            "联系电话": "023-00000099",
        },
    )
    jia.write()
    expect(jia.page.get_by_role("heading", level=1).first).to_contain_text(PARTY)
    jia.record(
        "线索核查",
        {
            "核查经过": "调取2026年3月至8月医保结算数据，与进货台账比对。",
            "核查结果": "有结算品名与实际销售商品不一致的情形。",
            "核查结论": "建议立案",
            "核查人员": ["周甲示", "吴乙示"],
        },
    )
    jia.choose("呈请立案")
    # 取自案卷的，不用再填。
    assert jia.page.get_by_role("group", name="当事人").get_by_label("名称或姓名").input_value() == PARTY
    jia.fill(
        {
            "启动原因": "实名举报，核查有初步证据",
            "案由": "串换药品",
            "基本案情": "涉嫌将日用品串换为医保药品上传结算。",
            "拟立案依据": "《医疗保障基金使用监督管理条例》第三十八条第（四）项",
            "承办人意见": "建议立案调查",
        }
    )
    jia.write()
    return jia


def test_a_complaint_becomes_a_case_and_its_inspection_is_done_on_a_phone(
    enter: Enter, tmp_path: Path
) -> None:
    jia = taken(enter)

    # 机关负责人先看到：还没有承办机构意见，不能立案，缺什么、依据哪一条都写着。
    wang = enter("wangshizhang")
    wang.open_case(PARTY)
    blocked = wang.page.get_by_role("region", name="现在还不能做")
    expect(blocked.locator(".block").filter(has_text="承办机构负责人").first).to_contain_text("第九条")

    li = enter("lishiwu")
    li.open_case(PARTY)
    li.record("签署意见", {"意见": "同意", "意见内容": "同意立案，由周甲示、吴乙示承办"})

    wang.open_case(PARTY)
    wang.choose("立案")
    wang.sees("同意立案，由周甲示、吴乙示承办")
    wang.put("承办人", ["周甲示", "吴乙示"])
    wang.put("机关负责人意见", "同意立案，依法调查")
    wang.press("预览")
    # 旁边的纸面就是要签的那一张。
    expect(wang.page.locator("#preview article.sheet")).to_contain_text("同意立案，依法调查")
    wang.write()
    wang.sees("示医保案〔2026〕")

    # 只派一个人：拒绝，写明条款；填的都在；补上一个人就成。
    li.open_case(PARTY)
    li.choose("安排现场检查")
    li.fill(
        {
            "检查日期": "2026-11-18",
            "检查地点": "示例区示例路99号一层营业厅",
            "检查事项": "医保药品购销存和结算",
            "检查依据": "《医疗保障基金使用监督管理条例》第二十二条",
            "检查人员": ["周甲示"],
            "批准意见": "同意",
        }
    )
    li.press("写入案卷")
    refusal = li.refused("谁能补")
    expect(refusal).to_contain_text(re.compile("第四十二条|第二十九条"))
    assert li.value("检查事项") == "医保药品购销存和结算"
    expect(li.page.get_by_role("checkbox", name=re.compile("周甲示"))).to_be_checked()
    expect(li.page.locator("[aria-invalid=true]").first).to_be_attached()
    li.put("检查人员", ["周甲示", "吴乙示"])
    li.write()

    jia.open_case(PARTY)
    jia.record("现场检查告知", {"权利义务": "有权陈述、申辩、申请回避；应当如实提供资料", "签收人": "苏某示"})

    # 手机：证件、做一件勾一件、拍照、写笔录。
    phone = enter("zhoujia", phone=True)
    phone.page.get_by_role("paragraph").filter(has_text=PARTY).get_by_role("link", name="到现场").click()
    phone.sees("行政执法证", "今天有效", "吴乙示", "证件有效")
    phone.press("开始检查")
    phone.press("做了")
    with phone.page.expect_navigation():
        phone.page.get_by_label("拍照").set_input_files(picture(tmp_path))
    phone.sees("音像", "1 件", "SHA-256")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
    phone.press("结束检查")
    phone.press("写检查笔录")
    phone.sees("现场照片.png")
    phone.fill(
        {
            "现场负责人": "苏某示，法定代表人",
            "检查情况": "抽查货架商品8种，6种为日用品、保健品，结算名称为药品。",
            "发现问题": True,
            "被检查人意见": "没有异议",
            "被检查人已签名": True,
            "音像记录情况": "全程录像",
        }
    )
    phone.write()

    jia.open_case(PARTY)
    jia.record(
        "询问",
        {
            "被询问人": "苏某示",
            "身份": "法定代表人",
            "开始时间": "2026-11-18 09:10",
            "结束时间": "2026-11-18 09:50",
            "询问地点": "本局询问室",
            "在执法办案场所（询问室）进行": True,
            "询问人": ["周甲示", "吴乙示"],
            "记录人": "吴乙示",
            "已出示执法证件": True,
            "告知权利义务": "告知陈述、申辩、申请回避的权利和如实回答的义务",
            "问答": [
                {"问": "结算是怎么回事？", "答": "店员按药品名称录入。"},
                {"问": "知道后果吗？", "答": "知道，愿意退回。"},
            ],
            "核对情况": "已阅看，与我所说一致",
            "被询问人已逐页签名": True,
            "音像记录情况": "没有音像记录",
            "未音像记录的原因": "当事人配合，没有争议，文字记录能够全面反映",
        },
    )
    jia.record(
        "收集证据",
        {
            "证据种类": "书证",
            "证据名称": "购销台账三册",
            "来源": "当事人提供",
            "收集日期": "2026-11-18",
            "收集人": ["周甲示", "吴乙示"],
            "证明对象": "进货品种与结算品种不一致",
            "页数或者份数": "3册",
        },
    )
    papers_open(jia)


def papers_open(jia: Person) -> None:
    """文书：屏幕上看得到，PDF 打得开，Word 存得下。"""
    jia.page.get_by_role("link", name=re.compile("^文书")).first.click()
    row = jia.page.get_by_role("row").filter(has_text="现场检查笔录")
    link = row.get_by_role("link", name="PDF").get_attribute("href")
    pdf = jia.page.request.get(f"{jia.site.url}{link}")
    assert pdf.status == 200 and pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF")
    with jia.page.expect_download() as word:
        row.get_by_role("link", name="Word").click()
    found = zipfile.ZipFile(io.BytesIO(Path(word.value.path()).read_bytes()))
    assert "word/document.xml" in found.namelist()
    row.get_by_role("link", name=re.compile("现场检查笔录")).click()
    expect(jia.page.locator("article.sheet")).to_contain_text("抽查货架商品8种")
