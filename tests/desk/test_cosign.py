"""会签、撤回：到了谁的待办，谁看得到；撤回以后页面怎样说；审核力量不够，负责人的待办里有灯。"""

from datetime import datetime

from django.urls import reverse

from mingzhi.casework.act import Act
from mingzhi.desk import inbox
from mingzhi.desk.inbox import Scope
from mingzhi.people.models import Person
from mingzhi.people.selectors import actor_for
from mingzhi.record.append import append
from mingzhi.record.models import Dossier
from tests.desk.conftest import NOW, SignedIn


def wrote(case: Dossier, username: str, kind: str, body: dict[str, object], when: datetime = NOW) -> Act:
    by = actor_for(Person.objects.get(username=username), when.date())
    return append(case, kind, body, by=by, happened=when, now=when).act


def asked(case: Dossier) -> Act:
    """承办人呈请，科长请待遇保障科的人会签。"""
    request: dict[str, object] = {"wants": "sealing.extended", "matter": "延长封存", "reason": "情况复杂"}
    first = wrote(case, "zhoujia", "approval.requested", request)
    officer = actor_for(Person.objects.get(username="hanshichou"), NOW.date()).officer()
    body = {"of": first.number, "officer": officer.model_dump(), "reason": "涉及待遇政策"}
    return wrote(case, "lishiwu", "cosign.asked", body)


def mine(username: str) -> list[str]:
    actor = actor_for(Person.objects.get(username=username), NOW.date())
    return [item.kind for item in inbox.items(actor, Scope.MINE, NOW.date())]


def test_whoever_is_asked_to_cosign_finds_it_in_his_inbox_and_may_read_the_dossier(
    case: Dossier, as_: SignedIn
) -> None:
    client = as_("hanshichou")
    page = reverse("desk:dossier", args=[case.pk])
    assert client.get(page).status_code == 404
    act = asked(case)
    assert mine("hanshichou") == ["cosign.given"] and "cosign.given" not in mine("wangshizhang")
    assert client.get(page).status_code == 200
    form = client.get(reverse("desk:act-new", args=[case.pk, "cosign.given"])).content.decode()
    assert f'value="{act.number}" selected' in form
    wrote(case, "hanshichou", "cosign.given", {"of": act.number, "verdict": "agree", "text": "同意"})
    assert mine("hanshichou") == []


def test_what_was_taken_back_stays_on_the_timeline_and_says_that_it_no_longer_counts(
    case: Dossier, as_: SignedIn
) -> None:
    act = asked(case)
    back = wrote(case, "lishiwu", "act.withdrawn", {"of": act.number, "reason": "不涉及待遇政策"})
    client = as_("lishiwu")
    page = client.get(reverse("desk:act", args=[case.pk, act.number])).content.decode()
    assert f"撤回（第 {back.number} 号），这一项不再算数" in page
    whole = client.get(reverse("desk:dossier", args=[case.pk]) + "?all=1").content.decode()
    assert f"第 {back.number} 号以后不再算数" in whole
    assert mine("hanshichou") == []


def test_leaders_see_a_lamp_when_the_bureau_has_too_few_reviewers(case: Dossier, as_: SignedIn) -> None:
    inbox_page = reverse("desk:inbox")
    assert "法制审核力量" not in as_("wangshizhang").get(inbox_page).content.decode()
    for person in Person.objects.filter(agency__code="shili-chongqing"):
        if "reviewer" in person.roles:
            person.roles = []
            person.save()
    assert "法制审核力量没有" in as_("wangshizhang").get(inbox_page).content.decode()
    assert "法制审核力量" not in as_("zhoujia").get(inbox_page).content.decode()
