"""mingzhi verify：离线核验一份档案包、公开日志的文件夹，或者整个机关的导出。不碰 Django，不要数据库，也不要设置：旁人拿到包就能用。"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from mingzhi.ledger.bureau import verify_path
from mingzhi.ledger.checkpoint import Verifier
from mingzhi.ledger.sm2 import Sm2Verifier
from mingzhi.ledger.verdict import Verdict
from mingzhi.ledger.witness import WitnessKey, read_keys


@click.command(short_help="核验档案包、公开日志或整个机关的导出（离线，不要数据库）")
@click.argument("package", type=click.Path(path_type=Path))
@click.option(
    "--key",
    "keys",
    multiple=True,
    help="机关的验证公钥（名称+标识+公钥），或者写着它的文件；应当从包以外的地方取得。可以多次。",
)
@click.option(
    "--witness",
    "witnesses",
    multiple=True,
    help="见证人（邻近机关）的公钥，或者写着它们的文件（一行一个）；给了才核对检查点上的见证。可以多次。",
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")
def verify(package: Path, keys: tuple[str, ...], witnesses: tuple[str, ...], as_json: bool) -> None:
    """核验 PACKAGE：档案包（zip 或者文件夹）、公开日志的文件夹（checkpoint 和 tile），或者 mingzhi export 导出的整个机关。
    说出哪一项执法行为被改动、删除、调换、插入或者倒填日期，什么无法确定。

    没有发现问题，退出码为 0；发现问题，为 1。
    """
    heard = [key for each in witnesses for key in _witnesses(each)]
    verdict = verify_path(package, verifiers=[verifier(each) for each in keys], witnesses=heard)
    if as_json:
        click.echo(json.dumps({"ok": verdict.ok, **asdict(verdict)}, ensure_ascii=False, indent=1))
    else:
        _tell(verdict)
    sys.exit(0 if verdict.ok else 1)


def _tell(verdict: Verdict) -> None:
    click.echo(verdict.summary)
    for finding in verdict.findings:
        click.echo(f"✗ {finding.message}（{finding.code}）")
    for fact in verdict.confirmed:
        click.echo(f"✓ {fact}")
    for doubt in verdict.undetermined:
        click.echo(f"？ {doubt}")


def _witnesses(given: str) -> list[WitnessKey]:
    file = Path(given)
    try:
        return read_keys(file.read_text(encoding="utf-8") if file.is_file() else given)
    except (OSError, ValueError) as error:
        raise click.BadParameter(
            f"读不出见证人的公钥 {given}：应为“名称+标识+公钥”，类型 0x04，或者写着它们的文件。"
        ) from error


def verifier(given: str) -> Verifier | Sm2Verifier:
    """命令上写的公钥，或者写着它的文件。"""
    file = Path(given)
    try:
        text = file.read_text(encoding="utf-8") if "+" not in given or file.is_file() else given
        try:
            return Verifier.parse(text)
        except ValueError:
            return Sm2Verifier.parse(text)
    except (OSError, ValueError) as error:
        raise click.BadParameter(f"读不出公钥 {given}：应为“名称+标识+公钥”，或者写着它的文件。") from error
