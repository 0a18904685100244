"""mingzhi scenario：走场景文件，打印与期望不符之处。"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from mingzhi.casework.scenario import Memory, Run, ScenarioError, read


@click.command("scenario", help="走场景文件，打印与期望不符之处；全部相符时退出码为 0。")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="打印给机器读的 JSON。")
def scenario(files: tuple[Path, ...], as_json: bool) -> None:
    """逐个走场景文件（文件夹则走其中全部 .yaml）。"""
    results = [
        _run(file) for each in files for file in (sorted(each.rglob("*.yaml")) if each.is_dir() else [each])
    ]
    if as_json:
        click.echo(json.dumps(results, ensure_ascii=False, indent=2))
    else:
        for result in results:
            _show(result)
    sys.exit(0 if all(result["ok"] for result in results) else 1)


def _run(file: Path) -> dict[str, object]:
    try:
        loaded = read(file.read_text(encoding="utf-8"), str(file))
        run = Run(loaded, Memory(loaded)).all()
    except ScenarioError as error:
        return {
            "file": str(file),
            "scenario": "",
            "ok": False,
            "error": str(error),
            "steps": 0,
            "differences": [],
        }
    differences = [
        {
            "step": each.step,
            "title": each.title,
            "what": each.what,
            "expected": each.expected,
            "actual": each.actual,
        }
        for each in run.differences
    ]
    return {
        "file": str(file),
        "scenario": loaded.name,
        "ok": not differences,
        "error": "",
        "steps": len(loaded.steps),
        "acts": len(run.driver.acts()),
        "differences": differences,
    }


def _show(result: dict[str, object]) -> None:
    name = result["scenario"] or result["file"]
    if result["error"]:
        click.echo(f"✕ {name}：{result['error']}")
        return
    differences = result["differences"]
    assert isinstance(differences, list)
    if not differences:
        click.echo(f"✓ {name}：{result['steps']} 步，写入 {result['acts']} 项，全部相符")
        return
    click.echo(f"✕ {name}：{len(differences)} 处不符")
    for each in differences:
        click.echo(
            f"  第 {each['step']} 步（{each['title']}）{each['what']}：应为 {each['expected']}；实为 {each['actual']}"
        )
