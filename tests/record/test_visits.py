"""今年检查过同一家几次：按代码认，没有代码的按名称；别的机关、去年的、没有做成的不算。"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from mingzhi.casework.act import SHANGHAI
from mingzhi.casework.acts.lead import Party
from mingzhi.record.visits import visits_in_year
from tests.record.cast import AGENCY, LEAD, OTHER_AGENCY, STRANGER, opened, written

CODED = Party(name="示例仁和门诊部", code="示例代码")


def inspected(day: str, **party: str) -> None:
    now = datetime.fromisoformat(f"{day} 10:00").replace(tzinfo=SHANGHAI)
    dossier = opened(now=now)
    lead = {**LEAD, "party": {**dict(LEAD["party"]), **party}}  # type: ignore[call-overload]
    written(dossier, body=lead, now=now)
    written(dossier, "inspection.held", {"found": "货架商品与结算记录一致"}, now=now)


def test_the_visits_of_this_year_to_the_same_firm_are_counted_over_all_dossiers(
    sqlite_database: Path,
) -> None:
    inspected("2025-03-03")
    inspected("2025-09-24", name="示例仁和诊所（改过名）")
    inspected("2024-12-31")
    inspected("2025-05-06", name="示例别的门诊部", code="另一代码")
    assert visits_in_year(AGENCY.code, CODED, 2025) == 2
    assert visits_in_year(AGENCY.code, CODED, 2024) == 1
    assert visits_in_year(AGENCY.code, CODED, 2026) == 0


def test_without_a_code_the_name_counts(sqlite_database: Path) -> None:
    inspected("2025-03-03", code="")
    assert visits_in_year(AGENCY.code, Party(name="示例仁和门诊部"), 2025) == 1
    assert visits_in_year(AGENCY.code, Party(), 2025) is None
    assert visits_in_year(AGENCY.code, None, 2025) is None


def test_the_visits_of_another_bureau_do_not_count(sqlite_database: Path) -> None:
    now = datetime(2025, 4, 7, 9, tzinfo=SHANGHAI)
    dossier = opened(OTHER_AGENCY, now)
    written(dossier, by=STRANGER, now=now)
    written(dossier, "inspection.held", {"found": "示例"}, by=STRANGER, now=now)
    assert visits_in_year(AGENCY.code, CODED, 2025) == 0
    assert visits_in_year(OTHER_AGENCY.code, CODED, 2025) == 1
