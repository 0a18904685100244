"""装订：数页数，把一卷各件的 PDF 合成一份，编上页号；给当事人看的，每页印上查阅件、姓名和日期（CQ-R-23¶2）。

用排版引擎把各件逐页放进新页，不另加依赖。合成的一份便于翻阅和打印；归档以各件自己的 PDF/A 为准。
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock

import typst

from mingzhi.instruments.fonts import fonts

_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_lock = Lock()


@dataclass(frozen=True)
class Bound:
    """合成时的一件：PDF 的字节、页数、从第几页起编；不编页的（封面、目录、备考表）first 为 0。"""

    content: bytes
    count: int
    first: int = 0
    title: str = ""


def page_count(pdf: bytes) -> int:
    """我们自己印的 PDF 有几页。它的页面对象不压缩，数得出来；外来的文件可能数不出，为 0。"""
    return len(_PAGE.findall(pdf))


def bind(parts: Sequence[Bound], *, title: str, watermark: str = "") -> bytes:
    """合成一份 PDF。watermark 印在每页上。"""
    with tempfile.TemporaryDirectory(prefix="mingzhi-bind-") as folder:
        pages = []
        for index, part in enumerate(parts):
            name = f"{index}.pdf"
            (Path(folder) / name).write_bytes(part.content)
            for page in range(part.count):
                number = part.first + page if part.first else 0
                pages.append(
                    {
                        "file": name,
                        "page": page + 1,
                        "number": number,
                        "title": part.title if not page else "",
                    }
                )
        main = Path(folder) / "bind.typ"
        main.write_bytes(_template())
        data = {"title": title, "pages": pages, "watermark": watermark, "fonts": list(fonts().number)}
        with _lock:
            drawn = typst.Compiler(root=folder, font_paths=_faces()).compile(
                input=str(main), format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)}
            )
    assert isinstance(drawn, bytes)
    return drawn


@cache
def _faces() -> typst.Fonts:
    chosen = fonts()
    return typst.Fonts(
        include_system_fonts=chosen.system, font_paths=[str(folder) for folder in chosen.folders]
    )


@cache
def _template() -> bytes:
    return files(__package__).joinpath("bind.typ").read_bytes()
