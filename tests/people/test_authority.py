"""权限：主持工作、授权代行到期自动停止；写进行为的是当日的样子；审核科室按机关的性质、层级和承办科室确定。"""

from datetime import date, datetime, timedelta

import pytest

from mingzhi.casework.act import Matter
from mingzhi.casework.actor import Actor, AgencyLevel, Manner, Role
from mingzhi.people.models import Agency, Department, Grant, Person
from mingzhi.people.routing import route
from mingzhi.people.selectors import actor_for, agency_value, names_for
from mingzhi.people.services import make_agency, make_department, make_person
from mingzhi.record.append import Refused, append
from mingzhi.record.dossiers import open_dossier, register_of
from mingzhi.record.models import ActRow, Dossier
from mingzhi.record.rebuild import rebuild
from mingzhi.samples.people import CHONGQING

DAY = date(2025, 10, 13)


@pytest.fixture
def book(bureaus: None, now: datetime) -> Dossier:
    """重庆示例局的权限登记簿。"""
    return register_of(agency_value(CHONGQING), Matter.AUTHORITY, now=now)


def actor(username: str, day: date = DAY) -> Actor:
    return actor_for(Person.objects.get(username=username), day)


def officer(username: str) -> dict[str, object]:
    return actor(username).officer().model_dump()


def delegate(book: Dossier, now: datetime, **changes: object) -> None:
    body = {
        "officer": officer("zhaoshifu"),
        "office": "principal",
        "powers": [{"kind": "case.filed"}],
        "from_on": "2025-10-14",
        "until_on": "2025-10-16",
        "reason": "出差",
        "document": "授权书",
    } | changes
    append(book, "authority.delegated", body, by=actor("wangshizhang"), happened=now, now=now)


def test_a_delegation_runs_from_its_first_day_to_its_last_and_stops_by_itself(
    book: Dossier, now: datetime
) -> None:
    delegate(book, now)
    runs = [Role.PRINCIPAL in actor("zhaoshifu", DAY + timedelta(days=days)).roles for days in range(5)]
    assert runs == [False, True, True, True, False]
    held = actor("zhaoshifu", date(2025, 10, 15))
    assert [(each.manner, each.of, each.act) for each in held.acting] == [(Manner.DELEGATED, "王示长", 1)]
    assert held.holds(Role.PRINCIPAL, "case.filed") and not held.holds(Role.PRINCIPAL, "decision.made")


def test_an_ended_delegation_stops_on_the_day_it_is_ended(book: Dossier, now: datetime) -> None:
    delegate(book, now)
    ended = {"of": 1, "ended_on": "2025-10-15", "reason": "提前回来"}
    append(book, "authority.ended", ended, by=actor("wangshizhang"), happened=now, now=now)
    assert Role.PRINCIPAL in actor("zhaoshifu", date(2025, 10, 14)).roles
    assert Role.PRINCIPAL not in actor("zhaoshifu", date(2025, 10, 15)).roles


def test_who_presides_is_named_among_those_who_can_supply_it(book: Dossier, now: datetime) -> None:
    assert names_for(Role.PRINCIPAL, CHONGQING) == ("王示长",)
    body = {"officer": officer("zhaoshifu"), "from_on": "2025-10-13", "document": "示例组〔2025〕1号"}
    append(book, "authority.presided", body, by=actor("shenshizi"), happened=now, now=now)
    assert names_for(Role.PRINCIPAL, CHONGQING) == ("王示长", "赵示副")


def test_the_powers_can_be_dropped_and_rebuilt_from_the_acts(book: Dossier, now: datetime) -> None:
    delegate(book, now)
    before = list(Grant.objects.values_list("number", "role", "from_on", "until_on", "kinds"))
    Grant.objects.all().delete()
    rebuild(DAY)
    assert list(Grant.objects.values_list("number", "role", "from_on", "until_on", "kinds")) == before


