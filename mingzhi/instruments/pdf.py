"""版式文件: a document as PDF/A-2b, set by Typst from `document.typ`, which reads the blocks as JSON.

The compiler is kept, since starting one reads the fonts. It serves one document at a time, in milliseconds:
hence the lock.
"""

from __future__ import annotations

import io
import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import Any

import segno
import typst

from .blocks import (
    EMPTY_BLANK,
    SIGNING_SPACE,
    Block,
    Break,
    Cell,
    Document,
    Items,
    PageBreak,
    Paragraph,
    Rule,
    Run,
    SealAt,
    Sign,
    Table,
    number_of,
)
from .fonts import FontSet, fonts
from .text import SHANGHAI

TABLE_SIZES = (12.0, 11.0, 10.5)
"""小四, then smaller: what a one-page form may shrink to before it runs on to a second page."""

_SHORT = 84  # characters: three lines, small enough to move to the next page whole
_LINE = 28
# A sum keeps its unit; a year or a percentage is not parted from its number.
_SUM = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?(?:[万亿]?元|[%％]|倍|年|日|号|条)")

_lock = Lock()


@dataclass(frozen=True)
class Marks:
    """What is printed around the text, and the file's own description."""

    draft: bool
    """草稿: printed on every page."""
    sample: bool
    """示例: the only case in which a seal is drawn."""
    code: str | None
    """文书码: printed at the foot, by which a signed scan finds its document."""
    agency: str
    title: str
    author: str
    date: date | datetime
    """The file's creation date, so that the same input gives the same bytes."""


