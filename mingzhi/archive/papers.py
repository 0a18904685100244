"""入卷的文书：卷内一件印成什么。有固定格式的照文书模板，没有的印成执法行为记录，把行为的内容逐项列出（CQ-R-19）。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.template.loader import render_to_string
from pydantic import BaseModel

from mingzhi.archive.volumes import Entry
from mingzhi.casework.act import KINDS, SHANGHAI, Act
from mingzhi.casework.actor import Choice, Officer
from mingzhi.casework.acts.archive import FileAssembled, Volume
from mingzhi.casework.agency import Agency
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.sentences import GONE
from mingzhi.instruments.catalogue import Form
from mingzhi.instruments.pdf import Marks
from mingzhi.instruments.services import Rendered, render
from mingzhi.law.pack import Pack


@dataclass(frozen=True)
class Line:
    """执法行为记录的一栏。"""

    label: str
    text: str


DISPOSED = Line("内容", GONE)


@dataclass(frozen=True)
class Press:
    """印一卷文书要用的：机关、行为、规则包。每件按它那一天的规则印。"""

    agency: Agency
    acts: tuple[Act, ...]
    pack: Pack

    def entry(self, entry: Entry) -> Rendered:
        """卷内一件。"""
        if entry.form:
            return render(
                entry.form,
                agency=self.agency,
                acts=self.acts,
                act_number=entry.act,
                rules=self.pack.on(entry.dated),
                draft=False,
            )
        return act_record(next(act for act in self.acts if act.number == entry.act), self)

    def wrapper(self, form: str, volume: Volume, *, day: date, body: FileAssembled | None = None) -> Rendered:
        """封面、卷内文件目录、备考表；body 是还没有写入的立卷（预览）。"""
        return render(
            form,
            agency=self.agency,
            acts=self.acts,
            act_number=None,
            rules=self.pack.on(day),
            draft=body is not None,
            body=body,
            volume=volume.value,
        )


def act_record(act: Act, press: Press) -> Rendered:
    """执法行为记录：没有固定格式的一项行为。"""
    kind, file = KINDS[act.kind], CaseFile(press.acts)
    html = render_to_string(
        "archive/act_record.html",
        {
            "agency": press.agency,
            "title": kind.name,
            "case_title": file.title,
            "case_number": file.document_no,
            "act": act,
            "lines": tuple(lines(act.body)) if act.disposed is None else (DISPOSED,),
        },
    )
    marks = Marks(
        draft=False,
        sample=press.agency.sample,
        code=None,
        agency=press.agency.name,
        title=f"{kind.name} {file.title}",
        author=press.agency.name,
        date=act.day,
    )
    return Rendered(html, Form("act_record", kind.name, (act.kind,), "tight"), kind.name, marks)


def disposal_list(
    press: Press, proposed: Act, done: Act | None, rows: Sequence[object], held: Sequence[object] = ()
) -> Rendered:
    """销毁清册：凭信封列出各项，不说内容；批了的写明谁批、何时、怎样销毁，监销人签字。held 是存放处还锁着的。"""
    file, title = CaseFile(press.acts), "档案销毁清册"
    html = render_to_string(
        "archive/disposal_list.html",
        {
            "agency": press.agency,
            "title": title,
            "assembled": file.body("file.assembled", FileAssembled),
            "case_number": file.document_no,
            "proposed": proposed,
            "done": done,
            "rows": rows,
            "held": held,
        },
    )
    marks = Marks(
        draft=done is None,
        sample=press.agency.sample,
        code=None,
        agency=press.agency.name,
        title=f"{title} {file.document_no}",
        author=press.agency.name,
        date=(done or proposed).day,
    )
    return Rendered(html, Form("disposal_list", title, (proposed.kind,), "tight"), title, marks)


def lines(body: BaseModel) -> Iterator[Line]:
    """内容里填了的各栏，照声明的次序和标题。"""
    for name, field in type(body).model_fields.items():
        text = said(getattr(body, name))
        if text:
            yield Line(field.title or name, text)


def said(value: object) -> str:
    """一个值写给人看的样子；没有填的为空。"""
    match value:
        case None | "" | () | False:
            return ""
        case True:
            return "是"
        case Choice():
            return value.label
        case datetime():
            return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        case date():
            return f"{value:%Y-%m-%d}"
        case Decimal():
            return f"{value:,.2f}"
        case Officer():
            return f"{value.name}（{value.certificate or value.number}）"
        case BaseModel():
            return "；".join(f"{line.label}：{line.text}" for line in lines(value))
        case str() | int():
            return str(value)
        case Sequence():
            return "\n".join(filter(None, (said(each) for each in value)))
    return str(value)
