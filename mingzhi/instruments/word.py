"""Word 文件: a document that an officer can go on editing, with the page geometry of GB/T 9704.

The printed truth is the PDF. What comes back edited is compared with what was reviewed: `compare.py`.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import segno
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

from .blocks import Document
from .pdf import Marks, moment
from .wordml import (
    BIAOSONG,
    CELL_LINE,
    CELL_SIZE,
    CHARACTER,
    FANGSONG,
    HEITI,
    LINE,
    RED,
    SONGTI,
    STYLES,
    TABLE_STYLE,
    WIDTH,
    Writer,
    element,
    paragraph_properties,
    run_properties,
    text_run,
)

_STAMP = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # the earliest time a zip can carry: the file says nothing about when it was zipped


def word(document: Document, *, marks: Marks) -> bytes:
    """The document as a Word file; the same input gives the same bytes."""
    file = docx.Document()
    package = file.part.package
    for key in [key for key, relation in package.rels.items() if relation.reltype.endswith("/thumbnail")]:
        package.rels.pop(key)  # the library's own picture of an empty page
    tight = document.page == "tight"
    _describe(file, document, marks)
    _styles(file, tight)
    _stand_ins(file)
    _page(file, tight)
    body = file.element.body
    section = body.sectPr
    for made in Writer(tight=tight, sample=marks.sample).body(document.blocks):
        section.addprevious(made)
    _furniture(file, marks, tight)
    buffer = io.BytesIO()
    file.save(buffer)
    return _settled(buffer.getvalue())


def _describe(file: WordDocument, document: Document, marks: Marks) -> None:
    about = file.core_properties
    # The format holds 255 characters in each of these.
    about.title = (marks.title or document.title)[:255]
    about.author = about.last_modified_by = (marks.author or marks.agency)[:255]
    about.keywords = marks.code or ""
    about.created = about.modified = moment(marks.date).replace(tzinfo=None)
    about.revision = 1
    about.comments = about.subject = about.category = ""
    about.language = "zh-CN"


def _styles(file: WordDocument, tight: bool) -> None:
    defaults = file.styles.element.find(qn("w:docDefaults"))
    if defaults is not None:
        file.styles.element.remove(defaults)  # its theme fonts would win over ours
    normal = file.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _style(normal, FANGSONG, 16, line=LINE)
    properties = normal.element.get_or_add_rPr()
    properties.append(element("lang", val="en-US", eastAsia="zh-CN"))
    title = 20 if tight else 22
    made = {
        "org": (BIAOSONG, 30, 840, 160, "center", RED),
        "doc-no": (FANGSONG, 14 if tight else 16, 440 if tight else LINE, 0, "center", None),
        "title": (BIAOSONG, title, round(title * 29), 0 if tight else 240, "center", None),
        "h2": (HEITI, 16, LINE, 0, "both", None),
        "copy": (FANGSONG, 12, CELL_LINE, 0, "left", None),
    }
    for name, (font, size, line, around, align, color) in made.items():
        style = _added(file, STYLES[name])
        _style(style, font, size, line=line, before=around, after=around, align=align, color=color)
        if name in ("org", "doc-no", "title", "h2"):
            style.paragraph_format.keep_with_next = True
        if name == "title":
            style.element.get_or_add_pPr().append(element("outlineLvl", val=0))
        if name == "copy":
            style.paragraph_format.tab_stops.add_tab_stop(Pt(WIDTH / 20), alignment=2)
    _style(_added(file, TABLE_STYLE), FANGSONG, CELL_SIZE, line=CELL_LINE, grid=False)


def _added(file: WordDocument, name: str) -> ParagraphStyle:
    style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.element.set(qn("w:styleId"), name)
    style.base_style = file.styles["Normal"]
    style.quick_style = True
    return style


def _style(
    style: ParagraphStyle,
    font: str,
    size: float,
    *,
    line: int,
    before: int = 0,
    after: int = 0,
    align: str | None = None,
    color: str | None = None,
    grid: bool = True,
) -> None:
    root = style.element
    for old in (root.find(qn("w:pPr")), root.find(qn("w:rPr"))):
        if old is not None:
            root.remove(old)
    root.append(
        paragraph_properties(
            element("widowControl"),
            element("autoSpaceDE", val=0),
            element("autoSpaceDN", val=0),
            None if grid else element("snapToGrid", val=0),
            element("spacing", before=before, after=after, line=line, lineRule="exact"),
            element("jc", val=align) if align else None,
        )
    )
    root.append(run_properties(font=font, size=size, color=color))


def _stand_ins(file: WordDocument) -> None:
    """替代字体: 仿宋_GB2312 and 小标宋 are not on every machine; say what may stand in for them."""
    table = element(
        "fonts",
        *(
            element("font", element("altName", val=instead), element("charset", val="86"), name=font)
            for font, instead in (
                (FANGSONG, "仿宋"),
                (BIAOSONG, "华文中宋"),
                (HEITI, "SimHei"),
                (SONGTI, "SimSun"),
            )
        ),
    )
    for part in file.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = serialize_part_xml(table)


def _page(file: WordDocument, tight: bool) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.top_margin, section.bottom_margin = (Mm(18), Mm(20)) if tight else (Mm(37), Mm(35))
    section.header_distance = Mm(8 if tight else 20)
    section.footer_distance = Mm(5 if tight else 8)
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    # 22 lines of 28 characters; the character's surplus is counted in 1/4096 point.
    surplus = round((CHARACTER / 20 - 16) * 4096)
    properties.append(element("docGrid", type="linesAndChars", linePitch=LINE, charSpace=surplus))
    settings = file.settings.element
    zoom = settings.find(qn("w:zoom"))
    zoom.addnext(element("mirrorMargins"))  # the schema wants it here
    for control in settings.findall(qn("w:characterSpacingControl")):
        control.set(qn("w:val"), "compressPunctuation")
    file.settings.odd_and_even_pages_header_footer = True


def _furniture(file: WordDocument, marks: Marks, tight: bool) -> None:
    section = file.sections[0]
    for footer, odd in ((section.footer, True), (section.even_page_footer, False)):
        footer.is_linked_to_previous = False
        first = footer.paragraphs[0]
        side = {"right" if odd else "left": 280}
        first._p.getparent().replace(
            first._p,
            element(
                "p",
                paragraph_properties(
                    element("spacing", before=0, after=0, line=400, lineRule="exact"),
                    element("ind", **side),
                    element("jc", val="right" if odd else "left"),
                ),
                *_page_number(),
            ),
        )
        if marks.code:
            _code(footer, marks.code, right=not odd, millimetres=10 if tight else 13)
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        line = header.paragraphs[0]._p
        line.getparent().replace(line, _header_line(marks.draft))


def _header_line(draft: bool) -> Any:
    properties = paragraph_properties(
        element("spacing", before=0, after=0, line=400, lineRule="exact"), element("jc", val="right")
    )
    if not draft:
        return element("p", properties)
    box = element("bdr", val="single", sz=6, space=1, color="000000")
    return element("p", properties, text_run("草稿", run_properties(font=SONGTI, size=12, others=(box,))))


def _code(footer: Any, code: str, *, right: bool, millimetres: int) -> None:
    picture = io.BytesIO()
    segno.make(code, error="m", micro=False).save(picture, kind="png", scale=6, border=1)
    picture.seek(0)
    line = footer.add_paragraph()
    line.style = footer.part.document.styles["Normal"] if hasattr(footer.part, "document") else line.style
    line.paragraph_format.line_spacing = 1.0
    line.alignment = 2 if right else 0
    line.add_run().add_picture(picture, height=Mm(millimetres))
    line._p.append(text_run(f" 文书码 {code}", run_properties(font=SONGTI, size=8)))


def _page_number() -> list[Any]:
    def properties() -> Any:
        return run_properties(font=SONGTI, size=14)

    def field(kind: str) -> Any:
        return element("r", properties(), element("fldChar", fldCharType=kind))

    instruction = element("instrText")
    instruction.text = " PAGE "
    return [
        text_run("— ", properties()),
        field("begin"),
        element("r", properties(), instruction),
        field("separate"),
        text_run("1", properties()),
        field("end"),
        text_run(" —", properties()),
    ]


def _settled(saved: bytes) -> bytes:
    """The same parts with fixed times, so that the same document has the same digest."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            fixed = zipfile.ZipInfo(entry.filename, _STAMP)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            new.writestr(fixed, old.read(entry))
    return buffer.getvalue()
