"""词·会签、交接、用印。法律的数字不在这里，在规则包。"""

from __future__ import annotations

from mingzhi.casework.acts.handover import HandoverReceived
from mingzhi.casework.acts.seal import SealApproved, SealRequested, SealUsed
from mingzhi.casework.verbs import open_cosigns
from mingzhi.casework.view import View, word


@word("cosign.waiting", "请了会签，还没有会签")
def _(view: View) -> bool:
    return bool(open_cosigns(view.file))


@word("handover.pending", "承办人交接，接手的人还没有确认")
def _(view: View) -> bool:
    changed = view.file.last("handlers.changed")
    if changed is None or getattr(changed.body, "leaving", None) is None:
        return False
    return not any(
        body.of == changed.number for _, body in view.file.bodies("handover.received", HandoverReceived)
    )


@word("act.receives_own", "确认交接的人，就是接手的承办人")
def _(view: View) -> bool:
    of = getattr(view.candidate.body, "of", None) if view.candidate else None
    changed = view.file.act(of)
    number = view.candidate.actor.number if view.candidate else ""
    return changed is not None and number in {each.number for each in getattr(changed.body, "handlers", ())}


@word("seal.practised", "本卷办过用印审批")
def _(view: View) -> bool:
    return bool(view.file.all("seal.requested"))


def _used(view: View, approved: int | None) -> int:
    return sum(
        (body.copies or 0) for _, body in view.file.bodies("seal.used", SealUsed) if body.of == approved
    )


@word("act.seal_used", "送达的这份文书有用印登记")
def _(view: View) -> bool:
    of = getattr(view.candidate.body, "of", None) if view.candidate else None
    for _, used in view.file.bodies("seal.used", SealUsed):
        approved = view.file.act(used.of)
        asked = (
            view.file.act(approved.body.of) if approved and isinstance(approved.body, SealApproved) else None
        )
        if asked is not None and isinstance(asked.body, SealRequested) and asked.body.of == of:
            return True
    return False


@word("act.seal_copies_left", "照这次批准还可以盖几份，减去正要登记的")
def _(view: View) -> int | None:
    body = view.candidate.body if view.candidate else None
    approved = view.file.act(getattr(body, "of", None))
    if not isinstance(body, SealUsed) or approved is None or not isinstance(approved.body, SealApproved):
        return None
    return (approved.body.copies or 0) - _used(view, body.of) - (body.copies or 0)


@word("act.seal_copies_over", "批准的份数超过呈请的")
def _(view: View) -> bool:
    body = view.candidate.body if view.candidate else None
    asked = view.file.act(getattr(body, "of", None))
    if not isinstance(body, SealApproved) or asked is None or not isinstance(asked.body, SealRequested):
        return False
    return (body.copies or 0) > (asked.body.copies or 0)
