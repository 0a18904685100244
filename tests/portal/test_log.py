"""门户上公开的日志：检查点和瓦片照原样给出；别的文件，怎样写路径都拿不到。"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from mingzhi.ledger.checkpoint import verify_note
from mingzhi.ledger.tiles import TiledTree, audit
from mingzhi.record import log, publishing
from tests.disclosure.cases import at
from tests.portal.published import Published

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(published: Published, tmp_path: Path, settings: Settings) -> None:
    settings.MINGZHI_DATA = tmp_path
    publishing.publish(at("2026-02-12 09:00"))


def got(citizen: Client, path: str) -> bytes | None:
    response = citizen.get(f"/log/{path}")
    if response.status_code == 404:
        return None
    assert response.status_code == 200
    return b"".join(response)


def test_a_stranger_checks_the_log_over_the_network(public: None, citizen: Client) -> None:
    note = got(citizen, "checkpoint")
    assert note is not None
    checkpoint = verify_note(note.decode(), [log.key().verifier])
    assert checkpoint.size > 50

    def fetch(path: str) -> bytes | None:
        return got(citizen, path)

    assert TiledTree(checkpoint.size, fetch).root == checkpoint.root
    assert list(audit(checkpoint.size, fetch)) == []
    publishing.publish(at("2026-02-12 09:00") + timedelta(hours=1))
    assert citizen.get("/log/checkpoint")["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "history/",
        "witnesses.json",
        ".lock",
        "../keys/log.pem",
        "tile/../../keys/log.pem",
        "tile/0/000/../../../../keys/log.pem",
        "%2e%2e/keys/log.pem",
        "tile/9/000",
        "tile/0/999",
        "tile/entries",
    ],
)
def test_nothing_but_checkpoint_and_tiles_is_given(public: None, citizen: Client, path: str) -> None:
    assert got(citizen, path) is None
