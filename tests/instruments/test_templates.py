"""每一种文书：印得出、写得全、字句和次序照法律和种子。"""

from __future__ import annotations

import io
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.template import Context, Engine
from docx import Document as read_word

import mingzhi.instruments
from mingzhi.casework.act import Act, Body
from mingzhi.casework.acts.coercion import SealingImposed
from mingzhi.casework.acts.decision import DecisionCategory
from mingzhi.casework.acts.disclosure import DisclosureDrafted
from mingzhi.casework.acts.lead import LeadSource
from mingzhi.casework.acts.service import DocumentServed, ServiceMethod
from mingzhi.instruments.blocks import Paragraph, Run, Table, plain
from mingzhi.instruments.catalogue import FORMS, form_of, forms_of
from mingzhi.instruments.contexts import context, source_of
from mingzhi.instruments.contexts.terms import PARAMETERS, remedies_text
from mingzhi.instruments.services import Rendered, as_pdf, as_word, render, values
from mingzhi.law.pack import load_pack, places

from .cases import AGENCY, PARTY, PERSON, decision_body, last, pack, pharmacy

TEMPLATES = Path(mingzhi.instruments.__file__).parent / "templates"
DECIDED = date(2025, 12, 19)
ONE_PAGE = (
    "case_report",
    "review_opinion",
    "filing_approval",
    "service_receipt",
    "disclosure_summary",
    "file_cover",
)


def printed(form: str, **changes: Any) -> Rendered:
    given: dict[str, Any] = {
        "agency": AGENCY,
        "acts": pharmacy(),
        "act_number": None,
        "rules": pack().on(DECIDED),
        "draft": False,
        "code": "MZ-2025-0043-7K",
    }
    return render(form, **{**given, **changes})


def words(rendered: Rendered) -> str:
    return "".join("".join(line.split()) for line in rendered.text)


@cache
def drawn(form: str) -> bytes:
    return as_pdf(printed(form))


def pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    found = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return found


def headings(rendered: Rendered) -> list[str]:
    """表里印好的字（th），按阅读次序。"""
    return [
        "".join(
            run.text
            for part in cell.blocks
            if isinstance(part, Paragraph)
            for run in part.content
            if isinstance(run, Run)
        )
        for block in rendered.document.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row.cells
        if cell.heading
    ]


def person_acts() -> tuple[Act, ...]:
    """同一案件，当事人换成公民。"""
    changed = []
    for act in pharmacy():
        body: Body = act.body
        if getattr(body, "party", None) is not None:
            body = body.model_copy(update={"party": PERSON})
        changed.append(Act(act.number, act.kind, act.actor, act.happened, act.recorded, body))
    return tuple(changed)


# ── 每一种文书 ────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", FORMS)
def test_a_complete_case_prints_without_anything_missing(form: str) -> None:
    rendered = printed(form)
    assert rendered.waiting == 0, [line for line in rendered.text if "待填" in line]
    assert rendered.document.page == form_of(form).page
    # 封面上印的是案卷的名称，不印“卷宗封面”。
    heading = "行政执法案卷" if form == "file_cover" else rendered.title
    assert heading in pages(drawn(form))[0]
    assert AGENCY.name in words(rendered) or form in ("file_index", "file_note")


@pytest.mark.parametrize("form", FORMS)
def test_word_says_what_the_pdf_says(form: str) -> None:
    rendered = printed(form)
    file = read_word(io.BytesIO(as_word(rendered)))
    typed = "".join("".join(node.itertext()) for node in file.element.body.iter() if node.tag.endswith("}t"))
    everything = "".join(pages(drawn(form)))
    for line in rendered.text:
        for word in re.findall(r"[\u4e00-\u9fff]{4,}", line):
            assert word in "".join(typed.split()), word
            assert set(word) <= set(everything), word


