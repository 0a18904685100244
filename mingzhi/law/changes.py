"""更新记录（changelog）：一个包里哪些条款从哪天起、到哪天止、何时才知道；两个包之间差在哪里。

从规则自己写的起止和知悉之日算出，不另外手写，所以不会与规则不一致。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import BaseModel

from mingzhi.law.conditions import Condition
from mingzhi.law.pack import Pack
from mingzhi.law.rules import Rule, Weight

ONE_DAY = timedelta(days=1)
LATEST = date(2099, 12, 31)
# 版本之间不看这几栏：什么时候知道的、从哪个文件夹来的，不是规则的意思。
ASIDE = ("known", "pack")


def meaning(value: Any, aside: tuple[str, ...] = ()) -> Any:
    """规则的意思，可以比较：条件按写的样子比，不按编译出来的函数比。"""
    if isinstance(value, Condition):
        return repr(value.source)
    if isinstance(value, BaseModel):
        return tuple(
            (name, meaning(getattr(value, name))) for name in type(value).model_fields if name not in aside
        )
    if isinstance(value, tuple):
        return tuple(meaning(each) for each in value)
    return value


def same(one: Rule, other: Rule, *, dates: bool = True) -> bool:
    """两个版本意思相同不相同；dates 为假时不看起止。"""
    aside = ASIDE if dates else (*ASIDE, "from_", "until")
    return bool(meaning(one, aside) == meaning(other, aside))


@dataclass(frozen=True)
class Change:
    """一处更新：哪天、怎么了、哪一条。"""

    day: date
    what: str
    rule: Rule
    before: Rule | None = None

    @property
    def provision(self) -> str:
        """条款。产品默认没有条款，写规则的意思。"""
        return self.rule.cite if self.rule.weight is not Weight.DEFAULT else "产品默认"


def changelog(pack: Pack, own: str = "") -> tuple[Change, ...]:
    """一个包的更新，新的在前；own 只要这一层（如 chongqing）的。"""
    found: list[Change] = []
    for rule_id in dict.fromkeys(rule.id for rule in pack.rules):
        versions = pack.versions(rule_id)
        if own and versions[0].pack != own:
            continue
        before: Rule | None = None
        for version in versions:
            found += _changes(before, version)
            before = version
    return tuple(sorted(found, key=lambda each: (-each.day.toordinal(), each.rule.id)))


def _changes(before: Rule | None, rule: Rule) -> Iterator[Change]:
    if before is None:
        yield Change(rule.from_, "替换" if rule.replaces else "起施行", rule)
        if rule.until is not None:
            yield Change(rule.until + ONE_DAY, "废止", rule)
        return
    known = rule.known or rule.from_
    if before.weight is Weight.PENDING and rule.weight is Weight.RULE and rule.from_ == before.from_:
        yield Change(known, "两人核实", rule, before)
    elif rule.until is not None and rule.until != before.until:
        yield Change(rule.until + ONE_DAY, "废止", rule, before)
    else:
        yield Change(rule.from_, "改", rule, before)


@dataclass(frozen=True)
class Difference:
    """两个包之间的一处不同：增加、删去、改了。"""

    what: str
    rule: Rule
    before: Rule | None = None


def differences(old: Pack, new: Pack) -> tuple[Difference, ...]:
    """从 old 到 new 差在哪些规则；比的是各条的最后一个版本。"""
    was = {rule.id: rule for rule in old.rules}
    now = {rule.id: rule for rule in new.rules}
    added = [Difference("增加", rule) for rule_id, rule in now.items() if rule_id not in was]
    gone = [Difference("删去", rule, rule) for rule_id, rule in was.items() if rule_id not in now]
    changed = [
        Difference("改了", rule, was[rule_id])
        for rule_id, rule in now.items()
        if rule_id in was and not same(was[rule_id], rule)
    ]
    return (*changed, *added, *gone)


def successors(old: Pack, new: Pack, day: date, known: date) -> Iterator[Rule]:
    """new 自 day 起代替 old：差的各条写成新的版本，known 是知道的日子。以前的日子仍照以前的。"""
    # 下级压过上级靠先后，所以次序也要照新的包，见 succeeded。
    for each in differences(old, new):
        rule = each.rule
        if each.what == "删去":
            yield rule.model_copy(update={"until": day - ONE_DAY, "known": known})
        elif each.before is not None and same(each.before, rule, dates=False):
            # 只改了起止（多半是写上废止之日）：起日不动，否则废止以前的日子也变了。
            yield rule.model_copy(update={"from_": each.before.from_, "known": known})
        else:
            yield rule.model_copy(update={"from_": max(rule.from_, day), "known": known})


def succeeded(pack: Pack, new: Pack, versions: Iterable[Rule]) -> Pack:
    """pack 加上 versions，次序照 new：角色、参数取最后一条，次序乱了，下级就压不过上级。"""
    order = {rule.id: place for place, rule in enumerate(new.rules)}
    found = sorted((*pack.rules, *versions), key=lambda rule: order.get(rule.id, -1))
    return Pack(new.chain, tuple(found), pack.notices)


def as_if(pack: Pack, old: Pack, new: Pack, since: date, today: date) -> Pack:
    """推演用的包：好像 new 自 since 起就施行。

    new 里将来才施行的（废止旧的、起用新的），按它最后一次更新以后的样子看；本机关登记簿里改过、new 没有动的，照旧。
    """
    changed = [each.rule for each in differences(old, new)]
    settled = max([today, *(rule.from_ for rule in changed if rule.from_ <= LATEST)])
    was = {rule.id: rule for rule in old.on(today).all}
    now = {rule.id: rule for rule in new.on(settled).all}
    versions = [
        rule.model_copy(update={"from_": min(rule.from_, since), "until": None})
        for rule_id, rule in now.items()
        if rule_id not in was or not same(was[rule_id], rule, dates=False)
    ]
    versions += [
        rule.model_copy(update={"until": since - ONE_DAY})
        for rule_id, rule in was.items()
        if rule_id not in now
    ]
    return succeeded(pack, new, versions)
