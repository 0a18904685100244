"""法规：一部法规的一个版本，编、章、节下的条、款、项，和对它的引用。

引用写成 `Citation`，`cite()` 给出《行政处罚法》第五十九条第一款第（二）项。
不分条、按「一、（一）1.」排的工作方案（麒区医保〔2021〕9号），一、算条，（一）算款，1. 算项。
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .numerals import numeral


@dataclass(frozen=True, slots=True)
class Item:
    """项：（一）（二）……；不带编号的文字归款。"""

    number: int
    text: str

    @property
    def heading(self) -> str:
        return f"（{numeral(self.number)}）"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """款：一个自然段；其下各项随它。"""

    number: int
    text: str
    items: tuple[Item, ...] = ()

    @property
    def full_text(self) -> str:
        return "\n".join((self.text, *(f"{item.heading}{item.text}" for item in self.items)))


@dataclass(frozen=True, slots=True)
class Article:
    """条。`sub`：第六十条之一的「之一」为 1，没有为 0。`chapter`：所在编、章、节的标题，由大到小。"""

    number: int
    heading: str
    paragraphs: tuple[Paragraph, ...]
    sub: int = 0
    chapter: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for paragraph in self.paragraphs for item in paragraph.items)

    @property
    def text(self) -> str:
        """整条，不带「第几条」。"""
        return "\n".join(paragraph.full_text for paragraph in self.paragraphs)

    def part(self, paragraph: int | None = None, item: int | None = None) -> str | None:
        """某款、某项的文字；没有这一款、这一项的，None。只给项不给款的，条内只有一处该项时取它。"""
        if paragraph is None and item is None:
            return self.text
        where = [p for p in self.paragraphs if paragraph is None or p.number == paragraph]
        if item is None:
            return where[0].full_text if where else None
        found = [i for p in where for i in p.items if i.number == item]
        return found[0].text if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Statute:
    """一部法规的一个版本。

    `version_date`：通过、修订或者公布的日子；`effective`：这一版从哪天起施行；
    `effective_stated`：那一天是文本自己写明的。修改决定另定施行日而文本没有写的，先按版本日，要人核。
    """

    name: str
    version_date: date | None
    effective: date | None
    effective_stated: bool
    articles: tuple[Article, ...]
    document_number: str = ""
    outline: bool = False
    history: tuple[str, ...] = ()
    annex: str = ""

    @property
    def short_name(self) -> str:
        return short_title(self.name)

    def article(self, number: int, sub: int = 0) -> Article | None:
        return next((a for a in self.articles if (a.number, a.sub) == (number, sub)), None)

    def cite(self, article: int, paragraph: int | None = None, item: int | None = None, sub: int = 0) -> str:
        """按这部法规自己的编排写引用。只有一款的条，不写第一款。"""
        found = self.article(article, sub)
        if paragraph == 1 and found is not None and len(found.paragraphs) == 1 and not self.outline:
            paragraph = None
        citation = Citation(self.short_name, article, paragraph, item, sub=sub, outline=self.outline)
        return citation.cite()


@dataclass(frozen=True, slots=True)
class Citation:
    """一处引用：文件、条、款、项。"""

    document: str
    article: int
    paragraph: int | None = None
    item: int | None = None
    sub: int = 0
    outline: bool = False

    def cite(self) -> str:
        """《行政处罚法》第五十九条第一款第（二）项；不分条的：《……工作方案》二、（一）3。"""
        title = f"《{_plain(self.document)}》"
        if self.outline:
            paragraph = f"（{numeral(self.paragraph)}）" if self.paragraph else ""
            return f"{title}{numeral(self.article)}、{paragraph}{self.item or ''}"
        text = f"{title}第{numeral(self.article)}条"
        if self.sub:
            text += f"之{numeral(self.sub)}"
        if self.paragraph:
            text += f"第{numeral(self.paragraph)}款"
        if self.item:
            text += f"第（{numeral(self.item)}）项"
        return text


# ── 名称 ────────────────────────────────────────────────────────────────

_VERSION_SUFFIX = re.compile(r"[（(](\d{4}-\d{2}-\d{2})[）)]$")
_TRIAL_SUFFIX = re.compile(r"[（(](?:试行|暂行)[）)]$")
DOCUMENT_NUMBER = re.compile(r"([\u4e00-\u9fff]{2,12})\s*[〔﹝\[［]\s*(\d{4})\s*[〕﹞\]］]\s*(\d+)\s*号")


def _plain(name: str) -> str:
    """去掉外层书名号、文件后缀和版本日期。"""
    name = name.strip().removesuffix(".md").removesuffix(".txt").strip()
    name = _VERSION_SUFFIX.sub("", name)
    if name.startswith("《") and name.endswith("》") and name.count("《") == 1:
        name = name[1:-1]
    return name.strip()


def short_title(name: str) -> str:
    """法规名的通常写法：去掉书名号、「中华人民共和国」、版本日期和（试行）。"""
    name = _TRIAL_SUFFIX.sub("", _plain(name)).replace("中华人民共和国", "")
    return re.sub(r"\s", "", name)


def number_key(text: str) -> str:
    """文号的统一写法：渝医保发〔2021〕55号；不含文号的，空。"""
    found = DOCUMENT_NUMBER.search(text)
    return f"{found[1]}〔{found[2]}〕{found[3]}号" if found else ""