@pytest.mark.parametrize("form", FORMS)
def test_a_template_names_nothing_that_its_context_does_not_have(form: str) -> None:
    engine = Engine(
        dirs=[str(TEMPLATES)],
        libraries={
            name: f"mingzhi.instruments.templatetags.{name}"
            for name in ("instrument_text", "instrument_forms")
        },
        string_if_invalid="〖没有 %s〗",
    )
    source = source_of(form, agency=AGENCY, acts=pharmacy(), act_number=None, rules=pack().on(DECIDED))
    html = engine.get_template(source.form.template).render(Context(values(context(source))))
    assert "〖" not in html, re.findall("〖.*?〗", html)


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_dossier_prints_a_form_that_waits(form: str) -> None:
    rendered = printed(form, acts=())
    assert rendered.waiting > 0
    assert len(as_pdf(rendered)) > 1000


@pytest.mark.parametrize("form", FORMS)
def test_a_citizen_s_case_prints_too(form: str) -> None:
    rendered = printed(form, acts=person_acts())
    assert form == "inquiry_record" or "你单位" not in words(rendered), "笔录里的问答照原话"
    assert (PERSON.identity_number in words(rendered)) == (
        form
        in (
            "prior_notice",
            "penalty_decision",
            "sealing_decision",
            "surcharge_decision",
            "enforcement_application",
            "spot_decision",
            "preservation_notice",
            "licence_decision",
        )
    )


@pytest.mark.parametrize("form", ONE_PAGE)
def test_a_one_page_form_is_one_page(form: str) -> None:
    assert len(pages(drawn(form))) == 1


@pytest.mark.parametrize("form", FORMS)
def test_no_page_carries_a_signature_alone(form: str) -> None:
    found = pages(drawn(form))
    for number, page in enumerate(found, 1):
        body = page.replace("文书码", "").replace("MZ-2025-0043-7K", "").replace(f"—{number}—", "")
        assert len(body) > 60, f"{form} 第 {number} 页只有：{body}"


def test_a_long_statement_of_facts_runs_on_to_the_next_page_and_never_off_the_paper() -> None:
    long = "当事人将日用品串换为医保药品上传结算，逐笔核对后确认金额。" * 50
    body = last("report.drafted").body.model_copy(update={"facts": f"{long}\n{long}"})
    document = pypdfium2.PdfDocument(as_pdf(printed("case_report", body=body)))
    for page in document:
        text = page.get_textpage()
        assert all(text.get_charbox(index)[1] > 0 for index in range(text.count_chars()))


def test_no_template_has_a_number_of_days_in_it() -> None:
    counted = re.compile(r"([0-9]+|[一二三四五六七八九十百]+)(个工作日|工作日|日内|个月|年内|倍|％|%(?!}))")
    for path in TEMPLATES.rglob("*.html"):
        text = re.sub(r"{%.*?%}|{{.*?}}", "", path.read_text(encoding="utf-8"))
        assert not counted.search(text), f"{path.name}：{counted.search(text)}"


def test_what_an_officer_types_is_text_and_never_markup() -> None:
    body = decision_body(violation="<script>alert(1)</script> & <b>粗</b>\n第二段")
    rendered = printed("penalty_decision", body=body)
    assert "<script>" not in rendered.html
    assert "<script>alert(1)</script> & <b>粗</b>" in rendered.text


# ── 决定书 ────────────────────────────────────────────────────────────


def test_the_decision_states_the_six_items_of_article_59() -> None:
    text = words(printed("penalty_decision"))
    for item in (
        (f"当事人：{PARTY.name}", f"地址：{PARTY.address}"),
        ("违法事实和证据", "上传结算1,204笔", "现场检查笔录1份"),
        ("种类和依据", "第三十八条第（四）项", "罚款：75,120.00元（大写：柒万伍仟壹佰贰拾元整）"),
        ("履行方式和期限", "自收到本决定书之日起15日内", AGENCY.fine_account, AGENCY.fund_account),
        ("60日内向示例区人民政府申请行政复议", "6个月内依法向示例区人民法院提起行政诉讼"),
    ):
        assert all(words_ in text for words_ in item), item
    assert text.index("2025年12月19日一式") > text.index("提起行政诉讼")
    assert printed("penalty_decision").text[-3:-1] == (AGENCY.name, "2025年12月19日")


