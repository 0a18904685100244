"""法规库：按文件的名称和日子，取当时有效的那一版、那一条（design「Law as data」）。

文本由别处从磁盘读来，按（文件名，正文）交给 `parse_statute`；这里只管取。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from .numerals import numbers_in, numeral, to_int
from .reading import parse_statute, parse_statutes
from .statute import (
    DOCUMENT_NUMBER,
    Article,
    Citation,
    Item,
    Paragraph,
    Statute,
    number_key,
    short_title,
)

__all__ = [
    "Article",
    "Citation",
    "Item",
    "Library",
    "Paragraph",
    "Statute",
    "numbers_in",
    "numeral",
    "parse_statute",
    "parse_statutes",
    "short_title",
    "to_int",
]


@dataclass(frozen=True)
class Library:
    """一批法规。同名的几版，按施行日取当天有效的一版。

    文件可以写全名、简称、别名（`aliases`，如「条例」），或者「文号 + 简称」（渝医保发〔2021〕55号 公示办法）。
    简称只在同一文号之内按字顺序去对，对上两部以上的不取：宁可说没有，不可认错。
    """

    statutes: tuple[Statute, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, statutes: Iterable[Statute], aliases: Mapping[str, str] | None = None) -> Library:
        return cls(tuple(statutes), dict(aliases or {}))

    def versions(self, document: str) -> tuple[Statute, ...]:
        """这份文件的各版，由旧到新。"""
        name = self.aliases.get(document) or self.aliases.get(short_title(document)) or document
        number = number_key(name)
        if number:
            found = self._numbered(number, short_title(DOCUMENT_NUMBER.sub("", name)))
        else:
            found = [s for s in self.statutes if s.short_name == short_title(name)]
        return tuple(sorted(found, key=lambda s: s.effective or date.min))

    def in_force(self, document: str, on: date) -> Statute | None:
        """那天有效的一版。施行日不明的，只在没有别的版本时取。"""
        found = [s for s in self.versions(document) if s.effective is None or s.effective <= on]
        return found[-1] if found else None

    def article(self, document: str, number: int, on: date, sub: int = 0) -> Article | None:
        statute = self.in_force(document, on)
        return statute.article(number, sub) if statute else None

    def text(self, citation: Citation, on: date) -> str | None:
        """引用的那一处的文字；那天无此文件、无此条款项的，None。"""
        article = self.article(citation.document, citation.article, on, citation.sub)
        return article.part(citation.paragraph, citation.item) if article else None

    def _numbered(self, number: str, rest: str) -> list[Statute]:
        found = [s for s in self.statutes if number_key(s.document_number) == number]
        if rest:
            found = [s for s in found if _abbreviates(rest, s.short_name)]
        return found if len({s.short_name for s in found}) == 1 else []


def _abbreviates(short: str, name: str) -> bool:
    """简称的每个字都依次出现在全名里。"""
    rest: Iterator[str] = iter(name)
    return all(c in rest for c in short)
