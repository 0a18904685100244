"""词：处置（档案法第二十一条、档案法实施条例第二十四条、个人信息保护法第四十七条）。"""

from __future__ import annotations

from mingzhi.casework.acts.disposal import ContentDisposed, DisposalProposed, DisposedItem
from mingzhi.casework.disposal import KEPT_FOR_EVER, Gone, disposals, kept_until
from mingzhi.casework.view import View, word


@word("disposal.retention_over", "已经立卷、结案，保管期限已经届满（永久保管的不会届满）")
def _(view: View) -> bool:
    until = kept_until(view.file)
    return until is not None and view.today > until


def _proposal(view: View) -> DisposalProposed | None:
    act = view.file.act(getattr(view.candidate.body, "of", None)) if view.candidate else None
    return act.body if act is not None and isinstance(act.body, DisposalProposed) else None


@word("disposal.other_person", "批准处置的不是提请处置的人")
def _(view: View) -> bool:
    proposed = view.file.act(getattr(view.candidate.body, "of", None)) if view.candidate else None
    return (
        proposed is not None
        and view.candidate is not None
        and proposed.actor.number != view.candidate.actor.number
    )


@word("disposal.as_proposed", "销毁的各项和依据，与提请的一字不差，而且还没有办过")
def _(view: View) -> bool:
    proposed, body = _proposal(view), view.candidate.body if view.candidate else None
    if proposed is None or not isinstance(body, ContentDisposed):
        return False
    answered = {
        getattr(act.body, "of", None)
        for kind in ("content.disposed", "disposal.declined")
        for act in view.file.all(kind)
    }
    return (body.ground, body.disposed) == (proposed.ground, proposed.disposed) and body.of not in answered


def _adds(item: DisposedItem, gone: Gone) -> bool:
    """处置过的一项再处置：以前销毁的都重写一遍，另有新的。存证里一项行为只指着一项处置，它要说全。"""
    all_before = (item.body or not gone.body) and set(gone.exhibits) <= set(item.digests)
    return all_before and (item.body, set(item.digests)) != (gone.body, set(gone.exhibits))


@word(
    "act.disposable",
    "要销毁的各项都在本卷，都写明销毁什么，不是处置过的（另有要销毁的除外），也不是处置本身的记录",
)
def _(view: View) -> bool:
    body = view.candidate.body if view.candidate else None
    if not isinstance(body, DisposalProposed | ContentDisposed) or not body.disposed:
        return False
    done = disposals(view.file.acts)
    for item in body.disposed:
        act = view.file.act(item.act)
        if act is None or act.kind in KEPT_FOR_EVER or not (item.body or item.digests):
            return False
        if (gone := done.get(act.number)) is not None and not _adds(item, gone):
            return False
        if not set(item.digests) <= {each.sha256 for each in act.exhibits}:
            return False
    return True
