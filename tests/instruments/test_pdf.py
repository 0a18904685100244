"""The printed page, measured."""

import io
import re
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pypdfium2
import pytest
from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from mingzhi.instruments.blocks import parse, plain
from mingzhi.instruments.fonts import FontSet, find, fonts
from mingzhi.instruments.pdf import Marks, MissingGlyphs, pdf

from .sample_data import DATA, document, marks

MM = 72 / 25.4
LONG = "".join(f'<p class="ind">{"医疗保障行政执法全过程记录" * 40}</p>' for _ in range(4))


def words(drawn: bytes) -> str:
    """All characters, without spaces and line breaks."""
    pages = pypdfium2.PdfDocument(drawn)
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)


def lines(drawn: bytes, page: int) -> list[str]:
    """The lines of the text area, from the places of the characters."""
    sheet = pypdfium2.PdfDocument(drawn)[page]
    text = sheet.get_textpage()
    found: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for index in range(text.count_chars()):
        c = text.get_text_range(index, 1)
        left, bottom, _, top = text.get_charbox(index, loose=True)
        middle = (bottom + top) / 2
        if c.strip() and 35 * MM < middle < (297 - 37) * MM:
            found[round(((297 - 37) * MM - middle) // 28.99)].append((left, c))
    return ["".join(c for _, c in sorted(line)) for _, line in sorted(found.items())]


def same(text: str) -> str:
    """Compared without spaces; pdfium gives some radicals as their compatibility forms."""
    import unicodedata

    return re.sub(r"\s|　", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("name", sorted(DATA))
def test_the_pdf_says_every_word_of_the_document_in_order(name: str) -> None:
    asked = document(name)
    printed = same(words(pdf(asked, marks=marks(code=None))))
    printed = re.sub(r"—\d+—", "", printed)
    if name == "decision":
        assert printed == same("".join(plain(asked)))
    else:
        # pdfium reads a table line by line across its columns: every line of every cell is there.
        for line in plain(asked):
            for c in same(line):
                assert c in printed
        assert len(printed) == len(same("".join(plain(asked))))


@pytest.mark.parametrize("name", sorted(DATA))
def test_pages_are_a4(name: str) -> None:
    for page in PdfReader(io.BytesIO(pdf(document(name), marks=marks()))).pages:
        assert float(page.mediabox.width) == pytest.approx(210 * MM, abs=0.1)
        assert float(page.mediabox.height) == pytest.approx(297 * MM, abs=0.1)


def test_a_full_page_has_22_lines_of_28_characters_within_the_text_area() -> None:
    drawn = pdf(parse(LONG), marks=marks(code=None))
    full = lines(drawn, 0)
    assert len(full) == 22
    # A paragraph's first line is indented by two characters and its last one is short; all others are full.
    assert [len(line) for line in full].count(28) == 22 - 3
    assert max(len(line) for line in full) == 28
    text = pypdfium2.PdfDocument(drawn)[0].get_textpage()
    boxes = [
        text.get_charbox(index, loose=True)
        for index in range(text.count_chars())
        if "\u4e00" <= text.get_text_range(index, 1) <= "\u9fff"
    ]
    assert min(box[0] for box in boxes) == pytest.approx(28 * MM, abs=1.0)
    assert max(box[2] for box in boxes) == pytest.approx((210 - 26) * MM, abs=1.0)


def test_the_binding_edge_changes_sides_and_the_page_number_stands_outside() -> None:
    drawn = pdf(parse(LONG), marks=marks(code=None))
    for index, left in ((0, 28), (1, 26)):
        text = pypdfium2.PdfDocument(drawn)[index].get_textpage()
        boxes = [
            (text.get_charbox(i, loose=True), text.get_text_range(i, 1)) for i in range(text.count_chars())
        ]
        assert min(box[0] for box, c in boxes if "\u4e00" <= c <= "\u9fff") == pytest.approx(
            left * MM, abs=1.0
        )
        (number,) = [box for box, c in boxes if c == str(index + 1)]
        assert (number[0] > 105 * MM) == (index == 0)
        assert number[3] < 35 * MM


@pytest.mark.parametrize("name", ["referral", "opinion"])
def test_the_two_annexes_are_one_page_each(name: str) -> None:
    assert len(PdfReader(io.BytesIO(pdf(document(name), marks=marks()))).pages) == 1


def test_a_one_page_form_gets_smaller_before_it_runs_on() -> None:
    longer = document("opinion", opinion=DATA["opinion"]["opinion"] * 9)
    assert len(PdfReader(io.BytesIO(pdf(longer, marks=marks()))).pages) == 1
    endless = document("opinion", opinion=DATA["opinion"]["opinion"] * 60)
    assert len(PdfReader(io.BytesIO(pdf(endless, marks=marks()))).pages) > 1


def test_the_file_says_that_it_is_pdf_a_2b_and_whose_it_is() -> None:
    drawn = pdf(document("decision"), marks=marks())
    about = PdfReader(io.BytesIO(drawn))
    xmp = about.xmp_metadata
    assert xmp is not None
    packet = xmp.rdf_root.toxml()
    assert re.search(r'pdfaid:part(?:>|=")2', packet)
    assert re.search(r'pdfaid:conformance(?:>|=")B', packet)
    assert about.metadata is not None
    assert about.metadata.title == "行政处罚决定书"
    assert about.metadata.author == "重庆市示例区医疗保障局"
    assert "/OutputIntents" in about.root_object
    assert all(embedded(font) for font in font_files(about))


def font_files(reader: Any) -> list[Any]:
    found = []
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            found.append(
                font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            )
    return found


def embedded(descriptor: Any) -> bool:
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


@pytest.mark.parametrize("changes", [{}, {"draft": True, "sample": True}])
def test_the_same_document_gives_the_same_bytes(changes: dict[str, Any]) -> None:
    first = pdf(document("decision"), marks=marks(**changes))
    pdf(document("opinion"), marks=marks())
    assert pdf(document("decision"), marks=marks(**changes)) == first


def test_several_threads_print_at_once() -> None:
    alone = {name: pdf(document(name), marks=marks()) for name in DATA}
    names = sorted(DATA) * 4
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda name: pdf(document(name), marks=marks()), names))
    assert together == [alone[name] for name in names]


def test_a_draft_says_so_on_every_page_and_a_final_document_never() -> None:
    draft, final = (
        pypdfium2.PdfDocument(pdf(document("decision"), marks=marks(draft=yes))) for yes in (True, False)
    )
    assert len(draft) == len(final) > 1
    assert all("草稿" in page.get_textpage().get_text_range() for page in draft)
    assert not any("草稿" in page.get_textpage().get_text_range() for page in final)


def test_a_seal_is_drawn_for_samples_only() -> None:
    def red(given: Marks) -> int:
        page = pypdfium2.PdfDocument(pdf(document("decision"), marks=given))[2]
        dots = page.render(scale=1).to_pil().convert("RGB").tobytes()
        return sum(r > 180 and g < 80 and b < 80 for r, g, b in zip(*[iter(dots)] * 3, strict=True))

    assert red(marks(sample=True)) > 500
    assert red(marks(sample=False)) == 0


def test_the_code_stands_at_the_foot_of_every_page() -> None:
    for page in pypdfium2.PdfDocument(pdf(document("decision"), marks=marks())):
        assert "MZ-2025-0043-7K" in page.get_textpage().get_text_range()


def test_sums_are_never_broken_between_lines() -> None:
    for before in range(28):
        drawn = pdf(parse(f'<p class="ind">{"罚" * before}罚款75,120.00元整。</p>'), marks=marks(code=None))
        assert any("75,120.00元" in line for line in lines(drawn, 0)), before


@pytest.mark.parametrize(
    "tail", ['<div class="sign"><p>签名甲：</p><p>签名乙：</p></div>', '<p class="seal-at">机关<br>日期</p>']
)
def test_a_signature_is_never_alone_on_its_page(tail: str) -> None:
    moved = 0
    for count in range(5 * 28, 16 * 28, 14):
        drawn = pdf(
            parse(
                f'<p class="ind">{"文" * (count // 2)}</p><p class="ind">{"字" * (count // 2 + 300)}</p>{tail}'
            ),
            marks=marks(code=None),
        )
        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(drawn)]
        signed = [index for index, page in enumerate(pages) if "签名" in page or "机关" in page]
        assert len(signed) == 1
        if signed[0]:
            with_it = [line for line in lines(drawn, signed[0]) if set(line) & set("文字")]
            assert len(with_it) >= 2, (count, pages[signed[0]])
            moved += len(with_it) == 2
    assert moved  # the case that matters did occur


