"""归档的页面：谁进得来；立卷的表单预填、填错了不丢；没有行内脚本和样式。"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from mingzhi import archive
from mingzhi.archive.models import PackageJob
from mingzhi.archive.selectors import volumes
from mingzhi.archive.volumes import of_volume
from mingzhi.casework.actor import Role
from mingzhi.casework.acts.archive import FileAssembled, Volume
from mingzhi.record.models import Dossier
from mingzhi.record.selectors import acts
from tests.archive.cast import NOW, as_role, signed_in, staff
from tests.archive.test_consultation import approved


def addresses(dossier: Dossier) -> list[str]:
    job = PackageJob.objects.create(
        dossier=dossier, purpose="归档", actor={}, person_number="x", asked=NOW, beat=NOW
    )
    number, entry = approved(dossier), volumes(dossier, NOW.date()).entries[0]
    pk = dossier.pk
    return [
        reverse("archive:dossier", args=[pk]),
        reverse("archive:assemble", args=[pk]),
        reverse("archive:whole", args=[pk, "main"]),
        reverse("archive:whole", args=[pk, "auxiliary"]),
        reverse("archive:document", args=[pk, entry.key, "pdf"]),
        reverse("archive:document", args=[pk, entry.key, "docx"]),
        reverse("archive:package", args=[pk]),
        reverse("archive:job", args=[job.pk]),
        reverse("archive:job-download", args=[job.pk]),
        reverse("archive:consultation-request", args=[pk]),
        reverse("archive:consultation-decide", args=[pk, number - 1]),
    ]


def test_officers_of_the_other_bureau_and_citizens_find_nothing(closed: Dossier) -> None:
    for address in addresses(closed):
        for username in ("xiezi", "chending", "yangshizhang", "yuanmao"):
            assert signed_in(username).get(address).status_code == 404, (username, address)
            assert signed_in(username).post(address).status_code in (404, 405), (username, address)
        assert Client().get(address).status_code == 302, address
    other = signed_in("xiezi").get(reverse("archive:queue"))
    assert other.status_code == 200 and "示例大药房" not in other.content.decode()


def test_archivist_may_open_every_page(closed: Dossier) -> None:
    client = as_role(closed, Role.ARCHIVIST)
    for address in addresses(closed):
        expected = (
            {404} if "download" in address or "decide" in address or "auxiliary" in address else {200, 302}
        )
        assert client.get(address).status_code in expected, address


def test_informants_paper_opens_for_the_handling_officer_only(closed: Dossier) -> None:
    entry = next(each for each in volumes(closed, NOW.date()).entries if each.form == "lead_register")
    address = reverse("archive:document", args=[closed.pk, entry.key, "pdf"])
    page = reverse("archive:dossier", args=[closed.pk])
    assert signed_in("zhoujia").get(address).status_code == 200
    for role in (Role.ARCHIVIST, Role.SUPERVISOR):
        client = as_role(closed, role)
        client.post(reverse("people:purpose", args=[closed.pk]), {"purpose": "执法监督"})
        assert client.get(address).status_code == 404
        shown = client.get(page).content.decode()
        assert "限制知悉" in shown and address not in shown


def test_queue_shows_the_term_its_lamp_and_its_clause(closed: Dossier) -> None:
    page = as_role(closed, Role.ARCHIVIST).get(reverse("archive:queue")).content.decode()
    assert "lamp lamp-" in page and "还有" in page
    assert "第二十二条" in page
    assert reverse("archive:assemble", args=[closed.pk]) in page


def form_of(dossier: Dossier) -> dict[str, str]:
    person = staff(dossier, Role.ARCHIVIST).number
    return {
        "expects": str(len(acts(dossier))),
        "archive_no": "示-ZF·2025-D30-0001",
        "retention": "30年",
        "situation": "本卷齐全。",
        "assembler": staff(dossier, Role.HANDLER).number,
        "checker": person,
    }


def test_assembling_in_the_browser_takes_order_and_moves(closed: Dossier) -> None:
    client, address = as_role(closed, Role.ARCHIVIST), reverse("archive:assemble", args=[closed.pk])
    assert "立卷前核对" in client.get(address).content.decode()
    main = of_volume(volumes(closed, NOW.date()).entries, Volume.MAIN)
    moves = {f"order-{main[2].key}": "0", f"aside-{main[-1].key}": "1"}
    assert client.post(address, form_of(closed) | moves).status_code == 302
    body = acts(closed)[-1].body
    assert isinstance(body, FileAssembled)
    assert (body.entries[0].title, body.entries[0].pages.partition("-")[0]) == (main[2].title, "1")
    moved = next(row for row in body.entries if (row.act, row.title) == (main[-1].act, main[-1].title))
    assert moved.volume is Volume.AUXILIARY
    assert "已立卷归档" in client.get(reverse("archive:dossier", args=[closed.pk])).content.decode()


def test_refused_form_keeps_what_was_typed_and_names_the_clause(closed: Dossier) -> None:
    client, address = as_role(closed, Role.ARCHIVIST), reverse("archive:assemble", args=[closed.pk])
    response = client.post(address, form_of(closed) | {"archive_no": "", "situation": "写了很久的说明"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "写了很久的说明" in page and "档案法" in page and "没有填写“档号”" in page


def test_form_filled_while_somebody_else_wrote_is_not_written(closed: Dossier) -> None:
    client, address = as_role(closed, Role.ARCHIVIST), reverse("archive:assemble", args=[closed.pk])
    typed = form_of(closed)
    approved(closed)
    response = client.post(address, typed)
    assert response.status_code == 422 and "本卷已有新的记录" in response.content.decode()


TEMPLATES = sorted((Path(archive.__file__).parent / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_inline_script_or_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert " style=" not in text and "<script" not in text and " on" + "click" not in text
