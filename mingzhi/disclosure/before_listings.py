"""事前公开里由登记簿来的页：服务指南、随机抽查事项、岗位公示牌、自设栏目、年度数据（公示办法第三条、第十一条）。"""

from __future__ import annotations

from mingzhi.casework.act import SHANGHAI
from mingzhi.disclosure.before import GROUPS, PAGES, Page, Section, Source, page
from mingzhi.disclosure.listed import UNPUBLISHED, listed, rows, url

# 公示规则里的栏 → 登记簿里那一栏的名称。
RANDOM = {
    "category": "类别",
    "content": "抽查内容",
    "body": "抽查主体",
    "basis": "抽查依据",
    "officers": "抽查执法人员基本情况",
    "procedure": "抽取程序",
}
GROUPS["annual"] = ("annual",)


def register() -> None:
    """各页在引入时登记；调用它只为了引入。"""
    assert {"guides", "random", "placards", "columns", "annual"} <= PAGES.keys()


@page("random")
def _random(source: Source) -> Page:
    """随机抽查事项清单（CQ-D-3.5，QL-2.1.1-a）：栏目照各地的规则。"""
    asked, cite = source.asked("random_inspection")
    labels = tuple(label for name, label in RANDOM.items() if name in asked)
    lines, links = rows(source.agency.code, "random_item", source.day, labels)
    section = Section(
        "随机抽查事项清单",
        columns=("事项名称", *labels),
        rows=lines,
        empty=f"{UNPUBLISHED}随机抽查事项清单。",
        cite=cite,
        links=links,
    )
    return Page("随机抽查事项清单", "抽查什么、谁来抽、怎样抽。", (section,), len(lines), "项")


@page("guides")
def _guides(source: Source) -> Page:
    """服务指南（CQ-D-3.4，QL-2.1.1-d）：全文和示范文本在各自的页上。"""
    lines, links = rows(source.agency.code, "guide", source.day, ("受理机构", "审批机构", "时限"))
    section = Section(
        "服务指南",
        ("申请办事要什么条件、交什么材料、多久办完；示范文本可以下载。",),
        ("事项名称", "受理机构", "审批机构", "时限"),
        lines,
        f"{UNPUBLISHED}服务指南。",
        links=links,
    )
    return Page("服务指南", "申请办事，先看这里。", (section,), len(lines), "项")


@page("placards")
def _placards(source: Source) -> Page:
    """服务窗口的岗位信息（QL-2.1.2-e）。"""
    lines, links = rows(source.agency.code, "placard", source.day, ("岗位职责", "咨询服务", "投诉举报"))
    section = Section(
        "岗位信息",
        columns=("岗位", "岗位职责", "咨询服务", "投诉举报"),
        rows=lines,
        empty=f"{UNPUBLISHED}服务窗口的岗位信息。",
        links=links,
    )
    return Page("服务窗口岗位", "窗口由谁办、怎样查进度、找谁投诉。", (section,), len(lines), "个")


@page("columns")
def _columns(source: Source) -> Page:
    """其他依法应当公示的信息（CQ-D-3.7）：栏目由本机关设。"""
    found = list(listed(source.agency.code, "column", source.day))
    names = dict.fromkeys(each.column for each in found)
    sections = tuple(
        Section(
            name,
            columns=("标题", "公布日期"),
            rows=tuple(
                (each.title, each.published_at.astimezone(SHANGHAI).date().isoformat())
                for each in found
                if each.column == name
            ),
            links=tuple(url(each) for each in found if each.column == name),
        )
        for name in names
    )
    empty = Section("其他公示", empty=f"{UNPUBLISHED}其他信息。")
    return Page("其他公示", "依法应当公示的其他信息。", sections or (empty,), len(found), "项")


@page("annual")
def _annual(source: Source) -> Page:
    """上一年度行政执法总体情况（CQ-D-11-a，QL-2.1.3-d），一年一份，更正的在前。"""
    found = sorted(
        (each for each in listed(source.agency.code, "annual", source.day) if not each.corrected_by),
        key=lambda each: -(each.year or 0),
    )
    section = Section(
        "年度行政执法数据",
        columns=("年度", "公布日期", "更正"),
        rows=tuple(
            (
                each.title,
                each.published_at.astimezone(SHANGHAI).date().isoformat(),
                "更正过" if each.note else "",
            )
            for each in found
        ),
        empty=f"{UNPUBLISHED}年度行政执法数据。",
        links=tuple(url(each) for each in found),
    )
    return Page("年度执法数据", "每年办了多少件，罚了多少，纠正了多少。", (section,), len(found), "年")
