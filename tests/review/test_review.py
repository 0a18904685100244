"""法制审核：没有办过本案的人审，逐行审，意见有根据；办过案的人进不来，也提不了。"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import django
import pytest

django.setup()

from pytest_django import Settings  # noqa: E402

from mingzhi.casework.act import SHANGHAI  # noqa: E402
from mingzhi.casework.actor import Role  # noqa: E402
from mingzhi.casework.acts.review import BundleItem, ReviewSubmitted  # noqa: E402
from mingzhi.casework.papers import bundle as materials_of  # noqa: E402
from mingzhi.casework.papers import digest  # noqa: E402
from mingzhi.law.pack import load_pack  # noqa: E402
from mingzhi.people.selectors import actor_for  # noqa: E402
from mingzhi.record import selectors  # noqa: E402
from mingzhi.record.append import append  # noqa: E402
from mingzhi.record.models import Dossier  # noqa: E402
from mingzhi.review import bundle, findings  # noqa: E402
from mingzhi.review.case import Case  # noqa: E402
from mingzhi.review.selectors import candidates, case_of, waiting  # noqa: E402
from mingzhi.samples import people  # noqa: E402
from tests.desk.filling import form, forms  # noqa: E402
from tests.desk.stages import client, person, stopped_at  # noqa: E402
from tests.instruments.case_people import AGENCY, REVIEWER, ZHOU  # noqa: E402
from tests.instruments.cases import pharmacy  # noqa: E402

At = Callable[..., Dossier]


@pytest.fixture
def at(db: None, settings: Settings, tmp_path: Path) -> At:
    """停在某一步的一卷；钟停在那一步一小时以后。"""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MINGZHI_DATA = tmp_path
    settings.MINGZHI_EXHIBITS = tmp_path / "exhibits"
    people.load(datetime(2025, 10, 13, 9, tzinfo=SHANGHAI))

    def stop(until: str, occurrence: int = 1) -> Dossier:
        dossier, settings.MINGZHI_NOW = stopped_at(until, occurrence)
        return dossier

    return stop


@pytest.fixture
def now(settings: Settings) -> Callable[[], datetime]:
    return lambda: settings.MINGZHI_NOW


def url(dossier: Dossier, what: str = "") -> str:
    return f"/review/{dossier.pk}/{what}"


LINES = 13


def answered(dossier: Dossier, failing: int = -1) -> dict[str, list[str]]:
    """逐行答完；failing 那一行不符合。"""
    data = form(client("zhengbing").get(url(dossier)).content.decode()).typing(text="事实清楚。")
    rows = findings.rows(case_of(dossier, selectors.acts(dossier)[-1].recorded))
    assert len(rows) == LINES
    for index, row in enumerate(rows):
        good, bad = row.answers[0].value, row.answers[1].value
        data[f"lines.{index}.result"] = [bad if index == failing else good]
        data[f"lines.{index}.opinion"] = [f"第 {index + 1} 行的意见"]
    return data


# ── 审核与执法分开 ─────────────────────────────────────────────────────


def test_somebody_who_handled_the_case_is_refused_with_the_clause(
    at: At, now: Callable[[], datetime]
) -> None:
    dossier = at("分派审核", 1)
    handler = person("zhoujia")
    handler.roles = [Role.HANDLER.value, Role.REVIEWER.value]
    handler.save()
    before = len(selectors.acts(dossier))
    html = client("zhoujia").get(url(dossier)).content.decode()
    assert "您不能审核本案" in html and "CQ-L-3¶1" in html and "您办过本案" in html
    assert 'name="lines.0.result"' not in html, "不能审核的人没有可以填的"
    data = answered(dossier) | {"opinion": ["agree"]}
    response = client("zhoujia").post(url(dossier), data)
    assert response.status_code == 422 and "CQ-L-3¶1" in response.content.decode()
    assert len(selectors.acts(dossier)) == before
    queue = client("zhoujia").get("/review/").content.decode()
    assert "我不能审核的" in queue and "您办过本案" in queue


def test_a_reviewer_not_assigned_is_told_who_assigns(at: At) -> None:
    dossier = at("分派审核", 1)
    html = client("weishiyin").get(url(dossier)).content.decode()
    assert "没有分派给您" in html and 'name="lines.0.result"' not in html
    response = client("weishiyin").post(url(dossier), answered(dossier) | {"opinion": ["agree"]})
    assert response.status_code == 422 and "您不是本案确定的审核人" in response.content.decode()


def test_the_assignment_page_bars_those_who_handled_and_says_why(at: At, now: Callable[[], datetime]) -> None:
    dossier = at("送法制审核", 1)
    handler = person("wuyi")
    handler.roles = [Role.HANDLER.value, Role.REVIEWER.value]
    handler.save()
    case = case_of(dossier, now())
    found = {each.actor.name: each for each in candidates(case, actor_for(person("qianshiji"), case.today))}
    assert not found["郑丙示"].barred and not found["卫示寅"].barred
    assert any("CQ-L-3¶1" in ground.clauses for ground in found["吴乙示"].barred)
    html = client("qianshiji").get(url(dossier, "assign/")).content.decode()
    assert "拟确定的审核人办过本案" in html
    data = form(html).typing() | {"reviewer": [person("wuyi").number]}
    response = client("qianshiji").post(url(dossier, "assign/"), data)
    refused = response.content.decode()
    assert response.status_code == 422 and "CQ-L-3¶3-b" in refused
    # 国家包的那一条待核，重庆的两条不是：标在它自己旁边。
    marked = [box.split("</dl>")[0] for box in refused.split("<dl><dt>原因</dt>")[1:]]
    assert [("待核" in box, "行政处罚法" in box) for box in marked].count((True, True)) == 1
    assert not any("待核" in box and "法制审核办法" in box for box in marked)
    ok = data | {"reviewer": [person("zhengbing").number]}
    assert client("qianshiji").post(url(dossier, "assign/"), ok).status_code == 302
    assert selectors.acts(dossier)[-1].kind == "review.assigned"


def test_another_bureau_and_a_publisher_do_not_see_a_review(at: At) -> None:
    dossier = at("分派审核", 1)
    for what in ("", "assign/", "sheet/", "materials/0/"):
        assert client("huangji").get(url(dossier, what)).status_code == 404
        assert client("caoshigui").get(url(dossier, what)).status_code == 404


# ── 十三行和意见 ───────────────────────────────────────────────────────


def test_thirteen_lines_stand_in_the_annex_s_order_and_no_judgement_is_prefilled(at: At) -> None:
    dossier = at("分派审核", 1)
    html = client("zhengbing").get(url(dossier)).content.decode()
    order = [html.index(rule.line) for rule in case_of(dossier, selectors.acts(dossier)[-1].recorded).lines]
    assert order == sorted(order) and len(order) == LINES
    data = form(html).data
    assert not any(name.endswith(".result") for name in data), "结论从不预填"
    assert "opinion" not in data


def test_an_opinion_goes_to_the_head_who_signs_it(at: At) -> None:
    dossier = at("分派审核", 1)
    response = client("zhengbing").post(url(dossier), answered(dossier) | {"opinion": ["agree"]})
    assert response.status_code == 302
    opined = selectors.acts(dossier)[-1]
    assert opined.kind == "review.opined" and len(opined.body.lines) == LINES  # type: ignore[attr-defined]
    sheet = client("zhengbing").get(url(dossier, "sheet/")).content.decode()
    assert "法制审核意见表" in sheet and "第 13 行的意见" in sheet
    head = client("qianshiji")
    signing = next(
        each for each in forms(head.get(url(dossier)).content.decode()) if each.action.endswith("sign/")
    )
    refused = head.post(url(dossier, "sign/"), signing.typing())
    assert refused.status_code == 422, "材料没有退回，不能签发"
    assert head.post(url(dossier, "sign/"), signing.typing(returned="on")).status_code == 302
    signed = selectors.acts(dossier)[-1]
    assert signed.kind == "review.signed" and signed.body.of == opined.number  # type: ignore[attr-defined]
    assert signed.body.document_no  # type: ignore[attr-defined]


def test_agreeing_with_a_failing_line_is_barred_on_the_page_and_refused(at: At) -> None:
    dossier = at("分派审核", 1)
    data = answered(dossier, failing=5)
    browser = client("zhengbing")
    shown = browser.post(url(dossier), data | {"_do": ["autosave"], "opinion": ["agree"]}).content.decode()
    assert "opinion barred" in shown and "有审核内容不符合，不能提同意的意见" in shown
    response = browser.post(url(dossier), data | {"opinion": ["agree"]})
    assert response.status_code == 422
    html = response.content.decode()
    assert "第 6 行的意见" in html and form(html).data["text"] == "事实清楚。", "填的都在"
    change = data | {"opinion": ["change"], "points": ["没有写阶次\r\n没有写理由"]}
    assert browser.post(url(dossier), change).status_code == 302
    points = selectors.acts(dossier)[-1].body.points  # type: ignore[attr-defined]
    assert [each.text for each in points] == ["没有写阶次", "没有写理由"]


def test_an_unanswered_line_is_refused_and_what_was_written_is_there_tomorrow(at: At) -> None:
    dossier = at("分派审核", 1)
    data = answered(dossier) | {"opinion": ["agree"]}
    # 只写了意见没有选结论的也算写了（第十三行本来就只写文字）；两样都没有的才算没有写。
    del data["lines.3.result"]
    data["lines.3.opinion"] = [""]
    response = client("zhengbing").post(url(dossier), data)
    assert response.status_code == 422 and "还有行没有写" in response.content.decode()
    again = form(client("zhengbing").get(url(dossier)).content.decode()).data
    assert (
        again["lines.4.opinion"] == "第 5 行的意见" and again["lines.2.result"] == data["lines.2.result"][0]
    )
    assert "lines.3.result" not in again


def test_chongqing_offers_four_opinions_only(at: At, now: Callable[[], datetime]) -> None:
    dossier = at("分派审核", 1)
    case = case_of(dossier, now())
    offers = case.opinions(actor_for(person("zhengbing"), case.today), ())
    assert [each.opinion.label for each in offers] == ["同意", "继续调查或者不予作出决定", "变更", "纠正"]


# ── 期限、材料、核对 ───────────────────────────────────────────────────


def test_the_queue_puts_the_most_urgent_first_and_the_clock_counts_working_days(
    at: At, now: Callable[[], datetime]
) -> None:
    dossier = at("分派审核", 1)
    case = case_of(dossier, now())
    assert len(case.clock) == 10 and case.due is not None
    assert sum(case.clock) == case.view.calendar.workdays_between(case.due.start, case.today)
    mine = waiting(actor_for(person("zhengbing"), case.today), now())
    assert [each.case.dossier.pk for each in mine if each.mine] == [dossier.pk]
    assert mine[0].todo == "待审核"
    html = client("zhengbing").get("/review/").content.decode()
    assert case.file.title in html and case.due.words in html


def test_the_bundle_is_frozen_and_says_when_a_newer_draft_exists(at: At, now: Callable[[], datetime]) -> None:
    dossier = at("签署意见", 3)
    acts = selectors.acts(dossier)
    if not any(act.kind == "report.drafted" for act in acts):
        pytest.fail("场景变了：这一步应当已经呈报")
    case = case_of(dossier, now())
    head = actor_for(person("lishiwu"), case.today)
    items = materials_of(case.rules, case.file)
    assert {item.instrument for item in items} >= {"case_report", "penalty_decision", "filing_approval"}
    assert all(isinstance(item, BundleItem) and item.sha256 for item in items)
    body = ReviewSubmitted(
        report=case.file.last("report.drafted").number,  # type: ignore[union-attr]
        materials=items,
        has_report=True,
        has_evidence=True,
        has_filing=True,
        has_approval_form=True,
        has_decision_text=True,
        declared=True,
    )
    append(dossier, "review.submitted", body, by=head, happened=now(), now=now())
    case = case_of(dossier, now())
    assert {each.says for each in bundle.items(case)} == {"与送审时一致"}
    report = case.file.last("report.drafted")
    assert report is not None
    later = report.body.model_copy(update={"discretion": "另写的裁量理由。", "document_no": ""})
    handler = actor_for(person("zhoujia"), case.today)
    append(dossier, "report.drafted", later, by=handler, happened=now(), now=now())
    case = case_of(dossier, now())
    found = next(each for each in bundle.items(case) if each.item.instrument == "case_report")
    assert found.newer is not None and found.lamp == "near"
    html = client("qianshiji").get(url(dossier, f"materials/{found.index}/")).content.decode()
    assert "<ins>" in html and "另写的裁量理由。" in html and "<del>" in html


def test_materials_sent_from_the_page_are_frozen_as_they_stand(at: At, now: Callable[[], datetime]) -> None:
    dossier = at("签署意见", 3)
    there = f"/desk/dossiers/{dossier.pk}/acts/new/review.submitted/"
    page = form(client("lishiwu").get(there).content.decode())
    response = client("lishiwu").post(there, page.typing(review_department="法规科"))
    assert response.status_code == 422 and "声明" in response.content.decode(), "声明要人来作"
    assert (
        client("lishiwu").post(there, page.typing(review_department="法规科", declared="on")).status_code
        == 302
    )
    case = case_of(dossier, now())
    assert {each.says for each in bundle.items(case)} == {"与送审时一致"} and case.open
    html = client("qianshiji").get(url(dossier)).content.decode()
    assert "拟定的行政处罚决定书" in html and "不一致" not in html
    shown = client("qianshiji").get(url(dossier, "materials/2/")).content.decode()
    assert "行政处罚决定书" in shown and "与送审时一致" in shown


def test_qilin_offers_two_opinions_nine_lines_and_no_term() -> None:
    acts = pharmacy()
    until = next(act.number for act in acts if act.kind == "review.assigned")
    moment = acts[until].happened
    case = Case(Dossier(agency_name=AGENCY.name), load_pack("yunnan-qujing-qilin"), acts[:until], moment)
    assert [each.opinion.label for each in case.opinions(REVIEWER, ())] == ["同意", "存在问题"]
    assert len(case.lines) == 9 == len(findings.rows(case))
    assert case.due is None and case.clock == ()
    chongqing = Case(Dossier(agency_name=AGENCY.name), load_pack("chongqing"), acts[:until], moment)
    assert chongqing.due is not None and not chongqing.barred(REVIEWER)
    assert any("CQ-L-3¶1" in ground.clauses for ground in chongqing.barred(ZHOU))


def test_the_digest_of_an_act_changes_with_any_word_of_it(at: At) -> None:
    dossier = at("立案", 1)
    act = selectors.acts(dossier)[-1]
    from dataclasses import replace

    other = replace(act, body=act.body.model_copy(update={"cause": "另一个案由"}))
    assert digest(act) != digest(other) and digest(act) == digest(selectors.acts(dossier)[-1])


def test_every_check_that_the_packs_name_is_answered_by_a_finding() -> None:
    known = set(findings.CHECKS)
    # 这几种由同一行的另一种一并回答。
    joined = {"told.fine", "answered.fine", "review.independent"}
    for place in ("chongqing", "yunnan-qujing-qilin"):
        for rule in load_pack(place).on(datetime(2025, 10, 13).date()).part("line"):
            assert rule.line is not None
            assert set(rule.line.checks) <= known | joined, rule.id


def test_a_defect_is_listed_under_whether_the_procedure_was_lawful(
    at: At, now: Callable[[], datetime]
) -> None:
    dossier = at("分派审核", 1)
    case = case_of(dossier, now())
    handler = actor_for(person("zhoujia"), case.today)
    append(
        dossier,
        "inquiry.held",
        {"person": "苏某示", "in_case_room": True, "officers": [handler.officer().model_dump()]},
        by=handler,
        happened=now(),
        now=now(),
    )
    case = case_of(dossier, now())
    row = next(each for each in findings.rows(case) if each.rule.line == "程序是否合法")
    assert row.lamp == "near"
    assert any("询问" in each.words and "没有说明" in each.words for each in row.findings)