class MissingGlyphs(ValueError):
    """缺字: a character that no font on this machine can draw. Leaving it out would change a name."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        named = "、".join(f"{c}（U+{ord(c):04X}）" for c in characters)
        super().__init__(
            f"本机的字体里没有这些字：{named}。请安装带有这些字的字体，"
            "或者放进 MINGZHI_FONTS_DIR 指明的文件夹。"
        )


def pdf(document: Document, *, marks: Marks) -> bytes:
    """The document as PDF/A-2b. A one-page form gets smaller by up to two steps to stay on its page."""
    data = json.dumps(_data(document, marks), ensure_ascii=False)
    try:
        with _lock:
            drawn = _compiler(fonts()).compile(
                input=_template(),
                format="pdf",
                sys_inputs={"data": data},
                pdf_standards="a-2b",
                timestamp=moment(marks.date),
            )
    except typst.TypstError as error:
        missing = re.findall(r'the text `"(.*?)"` could not be displayed', str(error))
        if missing:
            raise MissingGlyphs(_unescaped("".join(missing))) from error
        raise
    assert isinstance(drawn, bytes)
    return drawn


PIXELS_PER_INCH = 144


def picture(document: Document, *, marks: Marks) -> bytes:
    """首页的图片（PNG），政务新媒体和屏幕上用。没有字体的字由 :func:`pdf` 说明，这里同样不画。"""
    data = json.dumps(_data(document, marks), ensure_ascii=False)
    with _lock:
        drawn = _compiler(fonts()).compile(
            input=_template(), format="png", sys_inputs={"data": data}, ppi=PIXELS_PER_INCH
        )
    pages = drawn if isinstance(drawn, list) else [drawn]
    first = pages[0]
    assert isinstance(first, bytes)
    return first


def _unescaped(named: str) -> str:
    """Typst names an unprintable character as \\u{e000}."""
    text = re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), named)
    return "".join(dict.fromkeys(text))


@cache
def _compiler(chosen: FontSet) -> typst.Compiler:
    found = typst.Fonts(
        include_system_fonts=chosen.system, font_paths=[str(folder) for folder in chosen.folders]
    )
    return typst.Compiler(font_paths=found)


@cache
def _template() -> bytes:
    return files(__package__).joinpath("document.typ").read_bytes()


def moment(day: date | datetime) -> datetime:
    """The creation time of a file: midnight in Beijing when only a day is known."""
    if not isinstance(day, datetime):
        day = datetime.combine(day, time(), SHANGHAI)
    return day.astimezone(UTC).replace(microsecond=0)


def qr_svg(code: str) -> str:
    """文书码 as a QR code."""
    buffer = io.BytesIO()
    segno.make(code, error="m", micro=False).save(buffer, kind="svg", border=1, xmldecl=False, svgns=True)
    return buffer.getvalue().decode()


# ── blocks as JSON ──────────────────────────────────────────────────────


def _data(document: Document, marks: Marks) -> dict[str, Any]:
    chosen = fonts()
    return {
        "page": document.page,
        "sizes": TABLE_SIZES if document.page == "tight" else TABLE_SIZES[:1],
        "title": marks.title or document.title,
        "author": marks.author or marks.agency,
        "keywords": [marks.code] if marks.code else [],
        "agency": marks.agency,
        "draft": marks.draft,
        "sample": marks.sample,
        "code": marks.code,
        "qr": qr_svg(marks.code) if marks.code else "",
        "blank": EMPTY_BLANK,
        "signing": SIGNING_SPACE,
        "fonts": {name: value for name, value in asdict(chosen).items() if name not in ("folders", "system")},
        "blocks": _sequence(document.blocks),
    }


def _sequence(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    written = [_block(block) for block in blocks]
    for index, block in enumerate(blocks):
        if isinstance(block, Sign | SealAt):
            _keep_company(blocks, written, index - 1)
    return written


def _keep_company(blocks: tuple[Block, ...], written: list[dict[str, Any]], before: int) -> None:
    """Two lines of text go with a signature: short paragraphs whole, the end of a long one."""
    lines = 0
    while before >= 0 and lines < 2:
        block = blocks[before]
        if isinstance(block, Sign | SealAt):
            written[before]["sticky"] = True
        if not isinstance(block, Paragraph):
            return
        length = _length(block)
        if length > _SHORT:
            # Only when it is the signature's direct neighbour can its end be moved.
            written[before]["company"] = not lines
            return
        written[before]["sticky"] = True
        lines += -(-length // _LINE)
        before -= 1


def _length(paragraph: Paragraph) -> int:
    return sum(len(piece.text) for piece in paragraph.content if isinstance(piece, Run))


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph():
            return _paragraph(block, _LINE)
        case Rule():
            return {"type": "rule"}
        case PageBreak():
            return {"type": "page-break"}
        case Sign():
            return {"type": "sign", "lines": [_paragraph(line, _LINE) for line in block.lines]}
        case SealAt():
            return {"type": "seal-at", "lines": list(block.lines)}
        case Items():
            return _items(block, _LINE)
        case Table():
            return _table(block)


def _items(items: Items, room: int) -> dict[str, Any]:
    return {
        "type": "items",
        "entries": [_paragraph(entry, room) for entry in items.entries],
        "marks": [number_of(items, index) for index in range(len(items.entries))],
    }


def _table(table: Table) -> dict[str, Any]:
    rows = []
    for index, row in enumerate(table.rows):
        cells = [_cell(cell, table.widths) for cell in row.cells]
        # One cell that may not break keeps its whole row on a page, and what does not fit is lost: the short
        # label beside a long statement breaks with it.
        if any(cell["breakable"] for cell in cells):
            cells = [{**cell, "breakable": True} for cell in cells]
        rows.append({"y": index, "repeated": row.repeated, "cells": cells})
    return {"type": "table", "widths": list(table.widths), "rows": rows}


def _cell(cell: Cell, widths: tuple[float, ...]) -> dict[str, Any]:
    room = int(sum(widths[cell.column : cell.column + cell.colspan]) / 100 * 36) - 1
    blocks: list[dict[str, Any]] = []
    length = 0
    for block in cell.blocks:
        match block:
            case Paragraph():
                blocks.append(_paragraph(block, room))
                length += _length(block)
            case Sign():
                blocks.append({"type": "sign", "lines": [_paragraph(line, room) for line in block.lines]})
            case Items():
                blocks.append(_items(block, room))
                length += sum(_length(entry) for entry in block.entries)
    return {
        "column": cell.column,
        "colspan": cell.colspan,
        "rowspan": cell.rowspan,
        "heading": cell.heading,
        "align": cell.align,
        "top": cell.top,
        "lines": cell.lines,
        "blocks": blocks,
        # A row that fits on a page moves there whole; a long statement of facts has to run on.
        "breakable": cell.rowspan > 1 or length / max(room, 1) > 20,
    }


def _paragraph(paragraph: Paragraph, room: int) -> dict[str, Any]:
    content: list[dict[str, Any]] = []
    for piece in paragraph.content:
        if isinstance(piece, Break):
            content.append({"type": "break"})
        else:
            content += [{"type": "run", **asdict(part)} for part in _glued(piece, room)]
    return {
        "type": "paragraph",
        "sticky": False,
        "style": paragraph.style,
        "align": paragraph.align,
        "indent": paragraph.indent,
        "keep": paragraph.keep,
        "content": content,
    }


def _glued(run: Run, room: int) -> list[Run]:
    """Mark sums as unbroken, wherever they were typed; give up on what is longer than the line."""
    if run.unbroken or run.signing or not run.text:
        return [replace(run, unbroken=run.unbroken and _wide(run.text) < room)]
    parts: list[Run] = []
    end = 0
    for found in _SUM.finditer(run.text):
        if _wide(found[0]) >= room:
            continue
        if found.start() > end:
            parts.append(replace(run, text=run.text[end : found.start()]))
        parts.append(replace(run, text=found[0], unbroken=True))
        end = found.end()
    if end < len(run.text):
        parts.append(replace(run, text=run.text[end:]))
    return parts


def _wide(text: str) -> float:
    return sum(0.55 if ord(c) < 0x100 else 1 for c in text)
