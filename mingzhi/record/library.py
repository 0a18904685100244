"""法规库：本机关自己装载的法规全文，存在数据目录的 statutes 里；引文连到当日有效的那一版那一条。

法规全文不随程序发布（``mingzhi statutes load 文件夹``）。没有装载的，只显示规则自己的话和引文。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from mingzhi.law.rules import Rule, Source
from mingzhi.law.statutes import Library, Statute, parse_statutes

SUFFIXES = (".md", ".txt")


@dataclass(frozen=True)
class Quoted:
    """引到的一处：哪部法规的哪一版，这一条的全文，引的那一款、项的文字（就是整条的为空）。"""

    statute: Statute
    heading: str
    article: str
    part: str

    @property
    def text(self) -> str:
        """引的那一处的文字。"""
        return self.part or self.article

    @property
    def version(self) -> str:
        """这一版从哪天起。"""
        day = self.statute.effective or self.statute.version_date
        return f"{day.isoformat()} 起施行" if day else ""


def folder() -> Path:
    """法规库的文件夹。"""
    return Path(settings.MINGZHI_DATA) / "statutes"


def files(root: Path) -> list[Path]:
    """一个文件夹里可以读的文件，按名称。"""
    return sorted(file for file in root.iterdir() if file.is_file() and file.suffix in SUFFIXES)


def read(file: Path) -> tuple[Statute, ...]:
    """一个文件里的各部法规；没有条文的不算。"""
    text = file.read_text(encoding="utf-8-sig")
    return tuple(found for found in parse_statutes(file.stem, text) if found.articles)


def library() -> Library:
    """现在的法规库。文件有增减、改动，下一次问的时候重新读。"""
    root = folder()
    if not root.is_dir():
        return Library()
    marks = tuple((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files(root))
    return _read(marks)


@lru_cache(maxsize=1)
def _read(marks: tuple[tuple[str, int, int], ...]) -> Library:
    return Library.of(found for name, _, _ in marks for found in read(Path(name)))


def load(source: Path) -> Iterator[tuple[Path, tuple[Statute, ...], str]]:
    """把 source 里的法规收进法规库，逐个报告：文件、其中的法规、收不进来的原因。"""
    root = folder()
    root.mkdir(parents=True, exist_ok=True)
    for file in files(source):
        try:
            found = read(file)
        except (ValueError, UnicodeDecodeError) as error:
            yield file, (), f"读不出来：{error}"
            continue
        if found:
            (root / file.name).write_bytes(file.read_bytes())
        yield file, found, "" if found else "没有条文，不收"


def quote(source: Source, on: date) -> Quoted | None:
    """source 所引的那一处，on 当日有效的文字；法规库里没有的为 None。"""
    if source.article is None:
        return None
    found = library()
    statute = found.in_force(source.document, on)
    article = statute.article(source.article) if statute else None
    if statute is None or article is None:
        return None
    whole = source.paragraph is None and source.item is None
    part = "" if whole else article.part(source.paragraph, source.item) or ""
    return Quoted(statute, article.heading, article.text, part)


def quote_rule(rule: Rule, on: date) -> Quoted | None:
    """一条规则的出处的原文。产品默认没有出处。"""
    return quote(rule.source, on) if rule.blocks else None
