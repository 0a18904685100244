"""规则包：一个地方的规则，建立在上级的包之上（国家 ← 重庆；国家 ← 云南 ← 曲靖 ← 麒麟）。

新的城市是新的文件夹，不是新的代码。下级可以从严；另作规定的，写明替换哪一条、根据什么。
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any, TypeVar, cast

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from mingzhi.law.calendar import Calendar
from mingzhi.law.notice import Notice
from mingzhi.law.penalties import misfits
from mingzhi.law.rules import Parameter, Rule, Weight

T = TypeVar("T")


class PackError(ValueError):
    """规则包装不进来；信息里有文件和键。"""


class Header(BaseModel):
    """包的抬头：名称、上级、文件、文号、日期。prefix 是本地条款编号的前缀（CQ、QL）。"""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: str
    parent: str = ""
    prefix: str = ""
    documents: tuple[str, ...] = ()
    number: str = ""
    issued: date | None = None
    status: str = ""
    note: str = ""


@dataclass(frozen=True)
class Rules:
    """某日有效的规则，按种类和行为编好索引。"""

    day: date
    all: tuple[Rule, ...]
    parameters: Mapping[str, Rule]
    by_id: Mapping[str, Rule]
    _gates: Mapping[str, tuple[Rule, ...]] = field(repr=False, default_factory=dict)
    _contents: Mapping[str, tuple[Rule, ...]] = field(repr=False, default_factory=dict)
    _recordings: Mapping[str, tuple[Rule, ...]] = field(repr=False, default_factory=dict)
    _roles: Mapping[str, Rule] = field(repr=False, default_factory=dict)
    _instruments: Mapping[str, tuple[Rule, ...]] = field(repr=False, default_factory=dict)
    _parts: Mapping[str, tuple[Rule, ...]] = field(repr=False, default_factory=dict)
    _duties: Mapping[str, tuple[Rule, ...]] = field(repr=False, default_factory=dict)
    _memo: dict[str, Any] = field(repr=False, compare=False, default_factory=dict)

    def once(self, key: str, compute: Callable[[], T]) -> T:
        """从这一天的规则算出的东西，算一次、记住：各卷各次都一样。"""
        if key not in self._memo:
            self._memo[key] = compute()
        return cast(T, self._memo[key])

    def gates(self, kind: str) -> tuple[Rule, ...]:
        """约束 kind 这种行为的门禁。"""
        return self._gates.get(kind, ())

    def contents(self, kind: str) -> tuple[Rule, ...]:
        """kind 应当载明的内容。"""
        return self._contents.get(kind, ())

    def recordings(self, kind: str) -> tuple[Rule, ...]:
        """kind 的音像记录要求。"""
        return self._recordings.get(kind, ())

    def role(self, kind: str) -> Rule | None:
        """谁可以做 kind；None 表示用行为声明的默认角色。"""
        return self._roles.get(kind)

    def instruments(self, kind: str) -> tuple[Rule, ...]:
        """kind 产生哪些文书。"""
        return self._instruments.get(kind, ())

    def duties(self, kind: str) -> tuple[Rule, ...]:
        """kind 引起的期限。"""
        return self._duties.get(kind, ())

    def part(self, name: str) -> tuple[Rule, ...]:
        """某一种类的全部规则，如 duty。"""
        return self._parts.get(name, ())

    def parameter(self, name: str) -> Decimal | None:
        """参数的值；没有或未填写为 None。"""
        rule = self.parameters.get(name)
        return None if rule is None or rule.parameter is None else rule.parameter.number


@dataclass(frozen=True)
class Loaded:
    """本机关装入的一份放假通知，和装入之日。"""

    notice: Notice
    known: date


@dataclass(frozen=True)
class Pack:
    """规则包：抬头链（自上而下）和全部规则（含已失效的、改过的各个版本）；本机关自己装入的放假通知。

    同一条规则（id 相同）有几个版本的，后面的压过前面的：某日有效的是那天以前起效的最后一个版本。
    """

    chain: tuple[Header, ...]
    rules: tuple[Rule, ...]
    notices: tuple[Loaded, ...] = ()
    _days: dict[date, Rules] = field(default_factory=dict, repr=False, compare=False)

    @property
    def id(self) -> str:
        return self.chain[-1].id

    @property
    def name(self) -> str:
        return self.chain[-1].name

    @property
    def header(self) -> Header:
        return self.chain[-1]

    def on(self, day: date) -> Rules:
        """day 当日有效的规则。下级同名参数盖过上级；replaces 去掉被替换的规则。"""
        found = self._days.get(day)
        if found is None:
            # 两次变动之间的各日，规则相同：编好的索引共用一份。
            span = bisect_right(self._changes, day)
            if span not in self._spans:
                live = [rule for rule in _last_versions(self.rules, day) if rule.in_force(day)]
                self._spans[span] = _index(day, live)
            found = self._days[day] = replace(self._spans[span], day=day)
            if len(self._days) > 8192:
                self._days.pop(next(iter(self._days)))
        return found

    def concerned(self, part: str, tag: str = "") -> frozenset[str]:
        """有某一种规则的各种行为，不论何时有效：不在里面的，不必去问那一天的规则。tag 是期限的标签。"""
        found = self._concerned.get((part, tag))
        if found is None:
            of_part = [needed for rule in self.rules if (needed := getattr(rule, part)) is not None]
            if tag:
                of_part = [needed for needed in of_part if needed.tag == tag]
            found = frozenset(
                kind
                for needed in of_part
                for kind in (needed.after if part in ("duty", "pause") else needed.act)
            )
            self._concerned[part, tag] = found
        return found

    @cached_property
    def _concerned(self) -> dict[tuple[str, str], frozenset[str]]:
        return {}

    @cached_property
    def _changes(self) -> list[date]:
        """有规则起效或者失效的各日，由早到晚。"""
        begun = {rule.from_ for rule in self.rules}
        ended = {rule.until + timedelta(days=1) for rule in self.rules if rule.until is not None}
        return sorted(begun | ended)

    @cached_property
    def _spans(self) -> dict[int, Rules]:
        return {}

    def rule(self, rule_id: str) -> Rule | None:
        """按 id 找一条规则（不论是否有效）；有几个版本的，取最后一个。"""
        return next((rule for rule in reversed(self.rules) if rule.id == rule_id), None)

    def versions(self, rule_id: str) -> tuple[Rule, ...]:
        """一条规则的各个版本，先写下的在前。"""
        return tuple(rule for rule in self.rules if rule.id == rule_id)

    @cached_property
    def fingerprint(self) -> str:
        """各条规则的编号和参数的摘要：有一条增减、一个参数变了，它就变。"""
        known = "\n".join(
            f"{rule.id}={rule.parameter.value if rule.parameter else ''}" for rule in self.rules
        )
        return hashlib.sha256(known.encode()).hexdigest()

    @cached_property
    def calendar(self) -> Calendar:
        """工作日历：随软件的放假通知，加上本机关装入的。"""
        calendar = Calendar.load()
        for loaded in self.notices:
            calendar = calendar.with_notice(loaded.notice)
        return calendar

    def known_on(self, day: date) -> Pack:
        """day 那天知道的：以后才知道的规则、才装入的通知都不算。回答「当时所知」用它；「依法应当」用原来的包。"""
        known = Pack(
            self.chain,
            tuple(rule for rule in self.rules if rule.known is None or rule.known <= day),
            tuple(loaded for loaded in self.notices if loaded.known <= day),
        )
        calendar = Calendar.load().known_on(day)
        for loaded in known.notices:
            calendar = calendar.with_notice(loaded.notice)
        known.__dict__["calendar"] = calendar
        return known

    def amended(self, rules: Iterable[Rule] = (), notices: Iterable[Loaded] = ()) -> Pack:
        """加上一些规则（改过的版本与原来的同一个 id）和放假通知的新包。"""
        return Pack(self.chain, (*self.rules, *rules), (*self.notices, *notices))

    def with_parameter(self, name: str, value: str) -> Pack:
        """把一个参数改成 value 的新包（本局填写未填的参数、推演都用它）。"""
        rules = tuple(
            rule.model_copy(update={"parameter": rule.parameter.model_copy(update={"value": value})})
            if rule.parameter is not None and rule.parameter.name == name
            else rule
            for rule in self.rules
        )
        return Pack(self.chain, rules, self.notices)

    def without(self, rule_id: str) -> Pack:
        """去掉一条规则的新包（测试一条规则是否起作用时用）。"""
        rules = tuple(rule for rule in self.rules if rule.id != rule_id)
        return Pack(self.chain, rules, self.notices)


def _last_versions(rules: Iterable[Rule], day: date) -> Iterable[Rule]:
    """各条规则 day 以前起效的最后一个版本；次序照第一个版本的。"""
    last: dict[str, Rule] = {}
    for rule in rules:
        if rule.from_ <= day:
            last[rule.id] = rule
    return last.values()


def _group(rules: Iterable[Rule], part: str) -> dict[str, tuple[Rule, ...]]:
    grouped: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        requirement: Any = getattr(rule, part)
        if requirement is not None:
            for kind in requirement.act:
                grouped[kind].append(rule)
    return {kind: tuple(found) for kind, found in grouped.items()}


def _index(day: date, rules: list[Rule]) -> Rules:
    replaced = {rule.replaces for rule in rules if rule.replaces}
    live = tuple(rule for rule in rules if rule.id not in replaced)
    parts: dict[str, list[Rule]] = defaultdict(list)
    for rule in live:
        parts[rule.part].append(rule)
    roles = {kind: found[-1] for kind, found in _group(live, "role").items()}
    duties: dict[str, list[Rule]] = defaultdict(list)
    for rule in live:
        for kind in rule.duty.after if rule.duty is not None else ():
            duties[kind].append(rule)
    parameters = {rule.parameter.name: rule for rule in live if isinstance(rule.parameter, Parameter)}
    return Rules(
        day,
        live,
        parameters,
        {rule.id: rule for rule in live},
        _group(live, "gate"),
        _group(live, "content"),
        _group(live, "recording"),
        roles,
        _group(live, "instrument"),
        {name: tuple(found) for name, found in parts.items()},
        {kind: tuple(found) for kind, found in duties.items()},
    )


def parse_rules(text: str, where: str, pack: str) -> list[Rule]:
    """读一个规则文件。写错抛 :class:`PackError`，信息里有文件、规则和键。"""
    try:
        entries = yaml.safe_load(text) or []
    except yaml.YAMLError as error:
        raise PackError(f"{where}：不是合法的 YAML：{error}") from error
    if not isinstance(entries, list):
        raise PackError(f"{where}：应当是一列规则")
    rules = []
    for entry in entries:
        name = entry.get("id", "（没有 id）") if isinstance(entry, dict) else repr(entry)
        try:
            rules.append(Rule.model_validate({**entry, "pack": pack}))
        except (ValidationError, TypeError) as error:
            raise PackError(f"{where}：规则 {name}：{_explain(error)}") from error
    return rules


def _explain(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    return "；".join(
        f"{'.'.join(str(part) for part in item['loc']) or '整条'}：{item['msg']}" for item in error.errors()
    )


def assemble(chain: Iterable[tuple[Header, Iterable[Rule]]]) -> Pack:
    """把自上而下的几层合成一个包，检查 id 不重复、替换的规则存在、下级不放松没有根据。"""
    headers: list[Header] = []
    rules: list[Rule] = []
    seen: dict[str, Rule] = {}
    for header, own in chain:
        headers.append(header)
        for rule in own:
            if rule.id in seen:
                raise PackError(f"{header.id}：规则 {rule.id} 写了两次")
            if rule.replaces and rule.replaces not in seen:
                raise PackError(f"{header.id}：规则 {rule.id} 要替换的 {rule.replaces} 不存在")
            seen[rule.id] = rule
            rules.append(rule)
    for fault in misfits(rules):
        raise PackError(f"{headers[-1].id}：{fault}")
    return Pack(
        tuple(headers), tuple(_localized(rules, {header.prefix for header in headers if header.prefix}))
    )


def _localized(rules: Iterable[Rule], prefixes: set[str]) -> Iterator[Rule]:
    """上级规则兼答几个地方的条款；到了一个地方，只留这个地方的编号，不把一地的条款引给另一地。"""
    for rule in rules:
        kept = tuple(clause for clause in rule.clauses if clause.split("-")[0] in prefixes)
        yield rule if not prefixes or kept == rule.clauses else rule.model_copy(update={"clauses": kept})


# 一个包的文件：文件名 → 文字。随软件的从资源里读；别处的由外面读好交进来（这里不碰磁盘）。
Files = Mapping[str, str]
HEADER = "pack.yaml"
_added: dict[str, Files] = {}


def read_header(files: Files, where: str) -> Header:
    """读一个包的抬头。写错抛 :class:`PackError`。"""
    if HEADER not in files:
        raise PackError(f"{where}：没有 {HEADER}，不是规则包")
    try:
        return Header.model_validate(yaml.safe_load(files[HEADER]))
    except yaml.YAMLError as error:
        raise PackError(f"{where}/{HEADER}：不是合法的 YAML：{error}") from error
    except ValidationError as error:
        raise PackError(f"{where}/{HEADER}：{_explain(error)}") from error


def _layer(files: Files, place: str) -> tuple[Header, list[Rule]]:
    header = read_header(files, place)
    if header.id != place:
        raise PackError(f"{place}/{HEADER}：id 写成了 {header.id}，应当与文件夹同名")
    rules: list[Rule] = []
    for name in sorted(files):
        if name.endswith(".yaml") and name != HEADER:
            rules += parse_rules(files[name], f"{place}/{name}", place)
    return header, rules


def chained(place: str, find: Callable[[str], Files]) -> Pack:
    """从一个地方往上级一层一层找齐，再自上而下合成。"""
    layers: list[tuple[Header, list[Rule]]] = []
    current = place
    while current:
        if any(header.id == current for header, _ in layers):
            raise PackError(f"{place}：上级绕回了 {current}")
        header, rules = _layer(find(current), current)
        layers.append((header, rules))
        current = header.parent
    return assemble(reversed(layers))


def _bundled() -> tuple[str, ...]:
    root = resources.files("mingzhi.law") / "packs"
    return tuple(folder.name for folder in root.iterdir() if folder.is_dir() and (folder / HEADER).is_file())


def pack_files(place: str) -> Files:
    """一个地方的包的各个文件。没有这个地方抛 :class:`PackError`。"""
    if place in _added:
        return _added[place]
    if place not in _bundled():
        raise PackError(f"没有规则包 {place}")
    folder = resources.files("mingzhi.law") / "packs" / place
    return {
        file.name: file.read_text(encoding="utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".yaml")
    }


@lru_cache(maxsize=32)
def load_pack(place: str) -> Pack:
    """按地名装载规则包及其上级。没有这个地方抛 :class:`PackError`。"""
    return chained(place, pack_files)


def load_pack_from(files: Files) -> Pack:
    """装载外面交来的一个包（它的各个文件），上级用已有的。不登记，已有同名的也不受影响：推演、核对用它。"""
    own = read_header(files, "交来的包").id
    return chained(own, lambda place: files if place == own else pack_files(place))


def add_places(texts: Mapping[str, Files]) -> None:
    """登记软件以外的地方（地名 → 它的各个文件），此后 :func:`load_pack` 认得它们。

    有一个装不进来，就都不登记。不许与随软件的同名：改随软件的规则，另写一个以它为上级的包，用 replaces 写明根据。
    """
    same = sorted(set(texts) & set(_bundled()))
    if same:
        raise PackError(f"规则包 {'、'.join(same)} 随软件就有，请换一个名字，parent 写 {same[0]}")
    before = dict(_added)
    _added.update(texts)
    load_pack.cache_clear()
    try:
        for place in texts:
            load_pack(place)
    except PackError:
        _added.clear()
        _added.update(before)
        load_pack.cache_clear()
        raise


def places() -> tuple[str, ...]:
    """有规则包的地方：随软件的和登记的。"""
    return tuple(sorted({*_bundled(), *_added}))


def unfilled(rules: Rules) -> tuple[Rule, ...]:
    """本地未填写的参数。"""
    return tuple(
        rule
        for rule in rules.parameters.values()
        if rule.parameter is not None and rule.parameter.value is None
    )


def doubtful(rules: Rules) -> tuple[Rule, ...]:
    """待核的规则和参数。"""
    return tuple(rule for rule in rules.all if rule.weight is Weight.PENDING)
