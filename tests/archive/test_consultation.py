"""当事人查阅：登记、负责人同意、限时的地址；只看正卷，别人的信息隐去，每次打开都有记录；过期、写错的看到同一句话。"""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from mingzhi.archive.masking import mask_for_party
from mingzhi.archive.models import Reading
from mingzhi.archive.selectors import consultations, readable, volumes
from mingzhi.archive.services import NotNow, issue_reading
from mingzhi.casework.actor import Role
from mingzhi.casework.acts.archive import ConsultationHeld
from mingzhi.casework.acts.lead import LeadRegistered
from mingzhi.casework.casefile import CaseFile
from mingzhi.people.selectors import agency_value
from mingzhi.record.append import append
from mingzhi.record.models import AccessLog, Dossier
from mingzhi.record.selectors import acts
from tests.archive.cast import NOW, as_role, signed_in, staff
from tests.archive.test_volumes import assembled

READER = "苏某示"


def requested(dossier: Dossier, *, identity: bool = True) -> int:
    body = {
        "applicant": "party",
        "name": READER,
        "identity_checked": identity,
        "requested_on": f"{NOW:%Y-%m-%d}",
        "purpose": "了解案情",
    }
    by = staff(dossier, Role.ARCHIVIST)
    return append(dossier, "consultation.requested", body, by=by, happened=NOW, now=NOW).act.number


def approved(dossier: Dossier, days: int = 7) -> int:
    body = {
        "of": requested(dossier),
        "until": f"{NOW + timedelta(days=days):%Y-%m-%d}",
        "volume": "main",
        "opinion": "同意查阅正卷。",
    }
    by = staff(dossier, Role.PRINCIPAL)
    return append(dossier, "consultation.approved", body, by=by, happened=NOW, now=NOW).act.number


def issued(dossier: Dossier) -> str:
    """查阅地址里的一段。"""
    number = approved(dossier)
    found = volumes(dossier, NOW.date())
    return issue_reading(dossier, found, number, by=staff(dossier, Role.ARCHIVIST), now=NOW)[1]


def page_of(token: str) -> str:
    return reverse("archive:reading", args=[token])


def test_whole_consultation_through_the_pages(closed: Dossier) -> None:
    archivist, principal, party = as_role(closed, Role.ARCHIVIST), as_role(closed, Role.PRINCIPAL), Client()
    file = reverse("archive:dossier", args=[closed.pk])
    archivist.post(
        reverse("archive:consultation-request", args=[closed.pk]),
        {
            "applicant": "party",
            "name": READER,
            "identity_checked": "1",
            "requested_on": "2026-02-12",
            "purpose": "了解案情",
        },
    )
    request = acts(closed)[-1]
    assert request.kind == "consultation.requested"
    assert READER in principal.get(reverse("archive:queue")).content.decode()
    decide = reverse("archive:consultation-decide", args=[closed.pk, request.number])
    assert 'value="2026-02-19"' in principal.get(decide).content.decode()
    principal.post(decide, {"verdict": "agree", "until": "2026-02-19", "opinion": "同意。"})
    approval = acts(closed)[-1]
    assert approval.kind == "consultation.approved"
    page = archivist.post(
        reverse("archive:consultation-issue", args=[closed.pk, approval.number])
    ).content.decode()
    address = re.search(r'value="http://testserver([^"]+)"', page)
    assert address is not None
    contents = party.get(address[1])
    assert contents.status_code == 200 and "行政处罚决定书" in contents.content.decode()
    document = re.search(r'href="([^"]+-penalty_decision\.pdf)"', contents.content.decode())
    assert document is not None
    paper = party.get(document[1])
    assert paper.headers["Content-Type"] == "application/pdf"
    archivist.post(reverse("archive:consultation-close", args=[closed.pk, approval.number]), {"copied": "1"})
    held = acts(closed)[-1]
    assert isinstance(held.body, ConsultationHeld)
    assert held.body.viewed == "卷内文件目录、行政处罚决定书" and held.body.copied
    assert held.body.accompanied_by is not None
    assert party.get(address[1]).status_code == 404
    assert "已查阅" in archivist.get(file).content.decode()


def test_party_sees_the_main_volume_only(closed: Dossier) -> None:
    assembled(closed)
    token = issued(closed)
    page = Client().get(page_of(token)).content.decode()
    assert "行政处罚决定书" in page and "现场检查笔录" in page
    for secret in (
        "投诉举报登记表",
        "线索核查",
        "法制审核意见表",
        "集体讨论记录",
        "案件处理呈报书",
        "立案审批表",
    ):
        assert secret not in page
    found = volumes(closed, NOW.date())
    for entry in found.entries:
        if entry not in readable(found):
            for name in ("reading-paper", "reading-text"):
                response = Client().get(reverse(f"archive:{name}", args=[token, entry.key]))
                assert response.status_code == 404, entry.title


def test_no_page_that_the_party_reads_names_the_informant_or_the_review(closed: Dossier) -> None:
    lead = CaseFile(acts(closed)).body("lead.registered", LeadRegistered)
    assert lead is not None and lead.informant is not None
    token, found = issued(closed), volumes(closed, NOW.date())
    secrets = [lead.informant.name, lead.informant.phone]
    assert all(secrets)
    for entry in readable(found):
        text = Client().get(reverse("archive:reading-text", args=[token, entry.key])).content.decode()
        paper = Client().get(reverse("archive:reading-paper", args=[token, entry.key]))
        pages = pypdf.PdfReader(io.BytesIO(paper.content)).pages
        printed = "".join(page.extract_text() for page in pages)
        for secret in secrets:
            assert secret not in text, entry.title
            assert secret not in printed.replace("\n", ""), entry.title
        assert all(f"查阅件 {READER} 2026-02-12" in page.extract_text() for page in pages), entry.title


