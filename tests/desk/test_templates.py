"""模板的规矩：没有行内样式和脚本，灯都有字，页面都是中文的。"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import mingzhi.desk

FOLDER = Path(mingzhi.desk.__file__).parent
TEMPLATES = sorted((FOLDER / "templates").rglob("*.html"))


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_no_inline_style_or_script(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"https?://(?!www\.w3\.org)", text)


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_every_lamp_has_a_word(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for inside in re.findall(r'<span class="lamp[^>]*>(.*?)</span>', text, re.DOTALL):
        assert inside.strip(), file.name


def test_the_stylesheet_has_no_syntax_that_old_browsers_lack() -> None:
    css = (FOLDER / "static/desk/mingzhi.css").read_text(encoding="utf-8")
    assert ":has(" not in css.replace(":has()", "")
    assert "@container" not in css
    assert css.count("{") == css.count("}")
