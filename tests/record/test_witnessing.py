"""见证的两头，经过真的网络：请见证人签字，签了的加在检查点上；两个样子，得不到第二份签字，留下证据。"""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from pytest_django import Settings

from mingzhi.ledger import merkle
from mingzhi.ledger.checkpoint import Checkpoint, sign_note, verify_note
from mingzhi.ledger.verify import reader_for, verify_package
from mingzhi.ledger.witness import Request, WitnessKey, cosignatures
from mingzhi.record import fsck, log, publishing, witnessing
from mingzhi.record.export import export
from mingzhi.record.models import WitnessedLog
from tests.record.cast import NOW, opened, written


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def neighbour(sqlite_database: Path, data: Path, settings: Settings) -> Iterator[str]:
    """邻近机关的服务器：真的端口。这里它就是自己——见证的密钥与签日志的是两把。"""
    settings.MINGZHI_WITNESSED = [log.key().verifier.vkey]
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    settings.SECURE_SSL_REDIRECT = False
    application = get_wsgi_application()

    def serve(environ: dict[str, object], start: object) -> Iterator[bytes]:
        try:
            yield from application(environ, start)  # type: ignore[arg-type]
        finally:
            connections.close_all()

    with make_server("127.0.0.1", 0, serve, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/api/witness"
        settings.MINGZHI_WITNESSES = [f"{url} {vkey()}"]
        yield url
        server.shutdown()
        thread.join()


def vkey() -> str:
    return WitnessKey.of(*witnessing.witness_key()).vkey


def posted(url: str, text: bytes) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(f"{url}/add-checkpoint", text)) as found:
            return found.status, found.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def test_each_checkpoint_gets_the_neighbours_cosignature(neighbour: str) -> None:
    dossier = opened()
    for hour in range(3):
        written(dossier)
        at = NOW + timedelta(hours=hour)
        publishing.publish(at)
        [asked] = witnessing.ask_all(at)
        assert asked.signed, asked.says
        note = publishing.latest()
        assert note is not None
        assert verify_note(note.note, [log.key().verifier]).size == hour + 1
        [found] = cosignatures(note.note, [WitnessKey.parse(vkey())])
        assert found.time == int(found.time) > 0
    with urllib.request.urlopen(f"{neighbour}/key") as shown:
        assert shown.read().decode().strip() == vkey()


def test_a_forgotten_size_is_learned_from_the_witness(neighbour: str, data: Path) -> None:
    dossier = opened()
    written(dossier)
    publishing.publish(NOW)
    assert witnessing.ask_all(NOW)[0].signed
    (data / "log" / "witnesses.json").unlink()
    written(dossier)
    publishing.publish(NOW + timedelta(hours=1))
    assert witnessing.ask_all(NOW + timedelta(hours=1))[0].signed


def test_a_second_history_is_refused_and_kept_as_evidence(neighbour: str) -> None:
    dossier = opened()
    written(dossier)
    publishing.publish(NOW)
    assert witnessing.ask_all(NOW)[0].signed
    mine = log.key()
    other = [b"another history"]
    note = sign_note(Checkpoint(mine.name, 1, merkle.root(other)), mine.name, mine.private)
    status, _ = posted(neighbour, Request(1, (), note).text.encode())
    assert status == 409
    [conflict] = witnessing.split_views()
    assert (conflict.origin, conflict.note) == (mine.name, note)
    # 记着的没有动：真的那一本，接着签。
    assert WitnessedLog.objects.get().size == 1
    written(dossier)
    publishing.publish(NOW + timedelta(hours=1))
    assert witnessing.ask_all(NOW + timedelta(hours=1))[0].signed


@pytest.mark.parametrize("text", [b"", b"\xff", b"old x\n\n", b"old 0\n\nhello\n", b"x" * 70_000])
def test_a_malformed_request_is_refused_in_words(neighbour: str, text: bytes) -> None:
    status, said = posted(neighbour, text)
    assert status in (400, 413) and said.strip()


def test_an_unknown_log_is_not_witnessed(neighbour: str, settings: Settings) -> None:
    written(opened())
    publishing.publish(NOW)
    settings.MINGZHI_WITNESSED = []
    [asked] = witnessing.ask_all(NOW)
    assert not asked.signed and "404" in asked.says


def test_a_witness_that_is_away_does_not_stop_the_publication(
    sqlite_database: Path, data: Path, settings: Settings
) -> None:
    written(opened())
    settings.MINGZHI_WITNESSES = [f"http://127.0.0.1:9 {vkey()}", "http://127.0.0.1:9 nonsense"]
    publishing.publish(NOW)
    away, wrong = witnessing.ask_all(NOW)
    assert "连不上" in away.says and "公钥不合格式" in wrong.says
    assert publishing.latest() is not None


def test_the_cosignature_stays_in_the_history_and_goes_with_the_package(
    neighbour: str, data: Path, tmp_path: Path
) -> None:
    dossier = opened()
    written(dossier)
    publishing.publish(NOW)
    assert witnessing.ask_all(NOW)[0].signed
    (kept,) = (data / "log" / "history").glob("*.txt")
    there = WitnessKey.parse(vkey())
    assert cosignatures(kept.read_text("utf-8"), [there])
    done = export(dossier, tmp_path / "卷.zip", now=NOW)
    verdict = verify_package(reader_for(done.path), verifiers=[log.key().verifier], witnesses=[there])
    assert verdict.ok, verdict.findings
    assert there.name in verdict.confirmed[0]
    # 后来又写了一项的，见证过的那一份管不到它，用此刻自己签的。
    written(dossier, "lead.verified")
    later = export(dossier, tmp_path / "后.zip", now=NOW)
    verdict = verify_package(reader_for(later.path), verifiers=[log.key().verifier], witnesses=[there])
    assert (later.acts, verdict.ok, verdict.confirmed) == (2, True, ())


def test_a_forged_cosignature_is_named_by_the_check(neighbour: str, data: Path) -> None:
    written(opened())
    publishing.publish(NOW)
    assert witnessing.ask_all(NOW)[0].signed
    assert fsck.fsck(NOW, resume=False).clean
    for file in (data / "log" / "checkpoint", *(data / "log" / "history").glob("*.txt")):
        kept = file.read_text("utf-8")
        lines = kept.split("\n")
        name, signed = lines[-2].rsplit(" ", 1)
        lines[-2] = f"{name} {signed[:20]}{'A' if signed[20] != 'A' else 'B'}{signed[21:]}"
        file.write_text("\n".join(lines), "utf-8")
        faults = fsck.fsck(NOW, resume=False).faults
        assert [(each.part, each.where) for each in faults] == [("见证", file.name)]
        file.write_text(kept, "utf-8")
