"""预填·规则登记簿：确认的是哪一项提请。核对过没有、核对情况，由人写。"""

from __future__ import annotations

from typing import Any

from mingzhi.casework.prefill import Known, fills
from mingzhi.casework.seconding import SECONDS


@fills(*SECONDS)
def _second(known: Known) -> dict[str, Any]:
    wanted = SECONDS[known.kind]
    settled = {getattr(act.body, "of", None) for act in known.file.all(known.kind)}
    named = known.file.act(known.of)
    if named is not None and named.kind == wanted:
        return {"of": named.number}
    waiting = [act.number for act in known.file.all(wanted) if act.number not in settled]
    return {"of": waiting[-1]} if waiting else {}
