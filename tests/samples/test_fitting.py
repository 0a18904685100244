"""示例案卷哪一天载入都走得通：节假日前后载入，也不会因为一步被拒绝而停下。"""

from __future__ import annotations

from datetime import datetime

import pytest

from mingzhi.casework.act import SHANGHAI
from mingzhi.samples import dossiers


@pytest.mark.parametrize("day", [(2026, 10, 10), (2026, 12, 31), (2027, 1, 5), (2027, 3, 10)])
def test_every_sample_fits_whatever_the_day_it_is_loaded(day: tuple[int, int, int]) -> None:
    now = datetime(*day, 9, tzinfo=SHANGHAI)
    samples = (*dossiers.SAMPLES, *dossiers.REGISTERS)
    scenarios = {name: dossiers._scenario(name) for name in {each.scenario for each in samples}}
    missing = [each.party for each in samples if dossiers.fitted(scenarios[each.scenario], each, now) is None]
    assert not missing


@pytest.mark.parametrize("day", [(2026, 11, 22), (2027, 1, 5), (2027, 2, 20)])
def test_the_latest_annual_report_is_published_in_january_and_never_in_the_future(
    day: tuple[int, int, int],
) -> None:
    now = datetime(*day, 9, tzinfo=SHANGHAI)
    for each in dossiers.REGISTERS:
        if each.moves is not dossiers.Moves.YEAR:
            continue
        moved = dossiers.fitted(dossiers._scenario(each.scenario), each, now)
        assert moved is not None
        drafted = next(step for step in moved.steps if step.act == "annual.drafted")
        published = next(step for step in moved.steps if step.act == "annual.published")
        assert drafted.happened is not None and published.happened is not None
        assert drafted.values["year"] == drafted.happened.year - 1
        assert published.happened.month == 1 and published.happened < now
        assert now - published.happened < dossiers.PUBLISHED_BY * 14
