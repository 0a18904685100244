"""派生表单：从一种行为的内容类得到表单——分段、栏、行、选项、必填、错处。增加一种行为，不写表单。

必填取自规则包的 content 规则，不在代码里；标签、提示、样子取自内容类的字段。页面没有脚本也完整：增加、
删去一行都是提交按钮。
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from mingzhi.casework.act import KINDS, SHANGHAI, Act, Body
from mingzhi.casework.actor import Officer
from mingzhi.casework.options import labels_of, on_request
from mingzhi.casework.papers import TITLES
from mingzhi.casework.standing import DefectFound
from mingzhi.casework.view import View
from mingzhi.casework.weighing import leniency_choices, range_choices
from mingzhi.desk.typed import (
    Typed,
    assigned,
    body_of,
    choice_of,
    extra_of,
    model_of,
    typed_of,
    widget_of,
)
from mingzhi.law.pack import Rules
from mingzhi.record.errors import explain

# 没有写标题的几栏。
LABELS = {
    "of": "对哪一项",
    "party": "当事人",
    "informant": "投诉举报人",
    "officers": "执法人员",
}
# 没有选项也画成选择框的。
SELECTS = ("choice", "act", "range", "leniency", "kind", "option", "determination")
SHORT = ("date", "moment", "number", "money", "choice", "act")


@dataclass(frozen=True)
class Option:
    """一个选项。lamp、hint 供人员选择：当日证件是否有效。"""

    value: str
    label: str
    chosen: bool = False
    hint: str = ""
    lamp: str = ""
    lamp_says: str = ""


@dataclass(frozen=True)
class Row:
    """表里的一行。"""

    index: int
    key: str
    fields: tuple[Item, ...]


@dataclass(frozen=True)
class Item:
    """表单的一栏（或者一部分、一张表）。path 是校验说错处用的路径，也是提交时的名字。"""

    path: str
    label: str
    hint: str
    widget: str
    value: str = ""
    checked: bool = False
    required: bool = False
    cite: str = ""
    prefilled: bool = False
    error: str = ""
    options: tuple[Option, ...] = ()
    fields: tuple[Item, ...] = ()
    rows: tuple[Row, ...] = ()
    # 一部分里，随其中一栏的选择才用得上的几栏；shown 是其余的。
    parts: tuple[Section, ...] = ()
    heads: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return "f-" + self.path.replace(".", "-")

    @property
    def shown(self) -> tuple[Item, ...]:
        apart = {each.path for part in self.parts for each in part.items}
        return tuple(each for each in self.fields if each.path not in apart)

    @property
    def first(self) -> tuple[Option, ...]:
        """先列的人员：案卷里已经知道是谁的，只列他们；只知道填表的人自己的，还要再选人，全部列出。"""
        known = tuple(each for each in self.options if each.chosen)
        return known if len(known) > 1 and self.prefilled and not self.error else self.options

    @property
    def others(self) -> tuple[Option, ...]:
        """收起来的人员。"""
        return tuple(each for each in self.options if each not in self.first)

    @property
    def short(self) -> bool:
        """能不能与旁边的栏并排。"""
        return self.widget in SHORT and not self.error

    @property
    def tall(self) -> int:
        """文字框几行高。"""
        return min(12, max(2, len(self.value) // 34 + self.value.count("\n") + 1))

    @property
    def described(self) -> str:
        """这一栏的提示和错处在哪里，供读屏。"""
        ids = [f"{self.id}-h"] if self.hint else []
        return " ".join(ids + ([f"{self.id}-e"] if self.error else []))


@dataclass(frozen=True)
class Section:
    """一段：标题和各栏；相邻的短栏并排。"""

    title: str
    items: tuple[Item, ...]
    # 随另一栏（by）选了其中一项（of）才用得上的：没有选到的收起来。
    by: str = ""
    of: tuple[str, ...] = ()
    open: bool = True

    @property
    def filled(self) -> bool:
        """填过、或者有错处：不收起来。"""
        return any(item.value or item.checked or item.error for item in self.items)

    @property
    def runs(self) -> tuple[tuple[Item, ...], ...]:
        """并排的一组一组。"""
        groups: list[list[Item]] = []
        for item in self.items:
            if item.short and groups and groups[-1][0].short and len(groups[-1]) < 3:
                groups[-1].append(item)
            else:
                groups.append([item])
        return tuple(tuple(group) for group in groups)


@dataclass(frozen=True)
class Place:
    """表单所在的案卷：选项从这里来。officers 是本机关执法人员（发生之日的样子）。"""

    rules: Rules
    acts: Sequence[Act] = ()
    officers: Mapping[str, Officer] = field(default_factory=dict)
    staff: Mapping[str, Officer] = field(default_factory=dict)
    roles: Mapping[str, Collection[str]] = field(default_factory=dict)
    day: date | None = None
    defects: Sequence[DefectFound] = ()

    @cached_property
    def everybody(self) -> dict[str, Officer]:
        """可以选的人：执法人员、本机关其他人员。"""
        return {**self.staff, **self.officers}


@dataclass(frozen=True)
class Form:
    """一张派生的表单：词、分段、填写。"""

    kind: str
    typed: Typed
    sections: tuple[Section, ...]
    errors: Mapping[str, str]

    @property
    def items(self) -> Iterable[Item]:
        return (item for section in self.sections for item in section.items)

    @property
    def elsewhere(self) -> dict[str, str]:
        """没有栏可以放的错处，写在表单上面。"""
        known = {item.path for item in self._all(self.items)}
        return {path: said for path, said in self.errors.items() if path not in known}

    def _all(self, items: Iterable[Item]) -> Iterable[Item]:
        for item in items:
            yield item
            yield from self._all(item.fields)
            for row in item.rows:
                yield from self._all(row.fields)


def derive(
    kind: str,
    typed: Typed,
    place: Place,
    *,
    errors: Mapping[str, str] | None = None,
    faults: Collection[str] = (),
    prefilled: Collection[str] = (),
    required: Mapping[str, str] | None = None,
) -> Form:
    """一种行为的表单。errors 是错处；faults 是被拒绝时指到的栏；prefilled 是取自案卷的栏。"""
    model = KINDS[kind].body
    maker = _Maker(place, dict(errors or {}), set(faults), required or {})
    items = maker.items(model, typed, "")
    items = tuple(replace(each, prefilled=each.path in prefilled) for each in items)
    return Form(kind, typed, _depending(items, model, typed), dict(errors or {}))


def blank(kind: str, values: Mapping[str, Any]) -> Typed:
    """一张新表单的填写：预填的值，其余是缺省；空的表先摆一行，省得先按“增加一行”。没有填的行写入时不算。"""
    typed = typed_of(KINDS[kind].body, values)
    for name, info in KINDS[kind].body.model_fields.items():
        inner = model_of(info.annotation)
        if inner is not None and widget_of(info) == "rows" and not typed.get(name, True):
            typed[name] = [typed_of(inner, {})]
    return typed


def read(kind: str, typed: Typed, place: Place) -> tuple[Body | None, dict[str, str]]:
    """填写读成内容；写错的返回 None 和各栏的说明。"""
    model = KINDS[kind].body
    try:
        return body_of(model, typed, place.everybody), {}
    except ValidationError as error:
        return None, explain(error, model)


def roughly(kind: str, typed: Typed, place: Place) -> Body:
    """预览用的内容：写错的栏当作没有填。"""
    model, left = KINDS[kind].body, dict(typed)
    for _ in range(len(model.model_fields) + 1):
        try:
            return body_of(model, left, place.everybody)
        except ValidationError as error:
            for item in error.errors(include_url=False):
                left.pop(str(item["loc"][0]), None)
    return model.model_validate({})


def required_in(view: View, kind: str) -> dict[str, str]:
    """应当填写的栏 → 依据。有条件的，看正在写的内容；产品默认的不算必填。"""
    found: dict[str, str] = {}
    for rule in view.rules.contents(kind):
        content = rule.content
        if content is None or not rule.blocks:
            continue
        if content.when is None or (view.candidate is not None and content.when(view)):
            for path in content.fields:
                found.setdefault(path, rule.cite)
    return found


class _Maker:
    """把字段做成栏。"""

    def __init__(
        self, place: Place, errors: Mapping[str, str], faults: Collection[str], required: Mapping[str, str]
    ) -> None:
        self.place, self.errors, self.faults, self.required = place, errors, faults, required

    def items(self, model: type[BaseModel], typed: Mapping[str, Any], prefix: str) -> tuple[Item, ...]:
        return tuple(
            self.item(name, each, typed.get(name), prefix)
            for name, each in model.model_fields.items()
            if not assigned(each)
        )

    def item(self, name: str, info: FieldInfo, typed: Any, prefix: str) -> Item:
        path, widget = prefix + name, widget_of(info)
        made = Item(
            path=path,
            label=info.title or LABELS.get(name, name),
            hint=info.description or "",
            widget=widget,
            required=path in self.required,
            cite=self.required.get(path, ""),
            error=self.errors.get(path, "") or ("见上面的理由" if path in self.faults else ""),
        )
        inner = model_of(info.annotation)
        if widget == "rows" and inner is not None:
            return self._table(made, inner, typed or [])
        if widget == "group" and inner is not None:
            fields = self.items(inner, typed or {}, f"{path}.")
            return replace(made, fields=fields, parts=_parts(fields, inner, typed or {}, f"{path}."))
        if widget == "people":
            return replace(made, options=self._people(typed or [], self.place.officers))
        if widget == "person":
            return replace(made, value=str(typed or ""), options=self._person_for(info, str(typed or "")))
        if widget == "flag":
            return replace(made, checked=bool(typed))
        value = str(typed or "")
        if name == "sha256":
            # 摘要由系统算，人不改。
            made = replace(made, widget="digest")
        return replace(made, value=value, options=self._options(name, info, widget, value, prefix))

    def _table(self, made: Item, model: type[BaseModel], typed: Sequence[Mapping[str, Any]]) -> Item:
        rows = tuple(
            Row(index, f"{made.path}.{index}", self.items(model, each, f"{made.path}.{index}."))
            for index, each in enumerate(typed)
        )
        heads = tuple(each.title or name for name, each in model.model_fields.items())
        return replace(made, rows=rows, heads=heads)

    def _people(self, chosen: Sequence[str], known: Iterable[str]) -> tuple[Option, ...]:
        order = [*chosen, *(number for number in known if number not in chosen)]
        return tuple(self._person(number, number in chosen) for number in order)

    def _person_for(self, info: FieldInfo, chosen: str) -> tuple[Option, ...]:
        """一名人员：写明岗位的，只列有这个岗位的人。"""
        role = str(extra_of(info).get("role", ""))
        known = [
            number for number in self.place.everybody if not role or role in self.place.roles.get(number, ())
        ]
        return self._people([chosen] if chosen else [], known)

    def _person(self, number: str, chosen: bool) -> Option:
        officer = self.place.everybody.get(number)
        if officer is None:
            return Option(number, number, chosen, lamp="near", lamp_says="人员库里没有这个编号")
        if not officer.certificate:
            return Option(number, officer.name, chosen, hint=officer.department)
        valid = self.place.day is None or officer.certified_on(self.place.day)
        until = f"{officer.certificate_from} 至 {officer.certificate_until}"
        return Option(
            number,
            officer.name,
            chosen,
            hint=f"{officer.department}　执法证号 {officer.certificate}　{until}",
            lamp="met" if valid else "near",
            lamp_says="当日有效" if valid else "当日无效",
        )

    def _options(
        self, name: str, info: FieldInfo, widget: str, value: str, prefix: str
    ) -> tuple[Option, ...]:
        options: list[Option] = []
        choices = choice_of(info.annotation)
        if choices is not None:
            options = [Option(each.value, each.label) for each in choices]
        elif widget == "act" or (widget == "number" and name in ("of", "report") and not prefix):
            options = self._acts(str(extra_of(info).get("to", "")))
        elif widget == "kind":
            options = [Option(word, KINDS[word].name) for word in on_request(self.place.rules)]
        elif widget == "option":
            wanted = str(extra_of(info).get("list", ""))
            options = [Option(each, each) for each in labels_of(self.place.rules, wanted)]
        elif widget == "determination":
            options = [Option(each.word, each.name) for each in KINDS.values() if not each.is_fact]
        elif widget == "range":
            options = [Option(*each) for each in range_choices(self.place.rules, self.place.acts)]
        elif widget == "leniency":
            options = [Option(*each) for each in leniency_choices(self.place.rules)]
        elif widget == "defect":
            options = [
                Option(each.ground.rule, f"第 {each.act.number} 号：{each.ground.lacks}")
                for each in self.place.defects
            ]
        elif name == "instrument" and prefix:
            # 送审材料里写的是文书的词；给人选的是题名。
            options = [Option(word, title) for word, title in TITLES.items()]
        if not options and widget not in SELECTS:
            return ()
        if value and value not in {each.value for each in options}:
            # 填过的不丢：不在选项里的，也照原样列出。
            options.append(Option(value, value))
        return tuple(replace(each, chosen=each.value == value) for each in options)

    def _acts(self, to: str) -> list[Option]:
        wanted = set(filter(None, to.split(",")))
        found = [act for act in self.place.acts if not wanted or act.kind in wanted]
        return [
            Option(
                str(act.number),
                f"第 {act.number} 号　{KINDS[act.kind].name}　{act.happened.astimezone(SHANGHAI):%Y-%m-%d}",
            )
            for act in reversed(found)
        ]


def _sections(items: Sequence[Item]) -> tuple[Section, ...]:
    """分段：按第一次出现的次序，段内照内容类的次序（条文的次序）。"""
    grouped: dict[str, list[Item]] = {}
    for item in items:
        grouped.setdefault(_title(item), []).append(item)
    return tuple(Section(title, tuple(found)) for title, found in grouped.items())


def _depending(items: Sequence[Item], model: type[BaseModel], typed: Typed) -> tuple[Section, ...]:
    """分段；随一栏的选择才用得上的，紧跟在那一栏所在的段后面，各成一段。"""
    parts = _parts(items, model, typed)
    apart = {item.path for part in parts for item in part.items}
    plain = _sections([item for item in items if item.path not in apart])
    by = parts[0].by if parts else ""
    after = next((n for n, each in enumerate(plain, 1) if any(i.path == by for i in each.items)), len(plain))
    return (*plain[:after], *parts, *plain[after:])


def depended_on(model: type[BaseModel], by: str) -> dict[str, str]:
    """一栏可以选的各项，写成段的标题；勾选的一栏，没有勾的是空。"""
    if not by:
        return {}
    info = model.model_fields[by]
    if info.annotation is bool:
        return {"": f"没有勾选“{info.title}”的填写"}
    return {each.value: each.label for each in choice_of(info.annotation) or ()}


def _parts(
    items: Sequence[Item], model: type[BaseModel], typed: Typed, prefix: str = ""
) -> tuple[Section, ...]:
    """随一栏的选择才用得上的各段：选到的、填过的打开，在前。"""
    declared: tuple[str, Mapping[str, tuple[str, ...]]] = getattr(model, "depends", ("", {}))
    by, depends = declared
    labels = depended_on(model, by)
    grouped: dict[tuple[str, ...], list[Item]] = {}
    for item in items:
        of = depends.get(item.path.removeprefix(prefix))
        if of is not None:
            grouped.setdefault(of, []).append(item)
    chosen = str(typed.get(by) or "")
    found = []
    for of, inside in grouped.items():
        part = Section("、".join(labels[each] for each in of), tuple(inside), prefix + by, of)
        found.append(replace(part, open=chosen in of or part.filled))
    return tuple(sorted(found, key=lambda part: not part.open))


TIMES = ("started", "ended", "place", "planned_on", "planned_at", "notified_at", "hearing_at")
RECORDING = ("recording", "recording_reason")
MONEY = ("range_code", "suspension_months")
CONDUCT = ("conduct_from", "conduct_until", "regime", "regime_ground")
WEIGHED = ("degree", "deviation", "mitigation")


def _title(item: Item) -> str:
    if item.widget in ("group", "rows"):
        return item.label
    if item.path in TIMES:
        return "时间和地点"
    if item.path in RECORDING:
        return "音像记录"
    if item.widget == "people":
        return "人员"
    if item.widget == "money" or item.path in MONEY:
        return "金额和罚则"
    if item.path in CONDUCT:
        return "行为的时间和适用的规定"
    if item.path in WEIGHED:
        return "裁量"
    if item.widget == "flag":
        return "核对"
    return "内容"
