"""归档和公示的文书：卷宗封面、卷内文件目录、备考表，公告栏张贴的公示摘要（CQ-R-22，CQ-D-5¶2-b）。

正卷、副卷各一套；公示摘要只印公示稿里的字，不从案卷取材，隐去的就不会再印出来。
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from mingzhi.casework.act import KINDS
from mingzhi.casework.acts.archive import FileAssembled, FileEntry, Volume
from mingzhi.casework.acts.decision import DecisionMade
from mingzhi.casework.acts.disclosure import DisclosureDrafted, DisclosurePublished, Summary
from mingzhi.casework.sentences import GONE

from .paper import Paper, Source, common


@dataclass(frozen=True, kw_only=True)
class FilePaper(Paper):
    """卷宗封面、卷内文件目录、备考表，取自同一项立卷。"""

    it: FileAssembled
    volume: str
    entries: tuple[FileEntry, ...]
    pages: int
    department: str
    decision_number: str
    outcome: str
    closed_on: date | None


@dataclass(frozen=True, kw_only=True)
class DisclosureSheet(Paper):
    """行政执法信息公示（摘要）。"""

    it: Summary


def _shown(source: Source, entry: FileEntry) -> FileEntry:
    """目录的一行；内容已经依法处置的，题名、文号也不再印。"""
    act = source.later.act(entry.act)
    if act is None or act.disposed is None:
        return entry
    return entry.model_copy(update={"title": f"{KINDS[act.kind].name}（{GONE}）", "document_no": ""})


def file_paper(source: Source) -> FilePaper:
    it = source.own(FileAssembled)
    volume = Volume(source.volume)
    entries = tuple(_shown(source, entry) for entry in it.entries if entry.volume is volume)
    filed = source.case.last("case.filed")
    proposed = source.case.last("filing.proposed")
    closed = source.case.last("case.closed")
    decision, spot = source.case.decision, source.case.on_spot
    return FilePaper(
        **common(source),
        it=it,
        volume=volume.label,
        entries=entries,
        pages=max((int(page) for entry in entries for page in re.findall(r"\d+", entry.pages)), default=0),
        department=next((act.actor.department for act in (proposed, filed) if act), ""),
        decision_number=decision.document_no if decision else spot.document_no if spot else "",
        outcome=_outcome(decision) or (spot.result if spot else ""),
        closed_on=closed.day if closed else None,
    )


def _outcome(decision: DecisionMade | None) -> str:
    return decision.content if decision else ""


def disclosure_summary(source: Source) -> DisclosureSheet:
    """由公示打印的，印它公示的那一份稿。"""
    body = source.body
    if isinstance(body, DisclosurePublished):
        body = source.named(body.of, DisclosureDrafted, "disclosure.drafted")
    return DisclosureSheet(**common(source), it=body if isinstance(body, Summary) else Summary())
