"""印制文书：案卷里的一项行为变成一份文书——先是 HTML（屏幕预览），再从它变成 PDF/A 或者 Word。

不查库：机关、案卷、规则都由调用者给出。缺的值印成（待填）；``Rendered.waiting`` 说还缺几处。
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from django.template.loader import get_template

from mingzhi.casework.act import Act, Body
from mingzhi.casework.agency import Agency
from mingzhi.instruments import blocks, pdf, word
from mingzhi.instruments.catalogue import Form
from mingzhi.instruments.contexts import Paper, context, source_of
from mingzhi.instruments.pdf import Marks
from mingzhi.law.pack import Rules


@dataclass(frozen=True)
class Rendered:
    """一份印好的文书。html 是唯一的来源，PDF 和 Word 都由它变来。"""

    html: str
    form: Form
    title: str
    marks: Marks

    @cached_property
    def document(self) -> blocks.Document:
        return blocks.parse(self.html)

    @property
    def waiting(self) -> int:
        """还有几处（待填）。"""
        return self.document.waiting()

    @property
    def text(self) -> tuple[str, ...]:
        """文书的字，一行一条：送审时固定、改动后比对的就是它。"""
        return blocks.plain(self.document)


def render(
    form: str,
    *,
    agency: Agency,
    acts: Sequence[Act],
    act_number: int | None,
    rules: Rules,
    draft: bool,
    body: Body | None = None,
    code: str | None = None,
    copy: int | None = None,
    volume: str = "main",
) -> Rendered:
    """印一份文书。

    act_number 是产生它的行为；body 是还没有写入的内容（预览）。两样都没有的，取最近一项能产生它的行为。
    code 是页上的编码，签字件凭它回卷；copy 是第几份；volume 只用于卷宗封面、目录和备考表。
    """
    source = source_of(
        form,
        agency=agency,
        acts=acts,
        act_number=act_number,
        rules=rules,
        body=body,
        copy=copy,
        volume=volume,
    )
    paper = context(source)
    marks = Marks(
        draft=draft,
        sample=agency.sample,
        code=code,
        agency=agency.name,
        title=" ".join(part for part in (paper.title, paper.case_title) if part),
        author=agency.name,
        date=source.dated or rules.day,
    )
    return Rendered(get_template(source.form.template).render(values(paper)), source.form, paper.title, marks)


def as_pdf(rendered: Rendered, *, marks: Marks | None = None) -> bytes:
    """PDF/A。marks 可以换掉印在正文以外的标记。"""
    return pdf.pdf(rendered.document, marks=marks or rendered.marks)


def as_picture(rendered: Rendered) -> bytes:
    """首页的图片（PNG），政务新媒体和屏幕上用。"""
    return pdf.picture(rendered.document, marks=rendered.marks)


def as_word(rendered: Rendered, *, marks: Marks | None = None) -> bytes:
    """办案人可以改的 Word。"""
    return word.word(rendered.document, marks=marks or rendered.marks)


def values(paper: Paper) -> dict[str, Any]:
    """模板里的名字就是 contexts 里那个值的字段。"""
    return {field.name: getattr(paper, field.name) for field in fields(paper)}
