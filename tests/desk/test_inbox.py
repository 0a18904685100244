"""待办：急的在前；谁的事到谁手里；灯按今天看；可以查、排、导出。"""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from mingzhi.casework.act import SHANGHAI
from mingzhi.casework.duties import ORDER, Lamp
from mingzhi.desk import inbox
from mingzhi.desk.inbox import Group, Scope
from mingzhi.desk.sheets import cell
from mingzhi.people.models import Person
from mingzhi.people.selectors import actor_for
from mingzhi.record.models import Dossier, Projection
from tests.desk.cases import written_case
from tests.desk.conftest import SignedIn

TODAY = date(2025, 10, 13)


def found(username: str, scope: Scope = Scope.MINE, today: date = TODAY) -> list[inbox.Item]:
    actor = actor_for(Person.objects.get(username=username), today)
    return inbox.items(actor, scope, today)


def of(case: Dossier, items: list[inbox.Item]) -> list[inbox.Item]:
    return [item for item in items if item.case.dossier_id == case.pk]


def test_the_most_urgent_comes_first_and_every_item_says_day_word_and_clause(case: Dossier) -> None:
    items = found("zhoujia", today=date(2025, 10, 27))
    assert len({item.lamp for item in items}) >= 3
    assert [ORDER[item.lamp] for item in items] == sorted(ORDER[item.lamp] for item in items)
    dated = [item for item in items if item.day]
    assert dated and all(item.words and item.cite for item in dated)


def test_the_handler_sees_the_sealing_and_what_comes_next(case: Dossier) -> None:
    mine = {item.what: item for item in of(case, found("zhoujia"))}
    sealing = mine["封存届满：处理、延长或者解除"]
    assert (sealing.day, sealing.words) == (date(2025, 10, 24), "还有 11 日")
    assert sealing.cite.startswith("《行政强制法》第二十五条")
    assert "收集证据、委托评审，证据充分的调查终结" in mine


def test_what_others_must_do_is_under_waiting(case: Dossier) -> None:
    waiting = {item.what: item for item in of(case, found("zhoujia", Scope.WAITING))}
    assert waiting["公示行政检查结果"].holder == "曹示癸"
    assert not set(waiting) & {item.what for item in of(case, found("zhoujia"))}
    assert "公示行政检查结果" in {item.what for item in of(case, found("caoshigui"))}


def test_lamps_follow_the_day_without_anything_being_rewritten(case: Dossier) -> None:
    before = Projection.objects.get(dossier=case).dues
    words = {
        day: next(i.words for i in of(case, found("zhoujia", today=day)) if "封存届满" in i.what)
        for day in (date(2025, 10, 20), date(2025, 10, 24), date(2025, 10, 27))
    }
    assert list(words.values()) == ["还有 4 日", "今天到期", "逾期 3 日"]
    assert Projection.objects.get(dossier=case).dues == before


@pytest.mark.parametrize(
    ("until", "username", "says"),
    [
        ("呈请立案", "lishiwu", "请承办机构负责人签署立案意见"),
        ("签署意见", "wangshizhang", "请机关负责人决定是否立案"),
        ("送法制审核", "qianshiji", "确定没有办过本案的审核人"),
    ],
)
def test_what_waits_for_a_signature_reaches_the_one_who_signs(
    bureaus: None, until: str, username: str, says: str
) -> None:
    case = written_case(until)
    assert says in {item.what for item in of(case, found(username))}
    assert says not in {item.what for item in of(case, found("zhoujia"))}


def test_a_review_is_in_the_inbox_of_its_reviewer_only(bureaus: None) -> None:
    case = written_case("分派审核")
    what = "按审核内容逐行审核，提出意见"
    assert what in {item.what for item in of(case, found("zhengbing"))}
    assert what not in {item.what for item in of(case, found("weishiyin"))}


def test_distant_dates_are_not_a_leaders_work(case: Dossier) -> None:
    assert "作出处罚决定" not in {item.what for item in of(case, found("wangshizhang"))}
    close = found("wangshizhang", today=date(2025, 12, 19))
    assert "作出处罚决定" in {item.what for item in of(case, close)}


def test_groups_follow_the_calendar_week() -> None:
    def group(day: date | None) -> Group:
        item = inbox.Item(Projection(), "", "", None, "", None, Lamp.FINE, "", day, "", "", "", False)
        return item.group(TODAY)

    assert group(TODAY - timedelta(days=1)) is Group.LATE
    assert group(TODAY) is Group.TODAY
    assert group(date(2025, 10, 19)) is Group.WEEK
    assert group(date(2025, 10, 20)) is Group.LATER
    assert group(TODAY + timedelta(days=31)) is Group.FAR
    assert group(None) is Group.OPEN