def test_short_paragraphs_go_with_the_signature() -> None:
    for lines_before in range(15, 23):
        body = "<p>短句。</p>" * lines_before
        drawn = pdf(parse(f'{body}<div class="sign"><p>签名：</p></div>'), marks=marks(code=None))
        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(drawn)]
        last = pages[-1]
        assert "签名" in last
        assert len(pages) == 1 or last.count("短句") >= 2


def test_a_signature_below_a_table_takes_two_rows_with_it() -> None:
    split = 0
    for rows in range(25, 34):
        body = "".join(f"<tr><td>第{n}行</td></tr>" for n in range(rows))
        source = f'<article class="sheet"><table><tbody>{body}</tbody></table><div class="sign"><p>签名：</p></div></article>'
        pages = [
            page.get_textpage().get_text_range()
            for page in pypdfium2.PdfDocument(pdf(parse(source), marks=marks()))
        ]
        (signed,) = [page for page in pages if "签名" in page]
        assert signed.count("行") >= 2, rows
        split += len(pages) == 2
    assert split


def test_a_long_cell_above_a_signature_still_runs_over_pages() -> None:
    source = f'<table><tr><td>{"事实" * 900}</td></tr></table><div class="sign"><p>签名：</p></div>'
    drawn = pdf(parse(source), marks=marks(code=None))
    assert words(drawn).count("事实") == 900
    assert len(pypdfium2.PdfDocument(drawn)) == 2


