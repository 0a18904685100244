"""示例: what the trial templates are filled with. People, firms and numbers are made up."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.template import Context, Engine

from mingzhi.instruments.blocks import Document, parse
from mingzhi.instruments.pdf import Marks

SAMPLES = Path(__file__).parent / "samples"
ENGINE = Engine(libraries={"instrument_text": "mingzhi.instruments.templatetags.instrument_text"})
AGENCY = "重庆市示例区医疗保障局"

DECISION: dict[str, Any] = {
    "agency": AGENCY,
    "number": "示医保罚〔2025〕7号",
    "party": "重庆示例大药房有限公司",
    "code": "91500000SHILIYAO0X",
    "address": "重庆市示例区示例路88号一层",
    "representative": "苏某示",
    "facts": [
        "2025年9月15日，本局接到实名举报，反映你单位将日用品、保健品串换为医保药品上传结算。本局于2025年9月22日"
        "立案，9月24日对你单位经营场所进行现场检查，抽查货架商品8种，与当日医保结算记录比对，其中6种为日用品、"
        "保健品，结算名称为药品。",
        "经查，2025年3月1日至2025年8月31日，你单位将“示例牌蛋白粉”等6种非医保支付范围的商品，以“复方示例片”等"
        "药品名称上传结算1,204笔，造成医疗保障基金损失62,600.00元。你单位法定代表人苏某示对上述事实予以承认。"
        "案发后，你单位主动下架串换商品，更正上传数据，配合调查。",
    ],
    "exhibits": [
        "现场检查笔录1份，现场照片24张，全程录像3段（9时31分至11时40分），证明现场检查情况；",
        "封存的购销台账3册，证明2025年3月1日至8月31日实际销售的商品名称和数量；",
        "医疗保障信息系统导出的结算明细1,204条，证明上传结算的药品名称和金额；",
        "对苏某示的询问笔录1份，证明串换的经过和原因。",
    ],
    "noticed_on": date(2025, 11, 10),
    "hearing": "你单位于2025年11月13日申请听证，提出初次违法、已主动整改、配合调查，请求从轻处罚。本局于2025年11月"
    "28日举行听证，经复核，对你单位主动减轻危害后果的意见予以采纳。",
    "grounds": "你单位的行为违反了《医疗保障基金使用监督管理条例》第十五条第一款的规定，构成该条例第三十八条第四项"
    "所列的串换药品。依照该条例第三十八条和《中华人民共和国行政处罚法》第三十二条第一项的规定，",
    "refund": Decimal("62600.00"),
    "fine": Decimal("75120.00"),
    "payment": "你单位应当自收到本决定书之日起15日内，将罚款缴至示例银行示例支行（账户名称：示例区财政局）；应退回的"
    "基金缴至示例区医疗保障基金财政专户。到期不缴纳罚款的，本局可以每日按罚款数额的3%加处罚款，加处罚款的数额不"
    "超出罚款的数额。",
    "remedy": "如不服本决定，可以自收到本决定书之日起60日内向示例区人民政府申请行政复议，也可以自收到本决定书之日起"
    "6个月内依法向人民法院提起行政诉讼。复议、诉讼期间，本决定不停止执行。逾期不申请行政复议、不提起行政诉讼又不"
    "履行的，本局将依法申请人民法院强制执行。本决定将依法向社会公开。",
    "decided_on": date(2025, 12, 19),
}

REFERRAL: dict[str, Any] = {
    "agency": AGENCY,
    "number": "医保呈字〔2025〕第 7 号",
    "party": "重庆示例大药房有限公司",
    "address": "重庆市示例区示例路88号一层",
    "representative": "苏某示",
    "post": "经理",
    "postcode": "400000",
    "facts": [
        *DECISION["facts"],
        "当事人的行为涉嫌违反《医疗保障基金使用监督管理条例》第十五条第一款，依照第三十八条第四项，拟责令退回基金"
        "62,600.00元，处损失金额1.2倍罚款75,120.00元。",
    ],
    "defence": "初次违法，已下架串换商品、更正上传数据，配合调查，请求从轻处罚。",
    "opinion": "事实清楚，证据充分。采纳当事人主动减轻危害后果的意见，建议罚款由1.5倍降为1.2倍。",
}

OPINION: dict[str, Any] = {
    "agency": AGENCY,
    "number": "示医保法审字〔2025〕第 7 号",
    "case": "重庆示例大药房有限公司串换药品案",
    "section": "基金监督科",
    "submitted_on": date(2025, 12, 2),
    "items": [
        ("执法主体是否合法", "是。执法主体合法。"),
        ("执法人员是否有执法资格", "是。两名执法人员均有执法资格。"),
        ("案件事实是否清楚，证据是否充分确凿", "是。事实清楚，证据确凿充分。"),
        ("定性是否准确", "是。定性准确。"),
        ("适用依据是否准确", "是。适用依据准确。"),
        (
            "裁量基准的适用是否恰当",
            "否。裁量理由未写明适用的阶次。请写明适用阶次，并说明从1.5倍降为1.2倍的理由。",
        ),
        ("处理建议是否适当", "待裁量理由补正后再定。"),
        ("程序是否合法", "是。程序合法。"),
        ("文书是否规范", "是。文书规范。"),
        ("文书是否齐备", "是。文书齐备。"),
        ("是否有超越本机关职权范围或滥用职权情形", "没有。"),
        ("是否涉嫌犯罪需要移送司法机关", "没有。"),
        ("其他", "无。"),
    ],
    "opinion": "变更。裁量理由未写明适用的阶次。建议写明适用的裁量阶次和从轻理由后，再次报送法制审核。",
    "given_on": date(2025, 12, 9),
    "copy": "承办机构入卷归档",
    "proof": 43,
}

DATA = {"decision": DECISION, "referral": REFERRAL, "opinion": OPINION}


def html(name: str, **changes: Any) -> str:
    """A trial template, filled in."""
    source = (SAMPLES / f"{name}.html").read_text(encoding="utf-8")
    return str(ENGINE.from_string(source).render(Context({**DATA[name], **changes})))


def document(name: str, **changes: Any) -> Document:
    return parse(html(name, **changes))


def marks(**changes: Any) -> Marks:
    given: dict[str, Any] = {
        "draft": False,
        "sample": False,
        "code": "MZ-2025-0043-7K",
        "agency": AGENCY,
        "title": "",
        "author": AGENCY,
        "date": datetime(2025, 12, 19, 9, 31, tzinfo=ZoneInfo("Asia/Shanghai")),
    }
    return Marks(**{**given, **changes})
