"""比对: what an officer changed in a Word file since the document was reviewed (design: 纸质仍是真的).

Words are compared, not looks: fonts, spaces and where lines break do not count. Text of tracked insertions
counts, tracked deletions do not: what is compared is what the file would print.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from .blocks import Document, plain

LARGEST = 50_000_000  # bytes unpacked; a document of words is a hundredth of this

Kind = Literal["changed", "added", "removed"]
WORDS: dict[Kind, str] = {"changed": "改动", "added": "增加", "removed": "删去"}


@dataclass(frozen=True)
class Difference:
    """差异: one stretch of paragraphs that is not as it was reviewed."""

    kind: Kind
    before: str
    """As reviewed; empty when added."""
    after: str
    """As it came back; empty when removed."""

    @property
    def name(self) -> str:
        return WORDS[self.kind]


class NotAWordFile(ValueError):
    """The upload cannot be read as a Word file."""

    def __init__(self) -> None:
        super().__init__("这个文件读不出来。请另存为 Word 文档（.docx）后再传。")


def differences(docx_bytes: bytes, document: Document) -> list[Difference]:
    """What differs between an edited Word file and the document as it was reviewed, in reading order."""
    before, after = plain(document), paragraphs(docx_bytes)
    matcher = SequenceMatcher(
        a=[_bare(line) for line in before], b=[_bare(line) for line in after], autojunk=False
    )
    found: list[Difference] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "replace" and b - a == d - c:
            found += [Difference("changed", x, y) for x, y in zip(before[a:b], after[c:d], strict=True)]
        elif kind == "replace":
            found.append(Difference("changed", "\n".join(before[a:b]), "\n".join(after[c:d])))
        elif kind == "delete":
            found += [Difference("removed", line, "") for line in before[a:b]]
        elif kind == "insert":
            found += [Difference("added", "", line) for line in after[c:d]]
    # A paragraph split in two or joined reads the same: not a change of words.
    return [one for one in found if _bare(one.before) != _bare(one.after)]


def paragraphs(docx_bytes: bytes) -> tuple[str, ...]:
    """The lines of a Word file's body, tables cell by cell, as `plain` gives them for a document."""
    try:
        with zipfile.ZipFile(io.BytesIO(docx_bytes)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST:
                raise NotAWordFile
        file = docx.Document(io.BytesIO(docx_bytes))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise NotAWordFile from error
    lines: list[str] = []
    for paragraph in file.element.body.iter(qn("w:p")):
        if any(parent.tag == qn("w:txbxContent") for parent in paragraph.iterancestors()):
            continue
        lines += "".join(_words(paragraph)).split("\n")
    return tuple(line for line in (" ".join(line.split()) for line in lines) if line)


def _words(node: Any) -> Iterator[str]:
    for child in node:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:tab"):
            yield " "
        elif child.tag in (qn("w:br"), qn("w:cr")):
            yield "\n"
        elif child.tag not in (
            qn("w:del"),
            qn("w:moveFrom"),
            qn("w:pict"),
            qn("w:drawing"),
            qn("w:pPr"),
            qn("w:rPr"),
        ):
            yield from _words(child)


def _bare(line: str) -> str:
    return "".join(line.split())
