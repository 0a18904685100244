"""规则登记的页面：两人从页面核实、填写、装入通知；写入以后在办的案卷按新的规则和日历重算。"""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mingzhi.casework.act import Matter
from mingzhi.law.rules import Weight
from mingzhi.people.models import Agency, Person
from mingzhi.record.dossiers import find_register
from mingzhi.record.lawbook import lawbook_of
from mingzhi.record.models import Dossier, Projection
from mingzhi.record.selectors import acts, pack_for, standing_of
from mingzhi.rulebook.models import Rehearsal
from mingzhi.rulebook.tasks import run_here
from tests.desk.conftest import SignedIn

RULE = "cq.parameter.hearing-fine-organization"
NOTICE = """
year: 2027
title: 示例：2027年部分节假日安排的通知
source: https://example.invalid/2027
published: 2026-11-10
holidays:
  - {name: 元旦, rest: [2027-01-01..2027-01-03], work: [2026-12-27]}
  - {name: 春节, rest: [2027-02-05..2027-02-12], work: [2027-01-31, 2027-02-20]}
"""


def agency() -> Agency:
    return Person.objects.get(username="zhengbing").agency


def book() -> Dossier:
    found = find_register(agency().code, Matter.RULES)
    assert found is not None
    return found


def post(client: Client, kind: str, **fields: str) -> object:
    """从登记的页面点过去，照表单提交。"""
    start = client.post(reverse("rulebook:start", args=[kind]))
    return client.post(start["Location"], {"_do": "write", "expects": str(len(acts(book()))), **fields})


def test_a_doubtful_rule_is_confirmed_by_two_people_from_the_page(bureaus: None, as_: SignedIn) -> None:
    legal, head = as_("zhengbing"), as_("lishiwu")
    page = legal.get(reverse("rulebook:index")).content.decode()
    assert f'value="{RULE}"' in page
    started = legal.post(reverse("rulebook:start", args=["rule.proposed"]), {"rule": RULE})
    assert RULE in legal.get(started["Location"]).content.decode()
    post(legal, "rule.proposed", rule=RULE, seen="示例令第三条")
    waiting = head.get(reverse("rulebook:index")).content.decode()
    assert "核对并确认" in waiting
    assert "核对并确认" not in legal.get(reverse("rulebook:index")).content.decode()
    confirm = f"{reverse('desk:act-new', args=[book().pk, 'rule.confirmed'])}?of=1"
    assert "示例令第三条" in head.get(confirm).content.decode()
    post(head, "rule.confirmed", of="1", compared="on")
    found = lawbook_of(agency().code, agency().place)
    rule = found.pack.rule(RULE)
    assert rule is not None and rule.weight is Weight.RULE
    after = legal.get(reverse("rulebook:index")).content.decode()
    assert f'value="{RULE}"' not in after and "核对并确认" not in after
    told = legal.get(reverse("desk:rule", args=[RULE])).content.decode()
    assert "郑丙示提请、李示戊确认" in told and "待核" in told.partition("来历")[2]


def test_the_same_person_cannot_confirm(bureaus: None, as_: SignedIn) -> None:
    legal = as_("zhengbing")
    post(legal, "rule.proposed", rule=RULE, seen="示例令第三条")
    answer = post(legal, "rule.confirmed", of="1", compared="on")
    assert "要由另一人确认" in answer.content.decode()  # type: ignore[attr-defined]
    assert len(acts(book())) == 1


@pytest.mark.parametrize("name", ["index", "parameters", "defaults", "notices", "packs", "rehearsals"])
def test_handlers_do_not_keep_the_register(bureaus: None, as_: SignedIn, name: str) -> None:
    assert as_("zhoujia").get(reverse(f"rulebook:{name}")).status_code == 404
    assert as_("zhengbing").get(reverse(f"rulebook:{name}")).status_code == 200
    assert as_("shenshizi").get(reverse(f"rulebook:{name}")).status_code == 200


