"""推演：把一套候选的规则放到去年的案卷上。只读案卷；一卷一卷来，占用的内存与卷数无关。"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, QuerySet

from mingzhi.casework.act import FILES, SHANGHAI, Act
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.lawbook import Lawbook
from mingzhi.casework.rehearsal import Comparison, Effect, compare, moved
from mingzhi.law.bundle import Bundle
from mingzhi.law.changes import as_if
from mingzhi.law.pack import Pack
from mingzhi.record.models import ActRow, Dossier
from mingzhi.record.selectors import acts

# 列在表里的次序。
HEAD = ("案号", "案件", "变化", "第几号", "说的是", "原来", "以后", "依据", "规则")
# 一卷的比较：它的行为 → 变化。
Compare = Callable[[tuple[Act, ...]], Comparison]


@dataclass
class Found:
    """有变化的一卷。"""

    dossier: Dossier
    title: str
    document_no: str
    comparison: Comparison


@dataclass
class Totals:
    """合计：看了几卷，几卷有变化，各种变化几处、几卷。"""

    seen: int = 0
    changed: int = 0
    shifts: Counter[str] = field(default_factory=Counter)
    dossiers: Counter[str] = field(default_factory=Counter)

    def add(self, counts: Mapping[str, int]) -> None:
        self.changed += 1
        for effect, count in counts.items():
            self.shifts[effect] += count
            self.dossiers[effect] += 1

    @property
    def rows(self) -> list[tuple[str, int, int]]:
        """（变化，几卷，几处），没有的不列。"""
        return [
            (effect.label, self.dossiers[effect.value], self.shifts[effect.value])
            for effect in Effect
            if self.shifts[effect.value]
        ]


def with_pack(book: Lawbook, bundle: Bundle, since: date, today: date) -> tuple[Pack, Pack]:
    """（现在的，好像候选的包自 since 起就施行的）。"""
    old = book.lineage or book.base
    return book.pack, as_if(book.pack, old, bundle.load(), since, today)


def with_parameter(book: Lawbook, name: str, value: str) -> tuple[Pack, Pack]:
    """（现在的，改了一个参数的）。"""
    return book.pack, book.pack.with_parameter(name, value)


def whole(before: Pack, after: Pack, today: date) -> Compare:
    """期限、审核、拒绝、瑕疵都比。"""
    return lambda found: compare(before, after, found, today)


def dates(before: Pack, after: Pack, today: date) -> Compare:
    """只比期限：装入放假通知、填写参数以后的重算。"""
    return lambda found: Comparison(moved(before, after, found, today))


def dossiers(agency: str, since: date, until: date) -> QuerySet[Dossier]:
    """这段时间里有执法行为的案卷，按立卷先后。"""
    begin = datetime.combine(since, time(), SHANGHAI)
    end = datetime.combine(until, time.max, SHANGHAI)
    within = ActRow.objects.filter(dossier=OuterRef("pk"), happened__gte=begin, happened__lte=end)
    found = Dossier.objects.filter(agency=agency, matter__in=[each.value for each in FILES])
    return found.filter(Exists(within)).order_by("created", "pk")


def each(found: Iterable[Dossier], comparing: Compare) -> Iterator[Found]:
    """一卷一卷地比；没有变化的也给出，由调用的人数。"""
    for dossier in found:
        read = acts(dossier)
        file = CaseFile(read)
        yield Found(dossier, file.title, file.document_no, comparing(read))


def table(rows: Iterable[tuple[str, str, Iterable[Mapping[str, object]]]]) -> Iterator[tuple[str, ...]]:
    """一处变化一行：（案号，案件，变化）→ 表的各行。"""
    for document_no, title, shifts in rows:
        for shift in shifts:
            yield (
                document_no,
                title,
                Effect(str(shift["effect"])).label,
                str(shift["act"] or ""),
                str(shift["what"]),
                str(shift["before"]),
                str(shift["after"]),
                str(shift["cite"]),
                str(shift["rule"]),
            )


# 表格软件把这些字符开头的格当作公式；当事人的名称里也可能有。
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """CSV 的各行：开头的标记让表格软件认出是 UTF-8；表头一行，一处变化一行。"""
    yield "\ufeff" + _line(HEAD)
    for row in rows:
        yield _line(tuple(f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row))


def _line(cells: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
