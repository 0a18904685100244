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
from dataclasses import dataclass
from datetime import date, datetime
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


class View(dict[str, Any]):
    """一卷在某一天的样子，供条件提问：``view("decision.made")``。candidate 是正要写入的行为（不在 acts 里）。

    问过的事实记在字典自己里（一次现状要问几百个，答过的直接取）；除此以外它不当字典用。
    """

    __hash__ = object.__hash__  # type: ignore[assignment]  # 认同一个，不比内容
    __eq__ = object.__eq__
    __call__ = dict.__getitem__

    def __bool__(self) -> bool:
        return True

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
        # 现在几时：只给按小时数的期限看，不知道的不写。
        self.now: datetime | None = None
        self.it: Act | None = None
        self.trigger: Act | Since | None = None
        self._memo: dict[str, Any] = {}

    def before(self, index: int, rules: Rules) -> View:
        """写入第 index + 1 项那一天、那一项还没有进卷时的样子；candidate 是那一项，rules 是那一天的规则。"""
        act = self.file.acts[index]
        earlier = View(self.pack, (), act.day, candidate=act, calendar=self.calendar)
        earlier.file, earlier.rules = self.file.before(index), rules
        return earlier

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

    def __missing__(self, name: str) -> Any:
        """答一个还没有问过的事实；没有这个名字抛 KeyError（规则写错了）。"""
        answer = _lasting.get(name)
        if answer is None:
            return (_passing.get(name) or _answer_of(name))(self)
        found = self[name] = answer(self)
        return found

    def dues_of(self, tag: str) -> tuple[Due, ...]:
        """一种期限。门禁常常只问一种，不必把全部的都数一遍。"""
        if "dues" in self.__dict__:
            return tuple(due for due in self.dues if due.tag == tag)
        from mingzhi.casework.duties import duties

        return self.once(f"dues {tag}", lambda: duties(self, tag))


# ── 各族怎样答：名字看懂一次，得到一个问案卷的函数 ─────────────────────────


def _of_candidate(rest: str) -> Word:
    read = reader(rest)
    return lambda view: read(view.file, view.candidate)


def _of_it(rest: str) -> Word:
    read = reader(rest)
    return lambda view: read(view.file, view.it)


def _of_trigger(rest: str) -> Word:
    read = reader(rest)
    return lambda view: read(view.file, view.trigger)


def _of_actor(rest: str) -> Word:
    return lambda view: None if view.candidate is None else getattr(view.candidate.actor, rest)


def _done(kind: str) -> Word:
    return lambda view: bool(view.file.all(kind))


def _count(kind: str) -> Word:
    return lambda view: len(view.file.all(kind))


def _last(rest: str) -> Word:
    kind, field = split_kind(rest)
    read = reader(field)
    return lambda view: read(view.file, view.file.last(kind))


def _first(rest: str) -> Word:
    kind, field = split_kind(rest)
    read = reader(field)
    return lambda view: read(view.file, view.file.first(kind))


def _served(kind: str) -> Word:
    return lambda view: view.file.served_on(kind) is not None


def _opinions(rest: str) -> Word:
    kind, level = split_kind(rest)

    def answer(view: View) -> str | None:
        act = view.file.last(kind)
        if act is None:
            return None
        given = [body.verdict for _, body in view.file.opinions(act.number) if body.level == level]
        return given[-1].value if given and given[-1] is not None else None

    return answer


def _parameter(name: str) -> Word:
    return lambda view: view.parameter(name)


def _duty(rest: str) -> Word:
    tag, _, what = rest.rpartition(".")
    read: Callable[[View, Due], Any] = _OF_DUE[what]

    def answer(view: View) -> Any:
        found = view.dues_of(tag)
        return read(view, found[-1]) if found else None

    return answer


_OF_DUE: dict[str, Callable[[View, Due], Any]] = {
    "over": lambda view, due: view.today > due.day,
    "due": lambda view, due: due.day,
    "met": lambda view, due: due.met_by is not None,
    "start": lambda view, due: due.start,
}

_FAMILIES: dict[str, Callable[[str], Word]] = {
    "it": _of_it,
    "trigger": _of_trigger,
    "act": _of_candidate,
    "actor": _of_actor,
    "done": _done,
    "count": _count,
    "last": _last,
    "first": _first,
    "served": _served,
    "opinions": _opinions,
    "parameter": _parameter,
    "duty": _duty,
}


# 名字 → 怎样答。名字都写在规则包里，只有那么多。一卷里答一次就记住的；每次问的可能是不同的行为、不能记住的。
_lasting: dict[str, Word] = {}
_passing: dict[str, Word] = {}


def _answer_of(name: str) -> Word:
    """一个名字怎么答：看懂一次，以后照着答。"""
    head, _, rest = name.partition(".")
    if name in VOCABULARY:
        answer = VOCABULARY[name][1]
    elif head in _FAMILIES:
        answer = _FAMILIES[head](rest)
    else:
        raise KeyError(f"不认识的事实：{name}")
    (_passing if head in ("it", "trigger") else _lasting)[name] = answer
    return answer


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


@dataclass(frozen=True)
class Since:
    """看案情的期限从哪天起。没有引起它的行为，条件里用 trigger 问这一天的年、月、日。"""

    body: date


def reader(path: str) -> Callable[[CaseFile, Act | Since | None], Any]:
    """顺着路径取值的函数：字段、表的 count、指向的另一项行为（of.kind、of.字段）、number、day、kind。"""
    steps = tuple(path.split(".")) if path else ()
    if len(steps) == 1 and steps[0] not in _OF_ACT:
        # 问得最多的：一项行为的一栏。
        (field,) = steps
        return lambda file, act: None if act is None else said(act.body, field)

    def read(file: CaseFile, act: Act | Since | None) -> Any:
        if act is None:
            return None
        value: Any = act
        for step in steps:
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

    return read


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
