"""测试用的案卷：示例场景的前几步，写进真的数据库，停在要看的那一步。"""

from __future__ import annotations

from dataclasses import replace

from mingzhi.casework.scenario import Run
from mingzhi.people.selectors import agency_value
from mingzhi.record.dossiers import open_dossier
from mingzhi.record.models import Dossier
from mingzhi.samples.dossiers import CLINIC, PERSON, PHARMACY, Sample, kept
from mingzhi.samples.dossiers import _scenario as scenario_named
from mingzhi.samples.driver import Recorded

__all__ = ["CLINIC", "INQUIRY", "PERSON", "PHARMACY", "WITHDRAWN", "written_case"]

INQUIRY = "询问法定代表人（调休的星期六）"
WITHDRAWN = "撤回公示"


def written_case(until: str, *, scenario: str = PHARMACY, occurrence: int = 1) -> Dossier:
    """场景写到 until 那一步（第 occurrence 次）为止的一卷，日期照场景。"""
    whole = scenario_named(scenario)
    steps = kept(whole, Sample(scenario, until, 0, "", occurrence))
    first = min(step.recorded or step.happened for step in steps if step.happened is not None)
    dossier = open_dossier(agency_value(whole.agency.code), now=first, sample=True)
    run = Run(replace(whole, steps=steps), Recorded(dossier)).all()
    assert not run.differences, run.differences[0]
    return dossier
