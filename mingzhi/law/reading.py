"""读法规文本：Markdown 或者纯文本，读成 `Statute`。一个文件里有几部办法的，按各自的「第一条」拆开。"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from .numerals import NUMERAL, to_int
from .statute import DOCUMENT_NUMBER, Article, Item, Paragraph, Statute, number_key

_ARTICLE = re.compile(rf"^第({NUMERAL})条(?:之({NUMERAL}))?(\s*)(.*)$")
_HEADING = re.compile(rf"^#*\s*(第{NUMERAL}([编章节])\s*.*)$")
_ITEM = re.compile(rf"^（({NUMERAL})）\s*(.*)$")
_POINT = re.compile(r"^(\d{1,2})[.．]\s*(?!\d)(.*)$")
_PART = re.compile(rf"^({NUMERAL})、(.*)$")
_DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_EFFECTIVE = re.compile(r"自\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日起(?:施行|试行)")
_ON_ISSUE = re.compile(r"自(?:公布|发布|印发|发文)之日起(?:施行|试行)")
_IN_NAME = re.compile(r"[（(](\d{4})-(\d{2})-(\d{2})[）)]")
_TITLE = re.compile(r"[^，。；：\n]+")
_ANNEX = re.compile(r"^附件\s*(?:[:：]|[0-9一二三四五六七八九十]+\s*$)")
# After an article number these words go on a sentence; they never open an article.
_GOES_ON = ("规定", "第", "的", "、", "，", "。", "；", "所", "中", "至", "和", "或", "及", "以")
_INVISIBLE = {0x3000: " ", 0xA0: " ", 0x200B: None, 0xFEFF: None}
_AMENDED = re.compile(r"修订|修正|修改")
_LEVELS = {"编": 0, "章": 1, "节": 2}


def parse_statute(
    name: str,
    text: str,
    *,
    title: str = "",
    document_number: str = "",
    version_date: date | None = None,
    effective: date | None = None,
) -> Statute:
    """读一部法规；文件里有几部的用 `parse_statutes`。文本没有写明的，由调用的人给。"""
    statutes = parse_statutes(
        name,
        text,
        title=title,
        document_number=document_number,
        version_date=version_date,
        effective=effective,
    )
    if len(statutes) != 1:
        raise ValueError(f"{name} 里有 {len(statutes)} 部法规，请用 parse_statutes。")
    return statutes[0]


def parse_statutes(
    name: str,
    text: str,
    *,
    title: str = "",
    document_number: str = "",
    version_date: date | None = None,
    effective: date | None = None,
) -> tuple[Statute, ...]:
    """读一个文件里的各部法规。"""
    lines = [_tidy(line) for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("<!--")]
    starts = [n for n, line in enumerate(lines) if _opens(line, 0, 0) == (1, 0)]
    if not starts:
        return (_outline(name, lines, title, document_number, version_date, effective),)
    preamble = lines[: starts[0]]
    number = document_number or _document_number(preamble)
    dated = version_date or _date_in_name(name) or _last_date(preamble)
    found = []
    for n, start in enumerate(starts):
        end = _title_start(lines, starts[n + 1]) if n + 1 < len(starts) else len(lines)
        heading = _markdown_title(preamble) if len(starts) == 1 else ""
        own = title or heading or _title_above(lines, start) or name
        body, annex = _cut_annex(lines[start:end])
        articles = _articles(_chapters_above(lines, start), body)
        history = tuple(line for line in preamble if not line.startswith("#") and _DATE.search(line))
        from_day, stated = _effective(articles, dated, effective, history)
        found.append(
            Statute(
                name=own,
                version_date=dated,
                effective=from_day,
                effective_stated=stated,
                articles=articles,
                document_number=number,
                history=history,
                annex=annex,
            )
        )
    return tuple(found)


def _tidy(line: str) -> str:
    """去掉首尾空白；看不见的零宽字符有的文本里单独占一行。"""
    return line.translate(_INVISIBLE).strip()


def _opens(line: str, last: int, last_sub: int) -> tuple[int, int] | None:
    """这一行是不是一条的开头。条号后有空格的是；没有空格的，须正好是下一条，且不是在引用别的条。"""
    match = _ARTICLE.match(line)
    if match is None:
        return None
    number, sub = to_int(match[1]), to_int(match[2]) if match[2] else 0
    follows = (number, sub) in ((last + 1, 0), (last, last_sub + 1))
    if match[3] or not match[4]:
        return number, sub
    return (number, sub) if follows and not match[4].startswith(_GOES_ON) else None


def _articles(above: list[str], lines: Iterable[str]) -> tuple[Article, ...]:
    articles: list[Article] = []
    chapters: dict[int, str] = {}
    for line in above:
        _chapter(line, chapters)
    heading, key, held, where = "", (0, 0), list[str](), tuple[str, ...]()

    def close() -> None:
        if heading:
            articles.append(Article(key[0], heading, _paragraphs(held), key[1], where))

    for line in lines:
        opened = _opens(line, *key)
        if opened is not None:
            close()
            match = _ARTICLE.match(line)
            assert match is not None
            heading = f"第{match[1]}条" + (f"之{match[2]}" if match[2] else "")
            key, held, where = opened, [match[4].strip()], _path(chapters)
        elif line.startswith("#") or _HEADING.match(line):
            _chapter(line, chapters)
        else:
            held.append(line)
    close()
    return tuple(articles)


def _chapter(line: str, chapters: dict[int, str]) -> None:
    match = _HEADING.match(line)
    level = _LEVELS[match[2]] if match else 1
    for deeper in [n for n in chapters if n >= level]:
        del chapters[deeper]
    chapters[level] = re.sub(r"\s+", " ", match[1] if match else line.lstrip("# "))


def _path(chapters: dict[int, str]) -> tuple[str, ...]:
    return tuple(chapters[level] for level in sorted(chapters))


def _chapters_above(lines: list[str], start: int) -> list[str]:
    """第一条之前紧挨着的编、章、节标题。"""
    above: list[str] = []
    while start > 0 and (lines[start - 1].startswith("##") or _HEADING.match(lines[start - 1])):
        start -= 1
        above.insert(0, lines[start])
    return above


def _paragraphs(lines: Iterable[str]) -> tuple[Paragraph, ...]:
    """一段一款；（一）（二）归它前面的款；1. 2. 归它前面的项。"""
    built: list[tuple[str, list[Item]]] = []
    for line in lines:
        item = _ITEM.match(line)
        if item and built:
            built[-1][1].append(Item(to_int(item[1]), item[2]))
        elif _POINT.match(line) and built and built[-1][1]:
            last = built[-1][1][-1]
            built[-1][1][-1] = Item(last.number, f"{last.text}\n{line}")
        elif line:
            built.append((line, []))
    return tuple(Paragraph(n, text, tuple(items)) for n, (text, items) in enumerate(built, start=1))


def _cut_annex(lines: list[str]) -> tuple[list[str], str]:
    for n, line in enumerate(lines):
        if _ANNEX.match(line):
            return lines[:n], "\n".join(lines[n:])
    return lines, ""


# ── 标题、文号、日期 ─────────────────────────────────────────────────────


def _markdown_title(preamble: list[str]) -> str:
    return next((line[2:].strip() for line in preamble if line.startswith("# ")), "")


def _title_start(lines: list[str], start: int) -> int:
    """第一条上面的标题从哪一行起：（试行）单独一行的，连上面一行。"""
    start -= len(_chapters_above(lines, start))
    if start > 0 and re.fullmatch(r"[（(][试暂]行[）)]", lines[start - 1]):
        start -= 1
    return max(start - 1, 0)


def _title_above(lines: list[str], start: int) -> str:
    top = _title_start(lines, start)
    bottom = start - len(_chapters_above(lines, start))
    return "".join(lines[top:bottom]).lstrip("# ")


def _document_number(lines: list[str]) -> str:
    """独占一行的文号才是本文件的；正文里引用的不是。"""
    return next((number_key(line) for line in lines if DOCUMENT_NUMBER.fullmatch(line)), "")


def _date_in_name(name: str) -> date | None:
    found = _IN_NAME.search(name)
    return date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _last_date(lines: Iterable[str]) -> date | None:
    found = [_as_date(m) for line in lines if "施行" not in line for m in _DATE.finditer(line)]
    return found[-1] if found else None


def _as_date(match: re.Match[str]) -> date:
    return date(int(match[1]), int(match[2]), int(match[3]))


def _effective(
    articles: tuple[Article, ...], version: date | None, given: date | None, history: tuple[str, ...]
) -> tuple[date | None, bool]:
    """施行日和它是不是写明的：调用的人给的；末条写明的；没有改过而自公布之日起的。

    改过的法规，末条往往仍写最初的施行日（或者仍写自公布之日起），这一版的施行日在修改决定里：先按版本日，算没有写明。
    """
    if given is not None:
        return given, True
    text = "\n".join(article.text for article in articles[-2:])
    written = _EFFECTIVE.search(text)
    if written and (version is None or _as_date(written) >= version):
        return _as_date(written), True
    untouched = not any(_AMENDED.search(line) for line in history)
    on_issue = written is None and _ON_ISSUE.search(text) is not None
    return version, on_issue and untouched and version is not None


# ── 不分条的工作方案 ─────────────────────────────────────────────────────


def _outline(
    name: str,
    lines: list[str],
    title: str,
    document_number: str,
    version_date: date | None,
    effective: date | None,
) -> Statute:
    """一、算条，（一）算款，1. 算项；断行的接起来。没有（一）的一、，正文算一款。"""
    parts = [n for n, line in enumerate(lines) if _PART.match(line)]
    if not parts:
        raise ValueError(f"{name} 里没有「第一条」，也没有「一、」，读不成条款。")
    preamble = lines[: parts[0]]
    dated = version_date or _date_in_name(name) or _last_date(preamble)
    ends = [*parts[1:], len(lines)]
    articles = tuple(_outline_article(lines[a:b]) for a, b in zip(parts, ends, strict=True))
    return Statute(
        name=title or _issued_title(preamble) or name,
        version_date=dated,
        effective=effective or dated,
        effective_stated=effective is not None,
        articles=articles,
        document_number=document_number or _document_number(preamble),
        outline=True,
    )


def _outline_article(lines: list[str]) -> Article:
    part = _PART.match(lines[0])
    assert part is not None
    paragraphs: list[tuple[int, str, list[Item]]] = []
    for line in lines[1:]:
        section, point = _ITEM.match(line), _POINT.match(line)
        if section:
            paragraphs.append((to_int(section[1]), section[2], []))
        elif not paragraphs:
            paragraphs.append((1, line, []))
        elif point:
            paragraphs[-1][2].append(Item(int(point[1]), point[2]))
        elif paragraphs[-1][2]:
            last = paragraphs[-1][2][-1]
            paragraphs[-1][2][-1] = Item(last.number, last.text + line)
        else:
            number, text, items = paragraphs[-1]
            # A line without a full stop right after its number is the section's title; the rest is reflowed.
            gap = "\n" if _TITLE.fullmatch(text) else ""
            paragraphs[-1] = (number, text + gap + line, items)
    return Article(
        number=to_int(part[1]),
        heading=lines[0],
        paragraphs=tuple(Paragraph(number, text, tuple(items)) for number, text, items in paragraphs),
    )


def _issued_title(preamble: list[str]) -> str:
    found = re.search(r"现将《([^》]+)》印发", "".join(preamble))
    return found[1] if found else ""
