"""篡改的小场：几百次随机的改动，两个核验程序和自查都须查出；老实的一次也不误报。整场是 make bench-tamper。"""

from __future__ import annotations

import random

import pytest

from bench import tamper_packages
from bench.tamper import Campaign


@pytest.mark.parametrize(
    ("campaign", "count"),
    [
        (tamper_packages.packages, 120),
        (tamper_packages.tiles, 48),
        (tamper_packages.honest_packages, 60),
        (tamper_packages.honest_tiles, 24),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_edit_is_found_and_nothing_honest_is_accused(campaign: Campaign, count: int) -> None:
    attempts = list(campaign(count, random.Random(7)))
    assert len(attempts) == count
    assert [attempt for attempt in attempts if not attempt.found] == []


def test_the_campaign_tells_an_edit_that_nobody_found(monkeypatch: pytest.MonkeyPatch) -> None:
    # 这一场自己也要经得起：没有查出的，它说得出来。
    monkeypatch.setattr(tamper_packages, "both", lambda files: (True, False))
    attempts = list(tamper_packages.packages(9, random.Random(7)))
    assert not any(attempt.found for attempt in attempts)
    assert "另写的没有查出" in attempts[0].how
