"""卷内次序：一卷有哪些文书和材料，各在正卷还是副卷、第几件、哪几页（CQ-R-19、CQ-R-22¶2、QL-2.2.3-a）。

次序写在规则包的 volume 规则里；这里只按它排。纯函数：页数由印出的文书数得，作为参数传入。封面、目录、备考表不编页。
限制知悉的行为（举报人）和规则没有写到的文书一律归副卷：宁可不给看，不可误给看。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.actor import Choice
from mingzhi.casework.acts.archive import FileAssembled, FileEntry, Volume
from mingzhi.casework.acts.common import OpinionGiven, ScanReturned
from mingzhi.casework.acts.decision import DecisionMade
from mingzhi.casework.acts.service import DocumentServed, ServiceAnnounced
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.sentences import GONE
from mingzhi.instruments.catalogue import FORMS, Form
from mingzhi.instruments.contexts.decision import TITLES
from mingzhi.law.pack import Rules
from mingzhi.law.rules import Rule

# 随卷印制、不编页的三种。
UNNUMBERED = ("file_cover", "file_index", "file_note")
ATTACHED = (DocumentServed, ServiceAnnounced)
LAST = 9999
# 同一种文书常有几件，题名里带上这一栏才分得清。
TOLD_BY = {
    "inquiry_record": ("person",),
    "evidence.added": ("title",),
    "recording.ingested": ("media",),
    "payment.received": ("payment_kind",),
    "disclosure_summary": ("subject", "category"),
}


@dataclass(frozen=True)
class Entry:
    """卷内一件。form 为空的没有固定格式，印执法行为记录；scan 是签字件回卷的那一项。"""

    volume: Volume
    title: str
    document_no: str
    responsible: str
    dated: date
    act: int
    kind: str
    form: str
    rule: Rule | None
    scan: int | None = None
    count: int = 0
    first: int = 0

    @property
    def key(self) -> str:
        """在网址和表单里怎样指它。"""
        return f"{self.act}-{self.form or 'act'}"

    @property
    def pages(self) -> str:
        """页号，如 3-6；还没有编的为空。"""
        if not self.first or not self.count:
            return ""
        last = self.first + self.count - 1
        return str(self.first) if last == self.first else f"{self.first}-{last}"

    def row(self) -> FileEntry:
        """卷内文件目录的一行。"""
        return FileEntry(
            volume=self.volume,
            title=self.title,
            document_no=self.document_no,
            responsible=self.responsible,
            dated=self.dated,
            pages=self.pages,
            act=self.act,
        )


@dataclass(frozen=True)
class Paper:
    """一项行为的一份文书；form 为空的是没有固定格式的记录。"""

    act: Act
    form: Form | None
    index: int

    @property
    def word(self) -> str:
        return self.form.word if self.form else self.act.kind


@dataclass(frozen=True)
class Place:
    """规则给的位置。"""

    volume: Volume
    order: int
    position: int
    rule: Rule | None

    @property
    def sorting(self) -> tuple[int, int, int]:
        return (0 if self.volume is Volume.MAIN else 1, self.order, self.position)


Sorting = tuple[int, ...]


def arrange(file: CaseFile, rules: Rules) -> tuple[Entry, ...]:
    """卷内各件，按规则包的次序，正卷在前；还没有编页。"""
    places = _places(rules)
    placed = [
        (paper, place)
        for paper in _papers(file, rules)
        if (place := _place(paper, places)) is not None and not _on_a_form(file, paper, rules)
    ]
    hosts: dict[int, tuple[Place, Sorting]] = {}
    for paper, place in placed:
        if not isinstance(paper.act.body, ATTACHED):
            sorting = (*place.sorting, paper.act.number, paper.index)
            known = hosts.get(paper.act.number)
            # 同一行为有几份文书的，回证跟在同卷的最后一份后面。
            if known is None or sorting[:2] == known[1][:2]:
                hosts[paper.act.number] = (place, sorting)
    found = [_settled(file, paper, place, hosts) for paper, place in placed]
    return tuple(entry for _, entry in sorted(found, key=lambda pair: pair[0]))


def numbered(entries: Iterable[Entry], counts: Mapping[str, int]) -> tuple[Entry, ...]:
    """编页：正卷、副卷各从第 1 页起连续编；counts 是每件的页数。"""
    following = dict.fromkeys(Volume, 1)
    done = []
    for entry in entries:
        count = counts.get(entry.key, 0)
        done.append(replace(entry, count=count, first=following[entry.volume] if count else 0))
        following[entry.volume] += count
    return tuple(done)


def chosen(
    entries: Iterable[Entry], volumes: Mapping[str, Volume], orders: Mapping[str, int]
) -> tuple[Entry, ...]:
    """归档的人调整以后的次序：可以挪前挪后，可以从正卷移入副卷；副卷的不移入正卷。"""
    adjusted = []
    for index, entry in enumerate(entries):
        volume = volumes.get(entry.key, entry.volume)
        if entry.volume is Volume.AUXILIARY:
            volume = Volume.AUXILIARY
        adjusted.append((orders.get(entry.key, index), index, replace(entry, volume=volume)))
    adjusted.sort(key=lambda each: (each[2].volume is not Volume.MAIN, each[0], each[1]))
    return tuple(entry for _, _, entry in adjusted)


def assembled(entries: Iterable[Entry], body: FileAssembled) -> tuple[Entry, ...]:
    """立卷时定下的各件，照立卷的次序和页号。规则归入副卷的，目录里写成正卷也仍是副卷。"""
    computed = {(entry.act, entry.title): entry for entry in entries}
    gone = {entry.act: entry for entry in entries if entry.title.endswith(f"（{GONE}）")}
    kept = []
    for row in body.entries:
        entry = computed.get((row.act or 0, row.title)) or gone.pop(row.act or 0, None)
        if entry is None:
            continue
        volume = Volume.AUXILIARY if entry.volume is Volume.AUXILIARY else row.volume
        first, _, last = row.pages.partition("-")
        begin = int(first) if first.isdigit() else 0
        count = int(last or first) - begin + 1 if begin and (last or first).isdigit() else 0
        kept.append(replace(entry, volume=volume, first=begin, count=count))
    return tuple(kept)


def of_volume(entries: Iterable[Entry], volume: Volume) -> tuple[Entry, ...]:
    """一卷的各件。"""
    return tuple(entry for entry in entries if entry.volume is volume)


def total(entries: Iterable[Entry]) -> int:
    """共几页。"""
    return sum(entry.count for entry in entries)


# 有哪些 --------------------------------------------------------------------------------------------


def _places(rules: Rules) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for rule in rules.part("volume"):
        if rule.volume is not None:
            for position, word in enumerate(rule.volume.entries):
                # 下级写在后面，盖过上级的位置。
                found[word] = Place(Volume(rule.volume.volume), rule.volume.order, position, rule)
    return found


def _papers(file: CaseFile, rules: Rules) -> Iterator[Paper]:
    for act in file.acts:
        forms = tuple(_forms(act, rules))[: None if act.disposed is None else 1]
        for index, form in enumerate(forms):
            if not _superseded(file, act, form):
                yield Paper(act, form, index)
        if not forms:
            yield Paper(act, None, 0)


def _forms(act: Act, rules: Rules) -> Iterator[Form]:
    words = [
        word
        for rule in rules.instruments(act.kind)
        if rule.instrument is not None
        for word in rule.instrument.prints
    ]
    for word in dict.fromkeys(words):
        form = FORMS.get(word)
        if form is not None and word not in UNNUMBERED and act.kind in form.kinds:
            yield form


def _superseded(file: CaseFile, act: Act, form: Form) -> bool:
    """呈请和批准印的是同一份审批表，拟稿和决定是同一份文书：入卷的是后来定下的那一份。"""
    if form.word == "disclosure_summary":
        # 一个案件要公示几样，各有各的稿：公示了的，入卷的是公示的那一份。
        return any(
            getattr(later.body, "of", None) == act.number for later in file.all("disclosure.published")
        )
    rank = form.kinds.index(act.kind)
    return any(later.number > act.number for kind in form.kinds[:rank] for later in file.all(kind))


def _on_a_form(file: CaseFile, paper: Paper, rules: Rules) -> bool:
    """意见已经印在审批表上的，不另成一件。"""
    if not isinstance(paper.act.body, OpinionGiven):
        return False
    target = file.act(paper.act.body.of)
    return target is not None and any(_forms(target, rules))


def _place(paper: Paper, places: Mapping[str, Place]) -> Place | None:
    place = places.get(paper.word) or places.get(paper.act.kind)
    if place is None:
        # 没有固定格式、规则也没有写到的（如指派审核人），不成一件；印出来的文书总要有地方放。
        return Place(Volume.AUXILIARY, LAST, 0, None) if paper.form else None
    if KINDS[paper.act.kind].restricted and place.volume is Volume.MAIN:
        return replace(place, volume=Volume.AUXILIARY)
    return place


def _settled(
    file: CaseFile, paper: Paper, place: Place, hosts: Mapping[int, tuple[Place, Sorting]]
) -> tuple[Sorting, Entry]:
    act = paper.act
    sorting: Sorting = (*place.sorting, act.number, paper.index)
    host = hosts.get(act.body.of or 0) if isinstance(act.body, ATTACHED) else None
    if host is not None:
        # 送达回证、送达公告跟在所送达的文书后面。
        place = replace(place, volume=host[0].volume)
        sorting = (*host[1], act.number)
    return sorting, Entry(
        volume=place.volume,
        title=_title(file, paper),
        document_no=str(getattr(act.body, "document_no", "") or "")
        if paper.form is None or paper.form.prefix
        else "",
        responsible=_responsible(paper),
        dated=act.day,
        act=act.number,
        kind=act.kind,
        # 内容已经依法处置的，不再印文书，位置照旧，印一页记录：有过这一件。
        form=paper.form.word if paper.form and act.disposed is None else "",
        rule=place.rule,
        scan=_scan(file, paper),
    )


def _title(file: CaseFile, paper: Paper) -> str:
    act, body = paper.act, paper.act.body
    if act.disposed is not None:
        return f"{KINDS[act.kind].name}（{GONE}）"
    title = paper.form.title if paper.form else KINDS[act.kind].name
    if isinstance(body, DecisionMade) and paper.word == "penalty_decision":
        return TITLES.get(body.category, title)
    if isinstance(body, ATTACHED):
        target = file.act(body.of)
        served = KINDS[target.kind].name if target else body.instrument
        return f"{title}（{body.instrument or served}）"
    about = next(
        (said for name in TOLD_BY.get(paper.word, ()) if (said := _said(getattr(body, name, "")))), ""
    )
    return f"{title}（{about}）" if about else title


def _said(value: object) -> str:
    return value.label if isinstance(value, Choice) else str(value or "")


def _responsible(paper: Paper) -> str:
    """责任者：对外文书是机关；笔录是制作的人员；其余是行为人。"""
    act = paper.act
    if paper.form is not None and (paper.form.copies or paper.form.prefix):
        return act.actor.agency_name or act.actor.name
    officers = getattr(act.body, "officers", ())
    return "、".join(each.name for each in officers) if officers else act.actor.name


def _scan(file: CaseFile, paper: Paper) -> int | None:
    """这份文书的签字件是第几号回卷的；一项行为有几份文书的，看写的是哪一份。"""
    title = paper.form.title if paper.form else ""
    for act in reversed(file.all("scan.returned")):
        body = act.body
        if isinstance(body, ScanReturned) and body.of == paper.act.number:
            named = [
                form.title
                for form in FORMS.values()
                if paper.act.kind in form.kinds and form.title in body.instrument
            ]
            if not named or title in named:
                return act.number
    return None
