"""先纸后录：在页面上登记停用、两人确认、附扫描件、补写；系统管理员只看得到要他确认的，看不到案情。"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from mingzhi.casework.act import SHANGHAI, Act
from mingzhi.people.access import Page, may_see
from mingzhi.people.selectors import actor_for
from mingzhi.record import selectors
from mingzhi.record.models import Dossier
from mingzhi.samples import people
from tests.desk.filling import form
from tests.desk.stages import client, person, stopped_at

At = Callable[..., Dossier]
SCAN = b"%PDF-1.4 sample scan"


@pytest.fixture
def at(db: None, settings: Settings, tmp_path: Path) -> At:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MINGZHI_DATA = tmp_path
    settings.MINGZHI_EXHIBITS = tmp_path / "exhibits"
    people.load(datetime(2025, 10, 13, 9, tzinfo=SHANGHAI))

    def stop(until: str, occurrence: int = 1) -> Dossier:
        dossier, _ = stopped_at(until, occurrence)
        settings.MINGZHI_NOW = datetime(2025, 10, 20, 9, tzinfo=SHANGHAI)
        return dossier

    return stop


def new(dossier: Dossier, kind: str) -> str:
    return f"/desk/dossiers/{dossier.pk}/acts/new/{kind}/"


def write(username: str, dossier: Dossier, kind: str, **fields: object) -> tuple[int, str]:
    """打开表单，照填，提交；回答状态和页面。"""
    browser = client(username)
    opened = browser.get(new(dossier, kind))
    assert opened.status_code == 200, opened.status_code
    files = fields.pop("files", None)
    data = dict(form(opened.content.decode()).typing(**{k: str(v) for k, v in fields.items()}))
    sent = {**data, "files": files} if files else data
    response = browser.post(new(dossier, kind), sent)
    return response.status_code, response.content.decode()


def last(dossier: Dossier) -> Act:
    return selectors.acts(dossier)[-1]


def registered(dossier: Dossier) -> None:
    status, html = write(
        "zhoujia",
        dossier,
        "outage.registered",
        started="2025-10-16 08:00",
        ended="2025-10-17 18:00",
        cause="机房停电",
    )
    assert status == 302, html
    for username, level in (("shenshizi", "administrator"), ("wangshizhang", "principal")):
        status, html = write(username, dossier, "outage.confirmed", level=level, findings="属实")
        assert status == 302, html


def test_a_decision_on_paper_is_entered_afterwards_and_shown_as_such(at: At) -> None:
    dossier = at("实施封存")
    imposed = next(act for act in selectors.acts(dossier) if act.kind == "sealing.imposed")
    registered(dossier)
    scan = SimpleUploadedFile("解除封存审批表.pdf", SCAN, "application/pdf")
    status, html = write(
        "zhoujia",
        dossier,
        "paper.entered",
        wants="sealing.lifted",
        made_at="2025-10-16 10:30",
        made_by="王示长",
        pages="2",
        files=scan,
    )
    assert status == 302, html
    paper = last(dossier)
    seen = client("wangshizhang").get(f"/desk/dossiers/{dossier.pk}/acts/{paper.number}/").content.decode()
    assert f"{new(dossier, 'sealing.lifted')}?of={paper.number}" in seen and "补写这一项处理" in seen

    status, html = write(
        "wangshizhang",
        dossier,
        "sealing.lifted",
        of=imposed.number,
        reason="不再需要封存",
        opinion="同意",
        happened="2025-10-16 10:30",
    )
    assert status == 302, html
    lifted = last(dossier)
    assert lifted.kind == "sealing.lifted"
    assert lifted.happened == datetime(2025, 10, 16, 10, 30, tzinfo=SHANGHAI) and lifted.late
    page = client("wangshizhang").get(f"/desk/dossiers/{dossier.pk}/acts/{lifted.number}/").content.decode()
    assert "先纸后录：" in page and f"第 {paper.number} 号" in page
    whole = client("wangshizhang").get(f"/desk/dossiers/{dossier.pk}/").content.decode()
    assert f"原件见第 {paper.number} 号" in whole


def test_without_a_registered_paper_a_determination_is_made_now(at: At, settings: Settings) -> None:
    dossier = at("实施封存")
    imposed = next(act for act in selectors.acts(dossier) if act.kind == "sealing.imposed")
    page = client("wangshizhang").get(new(dossier, "sealing.lifted")).content.decode()
    assert "什么时候作出的" not in page
    write(
        "wangshizhang",
        dossier,
        "sealing.lifted",
        of=imposed.number,
        reason="不再需要",
        opinion="同意",
        happened="2025-10-16 10:30",
    )
    assert last(dossier).kind == "sealing.lifted" and last(dossier).happened == settings.MINGZHI_NOW


def test_a_paper_without_its_scan_is_refused_and_nothing_typed_is_lost(at: At) -> None:
    dossier = at("实施封存")
    registered(dossier)
    status, html = write(
        "zhoujia",
        dossier,
        "paper.entered",
        wants="sealing.lifted",
        made_at="2025-10-16 10:30",
        made_by="王示长",
    )
    assert status == 422 and "没有附上纸质原件的扫描件" in html
    assert form(html).data["made_at"] == "2025-10-16 10:30" and last(dossier).kind == "outage.confirmed"


def test_the_administrator_confirms_without_seeing_the_case(at: At) -> None:
    dossier = at("实施封存")
    admin = actor_for(person("shenshizi"), datetime(2025, 10, 20, tzinfo=SHANGHAI).date())
    assert not may_see(admin, dossier, Page.WRITE)
    registered(dossier)
    assert may_see(admin, dossier, Page.WRITE) and not may_see(admin, dossier, Page.OVERVIEW)
    assert client("shenshizi").get(f"/desk/dossiers/{dossier.pk}/").status_code == 404
