"""mingzhi clauses：条款登记——每一条的规则或者功能、测试，没有做到的写明缺什么。读法见 docs/clauses.md。"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import click
import yaml

from mingzhi.commands.scenario import load
from mingzhi.law.pack import load_pack, places
from mingzhi.law.register import LABELS, ClauseEntry, load_documents, load_hits, register

# 一条规则记几个场景就够：多了只是长，不更可信。
ENOUGH = 2
HEADER = (
    "# 规则 → 没有它就通不过的场景（文件::场景名），由 mingzhi clauses --record 写下，不要手改。\n"
    "# 每一条都试过：从规则包里去掉这条规则，场景就与期望不符。\n"
)


@click.command("clauses", short_help="条款登记：每一条的规则或者功能、测试，没有做到的写明缺什么")
@click.option("--json", "as_json", is_flag=True, help="打印给机器读的 JSON。")
@click.option("--open", "only_open", is_flag=True, help="只列没有做到的。")
@click.option(
    "--record", is_flag=True, help="走一遍场景，记下每条规则靠哪几个场景证明（改过规则或者场景之后）。"
)
def clauses(as_json: bool, only_open: bool, record: bool) -> None:
    """列出两份规则文件的全部条款：去处、规则、测试。"""
    if record:
        write()
    found = entries()
    shown = tuple(entry for entry in found if entry.kind == "open") if only_open else found
    if as_json:
        click.echo(json.dumps([entry.as_json() for entry in shown], ensure_ascii=False, indent=2))
        return
    document = ""
    for entry in shown:
        if entry.document != document:
            document = entry.document
            click.echo(f"\n{document}")
        _show(entry)
    click.echo(f"\n{_totals(found)}")


def entries() -> tuple[ClauseEntry, ...]:
    """条款登记。"""
    return register((load_pack(place) for place in places()), load_documents(), load_hits())


def _show(entry: ClauseEntry) -> None:
    click.echo(f"{entry.id}　{entry.title}　〔{LABELS[entry.kind]}〕")
    if entry.rules:
        click.echo(f"    规则　{'、'.join(entry.rules)}")
    if entry.reason:
        click.echo(f"    {LABELS['feature'] if entry.kind == 'rule' else LABELS[entry.kind]}　{entry.reason}")
    if entry.tests:
        click.echo(f"    测试　{'；'.join(entry.tests)}")


def _totals(found: tuple[ClauseEntry, ...]) -> str:
    counts = Counter(entry.kind for entry in found)
    said = "，".join(f"{label} {counts[kind]} 条" for kind, label in LABELS.items())
    return f"共 {len(found)} 条：{said}。"


# 记录 ---------------------------------------------------------------------------------------------


def project() -> Path:
    """项目的根：场景在它的 tests/scenarios 和 mingzhi/samples/scenarios 里。"""
    return Path(str(resources.files("mingzhi"))).parent


def scenario_files() -> Iterator[Path]:
    """全部场景文件。"""
    root = project()
    for folder in (root / "tests" / "scenarios", root / "mingzhi" / "samples" / "scenarios"):
        yield from sorted(folder.rglob("*.yaml"))


def write() -> None:
    """走一遍全部场景，写下 hits.yaml。"""
    from mingzhi.casework.reliance import relied_on

    if not (project() / "tests" / "scenarios").is_dir():
        raise click.ClickException("没有 tests/scenarios：只有在项目的源代码里才能记录。")
    packs = [load_pack(place) for place in places()]
    # 没有引条款的规则不在登记里，不必试。
    cited = {rule.id for pack in packs for rule in pack.rules if rule.clauses}
    uncited = frozenset(rule.id for pack in packs for rule in pack.rules) - cited
    found: dict[str, list[str]] = {}
    for file in scenario_files():
        where = file.relative_to(project()).as_posix()
        for scenario in load(file):
            done = frozenset(rule for rule, tests in found.items() if len(tests) >= ENOUGH)
            for rule in relied_on(scenario, done | uncited):
                found.setdefault(rule, []).append(f"{where}::{scenario.name}")
        click.echo(f"{where}", err=True)
    text = HEADER + yaml.safe_dump(found, allow_unicode=True, sort_keys=True, width=200)
    (project() / "mingzhi" / "law" / "clauses" / "hits.yaml").write_text(text, encoding="utf-8")