@pytest.mark.parametrize(
    ("day", "superior"), [(date(2023, 12, 31), True), (date(2024, 1, 1), False), (DECIDED, False)]
)
def test_the_body_to_ask_for_reconsideration_is_right_for_the_decision_s_day(
    day: date, superior: bool
) -> None:
    rules = pack().on(day)
    text = words(printed("penalty_decision", rules=rules))
    assert ("或者上一级医疗保障行政部门申请行政复议" in text) is superior
    assert ("或者上一级" in remedies_text(AGENCY, rules)) is superior


def test_the_remedies_that_the_officer_wrote_are_printed_as_written() -> None:
    text = words(printed("penalty_decision", body=decision_body(remedies="当场处罚的，应当先申请行政复议。")))
    assert "当场处罚的，应当先申请行政复议。" in text
    assert "60日内" not in text


def test_a_parameter_that_the_bureau_has_not_filled_in_waits_on_the_page() -> None:
    name = pack().on(DECIDED).parameters["payment.days"].id
    rendered = printed("penalty_decision", rules=pack().without(name).on(DECIDED))
    assert rendered.waiting == 1
    assert "自收到本决定书之日起（待填）内" in words(rendered)


def test_surcharge_is_printed_only_if_the_decision_says_so() -> None:
    assert "每日按罚款数额的3%加处罚款" in words(printed("penalty_decision"))
    assert "加处罚款" not in words(printed("penalty_decision", body=decision_body(surcharge_told=False)))


@pytest.mark.parametrize(
    ("category", "title"),
    [(DecisionCategory.NO_PENALTY, "不予行政处罚决定书"), (DecisionCategory.HANDLING, "行政处理决定书")],
)
def test_a_decision_is_titled_by_its_category(category: DecisionCategory, title: str) -> None:
    rendered = printed("penalty_decision", body=decision_body(category=category, fine=None, refund=None))
    assert rendered.title == title
    assert "罚款缴至" not in words(rendered)


def test_the_decision_sent_for_review_is_drafted_from_the_report() -> None:
    report = last("report.drafted")
    until = tuple(act for act in pharmacy() if act.number <= report.number)
    rendered = printed("penalty_decision", acts=until, act_number=report.number, draft=True)
    text = words(rendered)
    assert "示医保罚〔2025〕号" in text, "文号留空位"
    assert rendered.waiting == 1
    assert rendered.text[-3:-1] == (AGENCY.name, "（待填）"), "只有成文日期待填"
    assert "罚款：75,120.00元" in text and "60日内向示例区人民政府申请行政复议" in text
    assert "草稿" in pages(as_pdf(rendered))[0]


def test_the_approval_sheet_records_opinions_review_discussion_and_moment() -> None:
    text = words(printed("penalty_approval"))
    order = (
        "承办人意见",
        "承办机构负责人意见",
        "法制审核意见",
        "审查人：邓丙示",
        "集体讨论情况",
        "机关负责人意见",
    )
    places_ = [text.index(words_) for words_ in order]
    assert places_ == sorted(places_)
    assert "签发时间2025年12月19日10时00分" in text
    assert "医保法审字〔2025〕第4号" in text


# ── 两个附件 ──────────────────────────────────────────────────────────


def seed_cells(shared: Path, first: str, after: str) -> list[str]:
    """种子里附件的格子，去掉空格和制表符。"""
    text = (shared / "seeds" / "chongqing-2021-55.txt").read_text(encoding="utf-8")
    tail = text[text.rindex(first) :]
    tail = tail[: tail.index(after)] if after else tail
    return ["".join(line.split()) for line in tail.splitlines() if line.strip()]


def test_annex_2_has_the_seed_s_rows_in_the_seed_s_order_and_words(shared: Path) -> None:
    cells = seed_cells(shared, "附件2", "")
    rows = cells[cells.index("具体意见") + 1 : cells.index("审核意见")]
    assert len(rows) == 13
    rendered = printed("review_opinion")
    assert headings(rendered) == [*cells[3:5], "送审日期", "审核内容", "具体意见", *rows]
    text = words(rendered)
    assert text.startswith(cells[1].replace("×××医疗保障局", AGENCY.name) + "医保法审字〔2025〕第4号")
    assert text.index("审核意见同意。") < text.index("法制部门负责人签名：2025年12月16日")


