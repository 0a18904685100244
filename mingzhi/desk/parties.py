"""同一执法对象：把一个当事人在本机关各案的记录放在一处（CQ-R-24-c）。

认得出是同一个：统一社会信用代码相同；没有代码的，身份号码或者名称相同。名称相同而代码不同的另列，请人核对，不自动并在一起。
只列看得到的卷；每打开一次，各卷都留下查阅记录。
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mingzhi.casework.act import FILES, KINDS, Act
from mingzhi.casework.actor import Actor
from mingzhi.casework.acts.decision import DecisionMade
from mingzhi.casework.acts.lead import Party
from mingzhi.casework.acts.spot import PenaltyImposedOnSpot
from mingzhi.casework.casefile import CaseFile
from mingzhi.people.access import Page, dossiers_of, hides, pages_for
from mingzhi.record import search
from mingzhi.record.models import Dossier, Projection
from mingzhi.record.selectors import acts as acts_of

# 查到的同名的卷至多看这么多；再多的，请在案卷列表里查。
MOST = 200
# 集中起来看的几种记录，按时间一条一条列出。
RECORDS = (
    "inspection.held",
    "inquiry.held",
    "sealing.imposed",
    "sealing.lifted",
    "preservation.made",
    "recording.ingested",
    "evidence.added",
    "correction.ordered",
    "correction.checked",
    "hearing.held",
    "decision.made",
    "penalty.imposed_on_spot",
    "decision.annulled",
    "decision.revised",
    "document.served",
    "payment.received",
)


@dataclass(frozen=True)
class PartyCase:
    """一案：现状摘要、处理结果。"""

    row: Projection
    acts: tuple[Act, ...]
    file: CaseFile
    refund: Decimal | None
    fine: Decimal | None
    decided: date | None
    undone: bool

    @property
    def dossier(self) -> Dossier:
        return self.row.dossier


@dataclass(frozen=True)
class Record:
    """一项记录：哪一案的第几号，是什么，随附几件材料。"""

    case: PartyCase
    act: Act
    name: str
    says: str
    exhibits: int


@dataclass(frozen=True)
class PartyFile:
    """一个当事人的各案和各项记录。"""

    party: Party
    cases: tuple[PartyCase, ...]
    namesakes: tuple[PartyCase, ...]
    records: tuple[Record, ...]

    @property
    def penalties(self) -> int:
        """没有被撤销的处罚几次。"""
        return sum(1 for case in self.cases if case.decided and not case.undone and case.fine)

    @property
    def fines(self) -> Decimal:
        return sum((case.fine or Decimal() for case in self.cases if not case.undone), Decimal())

    @property
    def refunds(self) -> Decimal:
        return sum((case.refund or Decimal() for case in self.cases if not case.undone), Decimal())

    @property
    def inspections(self) -> int:
        return sum(len(case.file.all("inspection.held")) for case in self.cases)


def party_file(actor: Actor, dossier: Dossier) -> PartyFile | None:
    """dossier 的当事人，在 actor 看得到的各卷里的记录。还没有当事人的是 None。"""
    party = CaseFile(acts_of(dossier)).party
    if party is None:
        return None
    cases, namesakes = [], []
    for row in _candidates(actor, party):
        acts = acts_of(row.dossier)
        file = CaseFile(acts)
        if file.party is None:
            continue
        if same(party, file.party):
            cases.append(_case(row, acts, file))
        elif file.party.name == party.name:
            namesakes.append(_case(row, acts, file))
    records = sorted(
        (record for case in cases for record in _records(actor, case)),
        key=lambda record: record.act.happened,
        reverse=True,
    )
    return PartyFile(party, tuple(cases), tuple(namesakes), tuple(records))


def same(one: Party, other: Party) -> bool:
    """是不是同一个当事人。代码、身份号码都写了的，看它们；有一方没有写，才看名称。"""
    if one.kind is not other.kind:
        return False
    for field in ("code", "identity_number"):
        mine, theirs = getattr(one, field).strip().upper(), getattr(other, field).strip().upper()
        if mine and theirs:
            return bool(mine == theirs)
    return one.name.strip() == other.name.strip()


def _candidates(actor: Actor, party: Party) -> Sequence[Projection]:
    seen = dossiers_of(actor, Page.OVERVIEW).filter(dossier__matter__in=FILES)
    found = {row.pk for row in seen.filter(party=party.name)[:MOST]}
    if party.code:
        found |= {row.pk for row in search.find(actor.agency, party.code, limit=MOST)}
    return list(seen.filter(pk__in=found))


def _case(row: Projection, acts: tuple[Act, ...], file: CaseFile) -> PartyCase:
    decision = file.body("decision.made", DecisionMade) or file.body(
        "penalty.imposed_on_spot", PenaltyImposedOnSpot
    )
    made = file.last("decision.made") or file.last("penalty.imposed_on_spot")
    return PartyCase(
        row,
        acts,
        file,
        getattr(decision, "refund", None),
        getattr(decision, "fine", None),
        made.day if made else None,
        bool(made and any(act.number > made.number for act in file.all("decision.annulled"))),
    )


def _records(actor: Actor, case: PartyCase) -> list[Record]:
    media = Page.MEDIA in pages_for(actor, case.dossier)
    found = []
    for act in case.file.live:
        aside = act.kind in ("recording.ingested", "evidence.added") and not media
        if act.kind not in RECORDS or aside or hides(actor, case.dossier, act):
            continue
        found.append(Record(case, act, KINDS[act.kind].name, _says(act), len(act.exhibits)))
    return found


def _says(act: Act) -> str:
    """一句话：检查情况、证明对象、处理内容之类。"""
    for field in ("found", "content", "proves", "instrument", "cause", "reason", "title"):
        value = getattr(act.body, field, "")
        if isinstance(value, str) and value.strip():
            return value if len(value) <= 60 else f"{value[:59]}…"
    return ""
