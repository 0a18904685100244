"""脚手架自身的测试：跳过要列出来、PostgreSQL 与浏览器是真的、锁文件不写下载地址。"""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from tools.strip_hosts import strip_hosts

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
SUITE = """
import pytest

def test_passes():
    pass

{more}
"""
SKIPPING = """
def test_needs_something():
    pytest.skip("缺少某物")
"""
ASKING_ELSEWHERE = """
def test_page(page):
    page.set_content('<img src="http://example.invalid/a.png">')
    page.wait_for_timeout(200)
"""


def run_suite(folder: Path, *, more: str, ci: bool, processes: int) -> subprocess.CompletedProcess[str]:
    """在另一个进程里、以本项目的 conftest.py 跑一小套测试。"""
    shutil.copy(ROOT / "tests" / "conftest.py", folder / "conftest.py")
    (folder / "test_small.py").write_text(SUITE.format(more=more), encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:django",
        "-n",
        str(processes),
    ]
    environment = {"PATH": "/usr/bin:/bin", "CI": "true" if ci else ""}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("processes", [0, 1])
def test_skipped_test_is_listed_with_its_reason(tmp_path: Path, processes: int) -> None:
    result = run_suite(tmp_path, more=SKIPPING, ci=False, processes=processes)
    assert result.returncode == 0
    assert re.search(r"test_needs_something.*：缺少某物", result.stdout)


@pytest.mark.parametrize("processes", [0, 1])
def test_skipped_test_fails_the_run_in_ci(tmp_path: Path, processes: int) -> None:
    assert run_suite(tmp_path, more=SKIPPING, ci=True, processes=processes).returncode == 1


@pytest.mark.parametrize("processes", [0, 1])
def test_file_skipped_as_a_whole_fails_the_run_in_ci(tmp_path: Path, processes: int) -> None:
    more = 'pytest.skip("整个文件跑不了", allow_module_level=True)'
    result = run_suite(tmp_path, more=more, ci=True, processes=processes)
    assert "整个文件跑不了" in result.stdout
    assert result.returncode != 0


def test_run_without_skips_passes_in_ci(tmp_path: Path) -> None:
    assert run_suite(tmp_path, more="", ci=True, processes=0).returncode == 0


def test_each_postgres_test_gets_a_database_of_its_own(postgres_url: str, postgres_database: str) -> None:
    with psycopg.connect(postgres_database) as own, psycopg.connect(postgres_url) as main:
        own.execute("CREATE TABLE act (number int)")
        assert main.execute("SELECT to_regclass('act')").fetchone() == (None,)


def test_page_that_asks_another_machine_fails_its_test(tmp_path: Path, browser: "Browser") -> None:
    result = run_suite(tmp_path, more=ASKING_ELSEWHERE, ci=False, processes=0)
    assert "访问了外部地址：http://example.invalid/a.png" in result.stdout
    assert result.returncode == 1


def test_lock_names_no_host_to_download_from() -> None:
    hosts = set(re.findall(r"[a-z]+://[^/\"\s]*", (ROOT / "uv.lock").read_text(encoding="utf-8")))
    assert hosts == {"https://packages.invalid"}


def test_stripping_hosts_keeps_file_names_and_digests() -> None:
    entry = 'sdist = { url = "https://mirror.example/a/b/x-1.tar.gz", hash = "sha256:00" }'
    assert strip_hosts(entry) == 'sdist = { url = "https://packages.invalid/x-1.tar.gz", hash = "sha256:00" }'
