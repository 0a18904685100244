"""预填：音像的保管。从哪一份点过来的，就填哪一份。"""

from __future__ import annotations

from typing import Any

from mingzhi.casework.acts.custody import Keeping
from mingzhi.casework.prefill import Known, fills


@fills("custody.received", "custody.transferred")
def _kept(known: Known) -> dict[str, Any]:
    return {"of": known.of, "kept_in": Keeping.SYSTEM}


@fills("custody.lent", "custody.returned", "custody.checked")
def _about(known: Known) -> dict[str, Any]:
    return {"of": known.of}
