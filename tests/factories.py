"""像样的行为：取自走得通的一案，可以换人、换数、漏栏、打乱次序，用来找永远不该出现的样子。

``Walk`` 像数据库那样一项一项地写：门禁不许的不写。指向前面行为的序号，跟着这一卷里实际的序号走。
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from mingzhi.casework.act import KINDS, Act, Body
from mingzhi.casework.actor import Actor
from mingzhi.casework.gates import Verdict, check
from mingzhi.casework.scenario import Memory, Run, Scenario
from mingzhi.commands.scenario import load
from mingzhi.law.pack import Pack

ROOT = Path(__file__).resolve().parent
BASES = {"chongqing": "base-chongqing.yaml", "yunnan-qujing-qilin": "base-qilin.yaml"}
REFERENCES = ("of", "report", "approval", "announcement", "corrects")


@dataclass(frozen=True)
class Template:
    """一种像样的行为：原来的序号、内容、行为人、时间。"""

    number: int
    kind: str
    body: Body
    actor: Actor
    happened: datetime


@cache
def scenario_of(place: str) -> Scenario:
    return load(ROOT / "scenarios" / BASES[place])[0]


@cache
def templates(place: str) -> tuple[Template, ...]:
    """走得通的一案里的每一项，按次序。"""
    scenario = scenario_of(place)
    run = Run(scenario, Memory(scenario)).all()
    assert not run.differences
    return tuple(
        Template(act.number, act.kind, act.body, act.actor, act.happened) for act in run.driver.acts()
    )


def people(place: str) -> tuple[Actor, ...]:
    return tuple(scenario_of(place).people.values())


def labelled(place: str, kind: str, nth: int = 0) -> int:
    """第几种里的第几个，在 templates 里的下标。"""
    return [index for index, each in enumerate(templates(place)) if each.kind == kind][nth]


@dataclass
class Walk:
    """一卷，一项一项地写。written 是原来的序号 → 这一卷里的序号。"""

    place: str
    pack: Pack
    acts: list[Act] = field(default_factory=list)
    written: dict[int, int] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)

    def copy(self) -> Walk:
        return Walk(self.place, self.pack, list(self.acts), dict(self.written), list(self.verdicts))

    def candidate(self, template: Template, actor: Actor | None = None, **changes: Any) -> Act:
        """照样子的一项，还没有写入。时间总在前一项之后。"""
        happened = template.happened
        if self.acts:
            happened = max(happened, self.acts[-1].happened + timedelta(minutes=10))
        known = type(template.body).model_fields
        update: dict[str, Any] = {
            name: self.written.get(getattr(template.body, name))
            for name in REFERENCES
            if isinstance(getattr(template.body, name, None), int)
        }
        if "served_on" in known:
            update["served_on"] = happened.date()
        # 同名的栏，有的行为里是序号，有的是文字（呈报书、承办人汇报）：不合类型的不改。
        update |= {
            name: value
            for name, value in changes.items()
            if name in known and (known[name].annotation is not str or isinstance(value, str))
        }
        body = template.body.model_copy(update=update)
        return Act(len(self.acts) + 1, template.kind, actor or template.actor, happened, happened, body)

    def offer(self, template: Template, actor: Actor | None = None, **changes: Any) -> bool:
        """试着写一项；门禁不许的不写。"""
        act = self.candidate(template, actor, **changes)
        verdict = check(self.pack, self.acts, act)
        if not verdict.ok:
            return False
        self.acts.append(act)
        self.verdicts.append(verdict)
        self.written[template.number] = act.number
        return True

    def through(self, last: int) -> Walk:
        """照样子写到下标 last 为止（含）。"""
        for template in templates(self.place)[: last + 1]:
            assert self.offer(template), f"{KINDS[template.kind].name}写不进去"
        return self
