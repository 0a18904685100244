"""预填：应诉、个人信息保护影响评估。"""

from __future__ import annotations

from typing import Any

from mingzhi.casework.acts.decision import RemedyLodged
from mingzhi.casework.prefill import Known, fills


@fills("remedy.answered")
def _answered(known: Known) -> dict[str, Any]:
    lodged = known.file.body("remedy.lodged", RemedyLodged)
    return {
        "of": known.target_number("remedy.lodged"),
        "submitted_to": lodged.body if lodged else "",
        "submitted_on": known.today,
    }


@fills("privacy.assessed")
def _assessed(known: Known) -> dict[str, Any]:
    years = known.view.parameter("privacy.assessment.years")
    return {"assessed_on": known.today, "kept_years": int(years) if years is not None else None}
