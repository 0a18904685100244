"""监督的测试：2026 年 2 月 12 日，两个示例局，一卷刚结案的示例案、一卷刚作出决定的。"""

from __future__ import annotations

from pathlib import Path

import django
import pytest
from pytest_django import Settings

# 测试的模块一装载就要用到表的定义。
django.setup()

from django.core.cache import cache  # noqa: E402

from mingzhi.record.models import Dossier  # noqa: E402
from mingzhi.samples import people  # noqa: E402
from tests.archive.cast import NOW, written  # noqa: E402


@pytest.fixture
def bureaus(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.MINGZHI_DATA = tmp_path / "var"
    settings.MINGZHI_EXHIBITS = tmp_path / "var" / "exhibits"
    settings.MINGZHI_NOW = NOW
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    people.load(NOW)


@pytest.fixture
def closed(bureaus: None) -> Dossier:
    """结了案的一卷。"""
    return written()


@pytest.fixture
def decided(bureaus: None) -> Dossier:
    """作出决定就停下的一卷：到今天，公示早已逾期。"""
    return written("decision.made")
