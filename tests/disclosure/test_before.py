"""事前公开的页：照各地规则要求的栏，取自机构、人员和规则包；证件失效当天就不在名单上。"""

from __future__ import annotations

from datetime import date

import pytest

from mingzhi.disclosure import before, selectors
from mingzhi.disclosure.models import PublicPage
from mingzhi.people.models import Agency, Certificate, Person
from mingzhi.people.services import leave_post, revoke_certificate

pytestmark = pytest.mark.usefixtures("bureaus")
CHONGQING, QILIN = "shili-chongqing", "shili-qilin"
DAY = date(2026, 3, 20)


def table(code: str, key: str, section: int = 0) -> tuple[list[str], list[list[str]]]:
    (page,) = selectors.public_pages(key, code, DAY)
    found = page.sections[section]
    return found["columns"], found["rows"]


def test_officers_are_listed_with_the_fields_each_place_asks_for() -> None:
    columns, rows = table(CHONGQING, "officers")
    assert columns == ["姓名", "执法证号"]
    assert ["周甲示", "示证50011100012"] in rows
    columns, rows = table(QILIN, "officers")
    assert columns == ["姓名", "性别", "执法证号", "执法岗位", "执法区域"]
    assert ["陈丁示", "男", "示证53030200012", "基金监管执法", "麒麟示例区"] in rows


def test_an_expired_certificate_is_not_on_the_list() -> None:
    assert Person.objects.get(name="陈示辛").certificates.exists()
    assert "陈示辛" not in str(table(CHONGQING, "officers"))


def test_a_revoked_certificate_leaves_the_list_the_same_day() -> None:
    assert "周甲示" in str(table(CHONGQING, "officers"))
    revoke_certificate(Certificate.objects.get(number="示证50011100012"), DAY)
    assert "周甲示" not in str(table(CHONGQING, "officers"))


def test_an_officer_who_left_is_not_on_the_list() -> None:
    assert "吴乙示" in str(table(CHONGQING, "officers"))
    leave_post(Person.objects.get(name="吴乙示"), DAY)
    assert "吴乙示" not in str(table(CHONGQING, "officers"))


def test_the_day_a_certificate_ends_is_its_last_on_the_list() -> None:
    certificate = Certificate.objects.get(number="示证50011100012")
    certificate.valid_until = DAY
    certificate.save()
    assert selectors.find_certificate("示证50011100012", DAY) is not None
    assert selectors.find_certificate("示证50011100012", date(2026, 3, 21)) is None


def test_only_roster_fields_of_the_place_are_told_to_who_asks_for_a_certificate() -> None:
    found = selectors.find_certificate(" 示证 50011100012 ", DAY)
    assert found is not None
    assert found.pairs == (("姓名", "周甲示"), ("执法证号", "示证50011100012"))
    assert selectors.find_certificate("示证50011100012", DAY, QILIN) is None
    assert selectors.find_certificate("", DAY) is None


def test_random_inspection_list_says_that_there_is_none() -> None:
    for code in (CHONGQING, QILIN):
        (page,) = selectors.public_pages("random", code, DAY)
        assert page.sections[0]["empty"] == "本局尚未公布随机抽查事项清单。"
        assert page.count == 0


def test_agency_page_shows_what_the_place_asks_for() -> None:
    assert [row[0] for row in table(CHONGQING, "body")[1]][:2] == ["机构名称", "执法范围"]
    assert [row[0] for row in table(QILIN, "body")[1]][:5] == [
        "机构名称",
        "人员编制",
        "执法职责",
        "单位地址",
        "投诉举报电话",
    ]


def test_remedies_are_those_of_the_day() -> None:
    rows = table(CHONGQING, "remedies")[1]
    assert rows[0] == [
        "申请行政复议",
        "收到决定书之日起",
        "60 日",
        "重庆市示例区人民政府",
        "《行政复议法》第二十条第一款",
    ]
    assert rows[1][2] == "6 个月"


def test_powers_name_item_category_basis_and_body() -> None:
    columns, rows = table(QILIN, "powers")
    assert columns == ["事项名称", "类别", "依据", "实施主体"]
    assert {row[1] for row in rows} == {"行政检查", "行政强制", "行政处罚（处理）"}
    assert all(cell for row in rows for cell in row)


def test_a_period_whose_number_is_still_in_doubt_is_not_told_to_the_public() -> None:
    names = [row[0] for row in table(CHONGQING, "rights", 1)[1]]
    assert "申请听证" in names
    assert "陈述、申辩期限届满" not in names


@pytest.mark.parametrize("key", before.PAGES)
def test_every_page_is_written_for_both_places(key: str) -> None:
    pages = selectors.public_pages(key, None, DAY)
    assert [page.bureau.code for page in pages] == [CHONGQING, QILIN]
    assert all(section["rows"] or section["empty"] for page in pages for section in page.sections)


def test_pages_can_be_dropped_and_written_again_the_same() -> None:
    stored = {(code, key): table(code, key) for code in (CHONGQING, QILIN) for key in before.PAGES}
    kept = list(PublicPage.objects.order_by("agency", "key").values("agency", "key", "as_of", "body"))
    PublicPage.objects.update(body={"title": "改过"})
    assert before.rewrite(DAY) == len(kept)
    assert list(PublicPage.objects.order_by("agency", "key").values("agency", "key", "as_of", "body")) == kept
    assert {(code, key): table(code, key) for code, key in stored} == stored


def test_an_agency_that_was_abolished_is_not_listed() -> None:
    Agency.objects.filter(code=QILIN).update(ended=DAY)
    assert [bureau.code for bureau in selectors.bureaus()] == [CHONGQING]
