"""现状：standing(pack, acts, today) 回答一切——阶段、下一步、期限、缺什么、该公开什么、谁在办。

页面、门禁、提醒、文书、门户、统计、归档读同一个现状。纯函数：同样的行为和日期，同样的回答。
各部分问到才算：列表只要期限和下一步，不必把每项事实的瑕疵都回看一遍。
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from mingzhi.casework import standing_parts as parts
from mingzhi.casework import words as _words  # noqa: F401  登记词
from mingzhi.casework.act import Act, Matter, Stage, matter_of
from mingzhi.casework.duties import ORDER, Due, Lamp
from mingzhi.casework.gates import Ground
from mingzhi.casework.money import Ledger, Surcharge, ledger, surcharge
from mingzhi.casework.recordings import Coverage, coverages
from mingzhi.casework.standing_parts import (
    Check,
    DefectFound,
    Holder,
    Offer,
    PublicItem,
    ReviewState,
    StageRow,
    assembled,
)
from mingzhi.casework.view import View, view_of
from mingzhi.law.calendar import Calendar
from mingzhi.law.pack import Pack, unfilled
from mingzhi.law.rules import Rule

__all__ = [
    "Check",
    "DefectFound",
    "Holder",
    "Offer",
    "PublicItem",
    "ReviewState",
    "StageRow",
    "Standing",
    "as_of",
    "assembled",
    "standing",
]

_CLOSING = ("case.closed", "case.declined", "application.concluded")


@dataclass(frozen=True)
class Standing:
    """一卷在 today 的现状。"""

    view: View
    matter: Matter

    @property
    def today(self) -> date:
        return self.view.today

    @cached_property
    def stage(self) -> Stage:
        """办到哪一步。"""
        return parts.stage_of(self.view.file, self.matter)

    @cached_property
    def stages(self) -> tuple[StageRow, ...]:
        """阶段条。"""
        return parts.stages_of(self.view, self.stage, self.matter)

    @cached_property
    def _flow(self) -> tuple[Act | None, Rule | None]:
        return parts.flow_of(self.view)

    @cached_property
    def holder(self) -> Holder:
        """在谁手里。"""
        return parts.holder_of(self.view, self._flow, self.matter)

    @property
    def dues(self) -> tuple[Due, ...]:
        """全部期限。"""
        return self.view.dues

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """可以做的和还不能做的，通常的下一步在前。"""
        return parts.offers_of(self.view, self.next, self.matter)

    @cached_property
    def _looked_back(self) -> tuple[tuple[DefectFound, ...], tuple[tuple[Act, Ground], ...]]:
        return parts.defects_of(self.view)

    @property
    def defects(self) -> tuple[DefectFound, ...]:
        """各项事实带的瑕疵。"""
        return self._looked_back[0]

    @property
    def advice(self) -> tuple[tuple[Act, Ground], ...]:
        """产品默认的提示。"""
        return self._looked_back[1]

    @cached_property
    def coverages(self) -> tuple[Coverage, ...]:
        """应当全程音像的各项录得怎样。"""
        return tuple(coverages(self.view))

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """应当有的东西，缺的在前。"""
        return parts.checks_of(self.view, self.coverages, self.defects)

    @cached_property
    def review(self) -> ReviewState:
        """法制审核。"""
        return parts.review_of(self.view)

    @cached_property
    def public(self) -> tuple[PublicItem, ...]:
        """公示的各项。"""
        return parts.public_of(self.view)

    @cached_property
    def money(self) -> Ledger:
        """罚款和基金两本账。"""
        return ledger(self.view)

    @cached_property
    def surcharge(self) -> Surcharge | None:
        """加处罚款算到今天。"""
        return surcharge(self.view, self.today)

    @cached_property
    def unfilled(self) -> tuple[Rule, ...]:
        """本地没有填写的参数。"""
        return unfilled(self.view.rules)

    @cached_property
    def closed(self) -> bool:
        """已经结案、不予立案，或者依申请的事项已经办结。"""
        return any(self.view.file.all(kind) for kind in _CLOSING)

    @cached_property
    def archived(self) -> bool:
        """已经归档。"""
        return bool(assembled(self.view.file))

    @cached_property
    def open_dues(self) -> tuple[Due, ...]:
        """没有完成的期限，急的在前。"""
        running = [due for due in self.dues if due.open]
        return tuple(sorted(running, key=lambda due: (ORDER[due.status], due.day)))

    @cached_property
    def lamp(self) -> Lamp:
        """这一卷最急的灯（只看本机关的期限）。"""
        ours = [due for due in self.open_dues if due.whose == "agency"]
        return ours[0].status if ours else Lamp.MET

    @cached_property
    def next(self) -> tuple[Offer, ...]:
        """通常的下一步。"""
        return parts.next_of(self.view, self._flow, self.matter)

    @cached_property
    def not_yet(self) -> tuple[Offer, ...]:
        """现在还不能做的处理。"""
        return tuple(offer for offer in self.offers if offer.blocked)


def standing(
    pack: Pack,
    acts: Sequence[Act],
    today: date,
    *,
    calendar: Calendar | None = None,
    matter: Matter | None = None,
    now: datetime | None = None,
) -> Standing:
    """一卷在 today 的现状。matter 只在空卷时要说：有了行为，看行为就知道。now 是今天几时，按小时数的期限才看它。"""
    kind = matter_of(acts) if acts or matter is None else matter
    view = (
        view_of(pack, acts, today)
        if calendar is None and now is None
        else View(pack, acts, today, calendar=calendar)
    )
    view.now = view.now if now is None else now
    return Standing(view, kind)


def as_of(acts: Sequence[Act], moment: datetime) -> tuple[Act, ...]:
    """到某一刻为止已经记录的行为（回看当时的案卷）。"""
    return tuple(act for act in acts if act.recorded <= moment)
