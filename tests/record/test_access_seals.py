"""查阅日志进存证：到钟点封存一段；改了、删了、补了一条的，自查说得出是哪一段。"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingzhi.casework.act import Matter
from mingzhi.casework.actor import Role
from mingzhi.casework.acts.access import SEALED, AccessSealed
from mingzhi.record import access_seals, fsck
from mingzhi.record.access import note_access
from mingzhi.record.append import append
from mingzhi.record.dossiers import find_register
from mingzhi.record.errors import Conflict
from mingzhi.record.guards import GUARDS, UNGUARDS
from mingzhi.record.models import AccessLog, Dossier, Projection
from mingzhi.record.rebuild import rebuild
from mingzhi.record.selectors import acts
from tests.record.cast import AGENCY, HANDLER, NOW, OTHER_AGENCY, STRANGER, opened, person, written

HOUR = timedelta(hours=1)


def seen(dossier: Dossier, *what: str) -> None:
    for each in what:
        note_access(HANDLER, dossier, each, now=NOW, purpose="办案")


def sealed(agency: str = AGENCY.code) -> list[AccessSealed]:
    book = find_register(agency, Matter.ACCESS)
    return [act.body for act in acts(book) if isinstance(act.body, AccessSealed)] if book else []


def tamper(statement: str) -> None:
    """绕过看守改一条。"""
    with connection.cursor() as cursor:
        for each in UNGUARDS[connection.vendor]():
            cursor.execute(each)
        cursor.execute(statement)
        for each in GUARDS[connection.vendor]():
            cursor.execute(each)


def test_each_hour_seals_what_is_new_and_a_quiet_hour_seals_nothing(database: str) -> None:
    dossier = opened()
    seen(dossier, "概况", "文书")
    assert access_seals.seal_all(NOW + HOUR) == 1
    assert access_seals.seal_all(NOW + 2 * HOUR) == 0
    note_access(HANDLER, dossier, "归档", now=NOW + 2 * HOUR)
    assert access_seals.seal_all(NOW + 3 * HOUR) == 1
    first, second = sealed()
    assert (first.after, first.count, second.after, second.count) == (0, 2, first.upto, 1)
    assert fsck.fsck(NOW + 3 * HOUR, resume=False).clean


def test_rows_written_a_moment_ago_wait_for_the_next_hour(database: str) -> None:
    dossier = opened()
    seen(dossier, "概况")
    assert not access_seals.seal(AGENCY.code, NOW + timedelta(minutes=4))
    assert access_seals.seal(AGENCY.code, NOW + timedelta(minutes=5))


def test_the_seal_says_how_many_and_never_who_or_what(database: str) -> None:
    dossier = opened()
    seen(dossier, "限制知悉的材料")
    access_seals.seal_all(NOW + HOUR)
    said = sealed()[0].model_dump_json()
    assert HANDLER.name not in said
    assert "限制知悉" not in said


def test_each_bureau_seals_its_own_and_a_partys_reading_is_the_bureaus(database: str) -> None:
    ours, theirs = opened(), opened(OTHER_AGENCY)
    seen(ours, "概况")
    note_access(None, ours, "查阅正卷：决定书", now=NOW, name="示例当事人")
    note_access(STRANGER, theirs, "概况", now=NOW)
    assert access_seals.seal_all(NOW + HOUR) == 2
    assert [each.count for each in sealed()] == [2]
    assert [each.count for each in sealed(OTHER_AGENCY.code)] == [1]


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE record_accesslog SET person_name = '别人' WHERE id = {first}", "有一条被改过"),
        ("DELETE FROM record_accesslog WHERE id = {first}", "封存时 2 条，现在 1 条"),
    ],
)
def test_a_row_changed_or_removed_is_found_by_the_check(database: str, statement: str, says: str) -> None:
    dossier = opened()
    written(dossier)
    seen(dossier, "概况", "文书")
    access_seals.seal_all(NOW + HOUR)
    first = AccessLog.objects.order_by("pk").values_list("pk", flat=True)[0]
    tamper(statement.format(first=first))
    report = fsck.fsck(NOW + HOUR, resume=False)
    assert [fault.part for fault in report.faults] == ["查阅日志"]
    assert says in report.faults[0].says


def test_a_row_slipped_in_among_the_sealed_is_found(database: str) -> None:
    dossier = opened()
    row = AccessLog(pk=100, at=NOW, agency=AGENCY.code, person_name="示例甲", dossier=dossier, what="概况")
    row.save(force_insert=True)
    access_seals.seal_all(NOW + HOUR)
    row.pk = 99
    row.save(force_insert=True)
    assert [each.says for each in access_seals.check()] == [
        "查阅日志与封存的摘要不符：封存时 1 条，现在 2 条"
    ]


def test_sealing_reads_as_little_however_long_the_register_is(database: str) -> None:
    """写到第几项，读的行数、字节都一样；结果与从头读起的相同。"""
    dossier = opened()
    read = []
    for hour in range(1, 7):
        note_access(HANDLER, dossier, "概况", now=NOW + (hour - 1) * HOUR)
        with CaptureQueriesContext(connection) as queries:
            assert access_seals.seal(AGENCY.code, NOW + hour * HOUR)
        whole = [
            each["sql"] for each in queries if "record_actrow" in each["sql"] and "SELECT" in each["sql"]
        ]
        read.append((len(queries), len(whole)))
        if hour > 1:
            assert all("LIMIT 1" in each for each in whole), whole
    assert len(set(read[1:])) == 1, read
    book = find_register(AGENCY.code, Matter.ACCESS)
    assert book is not None
    kept = acts(book)
    assert [act.number for act in kept] == [1, 2, 3, 4, 5, 6]
    assert fsck.fsck(NOW + 6 * HOUR, resume=False).clean
    assert not list(access_seals.check())


def test_the_summary_followed_act_by_act_equals_the_rebuilt_one(database: str) -> None:
    dossier = opened()
    for hour in range(1, 4):
        note_access(HANDLER, dossier, "概况", now=NOW + (hour - 1) * HOUR)
        access_seals.seal(AGENCY.code, NOW + hour * HOUR)
    book = find_register(AGENCY.code, Matter.ACCESS)
    names = [field.name for field in Projection._meta.concrete_fields]
    live = Projection.objects.filter(dossier=book).values(*names).get()
    assert live["last_act"] == 3 and live["updated"] == NOW + 3 * HOUR
    rebuild(NOW.date())
    assert Projection.objects.filter(dossier=book).values(*names).get() == live


def test_a_stale_expectation_of_the_register_is_a_conflict(database: str) -> None:
    dossier = opened()
    seen(dossier, "概况")
    access_seals.seal(AGENCY.code, NOW + HOUR)
    book = find_register(AGENCY.code, Matter.ACCESS)
    assert book is not None
    by = person("system", "系统", Role.ADMINISTRATOR)
    with pytest.raises(Conflict) as told:
        append(book, SEALED, {"count": 0}, by=by, happened=NOW + HOUR, now=NOW + HOUR, expects=0)
    assert [act.number for act in told.value.acts] == [1]
