"""命令与查阅日志：重建从命令行也做得到；看过案卷的留下记录。"""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.core.checks import run_checks
from pytest_django import Settings

from mingzhi.commands.rebuild import rebuild
from mingzhi.record.access import note_access
from mingzhi.record.models import AccessLog, LogHead, Projection
from mingzhi.record.search import find
from tests.record.cast import HANDLER, NOW, opened, written


def test_rebuild_command_brings_back_lists_and_search(database: str) -> None:
    for _ in range(2):
        written(opened())
    Projection.objects.all().delete()
    result = CliRunner().invoke(rebuild, ["--today", "2025-10-01"], catch_exceptions=False)
    assert "重建了 2 卷，按 2025-10-01 计算。" in result.stdout
    assert len(find("sample-a", "示例仁和门诊部")) == 2
    assert {str(projection.as_of) for projection in Projection.objects.all()} == {"2025-10-01"}


def test_access_is_logged_with_who_when_what_and_why(database: str) -> None:
    dossier = opened()
    note_access(HANDLER, dossier, "正卷", now=NOW, purpose="办案")
    note_access(None, dossier, "正卷", now=NOW + timedelta(minutes=1), name="示例当事人", purpose="申请查阅")
    by_officer, by_party = AccessLog.objects.order_by("at")
    assert (by_officer.person_number, by_officer.person_name, by_officer.agency) == (
        HANDLER.number,
        HANDLER.name,
        "sample-a",
    )
    assert (by_party.person_number, by_party.person_name) == ("", "示例当事人")
    assert (by_party.dossier, by_party.purpose, by_party.at) == (
        dossier,
        "申请查阅",
        NOW + timedelta(minutes=1),
    )


def test_missing_log_head_is_seen_and_not_papered_over(database: str) -> None:
    dossier = opened()
    LogHead.objects.all().delete()
    with pytest.raises(RuntimeError, match="日志树末端的一行不见了"):
        written(dossier)


def test_missing_data_folder_is_a_system_check(settings: Settings) -> None:
    assert "mingzhi.record.E001" not in {fault.id for fault in run_checks()}
    settings.MINGZHI_DATA = None
    assert "mingzhi.record.E001" in {fault.id for fault in run_checks()}
