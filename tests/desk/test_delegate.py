"""代行的人：待办里只有授权、分工范围里的事，写明受谁委托；请假的人作处理，页面上有提示，不拦。"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import django
import pytest

django.setup()

from pytest_django import Settings  # noqa: E402

from mingzhi.casework.act import SHANGHAI, Matter  # noqa: E402
from mingzhi.desk import inbox  # noqa: E402
from mingzhi.desk.inbox import Scope  # noqa: E402
from mingzhi.people.models import Department, Grant  # noqa: E402
from mingzhi.people.selectors import actor_for, agency_value  # noqa: E402
from mingzhi.record import selectors  # noqa: E402
from mingzhi.record.append import append  # noqa: E402
from mingzhi.record.dossiers import register_of  # noqa: E402
from mingzhi.record.models import Dossier  # noqa: E402
from mingzhi.record.rebuild import rebuild  # noqa: E402
from mingzhi.samples import people  # noqa: E402
from mingzhi.samples.people import CHONGQING  # noqa: E402
from tests.desk.filling import form  # noqa: E402
from tests.desk.stages import client, person, stopped_at  # noqa: E402

Waiting = tuple[Dossier, datetime]


@pytest.fixture
def waiting(db: None, settings: Settings, tmp_path: Path) -> Waiting:
    """部门负责人同意立案以后：案卷在局长手里，等他批准立案。"""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MINGZHI_DATA = tmp_path
    settings.MINGZHI_EXHIBITS = tmp_path / "exhibits"
    people.load(datetime(2025, 9, 1, 9, tzinfo=SHANGHAI))
    dossier, settings.MINGZHI_NOW = stopped_at("签署意见", 1)
    return dossier, settings.MINGZHI_NOW


Write = Callable[..., None]


@pytest.fixture
def write(waiting: Waiting) -> Write:
    """写进权限登记簿的一项。"""
    now = waiting[1]
    book = register_of(agency_value(CHONGQING), Matter.AUTHORITY, now=now)

    def written(kind: str, by: str, body: dict[str, object]) -> None:
        append(book, kind, body, by=actor_for(person(by), now.date()), happened=now, now=now)

    return written


def lends(waiting: Waiting, write: Write, *kinds: str) -> None:
    """局长把自己的权限授权给赵示副，限于 kinds。"""
    today = waiting[1].date()
    write(
        "authority.delegated",
        "wangshizhang",
        {
            "officer": actor_for(person("zhaoshifu"), today).officer().model_dump(),
            "office": "principal",
            "powers": [{"kind": kind} for kind in kinds],
            "from_on": today.isoformat(),
            "until_on": (today + timedelta(days=3)).isoformat(),
            "reason": "出差",
            "document": "授权书",
        },
    )


def mine(waiting: Waiting, username: str) -> list[inbox.Item]:
    dossier, now = waiting
    found = inbox.items(actor_for(person(username), now.date()), Scope.MINE, now.date())
    return [item for item in found if item.case.dossier_id == dossier.pk and "case.filed" in item.kinds]


def test_a_delegate_has_only_what_the_delegation_covers(waiting: Waiting, write: Write) -> None:
    lends(waiting, write, "sealing.approved")
    assert [item.entrusted for item in mine(waiting, "wangshizhang")] == [""], "本人的事仍在本人手里"
    # 赵示副自己是分管负责人；批准立案的这一步在机关负责人手里。
    assert mine(waiting, "zhaoshifu") == []


def test_what_it_covers_is_there_and_says_for_whom(waiting: Waiting, write: Write) -> None:
    lends(waiting, write, "case.filed")
    assert [item.entrusted for item in mine(waiting, "zhaoshifu")] == ["受王示长委托代行机关负责人"]
    page = client("zhaoshifu").get("/desk/").content.decode()
    assert "受王示长委托代行机关负责人" in page
    head = page.split('class="me"')[1].split("</div>")[0]
    assert "分管负责人、受王示长委托代行机关负责人" in head


@pytest.mark.parametrize(("departments", "seen"), [("基金监督科、法规科", True), ("待遇保障科", False)])
def test_a_division_shows_only_the_cases_of_its_departments(
    waiting: Waiting, write: Write, departments: str, seen: bool
) -> None:
    now = waiting[1]
    newcomer = person("weishiyin")
    newcomer.roles = []
    newcomer.department = Department.objects.get(agency__code=CHONGQING, name="局领导")
    newcomer.save()
    write(
        "authority.divided",
        "wangshizhang",
        {
            "officer": actor_for(newcomer, now.date()).officer().model_dump(),
            "departments": departments,
            "work": "基金监管",
            "from_on": now.date().isoformat(),
            "document": "分工通知",
        },
    )
    actor = actor_for(person("weishiyin"), now.date())
    assert [each.departments for each in actor.acting] == [tuple(departments.split("、"))]
    (item,) = mine(waiting, "wangshizhang")
    deputy = next(role for role in actor.roles)
    assert inbox.holds(actor, replace(item, role=deputy)) is seen


def test_who_is_on_leave_is_told_and_not_stopped(waiting: Waiting, write: Write) -> None:
    dossier, now = waiting
    head = person("wangshizhang")
    until = now.date() + timedelta(days=5)
    url = f"/desk/dossiers/{dossier.pk}/acts/new/case.filed/"
    assert "请假、外出至" not in client("wangshizhang").get(url).content.decode()
    write(
        "authority.away",
        "wangshizhang",
        {
            "officer": actor_for(head, now.date()).officer().model_dump(),
            "from_on": now.date().isoformat(),
            "until_on": until.isoformat(),
            "reason": "出差",
        },
    )
    page = client("wangshizhang").get(url).content.decode()
    assert f"您请假、外出至 {until.isoformat()}" in page
    data = form(page).typing(opinion="同意立案。") | {"handlers": ["CQ012", "CQ019"], "_do": "write"}
    assert client("wangshizhang").post(url, data).status_code == 302
    act = selectors.acts(dossier)[-1]
    assert act.kind == "case.filed" and act.actor.away == until and not act.actor.acting
    other = f"/desk/dossiers/{dossier.pk}/acts/new/opinion.given/"
    assert "请假、外出至" in client("wangshizhang").get(other).content.decode()


def test_leave_ends_by_itself_and_survives_a_rebuild(waiting: Waiting, write: Write) -> None:
    _, now = waiting
    today = now.date()
    body = {
        "officer": actor_for(person("zhaoshifu"), today).officer().model_dump(),
        "from_on": today.isoformat(),
        "until_on": (today + timedelta(days=1)).isoformat(),
        "reason": "请假",
    }
    write("authority.away", "zhaoshifu", body)

    def away() -> list[date | None]:
        return [actor_for(person("zhaoshifu"), today + timedelta(days=each)).away for each in range(3)]

    before = away()
    assert before == [today + timedelta(days=1)] * 2 + [None]
    assert actor_for(person("zhaoshifu"), today).acting == (), "不在不等于授权"
    Grant.objects.all().delete()
    rebuild(today)
    assert away() == before
