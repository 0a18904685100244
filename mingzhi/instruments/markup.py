"""模板: reads the small subset of HTML that document templates are written in into blocks.

The subset is described in `README.md` beside this file. Whatever is outside it is a defect of the template, not
of what an officer typed (Django escapes that), so it stops with ValueError naming the tag.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from .blocks import (
    Align,
    Block,
    Break,
    Cell,
    Document,
    Inline,
    Items,
    PageBreak,
    Paragraph,
    Row,
    Rule,
    Run,
    SealAt,
    Sign,
    Style,
    Table,
)

_VOID = {"br", "hr", "col"}
_CLASSES = {
    "article": {"sheet", "sheet-tight"},
    "p": {
        "org",
        "doc-no",
        "doc-title",
        "ind",
        "right",
        "center",
        "left",
        "keep",
        "seal-at",
        "copy",
        "sign-at",
        "ink",
    },
    "h1": {"doc-title"},
    "h2": {"center"},
    "span": {"blank", "wait", "no", "num", "sig", "end"},
    "b": set(),
    "br": set(),
    "hr": {"red", "page-break"},
    "table": {"keep"},
    "colgroup": set(),
    "col": {"w-*"},
    "thead": set(),
    "tbody": set(),
    "tr": set(),
    "th": {"h-*", "top", "left", "center", "right"},
    "td": {"h-*", "top", "left", "center", "right"},
    "div": {"sign"},
    "ol": set(),
    "ul": set(),
    "li": set(),
}
_ATTRIBUTES = {"class", "colspan", "rowspan", "scope", "id", "lang", "role", "tabindex"}
_INLINE = {"span", "b", "br"}
_SPACE = re.compile(r"[ \t\r\n\f]+")
# What no printed page can show and what XML forbids: dropped, wherever it came from.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\uffff"
    "\ud800-\udfff\U000e0100-\U000e01ef]"
)


@dataclass
class _Node:
    tag: str
    classes: tuple[str, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[_Node | str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _CLASSES:
            raise ValueError(f"文书模板不认得标签 <{tag}>（第 {self.getpos()[0]} 行）")
        attributes = {name: value or "" for name, value in attrs}
        for name in attributes:
            if name not in _ATTRIBUTES and not name.startswith(("data-", "aria-")):
                raise ValueError(f"文书模板不认得属性 {name}（<{tag}>，第 {self.getpos()[0]} 行）")
        classes = tuple(attributes.pop("class", "").split())
        for name in classes:
            if name not in _CLASSES[tag] and re.sub(r"-\d+$", "-*", name) not in _CLASSES[tag]:
                raise ValueError(f"文书模板不认得样式 {name}（<{tag}>，第 {self.getpos()[0]} 行）")
        node = _Node(tag, classes, attributes)
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self.open[-1].tag != tag:
            raise ValueError(
                f"文书模板的 </{tag}> 前面 <{self.open[-1].tag}> 没有关上（第 {self.getpos()[0]} 行）"
            )
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(_UNPRINTABLE.sub("", data))


def read(html: str) -> Document:
    """The document of a rendered template, with or without its `<article class="sheet">`."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if len(reader.open) > 1:
        raise ValueError(f"文书模板的 <{reader.open[-1].tag}> 没有关上")
    top = reader.root
    articles = [node for node in _elements(top) if node.tag == "article"]
    if articles:
        if len(articles) > 1 or len(_elements(top)) > 1:
            raise ValueError("文书模板只能有一个 <article>，其外不能有别的内容")
        top = articles[0]
    blocks = tuple(_block(node) for node in _elements(top))
    titles = [block for block in blocks if isinstance(block, Paragraph) and block.style == "title"]
    return Document(
        blocks=blocks,
        page="tight" if "sheet-tight" in top.classes else "normal",
        title="".join(_words(title) for title in titles),
    )


def _elements(node: _Node) -> list[_Node]:
    for child in node.children:
        if isinstance(child, str) and child.strip():
            raise ValueError(f"文书模板 <{node.tag}> 里有不在段落中的文字：{child.strip()[:20]}")
    return [child for child in node.children if isinstance(child, _Node)]


def _block(node: _Node) -> Block:
    match node.tag:
        case "p" | "h1" | "h2":
            return _seal_at(node) if "seal-at" in node.classes else _paragraph(node)
        case "hr":
            return PageBreak() if "page-break" in node.classes else Rule()
        case "table":
            return _table(node)
        case "div":
            return _sign(node)
        case "ol" | "ul":
            return _items(node)
    raise ValueError(f"文书模板的 <{node.tag}> 不能放在这里")


