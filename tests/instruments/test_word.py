"""The Word file: its words, its geometry, its merged cells, and what was changed in it."""

import io
import zipfile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzhi.instruments.blocks import parse, plain
from mingzhi.instruments.compare import Difference, NotAWordFile, differences, paragraphs
from mingzhi.instruments.word import word

from .sample_data import DATA, document, marks


def opened(made: bytes) -> WordDocument:
    return docx.Document(io.BytesIO(made))


def saved(file: WordDocument) -> bytes:
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("name", sorted(DATA))
def test_the_word_file_says_every_word_of_the_document_in_order(name: str) -> None:
    given_document = document(name)
    assert paragraphs(word(given_document, marks=marks(draft=True, sample=True))) == plain(given_document)


@pytest.mark.parametrize("name", sorted(DATA))
def test_the_same_document_gives_the_same_word_file(name: str) -> None:
    first = word(document(name), marks=marks(draft=True, sample=True))
    assert word(document(name), marks=marks(draft=True, sample=True)) == first
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_page_is_that_of_the_standard() -> None:
    section = opened(word(document("decision"), marks=marks())).sections[0]
    assert section.page_width is not None and section.page_height is not None
    sizes = [section.page_width, section.page_height, section.top_margin, section.left_margin]
    for given_size, millimetres in zip(sizes, (210, 297, 37, 28), strict=True):
        assert given_size == pytest.approx(Mm(millimetres), abs=Mm(0.1))
    area = section.page_height - (section.top_margin or 0) - (section.bottom_margin or 0)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert area // (int(grid.get(qn("w:linePitch"))) * 635) == 22


def test_text_is_set_in_fangsong_with_fixed_lines() -> None:
    file = opened(word(document("decision"), marks=marks()))
    normal = file.styles["Normal"].element
    assert normal.find(".//" + qn("w:rFonts")).get(qn("w:eastAsia")) == "仿宋_GB2312"
    spacing = normal.find(".//" + qn("w:spacing"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
    title = next(p for p in file.paragraphs if p.text == "行政处罚决定书")
    assert title.style is not None
    assert title.style.element.find(".//" + qn("w:rFonts")).get(qn("w:eastAsia")) == "方正小标宋简体"


def test_annex_1_has_its_merged_cells() -> None:
    file = opened(word(document("referral"), marks=marks()))
    (table,) = file.tables
    assert (len(table.rows), len(table.columns)) == (10, 8)
    assert table.cell(0, 0)._tc is table.cell(4, 0)._tc
    assert table.cell(0, 0).text == "当事人\n基本情况"
    assert table.cell(0, 1)._tc is table.cell(1, 1)._tc
    assert table.cell(2, 1)._tc is table.cell(4, 1)._tc
    assert table.cell(0, 2)._tc is table.cell(0, 3)._tc
    assert table.cell(5, 1)._tc is table.cell(5, 7)._tc
    borders = table._tbl.tblPr.find(qn("w:tblBorders"))
    assert {side.get(qn("w:val")) for side in borders} == {"single"}
    assert len(borders) == 6


def test_annex_2_has_every_line_and_one_wide_cell() -> None:
    (table,) = opened(word(document("opinion"), marks=marks())).tables
    assert len(table.rows) == 3 + 1 + 13 + 1
    assert table.cell(17, 0)._tc is table.cell(17, 1)._tc
    widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
    assert widths[0] / sum(widths) == pytest.approx(0.36, abs=0.005)


def test_pages_are_numbered_and_a_draft_says_so() -> None:
    for draft in (True, False):
        section = opened(word(document("decision"), marks=marks(draft=draft))).sections[0]
        for footer in (section.footer, section.even_page_footer):
            assert " PAGE " in [node.text for node in footer._element.iter(qn("w:instrText"))]
            assert any("MZ-2025-0043-7K" in paragraph.text for paragraph in footer.paragraphs)
        for header in (section.header, section.even_page_header):
            assert any("草稿" in paragraph.text for paragraph in header.paragraphs) == draft


def test_a_seal_is_drawn_for_samples_only() -> None:
    sample, real = (word(document("decision"), marks=marks(sample=yes)) for yes in (True, False))
    assert b"sample-seal" in xml(sample)
    assert b"sample-seal" not in xml(real)


def xml(made: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        return packed.read("word/document.xml")


def test_properties_stand_in_the_order_that_word_insists_on() -> None:
    wanted = ["pStyle", "keepNext", "pBdr", "tabs", "snapToGrid", "spacing", "ind", "jc"]
    for name in DATA:
        for properties in parse_xml(xml(word(document(name), marks=marks(sample=True)))).iter(qn("w:pPr")):
            names = [child.tag.rpartition("}")[2] for child in properties]
            assert names == sorted(names, key=wanted.index)


def test_hostile_text_stays_text() -> None:
    typed = "#let x </w:t></w:r><w:del/> <script>alert(1)</script> & ]]> {{ x }}"
    given_document = document("decision", hearing=typed)
    assert typed in "".join(paragraphs(word(given_document, marks=marks())))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_whatever_is_typed_comes_back_from_word(typed: str) -> None:
    from django.utils.html import escape

    given_document = parse(f"<p>甲{escape(typed)}乙</p>")
    assert differences(word(given_document, marks=marks()), given_document) == []


# ── 比对 ────────────────────────────────────────────────────────────────


def test_an_untouched_file_has_no_differences() -> None:
    made = word(document("decision"), marks=marks())
    assert differences(saved(opened(made)), document("decision")) == []


def test_what_an_officer_changed_is_shown() -> None:
    file = opened(word(document("opinion"), marks=marks()))
    cell = file.tables[0].cell(6, 1)
    cell.paragraphs[0].runs[0].text = "否。证据不充分。"
    file.add_paragraph("另行加了一句。")
    for paragraph in file.paragraphs:
        if paragraph.text.startswith("一式两份"):
            paragraph._p.getparent().remove(paragraph._p)
    assert differences(saved(file), document("opinion")) == [
        Difference("changed", "是。事实清楚，证据确凿充分。", "否。证据不充分。"),
        Difference("changed", "一式两份。本份：承办机构入卷归档 存证 第 43 号", "另行加了一句。"),
    ]


def test_looks_and_spaces_are_not_differences() -> None:
    file = opened(word(document("decision"), marks=marks()))
    for paragraph in file.paragraphs:
        paragraph.alignment = 2  # type: ignore[assignment]
        for run in paragraph.runs:
            run.bold = True
    file.paragraphs[4].add_run("  ")
    assert differences(saved(file), document("decision")) == []


def test_tracked_deletions_are_gone_and_insertions_count() -> None:
    source = parse("<p>罚款75,120.00元</p>")
    made = word(source, marks=marks())
    file = opened(made)
    run = file.paragraphs[0]._p.find(qn("w:r"))
    deleted = docx.oxml.OxmlElement("w:del")
    run.addprevious(deleted)
    deleted.append(run)
    inserted = docx.oxml.OxmlElement("w:ins")
    deleted.addnext(inserted)
    new = docx.oxml.OxmlElement("w:r")
    words = docx.oxml.OxmlElement("w:t")
    words.text = "罚款57,120.00元"
    new.append(words)
    inserted.append(new)
    (found,) = differences(saved(file), source)
    assert (found.name, found.before, found.after) == ("改动", "罚款75,120.00元", "罚款57,120.00元")


@pytest.mark.parametrize("wrong", [b"", b"%PDF-1.7", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_not_a_word_file_is_said_in_words(wrong: bytes) -> None:
    with pytest.raises(NotAWordFile, match="另存为 Word"):
        differences(wrong, document("opinion"))
