"""随包的核验程序：解开档案包就能运行；依法处置过的也说得出；同一刻导出两次，字节一样。"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

from mingzhi.ledger import shipped
from mingzhi.record import log
from mingzhi.record.export import export
from tests.record.cast import NOW
from tests.record.test_disposal import LATER, disposed, whole, with_secret
from tests.record.test_export import exported
from tools import verify as standalone


def test_the_program_in_the_package_verifies_the_package(database: str, tmp_path: Path) -> None:
    dossier, done = exported(tmp_path)
    with zipfile.ZipFile(done.path) as archive:
        archive.extractall(tmp_path / "unpacked")
    folder = tmp_path / "unpacked" / str(dossier.pk)
    assert "verify.py" in (folder / "核验说明.txt").read_text("utf-8")
    assert hashlib.sha256((folder / "verify.py").read_bytes()).hexdigest() == shipped.verifier_sha256()
    words = [sys.executable, "-I", str(folder / "verify.py"), "--key", log.key().verifier.vkey]
    said = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout, said.stderr) == (0, "共 3 项执法行为，未发现改动。\n", "")
    # 核验不在包里留下什么：再来一次，还是一样。
    assert subprocess.run(words, capture_output=True, text=True, check=False).stdout == said.stdout
    (folder / "verify.py").write_text("print('未发现改动')")
    other = standalone.verify(folder, [standalone.Key(log.key().verifier.vkey)])
    assert {"tool.altered", "manifest.digest"} == {code for _, code, _ in other.findings}


def test_two_exports_of_one_moment_are_the_same_bytes(database: str, tmp_path: Path) -> None:
    dossier, done = exported(tmp_path)
    again = export(dossier, tmp_path / "再.zip", now=NOW, documents={"03 告知书.pdf": b"%PDF-"})
    assert again.sha256 == done.sha256


def test_what_was_lawfully_destroyed_is_said_so_and_is_no_fault(database: str, tmp_path: Path) -> None:
    dossier = with_secret()
    disposed(dossier, whole())
    export(dossier, tmp_path / "卷.zip", now=LATER)
    verdict = standalone.verify(tmp_path / "卷.zip", [standalone.Key(log.key().verifier.vkey)])
    assert verdict.findings == []
    assert any("依法处置" in doubt for doubt in verdict.undetermined)
