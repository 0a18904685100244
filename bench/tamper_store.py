"""改库里的行和磁盘上的文件：改了的，mingzhi fsck 都须说出；老实办案，什么时候查都不许说什么。

看守（触发器）先拆掉：这里的对手是能直接连数据库、能进服务器的人。改在事务里，查完回滚，所以一个库用到底。
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.tamper import Attempt

# 表 → 不改的栏：主键改了就是换了一行；说不出对错的便条不算记录。
TABLES: dict[str, tuple[str, ...]] = {
    "record_actrow": ("id",),
    "record_loghead": ("id",),
    "record_exhibitblob": ("media_type", "held_until", "held_in"),
    "record_projection": ("id", "dossier_id", "as_of"),
}


def fill(dossiers: int = 3) -> None:
    """几卷示例：有材料，公开过两次。"""
    from mingzhi.record import publishing
    from mingzhi.record.exhibits import store
    from tests.record.cast import NOW, opened, written

    for number in range(dossiers):
        dossier = opened()
        exhibit = store(io.BytesIO(f"示例材料{number}".encode() * 20), "示例.txt", "text/plain")
        written(dossier, exhibits=(exhibit,))
        written(dossier, "lead.verified")
        publishing.publish(NOW + timedelta(hours=number))


def found() -> tuple[bool, str]:
    """mingzhi fsck 查出没有；说的第一处。"""
    from mingzhi.record import fsck
    from tests.record.cast import NOW

    try:
        report = fsck.fsck(NOW, resume=False)
    except Exception as error:  # 查的程序自己倒下，不算查出
        return False, f"fsck 出错：{type(error).__name__} {error}"
    first = f"{report.faults[0].part}：{report.faults[0].says}" if report.faults else "没有不对的"
    return not report.clean, first


# ── 库里的行 ───────────────────────────────────────────────────────────


def rows(count: int, chance: random.Random) -> Iterator[Attempt]:
    """改库里的行。"""
    from django.db import IntegrityError, connection, transaction

    from mingzhi.record.guards import UNGUARDS

    ways = ("改字", "改一个字节", "删除", "调换", "倒填", "截断")
    for number in range(count):
        way = ways[number % len(ways)]
        what = ""
        with transaction.atomic():
            with connection.cursor() as cursor:
                for each in UNGUARDS[connection.vendor]():
                    cursor.execute(each)
                try:
                    with transaction.atomic():
                        while not what:
                            what = _row_damage(way, cursor, chance)
                except IntegrityError:
                    # 数据库自己的约束就不答应。
                    yield Attempt("库里的行", way, True, what)
                    transaction.set_rollback(True)
                    continue
            seen, says = found()
            transaction.set_rollback(True)
        yield Attempt("库里的行", way, seen, f"{what}；{says}")


def _row_damage(way: str, cursor: Any, chance: random.Random) -> str:
    """改一处，说出改了哪里；什么也没有变的是空的，再来。"""
    table = (
        "record_actrow" if way in ("调换", "倒填") or chance.random() < 0.6 else chance.choice(list(TABLES))
    )
    columns, key = _columns(cursor, table)
    picked = [row[0] for row in _all(cursor, f"SELECT {key} FROM {table} ORDER BY {key}")]
    one = chance.choice(picked)
    if way == "删除":
        cursor.execute(f"DELETE FROM {table} WHERE {key} = %s", [one])
        return f"删 {table} {one}"
    if way == "倒填":
        name = chance.choice(("happened", "recorded"))
        days = chance.randrange(1, 60)
        cursor.execute(
            f"UPDATE {table} SET {name} = datetime({name}, '-{days} days') WHERE {key} = %s", [one]
        )
        return f"{table} {one} 的 {name} 提前 {days} 天"
    if way == "调换":
        return _swap_rows(table, key, picked, columns, cursor, chance)
    column = chance.choice([name for name in columns if name not in TABLES[table]])
    ((old,),) = _all(cursor, f"SELECT {column} FROM {table} WHERE {key} = %s", [one])
    new = _changed(way, old, chance)
    if new == old:
        return ""
    cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", [new, one])
    return f"{table} {one} 的 {column}：{old!r:.60} 改成 {new!r:.60}"


def _swap_rows(
    table: str, key: str, picked: list[Any], columns: list[str], cursor: Any, chance: random.Random
) -> str:
    one, two = chance.sample(picked, 2)
    column = chance.choice(
        ("body", "actor", "happened", "recorded", "sha256", "exhibits", "salt", "previous")
    )
    values = {
        row: _all(cursor, f"SELECT {column} FROM {table} WHERE {key} = %s", [row])[0][0] for row in (one, two)
    }
    if values[one] == values[two]:
        return ""
    for row, other in ((one, two), (two, one)):
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", [values[other], row])
    return f"{table} {one} 与 {two} 的 {column} 对调"


def _columns(cursor: Any, table: str) -> tuple[list[str], str]:
    found = _all(cursor, f"PRAGMA table_info({table})")
    return [row[1] for row in found], next(row[1] for row in found if row[5])


def _all(cursor: Any, statement: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    cursor.execute(statement, values or [])
    return list(cursor.fetchall())


def _changed(way: str, old: Any, chance: random.Random) -> Any:
    """改过的值；读起来还是原来那个意思的（少写了零秒的时刻），给原来的，由调用的再来一次。"""
    if isinstance(old, bool):
        return not old
    if isinstance(old, int):
        return max(0, old + chance.choice((-1, 1, 7)))
    if old is None:
        return "2020-01-01"
    new = _retouched(way, str(old), chance)
    return old if isinstance(old, datetime) and _moment(new) == old else new


def _moment(text: str) -> datetime | None:
    from django.utils.dateparse import parse_datetime

    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _retouched(way: str, text: str, chance: random.Random) -> str:
    if way == "截断":
        return text[: chance.randrange(len(text))] if text else text
    at = chance.randrange(len(text) + 1)
    if way == "改字" or not text:
        return text[:at] + chance.choice("乙7a") + text[at + 1 :]
    data = bytearray(text.encode())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(7)
    return data.decode("utf-8", "replace").replace("\x00", "?")


# ── 磁盘上的文件 ───────────────────────────────────────────────────────


def files(count: int, chance: random.Random) -> Iterator[Attempt]:
    """改材料、瓦片、检查点的文件。"""
    ways = ("改一个字节", "删除", "调换", "截断", "多出来", "倒填")
    for number in range(count):
        way = ways[number % len(ways)]
        kept: dict[Path, bytes | None] = {}
        what = _file_damage(way, kept, chance)
        seen, says = found()
        for path, content in kept.items():
            _put(path, content)
        yield Attempt("磁盘上的文件", way, seen, f"{what}；{says}")


def _file_damage(way: str, kept: dict[Path, bytes | None], chance: random.Random) -> str:
    from django.conf import settings

    from mingzhi.record import publishing

    exhibits = sorted(path for path in Path(settings.MINGZHI_EXHIBITS).rglob("*") if path.is_file())
    log = publishing.folder()
    size = publishing.latest()
    width = f".p/{size.checkpoint.size}" if size else ""
    # 旧的不满的瓦片可丢，现在的一片不可以。
    tiles = sorted(path for path in (log / "tile").rglob("*") if path.is_file() and str(path).endswith(width))
    history = sorted((log / "history").iterdir())
    signed = [log / "checkpoint", *history]
    if way == "多出来":
        name = f"{chance.getrandbits(256):064x}"
        path = exhibits[0].parents[2] / name[:2] / name[2:4] / name
        return _change(path, b"?", kept)
    if way == "倒填":
        # 以前的一份检查点，拿到现在来用；或者现在的冒充以前的一份、字却改过。
        path = log / "checkpoint"
        content = path.read_bytes()
        return _change(path, content.replace(b"\n6\n", b"\n%d\n" % chance.randrange(1, 6)), kept)
    if way == "删除":
        return _change(chance.choice([*exhibits, *tiles, log / "checkpoint"]), None, kept)
    if way == "调换":
        one, two = chance.sample(exhibits, 2) if chance.random() < 0.5 else chance.sample(tiles, 2)
        first, second = one.read_bytes(), two.read_bytes()
        return _change(one, second, kept) + _change(two, first, kept)
    path = chance.choice(exhibits + tiles + signed)
    content = bytearray(path.read_bytes())
    # 检查点里别人的、国密的签名行，接在我们的后面：动了它，我们签的那一句照样成立。
    ours = content.find(b"\n", content.find("\n—".encode()) + 1) if path in signed else len(content)
    at = chance.randrange(ours)
    if way == "截断":
        del content[at:]
    else:
        content[at] ^= chance.randrange(1, 256)
    return _change(path, bytes(content), kept)


def _change(path: Path, content: bytes | None, kept: dict[Path, bytes | None]) -> str:
    kept[path] = path.read_bytes() if path.exists() else None
    _put(path, content)
    return f"{path.parent.name}/{path.name} "


def _put(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.chmod(0o600)
    path.write_bytes(content)


# ── 老实的 ─────────────────────────────────────────────────────────────


def honest(count: int, chance: random.Random) -> Iterator[Attempt]:
    """老实办案：开卷、写入、存材料，随时查。写的回滚，免得库越来越大。"""
    from django.db import transaction

    from mingzhi.record.exhibits import store
    from tests.record.cast import opened, written

    for number in range(count):
        with transaction.atomic():
            dossier = opened()
            exhibit = store(io.BytesIO(f"示例材料{number % 3}".encode() * 20), "示例.txt", "text/plain")
            written(dossier, exhibits=(exhibit,) if chance.random() < 0.5 else ())
            for _ in range(chance.randrange(3)):
                written(dossier, chance.choice(("lead.verified", "lead.registered", "inspection.notified")))
            seen, says = found()
            transaction.set_rollback(True)
        yield Attempt("库和文件", "老实的", not seen, f"第 {number} 次：{says}")
