"""测试用的案卷：把示例场景的前几步写进真的数据库；以及那几个人。"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from importlib import resources
from typing import Any

from django.test import Client

from mingzhi.casework.act import SHANGHAI, Act
from mingzhi.casework.scenario import Run, read
from mingzhi.people.models import Person
from mingzhi.people.selectors import actor_for, agency_value
from mingzhi.record.append import Appended, append
from mingzhi.record.dossiers import open_dossier
from mingzhi.record.models import Dossier
from mingzhi.record.selectors import acts
from mingzhi.samples.driver import Recorded

PHARMACY, PERSON, CLINIC = "pharmacy-chongqing", "person-chongqing", "clinic-qilin"


def case(name: str, until: str, occurrence: int = 1) -> Dossier:
    """场景 name 写到 until 那一步为止的案卷。"""
    text = (resources.files("mingzhi.samples") / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8")
    whole = read(text, name)
    written = [step for step in whole.steps if step.expect is None and not step.attempt]
    ends = [index for index, step in enumerate(written, start=1) if step.title == until]
    steps = tuple(written[: ends[occurrence - 1]])
    scenario = replace(whole, steps=steps)
    first = min(moment for step in steps if (moment := step.recorded or step.happened))
    dossier = open_dossier(agency_value(scenario.agency.code), now=first, sample=True)
    run = Run(scenario, Recorded(dossier)).all()
    assert not run.differences, run.differences[0]
    return dossier


def at(text: str) -> datetime:
    """北京时间。"""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def write(dossier: Dossier, kind: str, username: str, when: str, **body: Any) -> Appended:
    """某人此刻写入一项。"""
    now = at(when)
    person = Person.objects.get(username=username)
    return append(dossier, kind, body, by=actor_for(person, now.date()), happened=now, now=now)


def last(dossier: Dossier, kind: str) -> Act:
    """最近一项某种行为。"""
    return [act for act in acts(dossier) if act.kind == kind][-1]


def signed_in(username: str) -> Client:
    """已登录的人；表单的防伪标记不核对（另有测试）。"""
    client = Client()
    client.force_login(Person.objects.get(username=username))
    return client


TODAY = date(2026, 3, 20)