def test_annex_2_says_who_keeps_each_of_its_two_copies() -> None:
    assert "一式两份：一份法制审核机构留存，一份承办机构入卷归档" in words(printed("review_opinion"))
    for copy, holder in ((1, "法制审核机构留存"), (2, "承办机构入卷归档")):
        assert words(printed("review_opinion", copy=copy)).endswith(f"本份：{holder}")


def test_annex_2_stays_one_page_when_every_line_has_an_opinion() -> None:
    first = next(act for act in pharmacy() if act.kind == "review.signed")
    rendered = printed("review_opinion", act_number=first.number)
    assert len(pages(as_pdf(rendered))) == 1
    text = words(rendered)
    assert "医保法审字〔2025〕第3号" in text and "变更。" in text and "1.裁量理由未写明适用的阶次。" in text
    assert "送审日期2025年12月2日" in text, "照第一轮送审印，不照后来的"


def test_annex_1_has_the_seed_s_cells_in_the_seed_s_order(shared: Path) -> None:
    cells = seed_cells(shared, "附件1\n", "附件2")
    rendered = printed("case_report", acts=person_acts())
    text = words(rendered)
    assert cells[1].replace("×××医疗保障局", AGENCY.name) in text
    joined = "".join(cells)
    labels = headings(rendered)
    order = [
        "当事人基本情况",
        "单位",
        "地址",
        "法定代表人",
        "职务",
        "邮编",
        "个人",
        "年龄",
        "性别",
        "所在单位",
        "单位地址",
        "家庭住址",
        "联系电话",
        "邮编",
        "涉嫌违法事实及处罚依据",
        "当事人的申辩意见",
        "承办人意见",
        "部门负责人意见",
        "分管领导意见",
    ]
    assert labels == order
    where = 0
    for label in order:
        where = joined.index(label, where) + 1
    for signature in ("承办人（签名）：", "部门负责人（签名）：", "分管领导负责人（签名）："):
        assert signature in joined and signature in text


def test_annex_1_fills_either_the_unit_or_the_person() -> None:
    unit, person = words(printed("case_report")), words(printed("case_report", acts=person_acts()))
    assert f"单位{PARTY.name}" in unit and "医保呈字〔2025〕第2号" in unit
    assert f"个人{PERSON.name}" in person and PARTY.name not in person
    assert PERSON.identity_number not in person
    for part in ("造成医疗保障基金损失62,600.00元", "调查取证：", "适用依据：", "行政裁量权适用："):
        assert part in unit


def test_the_lines_of_the_review_sheet_are_the_place_s_own() -> None:
    qilin = load_pack("yunnan-qujing-qilin").on(DECIDED)
    labels = headings(printed("review_opinion", rules=qilin))
    assert labels[5:] == [rule.line.line for rule in qilin.part("line") if rule.line]
    assert labels[5:] != headings(printed("review_opinion"))[5:]


# ── 其他文书 ──────────────────────────────────────────────────────────


def test_the_sealing_decision_states_the_five_items_of_coercion_law_24() -> None:
    text = words(printed("sealing_decision"))
    for item in (
        (PARTY.name, PARTY.address),
        ("存在被转移、隐匿或者灭失的可能", "依据：", "封存期限30日，自2025年9月24日起至2025年10月24日止"),
        ("2025年3月至8月的购销台账", "财物清单"),
        ("60日内向示例区人民政府申请行政复议", "提起行政诉讼"),
        (f"{AGENCY.name}2025年9月24日",),
    ):
        assert all(part in text for part in item), item


def test_the_list_of_sealed_things_names_each_with_its_quantity() -> None:
    body = last("sealing.imposed").body
    assert isinstance(body, SealingImposed)
    text = words(printed("sealing_items"))
    for number, item in enumerate(body.items, 1):
        assert "".join(f"{number}{item.name}{item.specification}{item.quantity}".split()) in text
    assert "一份送达当事人，一份承办机构入卷" in text


