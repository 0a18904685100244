"""工作交接、权限、审核目录的页面：谁看得到、写进去什么。"""

from django.test import Client
from django.urls import reverse

from mingzhi.casework.acts.common import HandlersChanged
from mingzhi.people.models import Department, Person
from mingzhi.record import selectors
from mingzhi.record.models import Dossier, Projection
from tests.desk.conftest import SignedIn


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_section_head_hands_the_open_cases_of_one_officer_to_another(case: Dossier, as_: SignedIn) -> None:
    client = as_("lishiwu")
    before = text(client, reverse("desk:handovers"))
    assert "周甲示" in before
    url = reverse("desk:handover", args=["CQ012"])
    shown = text(client, url)
    assert str(case.pk) in shown and "冯示庚" in shown and "陈示辛" not in shown, "证件过期的不能接手"
    receiver = Person.objects.get(username="fengshigeng")
    told = client.post(url, {"case": [str(case.pk)], "receiver": receiver.number, "reason": "调岗"})
    assert "1 件中写入 1 件" in told.content.decode()
    body = selectors.acts(case)[-1].body
    assert isinstance(body, HandlersChanged)
    assert {each.name for each in body.handlers} == {"冯示庚", "吴乙示"}
    assert body.leaving is not None and body.leaving.name == "周甲示" and body.handed
    projection = Projection.objects.get(dossier=case)
    assert f"|{receiver.number}|" in projection.handlers and "CQ012" not in projection.handlers
    assert "确认接手" in projection.next_says


def test_a_hand_over_without_a_receiver_is_refused_and_keeps_what_was_typed(
    case: Dossier, as_: SignedIn
) -> None:
    url = reverse("desk:handover", args=["CQ012"])
    response = as_("lishiwu").post(url, {"case": [str(case.pk)], "reason": "调岗"})
    shown = response.content.decode()
    assert response.status_code == 422
    assert "还没有选接手的人" in shown and 'value="调岗"' in shown
    assert selectors.acts(case)[-1].kind != "handlers.changed"


def test_only_heads_and_leaders_hand_over(case: Dossier, as_: SignedIn) -> None:
    for username in ("zhoujia", "qianshiji", "shenshizi"):
        assert as_(username).get(reverse("desk:handovers")).status_code == 404
        assert as_(username).get(reverse("desk:handover", args=["CQ012"])).status_code == 404
    assert as_("lishiwu").get(reverse("desk:handover", args=["QL012"])).status_code == 404, "别的机关的人"


def test_the_catalogue_shows_triggers_thresholds_readings_and_who_reviews(
    case: Dossier, as_: SignedIn
) -> None:
    shown = text(as_("zhoujia"), reverse("desk:catalogue"))
    assert "责令追回医保基金或者罚款数额较大" in shown and "50000 元" in shown
    for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14):
        assert f"歧义 {number}<" in shown, number
    assert "法规科" in shown and "lamp-met" in shown


def test_the_catalogue_shows_the_level_and_field_a_row_is_about_and_what_the_bureau_left_blank(
    case: Dossier, as_: SignedIn
) -> None:
    plain = text(as_("zhoujia"), reverse("desk:catalogue"))
    assert "区县级" not in plain, "重庆的各条不分层级、领域"
    shown = text(as_("linwu"), reverse("desk:catalogue"))
    assert "区县级<br>定点医疗机构的医药服务、定点零售药店的医药服务" in shown
    assert "审核目录的罚款数额（定点医药机构）" in shown and "本局还没有填写" in shown


def test_a_bureau_without_reviewers_sees_a_red_lamp_and_the_ways_out(case: Dossier, as_: SignedIn) -> None:
    Person.objects.filter(department__name="法规科").update(active=False)
    Department.objects.filter(name="法规科").update(reviews=False)
    shown = text(as_("wangshizhang"), reverse("desk:catalogue"))
    assert "一名审核人员也没有" in shown and "lamp-late" in shown
    assert reverse("desk:start", args=["authority.designated"]) in shown


def test_who_may_register_authority_finds_the_forms_and_the_register(case: Dossier, as_: SignedIn) -> None:
    shown = text(as_("wangshizhang"), reverse("desk:authority"))
    assert "各人只行使自己岗位的权限" in shown
    assert reverse("desk:start", args=["authority.delegated"]) in shown
    assert "授权代行</a>" not in text(as_("zhoujia"), reverse("desk:authority"))


def test_the_act_page_offers_to_take_back_ones_own_and_says_when_it_no_longer_counts(
    case: Dossier, as_: SignedIn
) -> None:
    acts = selectors.acts(case)
    filed = next(act for act in acts if act.kind == "filing.proposed")
    page = text(as_("lishiwu"), reverse("desk:act", args=[case.pk, filed.number]))
    assert f"acts/new/case.sent_back/?of={filed.number}" in page
    assert "acts/new/act.withdrawn" not in text(
        as_("zhoujia"), reverse("desk:act", args=[case.pk, filed.number])
    ), "已经凭它立案"


def test_a_delegation_offers_every_determination_to_choose_from(case: Dossier, as_: SignedIn) -> None:
    shown = as_("wangshizhang").get(reverse("desk:start", args=["authority.delegated"]), follow=True)
    page = shown.content.decode()
    assert '<option value="case.filed"' in page and '<option value="decision.made"' in page
    assert '<option value="document.served"' not in page, "事实不用授权"
    assert "现在由" not in page, "登记簿不在谁手里"
