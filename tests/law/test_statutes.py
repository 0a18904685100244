"""法规库：数字、引用、分条，法规原文和两份规则文件都能读成条、款、项。"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzhi.law.statutes import (
    Citation,
    Library,
    Statute,
    numbers_in,
    numeral,
    parse_statute,
    parse_statutes,
    short_title,
    to_int,
)

SAMPLE = """# 中华人民共和国示例法

2020年1月2日 示例会议通过

<!-- INFO END -->

## 第一章 总 则

第一条 为了示例，制定本法。

## 第二章 处理

### 第一节 一般规定

第二条 有下列情形之一的，应当处理：

（一）第一种；

（二）第二种：

1. 甲类；

2. 乙类。

前款处理应当在三十日内作出。

第二条之一 依照
第一条规定办理的，从其规定。

第三条 本法自2020年7月1日起施行。
"""

BUNDLE = """示例局文件
示医保发〔2021〕9号
示例局
2021年9月2日
示例公示办法
（试行）
第一条 为规范公示。
第二条  本办法自发文之日起试行。

示例审核办法（试行）
第一条 为规范审核。
第二条 本办法自发文之日起试行。

附件：1．示例表
第一项
"""

OUTLINE = """示例方案
2021 年 7 月 22 日
现将《示例工作
方案》印发给你们。
一、总体要求

（一）总体目标
做到全程记录，

可追溯。

二、主要任务

（一）推行公示

按照原则公示。

1.事前公开。公开清单，

20个工作日内办理。

2.事后公开。七日内公开。

三、保障

