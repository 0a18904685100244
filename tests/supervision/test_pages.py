"""监督的页面：谁进得来，调阅先问用途并记下来，查阅记录可以筛、可以导出。"""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from mingzhi import supervision
from mingzhi.casework.actor import Role
from mingzhi.record.access import note_access
from mingzhi.record.models import AccessLog, Dossier
from mingzhi.samples.people import CHONGQING
from mingzhi.supervision.accesses import Filter, accesses
from tests.archive.cast import NOW, as_role, signed_in, staff


def addresses(dossier: Dossier) -> list[str]:
    return [
        reverse("supervision:index"),
        reverse("supervision:measure", args=["publication"]),
        reverse("supervision:log"),
        reverse("supervision:log-csv"),
        reverse("supervision:open", args=[dossier.pk]),
    ]


def test_supervisor_sees_the_figures_and_each_opens_its_acts(decided: Dossier) -> None:
    client = as_role(decided, Role.SUPERVISOR)
    page = client.get(reverse("supervision:index")).content.decode()
    assert "<svg" in page and "公示处罚决定" in page and "审核人员" in page
    clause = reverse("supervision:clause", args=["cq.due.disclosure-decision"])
    assert clause in page
    opened = client.get(clause).content.decode()
    assert f"{reverse('supervision:open', args=[decided.pk])}?act=" in opened
    for word in ("review", "publication", "recording", "ingest"):
        assert client.get(reverse("supervision:measure", args=[word])).status_code == 200


def test_handling_officer_and_reviewer_do_not_supervise(decided: Dossier) -> None:
    for address in addresses(decided):
        for role in (Role.HANDLER, Role.REVIEWER, Role.ARCHIVIST):
            assert as_role(decided, role).get(address).status_code == 404, (role, address)
        assert Client().get(address).status_code == 302


def test_supervisor_of_the_other_bureau_sees_nothing_of_ours(decided: Dossier) -> None:
    client = signed_in("yuanmao")
    note_access(staff(decided, Role.HANDLER), decided, "概况", now=NOW)
    assert client.get(reverse("supervision:open", args=[decided.pk])).status_code == 404
    for address in addresses(decided)[:4]:
        page = client.get(address).content.decode()
        assert "示例大药房" not in page and "周甲示" not in page


def test_opening_a_dossier_asks_for_the_purpose_first_and_logs_it(
    decided: Dossier, settings: Settings
) -> None:
    client = as_role(decided, Role.SUPERVISOR)
    address = reverse("supervision:open", args=[decided.pk])
    asking = client.get(address, {"act": "3"}).headers["Location"]
    assert "用途" in client.get(asking).content.decode()
    refused = client.post(asking, {"purpose": "  "})
    assert refused.status_code == 422 and "请写明用途" in refused.content.decode()
    assert not AccessLog.objects.filter(what="调阅案卷").exists()
    done = client.post(asking, {"purpose": "案卷评查"})
    assert done.headers["Location"] == reverse("desk:act", args=[decided.pk, 3])
    row = AccessLog.objects.get(what="调阅案卷")
    assert (row.dossier, row.purpose) == (decided, "案卷评查")
    assert row.person_number == staff(decided, Role.SUPERVISOR).number
    assert client.get(address).headers["Location"] == reverse("desk:dossier", args=[decided.pk])
    settings.MINGZHI_NOW = NOW + timedelta(days=1)
    assert client.get(address).headers["Location"].startswith("/people/purpose/"), "第二天再问"


def test_log_is_filtered_by_person_case_words_and_days(decided: Dossier) -> None:
    handler = staff(decided, Role.HANDLER)
    note_access(handler, decided, "证据音像", now=NOW - timedelta(days=3))
    note_access(None, decided, "查阅正卷：目录", now=NOW, name="苏某示")

    def found(**given: str) -> set[str]:
        return {row.what for row in accesses(CHONGQING, Filter.of(given))}

    assert found() == {"证据音像", "查阅正卷：目录"}
    assert found(who=handler.name) == {"证据音像"}
    assert found(who=handler.number) == {"证据音像"}
    assert found(what="正卷") == {"查阅正卷：目录"}
    assert found(outside="1") == {"查阅正卷：目录"}
    assert found(since=f"{NOW:%Y-%m-%d}") == {"查阅正卷：目录"}
    assert found(until=f"{NOW - timedelta(days=3):%Y-%m-%d}") == {"证据音像"}
    assert found(case="没有这一卷") == set()
    assert found(since="昨天") == {"证据音像", "查阅正卷：目录"}
    assert Filter.of({"since": "昨天"}).faults


def test_csv_holds_the_filtered_rows_harmless_to_a_spreadsheet(decided: Dossier) -> None:
    note_access(None, decided, "查阅正卷：目录", now=NOW, name='=HYPERLINK("http://x")', purpose="@x")
    note_access(staff(decided, Role.HANDLER), decided, "概况", now=NOW)
    client = as_role(decided, Role.SUPERVISOR)
    response = client.get(reverse("supervision:log-csv"), {"outside": "1"})
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[1][2].startswith("'=") and rows[1][6] == "'@x"
    assert AccessLog.objects.filter(what="导出查阅记录", dossier=None).count() == 1


TEMPLATES = sorted((Path(supervision.__file__).parent / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_inline_script_or_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert " style=" not in text and "<script" not in text
