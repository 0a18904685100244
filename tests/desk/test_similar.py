"""相似案件的页：看得到的已决定案件，说得出像在哪里；被撤销的不作先例；看不到的卷只取公示的字。"""

from __future__ import annotations

from mingzhi.record.models import Dossier
from tests.desk.cases import PERSON, PHARMACY, written_case
from tests.desk.conftest import SignedIn


def test_a_case_decided_before_on_like_facts_is_shown_with_its_ratio_and_why(
    as_: SignedIn, case: Dossier
) -> None:
    before = written_case("送达文书", scenario=PHARMACY, occurrence=5)
    written_case("作出决定", scenario=PERSON)
    mine = written_case("调查终结", scenario=PHARMACY)
    page = as_("zhoujia").get(f"/desk/dossiers/{mine.pk}/similar/")
    found = page.context["found"]
    assert [each.precedent.key for each in found] == [str(before.pk)]
    assert found[0].same_range and str(found[0].precedent.ratio) == "1.20"
    text = page.content.decode()
    assert "同一罚则" in text and "1.20" in text and "医疗保障基金使用监督管理条例" in text


def test_a_decision_annulled_since_is_no_precedent(as_: SignedIn, case: Dossier, whole_case: Dossier) -> None:
    found = as_("zhoujia").get(f"/desk/dossiers/{case.pk}/similar/").context["found"]
    assert str(whole_case.pk) not in {each.precedent.key for each in found}


def test_a_dossier_without_facts_says_so_and_each_dossier_links_to_the_page(as_: SignedIn) -> None:
    fresh = written_case("登记实名举报（次日补录）")
    assert "还没有写违法事实" in as_("zhoujia").get(f"/desk/dossiers/{fresh.pk}/similar/").content.decode()
    filed = written_case("立案")
    url = f"/desk/dossiers/{filed.pk}/"
    assert f'href="{url}similar/"' in as_("zhoujia").get(url).content.decode()
    assert as_("caoshigui").get(f"{url}similar/").status_code == 404
