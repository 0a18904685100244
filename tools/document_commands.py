"""写 docs/commands.md：全部 mingzhi 命令的帮助，和 Makefile 的各个目标。命令改了，重新运行它。

    .venv/bin/python tools/document_commands.py          写
    .venv/bin/python tools/document_commands.py --check  只核对，不一致时退出码为 1

帮助取自命令本身，所以文档不会与程序不一致；tests/test_docs.py 核对它是最新的。
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "commands.md"
# 与终端多宽无关，在哪台机器上写出来都一样。
WIDTH = 100

HEAD = """\
# 命令

本页由 `tools/document_commands.py` 从程序写出，不要手改。

两种命令：`make` 的目标给从源码使用和参与开发的人，各自先准备好环境；`mingzhi` 是装好之后的程序本身，
从源码使用时在 `.venv/bin/mingzhi`。环境变量见 [设置](settings.md)，正式安装见 [安装](install.md)。

## make

| 命令 | 做什么 |
|---|---|
"""


def targets(makefile: str) -> dict[str, str]:
    """Makefile 里写了说明的目标。"""
    return dict(re.findall(r"^([a-z-]+):.*?## (.+)$", makefile, flags=re.MULTILINE))


def commands(
    command: click.Command, name: str, parent: click.Context | None = None
) -> Iterator[tuple[str, str]]:
    """一个命令和它下面的命令：怎样叫它，它的帮助。"""
    context = click.Context(
        command,
        parent,
        name,
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        **command.context_settings,
    )
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            below = command.get_command(context, each)
            assert below is not None
            yield from commands(below, each, context)


def text() -> str:
    """整页。"""
    from mingzhi.cli import main

    made = targets((ROOT / "Makefile").read_text(encoding="utf-8"))
    rows = "".join(f"| `make {name}` | {says} |\n" for name, says in made.items())
    found = list(commands(main, "mingzhi"))
    sections = "".join(f"\n## {name}\n\n```\n{says.rstrip()}\n```\n" for name, says in found)
    return HEAD + rows + sections


def run(arguments: list[str]) -> int:
    written = text()
    if "--check" in arguments:
        same = TARGET.is_file() and TARGET.read_text(encoding="utf-8") == written
        print("是最新的。" if same else f"{TARGET} 不是最新的：请运行 python tools/document_commands.py")
        return 0 if same else 1
    TARGET.write_text(written, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
