"""先纸后录：处理在作出时写入，不能倒填；系统停用期间在纸上作出、登记了停用和扫描件的除外。

只管处理。已经发生的事实总是照实补录，不在此列。
"""

from __future__ import annotations

from collections.abc import Sequence

from mingzhi.casework.act import KINDS, Act
from mingzhi.casework.acts.outage import PaperEntered


def paper_of(acts: Sequence[Act], act: Act) -> Act | None:
    """act 是哪一项纸质处理的补写：种类相同、时间相同，登记在它之前。不是先纸后录的为 None。"""
    for each in reversed(acts):
        body = each.body
        if (
            each.number < act.number
            and isinstance(body, PaperEntered)
            and body.wants == act.kind
            and body.made_at == act.happened
        ):
            return each
    return None


def written_from(acts: Sequence[Act], paper: Act) -> Act | None:
    """照这份纸质处理补写的那一项；还没有补写的为 None。"""
    body = paper.body
    if not isinstance(body, PaperEntered):
        return None
    return next(
        (
            act
            for act in acts
            if act.number > paper.number and act.kind == body.wants and act.happened == body.made_at
        ),
        None,
    )


def backdated(acts: Sequence[Act], candidate: Act) -> bool:
    """倒填的处理：发生之日早于记录之日，又不是登记过的纸质处理，或者那一份已经补写过了。"""
    if KINDS[candidate.kind].is_fact or not candidate.late:
        return False
    paper = paper_of(acts, candidate)
    return paper is None or written_from(acts, paper) is not None
