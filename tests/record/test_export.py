"""导出与核验：一卷完好的核验通过；动了一个字节，哪怕绕过触发器改库，也指得出是哪一项。"""

from __future__ import annotations

import io
import json
import random
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.db import connection

from mingzhi.ledger.checkpoint import Verifier
from mingzhi.ledger.reader import MemoryReader
from mingzhi.ledger.verify import reader_for, verify_package
from mingzhi.record import exhibits, log
from mingzhi.record.exhibits import open_exhibit, store
from mingzhi.record.export import Exported, NothingToExport, export
from mingzhi.record.guards import UNGUARDS
from mingzhi.record.models import ActRow, Dossier
from tests.record.cast import NOW, opened, written

PHOTO = "示例照片".encode() * 1000


def exported(folder: Path) -> tuple[Dossier, Exported]:
    """三项行为的一卷，夹在另一卷的行为中间，有一份材料和一份文书。"""
    dossier, other = opened(), opened()
    written(other)
    written(dossier)
    written(other, "lead.verified")
    photo = store(io.BytesIO(PHOTO), "门头.jpg", "image/jpeg")
    written(dossier, "lead.verified", exhibits=(photo,))
    written(dossier, "inspection.notified")
    written(other, "lead.verified")
    done = export(dossier, folder / "out" / "卷.zip", now=NOW, documents={"03 告知书.pdf": b"%PDF-"})
    return dossier, done


def verdict(path: Path) -> list[tuple[int | None, str]]:
    found = verify_package(reader_for(path), verifiers=[log.key().verifier])
    return [(finding.act_number, finding.code) for finding in found.findings]


def test_exported_dossier_verifies_offline_with_the_bureaus_key(database: str, tmp_path: Path) -> None:
    dossier, done = exported(tmp_path)
    found = verify_package(reader_for(done.path), verifiers=[log.key().verifier])
    assert found.ok, found.findings
    assert found.undetermined == ()
    assert done.acts == 3
    assert done.size == done.path.stat().st_size
    with zipfile.ZipFile(done.path) as archive:
        names = {name.removeprefix(f"{dossier.pk}/") for name in archive.namelist()}
        assert {"data/acts.json", "data/documents/03 告知书.pdf", "statement.txt"} <= names
        assert (
            archive.read(f"{dossier.pk}/bag-info.txt")
            .decode()
            .startswith("Source-Organization: 示例区医疗保障局\n")
        )
    assert list(done.path.parent.iterdir()) == [done.path]


@pytest.mark.parametrize("seed", range(3))
def test_any_order_of_appends_verifies_and_any_changed_byte_does_not(
    database: str, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    dossiers = [opened() for _ in range(3)]
    kinds = ["lead.registered", "lead.verified", "inspection.notified", "inspection.held", "sealing.imposed"]
    for _ in range(24):
        written(chance.choice(dossiers), chance.choice(kinds))
    for dossier in dossiers:
        done = export(dossier, tmp_path / "卷.zip", now=NOW)
        with zipfile.ZipFile(done.path) as archive:
            files = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
        verifiers = [log.key().verifier]
        assert verify_package(MemoryReader(files), verifiers=verifiers).findings == ()
        for name, content in files.items():
            position = chance.randrange(len(content))
            flipped = bytes([content[position] ^ (1 << chance.randrange(8))])
            changed = {**files, name: content[:position] + flipped + content[position + 1 :]}
            assert not verify_package(MemoryReader(changed), verifiers=verifiers).ok, (name, position)


def test_package_of_another_bureaus_key_does_not_verify(database: str, tmp_path: Path) -> None:
    _, done = exported(tmp_path)
    shutil.rmtree(tmp_path / "var" / "keys")
    assert (None, "checkpoint.bad") in verdict(done.path)


def test_flipped_byte_of_an_exhibit_is_found_with_its_act(database: str, tmp_path: Path) -> None:
    _, done = exported(tmp_path)
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(done.path) as archive:
        archive.extractall(folder)
    (photo,) = folder.glob("*/data/exhibits/*")
    photo.chmod(0o600)
    content = bytearray(photo.read_bytes())
    content[500] ^= 1
    photo.write_bytes(content)
    assert (2, "exhibit.altered") in verdict(photo.parents[2])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("body = replace(body, '四十二笔', '四笔')", "act.body_altered"),
        ("actor = replace(actor, '示例甲', '示例乙')", "act.envelope_altered"),
        ("kind = 'lead.registered'", "act.envelope_altered"),
    ],
)
def test_change_made_past_the_triggers_is_found_in_the_package(
    database: str, tmp_path: Path, change: str, code: str
) -> None:
    dossier, _ = exported(tmp_path)
    with connection.cursor() as cursor:
        for statement in UNGUARDS[database]():
            cursor.execute(statement)
        cursor.execute(f"UPDATE record_actrow SET {change} WHERE kind = 'lead.verified'")
    done = export(dossier, tmp_path / "again.zip", now=NOW)
    found = verdict(done.path)
    assert found[0] == (2, code)
    assert {number for number, _ in found} <= {2, None}


