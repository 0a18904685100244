"""检查次数：同一个被检查人今年已经检查几次，安排检查的表单预填用（涉企行政检查的年度频次上限）。

数的是本机关各卷里今年的现场检查。按统一社会信用代码认，没有代码的按名称；改过名又没有代码的，由人核对。
"""

from __future__ import annotations

from collections.abc import Iterable

from mingzhi.casework.acts.lead import Party
from mingzhi.record.models import ActRow, Projection

NAMING = ("lead.registered", "filing.proposed", "case.filed", "penalty.imposed_on_spot")


def visits_in_year(agency: str, party: Party | None, year: int) -> int | None:
    """今年的检查次数；不知道被检查人是谁的为 None。"""
    if party is None or not (party.code or party.name):
        return None
    rows = ActRow.objects.filter(
        dossier__agency=agency,
        dossier_id__in=set(_dossiers(agency, party)),
        kind="inspection.held",
        happened__year=year,
    )
    return rows.count()


def _dossiers(agency: str, party: Party) -> Iterable[object]:
    if party.code:
        # 内容是规范化的 JSON，代码连着引号，不会认错半截。
        yield from ActRow.objects.filter(
            dossier__agency=agency, kind__in=NAMING, body__contains=f'"code":"{party.code}"'
        ).values_list("dossier_id", flat=True)
    if party.name:
        yield from Projection.objects.filter(agency=agency, party=party.name).values_list(
            "dossier_id", flat=True
        )
