"""同一执法对象：一个当事人的各案和各项记录在一处；看不到的卷不列；同名不同代码的另列，不并。"""

from __future__ import annotations

import pytest

from mingzhi.casework.acts.lead import Party
from mingzhi.desk.parties import same
from mingzhi.record.models import AccessLog, Dossier
from tests.desk.cases import PERSON, written_case
from tests.desk.conftest import SignedIn

PHARMACY_NAME = "重庆示例大药房有限公司"


def test_the_cases_and_records_of_one_party_stand_on_one_page(
    as_: SignedIn, case: Dossier, whole_case: Dossier
) -> None:
    page = as_("zhoujia").get(f"/desk/dossiers/{case.pk}/party/")
    found = page.context["found"]
    assert {each.dossier.pk for each in found.cases} == {case.pk, whole_case.pk}
    kinds = {record.act.kind for record in found.records}
    assert {
        "inspection.held",
        "inquiry.held",
        "recording.ingested",
        "sealing.imposed",
        "decision.made",
    } <= kinds
    moments = [record.act.happened for record in found.records]
    assert moments == sorted(moments, reverse=True)
    assert found.inspections == 2
    text = page.content.decode()
    assert "检查 2 次" in text and "名称相同、代码不同" not in text
    assert f'href="/desk/dossiers/{whole_case.pk}/acts/' in text


def test_what_was_annulled_does_not_count_as_a_penalty(as_: SignedIn, whole_case: Dossier) -> None:
    found = as_("zhoujia").get(f"/desk/dossiers/{whole_case.pk}/party/").context["found"]
    decided = next(each for each in found.cases if each.dossier.pk == whole_case.pk)
    assert decided.undone and decided.fine is not None
    assert (found.penalties, found.fines, found.refunds) == (0, 0, 0)


def test_another_party_is_not_among_them_and_the_dossier_links_to_the_page(
    as_: SignedIn, case: Dossier
) -> None:
    other = written_case("立案", scenario=PERSON)
    found = as_("zhoujia").get(f"/desk/dossiers/{case.pk}/party/").context["found"]
    assert other.pk not in {each.dossier.pk for each in (*found.cases, *found.namesakes)}
    assert (
        f'href="/desk/dossiers/{case.pk}/party/"'
        in as_("zhoujia").get(f"/desk/dossiers/{case.pk}/").content.decode()
    )


def test_opening_the_page_leaves_a_trace_in_each_case_and_strangers_find_nothing(
    as_: SignedIn, case: Dossier, whole_case: Dossier
) -> None:
    as_("zhoujia").get(f"/desk/dossiers/{case.pk}/party/")
    traces = AccessLog.objects.filter(dossier=whole_case, what="同一当事人的各案")
    assert [trace.person_name for trace in traces] == ["周甲示"]
    assert as_("caoshigui").get(f"/desk/dossiers/{case.pk}/party/").status_code == 404


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ({"code": "91500111MA0000015U"}, {"code": "91500111ma0000015u", "name": "改了名"}, True),
        ({"code": "91500111MA0000015U"}, {"code": "91500111MA0000016U"}, False),
        ({"code": "91500111MA0000015U"}, {}, True),
        ({"kind": "person", "identity_number": "1"}, {"kind": "person", "identity_number": "2"}, False),
        ({"kind": "person"}, {}, False),
    ],
)
def test_who_is_the_same_party(one: dict[str, str], other: dict[str, str], are: bool) -> None:
    first, second = (Party.model_validate({"name": PHARMACY_NAME, **each}) for each in (one, other))
    assert same(first, second) is are
