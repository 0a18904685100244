"""示例案卷哪一天载入都走得通：节假日前后载入，也不会因为一步被拒绝而停下。"""

from __future__ import annotations

from datetime import datetime

import pytest

from mingzhi.casework.act import SHANGHAI
from mingzhi.samples import dossiers


@pytest.mark.parametrize("day", [(2026, 10, 10), (2026, 12, 31), (2027, 3, 10)])
def test_every_sample_fits_whatever_the_day_it_is_loaded(day: tuple[int, int, int]) -> None:
    now = datetime(*day, 9, tzinfo=SHANGHAI)
    scenarios = {name: dossiers._scenario(name) for name in {each.scenario for each in dossiers.SAMPLES}}
    missing = [
        each.party
        for each in dossiers.SAMPLES
        if dossiers.fitted(scenarios[each.scenario], each, now) is None
    ]
    assert not missing
