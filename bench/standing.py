"""现状：一卷 60 项行为，算一次现状，与只把行为读成案情（当事人、案由、承办人、决定）相比。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from importlib import resources

from bench.timing import Result, seconds, spoken
from mingzhi.casework.act import Act
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.scenario import Memory, Run, read
from mingzhi.casework.standing import Standing, standing
from mingzhi.law.pack import Pack

ACTS = 60
SAMPLE = "pharmacy-chongqing.yaml"


def sample() -> tuple[Pack, tuple[Act, ...]]:
    """随附的重庆示例案件，走完的行为。"""
    text = (resources.files("mingzhi.samples") / "scenarios" / SAMPLE).read_text("utf-8")
    scenario = read(text, SAMPLE)
    return scenario.pack, tuple(Run(scenario, Memory(scenario)).all().driver.acts())


def run() -> Iterator[Result]:
    pack, acts = sample()
    acts = acts[:ACTS]
    today = acts[-1].day
    whole = seconds(lambda: everything(pack, acts, today), times=50)
    listed = seconds(lambda: of_lists(pack, acts, today), times=50)
    folded = seconds(lambda: fold(acts), times=2000)
    yield Result(
        f"一卷 {len(acts)} 项行为，列表和每日重算要的现状", spoken(listed), "1 毫秒以内", listed < 1e-3
    )
    yield Result("同一卷的现状，每一部分都问到", spoken(whole), "1 毫秒以内", whole < 1e-3)
    yield Result("只读成案情，用时是前者的", f"1/{listed / folded:.0f}")
    yield Result("只读成案情，用时是后者的", f"1/{whole / folded:.0f}")


def fresh(acts: Sequence[Act]) -> tuple[Act, ...]:
    """另一份同样的行为：同一份的，一次写入里几处共用，第二次问不再算。"""
    return tuple([*acts])


def everything(pack: Pack, acts: Sequence[Act], today: date) -> None:
    """现状的每一部分。"""
    now = standing(pack, fresh(acts), today)
    for name, value in vars(Standing).items():
        if isinstance(value, property | cached_property):
            getattr(now, name)


def of_lists(pack: Pack, acts: Sequence[Act], today: date) -> object:
    """现状摘要要的：阶段、在谁手里、下一步、未了的期限、结案归档没有。"""
    now = standing(pack, fresh(acts), today)
    return now.stage, now.holder, now.next, now.open_dues, now.closed, now.archived


def fold(acts: Sequence[Act]) -> object:
    """案情里常问的几件。"""
    file = CaseFile(acts)
    return file.title, file.document_no, file.handlers, file.filed_on, file.decision
