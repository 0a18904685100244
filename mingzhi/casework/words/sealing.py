"""词·封存：延长的是哪一次，到哪天，延长过没有。法律的数字不在这里，在规则包。"""

from __future__ import annotations

from datetime import date

from mingzhi.casework.act import Act
from mingzhi.casework.view import View, word


def _sealing(view: View) -> Act | None:
    """要延长的那一次封存。"""
    act = view.file.act(getattr(view.candidate.body, "of", None)) if view.candidate else None
    return act if act is not None and act.kind == "sealing.imposed" else None


def _later(view: View, kind: str) -> bool:
    sealing = _sealing(view)
    return sealing is not None and any(
        getattr(act.body, "of", None) == sealing.number for act in view.file.all(kind)
    )


@word("act.sealing_until", "要延长的那一次封存，原期限到哪天")
def _(view: View) -> date | None:
    sealing = _sealing(view)
    return next(
        (
            due.day
            for due in view.dues
            if sealing is not None and due.tag == "sealing.expiry" and due.trigger == sealing.number
        ),
        None,
    )


@word("act.sealing_over", "要延长的那一次封存，原期限已经届满")
def _(view: View) -> bool:
    until = view("act.sealing_until")
    return until is not None and view.today > until


@word("act.sealing_extended", "要延长的那一次封存，已经延长过")
def _(view: View) -> bool:
    return _later(view, "sealing.extended")


@word("act.sealing_lifted", "要延长的那一次封存，已经解除")
def _(view: View) -> bool:
    return _later(view, "sealing.lifted")
