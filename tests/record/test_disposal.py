"""处置：内容和材料销毁以后，信封、摘要、链、树都在；两处核验都认；别的路销毁不了。"""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from mingzhi.casework.act import Exhibit
from mingzhi.casework.actor import Role
from mingzhi.ledger.reader import reader_for
from mingzhi.ledger.verify import verify_package
from mingzhi.record import disposal, exhibits, fsck, log
from mingzhi.record.append import Refused
from mingzhi.record.drafts import draft_for, save_draft
from mingzhi.record.exhibits import NotStored, is_stored, open_exhibit, store
from mingzhi.record.export import export
from mingzhi.record.models import ActRow, Dossier, Projection
from mingzhi.record.proof import broken
from mingzhi.record.rebuild import rebuild
from mingzhi.record.search import find
from mingzhi.record.selectors import act, standing_of
from tests.record.cast import (
    AGENCY,
    ARCHIVIST,
    COLLEAGUE,
    HANDLER,
    LEAD,
    NOW,
    VERIFIED,
    opened,
    person,
    written,
)

PRINCIPAL = person("示例-20", "示例长", Role.PRINCIPAL)
SECRET = "示例绝密词"
WORDS = "示例绝密"
LATER = NOW + timedelta(days=1)


def kept(content: bytes = b"secret recording", name: str = f"{SECRET}.mp4") -> Exhibit:
    return store(io.BytesIO(content), name, "video/mp4")


def with_secret(*files: Exhibit) -> Dossier:
    dossier = opened()
    written(dossier, body={**LEAD, "content": SECRET}, exhibits=files)
    return dossier


def proposed(dossier: Dossier, *items: dict[str, object], now: datetime = LATER) -> int:
    body: dict[str, object] = {
        "ground": "secret",
        "disposed": list(items),
        "reason": "经认定属于国家秘密",
        "authority": "示例区保密行政管理部门",
        "document": "示例密认〔2025〕1号",
        "document_on": "2025-09-24",
    }
    return written(dossier, "disposal.proposed", body, by=ARCHIVIST, now=now).act.number


def disposed(dossier: Dossier, *items: dict[str, object], now: datetime = LATER) -> int:
    """两个人办完一次处置。"""
    body: dict[str, object] = {
        "of": proposed(dossier, *items, now=now),
        "ground": "secret",
        "disposed": list(items),
        "method": "覆写并删除",
        "witnesses": [HANDLER.officer(), COLLEAGUE.officer()],
    }
    return written(dossier, "content.disposed", body, by=PRINCIPAL, now=now).act.number


def whole(digest: str = "") -> dict[str, object]:
    return {"act": 1, "body": True, "exhibits": [digest] if digest else []}


def destroy_directly(dossier: Dossier, number: int = 1, body: str = "") -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE record_actrow SET body = %s WHERE dossier_id = %s AND number = %s",
            [body, dossier.pk.hex if connection.vendor == "sqlite" else dossier.pk, number],
        )


def test_the_body_is_destroyed_and_the_envelope_stays(database: str) -> None:
    dossier = with_secret()
    before = ActRow.objects.get(dossier=dossier, number=1)
    by = disposed(dossier, whole())
    after = ActRow.objects.get(dossier=dossier, number=1)
    assert after.body == ""
    assert {**vars(after), "body": "", "_state": None} == {**vars(before), "body": "", "_state": None}
    first = act(dossier, 1)
    assert first.disposed == by
    assert first.body == type(first.body)()
    assert broken(dossier) == ()
    assert standing_of(dossier, LATER.date()).today == LATER.date()


def test_nothing_that_shows_the_dossier_still_knows_the_words(database: str) -> None:
    dossier = with_secret()
    written(dossier, "lead.verified", {**VERIFIED, "process": SECRET})
    save_draft("示例-01", dossier, "lead.verified", {"process": SECRET}, now=NOW)
    assert find(AGENCY.code, WORDS)
    disposed(dossier, whole(), {"act": 2, "body": True, "exhibits": []})
    assert not find(AGENCY.code, WORDS)
    assert SECRET not in json.dumps(
        Projection.objects.filter(dossier=dossier).values("text", "title", "party").get(), ensure_ascii=False
    )
    assert draft_for("示例-01", dossier, "lead.verified") is None
    kept_projection = Projection.objects.filter(dossier=dossier).values().get()
    rebuild(LATER.date())
    again = Projection.objects.filter(dossier=dossier).values().get()
    assert {**again, "id": 0} == {**kept_projection, "id": 0}


