"""变故在页面上：停止计算的期限说得出为什么；并入的案号连到那一卷；选项只有规则列出的。"""

from __future__ import annotations

from datetime import timedelta

from django.utils.html import escape

from mingzhi.casework.actor import Actor
from mingzhi.people.models import Person
from mingzhi.people.selectors import actor_for
from mingzhi.record import selectors
from mingzhi.record.append import append
from mingzhi.record.models import Dossier, Projection
from tests.desk.cases import INQUIRY, written_case
from tests.desk.conftest import NOW, SignedIn
from tests.desk.filling import form

GROUND = "当事人下落不明，暂时无法调查"


def principal() -> Actor:
    return actor_for(Person.objects.get(username="wangshizhang"), NOW.date())


def test_a_suspended_case_shows_its_period_standing_still_and_the_clause(
    case: Dossier, as_: SignedIn
) -> None:
    client = as_("wangshizhang")
    url = f"/desk/dossiers/{case.pk}/acts/new/investigation.suspended/"
    page = form(client.get(url).content.decode())
    sent = page.typing(ground=GROUND, circumstances="多次上门未见", opinion="同意")
    assert client.post(url, sent).status_code == 302
    html = as_("zhoujia").get(f"/desk/dossiers/{case.pk}/").content.decode()
    assert "停止计算（中止调查）" in html
    assert "医疗保障行政处罚程序暂行规定》第四十五条，待核，还没有结束，暂算到今天" in html


def test_only_the_grounds_that_the_rules_list_are_offered_and_taken(case: Dossier, as_: SignedIn) -> None:
    client = as_("wangshizhang")
    url = f"/desk/dossiers/{case.pk}/acts/new/investigation.suspended/"
    html = client.get(url).content.decode()
    assert f'<option value="{GROUND}">' in html and "没有承受其权利义务的人" not in html
    refused = client.post(url, form(html).typing(ground="等一等", circumstances="忙", opinion="同意"))
    again = refused.content.decode()
    assert refused.status_code == 422 and "不在规定的情形里面" in again
    assert form(again).data["ground"] == "等一等", "填的还在"


def test_a_case_number_leads_to_its_dossier_if_it_is_ours(case: Dossier, as_: SignedIn) -> None:
    other = written_case(INQUIRY)
    number = Projection.objects.get(dossier=other).document_no
    now = NOW + timedelta(minutes=1)
    for into in (number, "外市医保案〔2025〕9号"):
        append(
            case,
            "case.split",
            {
                "about": "参保人员转卖药品",
                "into_no": into,
                "reason": "另一当事人",
                "materials": [{"name": "结算明细"}],
                "opinion": "同意",
            },
            by=principal(),
            happened=now,
            now=now,
        )
    first, second = [act.number for act in selectors.acts(case) if act.kind == "case.split"]
    client = as_("zhoujia")
    linked = client.get(f"/desk/dossiers/{case.pk}/acts/{first}/").content.decode()
    plain = client.get(f"/desk/dossiers/{case.pk}/acts/{second}/").content.decode()
    assert f'<a href="/desk/dossiers/{other.pk}/">{escape(number)}</a>' in linked
    assert "外市医保案〔2025〕9号" in plain and f"/desk/dossiers/{other.pk}/" not in plain
