"""看守：数据库自己拒绝修改和删除的语句，SQLite 与 PostgreSQL 各一套；迁移用它，测试也用它。

SQLite 的 REPLACE 先删后写，默认不触发删除触发器，所以另有一个写入触发器，主键或者唯一键已经存在就拒绝。

只放过一种修改：依法处置。一项行为的内容可以变成空的，一份材料的文件名可以变成 null，别的栏一个字不动，而且同一卷里已经有
在后的一项处置点名要销毁它，那项处置指着另一个人的提请。谁来改都一样，程序也没有别的路；处置自己的各项不能销毁。
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


# 由档案包恢复的卷：它的各项不在本机的日志里（leaf_index 为空）。
RESTORED_ONLY_WHEN_EMPTY = "库里已有执法行为，不得恢复别处的卷"
RESTORED_IS_READ_ONLY = "由档案包恢复的卷，不得再写入"
ACTS = "record_actrow"
# 处置以后仍要一字不动的各栏：除了 body、names 全部。
KEPT = (
    "id",
    "dossier_id",
    "number",
    "kind",
    "happened",
    "recorded",
    "actor",
    "body_digest",
    "exhibits",
    "previous",
    "sha256",
    "sm3",
    "salt",
    "leaf_index",
)
_NEVER = "OLD.kind NOT IN ('disposal.proposed', 'content.disposed', 'disposal.declined')"
# c 是处置，p 是它指着的提请，d 是清单里说这一项的一行。先看种类再读内容：别的种类的内容可能已经空了，读不得。
_SQLITE_NAMED = (
    "EXISTS (SELECT 1 FROM record_actrow c JOIN record_actrow p "
    "ON p.dossier_id = c.dossier_id AND p.kind = 'disposal.proposed' AND p.number < c.number AND p.number = "
    "CASE WHEN c.kind = 'content.disposed' THEN json_extract(c.body, '$.of') END "
    "WHERE c.dossier_id = OLD.dossier_id AND c.kind = 'content.disposed' AND c.number > OLD.number "
    "AND json_extract(p.actor, '$.number') <> json_extract(c.actor, '$.number') "
    "AND EXISTS (SELECT 1 FROM json_each(CASE WHEN c.kind = 'content.disposed' THEN c.body ELSE '{{}}' END, "
    "'$.disposed') d WHERE json_extract(d.value, '$.act') = OLD.number AND {what}))"
)
_SQLITE_DISPOSAL = (
    "(NEW.body IS NOT OLD.body OR NEW.names IS NOT OLD.names) AND "
    + " AND ".join(f"NEW.{column} IS OLD.{column}" for column in KEPT)
    + f" AND {_NEVER} AND (NEW.body IS OLD.body OR NEW.body = '' AND "
    + _SQLITE_NAMED.format(what="json_extract(d.value, '$.body')")
    + ") AND (NEW.names IS OLD.names OR json_array_length(NEW.names) = json_array_length(OLD.names) "
    "AND NOT EXISTS (SELECT 1 FROM json_each(OLD.names) o JOIN json_each(NEW.names) n ON n.key = o.key "
    "WHERE n.value IS NOT o.value AND NOT (n.type = 'null' AND "
    + _SQLITE_NAMED.format(
        what="EXISTS (SELECT 1 FROM json_each(d.value, '$.exhibits') e "
        "WHERE e.value = json_extract(OLD.exhibits, '$[' || o.key || '].sha256'))"
    )
    + ")))"
)
_POSTGRESQL_NAMED = (
    "EXISTS (SELECT 1 FROM record_actrow c JOIN record_actrow p "
    "ON p.dossier_id = c.dossier_id AND p.kind = 'disposal.proposed' AND p.number < c.number AND p.number = "
    "CASE WHEN c.kind = 'content.disposed' THEN (c.body::jsonb ->> 'of')::integer END "
    "WHERE c.dossier_id = OLD.dossier_id AND c.kind = 'content.disposed' AND c.number > OLD.number "
    "AND p.actor::jsonb ->> 'number' <> c.actor::jsonb ->> 'number' "
    "AND EXISTS (SELECT 1 FROM jsonb_array_elements("
    "CASE WHEN c.kind = 'content.disposed' THEN c.body::jsonb -> 'disposed' ELSE '[]'::jsonb END) d "
    "WHERE (d ->> 'act')::integer = OLD.number AND {what}))"
)
_POSTGRESQL_DISPOSAL = (
    "(NEW.body <> OLD.body OR NEW.names <> OLD.names) "
    "AND to_jsonb(NEW) - 'body' - 'names' = to_jsonb(OLD) - 'body' - 'names' "
    f"AND {_NEVER} AND (NEW.body = OLD.body OR NEW.body = '' AND "
    + _POSTGRESQL_NAMED.format(what="(d ->> 'body')::boolean")
    + ") AND (NEW.names = OLD.names OR jsonb_array_length(NEW.names::jsonb) = jsonb_array_length(OLD.names::jsonb) "
    "AND NOT EXISTS (SELECT 1 FROM generate_series(0, jsonb_array_length(OLD.names::jsonb) - 1) i "
    "WHERE NEW.names::jsonb -> i IS DISTINCT FROM OLD.names::jsonb -> i "
    "AND NOT (NEW.names::jsonb -> i = 'null'::jsonb AND "
    + _POSTGRESQL_NAMED.format(
        what="d -> 'exhibits' @> jsonb_build_array(OLD.exhibits::jsonb -> i ->> 'sha256')"
    )
    + ")))"
)


def sqlite_guards(tables: Keys = APPEND_ONLY, *, disposal: bool = True) -> Iterator[str]:
    """SQLite 的触发器。disposal 为假的，处置也不放过。"""
    for table, keys in tables.items():
        for event, verb in (("UPDATE", "修改"), ("DELETE", "删除")):
            unless = (
                f"WHEN NOT ({_SQLITE_DISPOSAL}) "
                if (table, event, disposal) == (ACTS, "UPDATE", True)
                else ""
            )
            yield (
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} {unless}"
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
        if table == ACTS:
            yield (
                f"CREATE TRIGGER {table}_no_restoring BEFORE INSERT ON {table} WHEN NEW.leaf_index IS NULL "
                f"AND EXISTS (SELECT 1 FROM {table} WHERE leaf_index IS NOT NULL) "
                f"BEGIN SELECT RAISE(ABORT, '{RESTORED_ONLY_WHEN_EMPTY}'); END"
            )
            yield (
                f"CREATE TRIGGER {table}_no_continuing BEFORE INSERT ON {table} WHEN NEW.leaf_index IS NOT NULL "
                f"AND EXISTS (SELECT 1 FROM {table} WHERE dossier_id = NEW.dossier_id "
                "AND number = NEW.number - 1 AND leaf_index IS NULL) "
                f"BEGIN SELECT RAISE(ABORT, '{RESTORED_IS_READ_ONLY}'); END"
            )


def _only(key: tuple[str, ...]) -> tuple[str, ...]:
    return (PARTIAL[key],) if key in PARTIAL else ()


def sqlite_unguard() -> Iterator[str]:
    for table in APPEND_ONLY:
        for event in ("update", "delete", "replace", "restoring", "continuing"):
            yield f"DROP TRIGGER IF EXISTS {table}_no_{event}"


def postgresql_guards(tables: Keys = APPEND_ONLY) -> Iterator[str]:
    """PostgreSQL 的触发器：逐行拒绝修改和删除，逐句拒绝清空。"""
    yield (
        "CREATE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '%写入后不得修改、删除', TG_ARGV[0] "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    yield from postgresql_disposal()
    yield from _postgresql_restored()
    for table in tables:
        function = "record_refuse_act" if table == ACTS else "record_refuse"
        yield (
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}('{NAMES[table]}')"
        )
        yield (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION record_refuse('{NAMES[table]}')"
        )
        if table == ACTS:
            yield (
                f"CREATE TRIGGER {table}_no_restoring BEFORE INSERT ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION record_refuse_restored()"
            )


def _postgresql_restored() -> Iterator[str]:
    yield (
        "CREATE FUNCTION record_refuse_restored() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NEW.leaf_index IS NULL AND EXISTS (SELECT 1 FROM {ACTS} WHERE leaf_index IS NOT NULL) THEN "
        f"RAISE EXCEPTION '{RESTORED_ONLY_WHEN_EMPTY}' USING ERRCODE = 'integrity_constraint_violation'; "
        f"ELSIF NEW.leaf_index IS NOT NULL AND EXISTS (SELECT 1 FROM {ACTS} a WHERE "
        "a.dossier_id = NEW.dossier_id AND a.number = NEW.number - 1 AND a.leaf_index IS NULL) THEN "
        f"RAISE EXCEPTION '{RESTORED_IS_READ_ONLY}' USING ERRCODE = 'integrity_constraint_violation'; "
        "END IF; RETURN NEW; END $$"
    )


def postgresql_disposal() -> Iterator[str]:
    """执法行为的看守，和销毁内容的唯一函数：办案的账号没有修改的权限，只能经它，它也要过触发器。"""
    yield (
        "CREATE FUNCTION record_refuse_act() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'UPDATE' THEN IF {_POSTGRESQL_DISPOSAL} THEN RETURN NEW; END IF; END IF; "
        "RAISE EXCEPTION '%写入后不得修改、删除', TG_ARGV[0] "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    # plpgsql 到用时才认栏名：早先的迁移里还没有 names 一栏。
    yield (
        "CREATE FUNCTION record_dispose(dossier uuid, act integer, whole boolean, kept text) RETURNS void "
        "LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$ BEGIN "
        "UPDATE record_actrow r SET body = CASE WHEN whole THEN '' ELSE r.body END, names = kept "
        "WHERE r.dossier_id = dossier AND r.number = act "
        "AND (r.names <> kept OR whole AND r.body <> ''); END $$"
    )


def postgresql_unguard() -> Iterator[str]:
    for table in APPEND_ONLY:
        yield f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}"
        yield f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}"
    yield f"DROP TRIGGER IF EXISTS {ACTS}_no_restoring ON {ACTS}"
    yield "DROP FUNCTION IF EXISTS record_refuse_restored()"
    yield "DROP FUNCTION IF EXISTS record_refuse()"
    yield "DROP FUNCTION IF EXISTS record_refuse_act()"
    yield "DROP FUNCTION IF EXISTS record_dispose(uuid, integer)"
    yield "DROP FUNCTION IF EXISTS record_dispose(uuid, integer, boolean, text)"


GUARDS = {"sqlite": sqlite_guards, "postgresql": postgresql_guards}
UNGUARDS = {"sqlite": sqlite_unguard, "postgresql": postgresql_unguard}


def early_guards(vendor: str, tables: Keys = APPEND_ONLY) -> Iterator[str]:
    """第 0008 次迁移以前的看守：那时还没有 names 一栏，SQLite 的触发器里不能提它，所以处置也先不放过。"""
    return sqlite_guards(tables, disposal=False) if vendor == "sqlite" else GUARDS[vendor](tables)
