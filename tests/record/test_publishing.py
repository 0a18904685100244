"""公开的日志：到钟点签一份，旁人凭文件夹就能核对；库被改过的，不签。"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from pytest_django import Settings

from mingzhi.ledger import merkle
from mingzhi.ledger.checkpoint import BadNote, verify_note
from mingzhi.ledger.sm2 import Sm2Verifier
from mingzhi.ledger.tiles import TiledTree, audit
from mingzhi.record import fsck, log, publishing, signing
from mingzhi.record.guards import GUARDS, UNGUARDS
from mingzhi.record.models import ActRow, LogHead
from tests.record.cast import NOW, opened, written


def several(count: int) -> None:
    dossier = opened()
    for _ in range(count):
        written(dossier)


def unguarded(statement: str) -> None:
    """有人拆了看守，直接改库。"""
    with connection.cursor() as cursor:
        for each in UNGUARDS[connection.vendor]():
            cursor.execute(each)
        cursor.execute(statement)
        for each in GUARDS[connection.vendor]():
            cursor.execute(each)


def test_a_stranger_checks_the_published_log_from_its_folder(database: str, data: Path) -> None:
    several(5)
    published = publishing.publish(NOW)
    note = (data / "log" / "checkpoint").read_text("utf-8")
    checkpoint = verify_note(note, [log.key().verifier])
    assert (checkpoint.size, checkpoint.root) == (5, log.tree().root) == (5, published.checkpoint.root)
    fetch = publishing.stored
    assert list(audit(5, fetch)) == []
    assert TiledTree(5, fetch).root == checkpoint.root


def test_each_publication_continues_the_one_before_and_old_notes_stay(database: str, data: Path) -> None:
    sizes = (3, 3, 260)
    done = 0
    for hour, size in enumerate(sizes):
        several(size - done)
        done = size
        publishing.publish(NOW + timedelta(hours=hour))
    assert list(audit(260, publishing.stored)) == []
    history = sorted(path.name for path in (data / "log" / "history").iterdir())
    assert [name.rsplit("-", 1)[1] for name in history] == ["3.txt", "3.txt", "260.txt"]
    tree = publishing.tiled(260)
    proof = tree.consistency_proof(3)
    old = merkle.root(log.leaves(3))
    assert merkle.verify_consistency(3, old, 260, tree.root, proof)


def test_proofs_come_from_the_tiles_and_what_was_written_since(database: str, data: Path) -> None:
    several(260)
    publishing.publish(NOW)
    several(3)
    whole = log.leaves(263)
    for index in (0, 255, 256, 259, 262):
        assert log.proofs_at([index], 263) == [merkle.inclusion_proof(whole, index)]
    # 瓦片可丢：没有了，从叶算，一样。
    for path in (data / "log" / "tile").rglob("*"):
        if path.is_file():
            path.unlink()
    assert log.proofs_at([7], 263) == [merkle.inclusion_proof(whole, 7)]
    assert publishing.rebuild() == 260
    assert list(audit(260, publishing.stored)) == []


def test_the_hour_decides_when_to_sign_not_the_work(database: str, data: Path) -> None:
    assert publishing.due(NOW)
    publishing.publish(NOW)
    assert not publishing.due(NOW)
    several(1)
    assert not publishing.due(NOW + timedelta(minutes=20))
    assert publishing.due(NOW + timedelta(minutes=30))


def test_a_log_that_lost_acts_is_not_signed(database: str, data: Path) -> None:
    several(3)
    publishing.publish(NOW)
    before = (data / "log" / "checkpoint").read_bytes()
    several(2)
    last = ActRow.objects.order_by("-leaf_index").values_list("pk", flat=True)[0]
    unguarded(f"DELETE FROM record_actrow WHERE id = {last}")
    with pytest.raises(log.LogBroken, match="缺少第 4 片"):
        publishing.publish(NOW + timedelta(hours=1))
    assert (data / "log" / "checkpoint").read_bytes() == before


def test_a_log_rewritten_together_with_its_head_is_not_signed(database: str, data: Path) -> None:
    several(3)
    publishing.publish(NOW)
    # 改一项，连日志树的末端也照着改好：与公开过的瓦片对不上。
    unguarded("UPDATE record_actrow SET salt = REPLACE(salt, SUBSTR(salt, 1, 2), 'ab') WHERE leaf_index = 1")
    rewritten = merkle.Tree()
    for leaf in log.leaves(3):
        rewritten.append(leaf)
    head = LogHead.objects.get(pk=1)
    head.peaks = " ".join(peak.hex() for peak in rewritten.peaks)
    head.save()
    with pytest.raises(log.LogBroken):
        publishing.publish(NOW + timedelta(hours=1))


def test_the_checkpoint_is_signed_again_by_sm2_when_asked(
    database: str, data: Path, settings: Settings
) -> None:
    several(2)
    settings.MINGZHI_SM2 = "software"
    note = publishing.publish(NOW).note
    by = signing.signer()
    assert by is not None
    state = Sm2Verifier(log.key().name, by.public_key)
    assert verify_note(note, [state]).size == verify_note(note, [log.key().verifier]).size == 2
    settings.MINGZHI_SM2 = ""
    assert signing.signer() is None
    with pytest.raises(BadNote):
        verify_note(publishing.publish(NOW + timedelta(hours=1)).note, [state])


def test_a_signer_that_is_not_there_is_said(settings: Settings) -> None:
    settings.MINGZHI_SM2 = "mingzhi.nowhere:device"
    with pytest.raises(ImproperlyConfigured, match="MINGZHI_SM2"):
        signing.signer()


def test_a_first_publication_cut_off_is_finished_and_a_removed_note_is_not_hidden(
    database: str, data: Path
) -> None:
    several(2)
    publishing.publish(NOW)
    checkpoint = data / "log" / "checkpoint"
    signed = checkpoint.read_bytes()

    # 签好存进 history、还没有换上去就断了电。
    checkpoint.unlink()
    assert [fault.part for fault in fsck.fsck(NOW, resume=False).faults] == ["检查点"]
    assert publishing.finish() and checkpoint.read_bytes() == signed
    assert not publishing.finish()
    assert fsck.fsck(NOW, resume=False).clean

    # 公开过几次的，少了检查点不是断电：不悄悄补上。
    publishing.publish(NOW + timedelta(hours=1))
    checkpoint.unlink()
    assert not publishing.finish() and not checkpoint.exists()
    assert not fsck.fsck(NOW, resume=False).clean