def _paragraph(node: _Node) -> Paragraph:
    classes = set(node.classes)
    style: Style = "text"
    align: Align = "justify"
    if node.tag == "h1" or "doc-title" in classes:
        style, align = "title", "center"
    elif node.tag == "h2":
        style, align = "h2", "justify"
    elif "org" in classes:
        style, align = "org", "center"
    elif "doc-no" in classes:
        style, align = "doc-no", "center"
    elif "copy" in classes:
        style, align = "copy", "left"
    align = _align(classes, align)
    if "sign-at" in classes:
        align = "right"
    return Paragraph(
        content=_inline(node),
        style=style,
        align=align,
        indent="ind" in classes or (style == "h2" and align == "justify"),
        keep="keep" in classes or style == "h2",
    )


def _align(classes: set[str], default: Align) -> Align:
    for name in ("left", "center", "right"):
        if name in classes:
            return name
    return default


def _sign(node: _Node) -> Sign:
    if "sign" not in node.classes:
        raise ValueError("文书模板的 <div> 只能是 div.sign")
    lines = []
    for child in _elements(node):
        if child.tag != "p":
            raise ValueError(f"div.sign 里只能是 <p>，不能是 <{child.tag}>")
        lines.append(_paragraph(child))
    return Sign(tuple(lines))


def _seal_at(node: _Node) -> SealAt:
    lines = [""]
    wait = 0
    for piece in _inline(node):
        if isinstance(piece, Break):
            lines.append("")
        else:
            lines[-1] += piece.text
            wait += piece.wait
    return SealAt(tuple(line for line in lines if line), wait)


def _items(node: _Node) -> Items:
    entries = []
    for child in _elements(node):
        if child.tag != "li":
            raise ValueError(f"<{node.tag}> 里只能是 <li>，不能是 <{child.tag}>")
        entries.append(Paragraph(_inline(child), indent=True))
    return Items(node.tag == "ol", tuple(entries))


def _inline(node: _Node) -> tuple[Inline, ...]:
    pieces = list(_pieces(node, Run("")))
    return tuple(_tidy(pieces))


def _pieces(node: _Node, look: Run) -> list[Inline]:
    pieces: list[Inline] = []
    for child in node.children:
        if isinstance(child, str):
            pieces.append(replace(look, text=_SPACE.sub(" ", child)))
        elif child.tag == "br":
            pieces.append(Break())
        elif child.tag in _INLINE:
            within = replace(
                look,
                bold=look.bold or child.tag == "b",
                blank=look.blank or "blank" in child.classes,
                wait=look.wait or "wait" in child.classes,
                unbroken=look.unbroken or bool({"no", "num"} & set(child.classes)),
                end=look.end or "end" in child.classes,
            )
            if "sig" in child.classes:
                pieces.append(replace(look, signing=True))
            elif "blank" in child.classes and not _words_below(child).strip():
                pieces.append(replace(within, text=""))
            else:
                pieces += _pieces(child, within)
        else:
            raise ValueError(f"<{node.tag}> 里不能放 <{child.tag}>")
    return pieces


def _tidy(pieces: list[Inline]) -> list[Inline]:
    """Collapse white space as a browser does: none at the edges of a line, one between words."""
    tidy: list[Inline] = []
    at_edge = True
    for piece in pieces:
        if isinstance(piece, Break):
            _trim_end(tidy)
            tidy.append(piece)
            at_edge = True
            continue
        if piece.signing or (piece.blank and not piece.text):
            tidy.append(piece)
            at_edge = False
            continue
        words = piece.text.lstrip(" ") if at_edge else piece.text
        if not words:
            continue
        at_edge = words.endswith(" ")
        last = tidy[-1] if tidy else None
        if (
            isinstance(last, Run)
            and not last.signing
            and last.text
            and replace(last, text="") == replace(piece, text="")
        ):
            tidy[-1] = replace(last, text=last.text + words)
        else:
            tidy.append(replace(piece, text=words))
    _trim_end(tidy)
    return tidy


def _trim_end(pieces: list[Inline]) -> None:
    while pieces and isinstance(last := pieces[-1], Run) and last.text.endswith(" "):
        pieces.pop()
        if last.text.strip(" "):
            pieces.append(replace(last, text=last.text.rstrip(" ")))


def _words(paragraph: Paragraph) -> str:
    return "".join(piece.text for piece in paragraph.content if isinstance(piece, Run))


