"""公示员、承办人、分管负责人的页面：从拟稿到撤回，拒绝时说明条款，填过的不丢；外人一无所见。"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from mingzhi.disclosure.models import CorrectionRequest, Publication
from mingzhi.record.models import ActRow, Dossier
from mingzhi.record.selectors import acts
from tests.disclosure.cases import CLINIC, PERSON, PHARMACY, case, last, signed_in, write

pytestmark = pytest.mark.usefixtures("bureaus")
CHECKS = dict.fromkeys(("no_state_secret", "no_danger", "no_obstruction", "privacy_handled"), "on")


def form(client: Client, url: str) -> dict[str, str]:
    """表单里预先填好的内容，照浏览器会提交的样子。"""
    context = client.get(url).context
    said = {field.name: field.value for field in context["fields"] if field.kind != "rows" and field.value}
    return {**said, "expects": str(context["expects"])}


def decided(clock: Callable[[str], datetime]) -> Dossier:
    dossier = case(PHARMACY, "作出决定")
    clock("2025-12-22 09:00")
    return dossier


def test_the_whole_way_from_draft_to_withdrawal(clock: Callable[[str], datetime]) -> None:
    dossier = decided(clock)
    of = last(dossier, "decision.made").number
    handler, deputy, publisher = signed_in("zhoujia"), signed_in("zhaoshifu"), signed_in("caoshigui")

    url = f"/disclosure/{dossier.pk}/draft/decision/{of}/"
    said = form(handler, url)
    assert said["document_no"] == "示医保罚〔2025〕1号"
    assert said["main_facts"].startswith("2025年3月至8月")
    assert handler.post(url, said).status_code == 302
    draft = last(dossier, "disclosure.drafted")

    assert deputy.post(f"/disclosure/{dossier.pk}/approve/{draft.number}/", CHECKS).status_code == 302
    url = f"/disclosure/{dossier.pk}/publish/{draft.number}/"
    channels = {"channels.name": ["公告栏", ""], "channels.receipt": ["12月23日张贴", ""]}
    assert publisher.post(url, channels).status_code == 302
    item = Publication.objects.get(dossier=dossier, subject="decision")
    assert item.on_time is True
    assert item.channels == [{"name": "公告栏", "receipt": "12月23日张贴"}]
    assert Client().get(f"/p/{item.slug}").status_code == 200

    clock("2026-01-06 09:00")
    url = f"/disclosure/{dossier.pk}/correct/{item.act}/"
    said = form(handler, url) | {"result": "更正后的结果", "reason": "抄写有误"}
    refused = handler.post(url, said)
    assert refused.status_code == 422
    assert "第十条第一款" in refused.content.decode()
    deputy_number = refused.context["deputies"][0].number
    assert handler.post(url, said | {"approved_by": deputy_number}).status_code == 302
    assert "更正后的结果" in Client().get(f"/p/{item.slug}").content.decode()

    url = f"/disclosure/{dossier.pk}/withdraw/{item.act}/"
    refused = publisher.post(url, {"reason": "", "basis": ""})
    assert refused.status_code == 422
    assert publisher.post(url, {"reason": "决定已被撤销", "basis": "复议决定"}).status_code == 302
    assert Client().get(f"/p/{item.slug}").status_code == 410


def test_a_draft_with_a_phone_number_is_refused_with_its_clause_and_keeps_what_was_typed(
    clock: Callable[[str], datetime],
) -> None:
    dossier = decided(clock)
    of = last(dossier, "decision.made").number
    client = signed_in("zhoujia")
    url = f"/disclosure/{dossier.pk}/draft/decision/{of}/"
    said = form(client, url) | {"main_facts": "联系电话13900000000", "title": "我改过的标题"}
    before = len(acts(dossier))
    refused = client.post(url, said)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "《行政处罚法》第五十条" in page
    assert "联系电话13900000000" in page
    assert "我改过的标题" in page
    assert len(acts(dossier)) == before


def test_the_draft_page_shows_what_was_masked_and_why(clock: Callable[[str], datetime]) -> None:
    dossier = case(PERSON, "作出决定")
    clock("2026-05-29 09:00")
    page = signed_in("zhoujia").get(
        f"/disclosure/{dossier.pk}/draft/decision/{last(dossier, 'decision.made').number}/"
    )
    text = page.content.decode()
    assert "自然人姓名" in text
    assert "《政府信息公开条例》第十五条" in text
    assert {field.name: field.value for field in page.context["fields"]}["party_name"].endswith("张某")


def test_publishing_before_approval_is_refused(clock: Callable[[str], datetime]) -> None:
    dossier = decided(clock)
    client = signed_in("zhoujia")
    url = f"/disclosure/{dossier.pk}/draft/decision/{last(dossier, 'decision.made').number}/"
    client.post(url, form(client, url))
    draft = last(dossier, "disclosure.drafted").number
    refused = signed_in("caoshigui").post(f"/disclosure/{dossier.pk}/publish/{draft}/", {})
    assert refused.status_code == 422
    assert "还没有审批" in refused.content.decode()
    assert not Publication.objects.filter(dossier=dossier, subject="decision").exists()


def test_approval_without_all_four_checks_is_refused(clock: Callable[[str], datetime]) -> None:
    dossier = decided(clock)
    client = signed_in("zhoujia")
    url = f"/disclosure/{dossier.pk}/draft/decision/{last(dossier, 'decision.made').number}/"
    client.post(url, form(client, url))
    url = f"/disclosure/{dossier.pk}/approve/{last(dossier, 'disclosure.drafted').number}/"
    for missing in CHECKS:
        refused = signed_in("zhaoshifu").post(
            url, {name: on for name, on in CHECKS.items() if name != missing}
        )
        assert refused.status_code == 422, missing
        assert refused.context["grounds"][0].field == missing


def test_what_may_not_be_published_is_withheld_and_can_then_not_be_drafted(
    clock: Callable[[str], datetime],
) -> None:
    dossier = decided(clock)
    of = last(dossier, "decision.made").number
    url = f"/disclosure/{dossier.pk}/withhold/decision/{of}/"
    deputy, client = signed_in("zhaoshifu"), signed_in("zhoujia")
    assert deputy.post(url, {"ground": "涉及国家秘密"}).status_code == 302
    draft = f"/disclosure/{dossier.pk}/draft/decision/{of}/"
    assert client.post(draft, form(client, draft)).status_code == 422


def test_of_two_who_write_at_once_the_second_is_told_and_loses_nothing(
    clock: Callable[[str], datetime],
) -> None:
    dossier = decided(clock)
    client = signed_in("zhoujia")
    url = f"/disclosure/{dossier.pk}/draft/decision/{last(dossier, 'decision.made').number}/"
    said = form(client, url) | {"title": "我写的标题"}
    client.post(url, form(client, url))
    conflict = client.post(url, said)
    assert conflict.status_code == 409
    assert "周甲示" in conflict.content.decode()
    assert "我写的标题" in conflict.content.decode()


def test_the_queue_lists_what_is_due_and_forgets_what_is_published(clock: Callable[[str], datetime]) -> None:
    dossier = decided(clock)
    publisher = signed_in("caoshigui")
    rows = publisher.get("/disclosure/").context["rows"]
    decision = next(row for row in rows if row.item.subject == "decision")
    assert decision.dossier == dossier
    assert decision.item.state == "未拟稿"
    assert "2025-12-30" in publisher.get("/disclosure/").content.decode()
    other = signed_in("songgui").get("/disclosure/")
    assert other.context["rows"] == ()


def test_performance_is_due_in_chongqing_and_not_in_qilin(clock: Callable[[str], datetime]) -> None:
    chongqing, qilin = case(PHARMACY, "公示"), case(CLINIC, "公示")
    clock("2026-01-05 09:00")
    rows = signed_in("caoshigui").get("/disclosure/").context["rows"]
    (due,) = (row.item for row in rows if row.item.subject == "performance")
    assert due.note == "未到期"
    clock("2026-01-20 09:00")
    page = signed_in("caoshigui").get(f"/disclosure/{chongqing.pk}/")
    assert "现在：未履行" in page.content.decode()
    subjects = {
        item.subject for item in signed_in("songgui").get(f"/disclosure/{qilin.pk}/").context["items"]
    }
    assert "performance" not in subjects


def test_an_annulled_decision_still_published_stands_first(clock: Callable[[str], datetime]) -> None:
    dossier = case(PHARMACY, "公示")
    write(
        dossier,
        "decision.annulled",
        "zhoujia",
        "2026-03-10 10:00",
        by="reconsideration",
        result="annulled",
        document="示府复决〔2026〕3号",
        served_on="2026-03-10",
        reason="事实不清",
    )
    clock("2026-03-11 09:00")
    publisher = signed_in("caoshigui")
    page = publisher.get("/disclosure/")
    assert {item.subject for item in page.context["annulled"]} == {"decision"}
    item = page.context["annulled"][0]
    ready = {
        f.name: f.value
        for f in publisher.get(f"/disclosure/{dossier.pk}/withdraw/{item.act}/").context["fields"]
    }
    assert ready["reason"] == "该决定已被行政复议机关撤销。"
    assert "示府复决〔2026〕3号" in ready["basis"]


def test_notice_for_the_board_prints_the_draft(clock: Callable[[str], datetime]) -> None:
    dossier = case(PHARMACY, "公示")
    draft = last(dossier, "disclosure.drafted").number
    client = signed_in("caoshigui")
    page = client.get(f"/disclosure/{dossier.pk}/notice/{draft}/")
    assert "示医保罚〔2025〕1号" in page.content.decode()
    pdf = client.get(f"/disclosure/{dossier.pk}/notice/{draft}.pdf")
    assert pdf.content.startswith(b"%PDF")


def request_made(dossier: Dossier) -> CorrectionRequest:
    item = Publication.objects.get(dossier=dossier, subject="decision")
    said = {"applicant": "示例申请人", "contact": "000-0000", "wrong": "金额写错", "evidence": "决定书原件"}
    assert Client().post(f"/p/{item.slug}/correct", said).status_code == 302
    return CorrectionRequest.objects.get()


def test_a_request_for_correction_goes_into_the_dossier_and_is_answered() -> None:
    dossier = case(PHARMACY, "公示")
    asked = request_made(dossier)
    client = signed_in("zhoujia")
    assert asked.receipt in client.get("/disclosure/").content.decode()
    url = f"/disclosure/requests/{asked.receipt}/"
    assert "示例申请人" in client.get(url).content.decode()
    assert client.post(url, {"answer": "已更正"}).status_code == 422
    client.post(f"{url}file")
    client.post(f"{url}file")
    assert ActRow.objects.filter(dossier=dossier, kind="disclosure.challenged").count() == 1
    assert client.post(url, {"answer": ""}).status_code == 422
    assert client.post(url, {"answer": "已更正"}).status_code == 302
    assert "已更正" in Client().get(f"/receipts/{asked.receipt}/").content.decode()


def test_strangers_see_nothing() -> None:
    dossier = case(PHARMACY, "公示")
    asked = request_made(dossier)
    item = Publication.objects.get(dossier=dossier, subject="decision")
    of, draft = item.source, last(dossier, "disclosure.drafted").number
    inside = [
        f"/disclosure/{dossier.pk}/{rest}"
        for rest in (
            "",
            f"draft/decision/{of}/",
            f"approve/{draft}/",
            f"publish/{draft}/",
            f"correct/{item.act}/",
            f"withdraw/{item.act}/",
            f"withhold/decision/{of}/",
            f"notice/{draft}/",
            f"notice/{draft}.pdf",
        )
    ] + [f"/disclosure/requests/{asked.receipt}/"]
    stranger, citizen = signed_in("chending"), Client()
    for url in inside:
        assert stranger.get(url).status_code == 404, url
        assert stranger.post(url, {}).status_code in (404, 405), url
        assert citizen.get(url).status_code == 302, url
        assert citizen.post(url, {}).status_code in (302, 405), url
    assert stranger.post(f"/disclosure/requests/{asked.receipt}/file").status_code == 404
    assert asked.receipt not in stranger.get("/disclosure/").content.decode()


def test_what_is_not_there_is_not_found() -> None:
    dossier = case(PHARMACY, "公示")
    client = signed_in("zhoujia")
    for rest in (
        "draft/decision/1/",
        "draft/nothing/1/",
        "approve/1/",
        "publish/999/",
        "correct/1/",
        "notice/1/",
    ):
        assert client.get(f"/disclosure/{dossier.pk}/{rest}").status_code == 404, rest
