"""看守：数据库自己拒绝修改和删除的语句，SQLite 与 PostgreSQL 各一套；迁移用它，测试也用它。

SQLite 的 REPLACE 先删后写，默认不触发删除触发器，所以另有一个写入触发器，主键或者唯一键已经存在就拒绝。
"""

from __future__ import annotations

from collections.abc import Iterator

Keys = dict[str, tuple[tuple[str, ...], ...]]
# 表 → 它的各组唯一键。
APPEND_ONLY: Keys = {
    "record_dossier": (("id",), ("agency", "matter")),
    "record_actrow": (("id",), ("dossier_id", "number"), ("leaf_index",)),
    "record_issuednumber": (("id",), ("agency", "series", "year", "n")),
    "record_accesslog": (("id",),),
}
# 只管一部分行的唯一键，和管到哪些行。
PARTIAL = {("agency", "matter"): "NEW.matter NOT IN ('case', 'application')"}
# 第 0002 次迁移时的样子：还没有卷的种类。
FIRST: Keys = {**APPEND_ONLY, "record_dossier": (("id",),)}
NAMES = {
    "record_dossier": "卷",
    "record_actrow": "执法行为",
    "record_issuednumber": "文号",
    "record_accesslog": "查阅日志",
}


def sqlite_guards(tables: Keys = APPEND_ONLY) -> Iterator[str]:
    """SQLite 的触发器。"""
    for table, keys in tables.items():
        for event, verb in (("UPDATE", "修改"), ("DELETE", "删除")):
            yield (
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{NAMES[table]}写入后不得{verb}'); END"
            )
        same = " OR ".join(
            "(" + " AND ".join([*(f"{column} = NEW.{column}" for column in key), *_only(key)]) + ")"
            for key in keys
        )
        yield (
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
            f"BEGIN SELECT RAISE(ABORT, '{NAMES[table]}已有同一项，不得替换'); END"
        )


def _only(key: tuple[str, ...]) -> tuple[str, ...]:
    return (PARTIAL[key],) if key in PARTIAL else ()


def sqlite_unguard() -> Iterator[str]:
    for table in APPEND_ONLY:
        for event in ("update", "delete", "replace"):
            yield f"DROP TRIGGER IF EXISTS {table}_no_{event}"


def postgresql_guards(tables: Keys = APPEND_ONLY) -> Iterator[str]:
    """PostgreSQL 的触发器：逐行拒绝修改和删除，逐句拒绝清空。"""
    yield (
        "CREATE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '%写入后不得修改、删除', TG_ARGV[0] "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in tables:
        yield (
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION record_refuse('{NAMES[table]}')"
        )
        yield (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION record_refuse('{NAMES[table]}')"
        )


def postgresql_unguard() -> Iterator[str]:
    for table in APPEND_ONLY:
        yield f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}"
        yield f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}"
    yield "DROP FUNCTION IF EXISTS record_refuse()"


GUARDS = {"sqlite": sqlite_guards, "postgresql": postgresql_guards}
UNGUARDS = {"sqlite": sqlite_unguard, "postgresql": postgresql_unguard}
