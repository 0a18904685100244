"""字体: which fonts a document is set in on this machine, so that the first run prints.

仿宋 and 小标宋 are what GB/T 9704 asks for; they are not free, so a bureau brings its own (installed, or in
the folder named by MINGZHI_FONTS_DIR). Without them Noto Serif CJK SC stands in; without any Chinese font, the
open (OFL) one that comes with mplfonts, taken by path. A font is only ever used by its name: nothing is
substituted silently.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import typst

FANGSONG = ("FangSong", "仿宋", "FangSong_GB2312", "仿宋_GB2312", "STFangsong", "FZFangSong-Z02")
BIAOSONG = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "STZhongsong", "华文中宋")
HEITI = ("SimHei", "黑体", "STHeiti", "FZHei-B01S")
SONGTI = ("SimSun", "宋体", "STSong")
SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC")
SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC")


@dataclass(frozen=True)
class FontSet:
    """The families for each part of a page, best first, and where to look for them."""

    body: tuple[str, ...]
    """仿宋, for the text."""
    title: tuple[str, ...]
    """小标宋, for titles and the red head."""
    heading: tuple[str, ...]
    """黑体, for headings and emphasis."""
    number: tuple[str, ...]
    """宋体, for page numbers."""
    title_is_bold: bool
    """False when only a regular weight is there: the title's strokes are then drawn thicker."""
    folders: tuple[Path, ...]
    system: bool


@cache
def fonts() -> FontSet:
    """The fonts of this machine. MINGZHI_FONTS=bundled leaves out those that are installed (for tests)."""
    folder = os.environ.get("MINGZHI_FONTS_DIR", "")
    return find(
        system=os.environ.get("MINGZHI_FONTS", "") != "bundled",
        own=(Path(folder),) if folder else (),
    )


def find(*, system: bool = True, own: tuple[Path, ...] = ()) -> FontSet:
    """Look for fonts: the bureau's own folder, the installed ones, then what comes with mplfonts."""
    weights = _weights(system, own)
    folders = own
    if not any(family in weights for family in SERIF):
        # That folder holds SimHei too, whose licence does not let us use it: it is never named.
        folders = (*own, _bundled())
        weights = _weights(system, folders)
    owned = _weights(system, own)  # 黑体 and the like must come from the machine, never from mplfonts
    if not any(family in weights for family in SERIF):
        raise RuntimeError(
            "没有找到中文字体。请安装 Noto Serif CJK SC，或者用 MINGZHI_FONTS_DIR 指明字体所在的文件夹。"
        )
    serif = _there(SERIF, weights)
    sans = _there(SANS, weights)
    title = _there(BIAOSONG, owned)
    return FontSet(
        body=_there(FANGSONG, owned) + serif,
        title=title + serif,
        heading=_there(HEITI, owned) + sans + serif,
        number=_there(SONGTI, owned) + serif,
        title_is_bold=bool(title) or any(weight >= 600 for weight in weights.get(serif[0], ())),
        folders=folders,
        system=system,
    )


def _there(families: tuple[str, ...], weights: dict[str, set[int]]) -> tuple[str, ...]:
    return tuple(family for family in families if family in weights)


def _weights(system: bool, folders: tuple[Path, ...]) -> dict[str, set[int]]:
    found = typst.Fonts(
        include_system_fonts=system,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in folders],
    )
    weights: dict[str, set[int]] = {}
    for font in found.fonts():
        weights.setdefault(font.family, set()).add(font.weight)
    return weights


def _bundled() -> Path:
    # find_spec, not import: importing mplfonts would load a drawing library.
    spec = find_spec("mplfonts")
    if spec is None or spec.origin is None:
        raise RuntimeError("没有中文字体，也没有安装 mplfonts。")
    return Path(spec.origin).parent / "fonts"