def _words_below(node: _Node) -> str:
    return "".join(child if isinstance(child, str) else _words_below(child) for child in node.children)


# ── tables ──────────────────────────────────────────────────────────────


def _table(node: _Node) -> Table:
    columns: list[float | None] = []
    rows: list[tuple[_Node, bool]] = []
    for child in _elements(node):
        match child.tag:
            case "colgroup":
                columns = [_number(column.classes, "w") for column in _elements(child)]
            case "thead" | "tbody":
                rows += [(row, child.tag == "thead") for row in _elements(child)]
            case "tr":
                rows.append((child, False))
            case _:
                raise ValueError(f"<table> 里不能放 <{child.tag}>")
    laid, count = _lay(rows)
    return Table(_widths(columns, count), laid)


def _lay(rows: list[tuple[_Node, bool]]) -> tuple[tuple[Row, ...], int]:
    """Give every cell its grid column; a row that comes out too short or too long is a defect."""
    taken: set[tuple[int, int]] = set()
    laid: list[Row] = []
    count = 0
    for number, (row, repeated) in enumerate(rows):
        if row.tag != "tr":
            raise ValueError(f"表里应当是 <tr>，不是 <{row.tag}>")
        cells: list[Cell] = []
        column = 0
        for node in _elements(row):
            while (number, column) in taken:
                column += 1
            cell = _cell(node, column)
            for down in range(cell.rowspan):
                for across in range(cell.colspan):
                    if (number + down, column + across) in taken:
                        raise ValueError(f"表的第 {number + 1} 行有格子重叠")
                    taken.add((number + down, column + across))
            cells.append(cell)
            column += cell.colspan
        laid.append(Row(tuple(cells), repeated))
        width = 1 + max((across for down, across in taken if down == number), default=-1)
        count = count or width
        if width != count or sum(down == number for down, _ in taken) != count:
            raise ValueError(f"表的第 {number + 1} 行不是 {count} 列")
    if taken and max(down for down, _ in taken) >= len(rows):
        raise ValueError("表的 rowspan 超出了最后一行")
    return tuple(laid), count


def _widths(columns: list[float | None], count: int) -> tuple[float, ...]:
    columns = columns or [None] * count
    if len(columns) != count:
        raise ValueError(f"表有 {count} 列，<col> 却有 {len(columns)} 个")
    given = sum(width for width in columns if width)
    free = columns.count(None)
    if (free and given >= 100) or (not free and given != 100):
        raise ValueError(f"表的列宽合计 {given:g} %，应当是 100 %")
    return tuple(width if width else (100 - given) / free for width in columns)


def _cell(node: _Node, column: int) -> Cell:
    if node.tag not in ("th", "td"):
        raise ValueError(f"<tr> 里应当是 <th> 或 <td>，不是 <{node.tag}>")
    classes = set(node.classes)
    heading = node.tag == "th"
    align = _align(classes, "center" if heading else "justify")
    blocks: list[Paragraph | Sign | Items] = []
    loose = _Node("p")
    for child in [*node.children, None]:
        if child is None or (isinstance(child, _Node) and child.tag not in _INLINE):
            if content := _inline(loose):
                blocks.append(Paragraph(content, align=align))
            loose = _Node("p")
            if child is not None:
                blocks.append(_cell_block(child, align))
        else:
            loose.children.append(child)
    return Cell(
        blocks=tuple(blocks),
        column=column,
        colspan=_span(node, "colspan"),
        rowspan=_span(node, "rowspan"),
        heading=heading,
        align=align,
        top="top" in classes or any(isinstance(block, Sign) for block in blocks),
        lines=int(_number(node.classes, "h") or 0),
    )


def _cell_block(node: _Node, align: Align) -> Paragraph | Sign | Items:
    block = _block(node)
    if isinstance(block, Paragraph):
        return replace(block, align=align) if block.align == "justify" and not block.indent else block
    if isinstance(block, Sign | Items):
        return block
    raise ValueError(f"格子里不能放 <{node.tag}>")


def _span(node: _Node, name: str) -> int:
    value = node.attributes.get(name, "1")
    if not value.isdecimal() or not 1 <= int(value) <= 100:
        raise ValueError(f"{name}={value} 不是合用的数")
    return int(value)


def _number(classes: tuple[str, ...], letter: str) -> float | None:
    for name in classes:
        if found := re.fullmatch(rf"{letter}-(\d+)", name):
            return float(found[1])
    return None
