"""打开一卷：这一页要的东西取一次——卷、行为、规则包、现状、谁在看、能看什么。"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from mingzhi.casework.act import Act
from mingzhi.casework.actor import Actor, Role
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.standing import Standing, standing
from mingzhi.law.pack import Pack
from mingzhi.people import clock
from mingzhi.people.access import Page, dossier_context, dossier_for, hides, me, pages_for, roles_for
from mingzhi.record import selectors
from mingzhi.record.models import Dossier
from mingzhi.record.proof import broken


@dataclass(frozen=True)
class Case:
    """打开的一卷。"""

    request: HttpRequest
    dossier: Dossier
    actor: Actor
    today: date
    page: Page

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        return selectors.acts(self.dossier)

    @cached_property
    def pack(self) -> Pack:
        return selectors.pack_for(self.dossier)

    @cached_property
    def file(self) -> CaseFile:
        return CaseFile(self.acts)

    @cached_property
    def standing(self) -> Standing:
        return standing(self.pack, self.acts, self.today, now=clock.now(self.request))

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """在本卷凭哪些岗位。"""
        return roles_for(self.actor, self.dossier)

    @cached_property
    def pages(self) -> frozenset[Page]:
        return pages_for(self.actor, self.dossier)

    @cached_property
    def hidden(self) -> frozenset[int]:
        """内容对他隐去的各项。"""
        return frozenset(act.number for act in self.acts if hides(self.actor, self.dossier, act))

    @cached_property
    def sent_back(self) -> Act | None:
        """退回重做、还没有重做的那一项：接着办的人先要看到为什么退回。"""
        back = next((act for act in reversed(self.acts) if act.kind == "case.sent_back"), None)
        target = self.file.act(getattr(back.body, "of", None)) if back is not None else None
        if back is None or target is None:
            return None
        redone = any(act.kind == target.kind and act.number > back.number for act in self.acts)
        return None if redone else back

    @cached_property
    def broken(self) -> tuple[int, ...]:
        """存证对不上的各项。"""
        return broken(self.dossier)

    def context(self, **more: Any) -> dict[str, Any]:
        """卷的页框加上这一页自己的。"""
        frame = dossier_context(self.request, self.dossier, self.page, acts=self.acts, standing=self.standing)
        return {**frame, "case": self, "standing": self.standing, **more}


def open_case(request: HttpRequest, pk: UUID, page: Page) -> Case:
    """打开一卷的一页；看不到的 404。"""
    dossier = dossier_for(request, pk, page)
    actor = me(request)
    assert actor is not None
    return Case(request, dossier, actor, clock.today(request), page)
