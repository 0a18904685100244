"""某日的行为人、执法人员、审核力量、审核与执法分开。"""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from mingzhi.casework.actor import AgencyKind, Role
from mingzhi.people import clock, selectors, services
from mingzhi.people.models import Agency, Department, Person
from mingzhi.samples import people
from mingzhi.samples.people import CHONGQING, QILIN

TODAY = date(2025, 10, 13)


def test_actor_carries_certificate_agency_department_and_roles(handler: Person) -> None:
    actor = selectors.actor_for(handler, TODAY)
    assert (actor.name, actor.number, actor.department) == ("周甲示", "CQ012", "基金监督科")
    assert (actor.agency, actor.agency_name) == (CHONGQING, "示例区医保局（重庆规则）")
    assert actor.roles == (Role.HANDLER,) and actor.department_enforces
    assert actor.certificate == "示证50011100012"
    assert actor.certified_on(TODAY)


def test_an_actor_of_an_entrusted_body_says_so(handler: Person) -> None:
    assert selectors.actor_for(handler, TODAY).agency_kind is AgencyKind.BUREAU
    handler.agency.kind = handler.agency.Kind.ENTRUSTED
    assert selectors.actor_for(handler, TODAY).agency_kind is AgencyKind.ENTRUSTED


def test_certificate_is_valid_on_its_last_day_and_not_the_day_after(handler: Person) -> None:
    last = handler.certificates.get().valid_until
    assert selectors.actor_for(handler, last).certified_on(last)
    after = last + timedelta(days=1)
    assert not selectors.actor_for(handler, after).certified_on(after)


def test_expired_officer_is_listed_with_the_certificate_that_ran_out(bureaus: None) -> None:
    officer = selectors.officer_of("CQ021", TODAY)
    assert officer.name == "陈示辛" and officer.certificate
    assert officer.certificate_until is not None and officer.certificate_until < TODAY
    assert not officer.certified_on(TODAY)
    assert officer in selectors.officers(CHONGQING, TODAY)


def test_earlier_day_shows_the_earlier_certificate(handler: Person) -> None:
    old = handler.certificates.get()
    new = services.issue_certificate(
        handler, "示证 新", valid_from=old.valid_until + timedelta(days=1), valid_until=date(2035, 1, 1)
    )
    assert selectors.actor_for(handler, old.valid_until).certificate == old.number
    assert selectors.actor_for(handler, new.valid_from).certificate == new.number


def test_revoked_certificate_is_invalid_from_that_day_on(handler: Person) -> None:
    services.revoke_certificate(handler.certificates.get(), TODAY)
    handler = Person.objects.get(pk=handler.pk)
    yesterday = TODAY - timedelta(days=1)
    assert selectors.actor_for(handler, yesterday).certified_on(yesterday)
    assert not selectors.actor_for(handler, TODAY).certified_on(TODAY)


def test_somebody_without_certificate_is_not_an_officer(bureaus: None) -> None:
    reviewer = Person.objects.get(username="zhengbing")
    actor = selectors.actor_for(reviewer, TODAY)
    assert not actor.qualified and not actor.certified_on(TODAY)
    assert "郑丙示" not in {officer.name for officer in selectors.officers(CHONGQING, TODAY)}


def test_no_selector_shows_somebody_of_the_other_bureau(bureaus: None) -> None:
    here = set(Person.objects.filter(agency__code=CHONGQING).values_list("name", flat=True))
    there = set(Person.objects.filter(agency__code=QILIN).values_list("name", flat=True))
    assert here and there and not here & there
    assert {officer.name for officer in selectors.officers(CHONGQING, TODAY)} <= here
    for role in Role:
        assert set(selectors.names_for(role, CHONGQING)) <= here
        assert {person.name for person in selectors.people_with(QILIN, role, TODAY)} <= there


def test_every_role_is_held_in_both_bureaus(bureaus: None) -> None:
    for role in Role:
        assert selectors.names_for(role, CHONGQING) and selectors.names_for(role, QILIN), role.label


def test_somebody_who_left_is_found_on_earlier_days_only(handler: Person) -> None:
    services.leave_post(handler, TODAY)
    before = TODAY - timedelta(days=1)
    assert handler in selectors.people_with(CHONGQING, Role.HANDLER, before)
    assert handler not in selectors.people_with(CHONGQING, Role.HANDLER, TODAY)
    assert handler not in selectors.people_with(CHONGQING, Role.HANDLER)


