"""案情（fold）：把一卷的行为读成常问的几件事——当事人、案由、承办人、案号、最近的一项某种行为。"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import TypeVar

from mingzhi.casework.act import Act, Body
from mingzhi.casework.actor import Officer
from mingzhi.casework.acts.application import ApplicationAccepted, ApplicationReceived
from mingzhi.casework.acts.common import HandlersChanged, OpinionGiven
from mingzhi.casework.acts.decision import DecisionMade
from mingzhi.casework.acts.filing import CaseFiled, FilingProposed
from mingzhi.casework.acts.lead import LeadRegistered, Party
from mingzhi.casework.acts.reward import RewardProposed
from mingzhi.casework.acts.service import DocumentServed
from mingzhi.casework.acts.spot import PenaltyImposedOnSpot
from mingzhi.casework.acts.verbs import INTERNAL, ActWithdrawn, CaseReopened, CaseSentBack

B = TypeVar("B", bound=Body)


# 使前面的不再算数的行为：没有这几种的卷（绝大多数）不必一项一项地看。
_SETTING_ASIDE = frozenset({"act.withdrawn", "case.reopened", "case.sent_back"})


class CaseFile:
    """一卷行为的只读视图。acts 按序号排好；不改、不查时钟。"""

    def __init__(self, acts: Sequence[Act]) -> None:
        self.acts = tuple(acts)

    def before(self, index: int) -> CaseFile:
        """只有前 index 项的卷。回看每一项写入时的样子，一卷要看几十次，所以借用整卷的分类，不重新分。"""
        earlier = _Earlier(self.acts[:index])
        earlier.whole = self
        return earlier

    @cached_property
    def by_kind(self) -> dict[str, tuple[Act, ...]]:
        """按种类；撤回、退回重做的不在内。"""
        return _grouped(self.live)

    @cached_property
    def set_aside(self) -> dict[int, int]:
        """不再算数的：第几号 → 由第几号撤回、退回、重新启动。记录照留，时间轴上照列。"""
        aside: dict[int, int] = {}
        if not any(act.kind in _SETTING_ASIDE for act in self.acts):
            return aside
        for act in self.acts:
            body = act.body
            if isinstance(body, ActWithdrawn | CaseReopened) and body.of is not None:
                aside.setdefault(body.of, act.number)
            elif isinstance(body, CaseSentBack) and body.of is not None:
                # 已经签发的审核意见不因退回而消失：指出的问题照样要回应，只是要重新送审。
                signed = max(
                    (each.number for each in self.acts[: act.number] if each.kind == "review.signed"),
                    default=0,
                )
                for each in self.acts:
                    spoken = each.kind.startswith("review.") and each.number <= signed
                    if body.of <= each.number < act.number and each.kind in INTERNAL and not spoken:
                        aside.setdefault(each.number, act.number)
            if isinstance(body, CaseReopened):
                asked = [each for each in self.acts if each.kind == "closure.proposed"]
                for each in asked:
                    if each.number < act.number:
                        aside.setdefault(each.number, act.number)
        return aside

    @cached_property
    def live(self) -> tuple[Act, ...]:
        """现在算数的各项。"""
        aside = self.set_aside
        return tuple(act for act in self.acts if act.number not in aside) if aside else self.acts

    @cached_property
    def every_kind(self) -> dict[str, tuple[Act, ...]]:
        """按种类，撤回、退回重做的也在内。"""
        return _grouped(self.acts)

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
            ("penalty.imposed_on_spot", PenaltyImposedOnSpot),
            ("filing.proposed", FilingProposed),
            ("lead.registered", LeadRegistered),
        ):
            for act in reversed(self.all(kind)):
                party = getattr(act.body, "party", None) if isinstance(act.body, of) else None
                if isinstance(party, Party) and party.name:
                    return party
        applied = self.body("application.received", ApplicationReceived)
        return applied.applicant if applied and applied.applicant and applied.applicant.name else None

    @cached_property
    def party_name(self) -> str:
        return self.party.name if self.party else ""

    @cached_property
    def cause(self) -> str:
        """案由。"""
        for kind in ("case.filed", "penalty.imposed_on_spot", "filing.proposed"):
            act = self.last(kind)
            cause = getattr(act.body, "cause", "") if act is not None else ""
            if cause:
                return str(cause)
        return ""

    @cached_property
    def title(self) -> str:
        """案件名称：当事人加案由加“案”；还没有案由的，写线索。依申请的写申请事项，举报奖励只写编号。"""
        if self.cause:
            return f"{self.party_name}{self.cause}案"
        applied = self.body("application.received", ApplicationReceived)
        if applied is not None:
            return f"{self.party_name or '未知申请人'}申请{applied.item}"
        reward = self.body("reward.proposed", RewardProposed)
        if reward is not None:
            return f"举报奖励（{reward.code or '没有编号'}）"
        return f"{self.party_name or '未知当事人'}线索"

    @cached_property
    def document_no(self) -> str:
        """案号；依申请事项是收件编号。"""
        filed = self.body("case.filed", CaseFiled)
        applied = None if filed else self.body("application.received", ApplicationReceived)
        return filed.document_no if filed else applied.document_no if applied else ""

    @cached_property
    def handlers(self) -> tuple[Officer, ...]:
        """承办人：以最近一次变更为准。"""
        changed = self.body("handlers.changed", HandlersChanged)
        filed = self.body("case.filed", CaseFiled)
        changed_act, filed_act = self.last("handlers.changed"), self.last("case.filed")
        if changed and changed_act and filed_act and changed_act.number > filed_act.number:
            return changed.handlers
        accepted = None if filed else self.body("application.accepted", ApplicationAccepted)
        if accepted is not None:
            return changed.handlers if changed else accepted.handlers
        return filed.handlers if filed else ()

    @cached_property
    def filed_on(self) -> date | None:
        act = self.last("case.filed")
        return act.day if act else None

    @cached_property
    def decision(self) -> DecisionMade | None:
        """最近一次决定。"""
        return self.body("decision.made", DecisionMade)

    @cached_property
    def on_spot(self) -> PenaltyImposedOnSpot | None:
        """当场处罚的决定（简易程序）。"""
        return self.body("penalty.imposed_on_spot", PenaltyImposedOnSpot)

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


def _grouped(acts: Sequence[Act]) -> dict[str, tuple[Act, ...]]:
    grouped: dict[str, list[Act]] = defaultdict(list)
    for act in acts:
        grouped[act.kind].append(act)
    return {kind: tuple(found) for kind, found in grouped.items()}


class _Earlier(CaseFile):
    """整卷的前面一段。"""

    whole: CaseFile

    def all(self, kind: str) -> tuple[Act, ...]:
        size = len(self.acts)
        aside = self.whole.set_aside
        if aside:
            # 后来才撤回的，当时还算数。
            return tuple(
                act
                for act in self.whole.every_kind.get(kind, ())
                if act.number <= size and aside.get(act.number, size + 1) > size
            )
        found = self.whole.all(kind)
        if not found or found[-1].number <= size:
            return found
        return tuple(act for act in found if act.number <= size)

    def last(self, kind: str) -> Act | None:
        found = self.all(kind)
        return found[-1] if found else None

    def first(self, kind: str) -> Act | None:
        found = self.all(kind)
        return found[0] if found else None

    def act(self, number: int | None) -> Act | None:
        return None if number is None or number > len(self.acts) else self.whole.by_number.get(number)
