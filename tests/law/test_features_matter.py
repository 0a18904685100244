"""功能的测试真的靠那个功能：在一份副本里去掉它的一处，登记里写的测试就通不过。规则的同样一步在 test_clauses.py。

只试几条：每条要另起一次测试。加一条的办法：写条款、登记里它的一个测试、源文件里做到它的一处、改成什么。
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from mingzhi.commands.clauses import entries

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Removed:
    """去掉一项功能：哪一条、哪个测试、哪个文件里的哪一处、改成什么。"""

    clause: str
    test: str
    file: str
    here: str
    gone: str


SAMPLE = (
    Removed(
        "CQ-D-5¶3",
        "tests/law/test_packs.py::test_a_replacement_says_on_what_ground_and_what_it_replaces_exists",
        "mingzhi/law/rules.py",
        "if self.replaces and not self.ground:",
        "if False:",
    ),
    Removed(
        "CQ-R-4",
        "tests/ledger/test_chain.py::test_every_field_of_the_envelope_is_sealed",
        "mingzhi/ledger/chain.py",
        "sealed = canonical(envelope.as_json())",
        'sealed = canonical({**envelope.as_json(), "recorded": ""})',
    ),
    Removed(
        "QL-2.4.3-b",
        "tests/insight/test_similar.py::test_cases_with_like_facts_come_first_and_those_unlike_are_left_out",
        "mingzhi/insight/similar.py",
        "if each.score >= LEAST",
        "if each.score >= -1",
    ),
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """程序和测试的一份副本，随便改。"""
    place = tmp_path_factory.mktemp("without") / "project"
    skipped = shutil.ignore_patterns("__pycache__", "*.pyc", "var", ".*_cache")
    for folder in ("mingzhi", "tests", "tools"):
        shutil.copytree(ROOT / folder, place / folder, ignore=skipped)
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


def passes(place: Path, test: str) -> bool:
    """在 place 里跑一个测试。"""
    environment = {
        **os.environ,
        "PYTHONPATH": str(place),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MINGZHI_DATA": str(place / "var"),
    }
    environment.pop("PYTEST_XDIST_WORKER", None)
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:xdist", "-p", "no:cacheprovider", test],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode in (0, 1), ran.stdout + ran.stderr
    assert "passed" in ran.stdout or "failed" in ran.stdout, ran.stdout
    return ran.returncode == 0


@pytest.mark.parametrize("removed", SAMPLE, ids=lambda removed: removed.clause)
def test_the_test_of_a_feature_fails_when_the_feature_is_taken_out(removed: Removed, copy: Path) -> None:
    entry = next(entry for entry in entries() if entry.id == removed.clause)
    assert entry.kind == "feature" and removed.test in entry.tests
    file = copy / removed.file
    whole = file.read_text("utf-8")
    assert whole.count(removed.here) == 1, f"{removed.file} 里没有（或者不止一处）：{removed.here}"
    assert passes(copy, removed.test), "没有去掉的时候通得过"
    file.write_text(whole.replace(removed.here, removed.gone), "utf-8")
    try:
        assert not passes(copy, removed.test)
    finally:
        file.write_text(whole, "utf-8")