def test_another_bureau_keeps_its_own_register(bureaus: None, as_: SignedIn) -> None:
    post(as_("zhengbing"), "rule.proposed", rule=RULE, seen="示例令第三条")
    there = as_("huangji")
    assert "第 1 号" not in there.get(reverse("rulebook:index")).content.decode()
    assert there.get(reverse("desk:dossier", args=[book().pk])).status_code == 404


def test_a_number_that_nobody_filled_is_listed_with_what_needs_it(bureaus: None, as_: SignedIn) -> None:
    page = as_("huangji").get(reverse("rulebook:index")).content.decode()
    listed = page.partition("本地还没有填的数")[2].partition("待核的规则和参数")[0]
    assert "听证数额标准" in listed and "提请填写" in listed


# 放假通知 -----------------------------------------------------------------------------------------


def upload(client: Client, text: str = NOTICE) -> object:
    file = SimpleUploadedFile("2027.yaml", text.encode(), content_type="application/yaml")
    return client.post(reverse("rulebook:notices"), {"file": file})


def test_a_notice_recomputes_the_running_dues_and_lists_whom_it_moved(
    whole_case: Dossier, as_: SignedIn
) -> None:
    before = Projection.objects.get(dossier=whole_case)
    assert not pack_for(whole_case).calendar.published(date(2027, 1, 4))
    assert upload(as_("zhengbing")).status_code == 302  # type: ignore[attr-defined]
    act = acts(book())[-1]
    assert act.exhibits[0].name == "2027.yaml" and pack_for(whole_case).calendar.published(date(2027, 1, 4))
    job = Rehearsal.objects.get(agency=agency().code, number=act.number)
    run_here(job)
    job.refresh_from_db()
    assert job.status == "done" and job.done == job.total >= 1
    told = as_("zhengbing").get(reverse("rulebook:rehearsal", args=[job.pk])).content.decode()
    assert "示例：2027年部分节假日安排的通知" in told
    assert Projection.objects.get(dossier=whole_case).last_act == before.last_act


def test_a_holiday_on_the_last_day_moves_the_running_due(case: Dossier, as_: SignedIn) -> None:
    today = date(2025, 10, 13)
    due = next(
        each for each in standing_of(case, today).open_dues if each.unit == "workday" and each.day > today
    )
    local = f"""
year: {due.day.year}
title: 示例州关于放假的通知
source: https://example.invalid/local
published: 2025-10-10
region: 示例州
holidays:
  - {{name: 示例节, rest: [{due.day}]}}
"""
    upload(as_("zhengbing"), local)
    run_here(Rehearsal.objects.get(agency=agency().code, number=1))
    row = Rehearsal.objects.get(number=1).changed.get(dossier=case)
    moved = {
        shift["what"]: (shift["before"], shift["after"]) for shift in row.shifts if shift["effect"] == "moved"
    }
    before, after = moved[due.name]
    assert before.startswith(str(due.day)) and after > before
    kept = {each["name"]: each["day"] for each in Projection.objects.get(dossier=case).dues}
    assert kept[due.name] > due.day.isoformat()
    told = as_("zhengbing").get(reverse("rulebook:rehearsal", args=[Rehearsal.objects.get(number=1).pk]))
    assert due.name in told.content.decode()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("not: a notice", "放假通知 2027.yaml 的"),
        (NOTICE.replace("2027-01-01..2027-01-03", "2027-01-03..2027-01-01"), "末日早于首日"),
        ("[", "不是 YAML"),
    ],
)
def test_a_notice_that_cannot_be_read_is_refused_in_words(
    bureaus: None, as_: SignedIn, text: str, told: str
) -> None:
    answer = upload(as_("zhengbing"), text)
    assert answer.status_code == 422 and told in answer.content.decode()  # type: ignore[attr-defined]
    assert find_register(agency().code, Matter.RULES) is None


def test_every_date_says_which_notice_it_used(whole_case: Dossier, as_: SignedIn) -> None:
    upload(as_("zhengbing"))
    counted = pack_for(whole_case).calendar.add_workdays(date(2026, 12, 30), 3)
    assert counted.day == date(2027, 1, 5) and "示例：2027年部分节假日安排的通知" in counted.notices
    assert not counted.provisional


