"""公示信息：由行为算出，可以丢掉重建；网址不变；撤回的不留内容。"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner

from mingzhi.commands.rebuild import rebuild as rebuild_command
from mingzhi.disclosure import content
from mingzhi.disclosure.models import Publication
from mingzhi.disclosure.selectors import name_of
from mingzhi.record.rebuild import rebuild
from mingzhi.record.selectors import acts
from tests.disclosure.cases import CLINIC, PERSON, PHARMACY, TODAY, case, last, write

pytestmark = pytest.mark.usefixtures("bureaus")


def everything() -> list[dict[str, Any]]:
    """公示信息的各栏，除了主键。"""
    names = [field.attname for field in Publication._meta.concrete_fields if field.name != "id"]
    return list(Publication.objects.order_by("dossier_id", "act").values(*names))


def decision(dossier: Any) -> Publication:
    return Publication.objects.filter(dossier=dossier, subject="decision").latest("act")


def test_a_case_without_a_publication_has_no_public_row() -> None:
    case(PHARMACY, "立案")
    assert not Publication.objects.exists()


def test_publishing_makes_a_public_row_with_the_due_day_and_the_clause_it_met() -> None:
    item = decision(case(PHARMACY, "公示"))
    assert item.live
    assert item.document_no == "示医保罚〔2025〕1号"
    assert item.party_name == "重庆示例大药房有限公司"
    assert item.decided_on == date(2025, 12, 19)
    assert (item.due_on, item.due_limit, item.on_time) == (date(2025, 12, 30), "7 个工作日", True)
    assert "第九条第一款" in item.due_cite


def test_the_address_tells_neither_the_dossier_nor_the_number_of_the_act() -> None:
    dossier = case(PHARMACY, "公示")
    for item in Publication.objects.all():
        assert len(item.slug) == 10
        assert item.slug not in dossier.pk.hex
        assert str(dossier.pk) not in content.record(item).decode()
        assert dossier.pk.hex not in content.record(item).decode()


def test_rebuilt_publications_equal_the_live_ones() -> None:
    case(PHARMACY, "撤回公示")
    case(PERSON, "公示")
    corrected = case(CLINIC, "公示")
    correct(corrected)
    live = everything()
    assert {row["status"] for row in live} == {"live", "withdrawn"}
    assert any(row["corrections"] for row in live)
    Publication.objects.all().delete()
    rebuild(TODAY)
    assert everything() == live


def test_rebuilding_removes_what_somebody_wrote_into_the_table() -> None:
    dossier = case(PHARMACY, "公示")
    live = everything()
    Publication.objects.update(party_name="改过", status="withdrawn", digest="0" * 64)
    Publication.objects.create(
        **{**live[0], "slug": "forged", "act": 999, "title": "伪造的公示"},
    )
    silent = case(PHARMACY, "立案")
    Publication.objects.create(**{**live[0], "slug": "forged2", "dossier_id": silent.pk})
    rebuild(TODAY)
    assert everything() == live
    assert {row["dossier_id"] for row in everything()} == {dossier.pk}


def test_the_rebuild_command_rebuilds_publications() -> None:
    case(PHARMACY, "公示")
    live = everything()
    Publication.objects.all().delete()
    result = CliRunner().invoke(rebuild_command, ["--today", TODAY.isoformat()])
    assert result.exit_code == 0, result.output
    assert everything() == live


def test_publications_do_not_depend_on_the_day_they_are_computed() -> None:
    case(PHARMACY, "撤回公示")
    live = everything()
    rebuild(date(2027, 8, 1))
    assert everything() == live


def correct(dossier: Any, **changed: str) -> Publication:
    """更正最近的决定公示。"""
    published = last(dossier, "disclosure.published")
    drafted = next(act for act in acts(dossier) if act.number == getattr(published.body, "of", None))
    body = drafted.body.model_dump(mode="json")
    body.pop("masked_note")
    handler = "zhoujia" if dossier.place == "chongqing" else "chending"
    deputy = {"number": "X", "name": "示例副局长"}
    day = published.day
    write(
        dossier,
        "disclosure.corrected",
        handler,
        f"{day.replace(year=day.year + 1).isoformat()} 09:00",
        **{**body, "main_facts": "更正后的主要事实", **changed},
        corrects=published.number,
        reason="金额抄写有误",
        approved_by=deputy,
    )
    return decision(dossier)


def test_correction_keeps_the_address_and_the_history_but_not_the_wrong_words() -> None:
    dossier = case(PHARMACY, "公示")
    before = decision(dossier)
    after = correct(dossier)
    assert after.slug == before.slug
    assert after.main_facts == "更正后的主要事实"
    (entry,) = after.corrections
    assert entry["fields"] == ["主要事实"]
    assert entry["reason"] == "金额抄写有误"
    assert entry["previous_digest"] == before.digest
    assert after.digest != before.digest
    assert before.main_facts not in str(everything())


def test_each_further_correction_names_the_digest_before_it() -> None:
    dossier = case(PHARMACY, "公示")
    digests = [decision(dossier).digest]
    digests.append(correct(dossier).digest)
    published = last(dossier, "disclosure.published")
    second = last(dossier, "disclosure.corrected").body.model_dump(mode="json")
    write(
        dossier,
        "disclosure.corrected",
        "zhoujia",
        "2027-01-05 09:00",
        **{**second, "result": "更正后的结果", "corrects": published.number},
    )
    entries = decision(dossier).corrections
    assert [each["previous_digest"] for each in entries] == digests
    assert entries[1]["fields"] == ["结果"]


def test_a_withdrawn_publication_keeps_nothing_of_the_content_in_the_table() -> None:
    dossier = case(PHARMACY, "撤回公示")
    item = decision(dossier)
    assert not item.live
    assert item.document_no == "示医保罚〔2025〕1号"
    kept = str([row for row in everything() if row["slug"] == item.slug])
    for gone in ("重庆示例大药房有限公司", "91500111MA0000015U", "串换", "75,120", "62,600"):
        assert gone not in kept
    assert item.reason == "该处罚决定已被行政复议机关撤销"
    assert (item.withdraw_due_on, item.withdraw_limit) == (date(2026, 3, 13), "3 个工作日")
    assert item.withdrawn_in_time is True
    assert item.withdrawn_channels == [{"name": "办公场所公告栏", "receipt": "已撤下"}]


def test_the_reason_of_a_withdrawal_does_not_name_the_party() -> None:
    dossier = case(PHARMACY, "公示")
    write(
        dossier,
        "disclosure.withdrawn",
        "caoshigui",
        "2026-03-16 09:00",
        of=last(dossier, "disclosure.published").number,
        subject="decision",
        reason="对重庆示例大药房有限公司的处罚有误，联系人电话 13912345678",
        basis="示府复决〔2026〕3号",
    )
    item = decision(dossier)
    assert item.reason == "对当事人的处罚有误，联系人电话 ＊＊"


def performed(dossier: Any) -> Publication:
    """公示履行情况。"""
    decided = last(dossier, "decision.made")
    drafted = write(
        dossier,
        "disclosure.drafted",
        "caoshigui",
        "2026-03-02 09:00",
        subject="performance",
        of=decided.number,
        title="履行情况",
        document_no="示医保罚〔2025〕1号",
        party_name="重庆示例大药房有限公司",
        agency="示例区医保局（重庆规则）",
        performance="部分履行",
    )
    checks = dict.fromkeys(("no_state_secret", "no_danger", "no_obstruction", "privacy_handled"), True)
    of = drafted.act.number
    write(
        dossier,
        "disclosure.approved",
        "zhaoshifu",
        "2026-03-02 10:00",
        of=of,
        subject="performance",
        **checks,
    )
    write(dossier, "disclosure.published", "caoshigui", "2026-03-02 11:00", of=of, subject="performance")
    return Publication.objects.get(dossier=dossier, subject="performance")


def test_performance_is_an_item_of_its_own_and_leaves_with_its_decision() -> None:
    dossier = case(PHARMACY, "公示")
    published = last(dossier, "disclosure.published")
    item = performed(dossier)
    assert item.live
    assert item.source == decision(dossier).source
    assert decision(dossier).live
    write(
        dossier,
        "disclosure.withdrawn",
        "caoshigui",
        "2026-03-16 09:00",
        of=published.number,
        subject="decision",
        reason="决定已被撤销",
        basis="示府复决〔2026〕3号",
    )
    item.refresh_from_db()
    assert not item.live
    assert item.party_name == ""


def test_withdrawing_the_decision_leaves_the_inspection_published() -> None:
    dossier = case(PHARMACY, "撤回公示")
    inspection = Publication.objects.get(dossier=dossier, subject="inspection")
    assert inspection.live


def test_digest_is_that_of_the_canonical_content() -> None:
    case(PHARMACY, "撤回公示")
    for item in Publication.objects.all():
        assert content.digest(item) == item.digest


@pytest.mark.parametrize(
    ("subject", "category", "name"),
    [
        ("decision", "行政处罚", "行政处罚决定"),
        ("decision", "行政处理（责令退回）", "行政处理（责令退回）决定"),
        ("inspection", "行政检查", "行政检查结果"),
    ],
)
def test_a_publication_is_called_what_it_is(subject: str, category: str, name: str) -> None:
    assert name_of(Publication(subject=subject, category=category)) == name
