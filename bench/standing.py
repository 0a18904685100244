"""现状：一卷 60 项行为，算一次现状，与只把行为读成案情（当事人、案由、承办人、决定）相比。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import resources

from bench.timing import Result, seconds, spoken
from mingzhi.casework.act import Act
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.scenario import Memory, Run, read
from mingzhi.casework.standing import standing
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
    whole = seconds(lambda: standing(pack, acts, today), times=50)
    folded = seconds(lambda: fold(acts), times=2000)
    yield Result(f"一卷 {len(acts)} 项行为的现状", spoken(whole), "1 毫秒以内", whole < 1e-3)
    yield Result("只读成案情用时是它的", f"1/{whole / folded:.0f}")


def fold(acts: Sequence[Act]) -> object:
    """案情里常问的几件。"""
    file = CaseFile(acts)
    return file.title, file.document_no, file.handlers, file.filed_on, file.decision
