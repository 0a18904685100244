"""对象锁：锁到规则包说的那天；锁着的谁也改不短、删不掉；到期以后才销毁（CQ-R-22¶2、CQ-R-24-b）。"""

from __future__ import annotations

import hashlib
import io
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from pytest_django import Settings

from mingzhi.casework.act import SHANGHAI, Exhibit
from mingzhi.casework.scenario import Run
from mingzhi.law import pack as packs
from mingzhi.ledger.reader import reader_for
from mingzhi.ledger.verify import verify_package
from mingzhi.record import disposal, fsck, locks, log, publishing
from mingzhi.record.dossiers import open_dossier
from mingzhi.record.exhibits import is_stored, open_exhibit, store
from mingzhi.record.export import export
from mingzhi.record.models import Dossier, ExhibitBlob
from mingzhi.record.placefiles import install
from mingzhi.record.selectors import acts
from mingzhi.record.stores import StillLocked, StoreDown, Unfit, current, store_at
from mingzhi.record.stores.s3 import MODE, ObjectStore
from mingzhi.samples.driver import Recorded
from tests.archive.cast import scenario
from tests.rados import Rados
from tests.record.cast import AGENCY, ARCHIVIST, DAY, NOW, opened, written
from tests.record.test_disposal import disposed, whole

CONTENT = b"example recording" * 1000


def soon(seconds: float = 60) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


def put(objects: ObjectStore, folder: Path, content: bytes = CONTENT) -> str:
    exhibit = folder / "given"
    exhibit.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    objects.put(digest, exhibit)
    return digest


def recorded(now: datetime = NOW, content: bytes = CONTENT) -> tuple[Dossier, Exhibit]:
    """一卷不是示例的案件，第一项附着一份录像。"""
    exhibit = store(io.BytesIO(content), "录像.mp4", "video/mp4")
    dossier = open_dossier(AGENCY, now=now, sample=False)
    written(dossier, exhibits=(exhibit,), now=now)
    return dossier, exhibit


def midnight_after(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) + timedelta(days=1)


# 桶 -----------------------------------------------------------------------------------------------


def test_the_bucket_is_made_with_lock_and_versions(objects: ObjectStore) -> None:
    bucket = objects.place.bucket
    locking = objects.client.get_object_lock_configuration(Bucket=bucket)
    assert locking["ObjectLockConfiguration"]["ObjectLockEnabled"] == "Enabled"
    assert objects.client.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    objects.ready()


def test_a_bucket_without_lock_is_refused_and_told_what_to_do(rados: Rados) -> None:
    name = f"b{uuid.uuid4().hex}"
    place = store_at(rados.url(name))
    assert isinstance(place, ObjectStore)
    place.client.create_bucket(Bucket=name)
    with pytest.raises(Unfit, match=r"没有开对象锁.*请换一个还没有的桶名"):
        place.ready()


def test_a_stranger_and_an_unreachable_server_are_told_apart(rados: Rados, objects: ObjectStore) -> None:
    stranger = rados.another_account()
    with pytest.raises(StoreDown, match="拒绝了：请核对密钥"):
        store_at(stranger.url(objects.place.bucket)).ready()
    with pytest.raises(StoreDown, match="拒绝了：请核对密钥"):
        list(store_at(stranger.url(objects.place.bucket)).names())
    with pytest.raises(StoreDown, match="现在连不上"):
        store_at("s3+http://key:secret@127.0.0.1:9/bucket").ready()


