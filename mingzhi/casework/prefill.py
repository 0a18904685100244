"""预填（取自案卷）：写一项行为的表单时，案卷里已经知道的先填上，页面标明“取自案卷”，人可以改。

只填已知的事实和前面写过的文字；要人判断的（审核结论、裁量、声明、勾选的核对）从不预填。
纯函数：同样的案卷和日期，同样的预填。
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from mingzhi.casework.act import KINDS, Act, Body
from mingzhi.casework.actor import Actor, Officer, Role
from mingzhi.casework.acts.conclusion import Amounts
from mingzhi.casework.acts.service import SERVABLE
from mingzhi.casework.agency import Agency
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.view import View
from mingzhi.law.pack import Pack, Rules


@dataclass(frozen=True)
class Known:
    """已知的：规则、案卷、行为人、机关、今天、指明的那一项。"""

    pack: Pack
    file: CaseFile
    kind: str
    actor: Actor
    agency: Agency
    today: date
    of: int | None

    @cached_property
    def rules(self) -> Rules:
        return self.pack.on(self.today)

    @cached_property
    def view(self) -> View:
        return View(self.pack, self.file.acts, self.today)

    @cached_property
    def handlers(self) -> tuple[Officer, ...]:
        """承办人；还没有立案的，派去检查的人；没有检查的，行为人自己。"""
        own = (self.actor.officer(),) if self.actor.has(Role.HANDLER) else ()
        sent = tuple(self.first_said("officers", "inspection.held", "inspection.planned") or ())
        with_me = any(each.number == self.actor.number for each in sent)
        return self.file.handlers or (sent if with_me else own)

    def last(self, kind: str) -> Body | None:
        act = self.file.last(kind)
        return act.body if act is not None else None

    def said(self, kind: str, field: str) -> Any:
        """最近一项某种行为的某一栏。"""
        return getattr(self.last(kind), field, None)

    def first_said(self, field: str, *kinds: str) -> Any:
        """几种行为里先有的那一栏。"""
        return next((value for kind in kinds if (value := self.said(kind, field))), None)

    def target(self, *kinds: str) -> Act | None:
        """指明的那一项；没有指明（或者不是这几种）的，最近的一项。"""
        named = self.file.act(self.of)
        if named is not None and (not kinds or named.kind in kinds):
            return named
        found = [act for kind in kinds for act in self.file.all(kind)]
        return max(found, key=lambda act: act.number, default=None)

    def target_number(self, *kinds: str) -> int | None:
        act = self.target(*kinds)
        return act.number if act else None


Filler = Callable[[Known], dict[str, Any]]
FILLERS: dict[str, Filler] = {}


def fills(*kinds: str) -> Callable[[Filler], Filler]:
    """登记几种行为的预填。重复即 ValueError。"""

    def register(filler: Filler) -> Filler:
        for kind in kinds:
            if kind in FILLERS:
                raise ValueError(f"{kind} 的预填登记了两次")
            FILLERS[kind] = filler
        return filler

    return register


def prefill(
    pack_rules: Pack | Rules,
    file: CaseFile,
    kind: str,
    *,
    actor: Actor,
    agency: Agency,
    today: date,
    of: int | None = None,
) -> dict[str, Any]:
    """一张表单的初值：字段 → 值。出现在里面的每一栏都是取自案卷的；没有的不填。"""
    # 在这里引入：各种行为的预填要用本模块的 fills 登记自己。
    from mingzhi.casework import prefills as _prefills  # noqa: F401
    from mingzhi.casework import prefills_after as _after  # noqa: F401
    from mingzhi.casework import prefills_application as _application  # noqa: F401
    from mingzhi.casework import prefills_course as _course  # noqa: F401
    from mingzhi.casework import prefills_custody as _custody  # noqa: F401
    from mingzhi.casework import prefills_defence as _defence  # noqa: F401
    from mingzhi.casework import prefills_enforcement as _enforcement  # noqa: F401
    from mingzhi.casework import prefills_exhibits as _exhibits  # noqa: F401
    from mingzhi.casework import prefills_inquiry as _inquiry  # noqa: F401
    from mingzhi.casework import prefills_rules as _rules  # noqa: F401
    from mingzhi.casework import prefills_spot as _spot  # noqa: F401
    from mingzhi.casework import prefills_verbs as _verbs  # noqa: F401
    from mingzhi.casework import words as _words  # noqa: F401

    pack = pack_rules if isinstance(pack_rules, Pack) else Pack((), pack_rules.all)
    known = Known(pack, file, kind, actor, agency, today, of)
    fields = KINDS[kind].body.model_fields
    found = {**_common(known), **(FILLERS[kind](known) if kind in FILLERS else {}), **_redone(known)}
    return {name: value for name, value in found.items() if name in fields and _worth(value)}


def _redone(known: Known) -> dict[str, Any]:
    """撤回、退回以后重做的：自己上次写的文字、数额、人员。要人判断的（选项、勾选）和日期、文号不带过来。"""
    earlier = [act for act in known.file.acts if act.kind == known.kind]
    last = earlier[-1] if earlier else None
    own = last is not None and last.actor.number == known.actor.number and known.actor.has(Role.HANDLER)
    if last is None or not own or last.number not in known.file.set_aside:
        return {}
    said = {name: getattr(last.body, name) for name in type(last.body).model_fields}
    return {
        name: value
        for name, value in said.items()
        if type(value) in (str, Decimal, tuple) and name != "document_no" and _worth(value)
    }


def _worth(value: Any) -> bool:
    return value is not None and value != "" and value != ()


def _common(known: Known) -> dict[str, Any]:
    """许多行为同名的栏：执法人员、承办人。"""
    fields = KINDS[known.kind].body.model_fields
    found: dict[str, Any] = {}
    for name in ("officers", "handlers", "investigators"):
        if name in fields:
            found[name] = known.handlers
    if "officers" in fields and known.kind in ("inspection.notified", "inspection.held", "sealing.imposed"):
        found["officers"] = known.said("inspection.planned", "officers") or known.handlers
    return found


def amounts(known: Known, *kinds: str) -> dict[str, Any]:
    """金额：前面最近写过的一次，逐栏取；没有写过的栏不填。"""
    found: dict[str, Any] = {}
    for kind in kinds:
        body = known.last(kind)
        if isinstance(body, Amounts):
            for name in Amounts.model_fields:
                value = getattr(body, name)
                if name not in found and _worth(value):
                    found[name] = value
    return found


def unserved(known: Known) -> Act | None:
    """还没有送达的文书里，最近的一份。"""
    named = known.file.act(known.of)
    if named is not None and named.kind in SERVABLE.split(","):
        return named
    waiting = [
        act
        for kind in SERVABLE.split(",")
        for act in known.file.all(kind)
        if not known.file.services(act.number)
    ]
    return max(waiting, key=lambda act: act.number, default=None)
