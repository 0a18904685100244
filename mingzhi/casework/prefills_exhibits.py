"""预填：音像的派生件、文字记录，设备的对时和停用。从哪一项点过来的，就填哪一项。"""

from __future__ import annotations

from typing import Any

from mingzhi.casework.acts.exhibits import TranscriptDrafted
from mingzhi.casework.prefill import Known, fills


@fills("clock.checked", "equipment.retired", "transcript.drafted")
def _about(known: Known) -> dict[str, Any]:
    return {"of": known.of}


@fills("derivative.made")
def _derivative(known: Known) -> dict[str, Any]:
    """原件只有一份的，连摘要也填好。"""
    original = known.file.act(known.of)
    alone = original is not None and len(original.exhibits) == 1
    return {"of": known.of, "original": original.exhibits[0].sha256 if original and alone else None}


@fills("transcript.confirmed")
def _confirmed(known: Known) -> dict[str, Any]:
    """从初稿改起；没有写是哪一份的，是最近一份。"""
    draft = known.file.act(known.of) or known.file.last("transcript.drafted")
    body = draft.body if draft is not None else None
    if draft is None or not isinstance(body, TranscriptDrafted):
        return {}
    return {"of": draft.number, "text": body.text}
