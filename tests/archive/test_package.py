"""档案包：每件都有 PDF 和 Word，离线核验通过，写入一项导出；动过的包核验得出。后台做，断了可以接着做。"""

from __future__ import annotations

import re
import zipfile
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from mingzhi.archive import tasks
from mingzhi.archive.completeness import properties
from mingzhi.archive.models import PackageJob
from mingzhi.archive.selectors import volumes
from mingzhi.archive.services import package, safe
from mingzhi.archive.viewer import pages
from mingzhi.casework.act import KINDS
from mingzhi.casework.actor import Role
from mingzhi.casework.acts.archive import PackageExported, Volume
from mingzhi.ledger.verify import reader_for, verify_package
from mingzhi.record import log
from mingzhi.record.models import AccessLog, Dossier
from mingzhi.record.selectors import acts
from tests.archive.cast import NOW, as_role, signed_in, staff
from tests.archive.test_volumes import assembled


def test_package_holds_every_document_as_pdf_and_word_and_verifies(closed: Dossier, tmp_path: Path) -> None:
    assembled(closed)
    target = tmp_path / "卷.zip"
    done = package(closed, target, NOW, by=staff(closed, Role.ARCHIVIST), purpose="归档保存")
    assert done.verdict.ok, done.verdict.findings
    assert done.verdict.undetermined == ()
    found = volumes(closed, NOW.date())
    with zipfile.ZipFile(target) as archive:
        inside = {name.partition("/data/documents/")[2] for name in archive.namelist()}
        for volume in Volume:
            for place, entry in enumerate(found.of(volume), start=1):
                for suffix in ("pdf", "docx"):
                    assert f"{volume.label}/{place:03d} {safe(entry.title)}.{suffix}" in inside
        assert {"正卷.pdf", "副卷.pdf", "正卷/000 卷内文件目录.pdf", "副卷/000 备考表.docx"} <= inside
        first = next(name for name in archive.namelist() if name.endswith("001 行政处罚决定书.pdf"))
        assert archive.read(first).startswith(b"%PDF-")
    last = acts(closed)[-1]
    assert (last.kind, last.number) == ("package.exported", done.act)
    assert isinstance(last.body, PackageExported)
    assert (last.body.sha256, last.body.verified) == (done.exported.sha256, True)


@pytest.mark.parametrize("part", ["documents", "acts.json"])
def test_tampered_copy_of_the_package_is_found(closed: Dossier, tmp_path: Path, part: str) -> None:
    target = tmp_path / "卷.zip"
    package(closed, target, NOW, by=staff(closed, Role.ARCHIVIST), purpose="案卷评查")
    folder = tmp_path / "copy"
    with zipfile.ZipFile(target) as archive:
        archive.extractall(folder)
    damaged = next(path for path in sorted(folder.rglob("*")) if path.is_file() and part in str(path))
    content = bytearray(damaged.read_bytes())
    place = content.index("周甲示".encode()) if part == "acts.json" else len(content) // 2
    content[place] ^= 1
    damaged.write_bytes(content)
    verdict = verify_package(reader_for(next(folder.iterdir())), verifiers=[log.key().verifier])
    assert not verdict.ok
    assert any(damaged.name in each.message or each.act_number is not None for each in verdict.findings)


def test_four_properties_leave_to_people_what_a_machine_cannot_tell(closed: Dossier, tmp_path: Path) -> None:
    assembled(closed)
    done = package(closed, tmp_path / "卷.zip", NOW, by=staff(closed, Role.ARCHIVIST), purpose="归档")
    rows = {row.item: row for row in done.properties}
    assert {row.group for row in done.properties} == {"真实性", "完整性", "可用性", "安全性"}
    assert rows["固化信息：封印、前后相连、日志树证明、签名"].passed is True
    assert rows["目录的页号连续，与文书页数相符"].passed is True
    for row in done.properties:
        if row.how == "人工":
            assert row.passed is None
    assert rows["病毒检测"].how == "人工"


