"""监督的测试：2026 年 2 月 12 日，两个示例局，一卷刚结案的示例案，或者一卷刚作出决定的。"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from pytest_django import DjangoDbBlocker, Settings

# 测试的模块一装载就要用到表的定义。
django.setup()

from mingzhi.record.models import Dossier  # noqa: E402
from tests.archive.shelf import Shelf, copied, shelf  # noqa: E402


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Shelf:
    """备好的库。"""
    return shelf(tmp_path_factory.mktemp("supervision"), django_db_blocker)


@pytest.fixture
def closed(
    ready: Shelf, tmp_path: Path, settings: Settings, django_db_blocker: DjangoDbBlocker
) -> Iterator[Dossier]:
    """结了案的一卷。"""
    with copied(ready("case.closed"), tmp_path / "var", settings, django_db_blocker):
        yield Dossier.objects.get()


@pytest.fixture
def decided(
    ready: Shelf, tmp_path: Path, settings: Settings, django_db_blocker: DjangoDbBlocker
) -> Iterator[Dossier]:
    """作出决定就停下的一卷：到今天，公示早已逾期。"""
    with copied(ready("decision.made"), tmp_path / "var", settings, django_db_blocker):
        yield Dossier.objects.get()
