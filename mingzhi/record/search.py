"""搜索：数据库自己的全文检索，按相邻两字建索引，所以词组准确，不要词典。可以丢掉重建。

一串字 abc 记作 ab、bc、c：末字单列，每个字都在某个词的开头，单字也查得到；查 abc 就是词组 ab bc。
每个字写成五位十六进制：两种数据库都当作普通单词，不随它们各自的字表变。
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from itertools import groupby

from django.db import connection

from mingzhi.record.models import Projection

TABLE = "record_search"
CREATE: dict[str, tuple[str, ...]] = {
    "sqlite": (f"CREATE VIRTUAL TABLE {TABLE} USING fts5(words, tokenize='unicode61')",),
    "postgresql": (
        f"CREATE TABLE {TABLE} (rowid bigint PRIMARY KEY REFERENCES record_projection (id) "
        "ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, body text NOT NULL, words tsvector NOT NULL)",
        f"CREATE INDEX {TABLE}_words ON {TABLE} USING gin (words)",
    ),
}
DROP: dict[str, tuple[str, ...]] = {vendor: (f"DROP TABLE {TABLE}",) for vendor in CREATE}
# 更长的查询不会更准，只会更慢。
LONGEST_QUERY = 100


def runs(text: str) -> list[str]:
    """连续的字（汉字、字母、数字），全角半角、大小写视为相同；标点和空白断开。"""
    plain = unicodedata.normalize("NFKC", text).casefold()
    # 末一平面（私用区）的字写不进五位，当作断开。
    grouped = groupby(plain, key=lambda character: character.isalnum() and ord(character) <= 0xFFFFF)
    return ["".join(characters) for kept, characters in grouped if kept]


def _code(character: str) -> str:
    return f"{ord(character):05x}"


def bigrams(run: str) -> list[str]:
    """一串字的相邻两字；末字单列。"""
    return [_code(run[i]) + _code(run[i + 1]) for i in range(len(run) - 1)] + [_code(run[-1])]


@lru_cache(maxsize=4096)
def indexed(line: str) -> tuple[str, str]:
    """一行字：连续的各串，一串一行；它们的词。一卷的字大多是前几次写入的，同一行不重算。"""
    found = runs(line)
    return "\n".join(found), " ".join(word for run in found for word in bigrams(run))


def index(projection: Projection) -> None:
    """把一卷的文字放进索引，替换原来的。"""
    lines = [indexed(line) for line in projection.text.splitlines()]
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE rowid = %s", [projection.pk])
        if connection.vendor == "sqlite":
            cursor.execute(
                f"INSERT INTO {TABLE} (rowid, words) VALUES (%s, %s)",
                [projection.pk, " ".join(filter(None, (words for _, words in lines)))],
            )
        else:
            unique = {word for _, words in lines for word in words.split()}
            # 位置在 tsvector 里最多记到 16383，所以它只筛选，词组由 body 逐字核对。
            cursor.execute(
                f"INSERT INTO {TABLE} (rowid, body, words) VALUES (%s, %s, array_to_tsvector(%s::text[]))",
                [projection.pk, "\n".join(filter(None, (found for found, _ in lines))), sorted(unique)],
            )


def clear() -> None:
    """清空索引。"""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")


def find(agency: str, query: str, limit: int = 50) -> list[Projection]:
    """本机关卷宗里含有 query 每一串字的，最近记录的在前。没有可查的字，什么也查不到。"""
    wanted = runs(query[:LONGEST_QUERY])
    if not wanted or limit < 1:
        return []
    condition, values = _MATCH[connection.vendor](wanted)
    statement = (
        f"SELECT p.id FROM {TABLE} s JOIN record_projection p ON p.id = s.rowid "
        f"WHERE {condition} AND p.agency = %s ORDER BY p.updated DESC, p.id DESC LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, agency, limit])
        found = [row[0] for row in cursor.fetchall()]
    by_id = Projection.objects.select_related("dossier").in_bulk(found)
    return [by_id[each] for each in found]


def _sqlite_match(wanted: list[str]) -> tuple[str, list[str]]:
    # 五位十六进制里没有引号，不会有人从查询里写出语法来。
    terms = [
        f'"{_code(run)}" *' if len(run) == 1 else '"' + " ".join(bigrams(run)[:-1]) + '"' for run in wanted
    ]
    return "s.words MATCH %s", [" AND ".join(terms)]


def _postgresql_match(wanted: list[str]) -> tuple[str, list[str]]:
    terms = [
        f"'{_code(run)}':*" if len(run) == 1 else " & ".join(f"'{word}'" for word in bigrams(run)[:-1])
        for run in wanted
    ]
    exact = [run for run in wanted if len(run) > 1]
    condition = "s.words @@ %s::tsquery" + " AND strpos(s.body, %s) > 0" * len(exact)
    return condition, [" & ".join(terms), *exact]


_MATCH: dict[str, Callable[[list[str]], tuple[str, list[str]]]] = {
    "sqlite": _sqlite_match,
    "postgresql": _postgresql_match,
}
