"""机构和人员：条文要求登记得下的几样。"""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from mingzhi.casework.actor import Role
from mingzhi.disclosure import selectors as public
from mingzhi.people import selectors, services
from mingzhi.people.models import Agency, Department

pytestmark = pytest.mark.usefixtures("bureaus")
CHONGQING, QILIN = "shili-chongqing", "shili-qilin"
TODAY = date(2026, 3, 20)


def test_affiliates_and_entrusted_bodies_belong_to_their_bureau() -> None:
    city = services.make_agency(
        code="shili-city", name="示例市医保局", abbr="市示", place="chongqing", created=TODAY
    )
    bureau = Agency.objects.get(code=CHONGQING)
    bureau.parent = city
    bureau.save()
    for kind, name in ((Agency.Kind.AFFILIATE, "示例稽核中心"), (Agency.Kind.ENTRUSTED, "示例受托组织")):
        services.make_agency(
            code=f"shili-{kind}",
            name=name,
            abbr="附",
            place="chongqing",
            kind=kind,
            parent=bureau,
            created=TODAY,
        )
    assert [each.name for each in city.affiliates.all()] == [bureau.name]
    assert {each.get_kind_display() for each in bureau.affiliates.all()} == {"局属事业单位", "受委托组织"}
    (page,) = public.public_pages("body", CHONGQING, TODAY)
    assert "示例受托组织" in str(page.sections)


def test_the_insurance_service_centre_is_a_department_without_enforcement_or_review() -> None:
    centres = Department.objects.filter(agency__code=QILIN, affiliated=True)
    assert centres and not [each for each in centres if each.enforces or each.reviews]
    reviewing = Department.objects.get(agency__code=QILIN, reviews=True)
    reviewing.enforces = True
    with pytest.raises(ValidationError) as refused:
        reviewing.full_clean()
    said = str(refused.value)
    assert not [each.name for each in centres if each.name in said], "经办机构不在可以确定的科室里"


def test_reviewers_with_a_background_in_law_are_counted() -> None:
    found = selectors.staffing(CHONGQING, TODAY)
    assert (found.reviewers, found.law_trained) == (2, 2)
    for person in selectors.people_with(CHONGQING, Role.REVIEWER):
        person.law_background, person.law_qualified = "", False
        person.save()
    assert selectors.staffing(CHONGQING, TODAY).law_trained == 0
