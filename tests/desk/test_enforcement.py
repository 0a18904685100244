"""不缴的一案，在页面上：催告照两本账预填；没有审核、没有期满就申请法院，说明依据和下一步；填的都在。"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from mingzhi.casework.act import SHANGHAI
from mingzhi.record import selectors
from mingzhi.record.models import Dossier
from mingzhi.samples import people
from tests.desk.filling import Filled, form
from tests.desk.stages import client, stopped_at

Unpaid = Callable[[str], Dossier]
OWED = "75120.00"


@pytest.fixture
def unpaid(db: None, settings: Settings, tmp_path: Path) -> Unpaid:
    """基金退了、罚款没有缴的一卷；钟拨到那一天。"""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MINGZHI_DATA = tmp_path
    settings.MINGZHI_EXHIBITS = tmp_path / "exhibits"
    people.load(datetime(2025, 10, 13, 9, tzinfo=SHANGHAI))

    def on(day: str) -> Dossier:
        dossier, _ = stopped_at("收到款项")
        settings.MINGZHI_NOW = datetime.fromisoformat(day).replace(tzinfo=SHANGHAI)
        return dossier

    return on


def new(dossier: Dossier, kind: str) -> str:
    return f"/desk/dossiers/{dossier.pk}/acts/new/{kind}/"


def opened(username: str, url: str) -> Filled:
    response = client(username).get(url)
    assert response.status_code == 200, response.status_code
    return form(response.content.decode())


def test_the_demand_is_filled_from_the_two_ledgers_and_written(unpaid: Unpaid) -> None:
    dossier = unpaid("2026-01-12 10:00")
    page = opened("zhoujia", new(dossier, "demand.issued"))
    data = page.data
    assert data["fine"] == OWED and data.get("refund", "") == "", "只催没有缴的"
    assert data["before"] == "2026-01-26", "今天送达，满十个工作日"
    response = client("zhoujia").post(
        new(dossier, "demand.issued"), page.typing(statement_right="on", contact="周甲示"), follow=True
    )
    assert response.status_code == 200
    written = selectors.acts(dossier)[-1]
    assert written.kind == "demand.issued"
    assert getattr(written.body, "document_no", "").endswith("医保催〔2026〕1号")


def test_a_draft_opened_days_later_counts_from_that_day_and_keeps_what_was_typed(
    unpaid: Unpaid, settings: Settings
) -> None:
    dossier = unpaid("2026-01-12 10:00")
    url = new(dossier, "demand.issued")
    page = opened("zhoujia", url)
    client("zhoujia").post(url, page.typing(manner="缴至窗口", _do="save"))
    assert opened("zhoujia", url).data["before"] == "2026-01-26"
    settings.MINGZHI_NOW = datetime(2026, 1, 14, 10, tzinfo=SHANGHAI)
    data = opened("zhoujia", url).data
    assert data["before"] == "2026-01-28", "人没有动过的，照今天重填"
    assert data["manner"] == "缴至窗口"


def test_before_the_period_is_over_a_demand_is_refused_and_nothing_typed_is_lost(unpaid: Unpaid) -> None:
    dossier = unpaid("2026-01-07 10:00")
    page = opened("zhoujia", new(dossier, "demand.issued"))
    response = client("zhoujia").post(
        new(dossier, "demand.issued"),
        page.typing(statement_right="on", contact="写好的联系人", manner="缴至国库"),
    )
    html = response.content.decode()
    assert "第三十四条" in html and "没有到期而未履行的款项" in html
    assert "写好的联系人" in html
    assert selectors.acts(dossier)[-1].kind == "payment.received"


def test_the_application_says_which_articles_stand_in_its_way(unpaid: Unpaid) -> None:
    dossier = unpaid("2026-01-12 10:00")
    page = opened("wangshizhang", new(dossier, "enforcement.applied"))
    assert page.data["fine"] == OWED and page.data["court"]
    response = client("wangshizhang").post(
        new(dossier, "enforcement.applied"),
        page.typing(party_opinion="没有意见", signed="on", opinion="同意"),
    )
    html = response.content.decode()
    for article in ("第五十三条", "第五十四条", "法制审核"):
        assert article in html
    assert selectors.acts(dossier)[-1].kind == "payment.received"


def test_the_overview_tells_what_the_bureau_owes_back_after_it_revoked_its_decision(unpaid: Unpaid) -> None:
    dossier = unpaid("2026-01-12 10:00")
    browser = client("wangshizhang")
    page = opened("wangshizhang", new(dossier, "decision.revised"))
    response = browser.post(
        new(dossier, "decision.revised"),
        page.typing(
            result="annulled",
            reason="主要证据不足",
            basis="《行政处罚法》第七十五条",
            content="撤销该决定",
            opinion="同意",
        ),
        follow=True,
    )
    assert response.status_code == 200
    assert selectors.acts(dossier)[-1].kind == "decision.revised"
    html = browser.get(f"/desk/dossiers/{dossier.pk}/").content.decode()
    assert "退回基金多缴" in html and "应当退还当事人" in html