def test_missing_keys_are_asked_for(rados: Rados, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(Unfit, match="没有给出对象存储的密钥"):
        store_at(f"s3+http://127.0.0.1:{rados.port}/bucket-{uuid.uuid4().hex}").ready()


def test_several_installations_may_share_a_bucket_by_prefix(rados: Rados, tmp_path: Path) -> None:
    name = f"b{uuid.uuid4().hex}"
    one, other = store_at(rados.url(name, "甲局")), store_at(rados.url(name, "other"))
    one.ready()
    other.ready()
    assert isinstance(one, ObjectStore)
    digest = put(one, tmp_path)
    assert (list(one.names()), list(other.names())) == ([digest], [])


# 锁 -----------------------------------------------------------------------------------------------


def test_a_compliance_lock_is_not_shortened_nor_the_version_deleted_by_anybody(
    objects: ObjectStore, tmp_path: Path
) -> None:
    digest = put(objects, tmp_path)
    until = soon(3600)
    assert objects.hold(digest, until) == until
    (version,) = objects._versions(digest)
    same: dict[str, Any] = {"Bucket": objects.place.bucket, "Key": digest, "VersionId": version.id}
    # 用的就是建桶的账号：它自己也不行，说明要绕过也不行。
    for bypass in ({}, {"BypassGovernanceRetention": True}):
        for retention in (
            {"Mode": MODE, "RetainUntilDate": soon(60)},
            {"Mode": "GOVERNANCE", "RetainUntilDate": soon(7200)},
        ):
            with pytest.raises(ClientError, match="AccessDenied"):
                objects.client.put_object_retention(**same, Retention=retention, **bypass)
        with pytest.raises(ClientError, match="AccessDenied"):
            objects.client.delete_object(**same, **bypass)
    with pytest.raises(ClientError, match="InvalidBucketState"):
        objects.client.put_bucket_versioning(
            Bucket=objects.place.bucket, VersioningConfiguration={"Status": "Suspended"}
        )
    with pytest.raises(StillLocked) as locked:
        objects.destroy(digest)
    assert locked.value.until == objects.held(digest)
    with objects.open(digest) as stream:
        assert stream.read() == CONTENT


def test_a_lock_is_only_ever_extended(objects: ObjectStore, tmp_path: Path) -> None:
    digest, first, later = put(objects, tmp_path), soon(3600), soon(7200)
    objects.hold(digest, first)
    assert objects.hold(digest, first - timedelta(minutes=30)) == objects.held(digest)
    objects.hold(digest, later)
    held = objects.held(digest)
    assert held is not None
    assert abs(held - later) < timedelta(seconds=1)


def test_an_act_locks_its_exhibit_for_the_shortest_term_of_the_pack(
    objects: ObjectStore, sqlite_database: Path
) -> None:
    _, exhibit = recorded()
    short = 10  # archive.retention.short
    assert objects.held(exhibit.sha256) == midnight_after(date(NOW.year + short, 12, 31))
    blob = ExhibitBlob.objects.get()
    assert (blob.held_in, blob.held_until) == (objects.name, objects.held(exhibit.sha256))
    assert "secret" not in objects.name


LONGER = """
- id: xx.parameter.retention-short
  clauses: XX-1
  source: {document: 示例办法, article: 1}
  says: 定期保管的案卷保管十五年
  from: 2020-01-01
  parameter: {name: archive.retention.short, label: 保管期限（短期）, value: "15", unit: 年}
"""


@pytest.fixture
def example_district(tmp_path: Path) -> Iterator[str]:
    """另一个地方的规则包：短期是十五年。"""
    own = tmp_path / "packs" / "example-district"
    own.mkdir(parents=True)
    (own / "pack.yaml").write_text(
        "id: example-district\nname: 示例区\nparent: chongqing\nprefix: XX\n", encoding="utf-8"
    )
    (own / "rules.yaml").write_text(LONGER, encoding="utf-8")
    before = dict(packs._added)
    install([tmp_path / "packs"])
    yield "example-district"
    packs._added.clear()
    packs._added.update(before)
    packs.load_pack.cache_clear()


def test_another_term_in_the_agencys_pack_is_another_lock(
    objects: ObjectStore, sqlite_database: Path, example_district: str
) -> None:
    exhibit = store(io.BytesIO(CONTENT), "录像.mp4", "video/mp4")
    agency = AGENCY.model_copy(update={"place": example_district})
    written(open_dossier(agency, now=NOW, sample=False), exhibits=(exhibit,))
    assert objects.held(exhibit.sha256) == midnight_after(date(NOW.year + 15, 12, 31))


def closed() -> tuple[Dossier, str]:
    """示例的一案办到结案，卷不算示例；返回它的一份材料。"""
    found = scenario()
    first = next(step.recorded or step.happened for step in found.steps if step.act)
    assert first is not None
    dossier = open_dossier(found.agency, now=first, sample=False)
    run = Run(found, Recorded(dossier))
    for step in found.steps:
        done = run.take(step).act
        if done is not None and done.kind == "case.closed":
            break
    return dossier, next(each.sha256 for act in acts(dossier) for each in act.exhibits)


def bound(dossier: Dossier, retention: str) -> None:
    by = ARCHIVIST.model_copy(update={"agency": dossier.agency, "agency_name": dossier.agency_name})
    body: dict[str, object] = {
        "archive_no": "示例-1",
        "retention": retention,
        "entries": [{"title": "线索登记", "act": 1}],
        "assembler": by.officer(),
        "checker": by.officer(),
    }
    last = acts(dossier)[-1].recorded
    written(dossier, "file.assembled", body, by=by, now=last + DAY)


@pytest.mark.parametrize("retention", ["30 年", "永久"])
def test_binding_the_file_extends_the_lock_to_the_term_that_was_chosen(
    objects: ObjectStore, sqlite_database: Path, retention: str
) -> None:
    dossier, digest = closed()
    short, long = 10, 30  # archive.retention.short、archive.retention.long
    year = acts(dossier)[-1].day.year
    assert objects.held(digest) == midnight_after(date(year + short, 12, 31))
    bound(dossier, retention)
    assert objects.held(digest) == midnight_after(date(year + long, 12, 31))
    # 永久的，一年一年往后延；定期的不变。
    assert locks.keep_all(date(year + 1, 1, 2)) == 0
    later = 1 if retention == "永久" else 0
    assert objects.held(digest) == midnight_after(date(year + long + later, 12, 31))


def test_neither_a_sample_nor_an_upload_that_no_act_names_is_locked(
    objects: ObjectStore, sqlite_database: Path
) -> None:
    sample = store(io.BytesIO(b"sample"), "示例.mp4", "video/mp4")
    written(opened(), exhibits=(sample,))
    loose = store(io.BytesIO(b"loose"), "没有附上.mp4", "video/mp4")
    assert objects.held(sample.sha256) is None
    assert objects.held(loose.sha256) is None


def test_a_lock_that_could_not_be_put_does_not_undo_the_act_and_is_made_up_for(
    objects: ObjectStore, sqlite_database: Path, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    exhibit = store(io.BytesIO(CONTENT), "录像.mp4", "video/mp4")
    dossier = open_dossier(AGENCY, now=NOW, sample=False)
    written(dossier, exhibits=(exhibit,))
    # 换了一个地方（搬过去了），那里还没有锁。
    elsewhere = f"{settings.MINGZHI_STORE}/elsewhere"
    path = sqlite_database.with_name("copy")
    path.write_bytes(CONTENT)
    settings.MINGZHI_STORE = elsewhere
    publishing.publish(NOW)
    current().put(exhibit.sha256, path)
    report = fsck.fsck(NOW, resume=False)
    assert [(fault.part, fault.where) for fault in report.faults] == [("锁", exhibit.sha256)]
    assert "mingzhi nightly" in report.faults[0].says
    assert locks.keep_all(NOW.date()) == 0
    assert current().held(exhibit.sha256) == objects.held(exhibit.sha256)
    assert fsck.fsck(NOW, resume=False).clean


# 有人动它 -----------------------------------------------------------------------------------------


def test_an_overwritten_or_hidden_object_is_still_read_and_the_check_says_so(
    objects: ObjectStore, sqlite_database: Path
) -> None:
    _, exhibit = recorded()
    publishing.publish(NOW)
    assert fsck.fsck(NOW, resume=False).clean
    where = {"Bucket": objects.place.bucket, "Key": exhibit.sha256}
    objects.client.put_object(**where, Body=b"forged")
    with open_exhibit(exhibit.sha256) as stream:
        assert stream.read() == CONTENT
    assert ["盖上了新的版本" in fault.says for fault in fsck.fsck(NOW, resume=False).faults] == [True]
    objects.client.delete_object(**where)
    assert is_stored(exhibit.sha256)
    with open_exhibit(exhibit.sha256) as stream:
        assert stream.read() == CONTENT
    said = [fault.says for fault in fsck.fsck(NOW, resume=False).faults]
    assert ["盖上了新的版本" in each or "删除标记" in each for each in said] == [True, True]


def test_a_lock_that_the_store_does_not_have_is_named(objects: ObjectStore, sqlite_database: Path) -> None:
    _, exhibit = recorded()
    publishing.publish(NOW)
    ExhibitBlob.objects.update(held_until=datetime(2099, 1, 1, tzinfo=SHANGHAI))
    report = fsck.fsck(NOW, resume=False)
    assert [(fault.part, fault.where) for fault in report.faults] == [("锁", exhibit.sha256)]
    assert "只锁到 2035-12-31" in report.faults[0].says


def test_bytes_altered_on_the_way_are_refused_by_the_server(objects: ObjectStore, tmp_path: Path) -> None:
    def flipped(request: Any, **_: object) -> None:
        request.body = b"\x00" + CONTENT[1:]

    objects.client.meta.events.register("before-send.s3.PutObject", flipped)
    try:
        with pytest.raises(StoreDown):
            put(objects, tmp_path)
    finally:
        objects.client.meta.events.unregister("before-send.s3.PutObject", flipped)
    assert list(objects.names()) == []


def test_parts_of_an_upload_that_was_cut_off_are_cleared_away(objects: ObjectStore) -> None:
    where = {"Bucket": objects.place.bucket, "Key": "a" * 64}
    begun = objects.client.create_multipart_upload(**where)["UploadId"]
    objects.client.upload_part(**where, UploadId=begun, PartNumber=1, Body=b"half")
    assert list(objects.names()) == []
    assert objects.tidy(datetime.now(UTC) - timedelta(hours=1)) == 0
    assert objects.tidy(datetime.now(UTC) + timedelta(hours=1)) == 1
    assert objects.tidy(datetime.now(UTC) + timedelta(hours=1)) == 0


# 处置 ---------------------------------------------------------------------------------------------


def test_a_disposal_is_made_while_the_lock_holds_and_carried_out_when_it_has_ended(
    objects: ObjectStore, sqlite_database: Path, tmp_path: Path
) -> None:
    # 一起早已期满的旧案补录：规则包的期限已经过去，不再上锁；另外锁着几秒，等得到它结束。
    long_ago = datetime(2012, 3, 1, 9, tzinfo=SHANGHAI)
    dossier, exhibit = recorded(now=long_ago)
    assert objects.held(exhibit.sha256) is None
    until = soon(15)
    objects.hold(exhibit.sha256, until)
    publishing.publish(NOW)

    disposed(dossier, whole(exhibit.sha256), now=NOW)
    assert is_stored(exhibit.sha256)
    assert disposal.sweep() == 0
    (waiting,) = disposal.waiting(disposal.due_now())
    assert waiting.digest == exhibit.sha256
    assert waiting.until is not None
    report = fsck.fsck(NOW, resume=False)
    assert report.clean, report.faults
    assert report.waiting == 1
    export(dossier, tmp_path / "while.zip", now=NOW)
    assert CONTENT[:40] not in (tmp_path / "while.zip").read_bytes()
    # 每天补锁，不给等着销毁的延长。
    locks.keep_all(date(2026, 1, 1))
    assert objects.held(exhibit.sha256) == waiting.until

    # 网关按自己的钟、按整秒数。
    while datetime.now(UTC) <= until + timedelta(seconds=2):
        time.sleep(0.2)
    assert disposal.sweep() == 1
    assert not is_stored(exhibit.sha256)
    assert objects._versions(exhibit.sha256) == []
    report = fsck.fsck(NOW, resume=False)
    assert report.clean, report.faults
    assert report.waiting == 0
    export(dossier, tmp_path / "after.zip", now=NOW)
    verdict = verify_package(reader_for(tmp_path / "after.zip"), verifiers=[log.key().verifier])
    assert verdict.ok, verdict.findings
    assert any("依法处置" in each for each in verdict.undetermined)
