"""存证页：看得到检查点、见证和自查；不对的说哪里不对，不给看内容；办案的人进不来。"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from mingzhi.casework.act import SHANGHAI
from mingzhi.casework.actor import Role
from mingzhi.record import fsck, publishing
from mingzhi.record.models import Dossier
from tests.archive.cast import as_role
from tests.record.test_publishing import unguarded

NOW = datetime(2026, 2, 12, 9, tzinfo=SHANGHAI)
URL = "/supervision/integrity/"


def page(closed: Dossier, role: Role) -> tuple[int, str]:
    response = as_role(closed, role).get(URL)
    return response.status_code, response.content.decode()


def test_before_anything_was_signed_the_page_says_what_to_do(closed: Dossier) -> None:
    status, text = page(closed, Role.SUPERVISOR)
    assert status == 200
    assert "还没有签过检查点" in text and "还没有自查过" in text


def test_a_clean_store_shows_its_checkpoint_and_its_check(closed: Dossier) -> None:
    published = publishing.publish(NOW)
    fsck.fsck(NOW)
    status, text = page(closed, Role.ADMINISTRATOR)
    assert status == 200
    assert published.checkpoint.root.hex() in text and "没有不对的" in text


def test_damage_is_shown_by_place_and_not_by_content(closed: Dossier, tmp_path: Path) -> None:
    publishing.publish(NOW)
    unguarded("UPDATE record_actrow SET body = REPLACE(body, '{', '{ ') WHERE number = 3")
    unguarded("UPDATE record_actrow SET body_digest = sha256 WHERE number = 3")
    fsck.fsck(NOW)
    _, text = page(closed, Role.PRINCIPAL)
    assert "处不对" in text and f"{closed.pk} 第 3 号" in text
    assert "示例举报人" not in text


def test_handlers_do_not_see_the_page(closed: Dossier) -> None:
    assert page(closed, Role.HANDLER)[0] == 404
