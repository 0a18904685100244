"""软件以外的规则包：本单位写的地方，放在数据目录的 packs 里，或者 MINGZHI_PACKS 指的文件夹里。

law 不碰磁盘，所以在这里读文件，把文字交给它（docs/packs.md「写一个新的地方」）。这个文件不引用 Django，命令行也用它。
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mingzhi.law.pack import HEADER, Files, PackError, add_places


def read_place(folder: Path) -> dict[str, str]:
    """一个包的文件夹：各个 .yaml 的文字。读不了抛 :class:`PackError`。"""
    if not (folder / HEADER).is_file():
        raise PackError(f"{folder} 里没有 {HEADER}，不是规则包")
    return {file.name: _text(file) for file in sorted(folder.glob("*.yaml"))}


def read_places(folder: Path) -> dict[str, Files]:
    """一个文件夹里的各个包（地名 → 文件）；它自己就是一个包的，读它一个。没有这个文件夹、里面没有包，是空的。"""
    if (folder / HEADER).is_file():
        return {folder.resolve().name: read_place(folder)}
    if not folder.is_dir():
        return {}
    return {each.name: read_place(each) for each in sorted(folder.iterdir()) if (each / HEADER).is_file()}


def install(folders: Iterable[Path]) -> tuple[str, ...]:
    """登记几个文件夹里的地方，返回地名。两处同名的不收：不知道该用哪一个。"""
    found: dict[str, Files] = {}
    for folder in folders:
        for place, files in read_places(folder).items():
            if place in found:
                raise PackError(f"规则包 {place} 在两个文件夹里都有，请留一个")
            found[place] = files
    add_places(found)
    return tuple(found)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise PackError(f"{file} 不是 UTF-8 编码的文字，请另存为 UTF-8") from error
