"""所在机构的性质：受委托组织的写进行为，行政部门的不写，以前写下的行为字节不变。"""

from __future__ import annotations

from mingzhi.casework.actor import Actor, AgencyKind, AgencyLevel, Officer, Role

PLAIN = Actor(number="示例-1", name="示例甲", agency="sample", roles=(Role.HANDLER,))
ENTRUSTED = PLAIN.model_copy(update={"agency_kind": AgencyKind.ENTRUSTED})


def test_an_officer_of_the_bureau_is_written_as_before_the_kind_of_agency_was_kept() -> None:
    assert "agency_kind" not in PLAIN.model_dump(mode="json")
    assert "agency_kind" not in PLAIN.officer().model_dump(mode="json")


def test_an_officer_of_an_entrusted_body_keeps_it_when_written_and_read_again() -> None:
    written = ENTRUSTED.model_dump(mode="json")
    assert written["agency_kind"] == "entrusted"
    assert Actor.model_validate(written).agency_kind is AgencyKind.ENTRUSTED
    assert ENTRUSTED.officer().agency_kind is AgencyKind.ENTRUSTED
    assert Officer.model_validate({"number": "1", "name": "示例"}).agency_kind is AgencyKind.BUREAU


def test_the_level_of_the_agency_is_written_only_above_the_county_so_older_acts_keep_their_bytes() -> None:
    assert "agency_level" not in PLAIN.model_dump(mode="json")
    city = PLAIN.model_copy(update={"agency_level": AgencyLevel.CITY})
    written = city.model_dump(mode="json")
    assert written["agency_level"] == "city"
    assert Actor.model_validate(written).agency_level is AgencyLevel.CITY
    assert Actor.model_validate(PLAIN.model_dump(mode="json")).agency_level is AgencyLevel.COUNTY
