"""mingzhi scenario：走场景文件，打印与期望不符之处。格式见 docs/scenarios.md。"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import click

from mingzhi.casework.scenario import Memory, OpenFile, Run, Scenario, ScenarioError, read_all
from mingzhi.law.pack import PackError
from mingzhi.record.placefiles import install


@click.command("scenario", help="走场景文件，打印与期望不符之处；全部相符时退出码为 0。")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="打印给机器读的 JSON。")
@click.option(
    "--packs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="软件以外的规则包所在的文件夹；不写用 MINGZHI_PACKS。",
    envvar="MINGZHI_PACKS",
)
def scenario(files: tuple[Path, ...], as_json: bool, packs: Path | None) -> None:
    """逐个走场景文件（文件夹则走其中全部 .yaml、.yml）。"""
    try:
        install([packs] if packs else [])
    except PackError as error:
        raise click.ClickException(f"规则包装不进来。{error}") from error
    results = [result for file in _files(files) for result in _results(file)]
    if as_json:
        click.echo(json.dumps(results, ensure_ascii=False, indent=2))
    else:
        for result in results:
            _show(result)
        if not results:
            click.echo("没有找到场景文件（.yaml）")
    sys.exit(0 if results and all(result["ok"] for result in results) else 1)


def _files(given: tuple[Path, ...]) -> Iterator[Path]:
    for each in given:
        if each.is_dir():
            yield from sorted(file for file in each.rglob("*") if file.suffix in (".yaml", ".yml"))
        else:
            yield each


def opener(beside: Path) -> OpenFile:
    """starts_from 写的文件：先找旁边的、上一层的，再找随附的示例场景。"""

    def open_file(name: str) -> str:
        sample = resources.files("mingzhi.samples") / "scenarios" / Path(name).name
        for file in (beside / name, beside.parent / name, sample):
            if file.is_file():
                return text_of(file.read_bytes(), name)
        raise ScenarioError(f"starts_from 的文件找不到：{name}（在 {beside} 和随附的示例里都没有）")

    return open_file


def text_of(data: bytes, name: str) -> str:
    """文件的文字；不是 UTF-8 的说清楚。"""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{name}：不是 UTF-8 编码的文字，请另存为 UTF-8") from error


def load(file: Path) -> tuple[Scenario, ...]:
    """读一个场景文件里的全部场景。"""
    return read_all(text_of(file.read_bytes(), str(file)), str(file), opener(file.parent))


def _results(file: Path) -> Iterator[dict[str, object]]:
    try:
        scenarios = load(file)
    except ScenarioError as error:
        yield _failed(file, "", str(error))
        return
    for each in scenarios:
        yield _run(file, each)


def _failed(file: Path, name: str, error: str, run: Run | None = None) -> dict[str, object]:
    return {
        "file": str(file),
        "scenario": name,
        "ok": False,
        "error": error,
        "steps": len(run.scenario.steps) if run else 0,
        "acts": len(run.driver.acts()) if run else 0,
        "differences": _differences(run) if run else [],
    }


def _differences(run: Run) -> list[dict[str, object]]:
    return [
        {
            "step": each.step,
            "title": each.title,
            "what": each.what,
            "expected": each.expected,
            "actual": each.actual,
        }
        for each in run.differences
    ]


def _run(file: Path, loaded: Scenario) -> dict[str, object]:
    run = Run(loaded, Memory(loaded))
    try:
        run.all()
    except ScenarioError as error:
        return _failed(file, loaded.name, str(error), run)
    return {
        "file": str(file),
        "scenario": loaded.name,
        "ok": not run.differences,
        "error": "",
        "steps": len(loaded.steps),
        "acts": len(run.driver.acts()),
        "differences": _differences(run),
    }


def _show(result: dict[str, object]) -> None:
    name = result["scenario"] or result["file"]
    differences = result["differences"]
    assert isinstance(differences, list)
    if result["error"]:
        click.echo(f"✕ {name}：{result['error']}")
    elif not differences:
        click.echo(f"✓ {name}：{result['steps']} 步，写入 {result['acts']} 项，全部相符")
    else:
        click.echo(f"✕ {name}：{len(differences)} 处不符")
    for each in differences:
        click.echo(
            f"  第 {each['step']} 步（{each['title']}）{each['what']}：应为 {each['expected']}；实为 {each['actual']}"
        )
