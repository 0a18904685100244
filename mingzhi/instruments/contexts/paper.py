"""文书的取材：一份文书从哪一项行为来、当时案卷里有什么；各种文书共有的内容。

取材只看到这一项行为为止的案卷，所以几年后重印，印出的还是当时的内容；对这一项行为的签署（意见、签名）除外。
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from mingzhi.casework.act import SHANGHAI, Act, Body, kind_of
from mingzhi.casework.actor import Officer
from mingzhi.casework.acts.common import ApprovalVerdict, Level, OpinionGiven
from mingzhi.casework.acts.lead import Party, PartyKind
from mingzhi.casework.agency import Agency
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.numbering import series_of
from mingzhi.instruments.catalogue import Form
from mingzhi.instruments.text import cn_date, cn_time
from mingzhi.law.pack import Rules

B = TypeVar("B", bound=Body)


@dataclass(frozen=True)
class Source:
    """取材：机关、案卷、这一项行为（或者还没有写入的内容）、那天的规则。"""

    form: Form
    agency: Agency
    rules: Rules
    acts: tuple[Act, ...]
    act: Act | None = None
    draft_body: Body | None = None
    copy: int | None = None
    """第几份。空的，印出全部份数。"""
    volume: str = "main"
    """正卷还是副卷，只用于卷宗封面、目录和备考表。"""

    @cached_property
    def case(self) -> CaseFile:
        """这一项行为写入时的案卷（含它自己）。"""
        return CaseFile(self.acts if self.act is None else self.acts[: self.acts.index(self.act) + 1])

    @cached_property
    def later(self) -> CaseFile:
        """全卷，取后来对这一项的签署。"""
        return CaseFile(self.acts)

    @cached_property
    def body(self) -> Body | None:
        return self.draft_body if self.draft_body is not None else self.act.body if self.act else None

    def own(self, of: type[B]) -> B:
        """这一项行为的内容；还没有的，是空白的一份，印出来都待填。"""
        return self.body if isinstance(self.body, of) else of()

    def latest(self, kind: str, of: type[B]) -> B:
        """案卷中最近一项某种行为的内容；没有的，是空白的一份。"""
        return self.case.body(kind, of) or of()

    def named(self, number: int | None, of: type[B], kind: str) -> B:
        """第 number 号行为的内容；没写第几号的，取最近一项。"""
        act = self.later.act(number)
        return act.body if act is not None and isinstance(act.body, of) else self.latest(kind, of)

    @property
    def dated(self) -> date | None:
        """成文日期：行为发生之日；还没有写入的，待填。"""
        return None if self.act is None or self.draft_body is not None else self.act.day

    @property
    def number(self) -> str:
        """文号；还没有编号的，留出空位。"""
        given = str(getattr(self.body, "document_no", "") or "")
        if given or not self.form.prefix:
            return given
        year = (self.dated or self.rules.day).year
        shape = next(
            (
                rule.numbering.form
                for rule in self.rules.part("numbering")
                if rule.numbering is not None and rule.numbering.series == self._series
            ),
            self.form.prefix + "〔{year}〕{n}号",
        )
        return shape.format(abbr=self.agency.abbr, year=year, n="　")

    @property
    def _series(self) -> str | None:
        numbered = kind_of(self.form.kinds[0]).numbered
        return series_of(self.rules, numbered, self.body) if numbered else None


@dataclass(frozen=True, kw_only=True)
class Paper:
    """一份文书共有的内容；每一种文书继承一次。"""

    form: Form
    title: str
    agency: Agency
    number: str
    party: Party
    you: str
    """对当事人的称呼：你单位，或者你。"""
    case_title: str
    cause: str
    case_number: str
    filed_on: date | None
    handlers: tuple[Officer, ...]
    dated: date | None
    copies: str
    this_copy: str


def common(source: Source) -> dict[str, Any]:
    """一份文书共有的内容，供各种文书展开。"""
    case = source.case
    party = case.party or Party()
    return {
        "form": source.form,
        "title": source.form.title,
        "agency": source.agency,
        "number": source.number,
        "party": party,
        "you": "你" if party.kind is PartyKind.PERSON else "你单位",
        "case_title": case.title if case.cause else _inspected(case),
        "cause": case.cause,
        "case_number": case.document_no,
        "filed_on": case.filed_on,
        "handlers": case.handlers,
        "dated": source.dated,
        "copies": source.form.copies_line,
        "this_copy": source.form.copies[source.copy - 1] if source.copy else "",
    }


def _inspected(case: CaseFile) -> str:
    """没有立案的检查，案卷叫某某行政检查。"""
    return f"{case.party_name}行政检查" if case.party_name and case.all("inspection.held") else ""


# ── 各级意见 ──────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Opinion:
    """审批表的一栏意见。还没有签署的，只有称谓，留出手写的地方。"""

    label: str
    text: str = ""
    name: str = ""
    day: date | None = None


def opinions(
    source: Source, number: int | None, *, last: Opinion | None = None, deputy: bool = False
) -> tuple[Opinion, ...]:
    """对第 number 号的各级意见，自下而上；没有分管负责人意见的不列那一栏（deputy 为真则总是列出）。

    last 是批准行为自己带的机关负责人意见，没有单独签署时用它。
    """
    given: dict[Level, Opinion] = {}
    if number is not None:
        for act, body in source.later.opinions(number):
            given[body.level] = opinion_of(act, body)
    if last is not None:
        given.setdefault(Level.PRINCIPAL, last)
    levels = [level for level in Level if level is not Level.DEPUTY or deputy or level in given]
    return tuple(given.get(level, Opinion(level.label)) for level in levels)


def opinion_of(act: Act, body: OpinionGiven) -> Opinion:
    verdict = (body.verdict or ApprovalVerdict.AGREE).label
    words = body.text.strip()
    text = words if words.startswith(verdict) else f"{verdict}。{words}"
    return Opinion(body.level.label, text, signed_by(act, body.level.value), act.day)


def signed_by(act: Act, *roles: str) -> str:
    """签名：凭自己的岗位签的写姓名；代行的写明凭什么、受谁委托。"""
    acting = act.actor.acts_as(act.kind, *roles)
    if acting is None:
        return act.actor.name
    why = f"受{acting.of}委托" if acting.of else acting.manner.label
    return f"{act.actor.name}（{why}）"


# ── 写法 ──────────────────────────────────────────────────────────────


def time_range(started: datetime | None, ended: datetime | None) -> str:
    """起止时间；同一天的，后一个只写时、分。缺哪一头，哪一头留空。"""
    if started is None:
        return ""
    if ended is None:
        return f"{cn_time(started)}至"
    first, last = started.astimezone(SHANGHAI), ended.astimezone(SHANGHAI)
    short = f"{last.hour}时{last.minute:02d}分"
    return f"{cn_time(started)}至{short if first.date() == last.date() else cn_time(ended)}"


def period(first: date | None, last: date | None) -> str:
    """自某日起至某日止。"""
    return f"自{cn_date(first)}起至{cn_date(last)}止" if first and last else ""


def names(officers: Sequence[Officer]) -> str:
    """姓名，用顿号分开。"""
    return "、".join(officer.name for officer in officers)
