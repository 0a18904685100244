"""What templates may contain, and what stops them."""

import pytest

from mingzhi.instruments.blocks import Break, Cell, Paragraph, Run, SealAt, Sign, Table, parse, plain

from .sample_data import DATA, document


@pytest.mark.parametrize("name", sorted(DATA))
def test_the_trial_templates_are_within_the_subset(name: str) -> None:
    assert (
        document(name).title
        == {
            "decision": "行政处罚决定书",
            "referral": "重庆市示例区医疗保障局案件处理呈报书",
            "opinion": "重庆市示例区医疗保障局法制审核意见表",
        }[name]
    )


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("<script>x</script>", "<script>"),
        ("<p><img></p>", "<img>"),
        ("<p style='color:red'>x</p>", "style"),
        ("<p class='wild'>x</p>", "wild"),
        ("<p onclick='x'>x</p>", "onclick"),
        ("<p>x", "<p>"),
        ("<p><b>x</p></b>", "<b>"),
        ("words outside", "words outside"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "第 2 行"),
        ("<table><tr><td rowspan='2'>a</td></tr></table>", "rowspan"),
        ("<table><colgroup><col class='w-30'></colgroup><tr><td>a</td></tr></table>", "30"),
        ("<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>", "<table>"),
        ("<div>x</div>", "不在段落|div"),
        ("<p>a<p>b</p></p>", "<p>"),
    ],
)
def test_what_is_outside_the_subset_is_a_defect_that_is_named(source: str, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        parse(source)


def test_white_space_collapses_as_in_a_browser_and_wide_spaces_stay() -> None:
    block = parse("<p>  甲\n  乙 <b> 丙</b>　丁<br>\n 戊 </p>").blocks[0]
    assert isinstance(block, Paragraph)
    assert block.content == (Run("甲 乙 "), Run("丙", bold=True), Run("　丁"), Break(), Run("戊"))


def test_looks_nest() -> None:
    block = parse('<p><span class="blank">甲<span class="no">〔2025〕7号</span></span></p>').blocks[0]
    assert isinstance(block, Paragraph)
    assert block.content == (Run("甲", blank=True), Run("〔2025〕7号", blank=True, unbroken=True))


def test_missing_values_are_counted() -> None:
    assert document("decision").waiting() == 0
    assert document("decision", code=None, decided_on=None).waiting() == 2
    assert document("opinion", submitted_on=None, given_on="").waiting() == 2


def test_cells_know_their_grid_column() -> None:
    table = document("referral").blocks[2]
    assert isinstance(table, Table)
    assert [cell.column for cell in table.rows[1].cells] == [2, 3, 4, 5, 6, 7]
    assert sum(table.widths) == 100
    opinion = table.rows[7].cells[1]
    assert isinstance(opinion, Cell)
    assert opinion.top and opinion.lines == 5 and isinstance(opinion.blocks[-1], Sign)


def test_what_was_typed_stays_text() -> None:
    typed = "#let x = 1 <script>alert(1)</script> & </w:t> $ * _ \\ 甲"
    text = plain(document("opinion", opinion=typed))
    assert typed in text


def test_what_cannot_be_printed_is_dropped() -> None:
    assert plain(parse("<p>甲\x00\u202e\u200b\ufe0f乙</p>")) == ("甲乙",)


def test_the_place_of_the_seal_has_its_lines() -> None:
    assert SealAt(("重庆市示例区医疗保障局", "2025年12月19日")) in document("decision").blocks


def test_the_article_around_a_document_is_optional_and_single() -> None:
    assert parse("<p>甲</p>").page == "normal"
    assert parse('<article class="sheet sheet-tight"><p>甲</p></article>').page == "tight"
    with pytest.raises(ValueError, match="article"):
        parse("<article><p>甲</p></article><p>乙</p>")
