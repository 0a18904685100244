"""一卷停在某一步的案卷：照示例场景一步一步写进真的数据库，走的就是页面走的那个入口。"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import django

django.setup()

from django.test import Client  # noqa: E402

from mingzhi.casework.act import SHANGHAI  # noqa: E402
from mingzhi.casework.scenario import Run  # noqa: E402
from mingzhi.people.models import Person  # noqa: E402
from mingzhi.people.selectors import actor_for, agency_value  # noqa: E402
from mingzhi.record.dossiers import open_dossier  # noqa: E402
from mingzhi.record.models import Dossier  # noqa: E402
from mingzhi.samples.dossiers import CLINIC, PHARMACY, Sample, _scenario, kept  # noqa: E402
from mingzhi.samples.driver import Recorded  # noqa: E402

__all__ = ["CLINIC", "PHARMACY", "client", "person", "stopped_at"]


def stopped_at(until: str, occurrence: int = 1, scenario: str = PHARMACY) -> tuple[Dossier, datetime]:
    """场景写到 until（含）为止的一卷，和最后一步一小时以后的时刻。"""
    whole = _scenario(scenario)
    steps = kept(whole, Sample(scenario, until, 0, "", occurrence))
    people = {each.number: each for each in Person.objects.all()}
    moments = [step.recorded or step.happened for step in steps if step.happened is not None]
    last = max(moment for moment in moments if moment is not None)
    actors = {
        name: actor_for(people[actor.number], last.astimezone(SHANGHAI).date())
        for name, actor in whole.people.items()
        if actor.number in people
    }
    shortened = replace(whole, steps=steps, people={**whole.people, **actors})
    dossier = open_dossier(agency_value(whole.agency.code), now=last - timedelta(days=500), sample=True)
    run = Run(shortened, Recorded(dossier)).all()
    assert not run.differences, run.differences[0]
    return dossier, last + timedelta(hours=1)


def person(username: str) -> Person:
    return Person.objects.get(username=username)


def client(username: str) -> Client:
    """以某人登录的浏览器；表单的防伪标记照常核对。"""
    browser = Client()
    browser.force_login(person(username))
    return browser
