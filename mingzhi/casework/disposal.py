"""处置过的：哪几项的内容、哪几份材料已经依法销毁，凭本卷的哪一项；保管到哪天。

内容销毁以后，一项行为只剩下信封：做过什么、谁、何时。它写过的当事人、日期、金额，谁也不再知道，也不猜。
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from mingzhi.casework.act import Act, Exhibit
from mingzhi.casework.acts.archive import FileAssembled
from mingzhi.casework.acts.disposal import DISPOSED, ContentDisposed, DisposalDeclined
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.sentences import GONE

# 处置本身的各项不能处置：销毁了什么、凭什么，要一直留着。
KEPT_FOR_EVER = ("disposal.proposed", DISPOSED, "disposal.declined")
CLOSING = ("case.closed", "case.declined", "application.concluded")
_YEARS = re.compile(r"(\d+)\s*年")


@dataclass(frozen=True)
class Gone:
    """一项行为被销毁的：内容、材料；by 是实施处置的那一项。"""

    by: int
    body: bool
    exhibits: tuple[str, ...]


def disposals(acts: Sequence[Act]) -> dict[int, Gone]:
    """第几号 → 被销毁了什么。几次处置的合在一起，by 是最后一次。"""
    found: dict[int, Gone] = {}
    for act in acts:
        if not isinstance(act.body, ContentDisposed):
            continue
        for item in act.body.disposed:
            if item.act is None:
                continue
            before = found.get(item.act)
            earlier = before.exhibits if before else ()
            found[item.act] = Gone(
                act.number,
                item.body or bool(before and before.body),
                tuple(dict.fromkeys((*earlier, *item.digests))),
            )
    return found


def marked(acts: Sequence[Act]) -> tuple[Act, ...]:
    """标上处置过的：哪一项凭第几号处置；销毁了的材料不再说文件名。"""
    if not any(act.kind == DISPOSED for act in acts):
        return tuple(acts)
    gone = disposals(acts)
    return tuple(_marked(act, gone[act.number]) if act.number in gone else act for act in acts)


def _marked(act: Act, gone: Gone) -> Act:
    exhibits = tuple(_nameless(each) if each.sha256 in gone.exhibits else each for each in act.exhibits)
    return replace(act, disposed=gone.by if gone.body else None, exhibits=exhibits)


def _nameless(exhibit: Exhibit) -> Exhibit:
    return exhibit.model_copy(update={"name": f"{GONE}的材料", "disposed": True})


def kept_until(file: CaseFile) -> date | None:
    """保管期限届满之日（次日起可以鉴定）；永久的、没有立卷的、没有结案的、写法认不出的为 None。

    自结案的次年一月一日起算（档案保管的惯例，待核）；鉴定后重新划定的，照重新划定的。
    """
    years, closed = retention_years(file), _closed(file)
    if years is None or closed is None:
        return None
    return date(closed.year + years, 12, 31)


def retention(file: CaseFile) -> str:
    """保管期限的写法；没有立卷的为空。"""
    body = file.body("file.assembled", FileAssembled)
    renewed = [
        declined.retention
        for _, declined in file.bodies("disposal.declined", DisposalDeclined)
        if declined.retention
    ]
    return renewed[-1] if renewed else body.retention if body else ""


def retention_years(file: CaseFile) -> int | None:
    """保管几年；永久的、认不出的为 None。"""
    match = _YEARS.fullmatch(retention(file).strip())
    return int(match[1]) if match else None


def _closed(file: CaseFile) -> date | None:
    days = [act.day for kind in CLOSING for act in file.all(kind)]
    return max(days) if days else None
