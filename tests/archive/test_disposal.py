"""处置的页面：期满的列出来，一人提请、另一人批，销毁以后哪一页都只说已依法处置；清册印得出；旧的档案包也没有了。"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from mingzhi.archive.models import PackageJob
from mingzhi.archive.selectors import volumes
from mingzhi.archive.services import package
from mingzhi.archive.tasks import path_of
from mingzhi.casework.act import SHANGHAI, Act
from mingzhi.casework.actor import Role
from mingzhi.casework.acts.disposal import ContentDisposed
from mingzhi.people.selectors import people_with
from mingzhi.record.append import append
from mingzhi.record.models import Dossier
from mingzhi.record.selectors import acts
from tests.archive.cast import NOW, as_role, staff
from tests.archive.test_volumes import assembled

SECRET = {
    "ground": "secret",
    "reason": "经认定属于国家秘密",
    "authority": "示例区保密行政管理部门",
    "document": "示例密认〔2026〕1号",
    "document_on": "2026-02-11",
}
FAR = datetime(2060, 3, 1, 10, tzinfo=SHANGHAI)


def one_of(dossier: Dossier, kind: str) -> Act:
    return next(act for act in acts(dossier) if act.kind == kind)


def propose(dossier: Dossier, client: Client, act: Act, **changes: object) -> int:
    """从页面提请，返回状态码。"""
    url = reverse("archive:disposal", args=[dossier.pk])
    sent = {**SECRET, "body": [act.number], "exhibit": [f"{act.number}-{e.sha256}" for e in act.exhibits]}
    return client.post(url, {**sent, **changes}).status_code


def decide(dossier: Dossier, client: Client, **changes: object) -> int:
    proposal = [act for act in acts(dossier) if act.kind == "disposal.proposed"][-1]
    witnesses = [person.number for person in people_with(dossier.agency, Role.HANDLER)[:2]]
    url = reverse("archive:disposal-decide", args=[dossier.pk, proposal.number])
    sent: dict[str, object] = {"verdict": "agree", "method": "覆写并删除", "people": witnesses}
    return client.post(url, {**sent, **changes}).status_code


def disposed(dossier: Dossier, kind: str = "inspection.held") -> Act:
    act = one_of(dossier, kind)
    assert propose(dossier, as_role(dossier, Role.ARCHIVIST), act) == 302
    assert decide(dossier, as_role(dossier, Role.PRINCIPAL)) == 302
    return act


def test_two_people_dispose_through_the_pages_and_every_page_says_so(closed: Dossier) -> None:
    before = one_of(closed, "inspection.held")
    words = str(getattr(before.body, "found", ""))[:12]
    archivist = as_role(closed, Role.ARCHIVIST)
    page = reverse("desk:act", args=[closed.pk, before.number])
    assert words in archivist.get(page).content.decode()
    disposed(closed)
    done = acts(closed)[-1]
    assert isinstance(done.body, ContentDisposed)
    for url in (
        page,
        reverse("desk:dossier", args=[closed.pk]),
        reverse("archive:dossier", args=[closed.pk]),
    ):
        shown = archivist.get(url).content.decode()
        assert words not in shown, url
        assert "已依法处置" in shown, url
    assert f"第 {done.number} 号" in archivist.get(page).content.decode()
    assert (
        archivist.get(
            reverse("desk:instrument", args=[closed.pk, before.number, "inspection_record"])
        ).status_code
        == 404
    )
    for exhibit in before.exhibits:
        url = reverse("desk:exhibit", args=[closed.pk, before.number, exhibit.sha256])
        assert archivist.get(url).status_code == 404


def test_the_volumes_keep_the_place_and_print_a_page_that_says_so(closed: Dossier) -> None:
    act = disposed(closed)
    found = volumes(closed, NOW.date())
    entry = next(entry for entry in found.entries if entry.act == act.number)
    assert entry.title == "现场检查（已依法处置）"
    text = "".join(found.press.entry(entry).text)
    assert "已依法处置" in text


def test_a_file_bound_before_shows_the_place_after(closed: Dossier) -> None:
    assembled(closed)
    act = disposed(closed)
    found = volumes(closed, NOW.date())
    (entry,) = (entry for entry in found.entries if entry.act == act.number)
    assert entry.first
    index = "".join(
        "".join(found.press.wrapper("file_index", volume, day=NOW.date()).text)
        for volume in type(entry.volume)
    )
    assert "现场检查（已依法处置）" in index


def test_packages_made_before_are_destroyed(closed: Dossier) -> None:
    job = PackageJob.objects.create(
        dossier=closed, purpose="示例", actor={}, person_number="示例", asked=NOW, beat=NOW, status="done"
    )
    path_of(job).parent.mkdir(parents=True, exist_ok=True)
    path_of(job).write_bytes(b"old package")
    disposed(closed)
    job.refresh_from_db()
    assert not path_of(job).exists()
    assert job.status == "failed"
    assert "处置" in job.why


def test_what_was_known_against_the_act_is_written_down_before(closed: Dossier) -> None:
    by = staff(closed, Role.HANDLER)
    append(closed, "inquiry.held", {"person": "示例"}, by=by, happened=NOW, now=NOW)
    faulty = volumes(closed, NOW.date()).standing.defects[0]
    assert propose(closed, as_role(closed, Role.ARCHIVIST), faulty.act) == 302
    assert decide(closed, as_role(closed, Role.PRINCIPAL)) == 302
    body = acts(closed)[-1].body
    assert isinstance(body, ContentDisposed)
    assert (faulty.act.number, faulty.ground.lacks) in {(each.act, each.says) for each in body.remembered}


def test_a_proposal_refused_by_the_law_keeps_what_was_typed(closed: Dossier) -> None:
    act = one_of(closed, "inspection.held")
    url = reverse("archive:disposal", args=[closed.pk])
    response = as_role(closed, Role.ARCHIVIST).post(
        url, {**SECRET, "ground": "expired", "reason": "写过的理由", "body": [act.number]}
    )
    assert response.status_code == 422
    page = response.content.decode()
    assert "档案法实施条例" in page
    assert "写过的理由" in page
    assert f'name="body" value="{act.number}" checked' in page


def test_a_leader_may_decline_and_then_nothing_is_destroyed(closed: Dossier) -> None:
    act = one_of(closed, "inspection.held")
    propose(closed, as_role(closed, Role.ARCHIVIST), act)
    leader = as_role(closed, Role.PRINCIPAL)
    assert "等负责人批的处置" in leader.get(reverse("archive:queue")).content.decode()
    assert decide(closed, leader, verdict="") == 422
    assert decide(closed, leader, verdict="decline", reason="") == 422
    assert decide(closed, leader, verdict="decline", reason="不属于国家秘密") == 302
    assert one_of(closed, "inspection.held") == act
    assert "等负责人批的处置" not in leader.get(reverse("archive:queue")).content.decode()


def test_others_see_neither_the_form_nor_the_decision(closed: Dossier) -> None:
    propose(closed, as_role(closed, Role.ARCHIVIST), one_of(closed, "inspection.held"))
    proposal = acts(closed)[-1].number
    handler = as_role(closed, Role.HANDLER)
    assert handler.get(reverse("archive:disposal", args=[closed.pk])).status_code == 404
    assert handler.get(reverse("archive:disposal-decide", args=[closed.pk, proposal])).status_code == 404


def test_files_past_their_term_are_listed_and_ticked_whole(closed: Dossier, settings: Settings) -> None:
    assembled(closed)
    archivist = as_role(closed, Role.ARCHIVIST)
    heading = "保管期限届满，待鉴定"
    assert heading not in archivist.get(reverse("archive:queue")).content.decode()
    settings.MINGZHI_NOW = FAR
    assert heading in archivist.get(reverse("archive:queue")).content.decode()
    page = archivist.get(reverse("archive:disposal", args=[closed.pk])).content.decode()
    assert page.count('name="body"') == page.count('name="body" value=') > 10
    assert page.count(" checked") > page.count('name="body"')


@pytest.mark.parametrize("after", [False, True])
def test_the_certificate_lists_by_number_and_digest_and_never_the_content(
    closed: Dossier, after: bool
) -> None:
    act = one_of(closed, "inspection.held")
    propose(closed, as_role(closed, Role.ARCHIVIST), act)
    proposal = acts(closed)[-1].number
    if after:
        decide(closed, as_role(closed, Role.PRINCIPAL))
    url = reverse("archive:disposal-list", args=[closed.pk, proposal])
    content = as_role(closed, Role.ARCHIVIST).get(url).content
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    flat = "".join(text.split())
    assert "档案销毁清册" in flat
    assert str(getattr(act.body, "found", ""))[:8] not in flat
    assert ("覆写并删除" in flat) is after
    assert staff(closed, Role.ARCHIVIST).name in flat


def test_a_file_bound_before_is_packed_and_verified_after(closed: Dossier, tmp_path: Path) -> None:
    assembled(closed)
    act = disposed(closed)
    done = package(closed, tmp_path / "卷.zip", NOW, by=staff(closed, Role.ARCHIVIST), purpose="归档保存")
    assert done.verdict.ok, done.verdict.findings
    assert [f"第 {act.number} 项" in each and "依法处置" in each for each in done.verdict.undetermined] == [
        True
    ]
    with zipfile.ZipFile(tmp_path / "卷.zip") as archive:
        page = archive.read(f"{closed.pk}/index.html").decode()
    assert "现场检查（内容已依法处置）" in page
    assert str(getattr(act.body, "found", ""))[:12] not in page
