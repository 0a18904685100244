"""WordprocessingML: blocks as the elements of a Word file. `word.py` puts them on a page.

Written element by element, because the converters that were tried lose borders, merged cells or the East Asian
font. Text only ever becomes the text of an element, so nothing that was typed can turn into markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from .blocks import (
    EMPTY_BLANK,
    SIGNING_SPACE,
    Block,
    Break,
    Cell,
    Items,
    PageBreak,
    Paragraph,
    Row,
    Rule,
    Run,
    SealAt,
    Sign,
    Table,
    number_of,
)

FANGSONG, BIAOSONG, HEITI, SONGTI = "仿宋_GB2312", "方正小标宋简体", "黑体", "宋体"
RED = "B3201A"
LINE = 579  # twips: 225 mm / 22, rounded down so that 22 lines fit
CHARACTER = 316  # twips: 156 mm / 28
WIDTH = 8844  # twips: 156 mm
CELL_LINE = 348
CELL_SIZE = 12.0

STYLES = {
    "text": "Normal",
    "org": "发文机关标志",
    "doc-no": "发文字号",
    "title": "公文标题",
    "h2": "一级标题",
    "copy": "版记",
}
TABLE_STYLE = "表格文字"

# The schema fixes the order of properties; Word refuses a file that mixes them up.
_PPR = "pStyle keepNext widowControl pBdr tabs autoSpaceDE autoSpaceDN snapToGrid spacing ind jc"
_RPR = "rFonts b color spacing sz szCs u bdr"


def element(tag: str, *children: Any, **attributes: object) -> Any:
    """`element("jc", val="center")` → <w:jc w:val="center"/>."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    for child in children:
        if child is not None:
            made.append(child)
    return made


def ordered(tag: str, order: str, children: list[Any]) -> Any:
    """A property element with its children in the schema's order."""
    places = {qn(f"w:{name}"): place for place, name in enumerate(order.split())}
    return element(
        tag, *sorted((child for child in children if child is not None), key=lambda e: places[e.tag])
    )