def test_the_page_shows_groups_in_order_and_the_count_in_the_menu(
    case: Dossier, as_: SignedIn, settings: Settings
) -> None:
    settings.MINGZHI_NOW = datetime(2025, 10, 27, 9, 0, tzinfo=SHANGHAI)
    page = as_("zhoujia").get("/desk/").content.decode()
    names = [name for name in re.findall(r'scope="rowgroup"[^>]*>([^<，]+)', page)]
    order = [group.label.split("，")[0] for group in Group]
    assert names and [order.index(name) for name in names] == sorted(order.index(name) for name in names)
    assert names[0] == "逾期"
    mine = len(found("zhoujia", today=date(2025, 10, 27)))
    assert f"<title>待办（{mine}）" in page
    assert f'<b>{mine}<span class="vh"> 件</span></b>' in page


def test_an_item_leads_to_its_duty_on_the_dossier(case: Dossier, as_: SignedIn) -> None:
    item = next(item for item in of(case, found("zhoujia")) if item.day)
    address, _, anchor = item.url.partition("#")
    assert f'id="{anchor}"' in as_("zhoujia").get(address).content.decode()


def test_searching_and_another_order(case: Dossier, as_: SignedIn) -> None:
    client = as_("zhoujia")
    assert "封存届满" in client.get("/desk/?q=示例大药房").content.decode()
    assert "没有查到" in client.get("/desk/?q=查不到的").content.decode()
    assert client.get("/desk/?sort=party").status_code == 200
    assert client.get("/desk/?sort=nonsense&scope=nonsense").status_code == 200


def test_the_table_can_be_taken_away(case: Dossier, as_: SignedIn) -> None:
    answer = as_("zhoujia").get("/desk/?format=csv")
    assert answer.content.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == len(found("zhoujia"))
    assert any(row["要做的事"].startswith("封存届满") and row["期限"] == "2025-10-24" for row in rows)


@pytest.mark.parametrize("typed", ["=1+1", "+86", "-1", "@示例"])
def test_a_name_never_becomes_a_formula(typed: str) -> None:
    assert cell(typed) == f"'{typed}"


def test_more_cases_cost_no_more_queries(case: Dossier, as_: SignedIn) -> None:
    client = as_("zhoujia")
    with CaptureQueriesContext(connection) as few:
        client.get("/desk/")
    before = len(found("zhoujia"))
    for _ in range(2):
        written_case("线索核查")
    assert len(found("zhoujia")) > before
    with CaptureQueriesContext(connection) as many:
        client.get("/desk/")
    assert len(many) == len(few) < 20


def test_what_i_wrote_this_month(case: Dossier, as_: SignedIn) -> None:
    page = as_("zhoujia").get("/desk/?scope=done").content.decode()
    assert reverse("desk:act", args=[case.pk, Projection.objects.get(dossier=case).last_act]) in page
    assert "登记线索" not in page


def test_a_newcomer_is_guided_until_they_say_no(case: Dossier, as_: SignedIn) -> None:
    client = as_("zhoujia")
    assert "第一次来" in client.get("/desk/").content.decode()
    guide = client.get("/desk/guide/").content.decode()
    assert guide.index("承办人先试这几步") < guide.index("法制审核人员先试这几步")
    assert client.post("/desk/guide/hide/").status_code == 302
    assert "第一次来" not in client.get("/desk/").content.decode()
    reviewer = as_("zhengbing").get("/desk/guide/").content.decode()
    assert reviewer.index("法制审核人员先试这几步") < reviewer.index("承办人先试这几步")


@pytest.mark.parametrize("username", ["zhoujia", "lishiwu", "wangshizhang", "caoshigui", "sunshiding"])
def test_every_item_opens_for_the_person_whose_it_is(case: Dossier, as_: SignedIn, username: str) -> None:
    """公示员看不到概况：他的待办开到公示那一页，不是“没有这一页”。"""
    browser = as_(username)
    addresses = {url for item in found(username) for url in (item.file_url, item.url.partition("#")[0])}
    assert addresses or username not in ("zhoujia", "caoshigui")
    assert {url: browser.get(url).status_code for url in addresses} == dict.fromkeys(addresses, 200)
