"""存放的地方：文件夹和真实的对象存储，同样的动作，同样的结果（CQ-R-24-b：易保存、防删改的存储方式）。"""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mingzhi.ledger.reader import reader_for
from mingzhi.ledger.verify import verify_package
from mingzhi.record import fsck, log, publishing
from mingzhi.record.append import append
from mingzhi.record.errors import Invalid
from mingzhi.record.exhibits import WrongDigest, adopt, is_stored, open_exhibit, store, stored_digests
from mingzhi.record.export import export
from mingzhi.record.leftovers import tidy
from mingzhi.record.models import Dossier, ExhibitBlob
from mingzhi.record.stores import NotStored, Store, Unfit, store_at
from mingzhi.record.stores.s3 import PART
from tests.record.cast import HANDLER, LEAD, NOW, opened, written
from tests.record.test_disposal import disposed, whole

CONTENT = bytes(range(256)) * 4096


def file_of(folder: Path, content: bytes = CONTENT) -> tuple[str, Path]:
    path = folder / "given"
    path.write_bytes(content)
    return hashlib.sha256(content).hexdigest(), path


def replaced(place: Store, digest: str, content: bytes, folder: Path) -> None:
    """没有锁以前，有权限的人换掉它的字节。"""
    place.destroy(digest)
    path = folder / "forged"
    path.write_bytes(content)
    place.put(digest, path)


def test_what_is_put_is_read_back_whole_and_named_by_its_digest(place: Store, tmp_path: Path) -> None:
    digest, path = file_of(tmp_path)
    assert place.size(digest) is None
    place.put(digest, path)
    path.unlink()
    assert place.size(digest) == len(CONTENT)
    assert list(place.names()) == [digest]
    with place.open(digest) as stream:
        assert stream.read() == CONTENT


def test_what_was_never_put_is_not_there(place: Store) -> None:
    with pytest.raises(NotStored):
        place.open("0" * 64)
    assert place.size("0" * 64) is None
    assert list(place.names()) == []


def test_putting_the_same_again_changes_nothing(place: Store, tmp_path: Path) -> None:
    digest, path = file_of(tmp_path)
    place.put(digest, path)
    place.put(digest, path)
    assert list(place.names()) == [digest]
    assert list(place.remarks()) == []


@pytest.mark.parametrize("planted", [b"!" * len(CONTENT), b"short"], ids=["of one size", "shorter"])
def test_what_was_planted_under_its_name_is_replaced_by_the_true_bytes(
    place: Store, tmp_path: Path, planted: bytes
) -> None:
    digest, path = file_of(tmp_path)
    (tmp_path / "planted").write_bytes(planted)
    place.put(digest, tmp_path / "planted")
    place.put(digest, path)
    with place.open(digest) as stream:
        assert stream.read() == CONTENT
    assert list(place.remarks()) == []


def test_a_reader_may_jump_to_any_place(place: Store, tmp_path: Path) -> None:
    digest, path = file_of(tmp_path)
    place.put(digest, path)
    with place.open(digest) as stream:
        assert stream.seek(0, io.SEEK_END) == len(CONTENT)
        assert stream.read() == b""
        for at in (500_000, 3, len(CONTENT) - 5, 0):
            stream.seek(at)
            assert stream.read(700) == CONTENT[at : at + 700]
            assert stream.tell() == min(at + 700, len(CONTENT))


def test_a_recording_of_several_parts_arrives_whole(place: Store, tmp_path: Path) -> None:
    content = b"\x01" * (PART + 12345)
    digest, path = file_of(tmp_path, content)
    place.put(digest, path)
    found = hashlib.sha256()
    with place.open(digest) as stream:
        while chunk := stream.read(1 << 20):
            found.update(chunk)
    assert found.hexdigest() == digest


def test_what_is_destroyed_is_gone_and_destroying_twice_is_no_fault(place: Store, tmp_path: Path) -> None:
    digest, path = file_of(tmp_path)
    place.put(digest, path)
    place.destroy(digest)
    place.destroy(digest)
    assert place.size(digest) is None
    assert list(place.names()) == []
    with pytest.raises(NotStored):
        place.open(digest)


def test_nothing_that_waits_to_be_finished_is_taken_for_an_exhibit(place: Store, tmp_path: Path) -> None:
    digest, path = file_of(tmp_path)
    place.put(digest, path)
    assert place.tidy(datetime.now(UTC) + timedelta(days=1)) == 0
    assert list(place.names()) == [digest]


def test_exhibits_are_stored_adopted_registered_and_opened(
    place: Store, sqlite_database: Path, tmp_path: Path
) -> None:
    whole_one = store(io.BytesIO(CONTENT), "录像.mp4", "video/mp4")
    digest, path = file_of(tmp_path, b"chunks put together")
    adopted = adopt(path, "录音.wav", "audio/wav", expected=digest)
    with pytest.raises(WrongDigest):
        adopt(path, "录音.wav", expected="0" * 64)
    assert sorted(stored_digests()) == sorted((whole_one.sha256, adopted.sha256))
    assert {blob.pk for blob in ExhibitBlob.objects.all()} == {whole_one.sha256, adopted.sha256}
    assert is_stored(digest)
    with open_exhibit(whole_one.sha256) as stream:
        assert stream.read() == CONTENT