def test_not_a_trace_is_left_in_the_file_of_the_database(sqlite_database: Path) -> None:
    dossier = with_secret()
    connection.close()
    files = [sqlite_database, *sqlite_database.parent.glob(f"{sqlite_database.name}-*")]
    assert any(SECRET.encode() in each.read_bytes() for each in files)
    disposed(dossier, whole())
    connection.close()
    files = [sqlite_database, *sqlite_database.parent.glob(f"{sqlite_database.name}-*")]
    assert not [each.name for each in files if SECRET.encode() in each.read_bytes()]


def test_the_bytes_of_an_exhibit_are_destroyed_and_its_name_is_no_longer_said(database: str) -> None:
    kept_one = kept()
    dossier = with_secret(kept_one)
    disposed(dossier, {"act": 1, "body": False, "exhibits": [kept_one.sha256]})
    assert not is_stored(kept_one.sha256)
    with pytest.raises(NotStored):
        open_exhibit(kept_one.sha256)
    (shown,) = act(dossier, 1).exhibits
    assert shown.disposed
    assert SECRET not in shown.name
    assert getattr(act(dossier, 1).body, "content", "") == SECRET


NAMED = "示例甲乙丙丁"


def test_the_name_of_a_destroyed_exhibit_is_nowhere_in_the_database_nor_in_the_export(
    sqlite_database: Path, tmp_path: Path
) -> None:
    gone, stays = kept(name=f"{NAMED}.mp4"), kept(b"another", "留着的.mp4")
    dossier = with_secret()
    written(dossier, "lead.verified", exhibits=(gone, stays))
    assert find(AGENCY.code, NAMED)
    disposed(dossier, {"act": 2, "body": False, "exhibits": [gone.sha256]})
    assert not find(AGENCY.code, NAMED)
    connection.close()
    files = [sqlite_database, *sqlite_database.parent.glob(f"{sqlite_database.name}-*")]
    assert not [each.name for each in files if NAMED.encode() in each.read_bytes()]
    written_out = export(dossier, tmp_path / "卷.zip", now=LATER)
    with zipfile.ZipFile(written_out.path) as archive:
        for name in archive.namelist():
            assert NAMED not in name
            assert NAMED.encode() not in archive.read(name), name
    assert verify_package(reader_for(written_out.path), verifiers=[log.key().verifier]).ok
    assert broken(dossier) == ()
    assert [each.name for each in act(dossier, 2).exhibits][1] == "留着的.mp4"


def test_the_body_may_go_and_the_exhibit_keep_its_name(database: str) -> None:
    dossier = with_secret(kept(name=f"{NAMED}.mp4"))
    disposed(dossier, whole())
    assert [each.name for each in act(dossier, 1).exhibits] == [f"{NAMED}.mp4"]
    assert broken(dossier) == ()


@pytest.mark.parametrize("names", ["[null]", '[{"name": "别的", "salt": "00"}]', "[]"])
def test_the_database_gives_up_no_name_that_two_acts_do_not_name(database: str, names: str) -> None:
    dossier = with_secret(kept(), kept(b"another", "留着的.mp4"))
    before = ActRow.objects.get(dossier=dossier, number=1).names
    disposed(dossier, whole())
    assert ActRow.objects.get(dossier=dossier, number=1).names == before
    with pytest.raises(IntegrityError, match="不得修改"), transaction.atomic():
        ActRow.objects.filter(dossier=dossier, number=1).update(names=names)
    both = json.dumps([None, None])
    with pytest.raises(IntegrityError, match="不得修改"), transaction.atomic():
        ActRow.objects.filter(dossier=dossier, number=1).update(names=both)


def test_only_the_named_exhibits_name_may_go(database: str) -> None:
    one, other = kept(), kept(b"another", "留着的.mp4")
    dossier = with_secret(one, other)
    disposed(dossier, {"act": 1, "body": False, "exhibits": [one.sha256]})
    row = ActRow.objects.get(dossier=dossier, number=1)
    first, second = json.loads(row.names)
    assert (first, second["name"]) == (None, "留着的.mp4")
    with pytest.raises(IntegrityError, match="不得修改"), transaction.atomic():
        ActRow.objects.filter(pk=row.pk).update(names="[null,null]")
    with pytest.raises(IntegrityError, match="不得修改"), transaction.atomic():
        ActRow.objects.filter(pk=row.pk).update(names=json.dumps([second, second]))


