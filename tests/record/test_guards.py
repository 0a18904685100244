"""看守：换一个程序来连数据库，也改不了、删不了、换不了写下的东西。"""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import UniqueConstraint

from mingzhi.record.access import note_access
from mingzhi.record.guards import APPEND_ONLY, GUARDS, UNGUARDS
from mingzhi.record.models import ActRow
from tests.record.cast import HANDLER, NOW, opened, written

GUARDED = sorted(APPEND_ONLY)
CHANGED = {
    "record_dossier": "place = 'national'",
    "record_actrow": "body = '{}'",
    "record_issuednumber": "n = 7",
    "record_accesslog": "purpose = ''",
}


def fill() -> None:
    """每张看守的表里都有一行。"""
    dossier = opened()
    written(dossier)
    written(dossier, "inspection.notified")
    note_access(HANDLER, dossier, "全卷", now=NOW, purpose="办案")


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def contents(table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
        return list(cursor.fetchall())


def test_replace_guard_knows_every_unique_key_of_its_table() -> None:
    """加了唯一键而没有告诉看守，REPLACE 就能凭它换掉一行。"""
    for model in apps.get_app_config("record").get_models():
        listed = APPEND_ONLY.get(model._meta.db_table)
        if listed is None:
            continue
        columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
        unique: set[tuple[str, ...]] = {
            (columns[field.name],) for field in model._meta.concrete_fields if field.unique
        }
        unique |= {
            tuple(columns[name] for name in constraint.fields)
            for constraint in model._meta.constraints
            if isinstance(constraint, UniqueConstraint)
        }
        assert set(listed) == unique, model


@pytest.mark.parametrize("table", GUARDED)
def test_update_is_rejected_by_the_database(database: str, table: str) -> None:
    fill()
    before = contents(table)
    assert before
    with pytest.raises(IntegrityError, match="不得修改"):
        execute(f"UPDATE {table} SET {CHANGED[table]}")
    assert contents(table) == before


@pytest.mark.parametrize("table", GUARDED)
def test_delete_is_rejected_by_the_database(database: str, table: str) -> None:
    fill()
    before = contents(table)
    with pytest.raises(IntegrityError, match=r"不得(修改、)?删除"):
        execute(f"DELETE FROM {table}")
    assert contents(table) == before


@pytest.mark.parametrize("table", GUARDED)
def test_replace_is_rejected_by_the_database(sqlite_database: object, table: str) -> None:
    fill()
    before = contents(table)
    with pytest.raises(IntegrityError, match="不得替换"):
        execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    assert contents(table) == before


def test_replace_by_another_unique_key_is_rejected(sqlite_database: object) -> None:
    fill()
    before = contents("record_actrow")
    columns = [str(field.column) for field in ActRow._meta.concrete_fields if field.column != "id"]
    taken = ", ".join("'{}'" if column == "body" else column for column in columns)
    with pytest.raises(IntegrityError, match="不得替换"):
        execute(
            f"REPLACE INTO record_actrow ({', '.join(columns)}) SELECT {taken} FROM record_actrow LIMIT 1"
        )
    assert contents("record_actrow") == before


@pytest.mark.parametrize("table", GUARDED)
def test_upsert_is_rejected_by_the_database(database: str, table: str) -> None:
    fill()
    before = contents(table)
    with pytest.raises(IntegrityError, match="不得"):
        execute(
            f"INSERT INTO {table} SELECT * FROM {table} WHERE true "
            f"ON CONFLICT (id) DO UPDATE SET {CHANGED[table]}"
        )
    assert contents(table) == before


@pytest.mark.parametrize("table", GUARDED)
def test_truncate_is_rejected_by_the_database(database: str, table: str) -> None:
    if database == "sqlite":
        # SQLite 没有 TRUNCATE；不带条件的 DELETE 是它的清空，别处已经试过。
        with pytest.raises(Exception, match="syntax error"):
            execute(f"TRUNCATE {table}")
        return
    fill()
    before = contents(table)
    with pytest.raises(IntegrityError, match="不得修改、删除"):
        execute(f"TRUNCATE {table} CASCADE")
    assert contents(table) == before


def test_without_the_triggers_the_same_update_would_pass(database: str) -> None:
    """上面的测试确实是触发器挡住的。"""
    fill()
    for statement in UNGUARDS[database]():
        execute(statement)
    execute("UPDATE record_actrow SET body = '{}'")
    assert set(ActRow.objects.values_list("body", flat=True)) == {"{}"}
    for statement in GUARDS[database]():
        execute(statement)
    with pytest.raises(IntegrityError):
        execute("UPDATE record_actrow SET body = '{}'")
