"""The preview: the template's own HTML with the sheet's stylesheet, on the screen and printed by the browser."""

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

import mingzhi.instruments
from mingzhi.instruments.blocks import plain

from .sample_data import DATA, document, html

if TYPE_CHECKING:
    from playwright.sync_api import Page

CSS = Path(mingzhi.instruments.__file__).parent / "static" / "instruments" / "sheet.css"


def shown(name: str) -> str:
    style = CSS.read_text(encoding="utf-8")
    return f"<!doctype html><html lang=zh-CN><meta charset=utf-8><title>文书</title><style>body {{ margin: 0 }} {style}</style>{html(name)}"


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", sorted(DATA))
def test_the_screen_says_every_word_of_the_document_in_order(name: str, page: "Page") -> None:
    page.set_content(shown(name))
    words = bare(str(page.locator("article").evaluate("node => node.textContent")))
    # The numbers of a list are drawn by the stylesheet.
    expected = [re.sub(r"^\d+\. ", "", line) for line in plain(document(name))]
    assert words == bare("".join(expected))


def test_the_browser_prints_annex_2_on_one_page(page: "Page") -> None:
    page.set_content(shown("opinion"))
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) == 1
    assert float(printed.pages[0].mediabox.height) == pytest.approx(841.89, abs=1)


def test_the_stylesheet_knows_every_width_and_height_that_templates_may_use() -> None:
    style = CSS.read_text(encoding="utf-8")
    assert all(f".w-{n} " in style for n in range(1, 100))
    assert all(f".h-{n} " in style for n in range(1, 41))


@pytest.mark.parametrize("name", sorted(DATA))
def test_the_sheet_fits_a_phone(name: str, phone_page: "Page") -> None:
    phone_page.set_content(
        shown(name).replace("<title>", '<meta name="viewport" content="width=device-width"><title>')
    )
    assert phone_page.evaluate("document.documentElement.scrollWidth") <= 360
