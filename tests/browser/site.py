"""一个真的网站：自己的数据目录、自己的端口、停在某一刻的钟。示例只载入一次，每个旅程各用一份副本。"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
# 星期三，前后一周没有放假：期限不因哪天跑测试而变。
NOW = "2026-11-18T10:00"
PASSWORD = "shili-2026"
READY_SECONDS = 60

PREPARE = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingzhi.settings")
import django
django.setup()
from mingzhi.commands.run import prepare
prepare()
"""


def environment(data: Path, now: str) -> dict[str, str]:
    """子进程的环境：示例，数据在 data，钟停在 now。"""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MINGZHI_")}
    return kept | {
        "MINGZHI_DATA": str(data),
        "MINGZHI_SAMPLE": "1",
        "MINGZHI_NOW": now,
        "DJANGO_SETTINGS_MODULE": "mingzhi.settings",
        "PYTHONPATH": str(ROOT),
    }


def prepared(folder: Path, now: str = NOW) -> Path:
    """载好示例的数据目录；几个进程同时来，只有一个去载，其余的等它。"""
    folder.mkdir(parents=True, exist_ok=True)
    ready = folder / "data"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            half = folder / "half"
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir()
            done = subprocess.run(
                [sys.executable, "-c", PREPARE],
                env=environment(half, now),
                cwd=ROOT,
                capture_output=True,
                text=True,
                timeout=900,
            )
            if done.returncode:
                raise RuntimeError(f"示例载不进去：\n{done.stdout}\n{done.stderr}")
            half.rename(ready)
    return ready


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Site:
    """一个网站。时间不自己走，由 at() 拨。"""

    data: Path
    port: int = field(default_factory=free_port)
    now: str = NOW
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    def start(self) -> None:
        command = [
            *(sys.executable, "-m", "gunicorn", "mingzhi.wsgi", "--bind", f"127.0.0.1:{self.port}"),
            *("--workers", "1", "--threads", "6", "--log-level", "warning", "--no-control-socket"),
        ]
        self._run(command)
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if self.running[0].poll() is not None:
                break
            with contextlib.suppress(OSError, urllib.error.URLError):
                urllib.request.urlopen(f"{self.url}/people/sign-in", timeout=10).close()
                return
            time.sleep(0.05)
        raise RuntimeError(f"网站没有启动：\n{self.log.read_text()}")

    def work(self) -> None:
        """也做后台工作。"""
        self._run([sys.executable, "-m", "django", "db_worker", "--interval", "0.2", "--verbosity", "0"])

    def _run(self, command: list[str]) -> None:
        with self.log.open("ab") as log:
            env = environment(self.data, self.now)
            self.running.append(subprocess.Popen(command, env=env, cwd=ROOT, stdout=log, stderr=log))

    def stop(self) -> None:
        while self.running:
            process = self.running.pop()
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def at(self, now: str) -> None:
        """过了些日子：同一份数据，钟拨到 now。"""
        self.stop()
        self.now = now
        self.start()

    def rows(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """直接看数据库，只读。"""
        with contextlib.closing(
            sqlite3.connect(f"file:{self.data / 'mingzhi.sqlite3'}?mode=ro", uri=True)
        ) as db:
            return db.execute(question, values).fetchall()

    def case(self, party: str) -> str:
        """当事人是 party 的示例案卷的编号，带连字符。"""
        found = self.rows("select dossier_id from record_projection where party = ?", party)
        assert len(found) == 1, f"{party}：{found}"
        plain = str(found[0][0]).replace("-", "")
        return f"{plain[:8]}-{plain[8:12]}-{plain[12:16]}-{plain[16:20]}-{plain[20:]}"


@contextlib.contextmanager
def copied(ready: Path, folder: Path) -> Iterator[Site]:
    """示例的一份副本，和它的网站。"""
    shutil.copytree(ready, folder)
    site = Site(folder)
    try:
        site.start()
        yield site
    finally:
        site.stop()
