"""设置：从环境读取，缺了什么启动时就说。每个测试另起一个进程，因为设置只读一次。"""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def ask(data: Path, question: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """在一个干净的环境里问设置一句话。"""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MINGZHI_")}
    return subprocess.run(
        [
            sys.executable,
            "-c",
            f"import django; django.setup(); from django.conf import settings; {question}",
        ],
        env={**clean, "DJANGO_SETTINGS_MODULE": "mingzhi.settings", "MINGZHI_DATA": str(data), **environment},
        capture_output=True,
        text=True,
    )


def answer(data: Path, question: str, **environment: str) -> str:
    asked = ask(data, question, **environment)
    assert asked.returncode == 0, asked.stderr
    return asked.stdout.strip()


def test_nothing_set_is_a_sample_on_this_machine_only(tmp_path: Path) -> None:
    question = "print(settings.SAMPLE, settings.DEBUG, settings.ALLOWED_HOSTS)"
    assert answer(tmp_path, question) == "True False ['127.0.0.1', 'localhost', '[::1]']"


def test_a_sample_makes_its_key_once_and_keeps_it_to_itself(tmp_path: Path) -> None:
    first = answer(tmp_path, "print(settings.SECRET_KEY)")
    assert len(first) >= 50
    assert answer(tmp_path, "print(settings.SECRET_KEY)") == first
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_without_a_key_it_does_not_start_in_earnest(tmp_path: Path) -> None:
    asked = ask(tmp_path, "print(settings.SECRET_KEY)", MINGZHI_SAMPLE="0")
    assert asked.returncode != 0
    assert "没有设置 MINGZHI_SECRET_KEY" in asked.stderr
    assert not (tmp_path / "secret").exists()


def test_with_a_key_it_is_in_earnest_and_cookies_travel_encrypted_only(tmp_path: Path) -> None:
    question = "print(settings.SAMPLE, settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE)"
    assert answer(tmp_path, question, MINGZHI_SECRET_KEY="k" * 50) == "False True True"


def test_the_clock_cannot_be_stopped_in_earnest(tmp_path: Path) -> None:
    asked = ask(tmp_path, "settings.DEBUG", MINGZHI_SECRET_KEY="k" * 50, MINGZHI_NOW="2025-10-13T09:00")
    assert "正式使用不得设置" in asked.stderr


def test_the_clock_of_a_sample_is_stopped_in_shanghai(tmp_path: Path) -> None:
    said = answer(tmp_path, "print(settings.MINGZHI_NOW.isoformat())", MINGZHI_NOW="2025-10-13T09:00")
    assert said == "2025-10-13T09:00:00+08:00"


PRAGMAS = """
from django.db import connection
with connection.cursor() as cursor:
    print(*(cursor.execute('PRAGMA ' + name).fetchone()[0] for name in
            ('journal_mode', 'synchronous', 'busy_timeout', 'foreign_keys')),
          connection.transaction_mode)
"""


def test_sqlite_writes_ahead_locks_at_once_and_reaches_the_disk(tmp_path: Path) -> None:
    # synchronous 2 是 FULL。
    assert answer(tmp_path, f"exec({PRAGMAS!r})") == "wal 2 20000 1 IMMEDIATE"


def test_sqlite_may_lie_elsewhere(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.sqlite3"
    answer(tmp_path, f"exec({PRAGMAS!r})", MINGZHI_DATABASE_URL=f"sqlite:///{elsewhere}")
    assert elsewhere.exists()


@pytest.mark.parametrize("url", ["mysql://somewhere/db", "mingzhi.sqlite3"])
def test_an_unknown_database_is_refused_with_what_to_write(tmp_path: Path, url: str) -> None:
    assert (
        "postgres://用户:密码@主机/库名" in ask(tmp_path, "settings.DEBUG", MINGZHI_DATABASE_URL=url).stderr
    )


LOADED = """
from django.core.management import call_command
call_command('migrate', verbosity=0)
from mingzhi.people import clock, selectors
from mingzhi.people.models import Agency
from mingzhi.samples import people
people.load(clock.now())
from django.db import connection
print(connection.vendor, Agency.objects.count())
"""


def test_the_samples_load_on_a_real_postgresql(tmp_path: Path, postgres_database: str) -> None:
    said = answer(tmp_path, f"exec({LOADED!r})", MINGZHI_DATABASE_URL=postgres_database)
    assert said == "postgresql 2"


def test_packs_of_its_own_are_read_from_the_data_folder_and_from_where_it_is_told(tmp_path: Path) -> None:
    for folder, place in ((tmp_path / "packs", "jiashi"), (tmp_path / "elsewhere", "yishi")):
        (folder / place).mkdir(parents=True)
        head = f"id: {place}\nname: 示例市\nparent: national\n"
        (folder / place / "pack.yaml").write_text(head, encoding="utf-8")
    question = "from mingzhi.law.pack import places; print({'jiashi', 'yishi'} & {*places()})"
    assert answer(tmp_path, question) == "{'jiashi'}"
    both = answer(tmp_path, question, MINGZHI_PACKS=str(tmp_path / "elsewhere"))
    assert "jiashi" in both and "yishi" in both


def test_a_pack_that_does_not_load_keeps_it_from_starting(tmp_path: Path) -> None:
    own = tmp_path / "packs" / "jiashi"
    own.mkdir(parents=True)
    (own / "pack.yaml").write_text("id: jiashi\nname: 示例市\nparent: wusheng\n", encoding="utf-8")
    asked = ask(tmp_path, "settings.DEBUG")
    assert asked.returncode != 0 and "规则包装不进来。没有规则包 wusheng" in asked.stderr
