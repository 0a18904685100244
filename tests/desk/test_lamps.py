"""列表和待办里的灯：按小时数的期限过了时刻，当天就是逾期。"""

from datetime import date, datetime

import pytest
from pytest_django import Settings

from mingzhi.casework.act import SHANGHAI
from mingzhi.casework.duties import Lamp
from mingzhi.desk.lamps import relit
from mingzhi.law.calendar import Calendar
from mingzhi.law.pack import load_pack

HOUR = datetime(2025, 10, 13, 17, 0, tzinfo=SHANGHAI)


@pytest.fixture
def calendar() -> Calendar:
    return load_pack("chongqing").calendar


def stored(**changes: object) -> dict[str, object]:
    return {
        "day": "2025-10-13",
        "moment": HOUR.isoformat(),
        "unit": "day",
        "warn": 1,
        "whose": "agency",
        "provisional": False,
    } | changes


@pytest.mark.parametrize(
    ("now", "whose", "lamp"),
    [
        (HOUR, "agency", Lamp.DUE),
        (HOUR.replace(minute=1), "agency", Lamp.LATE),
        (HOUR.replace(minute=1), "other", Lamp.SOFT),
    ],
)
def test_the_lamp_of_a_stored_duty_looks_at_the_hour(
    settings: Settings, calendar: Calendar, now: datetime, whose: str, lamp: Lamp
) -> None:
    settings.MINGZHI_NOW = now
    assert relit(stored(whose=whose), now.date(), calendar)[1] is lamp


def test_a_duty_stored_before_hours_were_kept_looks_at_the_day(
    settings: Settings, calendar: Calendar
) -> None:
    settings.MINGZHI_NOW = HOUR.replace(hour=23)
    old = stored()
    del old["moment"]
    assert relit(old, date(2025, 10, 13), calendar)[1:] == (Lamp.DUE, "今天到期")
    assert relit(stored(), date(2025, 10, 13), calendar)[1:] == (Lamp.LATE, "今天已过时刻")