def test_act_deleted_past_the_triggers_stops_the_export(database: str, tmp_path: Path) -> None:
    dossier, _ = exported(tmp_path)
    with connection.cursor() as cursor:
        for statement in UNGUARDS[database]():
            cursor.execute(statement)
    ActRow.objects.filter(dossier=dossier, number=2).delete()
    with pytest.raises(log.LogBroken, match="共 6 片叶，缺少第 3 片"):
        export(dossier, tmp_path / "again.zip", now=NOW)


def test_empty_dossier_is_not_exported(database: str, tmp_path: Path) -> None:
    with pytest.raises(NothingToExport, match="还没有执法行为"):
        export(opened(), tmp_path / "empty.zip", now=NOW)
    assert not (tmp_path / "empty.zip").exists()


def test_export_that_fails_leaves_no_half_written_package(database: str, tmp_path: Path) -> None:
    dossier, done = exported(tmp_path)
    before = done.path.read_bytes()
    with pytest.raises(ValueError, match="not a path"):
        export(dossier, done.path, now=NOW, documents={"../evil": b""})
    assert done.path.read_bytes() == before
    assert list(done.path.parent.iterdir()) == [done.path]


def test_checkpoints_grow_and_proofs_hold(database: str, tmp_path: Path) -> None:
    from mingzhi.ledger.checkpoint import verify_note
    from mingzhi.ledger.merkle import leaf_hash, verify_inclusion
    from mingzhi.record.sealing import leaf_of
    from mingzhi.record.selectors import rows

    dossier, _ = exported(tmp_path)
    point = verify_note(log.checkpoint(), [log.key().verifier])
    assert (point.origin, point.size) == (log.key().name, 6)
    for row, proof in zip(rows(dossier), log.proofs(dossier), strict=True):
        assert row.leaf_index is not None
        assert verify_inclusion(leaf_hash(leaf_of(row)), row.leaf_index, point.size, proof, point.root)


def test_key_is_made_once_and_readable_by_its_owner_only(sqlite_database: Path, data: Path) -> None:
    first = log.key()
    assert log.key().verifier == first.verifier
    file = data / "keys" / "log.pem"
    assert file.stat().st_mode & 0o077 == 0
    assert list(file.parent.iterdir()) == [file]
    assert Verifier.parse(first.verifier.vkey) == first.verifier


def test_same_bytes_are_stored_once_and_read_back(sqlite_database: Path, data: Path) -> None:
    first = store(io.BytesIO(PHOTO), "一.jpg", "image/jpeg")
    second = store(io.BytesIO(PHOTO), "二.jpg", "image/jpeg")
    assert (first.sha256, first.sm3, first.size) == (second.sha256, second.sm3, second.size)
    files = [path for path in (data / "exhibits").rglob("*") if path.is_file()]
    assert files == [data / "exhibits" / first.sha256[:2] / first.sha256[2:4] / first.sha256]
    with open_exhibit(first.sha256) as stored:
        assert stored.read() == PHOTO
    for unknown in ("0" * 64, "../../etc/passwd", ""):
        with pytest.raises(exhibits.NotStored):
            open_exhibit(unknown)


def test_upload_that_breaks_off_stores_nothing(sqlite_database: Path, data: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise ConnectionResetError("网络断了")

    with pytest.raises(ConnectionResetError):
        store(Broken(b"x"), "断了.mp4")
    assert [path for path in (data / "exhibits").rglob("*") if path.is_file()] == []


def mingzhi(*arguments: str) -> subprocess.CompletedProcess[str]:
    """在另一个进程里运行命令；碰了 Django 就失败。"""
    program = (
        "import sys; sys.modules['django'] = None; sys.argv[0] = 'mingzhi'; "
        "from mingzhi.commands.verify import verify; verify()"
    )
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
        env={"PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"},
    )


def test_verify_command_needs_neither_django_nor_settings(sqlite_database: Path, tmp_path: Path) -> None:
    _, done = exported(tmp_path)
    vkey = log.key().verifier.vkey
    key_file = tmp_path / "log.vkey"
    key_file.write_text(vkey + "\n", encoding="utf-8")
    for key in (vkey, str(key_file)):
        result = mingzhi(str(done.path), "--key", key)
        assert (result.returncode, result.stdout) == (0, "共 3 项执法行为，未发现改动。\n"), result.stderr
    without = mingzhi(str(done.path))
    assert without.returncode == 0
    assert "未提供验证公钥" in without.stdout
    told = json.loads(mingzhi(str(done.path), "--key", vkey, "--json").stdout)
    assert told == {
        "ok": True,
        "findings": [],
        "undetermined": [],
        "confirmed": [],
        "summary": "共 3 项执法行为，未发现改动。",
    }


def test_verify_command_names_what_is_wrong(sqlite_database: Path, tmp_path: Path) -> None:
    _, done = exported(tmp_path)
    cut = tmp_path / "cut.zip"
    cut.write_bytes(done.path.read_bytes()[:-200])
    for package in (cut, tmp_path / "nothing.zip"):
        result = mingzhi(str(package))
        assert result.returncode == 1
        assert "✗" in result.stdout
    wrong = mingzhi(str(done.path), "--key", "不是公钥")
    assert wrong.returncode == 2
    assert "读不出公钥" in wrong.stderr
