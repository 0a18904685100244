"""搬家：文件夹和真实的对象存储之间来回，断了接着搬，逐份核对；留下的说清楚，不声不响的什么都不删（CQ-R-24-b）。"""

from __future__ import annotations

import hashlib
import io
import os
import signal
import subprocess
import sys
import time
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from mingzhi.record import fsck, locks, publishing
from mingzhi.record.dossiers import open_dossier
from mingzhi.record.exhibits import store
from mingzhi.record.moving import SameStore, clear, move
from mingzhi.record.stores import Store, current, store_at
from mingzhi.record.stores.s3 import ObjectStore
from tests.rados import Rados
from tests.record.cast import AGENCY, NOW, written
from tests.record.test_disposal import disposed, whole

TODAY = NOW.date()


def filled(count: int = 4) -> list[str]:
    """一卷附着几份材料，都在文件夹里。"""
    kept = [
        store(io.BytesIO(f"示例材料{n}".encode() * 1000), f"录像{n}.mp4", "video/mp4") for n in range(count)
    ]
    written(open_dossier(AGENCY, now=NOW, sample=False), exhibits=tuple(kept))
    publishing.publish(NOW)
    return sorted(each.sha256 for each in kept)


@pytest.fixture
def bucket(rados: Rados) -> str:
    """一个还没有的桶，MINGZHI_STORE 的写法。"""
    return rados.url(f"b{uuid.uuid4().hex}")


def opened_at(written_so: str) -> Store:
    place = store_at(written_so)
    place.ready()
    return place


def same_bytes(one: Store, other: Store, digest: str) -> bool:
    with one.open(digest) as first, other.open(digest) as second:
        return first.read() == second.read()


def test_there_and_back_every_file_is_verified_locked_and_still_in_its_source(
    sqlite_database: Path, data: Path, settings: Settings, bucket: str
) -> None:
    digests = filled()
    folder, objects = current(), opened_at(bucket)
    seen: list[tuple[int, int]] = []
    there = move(folder, objects, today=TODAY, progress=lambda done, total, _: seen.append((done, total)))
    assert (there.copied, there.before, there.left) == (4, 0, [])
    assert seen == [(n, 4) for n in (1, 2, 3, 4)]
    assert list(folder.names()) == list(objects.names()) == digests
    assert all(same_bytes(folder, objects, digest) for digest in digests)
    assert {locks.last_day(held) for digest in digests if (held := objects.held(digest))} == {
        date(NOW.year + 10, 12, 31)
    }
    settings.MINGZHI_STORE = bucket
    locks.keep_all(TODAY)
    report = fsck.fsck(NOW, resume=False)
    assert report.clean, report.faults

    back = opened_at(f"file://{data}/back")
    assert move(objects, back, today=TODAY).copied == 4
    settings.MINGZHI_STORE = f"file://{data}/back"
    report = fsck.fsck(NOW, resume=False)
    assert report.clean, report.faults


def test_running_it_again_copies_only_what_is_new(sqlite_database: Path, bucket: str) -> None:
    filled(2)
    folder, objects = current(), opened_at(bucket)
    move(folder, objects, today=TODAY)
    filled(3)
    again = move(folder, objects, today=TODAY)
    assert (again.copied, again.before) == (1, 2)


def test_an_altered_file_is_not_moved_and_is_named(sqlite_database: Path, data: Path, bucket: str) -> None:
    digests = filled(2)
    path = data / "exhibits" / digests[0][:2] / digests[0][2:4] / digests[0]
    path.chmod(0o600)
    path.write_bytes(b"forged")
    (path.parent / "notes.txt").write_text("不是材料")
    objects = opened_at(bucket)
    done = move(current(), objects, today=TODAY)
    assert done.copied == 1
    assert {(left.name, left.says[:10]) for left in done.left} == {
        (digests[0], "与存入时的摘要不符，"[:10]),
        ("notes.txt", "不是材料：名字不是摘"[:10]),
    }
    assert list(objects.names()) == digests[1:]


def test_a_wrong_copy_waiting_at_the_target_is_not_taken_for_a_good_one(
    sqlite_database: Path, data: Path, bucket: str, tmp_path: Path
) -> None:
    (digest,) = filled(1)
    folder, objects = current(), opened_at(bucket)
    size = folder.size(digest)
    assert size is not None
    (tmp_path / "forged").write_bytes(b"!" * size)
    objects.put(digest, tmp_path / "forged")
    objects.hold(digest, datetime.now(UTC) + timedelta(seconds=8))
    done = move(folder, objects, today=TODAY)
    assert done.copied == 0
    assert ["被别的字节占着，又锁着" in left.says for left in done.left] == [True]
    while objects.held(digest) is not None:
        time.sleep(0.2)
    time.sleep(2)
    assert move(folder, objects, today=TODAY).copied == 1
    assert same_bytes(folder, objects, digest)


def test_the_source_in_use_is_not_cleared_nor_the_same_place_moved_onto_itself(
    sqlite_database: Path, bucket: str
) -> None:
    digests = filled(1)
    folder, objects = current(), opened_at(bucket)
    with pytest.raises(SameStore, match="同一个地方"):
        move(folder, store_at("folder"), today=TODAY)
    move(folder, objects, today=TODAY)
    with pytest.raises(SameStore, match="正在用的地方，不能删"):
        clear(folder, objects)
    assert list(folder.names()) == digests


