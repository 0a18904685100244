"""时间戳：真的时间戳机构（openssl ts，自己的根证书），经过真的网络；换了检查点、换了根证书就核验不过。"""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pytest_django import Settings

from mingzhi.ledger.bureau import verify_path
from mingzhi.record import fsck, log, publishing, stamping
from tests.record.cast import NOW, opened, written
from tools import verify as standalone

CONFIG = """
[req]
distinguished_name = dn
prompt = no
[dn]
CN = sample
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[stamp]
basicConstraints = CA:FALSE
extendedKeyUsage = critical, timeStamping
keyUsage = critical, digitalSignature
[tsa]
default_tsa = here
[here]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
ess_cert_id_alg = sha256
"""


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """一个时间戳机构的文件夹：根证书、签时间戳的证书。"""
    if shutil.which("openssl") is None:
        pytest.skip("这台机器上没有 openssl 命令")
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "openssl.cnf").write_text(CONFIG)
    (folder / "serial").write_text("01\n")
    for name in ("root", "other"):
        openssl(
            folder,
            *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", f"/CN=sample {name}"),
            *(
                "-keyout",
                f"{name}.key",
                "-out",
                f"{name}.pem",
                "-config",
                "openssl.cnf",
                "-extensions",
                "root",
            ),
        )
    openssl(
        folder,
        *("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=sample tsa"),
        *("-keyout", "tsa.key", "-out", "tsa.csr", "-config", "openssl.cnf"),
    )
    openssl(
        folder,
        *("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial"),
        *("-days", "30", "-out", "tsa.pem", "-extfile", "openssl.cnf", "-extensions", "stamp"),
    )
    return folder


@pytest.fixture
def stamped_by(
    authority: Path, sqlite_database: Path, data: Path, settings: Settings
) -> Iterator[HTTPServer]:
    """时间戳机构的服务器。"""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            (authority / "query.tsq").write_bytes(query)
            openssl(
                authority,
                *("ts", "-reply", "-queryfile", "query.tsq", "-out", "answer.tsr", "-config", "openssl.cnf"),
            )
            self.send_response(200)
            self.end_headers()
            self.wfile.write((authority / "answer.tsr").read_bytes())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings.MINGZHI_TSA = f"http://127.0.0.1:{server.server_port}/"
        settings.MINGZHI_TSA_ROOTS = str(authority / "root.pem")
        yield server
        server.shutdown()
        thread.join()


def test_each_checkpoint_gets_its_time(stamped_by: HTTPServer, data: Path) -> None:
    dossier = opened()
    for hour in range(2):
        written(dossier)
        publishing.publish(NOW + timedelta(hours=hour))
        found = stamping.stamp_latest()
        assert found is not None
        assert stamping.stamp_latest() is None, "盖过的不再盖"
    assert [time is not None for _, time in stamping.stamps()] == [True, True]


def test_a_stamp_on_another_note_or_by_another_root_does_not_hold(
    stamped_by: HTTPServer, data: Path, authority: Path, settings: Settings
) -> None:
    written(opened())
    publishing.publish(NOW)
    assert stamping.stamp_latest() is not None
    (note,) = (data / "log" / "history").glob("*.txt")
    response = note.with_suffix(".tsr").read_bytes()
    with pytest.raises(stamping.BadStamp):
        stamping.verified(note.read_bytes() + b"!", response, stamping.roots())
    with pytest.raises(stamping.BadStamp):
        stamping.verified(note.read_bytes(), response[:-20], stamping.roots())
    settings.MINGZHI_TSA_ROOTS = str(authority / "other.pem")
    assert [time for _, time in stamping.stamps()] == [None]
    settings.MINGZHI_TSA_ROOTS = ""
    with pytest.raises(stamping.BadStamp, match="MINGZHI_TSA_ROOTS"):
        stamping.verified(note.read_bytes(), response, stamping.roots())


def test_the_check_names_a_stamp_on_another_checkpoint_and_one_by_another_root(
    stamped_by: HTTPServer, data: Path, authority: Path, settings: Settings
) -> None:
    dossier = opened()
    for hour in range(2):
        written(dossier)
        publishing.publish(NOW + timedelta(hours=hour))
        assert stamping.stamp_latest() is not None
    assert fsck.fsck(NOW, resume=False).clean

    def faults() -> list[tuple[str, str]]:
        return [(each.part, each.where) for each in fsck.fsck(NOW, resume=False).faults]

    first, second = sorted((data / "log" / "history").glob("*.tsr"))
    kept = first.read_bytes()
    for content in (second.read_bytes(), kept[:-30], b""):
        first.write_bytes(content)
        assert faults() == [("时间戳", first.name)]
        settings.MINGZHI_TSA_ROOTS = ""
        assert faults() == [("时间戳", first.name)], "没有根证书，也看得出盖的是不是这一份"
        settings.MINGZHI_TSA_ROOTS = str(authority / "root.pem")
    first.write_bytes(kept)
    settings.MINGZHI_TSA_ROOTS = str(authority / "other.pem")
    assert faults() == [("时间戳", first.name), ("时间戳", second.name)]
    settings.MINGZHI_TSA_ROOTS = ""
    assert faults() == []


def test_both_verifiers_read_a_real_stamp(stamped_by: HTTPServer, data: Path) -> None:
    written(opened())
    publishing.publish(NOW)
    assert stamping.stamp_latest() is not None
    ((_, time),) = stamping.stamps()
    assert time is not None
    said = f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    ours = verify_path(data / "log", verifiers=[log.key().verifier])
    theirs = standalone.verify(data / "log", [standalone.Key(log.key().verifier.vkey)])
    assert (ours.findings, theirs.findings) == ((), [])
    for doubts in (ours.undetermined, theirs.undetermined):
        assert any(f"写的时间自 {said}" in each for each in doubts)


def test_an_authority_that_is_away_is_said_and_asked_again(
    sqlite_database: Path, data: Path, settings: Settings
) -> None:
    settings.MINGZHI_TSA = ""
    assert stamping.stamp_latest() is None
    written(opened())
    publishing.publish(NOW)
    settings.MINGZHI_TSA = "http://127.0.0.1:9/"
    with pytest.raises(stamping.BadStamp, match="连不上"):
        stamping.stamp_latest()
    assert not list((data / "log" / "history").glob("*.tsr"))
