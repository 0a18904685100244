"""mingzhi run：从空目录启动，第二次快，信号一来全部停下，端口被占说清楚。都用真的进程。"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mingzhi.commands.run import table, width

PATIENCE = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(data: Path, port: int) -> subprocess.Popen[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MINGZHI_")}
    return subprocess.Popen(
        [sys.executable, "-c", "from mingzhi.cli import main; main()", "run"],
        env={**clean, "MINGZHI_DATA": str(data), "MINGZHI_PORT": str(port), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def running(data: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """启动到说「已经启动」为止；无论测试怎样结束，都停下。"""
    process = start(data, port)
    said: list[str] = []
    try:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C 停止" in line:
                break
        assert any("Ctrl-C 停止" in line for line in said), "".join(said)
        yield process, said
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(PATIENCE)


def descendants(pid: int) -> set[int]:
    """pid 之下的全部进程。"""
    found: set[int] = set()
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(entry.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            child = int(entry.parent.name)
            found |= {child} | descendants(child)
    return found


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


def test_it_starts_from_an_empty_folder_and_one_signal_stops_everything(tmp_path: Path) -> None:
    for how in (signal.SIGINT, signal.SIGTERM):
        port = free_port()
        with running(tmp_path, port) as (process, said):
            # 第一次载入示例，第二次不再载。
            assert any("正在载入示例" in line for line in said) is (how is signal.SIGINT)
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/people/sign-in") as answer:
                assert "周甲示" in answer.read().decode()
            children = descendants(process.pid)
            assert len(children) >= 4, "gunicorn 一个、它的工作进程两个、后台工作一个"

            process.send_signal(how)
            rest, _ = process.communicate(timeout=PATIENCE)
            assert process.returncode == 0
            assert "zhoujia（周甲示）" in rest and rest.endswith("已经停止。\n")
            assert not any(Path(f"/proc/{child}").exists() for child in children)
        assert not (tmp_path / "samples-unfinished").exists()


def test_a_port_in_use_is_told_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start(tmp_path, port)
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert f"端口 {port} 已经有程序在用" in said and f"MINGZHI_PORT={port + 1}" in said
    assert "Traceback" not in said


def test_when_the_site_dies_everything_stops_and_says_so(data: Path) -> None:
    with running(data, free_port()) as (process, _):
        time.sleep(0.5)
        children = descendants(process.pid)
        for child in children:
            command = Path(f"/proc/{child}/cmdline").read_bytes()
            if b"db_worker" in command:
                os.kill(child, signal.SIGKILL)
        rest, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 1 and "自己停了" in rest
        assert not any(Path(f"/proc/{child}").exists() for child in children)


def test_columns_line_up_although_a_chinese_character_is_two_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = list(table([["角色", "局"], ["承办人", "zhoujia"], ["a", "b"]]))
    assert [width(line[: line.index(mark)]) for line, mark in zip(lines[2:], ("z", "b"), strict=True)] == [
        8,
        8,
    ]
    assert max(map(width, lines)) <= 80


def test_a_narrow_terminal_gets_one_agency_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    rows = [["角色", "示例甲局", "示例乙局"], ["承办人", "zhoujia（周甲示）", "chending（陈丁示）"]]
    lines = list(table(rows))
    assert lines == ["示例甲局", "  承办人：zhoujia（周甲示）", "示例乙局", "  承办人：chending（陈丁示）"]
    assert max(map(width, lines)) <= 30
