"""案情（fold）：把一卷的行为读成常问的几件事——当事人、案由、承办人、案号、最近的一项某种行为。"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import TypeVar

from mingzhi.casework.act import Act, Body
from mingzhi.casework.actor import Officer
from mingzhi.casework.acts.common import HandlersChanged, OpinionGiven
from mingzhi.casework.acts.decision import DecisionMade
from mingzhi.casework.acts.filing import CaseFiled, FilingProposed
from mingzhi.casework.acts.lead import LeadRegistered, Party
from mingzhi.casework.acts.service import DocumentServed

B = TypeVar("B", bound=Body)


class CaseFile:
    """一卷行为的只读视图。acts 按序号排好；不改、不查时钟。"""

    def __init__(self, acts: Sequence[Act]) -> None:
        self.acts = tuple(acts)

    @cached_property
    def by_kind(self) -> dict[str, tuple[Act, ...]]:
        grouped: dict[str, list[Act]] = defaultdict(list)
        for act in self.acts:
            grouped[act.kind].append(act)
        return {kind: tuple(found) for kind, found in grouped.items()}

    @cached_property
    def by_number(self) -> dict[int, Act]:
        return {act.number: act for act in self.acts}

    def all(self, kind: str) -> tuple[Act, ...]:
        """某种行为的全部，按序号。"""
        return self.by_kind.get(kind, ())

    def last(self, kind: str) -> Act | None:
        """最近一项某种行为。"""
        found = self.by_kind.get(kind)
        return found[-1] if found else None

    def first(self, kind: str) -> Act | None:
        """最早一项某种行为。"""
        found = self.by_kind.get(kind)
        return found[0] if found else None

    def act(self, number: int | None) -> Act | None:
        """第几号行为。"""
        return None if number is None else self.by_number.get(number)

    def body(self, kind: str, of: type[B]) -> B | None:
        """最近一项某种行为的内容，带类型。"""
        act = self.last(kind)
        return act.body if act is not None and isinstance(act.body, of) else None

    def bodies(self, kind: str, of: type[B]) -> Iterator[tuple[Act, B]]:
        """某种行为及其内容，带类型。"""
        for act in self.all(kind):
            if isinstance(act.body, of):
                yield act, act.body

    @cached_property
    def party(self) -> Party | None:
        """当事人：以立案为准，其次呈请、线索。"""
        for kind, of in (
            ("case.filed", CaseFiled),
            ("filing.proposed", FilingProposed),
            ("lead.registered", LeadRegistered),
        ):
            for act in reversed(self.all(kind)):
                party = getattr(act.body, "party", None) if isinstance(act.body, of) else None
                if isinstance(party, Party) and party.name:
                    return party
        return None

    @cached_property
    def party_name(self) -> str:
        return self.party.name if self.party else ""

    @cached_property
    def cause(self) -> str:
        """案由。"""
        for kind in ("case.filed", "filing.proposed"):
            act = self.last(kind)
            cause = getattr(act.body, "cause", "") if act is not None else ""
            if cause:
                return str(cause)
        return ""

    @cached_property
    def title(self) -> str:
        """案件名称：当事人加案由加“案”；还没有案由的，写线索。"""
        if self.cause:
            return f"{self.party_name}{self.cause}案"
        return f"{self.party_name or '未知当事人'}线索"

    @cached_property
    def document_no(self) -> str:
        """案号。"""
        filed = self.body("case.filed", CaseFiled)
        return filed.document_no if filed else ""

    @cached_property
    def handlers(self) -> tuple[Officer, ...]:
        """承办人：以最近一次变更为准。"""
        changed = self.body("handlers.changed", HandlersChanged)
        filed = self.body("case.filed", CaseFiled)
        changed_act, filed_act = self.last("handlers.changed"), self.last("case.filed")
        if changed and changed_act and filed_act and changed_act.number > filed_act.number:
            return changed.handlers
        return filed.handlers if filed else ()

    @cached_property
    def filed_on(self) -> date | None:
        act = self.last("case.filed")
        return act.day if act else None

    @cached_property
    def decision(self) -> DecisionMade | None:
        """最近一次决定。"""
        return self.body("decision.made", DecisionMade)

    def opinions(self, number: int) -> tuple[tuple[Act, OpinionGiven], ...]:
        """对第 number 号签署的各级意见。"""
        return tuple(
            (act, body) for act, body in self.bodies("opinion.given", OpinionGiven) if body.of == number
        )

    def services(self, number: int) -> tuple[tuple[Act, DocumentServed], ...]:
        """第 number 号文书的送达。"""
        return tuple(
            (act, body) for act, body in self.bodies("document.served", DocumentServed) if body.of == number
        )

    def served_on(self, kind: str) -> date | None:
        """最近一份 kind 文书的送达之日。"""
        act = self.last(kind)
        if act is None:
            return None
        days = [body.served_on for _, body in self.services(act.number) if body.served_on]
        return min(days) if days else None
