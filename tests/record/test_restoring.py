"""恢复：导出，写回空的库，再导出，同样的字节；坏的、不空的、不是自己的，都不写，说明为什么。"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, transaction
from pytest_django import Settings

from mingzhi.casework.act import Matter
from mingzhi.cli import main
from mingzhi.ledger.bureau import verify_path
from mingzhi.ledger.checkpoint import Verifier
from mingzhi.ledger.merkle import verify_consistency
from mingzhi.ledger.verify import reader_for, verify_package
from mingzhi.record import access_seals, fsck, log, publishing, restored
from mingzhi.record.access import note_access
from mingzhi.record.dossiers import register_of
from mingzhi.record.errors import Invalid
from mingzhi.record.exhibits import store
from mingzhi.record.export import export
from mingzhi.record.exportall import export_all
from mingzhi.record.models import AccessLog, ActRow, Dossier, IssuedNumber, LogHead, Restoration
from mingzhi.record.proof import inclusion
from mingzhi.record.restoring import NotRestored, restore_packages
from mingzhi.record.restoring_bureau import restore_bureau
from tests.record.cast import AGENCY, DAY, HANDLER, NOW, opened, written
from tests.record.conftest import VENDORS, migrate, using
from tests.record.test_disposal import LATER, disposed, whole
from tools import verify as standalone

DOCUMENTS = {"正卷/001 决定书.pdf": b"%PDF-1.7 sample"}
BESIDE = {"index.html": "<p>示例</p>".encode()}
Elsewhere = Callable[[], None]


@pytest.fixture(params=VENDORS)
def elsewhere(
    request: pytest.FixtureRequest, tmp_path: Path, database: str, settings: Settings
) -> Iterator[Elsewhere]:
    """换到另一台机器：空的库（先是 database 的那一种，恢复到 SQLite 或者 PostgreSQL），空的数据目录。"""
    from mingzhi import settings as project

    with ExitStack() as stack:

        def move() -> None:
            if request.param == "sqlite":
                config = project.sqlite(str(tmp_path / "elsewhere.sqlite3"))
            else:
                config = project.postgres(another_database(request)) | {"CONN_MAX_AGE": 0}
            stack.enter_context(using(config))
            migrate()
            settings.MINGZHI_DATA = tmp_path / "elsewhere"
            settings.MINGZHI_EXHIBITS = tmp_path / "elsewhere" / "exhibits"

        yield move


def another_database(request: pytest.FixtureRequest) -> str:
    """另一个空的 PostgreSQL 库。"""
    import uuid

    import psycopg

    url, name = request.getfixturevalue("postgres_url"), f"mingzhi_{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    return str(url).replace("/postgres?", f"/{name}?")


def a_dossier() -> Dossier:
    """夹在另一卷的行为中间的一卷：有材料，有依法处置过的，有取用的文号。"""
    other, dossier = opened(), opened()
    written(other)
    gone, stays = (
        store(io.BytesIO(content), name, "image/jpeg")
        for content, name in ((b"secret", "销毁的.jpg"), (b"photo" * 999, "门头.jpg"))
    )
    written(dossier, exhibits=(gone, stays))
    written(other, "lead.verified")
    written(dossier, "lead.verified")
    disposed(dossier, whole(gone.sha256))
    n = IssuedNumber.objects.count() + 1
    IssuedNumber.objects.create(
        agency=AGENCY.code,
        series="case",
        year=2025,
        n=n,
        document_no=f"示〔2025〕{n}号",
        dossier=dossier,
        act=2,
    )
    written(other, "inspection.notified", now=LATER)
    return dossier


def one_package(folder: Path) -> tuple[Dossier, Path, Verifier]:
    dossier = a_dossier()
    done = export(dossier, folder / "卷.zip", now=LATER, documents=DOCUMENTS, beside=BESIDE)
    return dossier, done.path, log.key().verifier


def files(package: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(package) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def rows(dossier: Dossier) -> list[dict[str, object]]:
    found = ActRow.objects.filter(dossier_id=dossier.pk).order_by("number").values()
    return [{**row, "id": 0, "leaf_index": 0} for row in found]


# ── 一卷 ───────────────────────────────────────────────────────────────


def test_a_package_taken_in_and_given_out_again_has_the_same_bytes(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    dossier, package, key = one_package(tmp_path)
    before = rows(dossier)
    elsewhere()
    done = restore_packages([package], keys=[key], now=LATER + DAY)
    assert (done.dossiers, done.acts) == (1, 4)
    assert any("依法处置" in doubt for doubt in done.doubts)
    assert rows(dossier) == before
    assert log.key().verifier != key, "另一台机器有自己的密钥"
    again = export(Dossier.objects.get(), tmp_path / "再.zip", now=LATER)
    assert again.path.read_bytes() == package.read_bytes()
    report = fsck.fsck(LATER + DAY, resume=False)
    assert report.clean, report.faults
    assert report.checked["恢复"] == 1


def test_another_date_changes_three_files_and_this_installation_signs_for_it(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    _, package, key = one_package(tmp_path)
    elsewhere()
    restore_packages([package], keys=[key], now=LATER + DAY)
    again = export(Dossier.objects.get(), tmp_path / "再.zip", now=LATER + 2 * DAY)
    first, second = files(package), files(again.path)
    changed = {name for name in first.keys() | second.keys() if first.get(name) != second.get(name)}
    assert changed == {"bag-info.txt", "statement.txt", "tagmanifest-sha256.txt"}
    mine = log.key().verifier
    assert not verify_package(reader_for(again.path), verifiers=[key]).ok
    assert verify_package(reader_for(again.path), verifiers=[key, mine]).ok
    alone = standalone.verify(again.path, [standalone.Key(key.vkey), standalone.Key(mine.vkey)])
    assert alone.findings == []


def test_what_was_taken_in_is_read_only_and_keeps_its_own_proof(elsewhere: Elsewhere, tmp_path: Path) -> None:
    dossier, package, key = one_package(tmp_path)
    proofs = [inclusion(row) for row in ActRow.objects.filter(dossier=dossier).order_by("number")]
    elsewhere()
    restore_packages([package], keys=[key], now=LATER + DAY)
    restored_one = Dossier.objects.get()
    with pytest.raises(Invalid, match="由档案包恢复的，只供查阅"):
        written(restored_one, "lead.verified", now=LATER + DAY)
    kept = [inclusion(row) for row in ActRow.objects.order_by("number")]
    assert [each.leaf_index for each in kept] == [each.leaf_index for each in proofs]
    assert kept[0].path == proofs[0].path
    # 自己的卷照样办，自己的日志从零数起。
    written(opened(), now=LATER + DAY)
    assert LogHead.objects.get().size == 1
    report = fsck.fsck(LATER + DAY, resume=False)
    assert report.clean, report.faults


def test_several_packages_are_taken_in_together_or_not_at_all(elsewhere: Elsewhere, tmp_path: Path) -> None:
    packages = []
    for number in range(2):
        dossier = opened()
        written(dossier)
        packages.append(export(dossier, tmp_path / f"{number}.zip", now=NOW).path)
    key = log.key().verifier
    bad = tmp_path / "坏.zip"
    bad.write_bytes(packages[1].read_bytes()[:-50])
    elsewhere()
    with pytest.raises(NotRestored, match=r"坏\.zip 核验没有通过"):
        restore_packages([packages[0], bad], keys=[key], now=NOW)
    assert not Dossier.objects.exists()
    assert restore_packages(packages, keys=[key], now=NOW).dossiers == 2


@pytest.fixture
def packaged(sqlite_database: Path, tmp_path: Path) -> tuple[Path, Verifier]:
    _, package, key = one_package(tmp_path)
    return package, key


def move(tmp_path: Path, settings: Settings, stack: ExitStack) -> None:
    from mingzhi import settings as project

    stack.enter_context(using(project.sqlite(str(tmp_path / "other.sqlite3"))))
    migrate()
    settings.MINGZHI_DATA = tmp_path / "other"
    settings.MINGZHI_EXHIBITS = tmp_path / "other" / "exhibits"


def test_refusals_say_why_and_change_nothing(
    packaged: tuple[Path, Verifier], tmp_path: Path, settings: Settings
) -> None:
    package, key = packaged
    stranger = Verifier("stranger", bytes(range(32)))
    register = register_of(AGENCY, Matter.RULES, now=NOW)
    with pytest.raises(NotRestored, match="本机已经有执法行为"):
        restore_packages([package], keys=[key], now=LATER)
    unsigned = tmp_path / "unsigned"
    for name, content in files(package).items():
        if name != "statement.txt":
            (unsigned / name).parent.mkdir(parents=True, exist_ok=True)
            (unsigned / name).write_bytes(content)
    del register
    with ExitStack() as stack:
        move(tmp_path, settings, stack)
        with pytest.raises(NotRestored, match="没有给出机关的验证公钥"):
            restore_packages([package], keys=[], now=LATER)
        with pytest.raises(NotRestored, match="核验没有通过"):
            restore_packages([package], keys=[stranger], now=LATER)
        with pytest.raises(NotRestored, match="核验没有通过"):
            restore_packages([unsigned], keys=[key], now=LATER)
        with pytest.raises(NotRestored, match="核验没有通过"):
            restore_packages([tmp_path / "没有"], keys=[key], now=LATER)
        assert not Dossier.objects.exists()
        assert not list(restored.folder().glob("*"))


def test_evidence_changed_after_is_found_by_the_check(
    packaged: tuple[Path, Verifier], tmp_path: Path, settings: Settings
) -> None:
    package, key = packaged
    with ExitStack() as stack:
        move(tmp_path, settings, stack)
        restore_packages([package], keys=[key], now=LATER)
        root = restored.folder() / str(Dossier.objects.get().pk)
        for name in ("data/proofs.json", "data/documents/正卷/001 决定书.pdf", "index.html"):
            kept = (root / name).read_bytes()
            (root / name).write_bytes(
                kept.replace(b"0", b"1").replace(b"sample", b"simple").replace(b"p>", b"b>")
            )
            faults = fsck.fsck(LATER, resume=False).faults
            assert {each.part for each in faults} == {"恢复"}, name
            (root / name).write_bytes(kept)
        assert fsck.fsck(LATER, resume=False).clean
        (root / "statement.txt").unlink()
        assert not fsck.fsck(LATER, resume=False).clean


def test_the_database_itself_takes_no_foreign_act_in_among_its_own(database: str) -> None:
    dossier = opened()
    written(dossier)
    row = ActRow.objects.get()
    row.pk, row.number, row.leaf_index = None, 2, None
    with pytest.raises(IntegrityError, match="不得恢复"), transaction.atomic():
        row.save(force_insert=True)


# ── 整个机关 ───────────────────────────────────────────────────────────


def a_bureau() -> None:
    for _ in range(3):
        a_dossier()
    opened()
    note_access(HANDLER, Dossier.objects.order_by("created", "pk")[0], "概况", now=NOW, purpose="办案")
    note_access(HANDLER, None, "导出", now=NOW)
    access_seals.seal_all(LATER)
    publishing.publish(LATER)


def everything(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def test_a_bureau_comes_back_whole_and_goes_on(
    elsewhere: Elsewhere, tmp_path: Path, settings: Settings
) -> None:
    a_bureau()
    keys = Path(settings.MINGZHI_DATA) / "keys"
    export_all(tmp_path / "out", now=LATER)
    key, before = (
        log.key().verifier,
        list(ActRow.objects.order_by("leaf_index").values_list("sha256", "salt")),
    )
    accesses = list(AccessLog.objects.order_by("pk").values_list("pk", "what", "at"))
    old = publishing.latest()
    assert old is not None
    elsewhere()
    shutil.copytree(keys, Path(settings.MINGZHI_DATA) / "keys")
    done = restore_bureau(tmp_path / "out", keys=[key], now=LATER + DAY)
    assert done.acts == len(before) == LogHead.objects.get().size
    assert list(ActRow.objects.order_by("leaf_index").values_list("sha256", "salt")) == before
    assert list(AccessLog.objects.order_by("pk").values_list("pk", "what", "at")) == accesses
    report = fsck.fsck(LATER + DAY, resume=False)
    assert report.clean, report.faults

    export_all(tmp_path / "again", now=LATER)
    assert everything(tmp_path / "again") == everything(tmp_path / "out")

    dossier = Dossier.objects.exclude(matter=Matter.ACCESS.value).order_by("created", "pk")[0]
    later = LATER + DAY
    written(dossier, "lead.verified", now=later)
    note_access(HANDLER, dossier, "概况", now=later)
    new = publishing.publish(later)
    assert new.checkpoint.size == old.checkpoint.size + 1
    proof = publishing.tiled(new.checkpoint.size).consistency_proof(old.checkpoint.size)
    assert verify_consistency(
        old.checkpoint.size, old.checkpoint.root, new.checkpoint.size, new.checkpoint.root, proof
    )
    report = fsck.fsck(later, resume=False)
    assert report.clean, report.faults
    export_all(tmp_path / "later", now=later)
    assert verify_path(tmp_path / "later", verifiers=[key]).ok


def test_a_bureau_without_its_key_or_with_a_changed_access_log_does_not_come_back(
    sqlite_database: Path, tmp_path: Path, settings: Settings
) -> None:
    a_bureau()
    keys = Path(settings.MINGZHI_DATA) / "keys"
    export_all(tmp_path / "out", now=LATER)
    key = log.key().verifier
    with ExitStack() as stack:
        move(tmp_path, settings, stack)
        here = Path(settings.MINGZHI_DATA)
        with pytest.raises(NotRestored, match="没有签名的密钥"):
            restore_bureau(tmp_path / "out", keys=[key], now=LATER)
        log.key()
        with pytest.raises(NotRestored, match="不是签这本日志的那一把"):
            restore_bureau(tmp_path / "out", keys=[key], now=LATER)
        shutil.rmtree(here / "keys")
        shutil.copytree(keys, here / "keys")
        accesses = tmp_path / "out" / "accesses.jsonl"
        kept = accesses.read_bytes()
        accesses.write_bytes(kept.replace("概况".encode(), "别的".encode()))
        with pytest.raises(NotRestored, match="查阅日志与封存的摘要不符"):
            restore_bureau(tmp_path / "out", keys=[key], now=LATER)
        accesses.write_bytes(kept)
        (next((tmp_path / "out" / "packages").iterdir())).unlink()
        with pytest.raises(NotRestored, match="没有哪一卷的行为认领"):
            restore_bureau(tmp_path / "out", keys=[key], now=LATER)
        assert not Dossier.objects.exists()
        assert publishing.latest() is None


def test_the_commands_say_what_they_did(
    packaged: tuple[Path, Verifier], tmp_path: Path, settings: Settings
) -> None:
    package, key = packaged
    settings.MINGZHI_NOW = LATER
    with ExitStack() as stack:
        move(tmp_path, settings, stack)
        from django.core.management import call_command

        call_command("migrate", "people", verbosity=0)
        said = CliRunner().invoke(main, ["import", str(package), "--key", key.vkey])
        assert said.exit_code == 0, said.output
        assert "已恢复 1 卷、4 项执法行为，与包里逐字节相同。" in said.output
        assert "只供查阅" in said.output
        again = tmp_path / "again.zip"
        words = ["export", str(again), "--dossier", str(Dossier.objects.get().pk)]
        said = CliRunner().invoke(main, [*words, "--at", Restoration.objects.get().exported])
        assert said.exit_code == 0, said.output
        assert again.read_bytes() == package.read_bytes()
        said = CliRunner().invoke(main, ["import", str(package), "--key", key.vkey])
        assert said.exit_code == 1
        assert "本机已经有执法行为" in said.output
        said = CliRunner().invoke(main, ["export", str(again), "--dossier", "没有这一卷"])
        assert "没有卷号是" in said.output