成立小组。
"""


@pytest.fixture(scope="session")
def statutes(shared: Path) -> dict[str, Statute]:
    """参考数据里的法规原文，按文件名。"""
    folder = shared / "data" / "statutes"
    return {
        path.stem: parse_statute(path.name, path.read_text("utf-8"))
        for path in sorted(folder.glob("*.md"))
        if not path.name.startswith("SOURCES")
    }


@pytest.fixture(scope="session")
def seeds(shared: Path) -> list[Statute]:
    """两份规则文件；麒麟区的文号在扫描件里断开了，由装入的人给。"""
    chongqing = (shared / "seeds" / "chongqing-2021-55.txt").read_text("utf-8")
    qilin = (shared / "seeds" / "qilin-2021-9.txt").read_text("utf-8")
    return [
        *parse_statutes("chongqing-2021-55.txt", chongqing),
        parse_statute("qilin-2021-9.txt", qilin, document_number="麒区医保〔2021〕9号"),
    ]


# ── 数字 ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("一", 1),
        ("十", 10),
        ("十五", 15),
        ("五十九", 59),
        ("一百", 100),
        ("一百零一", 101),
        ("一百一十", 110),
        ("四百五十二", 452),
        ("一千零二十", 1020),
    ],
)
def test_chinese_numerals_are_read_and_written(word: str, number: int) -> None:
    assert to_int(word) == number
    assert numeral(number) == word


@given(st.integers(1, 9999))
def test_every_numeral_written_is_read_back(number: int) -> None:
    assert to_int(numeral(number)) == number


def test_words_that_are_not_numerals_are_refused() -> None:
    for ask in (lambda: to_int("第五"), lambda: to_int(""), lambda: numeral(0), lambda: numeral(10_000)):
        with pytest.raises(ValueError):
            ask()


def test_numbers_are_found_in_a_text_in_both_scripts() -> None:
    assert numbers_in("自形成之日起20个工作日内；三十日；五万元以上；5万元；百分之三；1,000元；二〇二一年") == {
        20, 30, 50_000, 100, 3, 1000, 2021
    }  # fmt: skip
    assert 2 not in numbers_in("十二日")


# ── 引用 ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("citation", "text"),
    [
        (
            Citation("中华人民共和国行政处罚法", 59, 1, 2),
            "《中华人民共和国行政处罚法》第五十九条第一款第（二）项",
        ),
        (Citation("行政处罚法", 60), "《行政处罚法》第六十条"),
        (Citation("刑法", 120, 3, sub=1), "《刑法》第一百二十条之一第三款"),
        (Citation("《法制审核办法》", 5, item=8), "《法制审核办法》第五条第（八）项"),
        (Citation("工作方案", 2, 1, 3, outline=True), "《工作方案》二、（一）3"),
        (Citation("工作方案", 3, outline=True), "《工作方案》三、"),
    ],
)
def test_citations_read_as_lawyers_write_them(citation: Citation, text: str) -> None:
    assert citation.cite() == text


def test_an_article_of_one_paragraph_is_cited_without_it() -> None:
    statute = parse_statute("示例", SAMPLE)
    assert statute.cite(1, 1) == "《示例法》第一条"
    assert statute.cite(2, 1, 2) == "《示例法》第二条第一款第（二）项"


def test_short_titles_drop_marks_prefix_version_and_trial() -> None:
    assert short_title("《中华人民共和国行政处罚法》") == "行政处罚法"
    assert short_title("行政复议法(2023-09-01).md") == "行政复议法"
    assert short_title("浙江省实施《中华人民共和国档案法》办法") == "浙江省实施《档案法》办法"
    assert (
        short_title("重庆市医疗保障行政执法信息公示实施办法（试行）")
        == "重庆市医疗保障行政执法信息公示实施办法"
    )


# ── 分条 ────────────────────────────────────────────────────────────────


def test_articles_paragraphs_items_and_chapters_are_told_apart() -> None:
    statute = parse_statute("示例", SAMPLE)
    assert (statute.name, statute.short_name) == ("中华人民共和国示例法", "示例法")
    assert (statute.version_date, statute.effective) == (date(2020, 1, 2), date(2020, 7, 1))
    assert statute.effective_stated
    assert [(a.number, a.sub, a.heading) for a in statute.articles] == [
        (1, 0, "第一条"),
        (2, 0, "第二条"),
        (2, 1, "第二条之一"),
        (3, 0, "第三条"),
    ]
    second = statute.article(2)
    assert second is not None
    assert second.chapter == ("第二章 处理", "第一节 一般规定")
    assert second.part(1, 1) == "第一种；"
    assert second.part(1, 2) == "第二种：\n1. 甲类；\n2. 乙类。"
    assert second.part(2) == "前款处理应当在三十日内作出。"
    assert second.part(item=2) == second.part(1, 2)
    assert second.part(3) is None and second.part(1, 3) is None and second.part(2, 1) is None


def test_a_line_that_cites_an_article_does_not_open_one() -> None:
    statute = parse_statute("示例", SAMPLE)
    between = statute.article(2, sub=1)
    assert between is not None and between.paragraphs[1].text == "第一条规定办理的，从其规定。"


def test_several_measures_in_one_file_are_split_by_their_titles() -> None:
    first, second = parse_statutes("示例", BUNDLE)
    assert (first.name, second.name) == ("示例公示办法（试行）", "示例审核办法（试行）")
    assert first.document_number == second.document_number == "示医保发〔2021〕9号"
    assert first.effective == second.effective == date(2021, 9, 2)
    assert [len(first.articles), len(second.articles)] == [2, 2]
    assert first.articles[-1].text == "本办法自发文之日起试行。"
    assert second.annex.startswith("附件：1．示例表")
    with pytest.raises(ValueError, match="2 部"):
        parse_statute("示例", BUNDLE)


def test_a_plan_without_articles_is_read_by_its_outline() -> None:
    plan = parse_statute("示例", OUTLINE)
    assert plan.outline and plan.name == "示例工作方案" and plan.version_date == date(2021, 7, 22)
    task = plan.article(2)
    assert task is not None
    assert task.part(1, 1) == "事前公开。公开清单，20个工作日内办理。"
    assert plan.cite(2, 1, 2) == "《示例工作方案》二、（一）2"
    assert [a.number for a in plan.articles] == [1, 2, 3]
    assert plan.articles[0].part(1) == "总体目标\n做到全程记录，可追溯。"


def test_a_text_with_neither_articles_nor_outline_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="便条"):
        parse_statute("便条", "今天开会。")


# ── 原文 ────────────────────────────────────────────────────────────────


def test_every_statute_has_all_its_articles_in_order_and_none_empty(statutes: dict[str, Statute]) -> None:
    assert len(statutes) > 40
    for name, statute in statutes.items():
        keys = [(a.number, a.sub) for a in statute.articles]
        assert keys == sorted(set(keys)), name
        assert {number for number, _ in keys} == set(range(1, keys[-1][0] + 1)), name
        assert all(a.paragraphs and a.paragraphs[0].text for a in statute.articles), name
        assert statute.version_date is not None and statute.effective is not None, name
        assert statute.effective >= statute.version_date, name


@pytest.mark.parametrize(
    ("name", "articles", "effective"),
    [
        ("行政处罚法(2021-01-22)", 86, date(2021, 7, 15)),
        ("行政强制法(2011-06-30)", 71, date(2012, 1, 1)),
        ("行政复议法(2023-09-01)", 90, date(2024, 1, 1)),
        ("医疗保障基金使用监督管理条例(2021-01-15)", 50, date(2021, 5, 1)),
    ],
)
def test_the_statutes_enforcement_rests_on_are_complete(
    statutes: dict[str, Statute], name: str, articles: int, effective: date
) -> None:
    statute = statutes[name]
    assert (len(statute.articles), statute.effective, statute.effective_stated) == (articles, effective, True)


def test_an_amended_statute_that_keeps_its_first_date_does_not_claim_to_state_one(
    statutes: dict[str, Statute],
) -> None:
    for name in ("民事诉讼法(2023-09-01)", "行政诉讼法(2017-06-27)", "全国年节及纪念日放假办法(2024-11-10)"):
        assert not statutes[name].effective_stated, name


def test_items_and_paragraphs_of_the_penalty_law_are_where_it_says(statutes: dict[str, Statute]) -> None:
    law = statutes["行政处罚法(2021-01-22)"]
    decision = law.article(59)
    assert decision is not None
    assert [item.number for item in decision.paragraphs[0].items] == [1, 2, 3, 4, 5, 6]
    assert "印章" in decision.paragraphs[1].text
    assert 90 in numbers_in(law.article(60).text)  # type: ignore[union-attr]
    assert decision.chapter == ("第五章 行政处罚的决定", "第三节 普通程序")


def test_inserted_articles_of_the_criminal_law_are_found(statutes: dict[str, Statute]) -> None:
    law = statutes["刑法"]
    inserted = law.article(120, sub=1)
    assert inserted is not None and inserted.heading == "第一百二十条之一"
    assert law.article(120) != inserted


def test_the_version_in_force_is_picked_by_the_day(statutes: dict[str, Statute]) -> None:
    library = Library.of(statutes.values())
    before, after = date(2023, 12, 31), date(2024, 1, 1)
    assert library.in_force("《中华人民共和国行政复议法》", before) is statutes["行政复议法(2017-09-01)"]
    assert library.in_force("行政复议法", after) is statutes["行政复议法(2023-09-01)"]
    assert library.article("行政复议法", 80, before) is None
    assert library.article("行政复议法", 80, after) is not None
    assert library.in_force("行政处罚法", date(2021, 7, 14)) is None
    assert library.text(Citation("行政处罚法", 59, 1, 7), after) is None


def test_the_three_measures_of_chongqing_have_their_articles(seeds: list[Statute]) -> None:
    assert [len(s.articles) for s in seeds[:3]] == [12, 26, 14]
    assert {s.document_number for s in seeds[:3]} == {"渝医保发〔2021〕55号"}
    assert {s.effective for s in seeds[:3]} == {date(2021, 9, 2)}
    assert all(s.effective_stated for s in seeds[:3])
    assert "案件处理呈报书" in seeds[2].annex and seeds[0].annex == ""


def test_number_and_short_title_find_one_of_the_three_measures(seeds: list[Statute]) -> None:
    library = Library.of(seeds, aliases={"法制审核办法": "渝医保发〔2021〕55号 法制审核办法"})
    day = date(2025, 9, 24)
    disclosure = library.text(Citation("渝医保发〔2021〕55号 公示办法", 9, 1), day)
    assert disclosure is not None and {7, 20} <= numbers_in(disclosure)
    review = library.article("《法制审核办法》", 8, day)
    assert review is not None and 10 in numbers_in(review.part(2) or "")
    assert library.versions("渝医保发〔2021〕55号") == (), "three measures share the number: none is picked"
    assert library.in_force("渝医保发〔2021〕55号 公示办法", date(2021, 9, 1)) is None


def test_the_plan_of_qilin_is_found_by_part_section_and_point(seeds: list[Statute]) -> None:
    library = Library.of(seeds)
    citation = Citation("麒区医保〔2021〕9号", 2, 1, 3, outline=True)
    point = library.text(citation, date(2026, 3, 27))
    assert point is not None and point.startswith("强化事后公开。") and {20, 7} <= numbers_in(point)
    plan = library.in_force("麒区医保〔2021〕9号", date(2026, 3, 27))
    assert plan is not None
    assert [[(p.number, len(p.items)) for p in a.paragraphs] for a in plan.articles] == [
        [(1, 0), (2, 0), (3, 0)],
        [(1, 3), (2, 4), (3, 4), (4, 3)],
        [(1, 0)],
        [(1, 0), (2, 0), (3, 0)],
    ]