def test_hostile_text_is_printed_as_text() -> None:
    typed = '#let x = 1; #panic() $x$ *b* <w> </w:t><script>alert(1)</script> \\ " {{ x }} @a <end>'
    drawn = pdf(document("decision", hearing=typed, party=typed), marks=marks(code=None))
    assert words(drawn).count(same(typed)) == 2
    assert words(pdf(document("opinion"), marks=marks(agency=typed, title=typed, author=typed)))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_whatever_is_typed_is_printed_or_refused_by_name(typed: str) -> None:
    try:
        drawn = pdf(parse(f'<p class="ind">甲{escape(typed)}乙</p>'), marks=marks())
    except MissingGlyphs as missing:
        assert missing.characters and set(missing.characters) <= set(typed)
    else:
        assert drawn.startswith(b"%PDF")


def test_a_character_that_no_font_has_is_named_not_dropped() -> None:
    with pytest.raises(MissingGlyphs, match="U\\+1F600") as caught:
        pdf(parse("<p>张😀示</p>"), marks=marks())
    assert caught.value.characters == "😀"


def test_a_machine_without_chinese_fonts_prints_with_the_open_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHI_FONTS", "bundled")
    fonts.cache_clear()
    try:
        chosen = fonts()
        assert not chosen.system and not chosen.title_is_bold
        assert "SimHei" not in names(chosen)
        drawn = pdf(document("decision"), marks=marks(draft=True, sample=True))
        assert "行政处罚决定书" in words(drawn)
        assert not any(
            "SimHei" in str(font["/FontName"]) for font in font_files(PdfReader(io.BytesIO(drawn)))
        )
        assert len(PdfReader(io.BytesIO(pdf(document("opinion"), marks=marks()))).pages) == 1
    finally:
        fonts.cache_clear()


def names(chosen: FontSet) -> set[str]:
    return {*chosen.body, *chosen.title, *chosen.heading, *chosen.number}


def test_simhei_of_the_font_package_is_never_chosen() -> None:
    assert "SimHei" not in names(find(system=False))