def test_a_power_named_by_law_for_the_head_himself_cannot_be_delegated(book: Dossier, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        delegate(book, now, powers=[{"kind": "crime.decided"}])
    assert [ground.rule for ground in refused.value.verdict.refusals] == ["nat.authority.reserved"]


def test_an_act_keeps_whose_power_it_used_and_an_ordinary_one_keeps_its_old_bytes(
    book: Dossier, now: datetime
) -> None:
    delegate(book, now, powers=[])
    case = open_dossier(agency_value(CHONGQING), now=now)
    later = now + timedelta(days=2)
    said = {"officer": officer("zhoujia"), "matter": "核查线索"}
    append(case, "case.urged", said, by=actor("zhaoshifu", later.date()), happened=later, now=later)
    append(case, "case.urged", said, by=actor("zhoujia", later.date()), happened=later, now=later)
    first, second = ActRow.objects.filter(dossier=case).order_by("number")
    assert '"of":"王示长"' in first.actor and '"acting"' not in second.actor
    assert Actor.model_validate_json(second.actor) == actor("zhoujia", later.date())


# 由哪个科室审核 ─────────────────────────────────────────────────────────────────


def test_a_county_bureau_sends_its_decisions_to_the_department_that_does_not_enforce(bureaus: None) -> None:
    found = route(CHONGQING, "基金监督科", DAY)
    assert found.name == "法规科"
    assert [rule.id for rule in found.rules] == ["cq.people.route-county"]


def test_a_city_bureau_sends_them_to_its_own_department_of_law(bureaus: None) -> None:
    city = make_agency(
        code="shili-shi", name="示例市医保局", abbr="市示", place="chongqing", level="city", created=DAY
    )
    make_department(city, "示例监管处", created=DAY, enforces=True)
    assert route("shili-shi", "示例监管处", DAY).department is None
    make_department(city, "规划财务和法规处", created=DAY, reviews=True)
    found = route("shili-shi", "示例监管处", DAY)
    assert found.name == "规划财务和法规处" and found.rules[0].clauses == ("CQ-L-3.1",)


def test_who_acts_for_a_city_bureau_says_so_and_an_affiliate_takes_the_level_of_its_bureau(
    bureaus: None,
) -> None:
    city = make_agency(
        code="shili-shi", name="示例市医保局", abbr="市示", place="chongqing", level="city", created=DAY
    )
    unit = make_agency(
        code="shili-unit",
        name="示例市医保中心",
        abbr="市心",
        place="chongqing",
        kind="affiliate",
        parent=city,
        created=DAY,
    )
    for number, agency in (("SS001", city), ("SS002", unit)):
        room = make_department(agency, "示例监管处", created=DAY, enforces=True)
        make_person(
            room, username=number.lower(), name="示例", number=number, roles=(Role.HANDLER,), created=DAY
        )
        assert actor(number.lower()).agency_level is AgencyLevel.CITY
    assert actor("zhoujia").agency_level is AgencyLevel.COUNTY
    assert agency_value("shili-shi").level is AgencyLevel.CITY


def test_an_affiliate_reviews_in_its_own_department_not_in_the_bureau(bureaus: None) -> None:
    bureau = Agency.objects.get(code=CHONGQING)
    unit = make_agency(
        code="shili-zhongxin", name="示例医保事务中心", abbr="中示", place="chongqing", kind="affiliate",
        parent=bureau, created=DAY,
    )  # fmt: skip
    missing = route("shili-zhongxin", "示例稽核科", DAY)
    assert missing.department is None and "承担法制审核职责的内设部门" in missing.missing
    make_department(unit, "示例综合科", created=DAY, reviews=True)
    found = route("shili-zhongxin", "示例稽核科", DAY)
    assert found.name == "示例综合科" and found.rules[0].clauses == ("CQ-L-3.2",)


def test_a_department_closed_before_the_day_is_not_asked_to_review(bureaus: None) -> None:
    Department.objects.filter(agency__code=CHONGQING, name="法规科").update(ended=DAY)
    found = route(CHONGQING, "基金监督科", DAY)
    assert found.department is None and "请" not in found.name and "内设科室" in found.missing