# 回看 ---------------------------------------------------------------------------------------------


def test_a_dossier_is_looked_back_at_as_of_a_day(case: Dossier, as_: SignedIn) -> None:
    client, there = as_("zhoujia"), reverse("desk:replay", args=[case.pk])
    day = acts(case)[0].recorded.date()
    page = client.get(f"{there}?day={day}").content.decode()
    there_then = sum(act.recorded.date() <= day for act in acts(case))
    assert 0 < there_then < len(acts(case))
    assert f"已经记录的 {there_then} 项" in page and "当时所知" in page and "依法应当" in page
    assert client.get(f"{there}?day=明天").status_code == 422
    assert client.get(f"{there}?day=2099-01-01").status_code == 422


def test_what_was_learned_later_shows_as_lawful_but_not_as_known(case: Dossier, as_: SignedIn) -> None:
    post(as_("zhengbing"), "rule.proposed", rule=RULE, seen="示例令第三条")
    post(as_("lishiwu"), "rule.confirmed", of="1", compared="on")
    there, client = reverse("desk:replay", args=[case.pk]), as_("zhoujia")
    learned = acts(book())[-1].day
    assert acts(case)[0].recorded.date() < learned
    assert "以后才知道的规则" in client.get(f"{there}?day={acts(case)[0].recorded.date()}").content.decode()
    assert "以后才知道的规则" not in client.get(f"{there}?day={learned}").content.decode()


def test_the_changelog_page_names_provisions(bureaus: None, as_: SignedIn) -> None:
    page = as_("zhengbing").get(reverse("rulebook:packs") + "?own=chongqing").content.decode()
    assert "起施行" in page and "公示办法》第" in page


def test_the_uploaded_text_is_kept_as_it_was(bureaus: None, as_: SignedIn) -> None:
    upload(as_("zhengbing"))
    exhibit = acts(book())[0].exhibits[0]
    there = reverse("desk:exhibit", args=[book().pk, 1, exhibit.sha256])
    answer = as_("zhengbing").get(there)
    assert io.BytesIO(answer.getvalue()).read().decode() == NOTICE


def test_what_waits_for_the_second_person_is_among_the_to_dos(bureaus: None, as_: SignedIn) -> None:
    legal, head = as_("zhengbing"), as_("lishiwu")
    post(head, "rule.proposed", rule=RULE, seen="示例令第三条")
    asked = "请提请人以外的另一人与文本逐字核对，确认"
    # 没有第二个审核人员的机关，由法制审核机构负责人确认：他也看得到。
    assert asked in as_("qianshiji").get("/desk/").content.decode()
    assert asked in legal.get("/desk/").content.decode()
    post(legal, "rule.confirmed", of="1", compared="on")
    assert asked not in legal.get("/desk/").content.decode()


def test_numbers_nobody_filled_are_told_to_the_legal_section_in_its_inbox(
    bureaus: None, as_: SignedIn
) -> None:
    legal = as_("huangji").get("/desk/").content.decode()
    assert "本地还没有填的数" in legal and "听证数额标准（公民）" in legal and "/rulebook/" in legal
    assert "本地还没有填的数" not in as_("chending").get("/desk/").content.decode()


def test_fields_without_which_a_proposal_is_refused_are_marked(bureaus: None, as_: SignedIn) -> None:
    legal = as_("huangji")
    there = legal.post(
        reverse("rulebook:start", args=["parameter.proposed"]), {"name": "hearing.fine.person"}, follow=True
    )
    html = there.content.decode()
    for field in ("value", "document", "effective"):
        label = html.split(f'<label for="f-{field}">')[1].split("</label>")[0]
        assert "必填" in label, field
    assert "必填" not in html.split('<label for="f-article">')[1].split("</label>")[0]
    refused = legal.post(there.redirect_chain[-1][0], {"name": "hearing.fine.person", "_do": "write"})
    assert "没有填写数" in refused.content.decode() and "“”不是数" not in refused.content.decode()