def test_bytes_that_another_dossier_needs_stay_until_it_lets_them_go(database: str) -> None:
    kept_one = kept()
    first, second = with_secret(kept_one), with_secret(kept_one)
    disposed(first, whole(kept_one.sha256))
    assert is_stored(kept_one.sha256)
    disposed(second, whole(kept_one.sha256))
    assert not is_stored(kept_one.sha256)


def test_the_store_checks_clean_and_the_package_verifies_with_what_was_disposed(
    database: str, tmp_path: Path
) -> None:
    kept_one = kept()
    dossier = with_secret(kept_one)
    disposed(dossier, whole(kept_one.sha256))
    report = fsck.fsck(LATER, resume=False)
    assert report.clean, report.faults
    target = tmp_path / "package.zip"
    export(dossier, target, now=LATER)
    verdict = verify_package(reader_for(target), verifiers=[log.key().verifier])
    assert verdict.ok, verdict.findings
    assert any("第 1 项" in each and "依法处置" in each for each in verdict.undetermined)


def test_bytes_that_survived_are_named_by_the_check_and_swept(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_one = kept()
    dossier = with_secret(kept_one)

    def locked(digest: str) -> None:
        raise exhibits.StillLocked("锁到 2055-09-24")

    with monkeypatch.context() as patch:
        patch.setattr(disposal, "destroy", locked)
        disposed(dossier, whole(kept_one.sha256))
        assert disposal.sweep() == 0
    assert is_stored(kept_one.sha256)
    report = fsck.fsck(LATER, resume=False)
    assert [(fault.part, fault.where) for fault in report.faults] == [("材料", kept_one.sha256)]
    assert "已经依法处置" in report.faults[0].says
    assert disposal.sweep() == 1
    assert fsck.fsck(LATER, resume=False).clean


def test_copies_elsewhere_are_told_to_go(database: str) -> None:
    told: list[tuple[Dossier, frozenset[str]]] = []

    def forget(dossier: Dossier, digests: frozenset[str]) -> None:
        told.append((dossier, digests))

    disposal.on_disposal(forget)
    try:
        kept_one = kept()
        dossier = with_secret(kept_one)
        disposed(dossier, whole(kept_one.sha256))
    finally:
        disposal._forgetters.remove(forget)
    assert told == [(dossier, frozenset({kept_one.sha256}))]


def test_one_person_does_not_dispose(database: str) -> None:
    dossier = with_secret()
    both = person("示例-30", "示例卅", Role.PRINCIPAL, Role.ARCHIVIST)
    body: dict[str, object] = {
        "ground": "secret",
        "disposed": [whole()],
        "reason": "经认定",
        "authority": "示例",
        "document": "示例",
        "document_on": "2025-09-24",
    }
    of = written(dossier, "disposal.proposed", body, by=both, now=LATER).act.number
    with pytest.raises(Refused, match="提请处置的就是您本人"):
        written(
            dossier,
            "content.disposed",
            {
                "of": of,
                "ground": "secret",
                "disposed": [whole()],
                "method": "覆写",
                "witnesses": [HANDLER.officer(), COLLEAGUE.officer()],
            },
            by=both,
            now=LATER,
        )
    assert ActRow.objects.get(dossier=dossier, number=1).body


def test_the_database_destroys_nothing_that_two_acts_do_not_name(database: str) -> None:
    dossier = with_secret()
    written(dossier, "lead.verified", now=LATER)
    with pytest.raises(IntegrityError, match="不得修改"):
        destroy_directly(dossier)
    proposed(dossier, whole())
    with pytest.raises(IntegrityError, match="不得修改"):
        destroy_directly(dossier)
    by = disposed(dossier, whole())
    for number in (2, by - 1, by):
        with pytest.raises(IntegrityError, match="不得修改"):
            destroy_directly(dossier, number)


def test_a_disposed_body_cannot_be_filled_again(database: str) -> None:
    dossier = with_secret()
    original = ActRow.objects.get(dossier=dossier, number=1).body
    disposed(dossier, whole())
    with pytest.raises(IntegrityError, match="不得修改"):
        destroy_directly(dossier, body=original)


def test_a_body_gone_without_a_disposal_is_broken(sqlite_database: Path) -> None:
    dossier = with_secret()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER record_actrow_no_update")
    destroy_directly(dossier)
    assert broken(dossier) == (1,)
    assert not fsck.fsck(LATER, resume=False).clean
