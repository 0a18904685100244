"""命令行：``mingzhi 命令``。每个命令在 ``mingzhi/commands/`` 里各占一个模块，用到才装载。

所以 ``mingzhi verify`` 不碰 Django，也不要数据库：旁人核对一个档案包，只用得着账本那几个文件。
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import click

# 命令 → 模块:函数。次序就是 mingzhi --help 里的次序。
COMMANDS = {
    "run": "mingzhi.commands.run:run",
    "demo": "mingzhi.commands.demo:demo",
    "scenario": "mingzhi.commands.scenario:scenario",
    "clauses": "mingzhi.commands.clauses:clauses",
    "packs": "mingzhi.commands.packs:packs",
    "schema": "mingzhi.commands.schema:schema",
    "verify": "mingzhi.commands.verify:verify",
    "export": "mingzhi.commands.export:export",
    "import": "mingzhi.commands.import_:import_",
    "statutes": "mingzhi.commands.statutes:statutes",
    "notices": "mingzhi.commands.notices:notices",
    "rehearse": "mingzhi.commands.rehearse:rehearse",
    "replay": "mingzhi.commands.replay:replay",
    "account": "mingzhi.commands.account:account",
    "rebuild": "mingzhi.commands.rebuild:rebuild",
    "checkpoint": "mingzhi.commands.checkpoint:checkpoint",
    "fsck": "mingzhi.commands.fsck:fsck",
    "store": "mingzhi.commands.store:store",
    "nightly": "mingzhi.commands.nightly:nightly",
    "manage": "mingzhi.commands.manage:manage",
}


class Commands(click.Group):
    """按名字装载的一组命令。"""

    def list_commands(self, ctx: click.Context) -> list[str]:
        # 还没有写好的命令不列出来。
        return [name for name, target in COMMANDS.items() if find_spec(target.partition(":")[0])]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module, _, function = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(module), function)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            ctx.fail(f"没有「{args[0]}」这个命令，可用的有：{'、'.join(self.list_commands(ctx))}。")
        return super().resolve_command(ctx, args)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mingzhi", prog_name="明执", message="%(prog)s %(version)s")
def main() -> None:
    """明执：医疗保障行政执法三项制度平台。"""
