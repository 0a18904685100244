"""按小时数的期限看到时刻；年度报告欠几年就列几年，报齐了不再催。"""

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from mingzhi.casework.act import SHANGHAI, Act
from mingzhi.casework.duties import Lamp, in_words
from mingzhi.casework.scenario import Memory, Run
from mingzhi.casework.standing import standing
from mingzhi.commands.scenario import load
from mingzhi.law.pack import Pack

SCENARIOS = Path(__file__).resolve().parent.parent / "scenarios"


@cache
def walked(file: str, name: str, until: str) -> tuple[Pack, tuple[Act, ...]]:
    """走到写进 until 那种行为为止的一卷。"""
    scenario = next(each for each in load(SCENARIOS / file) if each.name == name)
    run = Run(scenario, Memory(scenario))
    for step in scenario.steps:
        run.take(step)
    acts = run.driver.acts()
    last = max(act.number for act in acts if act.kind == until)
    return scenario.pack, acts[:last]


APPROVED = datetime(2025, 11, 15, 17, 0, tzinfo=SHANGHAI)


def lamp_at(now: datetime | None, day: date) -> Lamp:
    pack, acts = walked("days/crime.yaml", "平常的一周，三日内审批，二十四小时内移送", "crime.decided")
    assert acts[-1].happened == APPROVED
    dues = standing(pack, acts, day, now=now).dues
    return next(due.status for due in dues if due.tag == "crime.transfer")


def test_a_duty_counted_in_hours_is_due_today_until_its_hour_and_late_from_the_next_second() -> None:
    hour = APPROVED + timedelta(hours=24)
    assert lamp_at(hour, hour.date()) is Lamp.DUE
    assert lamp_at(hour + timedelta(seconds=1), hour.date()) is Lamp.LATE


def test_without_an_hour_the_day_alone_is_looked_at() -> None:
    assert lamp_at(None, date(2025, 11, 16)) is Lamp.DUE
    assert lamp_at(None, date(2025, 11, 17)) is Lamp.LATE


def test_what_is_late_by_hours_only_does_not_say_zero_days() -> None:
    assert in_words(Lamp.LATE, 0, "day", False) == "今天已过时刻"
    assert in_words(Lamp.LATE, -1, "day", False) == "逾期 1 日"
    assert in_words(Lamp.WAS, 0, "day", False) == "逾期完成"


@pytest.mark.parametrize(("sent", "asked"), [(0, True), (1, True), (2, False)])
def test_sending_the_report_is_asked_for_until_both_have_it(sent: int, asked: bool) -> None:
    pack, acts = walked("annual.yaml", "年度报告（重庆规则）", "annual.sent")
    published = next(act.number for act in acts if act.kind == "annual.published")
    wanted = [act for act in acts if act.number <= published or act.kind == "annual.sent"]
    now = standing(pack, wanted[: published + sent], date(2026, 2, 3))
    assert [offer.kind for offer in now.next] == (["annual.sent"] if asked else [])
    assert bool(now.holder.says) is asked


def test_a_place_that_asks_for_no_sending_does_not_hint_at_it() -> None:
    pack, acts = walked("annual.yaml", "年度报告（麒麟规则）", "annual.published")
    now = standing(pack, acts, date(2026, 2, 3))
    assert not now.holder.says and all(offer.kind != "annual.sent" for offer in now.next)
