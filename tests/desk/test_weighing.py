"""裁量核对在页面上：概况、表单旁；违法情形与罚则表；同一当事人的别的案子。"""

from __future__ import annotations

from django.urls import reverse

from mingzhi.record.models import Dossier, Projection
from tests.desk.conftest import SignedIn
from tests.desk.test_dossier import page, plain


def test_the_table_names_each_conduct_with_its_item_measures_and_range(as_: SignedIn) -> None:
    text = plain(as_("zhoujia").get(reverse("desk:penalties")).content.decode())
    assert (
        "串换药品、医用耗材、诊疗项目和服务设施 《医疗保障基金使用监督管理条例》第三十八条第（四）项" in text
    )
    assert "直至解除服务协议（由经办机构）" in text
    assert "主动消除或者减轻违法行为危害后果：应当从轻或者减轻行政处罚" in text


def test_the_page_of_a_penalty_tells_its_measures(as_: SignedIn) -> None:
    text = plain(as_("zhoujia").get(reverse("desk:rule", args=["nat.range.reg38-4"])).content.decode())
    assert "可以约谈有关负责人" in text and "损失（骗取）金额的 1 倍以上 2 倍以下" in text


def test_the_overview_shows_how_the_fine_was_weighed(as_: SignedIn, whole_case: Dossier) -> None:
    text = plain(page(as_("zhoujia"), "desk:dossier", whole_case))
    assert "裁量核对" in text and "在法定幅度以内" in text
    assert "第三十八条第（四）项" in text


def test_nothing_is_weighed_on_a_case_without_a_proposal(as_: SignedIn, case: Dossier) -> None:
    assert "裁量核对" not in page(as_("zhoujia"), "desk:dossier", case)


def test_beside_the_form_a_fine_that_is_too_high_is_shown_before_it_is_refused(
    as_: SignedIn, case: Dossier
) -> None:
    client = as_("zhoujia")
    there = reverse("desk:act-new", args=[case.pk, "investigation.concluded"])
    typed = {"_do": "preview", "loss": "1000", "fine": "2000.01", "range_code": "reg38-4"}
    text = plain(client.post(there, typed).content.decode())
    assert "2,000.01 元，高于法定上限，不能作出" in text


def test_the_form_lists_the_grounds_of_leniency_with_their_articles(as_: SignedIn, case: Dossier) -> None:
    there = reverse("desk:act-new", args=[case.pk, "investigation.concluded"])
    html = as_("zhoujia").get(there).content.decode()
    assert "《行政处罚法》第三十二条第（一）项：主动消除或者减轻违法行为危害后果" in html


def test_an_earlier_fine_of_the_same_party_is_pointed_out(
    as_: SignedIn, case: Dossier, whole_case: Dossier
) -> None:
    party = Projection.objects.get(dossier=whole_case).party
    assert Projection.objects.get(dossier=case).party == party
    text = plain(page(as_("zhoujia"), "desk:dossier", whole_case))
    assert "同一当事人的别的案子" in text and "不得给予两次以上罚款" in text
    assert "还没有决定" in text


def test_a_recorded_penalty_is_told_by_its_provision_not_by_its_code(
    as_: SignedIn, whole_case: Dossier
) -> None:
    concluded = whole_case.rows.get(kind="investigation.concluded")
    text = plain(page(as_("zhoujia"), "desk:act", whole_case, concluded.number))
    assert "《医疗保障基金使用监督管理条例》第三十八条第（四）项：定点医药机构串换药品" in text
    assert "reg38-4" not in text
