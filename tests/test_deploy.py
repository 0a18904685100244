"""deploy/ 里的东西真的能用：从空目录设立机构和人员，核对全库，备份，备份里的数据库完整可读。"""

from __future__ import annotations

import os
import pty
import sqlite3
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
PASSWORD = "Ceshi-yong-de-2027"
PATIENCE = 120


def environment(data: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MINGZHI_")}
    return {**clean, "MINGZHI_DATA": str(data), "MINGZHI_SECRET_KEY": "k" * 50}


def manage(data: Path, *arguments: str, feed: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from mingzhi.cli import main; main()", "manage", *arguments],
        env=environment(data),
        input=feed.read_text(encoding="utf-8") if feed else None,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def at_a_terminal(data: Path, feed: Path, answers: list[str]) -> str:
    """在终端里执行：文件从标准输入来，密码从终端来。"""
    child, terminal = pty.fork()
    if child == 0:
        os.dup2(os.open(feed, os.O_RDONLY), 0)
        python = [sys.executable, "-c", "from mingzhi.cli import main; main()", "manage", "shell", "-v", "0"]
        os.execve(sys.executable, python, environment(data))
    said, asked = b"", 0
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            got = os.read(terminal, 4096)
        except OSError:  # 那一头关了
            break
        if not got:
            break
        said += got
        while asked < min(len(answers), said.count("的密码：".encode())):
            os.write(terminal, f"{answers[asked]}\n".encode())
            asked += 1
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, said.decode(errors="replace")
    return said.decode(errors="replace")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """照 docs/install.md 设好的一个单位，用 SQLite。"""
    folder = tmp_path_factory.mktemp("bureau") / "data"
    made = manage(folder, "migrate", "-v", "0")
    assert made.returncode == 0, made.stderr
    at_a_terminal(folder, DEPLOY / "first.py", [PASSWORD] * 4)
    written = manage(folder, "shell", "-v", "0", "-c", ONE_ACT)
    assert written.returncode == 0, written.stderr
    return folder


ONE_ACT = """
from datetime import datetime
from mingzhi.casework.act import SHANGHAI
from mingzhi.people.models import Person
from mingzhi.people.selectors import actor_for, agency_value
from mingzhi.record.append import append
from mingzhi.record.dossiers import open_dossier
now = datetime.now(SHANGHAI)
dossier = open_dossier(agency_value("shili"), now=now)
actor = actor_for(Person.objects.get(username="chengban"), now.date())
append(dossier, "lead.registered", {"content": "示例线索"}, by=actor, happened=now, now=now)
"""


def test_the_first_people_can_sign_in_with_the_passwords_typed(data: Path) -> None:
    question = (
        "from mingzhi.people.models import Person; "
        f"print([p.username for p in Person.objects.order_by('number') if p.check_password({PASSWORD!r})])"
    )
    assert manage(data, "shell", "-v", "0", "-c", question).stdout.strip() == (
        "['juzhang', 'kezhang', 'chengban', 'shenhe']"
    )


def test_the_check_finds_an_intact_record_whole_and_prints_a_checkpoint(data: Path) -> None:
    found = manage(data, "shell", "-v", "0", feed=DEPLOY / "check.py")
    assert found.returncode == 0, found.stderr
    assert "1 卷，1 项执法行为：都对得上。" in found.stdout
    assert "\n— mingzhi-" in found.stdout


def test_the_check_names_the_act_that_was_changed_behind_the_program(data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "data"
    subprocess.run(["cp", "-a", str(data), str(copy)], check=True)
    with sqlite3.connect(copy / "mingzhi.sqlite3") as database:
        database.execute("DROP TRIGGER record_actrow_no_update")
        changed = database.execute("UPDATE record_actrow SET body = replace(body, '示例线索', '别的线索')")
        assert changed.rowcount == 1
    found = manage(copy, "shell", "-v", "0", feed=DEPLOY / "check.py")
    assert found.returncode == 1
    assert "第 1 项对不上" in found.stdout


def test_a_backup_holds_the_database_the_key_and_nothing_half_written(data: Path, tmp_path: Path) -> None:
    # 签检查点的钥匙第一次用到时才有：先用一次。
    assert manage(data, "shell", "-v", "0", feed=DEPLOY / "check.py").returncode == 0
    settings = tmp_path / "mingzhi.env"
    settings.write_text(f"MINGZHI_DATA={data}\n", encoding="utf-8")
    made = subprocess.run(
        ["sh", str(DEPLOY / "backup.sh"), str(tmp_path / "backup")],
        env={**environment(data), "MINGZHI_ENV": str(settings)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert made.returncode == 0, made.stderr
    folder = Path(made.stdout.strip())
    assert folder.stat().st_mode & 0o077 == 0
    with sqlite3.connect(folder / "mingzhi.sqlite3") as database:
        assert database.execute("SELECT kind FROM record_actrow").fetchall() == [("lead.registered",)]
    with tarfile.open(folder / "data.tar") as archive:
        names = archive.getnames()
    assert "./keys/log.pem" in names
    assert not [name for name in names if "sqlite3" in name]


def test_the_sample_settings_start_nothing_before_they_are_filled_in(tmp_path: Path) -> None:
    given = dict(
        line.split("=", 1)
        for line in (DEPLOY / "mingzhi.env").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
    asked = subprocess.run(
        [sys.executable, "-c", "import mingzhi.settings"],
        env={**environment(tmp_path), **given, "MINGZHI_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert asked.returncode != 0
    assert "没有设置 MINGZHI_SECRET_KEY" in asked.stderr
