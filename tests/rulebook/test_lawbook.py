"""本机关适用的规则记在内存里：登记簿的末项没有变就不重读，变了就是新的；退回的写入不留痕迹。"""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mingzhi.casework.act import Matter
from mingzhi.people import clock
from mingzhi.people.models import Person
from mingzhi.people.selectors import actor_for, agency_value
from mingzhi.record.append import append
from mingzhi.record.dossiers import register_of
from mingzhi.record.lawbook import lawbook_of, pack_of, until
from mingzhi.record.models import Dossier


class Undo(Exception):
    """退回。"""


def load(year: int) -> Dossier:
    """装入一年的通知。"""
    person, now = Person.objects.get(username="zhengbing"), clock.now()
    agency = agency_value(person.agency.code)
    book = register_of(agency, Matter.RULES, now=now, sample=True)
    body = {
        "title": f"示例：{year}年的通知",
        "year": year,
        "published": "2025-10-10",
        "holidays": [{"name": "元旦", "rest": f"{year}-01-01"}],
    }
    append(book, "calendar.loaded", body, by=actor_for(person, now.date()), happened=now, now=now)
    return book


def published() -> list[int]:
    agency = Person.objects.get(username="zhengbing").agency
    calendar = pack_of(agency.code, agency.place).calendar
    return [year for year in (2027, 2028) if calendar.published(date(year, 1, 1))]


def test_what_was_written_and_rolled_back_is_not_remembered(bureaus: None) -> None:
    with pytest.raises(Undo), transaction.atomic():
        load(2027)
        assert published() == [2027]
        raise Undo
    assert published() == []
    load(2028)
    assert published() == [2028]


def test_the_law_of_a_bureau_is_read_once_and_then_costs_one_query(bureaus: None) -> None:
    load(2027)
    agency = Person.objects.get(username="zhengbing").agency
    first = lawbook_of(agency.code, agency.place)
    with CaptureQueriesContext(connection) as asked:
        assert lawbook_of(agency.code, agency.place) is first
    assert len(asked) == 1
    load(2028)
    assert lawbook_of(agency.code, agency.place) is not first and published() == [2027, 2028]


def test_the_register_can_be_read_up_to_an_act(bureaus: None) -> None:
    load(2027)
    load(2028)
    agency = Person.objects.get(username="zhengbing").agency
    found = [len(until(agency.code, agency.place, number).pack.notices) for number in (0, 1, 2)]
    assert found == [0, 1, 2]


def test_another_bureaus_register_is_not_ours(bureaus: None) -> None:
    load(2027)
    other = Person.objects.get(username="huangji").agency
    assert pack_of(other.code, other.place).notices == ()
