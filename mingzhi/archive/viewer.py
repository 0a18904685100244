"""档案包里不靠我们也打得开的：index.html（时间轴、文书、材料、存证，不用脚本、不取外面的东西）、元数据、四性检测表。

元数据按 DA/T 46 的各组，封装按 DA/T 48 的外层元素；两份标准没有取得全文，元素取自公开的实现，待核。
这几份随包的说明，摘要写在 bag-info.txt，随出具声明签了字；凭据仍以 data 里的为准。
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET

from django.template.loader import render_to_string

from mingzhi.archive.completeness import Property
from mingzhi.archive.papers import DISPOSED, Line, lines
from mingzhi.archive.selectors import Volumes
from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.sentences import sentence
from mingzhi.ledger.digests import sha256_hex
from mingzhi.ledger.package import DOCUMENTS, EXHIBITS
from mingzhi.record.sealing import moment_text

INDEX, STYLE, METADATA, EEP = "index.html", "index.css", "元数据.xml", "电子文件封装包.xml"
SPACE = "http://www.saac.gov.cn/standards/ERM/encapsulation"
STATED = "本EEP根据中华人民共和国档案行业标准DA/T 48-2009《基于XML的电子文件封装规范》生成"
CSS = """body{font:16px/1.7 "Source Han Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:60rem;
margin:0 auto;padding:1rem;color:#1a1a1a;background:#fff}h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem;
border-bottom:1px solid #999}h3{font-size:1rem;margin:0}table{border-collapse:collapse;width:100%}th,td{border:1px solid
#999;padding:.25rem .5rem;text-align:left;vertical-align:top}dl{display:grid;grid-template-columns:minmax(6rem,12rem)
1fr;gap:.25rem 1rem;margin:.5rem 0}dt{color:#444}dd{margin:0;overflow-wrap:anywhere}li{margin:.25rem 0}.act{border-top:1px
solid #ccc;padding:1rem 0}.hash{font-family:monospace;font-size:.85rem;overflow-wrap:anywhere}.soft{color:#444}
@media(max-width:40rem){dl{grid-template-columns:1fr}table,thead,tbody,tr,th,td{display:block}thead{display:none}}
@media print{a{color:inherit}}
"""


@dataclass(frozen=True)
class Shown:
    """时间轴的一项。"""

    act: Act
    name: str
    says: str
    lines: tuple[Line, ...]
    exhibits: tuple[tuple[str, str, str, bool], ...]
    """文件名、包内的路径、摘要、是不是已经处置。"""


def pages(
    found: Volumes, documents: Mapping[str, bytes], tested: Sequence[Property], now: datetime
) -> dict[str, bytes]:
    """包里另放的几份：路径 → 字节。同样的卷、同样的时刻，同样的字节。"""
    shown = tuple(_shown(act) for act in found.press.acts)
    html = render_to_string(
        "archive/package/index.html",
        {
            "agency": found.press.agency,
            "file": found.file,
            "assembled": found.body,
            "dossier": found.dossier,
            "acts": shown,
            "documents": _papers(documents),
            "tested": tested,
            "now": now,
        },
    )
    return {
        INDEX: html.encode(),
        STYLE: CSS.encode(),
        METADATA: _written(metadata(found, documents)),
        EEP: _written(encapsulated(found, documents, now)),
    }


def _shown(act: Act) -> Shown:
    gone = act.disposed is not None
    return Shown(
        act,
        KINDS[act.kind].name,
        sentence(act),
        (DISPOSED,) if gone else tuple(lines(act.body)),
        tuple((each.name, EXHIBITS + each.sha256, each.sha256, each.disposed) for each in act.exhibits),
    )


def _papers(documents: Iterable[str]) -> tuple[tuple[str, str, str], ...]:
    """题名、PDF、Word；没有的为空。"""
    known = set(documents)
    names = sorted({name.rpartition(".")[0] for name in known})
    return tuple(
        (
            name,
            f"{DOCUMENTS}{name}.pdf" if f"{name}.pdf" in known else "",
            f"{DOCUMENTS}{name}.docx" if f"{name}.docx" in known else "",
        )
        for name in names
    )


# 元数据 -------------------------------------------------------------------------------------------


def metadata(found: Volumes, documents: Mapping[str, bytes]) -> ET.Element:
    """文书类电子文件元数据：按组列出，没有的不写。"""
    root = ET.Element("电子文件元数据")
    body, file = found.body, found.file
    _group(root, "聚合层次", {"聚合层次": "案卷"})
    _group(root, "来源", {"立档单位名称": found.press.agency.name, "全宗名称": found.press.agency.name})
    _group(root, "电子文件号", {"电子文件号": str(found.dossier.pk)})
    _group(
        root,
        "档号",
        {
            "档号": body.archive_no if body else "",
            "年度": str((file.filed_on or found.today).year),
            "保管期限": body.retention if body else "",
            "件数": str(len(found.entries)),
        },
    )
    last = found.press.acts[-1]
    _group(
        root,
        "内容描述",
        {
            "题名": file.title,
            "文件编号": file.document_no,
            "责任者": found.press.agency.name,
            "起始日期": f"{found.press.acts[0].day:%Y-%m-%d}",
            "截止日期": f"{last.day:%Y-%m-%d}",
        },
    )
    pages = sum(entry.count for entry in found.entries)
    _group(root, "形式特征", {"文件组合类型": "多件文件组合", "页数": str(pages), "语种": "中文"})
    for name in sorted(documents):
        electronic = {"计算机文件名": name, "计算机文件大小": str(len(documents[name]))}
        _group(root, "电子属性", {**electronic, "摘要": sha256_hex(documents[name])})
    _business(root, found)
    _people(root, found)
    return root


def encapsulated(found: Volumes, documents: Mapping[str, bytes], now: datetime) -> ET.Element:
    """电子文件封装包：外层元素；文件的字节在包里，凭路径和摘要指着，不再写一遍。"""
    root = ET.Element("电子文件封装包", {"xmlns": SPACE})
    ET.SubElement(root, "封装包格式描述").text = STATED
    ET.SubElement(root, "版本").text = "2009"
    signed = ET.SubElement(root, "被签名对象", {"eep版本": "2009"})
    for name, value in (
        ("封装包类型", "原始型"),
        ("封装包类型描述", "行政执法案卷"),
        ("封装包创建时间", moment_text(now)),
        ("封装包创建单位", found.press.agency.name),
    ):
        ET.SubElement(signed, name).text = value
    content = ET.SubElement(signed, "封装内容")
    files = ET.SubElement(content, "文件实体块")
    for name in sorted(documents):
        _group(files, "文件实体", {"路径": DOCUMENTS + name, "摘要": sha256_hex(documents[name])})
    _business(content, found)
    _people(content, found)
    return root


def _business(root: ET.Element, found: Volumes) -> None:
    block = ET.SubElement(root, "业务实体块")
    for act in found.press.acts:
        values = {
            "业务实体标识符": str(act.number),
            "业务状态": "历史行为",
            "业务行为": KINDS[act.kind].name,
            "行为时间": moment_text(act.happened),
            "行为描述": sentence(act),
            "机构人员标识符": act.actor.number,
        }
        _group(block, "业务实体", values)


def _people(root: ET.Element, found: Volumes) -> None:
    block = ET.SubElement(root, "机构人员实体块")
    for person in {act.actor.number: act.actor for act in found.press.acts}.values():
        values = {
            "机构人员标识符": person.number,
            "机构人员名称": person.name,
            "组织机构": f"{person.agency_name}{person.department}",
        }
        _group(block, "机构人员实体", values)


def _group(root: ET.Element, name: str, values: Mapping[str, str]) -> None:
    group = ET.SubElement(root, name)
    for label, value in values.items():
        if value:
            ET.SubElement(group, label).text = "".join(
                each for each in value if each in "\t\n" or ord(each) >= 32
            )


def _written(root: ET.Element) -> bytes:
    ET.indent(root, " ")
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()
