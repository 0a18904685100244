"""登记簿里现在有哪些：列入、公布、没有移出、没有被后来公布的替换。纯函数。"""

from __future__ import annotations

from datetime import date

from mingzhi.casework.act import Act
from mingzhi.casework.acts.annual import AnnualDrafted, AnnualPublished
from mingzhi.casework.acts.listing import LISTED, Listed, ListingPublished, ListingRemoved
from mingzhi.casework.casefile import CaseFile

KINDS_LISTED = tuple(LISTED.split(","))


def published_on(file: CaseFile) -> dict[int, Act]:
    """列入的第几号 → 公布它的行为。"""
    return {body.of: act for act, body in file.bodies("listing.published", ListingPublished) if body.of}


def listed(file: CaseFile) -> tuple[Act, ...]:
    """列入而没有移出、没有被替换的，公布没有公布的都算；替换它的公布了才算替换。"""
    public = published_on(file)
    gone = {body.of for _, body in file.bodies("listing.removed", ListingRemoved)}
    found = [act for kind in KINDS_LISTED for act in file.all(kind)]
    replaced = {act.body.replaces for act in found if isinstance(act.body, Listed) and act.number in public}
    return tuple(
        sorted(
            (act for act in found if act.number not in gone and act.number not in replaced),
            key=lambda act: act.number,
        )
    )


def public(file: CaseFile, today: date) -> tuple[Act, ...]:
    """门户上应当有的：公布了的；委托的期限过了的不再列。"""
    shown = published_on(file)
    return tuple(
        act
        for act in listed(file)
        if act.number in shown and (getattr(act.body, "until", None) or today) >= today
    )


def annual_reports(file: CaseFile) -> tuple[tuple[Act, Act, AnnualDrafted], ...]:
    """公布了的年度报告（公布的行为、编制的行为、内容），按公布的先后；同一年度的后一份更正前一份。"""
    found = []
    for act, body in file.bodies("annual.published", AnnualPublished):
        drafted = file.act(body.of)
        if drafted is not None and isinstance(drafted.body, AnnualDrafted):
            found.append((act, drafted, drafted.body))
    return tuple(found)
