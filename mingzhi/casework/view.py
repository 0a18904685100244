"""事实：规则包里的条件按名字问，这里作答。

名字的几族：
    act.字段            正要写入的这项行为（act.officers.count、act.of.kind 可以接着问下去）
    it.字段 trigger.字段  期限规则里完成它的、引起它的行为
    actor.字段          行为人
    done.种类 count.种类 last.种类.字段 first.种类.字段   卷中已有的行为
    served.种类         最近一份这种文书是否已送达
    opinions.种类.层级   对最近一项这种行为签署的意见
    parameter.名称      规则包的参数
    duty.标签.over|due|met   期限
    其余                词（words_*.py），见 ``VOCABULARY``
缺一个词，就为所有地方加一个词。
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from mingzhi.casework.act import KINDS, Act, said
from mingzhi.casework.casefile import CaseFile
from mingzhi.law.calendar import Calendar
from mingzhi.law.pack import Pack, Rules

if TYPE_CHECKING:
    from mingzhi.casework.duties import Due

T = TypeVar("T")
Word = Callable[["View"], Any]
VOCABULARY: dict[str, tuple[str, Word]] = {}


def word(name: str, says: str) -> Callable[[Word], Word]:
    """登记一个词：名字和中文意思。重名即 ValueError。"""

    def register(function: Word) -> Word:
        if name in VOCABULARY:
            raise ValueError(f"词 {name} 登记了两次")
        VOCABULARY[name] = (says, function)
        return function

    return register


_latest = threading.local()


def view_of(pack: Pack, acts: Sequence[Act], today: date) -> View:
    """一卷在某一天的样子。同一次写入里，现状、公示、计数问的是同一卷同一天：用同一份，期限不重算。

    认的是同一个值（不是相等）：值都不会变，所以记着的不会过时；一个线程只记最近的一份。
    """
    kept: View | None = getattr(_latest, "view", None)
    if kept is not None and kept.pack is pack and _latest.acts is acts and kept.today == today:
        return kept
    view = View(pack, acts, today)
    if isinstance(acts, tuple):
        _latest.view, _latest.acts = view, acts
    return view


class View:
    """一卷在某一天的样子，供条件提问。candidate 是正要写入的行为（不在 acts 里）。"""

    def __init__(
        self,
        pack: Pack,
        acts: Sequence[Act],
        today: date,
        *,
        candidate: Act | None = None,
        calendar: Calendar | None = None,
    ) -> None:
        self.pack = pack
        self.file = CaseFile(acts)
        self.today = today
        self.candidate = candidate
        self.calendar = calendar or pack.calendar
        self.it: Act | None = None
        self.trigger: Act | None = None
        self._memo: dict[str, Any] = {}

    @cached_property
    def rules(self) -> Rules:
        """今天有效的规则。"""
        return self.pack.on(self.today)

    @cached_property
    def dues(self) -> tuple[Due, ...]:
        """全部期限。"""
        from mingzhi.casework.duties import duties

        return duties(self)

    def parameter(self, name: str) -> Decimal | None:
        return self.rules.parameter(name)

    def once(self, key: str, compute: Callable[[], T]) -> T:
        """算一次、记住：几个词都要用的中间结果。"""
        if key not in self._memo:
            self._memo[key] = compute()
        return cast(T, self._memo[key])

    def __call__(self, name: str) -> Any:
        """问一个事实；没有这个名字抛 KeyError（规则写错了）。"""
        memo = self._memo
        if name in memo:
            return memo[name]
        head, _, rest = name.partition(".")
        # 这两族每次问的可能是不同的行为，不能记住。
        if head == "it":
            return follow(self.file, self.it, rest)
        if head == "trigger":
            return follow(self.file, self.trigger, rest)
        found = memo[name] = self._answer(name, head, rest)
        return found

    def _answer(self, name: str, head: str, rest: str) -> Any:
        known = VOCABULARY.get(name)
        if known is not None:
            return known[1](self)
        family = _FAMILIES.get(head)
        if family is None:
            raise KeyError(f"不认识的事实：{name}")
        return family(self, rest)

    def _act(self, rest: str) -> Any:
        return follow(self.file, self.candidate, rest)

    def _actor(self, rest: str) -> Any:
        return None if self.candidate is None else getattr(self.candidate.actor, rest)

    def _done(self, rest: str) -> bool:
        return bool(self.file.all(rest))

    def _count(self, rest: str) -> int:
        return len(self.file.all(rest))

    def _last(self, rest: str) -> Any:
        kind, field = split_kind(rest)
        return follow(self.file, self.file.last(kind), field)

    def _first(self, rest: str) -> Any:
        kind, field = split_kind(rest)
        return follow(self.file, self.file.first(kind), field)

    def _served(self, rest: str) -> bool:
        return self.file.served_on(rest) is not None

    def _opinions(self, rest: str) -> str | None:
        kind, level = split_kind(rest)
        act = self.file.last(kind)
        if act is None:
            return None
        given = [body.verdict for _, body in self.file.opinions(act.number) if body.level == level]
        return given[-1].value if given and given[-1] is not None else None

    def _parameter(self, rest: str) -> Decimal | None:
        return self.parameter(rest)

    def _dues_of(self, tag: str) -> tuple[Due, ...]:
        """一种期限。门禁常常只问一种，不必把全部的都数一遍。"""
        if "dues" in self.__dict__:
            return tuple(due for due in self.dues if due.tag == tag)
        from mingzhi.casework.duties import duties

        return self.once(f"dues {tag}", lambda: duties(self, tag))

    def _duty(self, rest: str) -> Any:
        tag, _, what = rest.rpartition(".")
        found = self._dues_of(tag)
        if not found:
            return None
        due = found[-1]
        return {
            "over": self.today > due.day,
            "due": due.day,
            "met": due.met_by is not None,
            "start": due.start,
        }[what]


_FAMILIES: dict[str, Callable[[View, str], Any]] = {
    "act": View._act,
    "actor": View._actor,
    "done": View._done,
    "count": View._count,
    "last": View._last,
    "first": View._first,
    "served": View._served,
    "opinions": View._opinions,
    "parameter": View._parameter,
    "duty": View._duty,
}


@lru_cache(maxsize=4096)
def split_kind(path: str) -> tuple[str, str]:
    """把 ``case.filed.cause`` 分成种类 ``case.filed`` 和字段 ``cause``。种类总是两段。"""
    parts = path.split(".")
    kind = ".".join(parts[:2])
    if kind not in KINDS:
        raise KeyError(f"没有这种行为：{kind}")
    return kind, ".".join(parts[2:])


_OF_ACT: dict[str, Callable[[Act], Any]] = {
    "kind": lambda act: act.kind,
    "number": lambda act: act.number,
    "day": lambda act: act.day,
    "late": lambda act: act.late,
}


@lru_cache(maxsize=4096)
def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.split(".")) if path else ()


def follow(file: CaseFile, act: Act | None, path: str) -> Any:
    """顺着路径取值：字段、表的 count、指向的另一项行为（of.kind、of.字段）、number、day、kind。"""
    if act is None:
        return None
    value: Any = act
    for step in _steps(path):
        if type(value) is int:
            value = file.act(value)
        if value is None:
            return None
        if isinstance(value, Act):
            of_act = _OF_ACT.get(step)
            value = said(value.body, step) if of_act is None else of_act(value)
        elif isinstance(value, tuple):
            value = len(value) if step == "count" else None
        else:
            value = said(value, step)
    return value


def known_name(name: str) -> bool:
    """这个事实名字规则包能不能用（装载后核对）。"""
    if name in VOCABULARY:
        return True
    head, _, rest = name.partition(".")
    if head in ("act", "it", "trigger", "actor", "parameter", "duty"):
        return bool(rest)
    if head in ("done", "count", "served"):
        return rest in KINDS
    if head in ("last", "first", "opinions"):
        try:
            split_kind(rest)
        except KeyError:
            return False
        return True
    return False
