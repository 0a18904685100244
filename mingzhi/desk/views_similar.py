"""相似案件和适用的规定：供办案、审核、决定时参考（QL-2.4.3-b）。只摆出来，不替人定。"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from mingzhi.casework.casefile import CaseFile
from mingzhi.desk.case import open_case
from mingzhi.desk.similar import decided, own
from mingzhi.insight.similar import similar, spread
from mingzhi.law.rules import Rule
from mingzhi.people.access import Page
from mingzhi.people.middleware import StaffRequest, signed_in
from mingzhi.record.library import quote_rule


@signed_in
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """本案适用的规定，和事实、罚则相近的已决定案件。"""
    case = open_case(request, pk, Page.OVERVIEW)
    mine = own(case.pack, tuple(case.acts), case.dossier, case.today)
    found = similar(mine, decided(case.actor, case.dossier, CaseFile(case.acts))) if mine.text else ()
    rules = [rule for rule in case.pack.on(case.today).part("range") if _about(rule, mine.range_code)]
    context = {
        "mine": mine,
        "found": found,
        "spread": spread(found),
        "norms": [(rule, quote_rule(rule, case.today)) for rule in rules],
    }
    return render(request, "desk/similar.html", case.context(**context))


def _about(rule: Rule, code: str) -> bool:
    return rule.range is not None and bool(code) and rule.range.code == code