def test_an_extension_runs_on_from_the_day_the_first_period_ended() -> None:
    text = words(printed("sealing_extension"))
    assert "期限至2025年10月24日届满" in text
    assert "延长封存期限30日，自2025年10月25日起至2025年11月23日止" in text
    assert "台账记载的笔数多" in text


def test_the_notice_states_content_facts_reasons_basis_and_rights() -> None:
    text = words(printed("prior_notice"))
    for part in (
        "一、事实和证据",
        "二、理由和依据",
        "三、拟作出的行政处罚（处理）内容",
        "93,900.00元（大写：玖万叁仟玖佰元整）",
    ):
        assert part in text
    assert "进行陈述、申辩" in text and "自收到本告知书之日起5个工作日内向本局提出" in text
    unheard = last("notice.issued").body.model_copy(update={"hearing_right": False})
    assert "听证权利" not in words(printed("prior_notice", body=unheard))


def test_the_statement_record_says_what_was_adopted_and_why() -> None:
    text = words(printed("statement_record"))
    assert "初次违法，请求从轻处罚：不予采纳。" in text
    assert "更正上传数据：采纳。主动减轻危害后果" in text


@pytest.mark.parametrize(
    ("method", "needs"),
    [
        (ServiceMethod.MAIL, ("邮件号码EX000000001CN", "随附：邮寄登记、付邮凭证、邮寄清单")),
        (ServiceMethod.LEAVING, ("留置事由受送达人拒绝签收", "见证人李某示")),
        (
            ServiceMethod.DIRECT,
            ("收件人苏某示（与受送达人的关系：法定代表人）", "行政处罚决定书（示医保罚〔2025〕7号）"),
        ),
    ],
)
def test_the_receipt_states_what_its_way_of_service_needs(
    method: ServiceMethod, needs: tuple[str, ...]
) -> None:
    act = next(
        act
        for act in reversed(pharmacy())
        if isinstance(act.body, DocumentServed)
        and act.body.method is (ServiceMethod.MAIL if method is ServiceMethod.MAIL else ServiceMethod.DIRECT)
        and (method is not ServiceMethod.DIRECT or "决定书" in act.body.instrument)
    )
    body = act.body
    if method is ServiceMethod.LEAVING:
        body = body.model_copy(
            update={
                "method": method,
                "refusal": "受送达人拒绝签收",
                "witness": "李某示",
                "photographed": True,
            }
        )
    text = words(printed("service_receipt", body=body))
    for part in needs:
        assert part in text, part
    assert text.rstrip().endswith(("日", "（待填）"))


def test_the_receipt_of_a_commission_names_the_expert_and_not_the_party() -> None:
    commissioned = last("expert.commissioned")
    served = DocumentServed(of=commissioned.number, instrument="审计（鉴定、评审）委托书")
    text = words(printed("service_receipt", body=served))
    assert "受送达人示例会计师事务所（重庆）有限公司" in text
    assert "审计（鉴定、评审）委托书（示医保委〔2025〕2号）" in text


@pytest.mark.parametrize(
    ("source", "reporter"),
    [
        (LeadSource.ANONYMOUS_REPORT, "未具名"),
        (LeadSource.MONITORING, "无"),
        (LeadSource.NAMED_REPORT, "（待填）"),
    ],
)
def test_the_register_says_who_reported_or_that_nobody_did(source: LeadSource, reporter: str) -> None:
    body = last("lead.registered").body.model_copy(update={"source": source, "informant": None})
    assert f"投诉举报人{reporter}联系方式" in words(printed("lead_register", body=body))


def test_each_opinion_is_printed_with_who_gave_it_and_when() -> None:
    text = words(printed("filing_approval"))
    assert (
        "承办机构负责人意见同意。有初步证据，建议由周甲示、郑乙示承办。何科示（签名）：2025年9月19日" in text
    )
    assert "机关负责人意见同意立案，由周甲示、郑乙示承办。林局示（签名）：2025年9月22日" in text
    before = tuple(act for act in pharmacy() if act.number <= last("filing.proposed").number)
    assert "机关负责人意见机关负责人（签名）：年月日" in words(printed("filing_approval", acts=before))


