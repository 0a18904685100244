"""条款登记的页：本地规则文件的每一条——由哪些规则、功能做到，用什么证明，本局的数字；没有做到的，写明还缺什么。

同一页，门户上一份，工作台上一份。门户上的数字不到几件的不列：件数太少，看得出是哪一件；已经逐项公示的除外。
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from mingzhi.casework.act import KINDS
from mingzhi.disclosure.models import Publication
from mingzhi.disclosure.tallies import Timed, Totals, totals
from mingzhi.law.pack import Pack, Rules
from mingzhi.law.register import LABELS as LABELS
from mingzhi.law.register import ClauseEntry, load_documents, load_hits, register
from mingzhi.law.rules import Rule
from mingzhi.people.models import Agency
from mingzhi.record.lawbook import pack_of

MINIMUM = "disclosure.figures.minimum"
UNITS = {"workday": "个工作日", "day": "日"}


@dataclass(frozen=True)
class ClauseRow:
    """一条：编号、要求、去处、规则、测试、本局的数字。"""

    entry: ClauseEntry
    rules: tuple[Rule, ...]
    figures: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.entry.id

    @property
    def title(self) -> str:
        return self.entry.title

    @property
    def kind(self) -> str:
        return self.entry.kind

    @property
    def label(self) -> str:
        """去处的名称。"""
        return LABELS[self.entry.kind]

    @property
    def reason(self) -> str:
        return self.entry.reason

    @property
    def tests(self) -> tuple[str, ...]:
        return self.entry.tests

    @property
    def proven(self) -> str:
        """怎样证明：几个场景、几项测试。"""
        scenarios = sum(1 for test in self.tests if test.partition("::")[0].endswith(".yaml"))
        rest = len(self.tests) - scenarios
        said = [f"场景 {scenarios} 个"] * bool(scenarios) + [f"测试 {rest} 项"] * bool(rest)
        return "、".join(said)


@dataclass(frozen=True)
class ClauseQuery:
    """查什么：字词、去处、次序。"""

    text: str = ""
    kind: str = ""
    order: str = ""


ORDERS = {"": "条款的次序", "kind": "没有做到的在前", "figures": "有数字的在前"}
_KIND_ORDER = ("open", "rule", "feature", "declined")


def clause_rows(agency: Agency, day: date, query: ClauseQuery, *, public: bool) -> tuple[ClauseRow, ...]:
    """本机关适用的文件的各条，按 query 查、排。public 是给门户的：数字太小的不列。"""
    found = [row for row in _all(agency, day, public) if _matches(row, query)]
    if query.order == "kind":
        found.sort(key=lambda row: _KIND_ORDER.index(row.kind))
    elif query.order == "figures":
        found.sort(key=lambda row: not row.figures)
    return tuple(found)


def _all(agency: Agency, day: date, public: bool) -> Iterator[ClauseRow]:
    pack = pack_of(agency.code, agency.place)
    rules = pack.on(day)
    by_clause: dict[str, list[Rule]] = {}
    for rule in pack.rules:
        for clause in rule.clauses:
            by_clause.setdefault(clause, []).append(rule)
    sums = totals(agency.code, day)
    shown = Shown(sums, rules, agency.code, public)
    for entry in clause_entries(pack):
        own = tuple(by_clause.get(entry.id, ()))
        figures = dict.fromkeys(said for rule in own if (said := shown.figure(rule)))
        yield ClauseRow(_told(entry) if public else entry, own, tuple(figures))


def _told(entry: ClauseEntry) -> ClauseEntry:
    """给门户的：场景只说在哪个文件，不写场景的名称——名称里有（示例的）当事人，与案卷里的分不清。"""
    files = (test.partition("::")[0] if ".yaml::" in test else test for test in entry.tests)
    return replace(entry, tests=tuple(dict.fromkeys(files)))


def clause_entries(pack: Pack) -> tuple[ClauseEntry, ...]:
    """这个地方的条款登记。软件以外的地方没有登记，由它的规则列出：没有测试就是没有证明。"""
    prefixes = {header.prefix for header in pack.chain if header.prefix}
    documents = [each for each in load_documents() if each.prefix.rstrip("-") in prefixes]
    if documents:
        return register([pack], documents, load_hits())
    if not prefixes:
        return ()
    found: dict[str, list[Rule]] = {}
    for rule in pack.rules:
        for clause in rule.clauses:
            found.setdefault(clause, []).append(rule)
    name = "、".join(pack.header.documents)
    return tuple(
        ClauseEntry(clause, "rule", rules[0].says, tuple(each.id for each in rules), (), "", name, ())
        for clause, rules in found.items()
    )


def _matches(row: ClauseRow, query: ClauseQuery) -> bool:
    if query.kind and row.kind != query.kind:
        return False
    where = " ".join(
        (row.id, row.title, row.reason, *(f"{rule.id} {rule.says} {rule.cite}" for rule in row.rules))
    ).casefold()
    return all(word in where for word in query.text.casefold().split())


def counts(rows: Iterable[ClauseRow]) -> tuple[tuple[str, str, int], ...]:
    """各种去处几条。"""
    found = [row.kind for row in rows]
    return tuple((kind, label, found.count(kind)) for kind, label in LABELS.items())


# 数字 ---------------------------------------------------------------------------------------------


class Shown:
    """把合计说成一句话。"""

    def __init__(self, sums: Totals, rules: Rules, agency: str, public: bool) -> None:
        self.sums = sums
        self.rules = rules
        self.agency = agency
        # 门户上不到这个数的不列；没有写这个参数的，全部不列。
        self.minimum = rules.parameter(MINIMUM) if public else 0
        self._published: dict[str, int] | None = None

    def figure(self, rule: Rule) -> str:
        """这条规则的数字；没有数可算的是空字。"""
        if rule.id not in self.rules.by_id or not rule.blocks:
            return ""
        if rule.duty is not None:
            return self._timed(rule)
        if rule.review is not None:
            return self._said(self.sums.review[rule.id], "因此应当法制审核", "件")
        if rule.disclosure is not None:
            return self._disclosed(rule)
        if rule.gate is not None or rule.content is not None:
            return self._acts(rule)
        if rule.instrument is not None and rule.instrument.when is None:
            return self._said(self._count(rule.instrument.act), self._names(rule.instrument.act), "项")
        return ""

    def _timed(self, rule: Rule) -> str:
        assert rule.duty is not None
        found = self.sums.timed.get(rule.id, Timed())
        # 公示的各项逐件在门户上，件数、日期本来就看得到。
        exact = rule.duty.tag.startswith("disclosure.")
        running = f"，另有 {found.open} 件没有到期" if found.open and self._enough(found.open, exact) else ""
        if not found.finished:
            return f"{rule.duty.name}{running.replace('，另有', '：')}" if running else ""
        if not self._enough(found.finished, exact):
            return f"{rule.duty.name}：不到 {self.minimum} 件，不列"
        middle = found.median
        # 一半在两数之间的，写到半日。
        taken = f"，中位数 {middle:g} {UNITS[found.unit]}" if middle is not None else ""
        late = f"，晚 {found.late} 件" if found.late else ""
        return f"{rule.duty.name} {found.finished} 件，按期 {found.on_time} 件{late}{taken}{running}"

    def _acts(self, rule: Rule) -> str:
        part = rule.gate or rule.content
        assert part is not None
        facts = [kind for kind in part.act if kind in KINDS and KINDS[kind].is_fact]
        decided = [kind for kind in part.act if kind in KINDS and not KINDS[kind].is_fact]
        said = []
        if facts and (total := self._count(facts)):
            bad = self.sums.defects[rule.id]
            # 有时才适用的，分不出几项适用，只说带瑕疵的。
            if self._enough(total) and self._enough(bad or total):
                said.append(f"{self._names(facts)} {total} 项，其中不合本条的 {bad} 项")
            else:
                said.append(f"{self._names(facts)}：不到 {self.minimum} 项，不列")
        if decided and (total := self._count(decided)):
            said.append(
                f"{self._names(decided)} {total} 项，不合本条的写不进来"
                if self._enough(total)
                else f"{self._names(decided)}：不到 {self.minimum} 项，不列"
            )
        return "；".join(said)

    def _disclosed(self, rule: Rule) -> str:
        assert rule.disclosure is not None
        if self._published is None:
            live = Publication.objects.filter(agency=self.agency, status=Publication.Status.LIVE)
            found = list(live.values_list("subject", flat=True))
            self._published = {subject: found.count(subject) for subject in set(found)}
        count = self._published.get(rule.disclosure.subject, 0)
        return f"现在公示着 {count} 项" if count else ""

    def _said(self, count: int, name: str, unit: str) -> str:
        if not count:
            return ""
        return (
            f"{name} {count} {unit}" if self._enough(count) else f"{name}：不到 {self.minimum} {unit}，不列"
        )

    def _enough(self, count: int, exact: bool = False) -> bool:
        return exact or (self.minimum is not None and count >= self.minimum)

    def _count(self, kinds: Iterable[str]) -> int:
        return sum(self.sums.acts[kind] for kind in set(kinds))

    def _names(self, kinds: Iterable[str]) -> str:
        return "、".join(dict.fromkeys(KINDS[kind].name for kind in kinds if kind in KINDS))


# 导出 ---------------------------------------------------------------------------------------------

COLUMNS = {
    "id": "条款编号",
    "title": "要求",
    "kind": "去处",
    "rules": "规则",
    "tests": "证明它的场景和测试",
    "reason": "在哪里，或者还缺什么",
    "figures": "本局的数字",
}


def _plain(row: ClauseRow) -> dict[str, object]:
    return {**row.entry.as_json(), "figures": list(row.figures)}


def as_json(rows: Iterable[ClauseRow], agency: str, day: date) -> bytes:
    """JSON。"""
    said = {
        "format": "mingzhi.clauses/1",
        "agency": agency,
        "as_of": day.isoformat(),
        "items": [_plain(row) for row in rows],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"


def as_csv(rows: Iterable[ClauseRow]) -> bytes:
    """CSV，首行是中文栏名；带字节序标记，表格软件打开不乱码。"""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS.values())
    for row in rows:
        said = {
            "id": row.id,
            "title": row.title,
            "kind": row.label,
            "rules": "\n".join(row.entry.rules),
            "tests": "\n".join(row.tests),
            "reason": row.reason,
            "figures": "\n".join(row.figures),
        }
        writer.writerow([said[column] for column in COLUMNS])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
