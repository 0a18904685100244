"""查阅用途：在规则包里；办到哪一步、凭哪个岗位看就是哪一种；监督的人先写一个，写了就打开；每次查阅都写着用途。"""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from pytest_django import Settings

from mingzhi.casework.actor import Role
from mingzhi.casework.purposes import implied, must_state, named, offered, purposes
from mingzhi.law.pack import load_pack
from mingzhi.law.rules import Weight
from mingzhi.record.models import AccessLog, Dossier
from tests.desk.conftest import NOW, SignedIn
from tests.desk.test_access import recording

DAY = date(2025, 10, 13)
CHONGQING, QILIN = "chongqing", "yunnan-qujing-qilin"
SIX = ("案卷评查", "执法监督", "评议考核", "舆情应对", "行政决策", "信用体系")


def test_qilins_six_uses_stand_in_its_pack_with_their_article() -> None:
    rules = load_pack(QILIN).on(DAY)
    assert set(offered(rules, [Role.SUPERVISOR])) == set(SIX)
    told = {
        rule.purpose.label: rule.cite
        for rule in rules.part("purpose")
        if rule.purpose and rule.weight is Weight.RULE
    }
    assert set(told) == set(SIX)
    assert set(told.values()) == {"《麒区医保〔2021〕9号 工作方案》二、（二）4"}


def test_chongqing_names_no_article_for_what_none_prescribes() -> None:
    rules = load_pack(CHONGQING).on(DAY)
    assert {rule.cite for rule in rules.part("purpose")} == {"产品默认"}
    assert "行政决策" not in offered(rules, [Role.SUPERVISOR])


@pytest.mark.parametrize("place", [CHONGQING, QILIN])
def test_everybody_but_the_supervisor_has_an_implied_purpose(place: str) -> None:
    rules = load_pack(place).on(DAY)
    asked = [role for role in Role if must_state(rules, [role])]
    assert asked == [Role.SUPERVISOR]
    assert all(implied(rules, [role]) for role in Role if role is not Role.SUPERVISOR)
    assert not must_state(rules, [Role.SUPERVISOR, Role.HANDLER])
    assert named(rules, "party") == "当事人查阅"
    assert all(each.label for each in purposes(rules))


def test_the_step_at_hand_comes_before_the_office() -> None:
    rules = load_pack(CHONGQING).on(DAY)
    assert implied(rules, [Role.UNIT_HEAD]) == "审查本案"
    assert implied(rules, [Role.UNIT_HEAD], "opinion.given") == "审批本案"
    assert implied(rules, [Role.ARCHIVIST], "consultation.held") == "办理当事人查阅"
    assert implied(rules, [Role.ARCHIVIST], "opinion.given") == "归档保管", "不是他办的一步"


def last(dossier: Dossier) -> AccessLog:
    return AccessLog.objects.filter(dossier=dossier).latest("pk")


def test_every_visit_says_what_for(case: Dossier, as_: SignedIn) -> None:
    number, sha256 = recording(case)
    for username, url, purpose in (
        ("zhoujia", reverse("desk:dossier", args=[case.pk]), "办理本案"),
        ("lishiwu", reverse("desk:dossier", args=[case.pk]), "审查本案"),
        ("lishiwu", reverse("desk:act-new", args=[case.pk, "opinion.given"]), "审批本案"),
        ("wangshizhang", reverse("desk:dossier-media", args=[case.pk]), "审批本案"),
        ("sunshiding", reverse("desk:exhibit", args=[case.pk, number, sha256]), "音像保管"),
    ):
        assert as_(username).get(url).status_code == 200
        assert last(case).purpose == purpose, url


def test_a_supervisor_states_the_purpose_once_a_day_and_looks_at_once(
    case: Dossier, as_: SignedIn, settings: Settings
) -> None:
    client = as_("xushimao")
    number, sha256 = recording(case)
    before = AccessLog.objects.count()
    for name, args in (
        ("desk:dossier", [case.pk]),
        ("desk:act", [case.pk, 1]),
        ("desk:exhibit", [case.pk, number, sha256]),
        ("archive:dossier", [case.pk]),
    ):
        url = reverse(name, args=args)
        answer = client.get(url)
        assert answer.status_code == 302, name
        assert answer.headers["Location"].startswith(reverse("people:purpose", args=[case.pk])), name
    assert AccessLog.objects.count() == before, "没有写用途，什么也没有看到"
    url = reverse("desk:act", args=[case.pk, 1])
    asking = client.get(url).headers["Location"]
    html = client.get(asking).content.decode()
    assert all(f'value="{each}"' in html for each in ("执法监督", "案卷评查", "评议考核", "舆情应对"))
    assert client.post(asking, {}).status_code == 422
    done = client.post(asking, {"purpose": "案卷评查"})
    assert done.headers["Location"] == url
    assert (last(case).what, last(case).purpose) == ("调阅案卷", "案卷评查")
    assert client.get(url).status_code == 200
    assert last(case).purpose == "案卷评查"
    settings.MINGZHI_NOW = NOW.replace(day=14)
    assert client.get(url).status_code == 302, "第二天再问"


def test_a_purpose_of_ones_own_words_is_kept_and_leads_nowhere_else(case: Dossier, as_: SignedIn) -> None:
    client = as_("xushimao")
    asking = f"{reverse('people:purpose', args=[case.pk])}?next=https://example.org/"
    done = client.post(asking, {"purpose": "执法监督", "other": "  配合  上级督查 "})
    assert done.headers["Location"] == reverse("desk:dossier", args=[case.pk])
    assert last(case).purpose == "配合 上级督查"


def test_the_question_is_not_shown_to_those_who_may_not_see_the_case(case: Dossier, as_: SignedIn) -> None:
    for username in ("chending", "fengshigeng"):
        assert as_(username).get(reverse("people:purpose", args=[case.pk])).status_code == 404


def test_a_part_of_a_page_sends_the_whole_page_to_be_asked(case: Dossier, as_: SignedIn) -> None:
    answer = as_("xushimao").get(reverse("desk:dossier", args=[case.pk]), headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith(reverse("people:purpose", args=[case.pk]))
