"""版面: what a document is made of — paragraphs, tables, signatures, the place of the seal.

`markup.py` reads them from a template's HTML; `pdf.py` and `word.py` write them. Nobody else knows the HTML,
so screen, PDF and Word cannot say different things.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Page = Literal["normal", "tight"]
Style = Literal["text", "org", "doc-no", "title", "h2", "copy"]
Align = Literal["justify", "left", "center", "right"]

EMPTY_BLANK = 6
"""How many characters wide an unfilled underlined blank is drawn."""

SIGNING_SPACE = 9
"""How many characters of room a handwritten signature gets."""


@dataclass(frozen=True)
class Run:
    """一段文字: characters that look alike. What an officer typed ends up in `text`, and only there."""

    text: str
    bold: bool = False
    blank: bool = False
    """填写处: underlined. An empty one is a line to write on."""
    wait: bool = False
    """待填: a value that the dossier does not have yet."""
    unbroken: bool = False
    """不断行: a document number or a sum, never split between lines."""
    signing: bool = False
    """签名处: room for a hand, nothing printed."""
    end: bool = False
    """In a small footer line: stands at the right edge."""


@dataclass(frozen=True)
class Break:
    """换行 within a paragraph."""


Inline = Run | Break


@dataclass(frozen=True)
class Paragraph:
    """段落."""

    content: tuple[Inline, ...]
    style: Style = "text"
    align: Align = "justify"
    indent: bool = False
    """首行缩进二字."""
    keep: bool = False
    """与下段同页."""


@dataclass(frozen=True)
class Rule:
    """红头下的红线."""


@dataclass(frozen=True)
class PageBreak:
    """另起一页."""


@dataclass(frozen=True)
class Sign:
    """签名: lines that are never alone on a page; two lines of the text before go with them."""

    lines: tuple[Paragraph, ...]


@dataclass(frozen=True)
class SealAt:
    """用印处: 署名 and 成文日期 with room for a seal (GB/T 9704: the date four characters from the right)."""

    lines: tuple[str, ...]
    wait: int = 0
    """How many of its values are still （待填）."""


@dataclass(frozen=True)
class Items:
    """列举: a numbered or a plain list."""

    numbered: bool
    entries: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Cell:
    """格."""

    blocks: tuple[Paragraph | Sign | Items, ...]
    column: int
    """The grid column where it begins, counted from 0."""
    colspan: int = 1
    rowspan: int = 1
    heading: bool = False
    align: Align = "justify"
    top: bool = False
    lines: int = 0
    """最低高度, in lines of the table's text."""


@dataclass(frozen=True)
class Row:
    """行."""

    cells: tuple[Cell, ...]
    repeated: bool = False
    """表头: printed again at the top of each page."""


@dataclass(frozen=True)
class Table:
    """表. Widths are percentages and add up to 100."""

    widths: tuple[float, ...]
    rows: tuple[Row, ...]


Block = Paragraph | Rule | PageBreak | Sign | SealAt | Items | Table


@dataclass(frozen=True)
class Document:
    """文书: the blocks in order, and the page that they stand on."""

    blocks: tuple[Block, ...]
    page: Page
    title: str

    def waiting(self) -> int:
        """待填: how many values are still missing. A document that waits is not ready to be issued."""
        sealed = sum(block.wait for block in self.blocks if isinstance(block, SealAt))
        return sealed + sum(
            run.wait for paragraph in _every_paragraph(self.blocks) for run in _runs(paragraph)
        )


def parse(html: str) -> Document:
    """Read a rendered template. A tag, class or attribute outside the subset raises ValueError naming it."""
    from .markup import read  # the parser needs the classes above

    return read(html)


def plain(document: Document) -> tuple[str, ...]:
    """The words of the document, one string a line as printed, in reading order: what was reviewed."""
    lines: list[str] = []
    for block in document.blocks:
        lines += _lines_of(block)
    return tuple(line for line in (_squeeze(line) for line in lines) if line)


def number_of(items: Items, index: int) -> str:
    """The mark before an entry, written as text: it cannot renumber itself in Word."""
    return f"{index + 1}. " if items.numbered else "— "


def _lines_of(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from _lines(block)
        case Sign():
            for paragraph in block.lines:
                yield from _lines(paragraph)
        case SealAt():
            yield from block.lines
        case Items():
            for index, entry in enumerate(block.entries):
                first, *rest = _lines(entry) or [""]
                yield number_of(block, index) + first
                yield from rest
        case Table():
            for row in block.rows:
                for cell in row.cells:
                    for inner in cell.blocks:
                        yield from _lines_of(inner)


def _lines(paragraph: Paragraph) -> list[str]:
    lines = [""]
    for piece in paragraph.content:
        if isinstance(piece, Break):
            lines.append("")
        else:
            lines[-1] += (" " if piece.end else "") + piece.text
    return lines


def _squeeze(line: str) -> str:
    return " ".join(line.split())


def _every_paragraph(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    for block in blocks:
        match block:
            case Paragraph():
                yield block
            case Sign():
                yield from block.lines
            case Items():
                yield from block.entries
            case Table():
                for row in block.rows:
                    for cell in row.cells:
                        yield from _every_paragraph(cell.blocks)


def _runs(paragraph: Paragraph) -> Iterator[Run]:
    return (piece for piece in paragraph.content if isinstance(piece, Run))