def test_package_is_made_by_the_worker_and_taken_by_the_archivist(closed: Dossier) -> None:
    client = as_role(closed, Role.ARCHIVIST)
    response = client.post(reverse("archive:package", args=[closed.pk]), {"purpose": "归档保存"})
    job = PackageJob.objects.get()
    address = reverse("archive:job", args=[job.pk])
    assert response.headers["Location"] == address
    assert "等待开始" in client.get(address).content.decode()
    assert client.get(reverse("archive:job-download", args=[job.pk])).status_code == 404
    call_command("db_worker", batch=True, verbosity=0)
    job.refresh_from_db()
    assert (job.status, job.verified, job.why) == (PackageJob.Status.DONE, True, "")
    page = client.get(address).content.decode()
    assert "未发现改动" in page and job.sha256 in page
    taken = client.get(reverse("archive:job-download", args=[job.pk]))
    assert b"".join(taken.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    assert AccessLog.objects.filter(dossier=closed, what__startswith="取走档案包").count() == 1


def test_package_of_another_bureau_is_not_there(closed: Dossier) -> None:
    job = tasks.ask(closed, by=staff(closed, Role.ARCHIVIST), purpose="归档")
    tasks.build_package.call(str(job.pk))
    for name in ("job", "job-download"):
        assert signed_in("xiezi").get(reverse(f"archive:{name}", args=[job.pk])).status_code == 404
    handler = as_role(closed, Role.HANDLER)
    assert handler.get(reverse("archive:job-download", args=[job.pk])).status_code == 404


def test_second_request_joins_the_package_that_is_being_made(closed: Dossier) -> None:
    by = staff(closed, Role.ARCHIVIST)
    assert tasks.ask(closed, by=by, purpose="归档") == tasks.ask(closed, by=by, purpose="归档")


def test_interrupted_package_can_be_taken_up_again(closed: Dossier) -> None:
    job = tasks.ask(closed, by=staff(closed, Role.ARCHIVIST), purpose="归档")
    old = timezone.now() - tasks.STALLED - timedelta(seconds=1)
    PackageJob.objects.filter(pk=job.pk).update(status=PackageJob.Status.RUNNING, beat=old)
    tasks.build_package.call(str(job.pk))
    job.refresh_from_db()
    assert job.status == PackageJob.Status.RUNNING, "别的进程拿着的，不抢"
    client = as_role(closed, Role.ARCHIVIST)
    assert "接着做" in client.get(reverse("archive:job", args=[job.pk])).content.decode()
    client.post(reverse("archive:job-retry", args=[job.pk]))
    tasks.build_package.call(str(job.pk))
    job.refresh_from_db()
    assert job.status == PackageJob.Status.DONE


def test_package_that_may_not_be_exported_says_why(closed: Dossier) -> None:
    job = tasks.ask(closed, by=staff(closed, Role.HANDLER), purpose="自用")
    tasks.build_package.call(str(job.pk))
    job.refresh_from_db()
    assert job.status == PackageJob.Status.FAILED
    assert "档案管理员" in job.why
    assert [act.kind for act in acts(closed)].count("package.exported") == 0


def test_titles_become_safe_file_names() -> None:
    assert safe('../a:b*?"<>|\n') == "a b"
    assert safe("...") == "文书"


def test_package_opens_from_its_folder_without_us(closed: Dossier, tmp_path: Path) -> None:
    assembled(closed)
    target = tmp_path / "卷.zip"
    done = package(closed, target, NOW, by=staff(closed, Role.ARCHIVIST), purpose="归档保存")
    assert done.verdict.ok, done.verdict.findings
    with zipfile.ZipFile(target) as archive:
        archive.extractall(tmp_path)
    root = tmp_path / str(closed.pk)
    page = (root / "index.html").read_text("utf-8")
    for act in acts(closed)[:-1]:
        assert f'id="act-{act.number}"' in page
    links = [unquote(each) for each in re.findall(r'(?:href|src)="([^"#]+)"', page)]
    assert len(links) > 50
    for link in links:
        assert (root / link).is_file(), link
    assert "<script" not in page
    assert "http" not in page
    for name in ("元数据.xml", "电子文件封装包.xml"):
        assert KINDS["decision.made"].name in "".join(ET.parse(root / name).getroot().itertext())


def test_what_a_machine_cannot_judge_says_so_in_the_package(closed: Dossier, tmp_path: Path) -> None:
    assembled(closed)
    found = volumes(closed, NOW.date())
    tested = properties(found.file, found.entries, stored=lambda digest: True)
    page = pages(found, {}, tested, NOW)["index.html"].decode()
    for row in tested:
        if row.how == "人工":
            assert f"<td>{row.item}</td><td>人工</td><td>人工</td>" in page
