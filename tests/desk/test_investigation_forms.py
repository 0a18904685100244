"""办案台：当场处罚、先行登记保存、补办封存批准、回避、涉企检查的表单——预填、写入、瑕疵、文书。"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from mingzhi.casework.act import SHANGHAI
from mingzhi.casework.acts.spot import PenaltyImposedOnSpot
from mingzhi.record import selectors
from mingzhi.record.models import Dossier
from mingzhi.samples import people
from tests.desk.filling import Filled, form
from tests.desk.stages import client, stopped_at

At = Callable[..., Dossier]


@pytest.fixture
def at(db: None, settings: Settings, tmp_path: Path) -> At:
    """停在某一步的一卷；钟停在那一步一小时以后。"""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MINGZHI_DATA = tmp_path
    settings.MINGZHI_EXHIBITS = tmp_path / "exhibits"
    people.load(datetime(2025, 10, 13, 9, tzinfo=SHANGHAI))

    def stop(until: str) -> Dossier:
        dossier, settings.MINGZHI_NOW = stopped_at(until)
        return dossier

    return stop


def new(dossier: Dossier, kind: str) -> str:
    return f"/desk/dossiers/{dossier.pk}/acts/new/{kind}/"


def opened(username: str, url: str) -> Filled:
    response = client(username).get(url)
    assert response.status_code == 200, response.status_code
    return form(response.content.decode())


def posted(username: str, url: str, data: dict[str, list[str]]) -> str:
    # 应当填写的还空着的事实，页面先问一遍；照实写入。
    response = client(username).post(url, {**data, "_do": ["write-blank"]}, follow=True)
    assert response.status_code == 200, re.findall(
        r"(?:error|refus)[^>]*>([^<]+)<", response.content.decode()
    )[:12]
    return response.content.decode()


def test_the_spot_form_knows_party_remedies_and_officers_and_prints_the_numbered_decision(at: At) -> None:
    dossier = at("现场检查")
    page = opened("zhoujia", new(dossier, "penalty.imposed_on_spot"))
    assert page.data["party.name"] == "重庆示例大药房有限公司"
    assert "先向" in page.data["remedies"] and "60日" in page.data["remedies"]
    assert page.data["told"] == "" and page.data["party_says"] == "", "告知和当事人的话由人写"
    data = page.typing(
        imposed_at="2025-09-24 11:30",
        evidence="现场检查笔录",
        told="拟警告及事实、理由、依据，有权陈述和申辩。",
        party_says="没有意见。",
        penalty="warning",
        basis="示例依据",
        certificates_shown="on",
        reconsideration_first="on",
        delivered="on",
        signed="on",
        document_no="示医保当罚〔2025〕77号",
    )
    posted("zhoujia", new(dossier, "penalty.imposed_on_spot"), data)
    act = selectors.acts(dossier)[-1]
    assert isinstance(act.body, PenaltyImposedOnSpot) and act.body.document_no == "示医保当罚〔2025〕77号"
    now = selectors.standing_of(dossier, act.day)
    assert not [each for each in now.defects if each.act.number == act.number]
    shown = client("zhoujia").get(f"/desk/dossiers/{dossier.pk}/documents/").content.decode()
    assert "当场行政处罚决定书" in shown


def test_a_spot_fine_above_the_limit_is_recorded_with_its_defect(at: At) -> None:
    dossier = at("现场检查")
    page = opened("zhoujia", new(dossier, "penalty.imposed_on_spot"))
    data = page.typing(penalty="fine", fine="5000", told="示例", party_says="没有意见", delivered="on")
    html = posted("zhoujia", new(dossier, "penalty.imposed_on_spot"), data)
    assert "对法人或者其他组织当场罚款超过三千元" in html and "第五十一条" in html
    assert selectors.acts(dossier)[-1].kind == "penalty.imposed_on_spot"


def test_a_sealing_done_first_goes_to_the_head_who_refuses_and_it_must_be_lifted(at: At) -> None:
    dossier = at("现场检查")
    page = opened("zhoujia", new(dossier, "sealing.imposed"))
    data = page.typing(approval="", urgent="on", urgency="正在撕毁台账", started="2025-09-24 12:00")
    posted("zhoujia", new(dossier, "sealing.imposed"), data)
    sealed = selectors.acts(dossier)[-1]
    page = opened("wangshizhang", new(dossier, "sealing.ratified"))
    assert page.data["of"] == str(sealed.number) and page.data.get("verdict", "") == "", "批不批由人选"
    data = page.typing(verdict="refuse", reported_at="2025-09-24 12:30", reason="与案件无关")
    html = posted("wangshizhang", new(dossier, "sealing.ratified"), data)
    assert "立即解除封存" in html
    now = selectors.standing_of(dossier, sealed.day)
    assert [offer.kind for offer in now.next] == ["sealing.lifted"]


def test_preservation_fills_what_was_approved_and_its_disposal_what_was_preserved(at: At) -> None:
    dossier = at("现场检查")
    page = opened("wangshizhang", new(dossier, "preservation.approved"))
    data = page.typing(
        target="销售记录本二册", reason="可能被销毁", basis="行政处罚法第五十六条", opinion="同意"
    )
    posted("wangshizhang", new(dossier, "preservation.approved"), data)
    page = opened("zhoujia", new(dossier, "preservation.made"))
    assert page.data["target"] == "销售记录本二册" and page.data["reason"] == "可能被销毁"
    assert page.data["approval"] == str(selectors.acts(dossier)[-1].number)
    posted("zhoujia", new(dossier, "preservation.made"), page.typing(keeping="证物室"))
    assert opened("wangshizhang", new(dossier, "preservation.disposed")).data["of"] == str(
        selectors.acts(dossier)[-1].number
    )


def test_a_request_to_recuse_waits_for_the_head_and_his_form_knows_it(at: At) -> None:
    dossier = at("现场检查")
    page = opened("zhoujia", new(dossier, "recusal.requested"))
    assert page.data["applicant"] == "重庆示例大药房有限公司"
    data = page.typing(by="party", officer="CQ019", reason="与举报人是亲属")
    posted("zhoujia", new(dossier, "recusal.requested"), data)
    page = opened("wangshizhang", new(dossier, "recusal.decided"))
    assert page.data["officer"] == "CQ019" and page.data["reason"] == "与举报人是亲属"
    assert "granted" not in page.data, "准不准由人勾选"


def test_the_plan_of_a_visit_knows_how_often_the_firm_was_visited_this_year(at: At) -> None:
    dossier = at("现场检查")
    page = opened("lishiwu", new(dossier, "inspection.planned"))
    assert page.data["times_this_year"] == "1"
    assert page.data["occasion"] == "clue" and page.data["enterprise"] == "on"
