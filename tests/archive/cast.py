"""一卷办结的示例案：照随附的重庆场景，经过唯一的入口写到结案；各人是示例局里的人。"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib import resources

from django.test import Client

from mingzhi.casework.act import SHANGHAI
from mingzhi.casework.actor import Actor, Role
from mingzhi.casework.scenario import Run, Scenario, read
from mingzhi.people.models import Person
from mingzhi.people.selectors import actor_for, people_with
from mingzhi.record.dossiers import open_dossier
from mingzhi.record.models import Dossier
from mingzhi.samples.driver import Recorded

NOW = datetime(2026, 2, 12, 10, 0, tzinfo=SHANGHAI)
INFORMANT = "举报"


@cache
def scenario(name: str = "pharmacy-chongqing") -> Scenario:
    """随附的场景。"""
    text = (resources.files("mingzhi.samples") / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8")
    return read(text, name)


def written(until: str = "case.closed", name: str = "pharmacy-chongqing") -> Dossier:
    """写到第一项 until 为止的一卷。"""
    found = scenario(name)
    first = next(step.recorded or step.happened for step in found.steps if step.act)
    assert first is not None
    dossier = open_dossier(found.agency, now=first, sample=True)
    run = Run(found, Recorded(dossier))
    for step in found.steps:
        outcome = run.take(step)
        if outcome.act is not None and outcome.act.kind == until and not step.attempt:
            return dossier
    raise AssertionError(f"场景里没有 {until}")


def staff(dossier: Dossier, role: Role) -> Actor:
    """本机关某个岗位的人。"""
    return actor_for(people_with(dossier.agency, role)[0], NOW.date())


def signed_in(username: str) -> Client:
    """登录了的浏览器。"""
    client = Client()
    client.force_login(Person.objects.get(username=username))
    return client


def as_role(dossier: Dossier, role: Role) -> Client:
    """以本机关某个岗位的人登录。"""
    client = Client()
    client.force_login(people_with(dossier.agency, role)[0])
    return client
