"""断电：随机的一刻杀掉正在做的进程，再启动，答复过“成了”的一件不少，自查没有不对的。全部的轮数在 make bench ONLY=faults。"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.faults import ROOT, drill

ROUNDS = 12
KINDS = {"网站", "写入", "存材料", "导出", "检查点", "新的一天"}

# 每种活各两轮；少一件的那几种，让演练说出来。
LOSSES = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "mingzhi.settings"
os.environ["MINGZHI_NOW"] = "2025-09-24T10:30"
import django
django.setup()
import random
from django.conf import settings
from pathlib import Path
from bench.fault_rounds import check
from bench.fault_work import Acknowledged, Lost, Web
web = Web(random.Random(1))
data = Path(settings.MINGZHI_DATA)
def says(acknowledged):
    try:
        check(acknowledged, web, whole=True)
    except Lost as lost:
        return str(lost)
    return ""
said = {"intact": says(Acknowledged())}
said["act"] = says(Acknowledged(acts=[("00000000-0000-4000-8000-000000000000", 1, "x")]))
said["lead"] = says(Acknowledged(leads=["没有登记过的"]))
said["exhibit"] = says(Acknowledged(exhibits=["0" * 64]))
said["package"] = says(Acknowledged(packages=["no.zip"]))
said["checkpoint"] = says(Acknowledged(checkpoint=10**9))
said["chunk"] = says(Acknowledged(uploads={"00000000-0000-4000-8000-000000000000": (b"xy", 1)}))
whole = sorted((data / "packages").glob("*.zip"))[-1]
whole.with_name("half.zip").write_bytes(whole.read_bytes()[:-100])
said["half"] = says(Acknowledged())
(data / "packages" / "half.zip").unlink()
next(path for path in (data / "exhibits").glob("*/*/*")).unlink()
said["fsck"] = says(Acknowledged())
print(json.dumps(said))
"""


def rounds_and_losses(data: Path, database: str = "") -> None:
    said = drill(ROUNDS, 7, data, database)
    assert set(said["works"]) == KINDS and sum(said["works"].values()) == ROUNDS
    # 杀得太早、什么都没有做成的一轮轮，证明不了什么。
    counts = said["acknowledged"]
    assert all(counts[each] for each in ("acts", "leads", "chunks", "exhibits", "packages")), counts
    env = {name: value for name, value in os.environ.items() if not name.startswith("MINGZHI_")}
    env |= {"MINGZHI_DATA": str(data), "MINGZHI_DATABASE_URL": database, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", LOSSES], env=env, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    losses = json.loads(done.stdout.splitlines()[-1])
    assert losses.pop("intact") == ""
    assert [name for name, says in losses.items() if not says] == []


def test_nothing_acknowledged_is_lost_when_processes_are_killed(tmp_path: Path) -> None:
    rounds_and_losses(tmp_path)


@pytest.mark.xdist_group("postgres_url")
def test_nothing_acknowledged_is_lost_on_postgresql(tmp_path: Path, postgres_database: str) -> None:
    rounds_and_losses(tmp_path, postgres_database)
