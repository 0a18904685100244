"""mingzhi schema：打印规则包格式的 JSON Schema，编辑器凭它补全和检查。用法见 docs/packs.md。"""

from __future__ import annotations

import json

import click

from mingzhi.casework.packschema import pack_schema
from mingzhi.instruments.catalogue import FORMS


@click.command("schema", short_help="打印规则包格式的 JSON Schema（编辑器补全、检查用）")
def schema() -> None:
    """打印规则包格式的 JSON Schema。随附的一份在 docs/pack.schema.json。"""
    click.echo(text(), nl=False)


def text() -> str:
    """Schema 的文字，末尾一个换行。"""
    built = pack_schema({word: form.title for word, form in FORMS.items()})
    return json.dumps(built, ensure_ascii=False, indent=1) + "\n"