def test_others_personal_data_is_masked_and_the_partys_own_is_not(closed: Dossier) -> None:
    file = CaseFile(acts(closed))
    assert file.party is not None and file.party.phone
    how = mask_for_party(file, agency_value(closed.agency))
    assert how(f"联系电话{file.party.phone}，证人13812345678") == f"联系电话{file.party.phone}，证人＊＊"
    assert "500199198001010019" not in how("居民身份证500199198001010019")


def test_every_opening_is_logged(closed: Dossier) -> None:
    token, found = issued(closed), volumes(closed, NOW.date())
    before = AccessLog.objects.filter(dossier=closed).count()
    Client().get(page_of(token))
    entry = readable(found)[0]
    Client().get(reverse("archive:reading-paper", args=[token, entry.key]))
    Client().get(reverse("archive:reading-text", args=[token, entry.key]))
    rows = AccessLog.objects.filter(dossier=closed).order_by("pk")[before:]
    assert [(row.person_name, row.person_number) for row in rows] == [(READER, "")] * 3
    assert [row.what for row in rows] == ["查阅正卷：卷内文件目录"] + [f"查阅正卷：{entry.title}"] * 2


def test_reading_pages_are_not_cached_indexed_or_passed_on(closed: Dossier) -> None:
    response = Client().get(page_of(issued(closed)))
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_expired_unknown_and_replaced_addresses_show_the_same_plain_page(
    closed: Dossier, settings: Settings
) -> None:
    first = issued(closed)
    approval = Reading.objects.get().approval
    found = volumes(closed, NOW.date())
    second = issue_reading(closed, found, approval, by=staff(closed, Role.ARCHIVIST), now=NOW)[1]
    replaced = Client().get(page_of(first))
    settings.MINGZHI_NOW = NOW + timedelta(days=7)
    assert Client().get(page_of(second)).status_code == 200, "当日有效"
    settings.MINGZHI_NOW = NOW + timedelta(days=8)
    expired = Client().get(page_of(second))
    unknown = Client().get(page_of("x" * 43))
    settings.MINGZHI_NOW = NOW
    assert {each.status_code for each in (replaced, expired, unknown)} == {404}
    told = re.compile(r"<main.*</main>", re.DOTALL)
    mains = {told.search(each.content.decode())[0] for each in (replaced, expired, unknown)}  # type: ignore[index]
    assert len(mains) == 1
    assert "打不开这个查阅地址" in mains.pop()


def test_address_is_long_random_and_not_kept(closed: Dossier) -> None:
    token = issued(closed)
    assert len(token) >= 43
    row = Reading.objects.get()
    assert token not in "".join(str(value) for value in vars(row).values())


def test_staff_of_either_bureau_do_not_read_as_the_party(closed: Dossier) -> None:
    token = issued(closed)
    for client in (signed_in("xiezi"), as_role(closed, Role.ARCHIVIST)):
        response = client.get(page_of(token))
        assert response.status_code == 404
        assert "行政处罚决定书" not in response.content.decode()


def test_no_address_without_identity_approval_or_after_the_term(closed: Dossier) -> None:
    by = staff(closed, Role.ARCHIVIST)
    request = requested(closed, identity=False)
    with pytest.raises(NotNow, match="还没有同意"):
        issue_reading(closed, volumes(closed, NOW.date()), request, by=by, now=NOW)
    number = approved(closed)
    later = NOW + timedelta(days=8)
    with pytest.raises(NotNow, match="有效期"):
        issue_reading(closed, volumes(closed, later.date()), number, by=by, now=later)
    unchecked = {"applicant": "party", "name": READER, "identity_checked": False}
    last = append(closed, "consultation.requested", unchecked, by=by, happened=NOW, now=NOW).act.number
    page = as_role(closed, Role.PRINCIPAL).post(
        reverse("archive:consultation-decide", args=[closed.pk, last]),
        {"verdict": "agree", "until": "2026-02-19", "opinion": "同意。"},
    )
    assert page.status_code == 422 and "没有核对申请人的身份" in page.content.decode()
    assert consultations(closed, CaseFile(acts(closed)), NOW.date())[0].approval is None


def test_refusal_needs_a_reason_and_is_written(closed: Dossier) -> None:
    number = requested(closed)
    client = as_role(closed, Role.PRINCIPAL)
    address = reverse("archive:consultation-decide", args=[closed.pk, number])
    assert client.post(address, {"verdict": "refuse", "reason": ""}).status_code == 422
    client.post(address, {"verdict": "refuse", "reason": "不是本案当事人。"})
    assert acts(closed)[-1].kind == "consultation.refused"


def test_archivist_does_not_approve(closed: Dossier) -> None:
    number = requested(closed)
    address = reverse("archive:consultation-decide", args=[closed.pk, number])
    assert as_role(closed, Role.ARCHIVIST).post(address, {"verdict": "agree"}).status_code == 404
