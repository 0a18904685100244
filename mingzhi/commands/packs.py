"""mingzhi packs：列出有规则包的地方；给一个文件夹，核对里面的包。写法见 docs/packs.md。"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from mingzhi.casework.packcheck import faults, numbers_not_in_the_text
from mingzhi.instruments.catalogue import FORMS
from mingzhi.law.pack import Pack, PackError, load_pack, places
from mingzhi.law.statutes import Library, Statute, parse_statutes
from mingzhi.record.placefiles import install, read_places


@click.command("packs", short_help="列出有规则包的地方；给一个文件夹，核对里面的包")
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path), default=None
)
def packs(folder: Path | None) -> None:
    """核对 FOLDER 里的规则包：装得进来没有，说的词都有没有，数字在不在所引的条文里；不写，列出现有的地方。"""
    if folder is None:
        for place in places():
            click.echo(_line(load_pack(place)))
        return
    found = read_places(folder)
    if not found:
        raise click.ClickException(f"{folder} 里没有规则包（没有 pack.yaml）。")
    try:
        install([folder])
    except PackError as error:
        raise click.ClickException(f"规则包装不进来。{error}") from error
    wrong = [said for place in found for said in _check(load_pack(place), _home(folder, place))]
    sys.exit(1 if wrong else 0)


def _home(folder: Path, place: str) -> Path:
    return folder if folder.resolve().name == place else folder / place


def _check(pack: Pack, home: Path) -> tuple[str, ...]:
    texts = _texts(home)
    wrong = (*faults(pack, FORMS), *numbers_not_in_the_text(pack, texts))
    own = [rule for rule in pack.rules if rule.pack == pack.id]
    counted = Counter(rule.weight.value for rule in own)
    says = {"rule": "条文写明", "pending": "待核", "default": "产品默认"}
    told = "，".join(f"{says[weight]} {counted[weight]} 条" for weight in says)
    click.echo(_line(pack))
    click.echo(
        f"    自己的规则 {len(own)} 条：{told}；替换上级 {sum(bool(rule.replaces) for rule in own)} 条"
    )
    named = "、".join(f"《{statute.name}》" for statute in texts.statutes)
    click.echo(f"    文件夹里的文件：{named}" if named else "    文件夹里没有文件的全文，数字没有核对")
    for said in wrong:
        click.echo(f"    ✕ {said}")
    if not wrong:
        click.echo(f"    ✓ 说的词都有{'，数字都在所引的条文里' if named else ''}")
    return wrong


def _texts(home: Path) -> Library:
    """包旁边放着的文件全文（.md、.txt），用来核对数字。"""
    files = sorted(file for file in home.iterdir() if file.suffix in (".md", ".txt"))
    found: list[Statute] = []
    for file in files:
        try:
            found += parse_statutes(file.stem, file.read_text(encoding="utf-8-sig"))
        except ValueError as error:
            raise click.ClickException(f"{file} 读不成条文：{error}") from error
    return Library.of(found)


def _line(pack: Pack) -> str:
    chain = " ← ".join(header.name for header in pack.chain)
    return f"{pack.id}　{chain}　{len(pack.rules)} 条规则"
