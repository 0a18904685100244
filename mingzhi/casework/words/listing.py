"""词·公示事项登记簿、年度报告。法律的数字不在这里，在规则包。"""

from __future__ import annotations

from datetime import date

from mingzhi.casework.act import Matter, matter_of
from mingzhi.casework.acts.annual import AnnualApproved
from mingzhi.casework.acts.listing import DelegationListed
from mingzhi.casework.listings import annual_reports
from mingzhi.casework.view import View, word


@word("annual.year_end", "公示事项登记簿开始以来，各年度的最后一日，到上一年度为止；别的卷没有")
def _(view: View) -> tuple[date, ...]:
    if not view.file.acts or matter_of(view.file.acts) is not Matter.LISTING:
        return ()
    # 以前的年度没有报告的，不因为又过了一年就不欠了。
    return tuple(date(year, 12, 31) for year in range(view.file.acts[0].day.year, view.today.year))


@word("act.year_over", "报告的年度已经结束")
def _(view: View) -> bool | None:
    body = view.candidate.body if view.candidate else None
    year = getattr(body, "year", None)
    return None if year is None else bool(year < view.today.year)


@word("act.annual_approved", "这份年度报告已经审批")
def _(view: View) -> bool:
    of = getattr(view.candidate.body, "of", None) if view.candidate else None
    return of is not None and any(
        body.of == of for _, body in view.file.bodies("annual.approved", AnnualApproved)
    )


@word("act.annual_again", "同一年度的报告已经公布过，这是更正")
def _(view: View) -> bool:
    year = getattr(view.candidate.body, "year", None) if view.candidate else None
    return year is not None and any(body.year == year for _, _, body in annual_reports(view.file))


@word("act.delegation_period", "委托的期限写得对：止日在起日之后")
def _(view: View) -> bool | None:
    body = view.candidate.body if view.candidate else None
    if not isinstance(body, DelegationListed) or body.since is None or body.until is None:
        return None
    return body.since <= body.until
