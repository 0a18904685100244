"""门户：查得到、看得懂、核得对；撤回的只留说明；没有的明说没有。"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import Any

import pytest
from django.test import Client

from mingzhi.disclosure.models import CorrectionRequest, Publication
from tests.disclosure.cases import CLINIC, PERSON, PHARMACY
from tests.portal.published import WITHDRAWN, Published, decision, text

pytestmark = pytest.mark.usefixtures("bureaus")
CHONGQING, QILIN = "shili-chongqing", "shili-qilin"


def found(client: Client, **query: str) -> set[str]:
    """查到的各项的网址短号。"""
    return {item.slug for item in client.get("/after/", query).context["shown"]}


def test_each_bureau_shows_its_own(citizen: Client, published: Published) -> None:
    theirs, ours = decision(published[CLINIC]), decision(published[PHARMACY])
    assert ours.document_no in text(citizen, f"/b/{CHONGQING}/")
    assert theirs.document_no not in text(citizen, f"/b/{CHONGQING}/after/")
    assert theirs.document_no in text(citizen, f"/b/{QILIN}/after/")
    everywhere = text(citizen, "/after/")
    assert ours.document_no in everywhere
    assert theirs.document_no in everywhere
    text(citizen, "/b/nobody/", 404)
    text(citizen, "/b/nobody/data/publications.csv", 404)


# 查询 ---------------------------------------------------------------------------------------------


FINDING: tuple[dict[str, str], ...] = (
    {"q": "大药房"},
    {"q": " 重庆示例大药房有限公司 "},
    {"q": "91500111MA0000015U"},
    {"q": "91500111ma0000015u"},
    {"q": "示医保罚〔2025〕1号"},
    {"q": "示医保罚[2025]1号"},
    {"q": "大药房 串换"},
    {"q": "大药房", "subject": "decision"},
    {"since": "2025-12-19", "until": "2025-12-19"},
    {"subject": "decision", "status": "live"},
)
MISSING: tuple[dict[str, str], ...] = (
    {"q": "大药店"},
    {"q": "91500111MA"},
    {"q": "大药房 重复收费"},
    {"q": "大药房", "subject": "inspection"},
    {"since": "2025-12-20"},
    {"until": "2025-12-18"},
    {"status": "withdrawn"},
    {"status": "corrected"},
    {"q": "示例举报人甲"},
    {"q": "苏某示"},
    {"q": "%"},
)


def test_the_page_of_results_names_every_kind_that_is_published(citizen: Client) -> None:
    head = text(citizen, "/after/").split("<h1>")[1].split("<form")[0]
    for said in ("处罚", "强制", "许可", "检查", "履行"):
        assert said in head, said


def test_a_decision_is_found_by_name_code_number_date_and_kind_and_by_nothing_else(
    citizen: Client, published: Published
) -> None:
    item = decision(published[PHARMACY])
    for query in FINDING:
        assert item.slug in found(citizen, **query), query
    for query in MISSING:
        assert item.slug not in found(citizen, **query), query


def test_a_natural_person_is_not_found_by_the_full_name(citizen: Client, published: Published) -> None:
    item = decision(published[PERSON])
    assert found(citizen, q="示例张三") == set()
    assert found(citizen, q="张某") == {item.slug}


def test_a_bad_date_is_explained_and_what_was_typed_is_kept(citizen: Client) -> None:
    page = text(citizen, "/after/?q=大药房&since=去年")
    assert "请按“年-月-日”填写日期，如 2025-09-24。" in page
    assert 'value="去年"' in page
    assert 'value="大药房"' in page


def test_nothing_found_says_what_to_try(citizen: Client) -> None:
    assert "没有查到。试试只写名称中的几个字" in text(citizen, "/after/?q=没有这家")


def test_long_lists_are_paged(citizen: Client, published: Published) -> None:
    item = decision(published[PHARMACY])
    names = [field.attname for field in Publication._meta.concrete_fields if field.name != "id"]
    row = Publication.objects.filter(pk=item.pk).values(*names).get()
    Publication.objects.bulk_create(
        Publication(**{**row, "slug": f"copy{n}", "act": 1000 + n}) for n in range(45)
    )
    total = Publication.objects.count()
    first, third = citizen.get("/after/"), citizen.get("/after/?page=3")
    assert len(first.context["shown"]) == 20
    assert len(third.context["shown"]) == total - 40
    assert "下一页" in first.content.decode()
    assert "下一页" not in third.content.decode()
    assert citizen.get("/after/?page=abc").status_code == 200


# 一项公示 -----------------------------------------------------------------------------------------


def test_the_page_states_the_eight_fields_and_the_due_day(citizen: Client, published: Published) -> None:
    page = text(citizen, f"/p/{decision(published[PHARMACY]).slug}")
    for label in (
        "决定书文号",
        "行政相对人名称",
        "行政执法事项名称",
        "主要事实",
        "依据",
        "结果",
        "作出决定的机关",
        "作出决定的日期",
    ):
        assert f"<dt>{label}</dt>" in page
    assert "2025-12-30" in page
    assert "7 个工作日" in page
    assert "第九条第一款" in page


def test_the_digest_is_that_of_the_downloaded_file(citizen: Client, published: Published) -> None:
    item = decision(published[PHARMACY])
    file = citizen.get(f"/p/{item.slug}.json")
    computed = hashlib.sha256(file.content).hexdigest()
    assert computed in text(citizen, f"/p/{item.slug}")
    assert json.loads(file.content)["fields"]["document_no"] == "示医保罚〔2025〕1号"
    record = json.loads(citizen.get(f"/p/{item.slug}/record.json").content)
    assert record["sha256"] == computed
    assert record["log"]["leaf_index"] == item.leaf_index


def test_verifying_says_so_and_finds_what_was_changed_behind_our_back(
    citizen: Client, published: Published
) -> None:
    item = decision(published[PHARMACY])
    assert "核对无误" in text(citizen, f"/p/{item.slug}/verify")
    Publication.objects.filter(pk=item.pk).update(result="罚款 1 元。")
    assert "核对不符" in text(citizen, f"/p/{item.slug}/verify")


def test_verifying_finds_a_forger_who_fixed_the_digest_too(citizen: Client, published: Published) -> None:
    item = decision(published[PHARMACY])
    item.result = "罚款 1 元。"
    from mingzhi.disclosure.content import digest

    item.digest = digest(item)
    item.save()
    assert "与执法记录算出的不同" in text(citizen, f"/p/{item.slug}/verify")


def test_a_withdrawn_publication_leaves_a_tombstone_at_the_same_address(
    citizen: Client, published: Published
) -> None:
    before = published[PHARMACY]
    withdrawn = published[WITHDRAWN]
    item = decision(withdrawn)
    pages = [
        text(citizen, f"/p/{item.slug}", 410),
        text(citizen, f"/p/{item.slug}.json", 410),
        text(citizen, f"/p/{item.slug}/record.json", 410),
        text(citizen, f"/p/{item.slug}/verify"),
    ]
    for page in pages:
        for gone in ("大药房", "91500111MA0000015U", "串换", "62,600.00", "75,120.00"):
            assert gone not in page
    for said in (
        "这项公示已经撤回",
        "该处罚决定已被行政复议机关撤销",
        "《行政处罚法》第四十八条第二款",
        "2026-03-12 09:00",
        "2025-12-26",
        "最迟",
        "办公场所公告栏（已撤下）",
        item.document_no,
        'content="noindex"',
    ):
        assert said in pages[0]
    assert "核对无误" in pages[3]
    assert text(citizen, f"/p/{decision(before).slug}")


def test_a_withdrawn_party_is_neither_found_nor_downloaded(citizen: Client, published: Published) -> None:
    item = decision(published[WITHDRAWN])
    assert item.slug not in found(citizen, q="大药房")
    assert found(citizen, q=item.document_no) == {item.slug}
    assert found(citizen, status="withdrawn") == {item.slug}
    rows = csv.DictReader(io.StringIO(citizen.get("/data/publications.csv").content.decode("utf-8-sig")))
    (row,) = (row for row in rows if row["网址"] == f"/p/{item.slug}")
    assert (row["状态"], row["行政相对人名称"], row["结果"]) == ("withdrawn", "", "")


def test_an_unknown_address_is_not_found(citizen: Client) -> None:
    for url in ("/p/0000000000", "/p/0000000000.json", "/p/0000000000/verify", "/p/0000000000/correct"):
        text(citizen, url, 404)


# 开放数据 -----------------------------------------------------------------------------------------


def test_open_data_is_what_the_pages_show(citizen: Client, published: Published) -> None:
    dossier = published[PHARMACY]
    items = {f"/p/{item.slug}": item for item in Publication.objects.all()}
    table = list(
        csv.DictReader(io.StringIO(citizen.get("/data/publications.csv").content.decode("utf-8-sig")))
    )
    data = json.loads(citizen.get("/data/publications.json").content)["items"]
    assert {row["网址"] for row in table} == {row["address"] for row in data} == set(items)
    for row in data:
        assert row["sha256"] == items[row["address"]].digest
        assert row["party_name"] == items[row["address"]].party_name
    only = json.loads(citizen.get("/data/publications.json?subject=decision").content)["items"]
    decisions = {address for address, item in items.items() if item.subject == "decision"}
    assert {row["address"] for row in only} == decisions
    assert f"/p/{decision(dossier).slug}" in decisions


def test_a_cell_that_looks_like_a_formula_is_made_harmless(citizen: Client, published: Published) -> None:
    item = decision(published[PHARMACY])
    Publication.objects.filter(pk=item.pk).update(title="=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in citizen.get("/data/publications.csv").content.decode()


# 核对证件、申请更正 -------------------------------------------------------------------------------


def test_a_certificate_is_checked_against_the_published_list(citizen: Client) -> None:
    assert "名单上有，证件有效" in text(citizen, "/during/officers/?number=示证50011100012")
    assert "名单上没有这个证号" in text(citizen, "/during/officers/?number=示证50011100021")
    assert "名单上没有这个证号" in text(citizen, f"/b/{QILIN}/during/officers/?number=示证50011100012")
    assert "<script>alert" not in text(citizen, "/during/officers/?number=<script>alert(1)</script>")


def asked(client: Client, url: str, **said: str) -> Any:
    token = client.get(url).context["csrf_token"]
    return client.post(url, {**said, "csrfmiddlewaretoken": str(token)})


def test_who_asks_for_a_correction_gets_a_receipt_and_stays_private(
    citizen: Client, published: Published
) -> None:
    item = decision(published[PHARMACY])
    said = {"applicant": "示例申请人", "contact": "13911112222", "wrong": "金额写错", "evidence": "决定书"}
    response = asked(citizen, f"/p/{item.slug}/correct", **said)
    request = CorrectionRequest.objects.get()
    assert response.headers["Location"] == f"/receipts/{request.receipt}/"
    assert request.agency == CHONGQING
    page = text(citizen, response.headers["Location"])
    assert request.receipt in page
    assert "正在办理" in page
    for private in ("示例申请人", "13911112222", "金额写错"):
        assert private not in page
        assert private not in text(citizen, f"/p/{item.slug}")


def test_an_empty_request_for_correction_is_explained_and_not_stored(
    citizen: Client, published: Published
) -> None:
    item = decision(published[PHARMACY])
    response = asked(citizen, f"/p/{item.slug}/correct", applicant="示例申请人")
    page = response.content.decode()
    assert response.status_code == 422
    assert "示例申请人" in page
    assert page.count("请填写。") == 3
    assert not CorrectionRequest.objects.exists()


def test_a_form_without_its_token_is_refused(citizen: Client, published: Published) -> None:
    item = decision(published[PHARMACY])
    assert citizen.post(f"/p/{item.slug}/correct", {"applicant": "x"}).status_code == 403


def test_an_unknown_receipt_says_so(citizen: Client) -> None:
    assert "没有这个回执号" in text(citizen, "/receipts/GZ-00000-00000/", 404)
    assert "没有这个回执号" in text(citizen, "/receipts/?number=GZ-00000-00000")