def test_nothing_is_left_on_the_local_disk_once_an_exhibit_is_kept_elsewhere(
    place: Store, sqlite_database: Path, data: Path
) -> None:
    exhibit = store(io.BytesIO(CONTENT), "录像.mp4", "video/mp4")
    local = [path for path in data.rglob("*") if path.is_file() and path.stat().st_size == exhibit.size]
    assert len(local) == (0 if place.locks else 1)


def test_an_act_needs_its_exhibit_in_the_store(place: Store, sqlite_database: Path) -> None:
    exhibit = store(io.BytesIO(CONTENT), "录像.mp4", "video/mp4")
    dossier = opened()
    place.destroy(exhibit.sha256)
    with pytest.raises(Invalid, match="还没有存好"):
        append(dossier, "lead.registered", LEAD, by=HANDLER, happened=NOW, now=NOW, exhibits=(exhibit,))


def recorded(content: bytes = CONTENT) -> tuple[Dossier, str]:
    exhibit = store(io.BytesIO(content), "录像.mp4", "video/mp4")
    dossier = opened()
    written(dossier, exhibits=(exhibit,))
    publishing.publish(NOW)
    return dossier, exhibit.sha256


def lost(place: Store, digest: str, folder: Path) -> None:
    place.destroy(digest)


def altered(place: Store, digest: str, folder: Path) -> None:
    replaced(place, digest, CONTENT[:-1] + b"!", folder)


def shortened(place: Store, digest: str, folder: Path) -> None:
    replaced(place, digest, CONTENT[:-1], folder)


def added(place: Store, digest: str, folder: Path) -> None:
    (folder / "stranger").write_bytes(b"stranger")
    place.put("5" * 64, folder / "stranger")


@pytest.mark.parametrize(
    ("damage", "says"),
    [(lost, "不见了"), (altered, "文件变了"), (shortened, "文件变了"), (added, "没有登记")],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_the_check_names_what_was_done_to_the_files(
    place: Store,
    sqlite_database: Path,
    tmp_path: Path,
    damage: Callable[[Store, str, Path], None],
    says: str,
) -> None:
    _, digest = recorded()
    clean = fsck.fsck(NOW, resume=False)
    assert clean.clean, clean.faults
    damage(place, digest, tmp_path)
    report = fsck.fsck(NOW, resume=False)
    wanted = "5" * 64 if damage is added else digest
    assert any(wanted in fault.where + fault.says and says in fault.says for fault in report.faults)


def test_a_package_carries_the_bytes_and_tells_of_altered_ones(
    place: Store, sqlite_database: Path, tmp_path: Path
) -> None:
    dossier, digest = recorded()
    export(dossier, tmp_path / "whole.zip", now=NOW)
    assert verify_package(reader_for(tmp_path / "whole.zip"), verifiers=[log.key().verifier]).ok
    altered(place, digest, tmp_path)
    export(dossier, tmp_path / "altered.zip", now=NOW)
    verdict = verify_package(reader_for(tmp_path / "altered.zip"), verifiers=[log.key().verifier])
    assert not verdict.ok
    assert any("第 1 项" in str(each) and "录像.mp4" in str(each) for each in verdict.findings), (
        verdict.findings
    )


def test_a_disposal_destroys_the_bytes_and_the_verifier_says_so(
    place: Store, sqlite_database: Path, tmp_path: Path
) -> None:
    dossier, digest = recorded()
    disposed(dossier, whole(digest), now=NOW + timedelta(days=1))
    assert not is_stored(digest)
    assert fsck.fsck(NOW, resume=False).clean
    export(dossier, tmp_path / "package.zip", now=NOW + timedelta(days=1))
    verdict = verify_package(reader_for(tmp_path / "package.zip"), verifiers=[log.key().verifier])
    assert verdict.ok, verdict.findings
    assert any("依法处置" in each for each in verdict.undetermined)


def test_an_exhibit_whose_registration_was_cut_off_is_registered(place: Store, sqlite_database: Path) -> None:
    exhibit = store(io.BytesIO(CONTENT), "录像.mp4", "video/mp4")
    ExhibitBlob.objects.all().delete()
    assert tidy().registered == 1
    assert ExhibitBlob.objects.get().sm3 == exhibit.sm3


@pytest.mark.parametrize(
    "written_so",
    [
        "objects",
        "/srv/材料",
        "file://host/path",
        "file:relative",
        "s3://bucket",
        "s3+https://host",
        "s3+https://host:port/bucket",
        "s3+ftp://host/bucket",
    ],
)
def test_a_place_written_wrong_is_told_how_to_write_it(written_so: str) -> None:
    with pytest.raises(Unfit, match=r"应(为|写成) .*s3[+]https://"):
        store_at(written_so)


def test_another_folder_is_a_place_too(tmp_path: Path) -> None:
    place = store_at(f"file://{tmp_path}/elsewhere")
    digest, path = file_of(tmp_path)
    place.put(digest, path)
    assert (tmp_path / "elsewhere" / digest[:2] / digest[2:4] / digest).read_bytes() == CONTENT


def test_a_bureau_with_a_folder_never_loads_the_client_of_object_storage(data: Path) -> None:
    look = (
        "import django, sys; django.setup(); from mingzhi.record import exhibits, fsck, locks, moving; "
        "print(exhibits.is_stored('0' * 64), 'boto3' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", look],
        env=os.environ
        | {"MINGZHI_DATA": str(data), "MINGZHI_STORE": "", "DJANGO_SETTINGS_MODULE": "mingzhi.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["False", "False"]
