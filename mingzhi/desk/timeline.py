"""办案经过：简表和全表。未了的在最上，其次新的在前；一项一句，人在前；文书、材料作标签，右边是存证。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.duties import Due
from mingzhi.casework.paper_first import paper_of
from mingzhi.casework.sentences import sentence
from mingzhi.casework.standing import DefectFound, Standing
from mingzhi.desk.links import link
from mingzhi.instruments.catalogue import FORMS
from mingzhi.law.pack import Pack
from mingzhi.law.rules import Weight
from mingzhi.ledger.digests import is_digest
from mingzhi.people.access import Page, page_of

# 简表不列的：一项大事里的小步骤。全表都列。
MINOR = frozenset(
    (
        "approval.requested",
        "opinion.given",
        "evidence.added",
        "recording.ingested",
        "derivative.made",
        "transcript.drafted",
        "transcript.confirmed",
        "defect.explained",
        "scan.returned",
        "document.edited",
        "address.confirmed",
        "materials.received",
        "review.assigned",
        "review.supplement_requested",
        "review.supplemented",
        "review.extended",
        "disclosure.drafted",
        "disclosure.approved",
        "package.exported",
    )
)


@dataclass(frozen=True)
class File:
    """一份文书或者材料：名称、网址。文书另有 PDF、Word。"""

    name: str
    url: str
    act: int
    form: str = ""
    pdf: str = ""
    word: str = ""
    sha256: str = ""
    size: int = 0
    media_type: str = ""


@dataclass(frozen=True)
class Entry:
    """时间轴的一项。hidden 的只说做了什么，不说内容。"""

    act: Act
    url: str
    name: str
    say: str
    hidden: bool
    files: tuple[File, ...]
    met: tuple[Due, ...]
    defects: tuple[DefectFound, ...]
    proven: bool
    sha256: str
    paper: int | None = None
    aside: int | None = None


def documents(dossier: UUID, pack: Pack, act: Act) -> Iterator[File]:
    """一项行为产生的文书，按当日的规则。内容已经依法处置的，没有文书可印。"""
    if act.disposed is not None:
        return
    for rule in pack.on(act.day).instruments(act.kind):
        if rule.instrument is None:
            continue
        for form in rule.instrument.prints:
            title = FORMS[form].title if form in FORMS else form
            yield File(
                title,
                link("desk:instrument", dossier, act.number, form),
                act.number,
                form,
                link("desk:instrument-pdf", dossier, act.number, form),
                link("desk:instrument-word", dossier, act.number, form),
            )


def exhibits(dossier: UUID, act: Act) -> Iterator[File]:
    """一项行为附的材料。"""
    for each in act.exhibits:
        # 已经依法处置的没有字节可取，也不再说文件名。
        there = is_digest(each.sha256) and not each.disposed
        url = reverse("desk:exhibit", args=[dossier, act.number, each.sha256]) if there else ""
        yield File(
            each.name,
            url,
            act.number,
            sha256=each.sha256,
            size=each.size,
            media_type=each.media_type,
        )


def entries(
    dossier: UUID,
    pack: Pack,
    acts: Sequence[Act],
    standing: Standing,
    *,
    hidden: frozenset[int],
    pages: frozenset[Page],
    broken: tuple[int, ...],
    digests: dict[int, str],
    whole: bool,
) -> list[Entry]:
    """时间轴的各项，新的在前。"""
    set_aside = CaseFile(acts).set_aside
    found = []
    for act in acts:
        if page_of(act.kind) not in pages or (not whole and act.kind in MINOR):
            continue
        hide = act.number in hidden
        files = () if hide else (*documents(dossier, pack, act), *exhibits(dossier, act))
        found.append(
            Entry(
                act,
                reverse("desk:act", args=[dossier, act.number]),
                KINDS[act.kind].name,
                "" if hide else sentence(act, pack.on(act.day)),
                hide,
                files,
                tuple(due for due in standing.dues if due.met_by == act.number and due.whose == "agency"),
                tuple(
                    defect
                    for defect in standing.defects
                    if defect.act.number == act.number and defect.ground.weight is not Weight.DEFAULT
                ),
                act.number not in broken,
                digests.get(act.number, ""),
                paper.number if (paper := paper_of(acts, act)) is not None else None,
                set_aside.get(act.number),
            )
        )
    # 同一天里先写的在下；补录的按发生的时间排，不按记录的时间。
    return sorted(found, key=lambda entry: (entry.act.happened, entry.act.number), reverse=True)