def test_clearing_deletes_only_what_the_target_has_and_waits_for_locks(
    sqlite_database: Path, data: Path, settings: Settings, bucket: str
) -> None:
    digests = filled(3)
    folder, objects = current(), opened_at(bucket)
    move(folder, objects, today=TODAY)
    settings.MINGZHI_STORE = bucket
    # 去处少了一份（这一份没有锁）：来源里的不删。
    extra = hashlib.sha256(b"late").hexdigest()
    (data / "late").write_bytes(b"late")
    folder.put(extra, data / "late")
    done = clear(folder, objects)
    assert (done.deleted, [left.name for left in done.left]) == (3, [extra])
    assert list(folder.names()) == [extra]
    # 反过来，锁着的留下，说锁到哪天。
    settings.MINGZHI_STORE = "folder"
    move(objects, folder, today=TODAY)
    kept = clear(objects, folder)
    assert kept.deleted == 0
    assert {left.says[:13] for left in kept.left} == {"锁到 2035-12-31"[:13]}
    assert list(objects.names()) == digests


def test_what_was_disposed_and_waits_for_its_lock_stays_behind_and_is_destroyed_there_later(
    sqlite_database: Path, data: Path, settings: Settings, bucket: str
) -> None:
    settings.MINGZHI_STORE = bucket
    objects = opened_at(bucket)
    exhibit = store(io.BytesIO(b"secret"), "录像.mp4", "video/mp4")
    dossier = open_dossier(AGENCY, now=NOW.replace(year=2012), sample=False)
    written(dossier, exhibits=(exhibit,), now=NOW.replace(year=2012))
    until = datetime.now(UTC) + timedelta(seconds=10)
    objects.hold(exhibit.sha256, until)
    disposed(dossier, whole(exhibit.sha256), now=NOW)
    folder = opened_at(f"file://{data}/new")
    done = move(objects, folder, today=TODAY)
    assert (done.copied, [left.name for left in done.left]) == (0, [exhibit.sha256])
    assert "已经依法处置" in done.left[0].says
    settings.MINGZHI_STORE = f"file://{data}/new"
    assert clear(objects, folder).deleted == 0
    while datetime.now(UTC) <= until + timedelta(seconds=2):
        time.sleep(0.2)
    assert clear(objects, folder).deleted == 1
    assert list(objects.names()) == []


# 命令 ---------------------------------------------------------------------------------------------


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from mingzhi.cli import main; main()", "store", *arguments]


def surroundings(data: Path, database: Path, store_url: str = "") -> dict[str, str]:
    return os.environ | {
        "MINGZHI_DATA": str(data),
        "MINGZHI_DATABASE_URL": f"sqlite:///{database}",
        "MINGZHI_STORE": store_url,
        "MINGZHI_SAMPLE": "1",
        "DJANGO_SETTINGS_MODULE": "mingzhi.settings",
    }


@pytest.mark.parametrize("there", [True, False], ids=["into the bucket", "back into a folder"])
def test_the_command_killed_midway_goes_on_where_it_stopped(
    sqlite_database: Path, data: Path, bucket: str, there: bool
) -> None:
    count = 30
    digests = filled(count)
    other = bucket
    if not there:
        move(current(), opened_at(bucket), today=TODAY)
        other = f"file://{data}/back"
    arguments = ["move", other, *([] if there else ["--from", bucket])]
    environment = surroundings(data, sqlite_database)
    # 第一次：看见搬了几份，就杀掉它。
    process = subprocess.Popen(
        command(*arguments),
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    said = b""
    while b"\r3/" not in said:
        chunk = process.stderr.read1(64)  # type: ignore[attr-defined]
        assert chunk, said
        said += chunk
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stderr.close()
    target = opened_at(other)
    partly = list(target.names())
    assert 3 <= len(partly) < count

    ended = subprocess.run(command(*arguments), env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert f"{count}/{count} 份" in ended.stderr
    assert "来源里的一份也没有删" in ended.stdout
    assert list(target.names()) == digests
    source = opened_at("folder" if there else bucket)
    assert all(same_bytes(source, target, digest) for digest in digests)
    assert "secret" not in ended.stdout + ended.stderr


def test_the_check_command_says_where_and_how_many_and_refuses_a_bucket_without_lock(
    sqlite_database: Path, data: Path, rados: Rados, bucket: str
) -> None:
    filled(2)
    here = subprocess.run(
        command("check"),
        env=surroundings(data, sqlite_database),
        capture_output=True,
        text=True,
        check=False,
    )
    assert here.returncode == 0, here.stderr
    assert "文件夹没有对象锁" in here.stdout and "共 2 份" in here.stdout
    place = store_at(bucket)
    assert isinstance(place, ObjectStore)
    place.client.create_bucket(Bucket=place.place.bucket)
    there = subprocess.run(
        command("check"),
        env=surroundings(data, sqlite_database, bucket),
        capture_output=True,
        text=True,
        check=False,
    )
    assert there.returncode == 1
    assert "没有开对象锁" in there.stderr


def test_the_nightly_work_makes_up_locks_says_what_waits_and_goes_on_while_the_store_is_away(
    sqlite_database: Path, data: Path, settings: Settings, bucket: str
) -> None:
    settings.MINGZHI_STORE = bucket
    objects = opened_at(bucket)
    exhibit = store(io.BytesIO(b"secret"), "录像.mp4", "video/mp4")
    dossier = open_dossier(AGENCY, now=NOW, sample=False)
    written(dossier, exhibits=(exhibit,))
    disposed(dossier, whole(exhibit.sha256), now=NOW)

    def nightly(store_url: str) -> str:
        done = subprocess.run(
            [*command()[:-1], "nightly", "--share", "0", "--workers", "1", "--today", "2025-09-25"],
            env=surroundings(data, sqlite_database, store_url),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "还有 1 份已经依法处置的材料等着销毁，最早的锁到 2035-12-31" in nightly(bucket)
    assert objects.size(exhibit.sha256) is not None
    assert "没有补锁、没有销毁" in nightly("s3+http://key:secret@127.0.0.1:9/bucket")
