"""文号：连续，不断号，不重号；写不成的不用掉号。几个人同时写也一样。"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connections

from mingzhi.casework.act import SHANGHAI
from mingzhi.record import log
from mingzhi.record.append import Refused
from mingzhi.record.errors import Conflict, Invalid, RecordError
from mingzhi.record.models import ActRow, Dossier, IssuedNumber
from mingzhi.record.rebuild import rebuild
from mingzhi.record.selectors import acts
from tests.record.cast import ARCHIVIST, COLLEAGUE, HANDLER, NOW, OTHER_AGENCY, STRANGER, opened, written

NOTIFIED = "inspection.notified"


def numbers() -> list[int]:
    return list(IssuedNumber.objects.order_by("n").values_list("n", flat=True))


def test_number_is_assigned_when_the_act_is_written(database: str) -> None:
    dossier = opened()
    first = written(dossier, NOTIFIED).act
    second = written(dossier, NOTIFIED).act
    assert getattr(first.body, "document_no", None) == "示医保检告〔2025〕1号"
    assert getattr(second.body, "document_no", None) == "示医保检告〔2025〕2号"
    assert acts(dossier) == (first, second)
    issued = IssuedNumber.objects.get(n=2)
    assert (issued.dossier, issued.act, issued.document_no) == (dossier, 2, "示医保检告〔2025〕2号")


def test_refused_and_invalid_acts_use_up_no_number(database: str) -> None:
    dossier = opened()
    written(dossier, NOTIFIED)
    for _ in range(3):
        with pytest.raises(Refused):
            written(dossier, NOTIFIED, by=ARCHIVIST)
        with pytest.raises(Conflict):
            written(dossier, NOTIFIED, expects=0)
        with pytest.raises(Invalid):
            written(dossier, NOTIFIED, {"no_such_field": 1})
    written(dossier, NOTIFIED)
    assert numbers() == [1, 2]


def test_every_agency_year_and_series_counts_from_one(database: str) -> None:
    here, there = opened(), opened(OTHER_AGENCY)
    written(here, NOTIFIED)
    written(there, NOTIFIED, by=STRANGER)
    next_year = datetime(2026, 1, 1, 0, 0, tzinfo=SHANGHAI)
    # 按北京时间算年度：世界时还在上一年。
    written(here, NOTIFIED, now=next_year)
    written(here, NOTIFIED, now=next_year, happened=next_year - timedelta(seconds=1))
    found = IssuedNumber.objects.order_by("pk").values_list("agency", "year", "n")
    assert list(found) == [
        ("sample-a", 2025, 1),
        ("sample-b", 2025, 1),
        ("sample-a", 2026, 1),
        ("sample-a", 2025, 2),
    ]


def test_number_given_by_hand_must_not_be_taken(database: str) -> None:
    dossier = opened()
    written(dossier, NOTIFIED)
    with pytest.raises(Invalid, match="示医保检告〔2025〕1号 已经用过"):
        written(dossier, NOTIFIED, {"document_no": "示医保检告〔2025〕1号"})
    by_hand = written(dossier, NOTIFIED, {"document_no": "纸质〔2024〕9号"}).act
    assert getattr(by_hand.body, "document_no", None) == "纸质〔2024〕9号"
    assert numbers() == [1]


def test_two_writers_on_one_dossier_one_wins_and_the_other_is_told(database: str) -> None:
    dossier = opened()
    written(dossier)
    start = threading.Barrier(2)

    def write(who: object) -> object:
        start.wait()
        try:
            assert who in (HANDLER, COLLEAGUE)
            by = HANDLER if who is HANDLER else COLLEAGUE
            return written(dossier, "lead.verified", by=by, expects=1).act
        except RecordError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(write, (HANDLER, COLLEAGUE)))
    conflicts = [result for result in results if isinstance(result, Conflict)]
    assert len(conflicts) == 1, results
    winner = acts(dossier)[-1]
    assert conflicts[0].acts == (winner,)
    assert winner.actor.name in str(conflicts[0])
    assert len(acts(dossier)) == 2


def test_numbers_have_no_gap_however_many_write_and_fail(database: str) -> None:
    """四个人在四卷里同时写，其中不少写不成：号从 1 起连续，日志树的叶也连续。"""
    dossiers = [opened() for _ in range(4)]
    start = threading.Barrier(4)

    def write(dossier: Dossier) -> int:
        written_here = 0
        start.wait()
        try:
            for turn in range(6):
                try:
                    written(dossier, NOTIFIED, by=ARCHIVIST if turn % 3 == 1 else HANDLER)
                    written_here += 1
                except Refused:
                    pass
        finally:
            connections.close_all()
        return written_here

    with ThreadPoolExecutor(4) as pool:
        total = sum(pool.map(write, dossiers))
    assert total == 16
    assert numbers() == list(range(1, total + 1))
    indexes = ActRow.objects.order_by("leaf_index").values_list("leaf_index", flat=True)
    assert list(indexes) == list(range(total))
    assert log.tree().size == total
    assert rebuild(NOW.date()) == 4