def test_agency_value_carries_what_documents_print(bureaus: None) -> None:
    agency = selectors.agency_value(QILIN)
    assert (agency.abbr, agency.place, agency.sample) == ("麒示", "yunnan-qujing-qilin", True)
    assert agency.court == "麒麟示例区人民法院"


# 审核力量 -----------------------------------------------------------------------------------------


def test_qilin_wants_reviewers_by_the_numbers_of_its_plan(bureaus: None) -> None:
    found = selectors.staffing(QILIN, TODAY)
    assert (found.reviewers, found.needed, found.enough) == (1, 1, True)
    assert found.officers == 5
    assert [clause for rule in found.rules for clause in rule.clauses] == ["QL-2.3.1-c", "QL-2.3.1-d"]


def test_qilin_with_twenty_one_officers_wants_two_reviewers(bureaus: None) -> None:
    unit = Department.objects.get(agency__code=QILIN, enforces=True)
    for n in range(16):
        one = services.make_person(
            unit,
            username=f"x{n}",
            name=f"示例{n}",
            number=f"X{n}",
            roles=[Role.HANDLER],
            created=unit.created,
        )
        services.issue_certificate(one, f"X{n}", valid_from=unit.created, valid_until=date(2030, 1, 1))
    found = selectors.staffing(QILIN, TODAY)
    assert (found.officers, found.needed, found.enough) == (21, 2, False)


def test_chongqing_names_no_number_of_reviewers_but_none_at_all_is_never_enough(bureaus: None) -> None:
    assert selectors.staffing(CHONGQING, TODAY).needed is None
    assert selectors.staffing(CHONGQING, TODAY).enough
    for person in selectors.people_with(CHONGQING, Role.REVIEWER):
        services.leave_post(person, TODAY)
    assert not selectors.staffing(CHONGQING, TODAY).enough


# 审核与执法分开 -----------------------------------------------------------------------------------


def test_a_department_that_enforces_may_not_review_in_chongqing(bureaus: None) -> None:
    unit = Department.objects.get(agency__code=CHONGQING, enforces=True)
    unit.reviews = True
    with pytest.raises(ValidationError) as refused:
        unit.full_clean()
    said = refused.value.message_dict["reviews"][0]
    assert "法制审核办法》第三条第三款" in said
    assert "法规科" in said and "医疗保险服务中心" not in said


def test_a_department_that_enforces_may_not_review_in_qilin_either(bureaus: None) -> None:
    unit = Department.objects.get(agency__code=QILIN, name="业务科")
    unit.reviews = True
    with pytest.raises(ValidationError, match=r"行政处罚法》第五十八条.*局办公室"):
        unit.full_clean()


def test_a_reviewing_department_may_not_take_up_enforcement(bureaus: None) -> None:
    reviewing = Department.objects.get(agency__code=CHONGQING, reviews=True)
    reviewing.enforces = True
    with pytest.raises(ValidationError, match="可以确定局领导、办公室、待遇保障科、机关纪委"):
        reviewing.full_clean()


def test_no_enforcing_department_is_made_that_also_reviews(bureaus: None) -> None:
    agency = Agency.objects.get(code=CHONGQING)
    with pytest.raises(ValidationError):
        services.make_department(agency, "综合科", created=TODAY, enforces=True, reviews=True)
    assert not Department.objects.filter(name="综合科").exists()


def test_a_department_that_reviews_and_does_not_enforce_is_made(bureaus: None) -> None:
    agency = Agency.objects.get(code=CHONGQING)
    assert services.make_department(agency, "审核科", created=TODAY, reviews=True).pk


def test_a_person_belongs_to_a_department_of_the_own_agency(handler: Person) -> None:
    handler.department = Department.objects.get(agency__code=QILIN, enforces=True)
    with pytest.raises(ValidationError, match="业务科不是示例区医保局（重庆规则）的科室"):
        handler.full_clean()


def test_an_unknown_role_is_refused(handler: Person) -> None:
    handler.roles = ["boss"]
    with pytest.raises(ValidationError, match="不认识的角色：boss"):
        handler.full_clean()


# 示例与时钟 ---------------------------------------------------------------------------------------


def test_loading_the_samples_again_changes_nothing(bureaus: None, now: datetime) -> None:
    before = list(Person.objects.order_by("pk").values())
    people.load(now)
    assert list(Person.objects.order_by("pk").values()) == before
    assert len(before) >= 24


def test_the_clock_stands_where_the_samples_put_it_and_today_is_shanghais(
    bureaus: None, now: datetime
) -> None:
    assert clock.now() == now and clock.now().utcoffset() == timedelta(hours=8)
    assert clock.today() == date(2025, 10, 13)
