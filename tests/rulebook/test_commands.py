"""命令行：装入通知、推演、回看。用真的进程和真的数据库；推演一个字也不写。"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rulebook.test_register import NOTICE

NOW = "2026-11-20T09:30"
WRITE = """
from datetime import datetime
from mingzhi.people import clock, selectors
from mingzhi.samples import people
people.load(clock.now())
from tests.desk.cases import INQUIRY, WITHDRAWN, written_case
written_case(WITHDRAWN)
written_case(INQUIRY)
"""
Run = Callable[..., subprocess.CompletedProcess[str]]
PUBLISH = 'parameter: {name: disclosure.penalty.days, label: 处罚决定公示的期限, value: "7"'


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """一个写好一卷的数据目录；在它上面运行 mingzhi 的命令。"""
    data = tmp_path_factory.mktemp("var")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MINGZHI_")}
    environment = {
        **clean,
        "MINGZHI_DATA": str(data),
        "MINGZHI_NOW": NOW,
        "DJANGO_SETTINGS_MODULE": "mingzhi.settings",
    }

    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        code = ["-c", "from mingzhi.cli import main; main()", *arguments]
        if arguments[0] == "python":
            code = ["-c", f"import django; django.setup()\n{arguments[1]}"]
        return subprocess.run(
            [sys.executable, *code], env=environment, capture_output=True, text=True, check=False
        )

    assert call("manage", "migrate", "--verbosity", "0").returncode == 0
    done = call("python", WRITE)
    assert done.returncode == 0, done.stderr
    return call


def candidate(folder: Path) -> Path:
    """重庆的规则包，公示的期限改成三个工作日。"""
    import mingzhi.law

    there = folder / "chongqing"
    shutil.copytree(Path(mingzhi.law.__file__).parent / "packs" / "chongqing", there)
    file = there / "parameters.yaml"
    text = file.read_text(encoding="utf-8")
    assert PUBLISH in text
    file.write_text(text.replace(PUBLISH, PUBLISH.replace('"7"', '"1"')), encoding="utf-8")
    return there


def test_a_pack_is_rehearsed_from_the_command_line_without_writing(run: Run, tmp_path: Path) -> None:
    count = "from mingzhi.record.models import ActRow; print(ActRow.objects.count())"
    before = run("python", count).stdout
    out = tmp_path / "out.csv"
    done = run("rehearse", str(candidate(tmp_path)), "--csv", str(out), "--json")
    assert done.returncode == 0, done.stderr
    (told,) = json.loads(done.stdout)
    assert told["seen"] == told["changed"] == 1
    shifts = told["dossiers"][0]["shifts"]
    assert ("公示处罚决定", "moved") in {(shift["what"], shift["effect"]) for shift in shifts}
    assert "公示处罚决定" in out.read_text(encoding="utf-8-sig")
    assert run("python", count).stdout == before


def test_the_progress_and_the_table_are_printed(run: Run, tmp_path: Path) -> None:
    done = run("rehearse", str(candidate(tmp_path)))
    assert done.returncode == 0 and "1/1 卷" in done.stderr and "期限改变：" in done.stdout


def test_another_database_is_only_read(run: Run, tmp_path: Path) -> None:
    name = "from django.conf import settings; print(settings.DATABASES['default']['NAME'])"
    file = Path(run("python", name).stdout.strip())
    before = file.read_bytes()
    done = run("rehearse", str(candidate(tmp_path)), "--against", str(file), "--json")
    assert done.returncode == 0 and json.loads(done.stdout)[0]["seen"] == 1
    assert file.read_bytes() == before
    missing = run("rehearse", str(tmp_path), "--against", str(tmp_path / "none.sqlite3"))
    assert missing.returncode == 1 and "没有这个数据库文件" in missing.stderr


def test_a_folder_that_is_no_pack_is_told(run: Run, tmp_path: Path) -> None:
    done = run("rehearse", str(tmp_path))
    assert done.returncode != 0 and "pack.yaml" in done.stderr and "Traceback" not in done.stderr


def test_a_dossier_is_looked_back_at_from_the_command_line(run: Run) -> None:
    number = run(
        "python",
        "from mingzhi.record.models import Projection\n"
        "print(Projection.objects.get(archived=True).document_no)",
    ).stdout.strip()
    done = run("replay", number, "--as-of", "2025-10-13")
    assert done.returncode == 0, done.stderr
    assert "当时所知" in done.stdout and "依法应当" in done.stdout and "2025-10-13 终了" in done.stdout
    early, late = (run("replay", number, "--as-of", day).stdout for day in ("2025-09-24", "2026-06-30"))
    assert len(early) < len(late)
    assert run("replay", "没有这个案号", "--as-of", "2025-10-13").returncode == 1


def test_a_notice_is_loaded_from_the_command_line_and_its_moves_are_listed(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "2027.yaml"
    file.write_text(NOTICE, encoding="utf-8")
    reviewer = (
        "from mingzhi.people.models import Person\n"
        "found = Person.objects.get(username='zhengbing'); print(found.number, found.agency.code)"
    )
    number, agency = run("python", reviewer).stdout.split()
    assert "--agency" in run("notices", "load", str(file), "--by", number).stderr
    done = run("notices", "load", str(file), "--by", number, "--agency", agency)
    assert done.returncode == 0, done.stderr
    assert "规则登记簿第 1 号" in done.stdout and "重算了 1 卷" in done.stdout
    assert "2027年部分节假日安排的通知（" in run("notices", "list").stdout
    broken = tmp_path / "broken.yaml"
    broken.write_text("year: 2027", encoding="utf-8")
    refused = run("notices", "load", str(broken), "--by", number, "--agency", agency)
    assert refused.returncode == 1 and "broken.yaml" in refused.stderr and "Traceback" not in refused.stderr
