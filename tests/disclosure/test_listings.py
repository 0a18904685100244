"""登记簿的公布、办理进度、年度数据：公布了才有，移出就没有，进度里没有姓名。"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from mingzhi.casework.actor import Role
from mingzhi.casework.acts.annual import Figure
from mingzhi.casework.acts.disclosure import DisclosureSubject
from mingzhi.disclosure import annual, licences, listed, progress
from mingzhi.disclosure.before import current
from mingzhi.disclosure.drafting import prefill
from mingzhi.disclosure.models import ProgressLine, PublicListing
from mingzhi.law.pack import load_pack
from mingzhi.people.models import Agency
from mingzhi.record.append import Refused
from mingzhi.record.audience import roles_in
from mingzhi.record.dossiers import open_dossier
from mingzhi.record.models import Dossier, Projection
from mingzhi.record.rebuild import rebuild
from mingzhi.record.selectors import acts
from tests.disclosure.cases import PHARMACY, at, case, signed_in, write
from tests.disclosure.registers import (
    CHONGQING,
    CODE,
    COLUMN,
    DELEGATION,
    GUIDE,
    PLACARD,
    QILIN,
    RANDOM,
    SAMPLE_TEXT,
    application,
    guide_with_file,
    list_item,
    person,
    publish,
    register,
)

pytestmark = pytest.mark.usefixtures("bureaus")
TODAY = date(2026, 3, 20)


def rows(key: str, code: str = CHONGQING, day: date = TODAY) -> list[list[str]]:
    body = current(Agency.objects.get(code=code), key, day)
    return [row for section in body["sections"] for row in section["rows"]]


# 登记簿 -------------------------------------------------------------------------------------------


def test_an_item_is_on_the_portal_only_after_its_publication() -> None:
    book = register()
    item = list_item(book, "random_item.listed", "2026-03-10 10:00", **RANDOM)
    assert rows("random") == [] and not PublicListing.objects.exists()
    publish(book, item, "2026-03-11 10:00")
    assert rows("random")[0][0] == "定点零售药店检查"


def test_the_random_list_of_each_place_has_its_own_columns() -> None:
    for code, by, deputy in ((CHONGQING, "zhoujia", "zhaoshifu"), (QILIN, "chending", "tangshifu")):
        book = register(code)
        publish(
            book,
            list_item(book, "random_item.listed", "2026-03-10 10:00", by, **RANDOM),
            "2026-03-11 10:00",
            deputy,
        )

    def columns(code: str) -> list[str]:
        found: list[str] = current(Agency.objects.get(code=code), "random", TODAY)["sections"][0]["columns"]
        return found

    assert columns(CHONGQING) == [
        "事项名称", "抽查内容", "抽查主体", "抽查依据", "抽查执法人员基本情况", "抽取程序",
    ]  # fmt: skip
    assert columns(QILIN) == ["事项名称", "类别", "抽查主体", "抽查依据"]


def test_a_changed_item_replaces_the_old_one_only_when_it_is_published() -> None:
    book = register()
    old = list_item(book, "column.listed", "2026-03-10 10:00", **COLUMN)
    publish(book, old, "2026-03-10 11:00")
    new = list_item(book, "column.listed", "2026-03-12 10:00", **COLUMN | {"name": "新指引"}, replaces=old)
    assert [row[0] for row in rows("columns")] == ["信用修复指引"]
    publish(book, new, "2026-03-12 11:00")
    assert [row[0] for row in rows("columns")] == ["新指引"]
    write(book, "listing.removed", "zhaoshifu", "2026-03-13 10:00", of=new, removal="mistaken", reason="列错")
    assert rows("columns") == []


def test_a_delegation_is_published_with_its_letter_and_leaves_the_page_when_its_term_is_over() -> None:
    book = register()
    publish(
        book,
        list_item(book, "delegation.listed", "2026-03-10 10:00", "wangshizhang", **DELEGATION),
        "2026-03-10 11:00",
    )
    assert any(DELEGATION["organization"] in row for row in rows("body"))
    item = PublicListing.objects.get()
    labels = [each["label"] for each in item.fields]
    assert {"委托执法的依据", "委托的事项", "权限", "期限自", "期限至", "双方权利和义务", "法律责任"} <= {
        *labels
    }
    assert item.tables[0]["rows"] == [["何示执", "示证900"]]
    assert listed.item(item.slug, date(2026, 3, 31)) is not None
    assert listed.item(item.slug, date(2026, 4, 1)) is None
    assert not any(DELEGATION["organization"] in row for row in rows("body", day=date(2026, 4, 1)))


def test_rebuilding_gives_the_same_items() -> None:
    book = register()
    publish(book, guide_with_file(book, "2026-03-10 10:00"), "2026-03-10 11:00")
    before = list(PublicListing.objects.values())
    PublicListing.objects.all().delete()
    rebuild(TODAY)
    after = list(PublicListing.objects.values())
    assert [{**each, "id": 0} for each in before] == [{**each, "id": 0} for each in after] and before


def test_a_guide_has_a_page_with_its_samples_to_download_and_no_other_file() -> None:
    book = register()
    publish(book, guide_with_file(book, "2026-03-10 10:00"), "2026-03-10 11:00")
    item = PublicListing.objects.get()
    page = Client().get(f"/l/{item.slug}")
    assert page.status_code == 200 and GUIDE["conditions"] in page.content.decode()
    sha = item.files[0]["sha256"]
    got = Client().get(f"/l/{item.slug}/files/{sha}")
    assert b"".join(got.streaming_content).decode() == SAMPLE_TEXT  # type: ignore[attr-defined]
    assert got["Content-Disposition"].startswith("attachment")
    assert Client().get(f"/l/{item.slug}/files/{'0' * 64}").status_code == 404


def test_a_placard_prints_the_five_blocks_of_the_text() -> None:
    from mingzhi.instruments.services import render
    from mingzhi.people.selectors import agency_value
    from mingzhi.record.selectors import acts, pack_for

    book = register()
    number = list_item(book, "placard.listed", "2026-03-10 10:00", **PLACARD)
    sheet = render(
        "post_placard",
        agency=agency_value(CHONGQING),
        acts=acts(book),
        act_number=number,
        rules=pack_for(book).on(TODAY),
        draft=False,
    )
    text = "".join(sheet.text)
    for heading in ("岗位职责", "申请材料示范文本", "办理进度查询", "咨询服务", "投诉举报"):
        assert heading in text
    assert all(str(PLACARD[name]) in text for name in PLACARD)


# 办理进度 -----------------------------------------------------------------------------------------


def test_progress_needs_both_the_code_and_the_partys_own_code() -> None:
    code = progress.code_of(application())
    found = progress.find(code.lower().replace("-", " "), CODE.lower())
    assert found is not None and [name for _, name in found.steps] == ["收到申请"]
    assert found.due_name == "作出许可决定" and found.due_on == date(2026, 3, 31)
    assert progress.find(code, "91500111MA5TEST02X") is None
    assert progress.find(code[:-1] + ("0" if code[-1] != "0" else "1"), CODE) is None
    assert progress.find("", "") is None


def test_a_citizen_asks_with_the_last_six_of_his_number() -> None:
    person_ = {"kind": "person", "name": "示例张三", "identity_number": "50011119900101001X"}
    code = progress.code_of(application(person_))
    assert progress.find(code, "01001x") is not None
    assert progress.find(code, "50011119900101001X") is None


def test_progress_shows_no_name_and_no_content() -> None:
    found = application()
    page = Client().post("/progress/", {"code": progress.code_of(found), "own": CODE}).content.decode()
    assert "收到申请" in page and "正在办理" in page
    assert "示例诊所" not in page and "周甲示" not in page and "示例事项办理" not in page
    stored = json.dumps(list(ProgressLine.objects.values()), default=str, ensure_ascii=False)
    assert CODE not in stored and "示例诊所" not in stored


def test_a_wrong_code_and_an_empty_form_say_what_to_do() -> None:
    assert "没有查到" in Client().post("/progress/", {"code": "XXXX", "own": CODE}).content.decode()
    empty = Client().post("/progress/", {"code": "", "own": CODE})
    assert empty.status_code == 422 and CODE in empty.content.decode() and "请填写" in empty.content.decode()


def test_a_case_can_be_asked_about_only_after_the_party_knows_of_it() -> None:
    assert not ProgressLine.objects.filter(dossier=case(PHARMACY, "立案")).exists()
    known = case(PHARMACY, "现场检查")
    line = ProgressLine.objects.get(dossier=known)
    names = {each["name"] for each in line.steps}
    assert "现场检查" in names and not names & {"立案", "呈请立案", "安排现场检查", "送法制审核"}


def test_the_handler_sees_the_code_to_give() -> None:
    found = application()
    page = signed_in("zhoujia").get(f"/desk/dossiers/{found.pk}/").content.decode()
    assert progress.code_of(found) in page


# 举报奖励 -----------------------------------------------------------------------------------------


def test_only_who_proposed_it_and_the_leaders_open_a_reward(clock: Callable[[str], datetime]) -> None:
    clock("2026-03-05 10:00")
    found = reward()
    audience = Projection.objects.get(dossier=found).audience
    assert Role.HANDLER in roles_in(person("zhoujia", "2026-03-05 10:00"), audience)
    assert not roles_in(person("wuyi", "2026-03-05 10:00"), audience)
    assert signed_in("wuyi").get(f"/desk/dossiers/{found.pk}/").status_code == 404
    seen = signed_in("zhaoshifu").get(f"/desk/dossiers/{found.pk}/acts/1/").content.decode()
    assert "何示举" not in seen and "13900000000" not in seen
    assert "何示举" in signed_in("wangshizhang").get(f"/desk/dossiers/{found.pk}/acts/1/").content.decode()


def test_the_informant_of_a_reward_is_not_in_search_title_or_approval_sheet() -> None:
    found = reward()
    projection = Projection.objects.get(dossier=found)
    assert "何示举" not in projection.text + projection.title and "举报2026-1" in projection.title
    with pytest.raises(Refused, match="举报人"):
        write(
            found, "reward.approved", "wangshizhang", "2026-03-05 11:00",
            code="举报2026-1", verdict="reward", amount="500.00", opinion="奖励何示举",
        )  # fmt: skip
    page = signed_in("wangshizhang").get(f"/desk/dossiers/{found.pk}/acts/new/reward.approved/")
    assert "举报2026-1" in page.content.decode() and "何示举" not in page.content.decode()


def reward() -> Dossier:
    from mingzhi.casework.act import Matter
    from mingzhi.people.selectors import agency_value

    found = open_dossier(
        agency_value(CHONGQING), now=at("2026-03-05 09:00"), sample=True, matter=Matter.APPLICATION
    )
    informant = {"name": "何示举", "phone": "13900000000"}
    write(
        found, "reward.proposed", "zhoujia", "2026-03-05 10:00", code="举报2026-1", informant=informant,
        verified=True, finding="多结算费用", amount="500.00", basis="条例第三十五条",
    )  # fmt: skip
    return found


# 年度数据 -----------------------------------------------------------------------------------------


def figures(year: int) -> dict[tuple[str, str], Figure]:
    rules = load_pack("chongqing").on(TODAY)
    return {(each.table, each.label): each for each in annual.figures(CHONGQING, year, rules)}


def test_the_year_is_counted_from_the_record() -> None:
    case(PHARMACY, "作出决定")
    found = figures(2025)
    assert found["行政处罚", "合计"].count == found["行政处罚", "其中：普通程序"].count == 1
    assert found["行政处罚", "合计"].amount == Decimal("75120.00")
    assert found["行政处理", "立案"].count == 1
    assert found["行政强制", "查封、封存"].count == 1
    assert found["其他行政执法行为", "行政检查"].count == 1
    assert found["法制审核与监督", "法制审核"].count == 2
    assert found["法制审核与监督", "其中：审核纠正"].count == 1
    assert figures(2024)["行政处罚", "合计"].count == 0


def test_several_penalties_in_one_decision_count_once_under_the_heaviest() -> None:
    found = case(PHARMACY, "作出决定")
    from dataclasses import replace

    from mingzhi.record.selectors import acts

    decided = next(act for act in acts(found) if act.kind == "decision.made")
    both = replace(
        decided, body=decided.body.model_copy(update={"fine": Decimal(100), "suspension_months": 6})
    )
    rules = load_pack("chongqing").on(TODAY)
    assert annual.heaviest(decided, rules) == "fine" and annual.heaviest(both, rules) == "suspension"
    lighter = load_pack("chongqing").without("nat.annual.rank-suspension").on(TODAY)
    assert annual.heaviest(both, lighter) == "fine"


def test_the_report_goes_from_the_figures_to_the_portal_and_is_corrected_in_sight(
    clock: Callable[[str], datetime],
) -> None:
    clock("2026-01-20 10:00")
    book = register()
    page = signed_in("caoshigui").get(f"/desk/dossiers/{book.pk}/acts/new/annual.drafted/?year=2025")
    assert page.status_code == 200 and "申请人民法院强制执行" in page.content.decode()
    first = report(book, "2026-01-20", Decimal("100.00"))
    assert [row[0] for row in rows("annual", day=date(2026, 1, 20))] == ["2025 年度行政执法数据报告"]
    old = PublicListing.objects.get(act=first)
    table = Client().get(f"/l/{old.slug}.csv").content.decode("utf-8-sig")
    assert "罚款,1,100.00" in table
    second = report(book, "2026-02-20", Decimal("200.00"), corrects=first, correction="漏计一件")
    clock("2026-02-20 15:00")
    assert len(rows("annual", day=date(2026, 2, 20))) == 1
    shown = Client().get(f"/l/{old.slug}").content.decode()
    assert "已经更正" in shown and "漏计一件" in shown
    new = PublicListing.objects.get(act=second)
    assert json.loads(Client().get(f"/l/{new.slug}.json").content)["tables"][0]["rows"][0][2] == "200.00"


def report(book: Dossier, day: str, amount: Decimal, **more: object) -> int:
    """编制、审批、公布一份 2025 年度报告。"""
    figure = {"table": "行政处罚", "label": "罚款", "count": 1, "amount": str(amount)}
    body = {"year": 2025, "figures": [figure], "overview": "总体情况", **more}
    of = write(book, "annual.drafted", "caoshigui", f"{day} 11:00", **body).act.number
    checked = {"no_state_secret": True, "privacy_handled": True}
    write(book, "annual.approved", "zhaoshifu", f"{day} 12:00", of=of, **checked)
    write(book, "annual.published", "caoshigui", f"{day} 13:00", of=of)
    return of


# 许可 ---------------------------------------------------------------------------------------------


def test_a_published_licence_is_in_the_open_data_with_its_own_fields() -> None:
    found = application()
    write(
        found, "application.examined", "zhoujia", "2026-03-04 10:00", found="符合", conclusion="建议准予",
        officers=[person("zhoujia", "2026-03-04 10:00").officer()],
    )  # fmt: skip
    decided = write(
        found, "licence.decided", "wangshizhang", "2026-03-05 10:00", result="granted", category="ordinary",
        content="准予办理", basis="示例规定", certificate="示例许可证", certificate_no="示许001",
        valid_from="2026-03-05",
    ).act  # fmt: skip
    assert licences.as_csv(None).decode("utf-8-sig").count("\n") == 2
    draft = prefill(
        load_pack("chongqing"),
        acts(found),
        TODAY,
        DisclosureSubject.LICENCE,
        decided.number,
        "示例区医疗保障局",
    ).body
    of = write(found, "disclosure.drafted", "caoshigui", "2026-03-06 10:00", **draft.model_dump()).act.number
    checked = {"no_state_secret": True, "no_danger": True, "no_obstruction": True, "privacy_handled": True}
    write(found, "disclosure.approved", "zhaoshifu", "2026-03-06 11:00", of=of, subject="licence", **checked)
    write(found, "disclosure.published", "caoshigui", "2026-03-06 12:00", of=of, subject="licence")
    text = Client().get("/data/licences.csv").content.decode("utf-8-sig")
    row = dict(zip(licences.LABELS, text.splitlines()[2].split(","), strict=True))
    assert row["XK_XDR_MC"] == "示例诊所" and row["XK_XDR_SHXYM"] == CODE and row["XK_XKLB"] == "普通"
    assert (
        row["XK_XKZS"] == "示例许可证" and row["XK_YXQZ"] == "2026-03-05" and row["XK_YXQZI"] == "2099-12-31"
    )
    assert row["XK_NR"] == "准予许可：准予办理" and row["XK_JDRQ"] == "2026-03-05"
    assert "行政许可决定" in Client().get("/after/?subject=licence").content.decode()


def test_who_writes_in_the_register_sees_what_he_wrote(clock: Callable[[str], datetime]) -> None:
    clock("2026-03-12 10:00")
    book = register()
    number = list_item(book, "column.listed", "2026-03-12 09:00", "caoshigui", **COLUMN)
    publisher = signed_in("caoshigui")
    assert publisher.get(f"/desk/dossiers/{book.pk}/acts/{number}/").status_code == 200
    board = publisher.get("/desk/listing/").content.decode()
    assert COLUMN["name"] in board and "待审查公布" in board
    assert "登记委托执法" not in board, "不是他的岗位办的，不列"


def test_the_desk_pages_start_applications_and_show_the_year(clock: Callable[[str], datetime]) -> None:
    clock("2026-03-12 10:00")
    application()
    client = signed_in("zhoujia")
    page = client.get("/desk/applications/").content.decode()
    assert "示例诊所申请示例事项办理" in page and "/desk/new/application.received/" in page
    assert client.get("/desk/new/application.received/").status_code == 200
    guide_with_file(register(), "2026-03-11 10:00")
    board = client.get("/desk/listing/").content.decode()
    link = unescape(re.search(r'href="(/desk/new/application.received/[^"]+)"', board).group(1))  # type: ignore[union-attr]
    form = client.get(link).content.decode()
    assert form.count(f'value="{GUIDE["name"]}"') == 2
    figures_page = client.get("/desk/listing/annual/?year=2026").content.decode()
    assert "这个年度还没有结束" in figures_page and "据此编制" not in figures_page
    assert "据此编制" in client.get("/desk/listing/annual/").content.decode()
