"""由哪个科室审核：按机关的性质、层级和承办的科室确定（审核办法第三条第二款、第三款；CQ-L-3.1、CQ-L-3.2、CQ-L-3¶3）。

要求写在规则包里，是约束「确定审核科室」（review.routed）的门禁；这里逐个科室说给它听，取第一个都符合的。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from mingzhi.law.pack import PackError
from mingzhi.law.rules import Rule
from mingzhi.people.models import Agency, Department
from mingzhi.record.lawbook import pack_of

ACT = "review.routed"


@dataclass(frozen=True)
class Route:
    """审核科室，和依据的规则；没有的，department 为 None，missing 说缺什么、怎么办。"""

    department: Department | None
    rules: tuple[Rule, ...]
    missing: str = ""

    @property
    def name(self) -> str:
        return self.department.name if self.department else ""


def route(agency: str, unit: str, day: date) -> Route:
    """unit（承办科室）拟作的决定，由 agency 的哪个科室审核。"""
    row = Agency.objects.get(code=agency)
    rules = tuple(_rules(row, unit, day))
    for department in _departments(row, day):
        facts = _facts(row, unit, department)
        if department.reviews and all(rule.gate and rule.gate.needs(facts) for rule in rules):
            return Route(department, rules)
    if not rules:
        return Route(None, (), "还没有登记法制审核机构，请系统管理员在科室登记里确定")
    gate = rules[0].gate
    assert gate is not None
    return Route(None, rules, f"没有符合的科室（{rules[0].cite}）：{gate.then}")


def _rules(agency: Agency, unit: str, day: date) -> Iterator[Rule]:
    """这种机关、这个科室适用的规则。"""
    try:
        gates = pack_of(agency.code, agency.place).on(day).gates(ACT)
    except PackError:
        return
    facts = _facts(agency, unit, None)
    for rule in gates:
        if rule.gate is not None and (rule.gate.when is None or rule.gate.when(facts)):
            yield rule


def _departments(agency: Agency, day: date) -> list[Department]:
    """当日还在的内设科室；经办机构不算（QL-3-b）。"""
    found = Department.objects.filter(agency=agency, affiliated=False, created__lte=day)
    return list(found.filter(Q(ended=None) | Q(ended__gt=day)).order_by("id"))


def _facts(agency: Agency, unit: str, department: Department | None) -> Mapping[str, object]:
    said = {
        "department.agency_kind": agency.kind,
        "department.agency_level": agency.level,
        "department.unit": unit,
        "department.same_agency": department is not None and department.agency_id == agency.pk,
        "department.reviews": department is not None and department.reviews,
        "department.enforces": department is not None and department.enforces,
        "department.same_unit": department is not None and department.name == unit,
    }
    return defaultdict(lambda: None, said)  # 别的事实，找审核科室的时候还不知道
