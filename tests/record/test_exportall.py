"""整个机关的导出：离线核验通过；少了一卷、换了一卷都看得出；断了接着做。"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from mingzhi.commands.verify import verify as command
from mingzhi.ledger.bureau import verify_path
from mingzhi.record import log, publishing
from mingzhi.record.exportall import NotOurs, export_all
from mingzhi.record.models import Dossier
from tests.record.cast import DAY, NOW, opened, written
from tools import verify as standalone

Codes = set[tuple[int | None, str]]


def several() -> list[Dossier]:
    dossiers = [opened() for _ in range(3)]
    for kind in ("lead.registered", "lead.verified", "inspection.notified"):
        for dossier in dossiers:
            written(dossier, kind)
    opened()
    return dossiers


def both(folder: Path) -> Codes:
    """两个核验程序的意见，须一样。"""
    key = log.key().verifier
    first = {(f.act_number, f.code) for f in verify_path(folder, verifiers=[key]).findings}
    second = standalone.verify(folder, [standalone.Key(key.vkey)])
    assert first == {(number, code) for number, code, _ in second.findings}
    return first


def test_the_whole_bureau_verifies_offline_with_the_program_beside_it(database: str, tmp_path: Path) -> None:
    several()
    seen: list[tuple[int, int]] = []
    done = export_all(tmp_path / "out", now=NOW, progress=lambda at, total: seen.append((at, total)))
    assert (done.dossiers, done.written, done.at.checkpoint.size) == (3, 3, 9)
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert both(tmp_path / "out") == set()
    words = ["-I", "-B", str(tmp_path / "out" / "verify.py"), "--key", log.key().verifier.vkey]
    said = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith("共 3 卷、9 项执法行为，日志 9 片叶，未发现改动")
    told = CliRunner().invoke(command, [str(tmp_path / "out"), "--key", log.key().verifier.vkey])
    assert (told.exit_code, told.output) == (0, said.stdout)


def test_a_dossier_left_out_is_found_though_every_package_is_whole(database: str, tmp_path: Path) -> None:
    dossiers = several()
    out = tmp_path / "out"
    export_all(out, now=NOW)
    (out / "packages" / f"{dossiers[1].pk}.zip").unlink()
    assert both(out) == {(None, "leaf.unclaimed")}


def test_the_same_package_twice_is_found(database: str, tmp_path: Path) -> None:
    dossiers = several()
    out = tmp_path / "out"
    export_all(out, now=NOW)
    packages = out / "packages"
    shutil.copy(packages / f"{dossiers[1].pk}.zip", packages / "另一卷.zip")
    assert both(out) == {(1, "leaf.twice"), (2, "leaf.twice"), (3, "leaf.twice")}


def test_a_log_left_out_is_said(database: str, tmp_path: Path) -> None:
    several()
    out = tmp_path / "out"
    export_all(out, now=NOW)
    shutil.rmtree(out / "log")
    assert both(out) == {(None, "log.missing")}


def test_tiles_alone_verify_and_a_changed_one_does_not(database: str, tmp_path: Path) -> None:
    several()
    out = tmp_path / "out"
    export_all(out, now=NOW)
    assert both(out / "log") == set()
    tile = out / "log" / "tile" / "0" / "000.p" / "9"
    tile.write_bytes(tile.read_bytes()[:-1] + b"\x00")
    assert (None, "tile.altered") in both(out / "log")


def test_an_interrupted_export_goes_on_where_it_was_though_the_work_went_on(
    database: str, tmp_path: Path
) -> None:
    dossiers = several()
    export_all(tmp_path / "whole", now=NOW)
    broken = tmp_path / "broken"
    calls: list[int] = []

    def stop(done: int, total: int) -> None:
        calls.append(done)
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_all(broken, now=NOW, progress=stop)
    written(dossiers[0], "lead.verified")
    late = opened()
    written(late)
    publishing.publish(NOW + DAY)
    done = export_all(broken, now=NOW)
    assert (done.dossiers, done.written, done.at.checkpoint.size) == (3, 1, 9)
    assert both(broken) == set()
    for path in (tmp_path / "whole" / "packages").iterdir():
        assert path.read_bytes() == (broken / "packages" / path.name).read_bytes()


def test_a_folder_with_other_things_is_left_alone(database: str, tmp_path: Path) -> None:
    several()
    out = tmp_path / "out"
    out.mkdir()
    (out / "别的").write_text("别的")
    with pytest.raises(NotOurs):
        export_all(out, now=NOW)
    assert [each.name for each in out.iterdir()] == ["别的"]