def test_the_announcement_takes_its_period_from_the_rules() -> None:
    assert "自本公告发出之日起，经过30日，即视为送达" in words(printed("service_announcement"))


def test_the_public_sheet_prints_only_what_was_drafted_for_the_public() -> None:
    draft = last("disclosure.drafted").body
    assert isinstance(draft, DisclosureDrafted)
    text = words(printed("disclosure_summary"))
    for part in (
        draft.document_no,
        draft.party_name,
        draft.matter,
        draft.main_facts,
        draft.basis,
        draft.result,
    ):
        assert "".join(part.split()) in text
    for secret in (PARTY.legal_representative, PARTY.phone, PARTY.address, "举某示"):
        assert secret not in text


def test_each_volume_lists_only_its_own_documents() -> None:
    main = words(printed("file_index"))
    auxiliary = words(printed("file_index", volume="auxiliary"))
    assert "行政处罚决定书" in main and "法制审核意见表" not in main and "投诉举报登记表" not in main
    assert "法制审核意见表" in auxiliary and "询问笔录" not in auxiliary
    assert "本卷共10件" in words(printed("file_cover")) and "本卷共24页" in words(printed("file_cover"))


def test_the_informant_is_on_the_register_and_on_no_other_document() -> None:
    for form in FORMS:
        assert ("举某示" in words(printed(form))) is (form == "lead_register"), form


# ── 目录、编号、取材 ──────────────────────────────────────────────────


@pytest.mark.parametrize("place", places())
def test_every_document_that_a_pack_asks_for_can_be_printed(place: str) -> None:
    for rule in load_pack(place).rules:
        if rule.instrument is not None:
            for kind in rule.instrument.act:
                for form in rule.instrument.prints:
                    assert kind in form_of(form).kinds, f"{rule.id}：{kind} → {form}"


def test_every_parameter_that_documents_print_is_in_the_national_pack() -> None:
    rules = pack().on(date(2023, 12, 31))
    missing = set(PARAMETERS) - set(rules.parameters) - set(pack().on(DECIDED).parameters)
    assert not missing


def test_forms_of_an_act_are_listed_in_the_catalogue_s_order() -> None:
    assert [form.word for form in forms_of("sealing.imposed")] == [
        "sealing_decision",
        "sealing_items",
        "sealing_scene_record",
    ]
    assert forms_of("payment.received") == ()


def test_an_unnumbered_document_leaves_room_for_the_number_in_the_pack_s_shape() -> None:
    body = last("correction.ordered").body.model_copy(update={"document_no": ""})
    assert "示医保责改〔2025〕 号" in plain(printed("correction_order", body=body).document)


def test_an_act_that_does_not_bring_the_form_forth_is_refused() -> None:
    with pytest.raises(ValueError, match="不产生行政处罚决定书"):
        printed("penalty_decision", act_number=1)
    with pytest.raises(LookupError, match="没有第 999 号"):
        printed("penalty_decision", act_number=999)
    with pytest.raises(KeyError, match="没有这种文书"):
        printed("no_such_form")


def test_a_reprint_shows_what_was_known_then() -> None:
    first = next(act for act in pharmacy() if act.kind == "report.drafted")
    assert "医保呈字〔2025〕第1号" in words(printed("case_report", act_number=first.number))
    earlier = printed("penalty_decision", acts=pharmacy()[: last("decision.made").number])
    assert earlier.html == printed("penalty_decision").html


def test_only_a_sample_agency_gets_a_drawn_seal() -> None:
    real = AGENCY.model_copy(update={"sample": False})
    assert "示例局" not in "".join(pages(as_pdf(printed("correction_order", agency=real)))).replace(
        AGENCY.name, ""
    )
    assert printed("correction_order", agency=real).marks.sample is False


def test_the_same_document_is_the_same_bytes() -> None:
    assert as_pdf(printed("penalty_decision")) == as_pdf(printed("penalty_decision"))
