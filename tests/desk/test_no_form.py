"""只由系统写的行为：没有表单（404，说一句为什么），不列在能做的里；人在别的页面提出的，说去哪里。"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import Settings

from mingzhi.casework.act import KINDS, SHANGHAI
from mingzhi.casework.actor import Role
from mingzhi.people.selectors import agency_value
from mingzhi.record.dossiers import register_of
from mingzhi.record.models import ActRow, Dossier
from mingzhi.record.selectors import standing_of
from mingzhi.samples import people
from tests.desk.stages import client, stopped_at

NOW = datetime(2025, 10, 13, 9, tzinfo=SHANGHAI)
WHO = {Role.ADMINISTRATOR: "shenshizi", Role.ARCHIVIST: "heshiren"}
SYSTEM_WRITES = ("access.sealed", "package.exported")


@pytest.fixture
def closed(db: None, settings: Settings, tmp_path: Path) -> Dossier:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MINGZHI_DATA = tmp_path
    settings.MINGZHI_EXHIBITS = tmp_path / "exhibits"
    people.load(NOW)
    dossier, settings.MINGZHI_NOW = stopped_at("立卷归档", 1)
    return dossier


def test_the_kinds_that_only_the_system_writes_are_these() -> None:
    assert {word for word, kind in KINDS.items() if not kind.has_form} == set(SYSTEM_WRITES)


@pytest.mark.parametrize("word", SYSTEM_WRITES)
def test_a_kind_that_only_the_system_writes_has_no_form_and_cannot_be_posted(
    closed: Dossier, word: str
) -> None:
    kind = KINDS[word]
    matter = kind.matters[0]
    book = register_of(agency_value(closed.agency), matter, now=NOW) if matter.is_register else closed
    before = ActRow.objects.count()
    browser = client(WHO[kind.roles[0]])
    for url in (reverse("desk:act-new", args=[book.pk, word]), reverse("desk:start", args=[word])):
        page = browser.get(url)
        html = page.content.decode()
        assert page.status_code == 404
        assert f"“{kind.name}”没有表单" in html and 'name="expects"' not in html
        assert browser.post(url, {"_do": "write", "expects": "0", "count": "1"}).status_code == 404
    assert ActRow.objects.count() == before


def test_what_the_clock_writes_is_offered_to_nobody(closed: Dossier) -> None:
    book = register_of(agency_value(closed.agency), KINDS["access.sealed"].matters[0], now=NOW)
    assert "access.sealed" not in {offer.kind for offer in standing_of(book, NOW.date()).offers}
    administrator = client("shenshizi")
    assert "封存查阅日志" not in administrator.get("/desk/guide/roles/").content.decode()
    assert "acts/new/access.sealed" not in administrator.get(f"/desk/dossiers/{book.pk}/").content.decode()


def test_what_is_asked_for_elsewhere_says_where(closed: Dossier) -> None:
    url = reverse("desk:act-new", args=[closed.pk, "package.exported"])
    html = client("heshiren").get(url).content.decode()
    assert f'href="{reverse("archive:dossier", args=[closed.pk])}"' in html
