"""自查：好的库一处也不报；动过的，动在哪里说在哪里；断了接着查。"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from mingzhi.record import fsck, publishing
from mingzhi.record.exhibits import store
from mingzhi.record.fsck_report import Report
from mingzhi.record.models import ActRow, LogHead, Projection
from tests.record.cast import NOW, opened, written
from tests.record.test_publishing import unguarded


def several(count: int = 3) -> None:
    for n in range(count):
        dossier = opened()
        exhibit = store(io.BytesIO(f"示例材料{n}".encode()), "示例.txt", "text/plain")
        written(dossier, exhibits=(exhibit,))
        written(dossier, "lead.verified")
    publishing.publish(NOW)


def checked() -> Report:
    return fsck.fsck(NOW, resume=False)


def test_an_untouched_store_has_no_fault(database: str, data: Path) -> None:
    several()
    report = checked()
    assert report.clean, report.faults
    assert report.checked == {"日志树": 6, "卷": 3, "材料": 3, "文件": 3, "查阅日志": 0, "恢复": 0}
    assert fsck.latest() == report


def edited_body(data: Path) -> None:
    unguarded("UPDATE record_actrow SET body = REPLACE(body, '门诊部', '诊所') WHERE leaf_index = 2")


def edited_time(data: Path) -> None:
    row = ActRow.objects.get(leaf_index=2)
    moved = (row.happened - timedelta(days=1)).isoformat(" ")
    unguarded(f"UPDATE record_actrow SET happened = '{moved}' WHERE leaf_index = 2")


def deleted_last(data: Path) -> None:
    unguarded("DELETE FROM record_actrow WHERE leaf_index = 5")


def edited_salt(data: Path) -> None:
    unguarded(
        "UPDATE record_actrow SET salt = REPLACE(salt, SUBSTR(salt, 1, 4), 'beef') WHERE leaf_index = 2"
    )


def respelt_name_salt(data: Path) -> None:
    """同样的字节，大写的十六进制：不是写下的那几个字。"""
    row = next(row for row in ActRow.objects.exclude(names="[]") if re.search("[a-f]", _name_salt(row)))
    names = row.names.replace(_name_salt(row), _name_salt(row).upper())
    unguarded(f"UPDATE record_actrow SET names = '{names}' WHERE id = {row.pk}")


def _name_salt(row: ActRow) -> str:
    return str(json.loads(row.names)[0]["salt"])


def smaller_head(data: Path) -> None:
    LogHead.objects.update(size=0, peaks="")


def edited_exhibit(data: Path) -> None:
    target = next(path for path in (data / "exhibits").rglob("*") if path.is_file())
    target.chmod(0o600)
    target.write_bytes(target.read_bytes() + b"!")


def lost_exhibit(data: Path) -> None:
    next(path for path in (data / "exhibits").rglob("*") if path.is_file()).unlink()


def stray_file(data: Path) -> None:
    (data / "exhibits" / "ab" / "cd").mkdir(parents=True, exist_ok=True)
    (data / "exhibits" / "ab" / "cd" / "nobody").write_text("?")


def edited_tile(data: Path) -> None:
    tile = next(path for path in (data / "log" / "tile" / "0").rglob("*") if path.is_file())
    tile.write_bytes(bytes(32) + tile.read_bytes()[32:])


def forged_checkpoint(data: Path) -> None:
    note = data / "log" / "checkpoint"
    note.write_text(note.read_text("utf-8").replace("\n6\n", "\n5\n"), "utf-8")


def edited_projection(data: Path) -> None:
    Projection.objects.filter(pk=Projection.objects.order_by("pk").values("pk")[:1]).update(party="别人")


@pytest.mark.parametrize(
    ("damage", "part", "says"),
    [
        (edited_body, "卷", "第 1 号"),
        (edited_time, "卷", "第 1 号"),
        (deleted_last, "日志树", "末端"),
        (edited_salt, "日志树", "末端"),
        (respelt_name_salt, "卷", "号"),
        (smaller_head, "日志树", "末端"),
        (edited_exhibit, "材料", "文件变了"),
        (lost_exhibit, "材料", "不见了"),
        (stray_file, "材料", "没有登记"),
        (edited_tile, "瓦片", "tile/0/000.p/6"),
        (forged_checkpoint, "检查点", "checkpoint"),
        (edited_projection, "投影", "party"),
    ],
)
def test_each_damage_is_named_where_it_is(
    database: str, data: Path, damage: Callable[[Path], None], part: str, says: str
) -> None:
    several()
    damage(data)
    report = checked()
    assert not report.clean
    assert any(fault.part == part and says in f"{fault.where} {fault.says}" for fault in report.faults), (
        report
    )


def test_a_check_that_was_cut_off_goes_on_where_it_stopped(
    sqlite_database: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    several()
    edited_body(data)
    monkeypatch.setattr(fsck, "BATCH", 1)
    seen: list[str] = []

    def stop(part: str, done: int) -> None:
        seen.append(part)
        if seen.count("卷") == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fsck.fsck(NOW, progress=stop)
    unfinished = fsck.latest()
    assert unfinished is not None and not unfinished.finished
    report = fsck.fsck(NOW)
    assert report.checked["卷"] == 3 and report.checked["日志树"] == 6
    assert [fault.part for fault in report.faults] == ["卷"]


def test_a_sample_checks_fewer_dossiers_but_the_whole_log(sqlite_database: Path, data: Path) -> None:
    several(8)
    report = fsck.fsck(NOW, share=0.3, resume=False)
    assert report.checked["日志树"] == 16
    assert report.checked["卷"] < 8
    assert connection.vendor == "sqlite"
