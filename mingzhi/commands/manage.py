"""mingzhi manage：把后面的话原样交给 Django（迁移、检查等维护用）。"""

from __future__ import annotations

import os

import click


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    short_help="Django 的维护命令，如 mingzhi manage migrate",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """把 ARGUMENTS 原样交给 Django。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingzhi.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["mingzhi manage", *arguments])