def run_properties(
    *,
    font: str | None = None,
    size: float | None = None,
    bold: bool = False,
    color: str | None = None,
    others: tuple[Any, ...] = (),
) -> Any:
    children: list[Any] = list(others)
    if font:
        children.append(element("rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font, hint="eastAsia"))
    if bold:
        children.append(element("b"))
    if color:
        children.append(element("color", val=color))
    if size:
        children += [element("sz", val=round(size * 2)), element("szCs", val=round(size * 2))]
    return ordered("rPr", _RPR, children)


def text_run(text: str, properties: Any = None) -> Any:
    made = element("t")
    made.text = text
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element("r", properties, made)


def paragraph_properties(*children: Any) -> Any:
    return ordered("pPr", _PPR, list(children))


@dataclass(frozen=True)
class Place:
    """Where a paragraph stands: in the text or in a cell."""

    style: str = "Normal"
    character: int = CHARACTER
    keep: bool = False
    before: int = 0


TEXT = Place()


class Writer:
    """Blocks → elements of the body, in order."""

    def __init__(self, *, tight: bool, sample: bool) -> None:
        self.tight = tight
        self.sample = sample

    def body(self, blocks: tuple[Block, ...]) -> list[Any]:
        made: list[Any] = []
        for index, block in enumerate(blocks):
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            closing = isinstance(following, Sign | SealAt)
            made += self._block(block, Place(keep=closing))
            if isinstance(block, Table) and closing:
                _keep_last_rows(made[-1])
            # Word needs a paragraph between two tables, and one after the last.
            if isinstance(block, Table) and (following is None or isinstance(following, Table)):
                made.append(_gap())
        return made

    def _block(self, block: Block, place: Place) -> list[Any]:
        match block:
            case Paragraph():
                return [paragraph(block, place)]
            case Rule():
                return [self._rule()]
            case PageBreak():
                return [element("p", element("r", element("br", type="page")))]
            case Sign():
                return sign(block, Place(before=LINE if not self.tight else 170))
            case SealAt():
                return self._seal_at(block)
            case Items():
                return items(block, place)
            case Table():
                return [table(block)]

    def _rule(self) -> Any:
        border = element("pBdr", element("top", val="single", sz=12, space=1, color=RED))
        height = 284 if self.tight else LINE
        return element("p", paragraph_properties(border, element("keepNext"), _spacing(line=height)))

    def _seal_at(self, seal: SealAt) -> list[Any]:
        wide = [_width(line) for line in seal.lines]
        made = []
        for index, line in enumerate(seal.lines):
            # The date stands four characters from the right; the name is centred over it.
            right = max(0.0, 4 - (wide[index] - wide[-1]) / 2)
            last = index + 1 == len(seal.lines)
            made.append(
                element(
                    "p",
                    paragraph_properties(
                        None if last else element("keepNext"),
                        _spacing(line=LINE, before=2 * LINE if index == 0 else 0),
                        element("ind", rightChars=round(right * 100), right=round(right * CHARACTER)),
                        element("jc", val="right"),
                    ),
                    _sample_seal() if self.sample and last else None,
                    text_run(line),
                )
            )
        return made


def paragraph(block: Paragraph, place: Place = TEXT) -> Any:
    """段落."""
    style = STYLES[block.style] if block.style != "text" else place.style
    indent = element("ind", firstLineChars=200, firstLine=2 * place.character) if block.indent else None
    properties = paragraph_properties(
        element("pStyle", val=style) if style != "Normal" else None,
        _right_edge() if any(isinstance(piece, Run) and piece.end for piece in block.content) else None,
        element("keepNext") if block.keep or place.keep else None,
        element("spacing", before=place.before) if place.before else None,
        indent,
        element("jc", val={"justify": "both"}.get(block.align, block.align))
        if block.style in ("text", "h2")
        else None,
    )
    made = element("p", properties)
    tabbed = False
    for piece in block.content:
        if isinstance(piece, Break):
            made.append(element("r", element("br")))
            continue
        if piece.end and not tabbed:
            made.append(element("r", element("tab")))
            tabbed = True
        made.append(_run(piece))
    return made


def sign(block: Sign, place: Place) -> list[Any]:
    """签名: the lines hold together, and to the paragraph before."""
    last = len(block.lines) - 1
    return [
        paragraph(
            line,
            Place(place.style, place.character, keep=index < last, before=place.before if index == 0 else 0),
        )
        for index, line in enumerate(block.lines)
    ]


def items(block: Items, place: Place) -> list[Any]:
    made = []
    for index, entry in enumerate(block.entries):
        numbered = Paragraph((Run(number_of(block, index)), *entry.content), indent=True)
        made.append(paragraph(numbered, place))
    return made


def _run(run: Run) -> Any:
    others: list[Any] = []
    text = run.text
    if run.signing:
        text = "　" * SIGNING_SPACE
    elif run.blank and not text:
        text = "　" * EMPTY_BLANK
    if run.blank:
        others.append(element("u", val="single"))
    elif run.wait:
        others.append(element("u", val="dash"))
    font = HEITI if run.bold else None
    return text_run(text, run_properties(font=font, others=tuple(others)) if font or others else None)


# ── 表 ──────────────────────────────────────────────────────────────────


def table(block: Table) -> Any:
    widths = [round(WIDTH * width / 100) for width in block.widths]
    widths[-1] += WIDTH - sum(widths)
    edge = {"val": "single", "sz": 4, "space": 0, "color": "000000"}
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    properties = element(
        "tblPr",
        element("tblW", w=WIDTH, type="dxa"),
        element("jc", val="center"),
        element("tblBorders", *(element(side, **edge) for side in sides)),
        element("tblLayout", type="fixed"),
        element(
            "tblCellMar",
            *(
                element(side, w=w, type="dxa")
                for side, w in (("top", 60), ("left", 120), ("bottom", 60), ("right", 120))
            ),
        ),
    )
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    made = element("tbl", properties, grid)
    open_spans: dict[int, tuple[int, Cell]] = {}  # first column → rows still to come
    for row in block.rows:
        made.append(_row(row, widths, open_spans))
    return made


def _keep_last_rows(made: Any) -> None:
    """The last two rows go with the signature below the table."""
    for row in made.findall(qn("w:tr"))[-2:]:
        for properties in row.iter(qn("w:pPr")):
            if properties.find(qn("w:keepNext")) is None:
                properties.insert(1, element("keepNext"))  # after pStyle, which every cell's paragraph has


def _row(row: Row, widths: list[int], open_spans: dict[int, tuple[int, Cell]]) -> Any:
    high = max((cell.lines for cell in row.cells), default=0)
    long = any(_lines_needed(cell, widths) > 20 for cell in row.cells)
    made = element(
        "tr",
        element(
            "trPr",
            None if long else element("cantSplit"),
            element("trHeight", val=high * CELL_LINE + 120, hRule="atLeast") if high else None,
            element("tblHeader") if row.repeated else None,
        ),
    )
    starting = {cell.column: cell for cell in row.cells}
    column = 0
    while column < len(widths):
        if column in starting:
            cell = starting[column]
            made.append(_cell(cell, widths))
            if cell.rowspan > 1:
                open_spans[column] = (cell.rowspan - 1, cell)
        else:
            left, cell = open_spans.pop(column)
            made.append(_continued(cell, widths))
            if left > 1:
                open_spans[column] = (left - 1, cell)
        column += cell.colspan
    return made


def _cell_properties(cell: Cell, widths: list[int], merge: Any) -> Any:
    return element(
        "tcPr",
        element("tcW", w=_cell_width(cell, widths), type="dxa"),
        element("gridSpan", val=cell.colspan) if cell.colspan > 1 else None,
        merge,
        element("vAlign", val="top" if cell.top else "center"),
    )


def _continued(cell: Cell, widths: list[int]) -> Any:
    empty = element("p", paragraph_properties(element("pStyle", val=TABLE_STYLE)))
    return element("tc", _cell_properties(cell, widths, element("vMerge")), empty)


def _cell(cell: Cell, widths: list[int]) -> Any:
    merge = element("vMerge", val="restart") if cell.rowspan > 1 else None
    made = element("tc", _cell_properties(cell, widths, merge))
    place = Place(TABLE_STYLE, round(CELL_SIZE * 20))
    # A signature stands at the foot of its cell: above it, the room that the text leaves.
    signing = sum(len(block.lines) for block in cell.blocks if isinstance(block, Sign))
    room = max(0, cell.lines - signing - _lines_needed(cell, widths)) * CELL_LINE
    for block in cell.blocks:
        match block:
            case Paragraph():
                made.append(paragraph(block, place))
            case Items():
                made.extend(items(block, place))
            case Sign():
                made.extend(sign(block, Place(place.style, place.character, before=room + 100)))
                room = 0
    if not cell.blocks:
        made.append(element("p", paragraph_properties(element("pStyle", val=TABLE_STYLE))))
    return made


def _cell_width(cell: Cell, widths: list[int]) -> int:
    return sum(widths[cell.column : cell.column + cell.colspan])


def _lines_needed(cell: Cell, widths: list[int]) -> int:
    room = max(1.0, (_cell_width(cell, widths) - 240) / (CELL_SIZE * 20))
    lines = 0
    for block in cell.blocks:
        entries = (
            (block,) if isinstance(block, Paragraph) else block.entries if isinstance(block, Items) else ()
        )
        for entry in entries:
            words = "".join(piece.text for piece in entry.content if isinstance(piece, Run))
            breaks = sum(isinstance(piece, Break) for piece in entry.content)
            lines += max(1, -int(-(_width(words) + 2 * entry.indent) // room)) + breaks
    return lines


# ── small things ────────────────────────────────────────────────────────


def _spacing(*, line: int, before: int = 0) -> Any:
    return element("spacing", before=before, after=0, line=line, lineRule="exact")


def _right_edge() -> Any:
    return element("tabs", element("tab", val="right", pos=WIDTH))


def _gap() -> Any:
    return element("p", paragraph_properties(_spacing(line=20)))


def _width(text: str) -> float:
    return sum(0.5 if ord(c) < 0x100 else 1 for c in text)


_VML = "urn:schemas-microsoft-com:vml"


def _sample_seal() -> Any:
    """示例章: a ring with 示例 across it, behind the date. Drawn for samples only, never as a seal."""
    oval = OxmlElement("w:pict").makeelement(f"{{{_VML}}}oval", nsmap={"v": _VML})
    oval.set("id", "sample-seal")
    oval.set(
        "style",
        "position:absolute;width:119pt;height:119pt;z-index:-1;margin-top:-60pt;"
        f"margin-left:{WIDTH / 20 - 4 * CHARACTER / 20 - 100:.0f}pt;mso-position-horizontal-relative:margin",
    )
    oval.set("filled", "f")
    oval.set("strokecolor", "#D0201A")
    oval.set("strokeweight", "3.4pt")
    box = oval.makeelement(f"{{{_VML}}}textbox")
    words = text_run("示例", run_properties(font=HEITI, size=26, color="D0201A"))
    inner = element(
        "p", paragraph_properties(_spacing(line=1200, before=400), element("jc", val="center")), words
    )
    box.append(element("txbxContent", inner))
    oval.append(box)
    return element("r", element("pict", oval))
