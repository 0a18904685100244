"""写一项行为：预填、草稿、写错、拒绝、被抢先、带瑕疵、文书、上传。不论怎样，填的和传的都还在。"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from django.test import Client
from pytest_django import Settings

from mingzhi.casework.act import KINDS, SHANGHAI
from mingzhi.casework.actor import Role
from mingzhi.desk.links import new_act
from mingzhi.instruments.codes import code_of, read_code
from mingzhi.record import selectors
from mingzhi.record.models import Dossier, Draft
from mingzhi.record.proof import broken
from mingzhi.samples import people
from tests.desk.filling import Filled, form
from tests.desk.stages import client, person, stopped_at

At = Callable[..., Dossier]
# 一件证据其余应当填写的栏。
WHOLE = {"source": "当事人提供", "proves": "购销情况"}


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


def new(dossier: Dossier, kind: str) -> str:
    return f"/desk/dossiers/{dossier.pk}/acts/new/{kind}/"


def opened(username: str, url: str) -> Filled:
    response = client(username).get(url)
    assert response.status_code == 200, response.status_code
    return form(response.content.decode())


# ── 预填 ───────────────────────────────────────────────────────────────


def test_a_form_is_filled_from_the_dossier_and_says_so(at: At) -> None:
    dossier = at("签发审核意见", 2)
    html = client("wangshizhang").get(new(dossier, "decision.made")).content.decode()
    data = form(html).data
    assert data["fine"] == "75120.00" and data["refund"] == "62600.00"
    assert "六十日" in data["remedies"] or "60日" in data["remedies"]
    assert data["fine_account"] and data["refund_account"]
    assert html.count("取自案卷") >= 8
    assert data.get("opinion") == "", "机关负责人的意见是人的话，不预填"


# 每个岗位一个人，都进得来作出决定以后的那一卷。
WHO = {
    Role.HANDLER: "zhoujia",
    Role.UNIT_HEAD: "lishiwu",
    Role.REVIEWER: "zhengbing",
    Role.REVIEW_HEAD: "qianshiji",
    Role.DEPUTY: "zhaoshifu",
    Role.PRINCIPAL: "wangshizhang",
    Role.HEARING_HOST: "hanshichou",
    Role.PUBLISHER: "caoshigui",
    Role.CUSTODIAN: "sunshiding",
    Role.ARCHIVIST: "heshiren",
}


def test_every_kind_opens_for_somebody_who_may_write_it(at: At) -> None:
    dossier = at("立卷归档")
    browsers = {role: client(username) for role, username in WHO.items()}
    for kind in KINDS.values():
        if not kind.has_form:
            continue  # 系统写的没有表单：test_no_form.py。
        role = next(role for role in kind.roles if role in browsers)
        response = browsers[role].get(new(dossier, kind.word))
        assert response.status_code == 200, kind.word
        html = response.content.decode()
        assert 'name="expects"' in html and "写入案卷" in html, kind.word


def test_somebody_without_the_office_is_told_whose_it_is_and_sees_no_form(at: At) -> None:
    dossier = at("立案", 1)
    response = client("zhoujia").get(new(dossier, "case.closed"))
    assert response.status_code == 403
    html = response.content.decode()
    assert "由机关负责人、分管负责人办理" in html and "写入案卷" not in html


def test_an_officer_of_the_other_bureau_and_a_citizen_see_no_form(at: At) -> None:
    dossier = at("立案", 1)
    assert client("chending").get(new(dossier, "inspection.held")).status_code == 404
    from django.test import Client

    response = Client().get(new(dossier, "inspection.held"))
    assert response.status_code == 302 and "sign-in" in response["Location"]


# ── 写入 ───────────────────────────────────────────────────────────────


def test_a_fact_is_written_with_its_defects_and_the_page_says_which(at: At) -> None:
    dossier = at("安排现场检查", 1)
    page = opened("zhoujia", new(dossier, "inspection.held"))
    data = page.typing(
        started="2025-09-23 17:00",
        ended="2025-09-23 17:30",
        told="出示执法证件，告知权利。",
        found="营业厅有收银台 2 处。",
        party_says="属实。",
    )
    data["officers"] = data["officers"][:1]
    browser = client("zhoujia")
    response = browser.post(new(dossier, "inspection.held"), data, follow=True)
    assert response.status_code == 200
    written = selectors.acts(dossier)[-1]
    assert written.kind == "inspection.held" and len(getattr(written.body, "officers", ())) == 1
    html = response.content.decode()
    assert "处瑕疵" in html and "说明原因和补救" in html
    assert not broken(dossier)


def test_a_refused_act_keeps_every_word_and_names_clause_who_and_next_step(at: At) -> None:
    dossier = at("呈请立案")
    before = len(selectors.acts(dossier))
    page = opened("wangshizhang", new(dossier, "case.filed"))
    data = page.typing(opinion="同意立案，由两人承办。") | {"handlers": ["CQ012", "CQ019"]}
    browser = client("wangshizhang")
    response = browser.post(new(dossier, "case.filed"), data)
    assert response.status_code == 422
    assert len(selectors.acts(dossier)) == before
    html = response.content.decode()
    assert "CQ-R-9¶1" in html and "谁能补" in html and "李示戊" in html and 'id="refusal"' in html
    again = form(html).data
    assert again["opinion"] == "同意立案，由两人承办。"
    assert again.getlist("handlers") == ["CQ012", "CQ019"]
    reopened = form(browser.get(new(dossier, "case.filed")).content.decode()).data
    assert reopened["opinion"] == "同意立案，由两人承办。", "拒绝以后关掉页面，再来时还在"


def test_bad_input_is_told_beside_the_field_and_nothing_is_written(at: At) -> None:
    dossier = at("立案", 1)
    before = len(selectors.acts(dossier))
    page = opened("zhoujia", new(dossier, "materials.demanded"))
    data = page.typing(before="下周三", basis="条例第二十七条")
    response = client("zhoujia").post(new(dossier, "materials.demanded"), data)
    assert response.status_code == 422 and len(selectors.acts(dossier)) == before
    html = response.content.decode()
    assert 'value="下周三"' in html and 'aria-describedby="f-before-h f-before-e"' in html
    assert 'aria-invalid="true"' in html and "请按“年-月-日”填写日期" in html


def test_a_bad_time_is_told_at_the_time(at: At) -> None:
    dossier = at("立案", 1)
    page = opened("zhoujia", new(dossier, "evidence.added"))
    response = client("zhoujia").post(new(dossier, "evidence.added"), page.typing(happened="刚才"))
    html = response.content.decode()
    assert response.status_code == 422 and 'id="f-happened-e"' in html and 'value="刚才"' in html


def test_what_happened_before_is_taken_and_marked_as_late_entry(at: At) -> None:
    dossier = at("安排现场检查", 1)
    page = opened("zhoujia", new(dossier, "evidence.added"))
    data = page.typing(happened="2025-09-22 15:00", title="购销台账", evidence_kind="documentary", **WHOLE)
    client("zhoujia").post(new(dossier, "evidence.added"), data)
    act = selectors.acts(dossier)[-1]
    assert act.kind == "evidence.added" and act.late


def test_a_fact_with_empty_fields_is_written_only_after_asking(at: At) -> None:
    dossier = at("立案", 1)
    url, browser = new(dossier, "evidence.added"), client("zhoujia")
    before = len(selectors.acts(dossier))
    asked = browser.post(url, opened("zhoujia", url).typing(title="台账", evidence_kind="documentary"))
    html = asked.content.decode()
    assert asked.status_code == 422 and len(selectors.acts(dossier)) == before
    assert "还空着" in html and "来源" in html and 'href="#f-proves"' in html
    page = form(html)
    assert ("_do", "write-blank") in page.buttons and page.data["title"] == "台账"
    browser.post(url, dict(page.data.lists()) | {"_do": ["write-blank"]})
    assert len(selectors.acts(dossier)) == before + 1, "确实没有的，照实写入，带瑕疵"


def test_what_was_written_last_shows_the_next_step_beside_it(at: At) -> None:
    dossier = at("呈请立案")
    last = len(selectors.acts(dossier))
    page = client("lishiwu").get(f"/desk/dossiers/{dossier.pk}/acts/{last}/").content.decode()
    assert "下一步" in page and new(dossier, "opinion.given") in page
    earlier = client("lishiwu").get(f"/desk/dossiers/{dossier.pk}/acts/{last - 1}/").content.decode()
    assert new(dossier, "opinion.given") not in earlier


def test_nobody_agrees_without_choosing(at: At) -> None:
    dossier = at("呈请立案")
    url, browser = new(dossier, "opinion.given"), client("lishiwu")
    refused = browser.post(url, opened("lishiwu", url).typing(text="没有选"))
    assert refused.status_code == 422 and "没有填写“意见”" in refused.content.decode()


def test_of_two_writers_one_wins_and_the_other_keeps_the_typing_and_may_go_on(at: At) -> None:
    dossier = at("立案", 1)
    url = new(dossier, "evidence.added")
    first, second = opened("zhoujia", url), opened("wuyi", url)
    client("zhoujia").post(url, first.typing(title="甲先写的", evidence_kind="documentary", **WHOLE))
    browser = client("wuyi")
    response = browser.post(url, second.typing(title="乙写的", evidence_kind="documentary", **WHOLE))
    assert response.status_code == 409
    html = response.content.decode()
    assert "周甲示" in html and "您填的内容都在" in html
    kept = form(html)
    assert kept.data["title"] == "乙写的"
    assert ("_do", "write") in kept.buttons
    response = browser.post(url, dict(kept.data.lists()))
    assert response.status_code == 302
    assert [getattr(act.body, "title", "") for act in selectors.acts(dossier)[-2:]] == ["甲先写的", "乙写的"]


def test_typing_is_saved_by_itself_and_is_there_on_coming_back(at: At) -> None:
    dossier = at("立案", 1)
    url = new(dossier, "investigation.concluded")
    page, browser = opened("zhoujia", url), client("zhoujia")
    data = page.typing(violation="写到一半", fine="不是数") | {"_do": ["autosave"]}
    response = browser.post(url, data, headers={"HX-Request": "true"})
    assert response.status_code == 200
    said = response.content.decode()
    assert "已自动保存，尚未写入案卷" in said and 'hx-swap-oob="true"' in said
    again = browser.get(url).content.decode()
    back = form(again).data
    assert back["violation"] == "写到一半" and back["fine"] == "不是数", "写错的字也原样留着"
    assert "已自动保存，尚未写入案卷" in again
    assert opened("wuyi", url).data["violation"] != "写到一半", "草稿是一个人的"


def test_coming_back_to_a_draft_tells_what_others_wrote_since(at: At) -> None:
    dossier = at("立案", 1)
    url, browser = new(dossier, "investigation.concluded"), client("zhoujia")
    page = opened("zhoujia", url)
    browser.post(url, page.typing(violation="写到一半") | {"_do": ["save"]})
    other = new(dossier, "evidence.added")
    client("wuyi").post(
        other, opened("wuyi", other).typing(title="乙写的", evidence_kind="documentary", **WHOLE)
    )
    html = browser.get(url).content.decode()
    assert "新写了 1 项" in html and "吴乙示" in html
    back = form(html).data
    assert back["violation"] == "写到一半" and back["expects"] == str(len(selectors.acts(dossier)))


def test_a_row_is_added_and_taken_away_without_script(at: At) -> None:
    dossier = at("立案", 1)
    url, browser = new(dossier, "materials.demanded"), client("zhoujia")
    page = opened("zhoujia", url)
    # 空的表先摆着一行。
    typed = page.typing(**{"materials__0__name": "进货发票"})
    more = form(browser.post(url, typed | {"_add": ["materials"]}).content.decode())
    assert more.data["materials.0.name"] == "进货发票" and more.data["materials.1.name"] == ""
    less = form(browser.post(url, more.typing() | {"_remove": ["materials.1"]}).content.decode())
    assert less.data["materials.0.name"] == "进货发票" and "materials.1.name" not in less.data
    assert less.data["recipient"] == "重庆示例大药房有限公司"


def test_a_lead_opens_a_dossier_only_when_written(at: At) -> None:
    at("登记实名举报（次日补录）")
    before = Dossier.objects.count()
    page, browser = opened("zhoujia", "/desk/leads/new/"), client("zhoujia")
    data = page.typing(source="anonymous_report", content="反映串换药品。", handling="转科室核查")
    browser.post("/desk/leads/new/", data | {"_do": ["save"]})
    assert Dossier.objects.count() == before
    back = form(browser.get("/desk/leads/new/").content.decode()).data
    assert back["content"] == "反映串换药品。"
    response = browser.post("/desk/leads/new/", data)
    assert response.status_code == 302 and Dossier.objects.count() == before + 1
    written = selectors.acts(Dossier.objects.order_by("-created").first())[0]  # type: ignore[arg-type]
    assert written.kind == "lead.registered" and getattr(written.body, "informant", "") is None


def test_an_opinion_stands_below_the_earlier_ones_and_beside_the_paper(at: At) -> None:
    dossier = at("呈请立案")
    html = client("lishiwu").get(new(dossier, "opinion.given")).content.decode()
    assert 'class="approve"' in html and "建议立案调查" in html and "立案审批表" in html
    assert form(html).data["level"] == "unit_head"


def test_a_missing_stretch_of_video_is_drawn_and_leads_to_supplying_or_recording_it(at: At) -> None:
    dossier = at("实施封存")
    page = opened("lishiwu", new(dossier, "review.submitted"))
    response = client("lishiwu").post(new(dossier, "review.submitted"), page.typing(declared="on"))
    html = response.content.decode()
    assert response.status_code == 422 and 'class="gap-bar"' in html and "没有录像" in html
    number = number_of(dossier, "sealing.imposed")
    assert f"{new(dossier, 'recording.ingested')}?of={number}" in html
    assert f"{new(dossier, 'defect.explained')}?of={number}" in html


def test_the_page_foretells_the_defects_of_a_fact_before_it_is_written(at: At) -> None:
    dossier = at("安排现场检查", 1)
    page = opened("zhoujia", new(dossier, "inspection.held"))
    data = page.typing(found="看到的事实") | {"officers": ["CQ012"], "_do": ["autosave"]}
    said = client("zhoujia").post(new(dossier, "inspection.held"), data).content.decode()
    assert "会照实记下这些瑕疵" in said and "第四十二条" in said
    assert len(selectors.acts(dossier)) == int(str(page.data["expects"]))


def test_a_draft_thrown_away_is_filled_from_the_dossier_again(at: At) -> None:
    dossier = at("安排现场检查", 1)
    url, browser = new(dossier, "inspection.held"), client("zhoujia")
    page = opened("zhoujia", url)
    browser.post(url, page.typing(place="改错的地点") | {"_do": ["save"]})
    saved = form(browser.get(url).content.decode())
    assert saved.data["place"] == "改错的地点" and ("_do", "discard") in saved.buttons
    browser.post(url, saved.typing() | {"_do": ["discard"]})
    assert form(browser.get(url).content.decode()).data["place"] == page.data["place"]


# ── 上传 ───────────────────────────────────────────────────────────────


def put(browser: Client, upload: str, content: bytes, first: int, last: int, digest: str = "") -> Any:
    part = content[first : last + 1]
    shown = digest or base64.b64encode(hashlib.sha256(part).digest()).decode()
    return browser.put(
        f"/desk/uploads/{upload}/",
        part,
        content_type="application/octet-stream",
        headers={
            "Content-Range": f"bytes {first}-{last}/{len(content)}",
            "Content-Digest": f"sha-256=:{shown}:",
        },
    )


def test_an_upload_goes_on_where_it_broke_off_and_its_digest_is_checked(at: At) -> None:
    dossier = at("立案", 1)
    browser, content = client("zhoujia"), b"0123456789" * 1000
    digest = hashlib.sha256(content).hexdigest()
    said = {"name": "录像.mp4", "size": len(content), "media_type": "video/mp4", "sha256": digest}
    begun = browser.post("/desk/uploads/", json.dumps(said), content_type="application/json")
    upload = begun.json()["id"]
    assert put(browser, upload, content, 0, 3999).status_code == 200
    # 换一个浏览器（服务器也可能重启过）：从断的地方接着。
    other = client("zhoujia")
    assert other.get(f"/desk/uploads/{upload}/").json()["offset"] == 4000
    again = other.post("/desk/uploads/", json.dumps(said), content_type="application/json").json()
    assert again == {"id": upload, "offset": 4000, "size": 10000}
    assert put(other, upload, content, 0, 3999).status_code == 409
    bad = base64.b64encode(b"\x00" * 32).decode()
    assert put(other, upload, content, 4000, 9999, bad).status_code == 409
    done = put(other, upload, content, 4000, 9999)
    assert done.status_code == 201 and done.json()["sha256"] == digest
    page = opened("zhoujia", new(dossier, "evidence.added"))
    data = page.typing(title="录像", evidence_kind="audiovisual", **WHOLE) | {
        "exhibit": [done.json()["token"]]
    }
    other.post(new(dossier, "evidence.added"), data)
    written = selectors.acts(dossier)[-1]
    assert [each.sha256 for each in written.exhibits] == [digest] and written.exhibits[0].name == "录像.mp4"


def test_an_upload_that_arrives_changed_is_thrown_away(at: At) -> None:
    at("立案", 1)
    browser, content = client("zhoujia"), b"abc" * 100
    said = {"name": "a.bin", "size": len(content), "sha256": hashlib.sha256(b"other").hexdigest()}
    upload = browser.post("/desk/uploads/", json.dumps(said), content_type="application/json").json()["id"]
    response = put(browser, upload, content, 0, len(content) - 1)
    assert response.status_code == 409 and "摘要不一致" in response.json()["error"]
    assert browser.get(f"/desk/uploads/{upload}/").status_code == 404


def test_nobody_else_sees_an_upload_or_uses_its_ticket(at: At) -> None:
    dossier = at("立案", 1)
    browser, content = client("zhoujia"), b"secret"
    said = {"name": "a.txt", "size": len(content), "sha256": ""}
    upload = browser.post("/desk/uploads/", json.dumps(said), content_type="application/json").json()["id"]
    assert client("wuyi").get(f"/desk/uploads/{upload}/").status_code == 404
    token = put(browser, upload, content, 0, 5).json()["token"]
    page = opened("wuyi", new(dossier, "evidence.added"))
    data = page.typing(title="冒用", evidence_kind="documentary", **WHOLE) | {"exhibit": [token]}
    client("wuyi").post(new(dossier, "evidence.added"), data)
    assert selectors.acts(dossier)[-1].exhibits == ()


def test_a_file_sent_with_the_form_is_kept_when_the_act_is_refused(at: At) -> None:
    dossier = at("呈请立案")
    page, browser = opened("wangshizhang", new(dossier, "case.filed")), client("wangshizhang")
    file = BytesIO(b"scan")
    file.name = "扫描.pdf"
    response = browser.post(new(dossier, "case.filed"), page.typing() | {"files": [file]})
    assert response.status_code == 422
    html = response.content.decode()
    assert "扫描.pdf" in html and form(html).data["exhibit"]


# ── 文书 ───────────────────────────────────────────────────────────────


def number_of(dossier: Dossier, kind: str) -> int:
    return next(act.number for act in reversed(selectors.acts(dossier)) if act.kind == kind)


def test_a_document_is_shown_printed_and_exported_with_its_code(at: At) -> None:
    dossier = at("作出决定")
    number = number_of(dossier, "decision.made")
    base = f"/desk/dossiers/{dossier.pk}/acts/{number}/documents/penalty_decision"
    browser = client("zhoujia")
    html = browser.get(base + "/").content.decode()
    code = code_of(dossier.pk, number, "penalty_decision")
    assert "行政处罚决定书" in html and code in html and "sheet-sample" in html and "sheet-draft" not in html
    assert browser.get(base + ".pdf").content.startswith(b"%PDF")
    assert browser.get(base + ".docx").content.startswith(b"PK")
    assert client("chending").get(base + ".pdf").status_code == 404
    report = number_of(dossier, "report.drafted")
    draft = browser.get(f"/desk/dossiers/{dossier.pk}/acts/{report}/documents/penalty_decision/")
    assert "sheet-draft" in draft.content.decode()


def test_the_register_of_a_complaint_is_printed_only_for_those_who_may_know_the_informant(at: At) -> None:
    dossier = at("作出决定")
    base = f"/desk/dossiers/{dossier.pk}/acts/1/documents/lead_register"
    assert "示例举报人甲" in client("zhoujia").get(base + "/").content.decode()
    for username in ("zhengbing", "lishiwu"):
        for end in ("/", ".pdf", ".docx"):
            assert client(username).get(base + end).status_code == 404


def test_cover_and_list_are_printed_for_each_of_the_two_volumes(at: At) -> None:
    dossier = at("立卷归档")
    base = f"/desk/dossiers/{dossier.pk}/acts/{number_of(dossier, 'file.assembled')}/documents/file_index/"
    browser = client("heshiren")
    main = browser.get(base).content.decode()
    auxiliary = browser.get(base + "?volume=auxiliary").content.decode()
    assert "行政处罚决定书" in main and "法制审核意见表" not in main
    assert "法制审核意见表" in auxiliary


def test_an_edited_word_file_comes_back_with_its_differences_filled_in(at: At) -> None:
    dossier = at("作出决定")
    number = number_of(dossier, "decision.made")
    base = f"/desk/dossiers/{dossier.pk}/acts/{number}/documents/penalty_decision"
    browser = client("zhoujia")
    word = docx.Document(BytesIO(browser.get(base + ".docx").content))
    changed = next(each for each in word.paragraphs if "违法事实" not in each.text and len(each.text) > 30)
    changed.text = "这一段是后来改的。"
    out = BytesIO()
    word.save(out)
    out.seek(0)
    out.name = "改过.docx"
    response = browser.post(base + "/edited/", {"file": out}, follow=True)
    page = form(response.content.decode())
    assert page.data["of"] == str(number) and page.data["changes"] == "1"
    assert "这一段是后来改的" in page.data["differences"] and "same_as_reviewed" not in page.data
    assert browser.post(new(dossier, "document.edited"), dict(page.data.lists())).status_code == 302
    written = selectors.acts(dossier)[-1]
    assert written.kind == "document.edited" and written.exhibits[0].name == "改过.docx"


def test_an_unchanged_word_file_is_the_same_as_reviewed(at: At) -> None:
    dossier = at("作出决定")
    base = (
        f"/desk/dossiers/{dossier.pk}/acts/{number_of(dossier, 'decision.made')}/documents/penalty_decision"
    )
    browser = client("zhoujia")
    out = BytesIO(browser.get(base + ".docx").content)
    out.name = "没有改.docx"
    page = form(browser.post(base + "/edited/", {"file": out}, follow=True).content.decode())
    assert page.data["changes"] == "0" and page.data["same_as_reviewed"] == "on"


def test_something_that_is_not_word_is_told_at_the_field(at: At) -> None:
    dossier = at("作出决定")
    base = (
        f"/desk/dossiers/{dossier.pk}/acts/{number_of(dossier, 'decision.made')}/documents/penalty_decision"
    )
    out = BytesIO(b"not word")
    out.name = "a.docx"
    response = client("zhoujia").post(base + "/edited/", {"file": out})
    assert response.status_code == 422 and "这个文件读不出来" in response.content.decode()


def test_a_signed_scan_finds_the_act_that_printed_it_by_the_code(at: At) -> None:
    dossier = at("作出决定")
    number = number_of(dossier, "decision.made")
    code = code_of(dossier.pk, number, "penalty_decision").lower().replace("-", " ")
    scan = BytesIO(b"%PDF-1.4 scan")
    scan.name = "签字件.pdf"
    response = client("zhoujia").post("/desk/scans/", {"code": code, "files": [scan]}, follow=True)
    page = form(response.content.decode())
    assert page.data["of"] == str(number) and page.data["instrument"] == "行政处罚决定书"
    assert client("zhoujia").post(new(dossier, "scan.returned"), dict(page.data.lists())).status_code == 302
    assert selectors.acts(dossier)[-1].exhibits[0].name == "签字件.pdf"


def test_a_code_of_another_bureau_or_a_wrong_one_finds_nothing(at: At) -> None:
    dossier = at("作出决定")
    number = number_of(dossier, "decision.made")
    good = code_of(dossier.pk, number, "penalty_decision")
    wrong = good[:-1] + ("0" if good[-1] != "0" else "1")
    for username, code in (("chending", good), ("zhoujia", wrong), ("zhoujia", "不是码")):
        scan = BytesIO(b"x")
        scan.name = "a.pdf"
        response = client(username).post("/desk/scans/", {"code": code, "files": [scan]})
        assert response.status_code == 422 and "没有找到这个码" in response.content.decode()
        assert form(response.content.decode(), "exhibit").data["exhibit"], "扫描件不用再传"


def test_every_code_reads_back_to_its_dossier_and_act() -> None:
    from uuid import uuid4

    for number in (1, 14, 999):
        pk = uuid4()
        read = read_code(code_of(pk, number, "penalty_decision"))
        assert read is not None and read.act == number and read.first <= pk <= read.last


# ── 现场检查（手机） ───────────────────────────────────────────────────


def test_an_inspection_runs_on_the_phone_and_becomes_a_record(at: At) -> None:
    dossier = at("安排现场检查", 1)
    url, browser = f"/desk/dossiers/{dossier.pk}/inspect/", client("zhoujia")
    html = browser.get(url).content.decode()
    assert "行政执法证" in html and "吴乙示" in html and "录下核对在场人员身份" in html
    browser.post(url, {"_do": "start"})
    browser.post(url, {"_do": "tick:shown"})
    photo = BytesIO(b"\xff\xd8 photo")
    photo.name = "货架.jpg"
    browser.post(url, {"step": "objects", "photo": photo})
    browser.post(url, {"_do": "stop"})
    html = browser.get(url).content.decode()
    assert "2 / 8" in html and "货架.jpg" in html
    response = browser.post(url, {"_do": "write"}, follow=True)
    page = form(response.content.decode())
    assert page.data["started"] and page.data["ended"] and page.data["certificates_shown"] == "on"
    assert page.data["exhibit"]
    browser.post(new(dossier, "inspection.held"), page.typing(found="看到的事实"))
    written = selectors.acts(dossier)[-1]
    assert written.kind == "inspection.held" and written.exhibits[0].name == "货架.jpg"
    assert Draft.objects.filter(kind="inspecting", person_number=person("zhoujia").number).exists()


def test_a_recording_taken_on_the_phone_is_entered_with_what_it_shows(at: At) -> None:
    dossier = at("实施封存")
    url, browser = f"/desk/dossiers/{dossier.pk}/inspect/", client("zhoujia")
    video = BytesIO(b"video bytes")
    video.name = "现场.mp4"
    browser.post(url, {"step": "environment", "video": video})
    digest = hashlib.sha256(b"video bytes").hexdigest()
    page = form(browser.post(url, {"_do": f"ingest:{digest}"}, follow=True).content.decode())
    assert page.data["environment"] == "on" and page.data["maker"] == "周甲示" and page.data["exhibit"]


def test_no_next_step_leads_to_an_address_that_only_takes_posts(at: At) -> None:
    """下一步的按钮是链接：专门办理的房间，那一页都打得开。"""
    dossier = at("提出审核意见", 1)
    for username, kind in (
        ("qianshiji", "review.assigned"),
        ("zhengbing", "review.opined"),
        ("qianshiji", "review.signed"),
        ("caoshigui", "disclosure.drafted"),
        ("heshiren", "file.assembled"),
        ("heshiren", "consultation.requested"),
        ("heshiren", "package.exported"),
    ):
        response = client(username).get(new_act(dossier.pk, kind))
        assert response.status_code != 405, (username, kind)
