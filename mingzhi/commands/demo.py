"""mingzhi demo：不用浏览器，把示例案件从投诉办到归档，经过页面所用的同一批服务，导出并核验档案包。

每次都用一个新的数据库（var/demo/work）；输入是场景文件，不是代码。有一处不符，退出码就不是零。
"""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mingzhi.casework.act import Act
    from mingzhi.casework.gates import Verdict
    from mingzhi.casework.scenario import Outcome, Run, Scenario
    from mingzhi.record.models import Dossier

# 从头到尾办完的三个案件；其余的示例场景接着别的场景走，`mingzhi scenario` 可以一个个走。
OWN = ("clinic-qilin", "person-chongqing", "pharmacy-chongqing")


@click.command("demo", short_help="不用浏览器，把示例案件从投诉办到归档，导出并核验")
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--to", "target", default="var/demo", type=click.Path(path_type=Path), help="写到哪个文件夹")
def demo(files: tuple[Path, ...], target: Path) -> None:
    """走 FILES（默认是随附的三个示例场景），打印办案经过，导出档案包。"""
    _prepare(target)
    texts = [(file.name, file.read_text(encoding="utf-8")) for file in files] or _own()
    problems = 0
    for name, text in texts:
        problems += _one(name, text, target)
    click.echo(f"\n{'全部相符。' if not problems else f'共 {problems} 处不符。'}文件在 {target}/")
    sys.exit(1 if problems else 0)


def _own() -> list[tuple[str, str]]:
    folder = resources.files("mingzhi.samples") / "scenarios"
    return [(f"{name}.yaml", (folder / f"{name}.yaml").read_text(encoding="utf-8")) for name in OWN]


def _prepare(target: Path) -> None:
    work = target / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    os.environ["MINGZHI_DATA"] = str(work.resolve())
    os.environ.pop("MINGZHI_DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingzhi.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from mingzhi.casework.act import SHANGHAI
    from mingzhi.samples.people import load

    load(datetime.now(SHANGHAI))


def _one(name: str, text: str, target: Path) -> int:
    from mingzhi.casework.scenario import Run, ScenarioError, read
    from mingzhi.samples.driver import Recorded, dossier_of

    try:
        scenario = read(text, name)
        first = next(step.recorded or step.happened for step in scenario.steps if step.act)
        assert first is not None
        dossier = dossier_of(scenario, scenario.agency, now=first)
        run = Run(scenario, Recorded(dossier))
        click.echo(f"\n━━ {scenario.name}（{scenario.pack.name}）")
        for step in scenario.steps:
            _tell(run, run.take(step))
    except ScenarioError as error:
        click.echo(f"✕ {name}：{error}")
        return 1
    for difference in run.differences:
        click.echo(f"✕ {difference}")
    return len(run.differences) + _package(name, scenario, dossier, target)


def _tell(run: Run, outcome: Outcome) -> None:
    step = outcome.step
    if outcome.act is not None and outcome.verdict is not None:
        _tell_act(run, outcome.act, outcome.verdict)
    elif outcome.verdict is not None:
        mark = "拒绝" if outcome.verdict.refusals else "没有拒绝"
        click.echo(f"  ⊘ {step.happened:%Y-%m-%d} 试：{step.title} —— {mark}")
        for ground in outcome.verdict.refusals:
            click.echo(f"      {ground.lacks}（{_basis(ground.clauses, ground.cite)}）")
    elif outcome.standing is not None:
        failed = [each for each in run.differences if each.step == step.index]
        click.echo(f"  {'✕' if failed else '✓'} {outcome.standing.today} 核对：{step.title}")


def _basis(clauses: tuple[str, ...], cite: str) -> str:
    return "、".join(clauses) + ("，" if clauses else "") + cite


def _tell_act(run: Run, act: Act, verdict: Verdict) -> None:
    from mingzhi.casework.act import KINDS
    from mingzhi.casework.sentences import sentence
    from mingzhi.casework.standing import standing
    from mingzhi.instruments.catalogue import FORMS

    rules = run.scenario.pack.on(act.day)
    late = f"（补录于 {act.recorded:%Y-%m-%d}）" if act.late else ""
    click.echo(
        f"  {act.number:>3} {act.happened:%Y-%m-%d %H:%M} {act.actor.name} {KINDS[act.kind].name}：{sentence(act)}{late}"
    )
    printed = [
        form for rule in rules.instruments(act.kind) if rule.instrument for form in rule.instrument.prints
    ]
    if printed:
        click.echo(
            f"      文书：{'、'.join(FORMS[form].title if form in FORMS else form for form in dict.fromkeys(printed))}"
        )
    for ground in verdict.defects:
        click.echo(f"      瑕疵：{ground.lacks}（{_basis(ground.clauses, ground.cite)}）")
    for due in standing(run.scenario.pack, run.driver.acts(), act.day).dues:
        if due.trigger == act.number:
            provisional = "（暂定）" if due.provisional else ""
            click.echo(
                f"      期限：{due.name} {due.day}{provisional}（{_basis(due.rule.clauses, due.rule.cite)}）"
            )


def _package(name: str, scenario: Scenario, dossier: Dossier, target: Path) -> int:
    from mingzhi.archive.services import package
    from mingzhi.casework.actor import Role
    from mingzhi.people.selectors import actor_for, people_with
    from mingzhi.record.selectors import acts

    now = acts(dossier)[-1].recorded + timedelta(days=1)
    archivist = actor_for(people_with(scenario.agency.code, Role.ARCHIVIST)[0], now.date())
    place = target / f"{Path(name).stem}.zip"
    packed = package(dossier, place, now, by=archivist, purpose="示例演示")
    _unpack(place)
    verdict = packed.verdict
    size = place.stat().st_size // 1024
    click.echo(
        f"  档案包：{place}（{size} KB，文书在 {place.with_suffix('')}/）——{'核验通过' if verdict.ok else '核验不通过'}"
    )
    for finding in verdict.findings:
        click.echo(f"      ✕ 第 {finding.act_number} 号：{finding.message}")
    return 0 if verdict.ok else 1


def _unpack(place: Path) -> None:
    """把包里的文书摊开，好直接打开看。"""
    folder = place.with_suffix("")
    shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(place) as archive:
        for entry in archive.namelist():
            inside = entry.partition("/data/documents/")[2]
            if inside and not entry.endswith("/"):
                out = folder / inside
                out.parent.mkdir(parents=True, exist_ok=True)
                out.write_bytes(archive.read(entry))
