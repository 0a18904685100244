"""读场景：YAML 文件变成 :class:`Scenario`。写错的说清楚错在哪一步、哪个键，和最接近的写法。

几处省事的写法：键、人、日期有几种写法；``starts_from`` 接着另一个场景走；``like`` 照另一步、只改几栏。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import yaml
from pydantic import ValidationError

from mingzhi.casework.actor import Acting, Actor, AgencyKind, Manner, Role
from mingzhi.casework.agency import Agency
from mingzhi.casework.authority import departments_of
from mingzhi.casework.scenario_steps import Step, Steps, moved, moved_step, shift_of, table
from mingzhi.casework.spelling import (
    ScenarioError,
    a_day,
    choose,
    explained,
    find_kind,
    guess,
    respell,
)
from mingzhi.law.pack import Pack, PackError, load_pack, parse_rules, places
from mingzhi.law.penalties import misfits
from mingzhi.law.rules import Rule

OpenFile = Callable[[str], str]

TOP = {
    "scenario": ("场景", "name", "title", "名称", "标题", "case", "案件"),
    "place": ("地方", "地区", "规则", "规则包", "pack", "rules", "region"),
    "agency": ("机关", "本机关", "bureau"),
    "people": ("人员", "人", "persons", "officers", "actors", "who"),
    "values": ("值", "变量", "vars", "variables", "常量"),
    "parameters": ("参数", "parameter", "params"),
    "rules": ("另加的规则", "本地规则", "extra_rules"),
    "steps": ("步骤", "经过", "timeline", "acts"),
    "note": ("说明", "备注", "notes", "description", "comment"),
    "starts_from": ("接着", "include", "starts", "from", "前情", "extends"),
}
STARTS = {
    "scenario": ("场景", "file", "文件"),
    "until": ("到", "走到", "to"),
    "on": ("日期", "date", "那天"),
}
PERSON = {
    "number": ("编号", "人员编号"),
    "name": ("姓名",),
    "department": ("科室", "部门", "section"),
    "enforces": ("承担执法", "department_enforces", "执法科室"),
    "agency_kind": ("机构性质", "所在机构性质"),
    "certificate": ("执法证号", "执法证", "证件"),
    "certificate_from": ("证件有效期起", "有效期起"),
    "certificate_until": ("证件有效期止", "有效期止", "有效期至"),
    "qualified": ("具有执法资格", "执法资格"),
    "roles": ("岗位", "角色", "role"),
    "acting": ("代行", "acts_for"),
    "away": ("请假、外出至", "请假至", "外出至"),
}
ACTING = {
    "role": ("岗位", "代行的岗位"),
    "manner": ("凭", "凭什么"),
    "of": ("受谁委托", "委托人"),
    "act": ("第几号",),
    "kinds": ("限于", "行为"),
    "document": ("文件",),
    "until": ("至", "到"),
    "departments": ("分管的科室", "分管"),
}
_PLACES = {"重庆": "chongqing", "麒麟": "yunnan-qujing-qilin", "qilin": "yunnan-qujing-qilin"}


@dataclass(frozen=True)
class Scenario:
    """一个场景。steps 先是接着的前情（prefix），后是自己的。"""

    name: str
    place: str
    agency: Agency
    people: Mapping[str, Actor]
    values: Mapping[str, Any]
    parameters: Mapping[str, str]
    steps: tuple[Step, ...]
    note: str = ""
    later: tuple[Step, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def pack(self) -> Pack:
        pack = load_pack(self.place).amended(self.rules) if self.rules else load_pack(self.place)
        for name, value in self.parameters.items():
            pack = pack.with_parameter(name, str(value))
        return pack


class _Loader(yaml.SafeLoader):
    """YAML 1.1 把 on、yes、no 当成真假；场景里 on 是“哪一天”，只认 true、false。同一张表的键不能写两次。"""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
        twice = next((key for key in keys if isinstance(key, str) and keys.count(key) > 1), None)
        if twice is not None:
            raise ScenarioError(f"第 {node.start_mark.line + 1} 行的表里，“{twice}”写了两次")
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def _no_file(name: str) -> str:
    raise ScenarioError(f"这里读不到别的文件（{name}）")


def read(text: str, where: str = "场景", open_file: OpenFile = _no_file) -> Scenario:
    """读只有一个场景的文件。写错抛 :class:`ScenarioError`。"""
    found = read_all(text, where, open_file)
    if len(found) != 1:
        raise ScenarioError(f"{where}：有 {len(found)} 个场景，这里只要一个")
    return found[0]


def read_all(text: str, where: str = "场景", open_file: OpenFile = _no_file) -> tuple[Scenario, ...]:
    """读一个文件里的全部场景（用 --- 隔开）。open_file 按 starts_from 写的名字给出另一个文件的文字。"""
    documents = _documents(text, where)
    if not documents:
        raise ScenarioError(f"{where}：是空的")
    several = len(documents) > 1
    return tuple(
        _scenario(each, f"{where} 第 {index} 个场景" if several else where, open_file, ())
        for index, each in enumerate(documents, start=1)
    )


@lru_cache(maxsize=16)
def _documents(text: str, where: str) -> tuple[Any, ...]:
    """文件里的各个文档。许多场景接着同一个文件，只解析一次；读出来的只看不改。"""
    try:
        return tuple(each for each in yaml.load_all(text, _Loader) if each is not None)
    except ScenarioError as error:
        raise ScenarioError(f"{where}：{error}") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = f"第 {mark.line + 1} 行第 {mark.column + 1} 列" if mark else ""
        raise ScenarioError(f"{where}：不是合法的 YAML，{line}：{error.problem or error.context}") from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise ScenarioError(f"{where}：不是合法的 YAML：{error}") from error


def _scenario(data: Any, where: str, open_file: OpenFile, opened: tuple[str, ...]) -> Scenario:
    if not isinstance(data, Mapping):
        raise ScenarioError(f"{where}：应当是一张表（scenario、place、people、steps），写成了 {data!r}")
    given = respell(data, TOP, where)
    before, until, shift = _before(given.get("starts_from"), where, open_file, opened)
    wanted = ("scenario", "steps") if before else ("scenario", "place", "people", "steps")
    for key in wanted:
        if not given.get(key):
            raise ScenarioError(f"{where}：没有写 {key}（{TOP[key][0]}）")
    place = _place(given["place"], where) if given.get("place") or before is None else before.place
    agency = _agency(given.get("agency"), place, where, before)
    # 接着走的那一案的人，也在这里写的机关：层级照这里的。
    theirs = {
        name: each.model_copy(update={"agency_level": agency.level})
        for name, each in (before.people.items() if before else ())
    }
    people = {**theirs, **_people(given.get("people") or {}, agency, where)}
    values = {
        **(moved(before.values, shift) if before else {}),
        **table(given.get("values"), f"{where}：values"),
    }
    parameters = {
        **(before.parameters if before else {}),
        **_parameters(given.get("parameters"), place, where),
    }
    rules = (*(before.rules if before else ()), *_rules(given.get("rules"), place, where))
    taken, later = _taken(before, until, shift)
    reader = Steps(where, people, [*later, *taken])
    entries = given["steps"]
    if not isinstance(entries, list):
        raise ScenarioError(f"{where}：steps 应当是一列，每步前面写一个“- ”")
    steps = tuple(reader.step(index, entry) for index, entry in enumerate(entries, start=1))
    note = given.get("note") or ""
    name, whole = str(given["scenario"]), (*taken, *steps)
    return Scenario(name, place, agency, people, values, parameters, whole, str(note), later, rules)


def _rules(value: Any, place: str, where: str) -> tuple[Rule, ...]:
    """另加在这个地方的规则上的：写法与规则包一样。裁量基准、虚构的修法，不必为它另建一个包。"""
    if not value:
        return ()
    try:
        rules = parse_rules(yaml.safe_dump(value, allow_unicode=True), f"{where}：rules", place)
    except PackError as error:
        raise ScenarioError(str(error)) from error
    faults = misfits((*load_pack(place).rules, *rules))
    if faults:
        raise ScenarioError(f"{where}：rules：{faults[0]}")
    return tuple(rules)


def _place(written: Any, where: str) -> str:
    text = str(written).strip()
    for place in places():
        header = load_pack(place).header
        if text in (place, header.name) or _PLACES.get(text.removesuffix("市").removesuffix("区")) == place:
            return place
    raise ScenarioError(f"{where}：没有规则包“{text}”{guess(text, [*places(), *_PLACES])}")


def _parameters(value: Any, place: str, where: str) -> dict[str, str]:
    given = table(value, f"{where}：parameters")
    known = {
        rule.parameter.name: rule.parameter.label
        for rule in load_pack(place).rules
        if rule.parameter is not None
    }
    by_label = {label: name for name, label in known.items()}
    found: dict[str, str] = {}
    for name, number in given.items():
        right = by_label.get(name, name)
        if right not in known:
            raise ScenarioError(f"{where}：没有参数“{name}”{guess(name, [*known, *by_label])}")
        try:
            float(str(number))
        except ValueError as error:
            raise ScenarioError(f"{where}：参数“{name}”应当是一个数，写成了“{number}”") from error
        found[right] = str(number)
    return found


def _agency(value: Any, place: str, where: str, before: Scenario | None) -> Agency:
    if value is None and before is not None:
        return before.agency
    if isinstance(value, str):
        value = {"name": value}
    given = table(value, f"{where}：agency")
    unknown = next((key for key in given if key not in Agency.model_fields), None)
    if unknown is not None:
        raise ScenarioError(f"{where}：agency 里不认识“{unknown}”{guess(unknown, Agency.model_fields)}")
    try:
        return Agency(**{"code": "shili", "name": "示例区医疗保障局", "abbr": "示", "place": place, **given})
    except ValidationError as error:
        raise ScenarioError(f"{where}：agency：{explained(error)}") from error


HANDLING = (Role.HANDLER, Role.UNIT_HEAD)


def _people(value: Any, agency: Agency, where: str) -> dict[str, Actor]:
    entries = {
        name: _entry(name, each, f"{where}：people 里的“{name}”")
        for name, each in table(value, f"{where}：people").items()
    }
    enforcing = {
        each.get("department", "")
        for each in entries.values()
        if each.get("department")
        and each.get("enforces") is not False
        and any(role in HANDLING for role in each["roles"])
    }
    return {name: _actor(name, each, agency, enforcing, where) for name, each in entries.items()}


def _entry(name: str, value: Any, where: str) -> dict[str, Any]:
    if value is None:
        value = {}
    if isinstance(value, str | list):
        value = {"roles": value}
    if not isinstance(value, Mapping):
        raise ScenarioError(f"{where}：应当是一张表，或者一个岗位")
    given = respell(value, PERSON, where, "项")
    roles = given.get("roles") or []
    given["roles"] = tuple(
        choose(Role, each, f"{where}：岗位")
        for each in (
            re.split(r"[、，,]", roles)
            if isinstance(roles, str)
            else roles
            if isinstance(roles, list)
            else [roles]
        )
    )
    if given.get("acting") is not None:
        given["acting"] = _acting(given["acting"], where)
    for day in ("certificate_from", "certificate_until", "away"):
        if given.get(day) is not None:
            try:
                given[day] = a_day(given[day])
            except ScenarioError as error:
                raise ScenarioError(f"{where}：{day}：{error}") from error
    return given


def _acting(value: Any, where: str) -> tuple[Acting, ...]:
    """代行：一项或者一列，各写岗位、凭什么。"""
    found = []
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, Mapping):
            raise ScenarioError(f"{where}：代行写成 {{岗位: 机关负责人, 凭: 主持工作}}")
        given = respell(each, ACTING, f"{where}：代行", "项")
        kinds = given.get("kinds") or []
        found.append(
            Acting(
                role=Role(choose(Role, given.get("role"), f"{where}：代行的岗位")),
                manner=Manner(choose(Manner, given.get("manner"), f"{where}：凭什么")),
                act=int(given.get("act") or 1),
                of=str(given.get("of") or ""),
                kinds=tuple(find_kind(kind).word for kind in (kinds if isinstance(kinds, list) else [kinds])),
                document=str(given.get("document") or ""),
                until=a_day(given["until"]) if given.get("until") is not None else None,
                departments=departments_of(str(given.get("departments") or "")),
            )
        )
    return tuple(found)


def _actor(name: str, entry: dict[str, Any], agency: Agency, enforcing: set[str], where: str) -> Actor:
    """没有写是否承担执法的，看本人和同科室的人是不是承办。"""
    own = any(role in HANDLING for role in entry["roles"])
    department = str(entry.get("department") or "")
    enforces = entry.get("enforces")
    try:
        return Actor(
            number=str(entry.get("number", name)),
            name=str(entry.get("name", name)),
            department=department,
            department_enforces=(own or department in enforcing) if enforces is None else enforces,
            agency_kind=choose(AgencyKind, entry.get("agency_kind", "bureau"), f"{where}：机构性质"),
            certificate=str(entry.get("certificate", f"示例证-{name}") or ""),
            certificate_from=entry.get("certificate_from"),
            certificate_until=entry.get("certificate_until"),
            qualified=entry.get("qualified", True),
            agency=agency.code,
            agency_name=agency.name,
            agency_level=agency.level,
            roles=(*entry["roles"], *(each.role for each in entry.get("acting", ()))),
            acting=entry.get("acting", ()),
            away=entry.get("away"),
        )
    except ValidationError as error:
        raise ScenarioError(f"{where}：people 里的“{name}”：{explained(error)}") from error


# ── 接着另一个场景 ─────────────────────────────────────────────────────


def _before(
    value: Any, where: str, open_file: OpenFile, opened: tuple[str, ...]
) -> tuple[Scenario | None, str, date | None]:
    if value is None:
        return None, "", None
    given = {"scenario": value} if isinstance(value, str) else value
    if not isinstance(given, Mapping):
        raise ScenarioError(f"{where}：starts_from 写成 {{scenario: 文件, until: 记作}}")
    given = respell(given, STARTS, f"{where}：starts_from")
    name = str(given.get("scenario") or "")
    if not name:
        raise ScenarioError(f"{where}：starts_from 没有写 scenario（哪个文件）")
    if name in opened or len(opened) > 8:
        raise ScenarioError(f"{where}：starts_from 绕回了 {name}")
    documents = _documents(open_file(name), name)
    if not documents:
        raise ScenarioError(f"{where}：starts_from 的 {name} 是空的")
    before = _scenario(documents[0], name, open_file, (*opened, name))
    on = a_day(given["on"]) if given.get("on") is not None else None
    return before, str(given.get("until") or ""), on


def _taken(before: Scenario | None, until: str, on: date | None) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """前情：走到 until 为止的行为（核对、试着做的不走），和后面的（只供 like 照着写）。"""
    if before is None:
        return (), ()
    acts = [step for step in before.steps if step.expect is None]
    cut = len(acts)
    if until:
        found = [index for index, step in enumerate(acts) if until == step.label and not step.attempt]
        found = found or [
            index for index, step in enumerate(acts) if until == step.title and not step.attempt
        ]
        if not found:
            labels = [step.label for step in acts if step.label]
            raise ScenarioError(f"starts_from：{before.name} 里没有记作“{until}”的一步{guess(until, labels)}")
        cut = found[-1] + 1
    shift = shift_of(acts[cut - 1].happened if cut else None, on)
    shifted = [moved_step(step, shift) for step in acts]
    # 前情自己又是接着别的场景的：越近的写法越优先，所以远的放在前面。
    older = [moved_step(step, shift) for step in before.later]
    taken = tuple(
        replace(step, index=0, prefix=True, defects=None, advice=(), then=None)
        for step in shifted[:cut]
        if not step.attempt
    )
    return taken, (*older, *shifted[cut:])
