"""恢复来的卷：归档导出的整包（文书、首页、元数据都在）收得回来，再导出逐字节相同；页面写明只供查阅。"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import DjangoDbBlocker, Settings

from mingzhi.archive import tasks
from mingzhi.archive.models import PackageJob
from mingzhi.archive.services import package
from mingzhi.casework.actor import Role
from mingzhi.record import fsck, log
from mingzhi.record.export import export
from mingzhi.record.models import ActRow, Dossier
from mingzhi.record.restoring import restore_packages
from tests.archive.cast import NOW, as_role, staff
from tests.archive.shelf import Shelf, copied
from tests.archive.test_volumes import assembled


@pytest.fixture
def restored(
    ready: Shelf, tmp_path: Path, settings: Settings, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Path, Dossier]]:
    """在一处归档导出的一包，在另一处恢复的一卷。"""
    with copied(ready("case.closed"), tmp_path / "there", settings, django_db_blocker):
        closed = Dossier.objects.get()
        assembled(closed)
        target = tmp_path / "卷.zip"
        done = package(closed, target, NOW, by=staff(closed, Role.ARCHIVIST), purpose="归档保存")
        assert done.verdict.ok, done.verdict.findings
        key = log.key().verifier
    with copied(ready(""), tmp_path / "here", settings, django_db_blocker):
        assert not ActRow.objects.exists()
        restore_packages([target], keys=[key], now=NOW)
        yield target, Dossier.objects.get()


def test_the_whole_package_of_the_archive_comes_back_byte_for_byte(
    restored: tuple[Path, Dossier], tmp_path: Path
) -> None:
    target, dossier = restored
    again = export(dossier, tmp_path / "再.zip", now=NOW)
    assert again.path.read_bytes() == target.read_bytes()
    report = fsck.fsck(NOW, resume=False)
    assert report.clean, report.faults


def test_the_pages_say_that_it_was_restored_and_nothing_is_written(restored: tuple[Path, Dossier]) -> None:
    _, dossier = restored
    client = as_role(dossier, Role.ARCHIVIST)
    page = client.get(reverse("desk:dossier", args=[dossier.pk])).content.decode()
    assert "由档案包恢复，只供查阅" in page
    first = client.get(reverse("desk:act", args=[dossier.pk, 1]))
    assert first.status_code == 200
    assert "已验证" in first.content.decode()
    count = ActRow.objects.count()
    job = tasks.ask(dossier, by=staff(dossier, Role.ARCHIVIST), purpose="归档")
    tasks.build_package.call(str(job.pk))
    job.refresh_from_db()
    assert job.status == PackageJob.Status.FAILED
    assert "由档案包恢复" in job.why
    assert ActRow.objects.count() == count
