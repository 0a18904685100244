"""隐去：案卷里写了什么，公开的文字里都没有个人信息。"""

from __future__ import annotations

from datetime import date, datetime

import django
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

django.setup()

from mingzhi.casework import personal  # noqa: E402
from mingzhi.casework.act import SHANGHAI, Act, Body  # noqa: E402
from mingzhi.casework.actor import Actor, Role  # noqa: E402
from mingzhi.casework.acts.decision import DecisionMade  # noqa: E402
from mingzhi.casework.acts.disclosure import DisclosureDrafted, DisclosureSubject  # noqa: E402
from mingzhi.casework.acts.inspection import InquiryHeld  # noqa: E402
from mingzhi.casework.acts.lead import Informant, LeadRegistered, Party, PartyKind  # noqa: E402
from mingzhi.casework.casefile import CaseFile  # noqa: E402
from mingzhi.casework.gates import check  # noqa: E402
from mingzhi.disclosure.drafting import prefill  # noqa: E402
from mingzhi.disclosure.masking import Mask, mask_for, mask_for_draft, note  # noqa: E402
from mingzhi.disclosure.project import cleaned  # noqa: E402
from mingzhi.law.pack import load_pack  # noqa: E402

DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
PUBLISHER = Actor(number="示例-9", name="示例公示员", roles=(Role.PUBLISHER,))
PHONE, IDENTITY, HOME = "13900000001", "500111198001010018", "示例区示例小区2号楼"
PERSON = Party(
    kind=PartyKind.PERSON, name="赵钱示", identity_number=IDENTITY, phone=PHONE, home=HOME, sex="男"
)
SHOP = Party(name="示例大药房有限公司", code="91500111MA0000015U", legal_representative="苏某示")


def act(number: int, kind: str, body: Body) -> Act:
    return Act(number, kind, PUBLISHER, NOW, NOW, body)


def acts(party: Party = PERSON, violation: str = "") -> list[Act]:
    """一卷：举报、询问、决定。"""
    lead = LeadRegistered(
        informant=Informant(name="孙示举", phone="13800000002", address="示例路9号"), party=party
    )
    inquiry = InquiryHeld(person="李示证", identity="护照 E00000001", person_phone="023-00000077")
    decision = DecisionMade(
        violation=violation, basis="《条例》", content="罚款", document_no="示医保罚〔2026〕1号"
    )
    return [
        act(1, "lead.registered", lead),
        act(2, "inquiry.held", inquiry),
        act(3, "decision.made", decision),
    ]


SECRETS = (
    "孙示举",
    "13800000002",
    "示例路9号",
    "护照 E00000001",
    "023-00000077",
    PHONE,
    IDENTITY,
    HOME,
    "赵钱示",
)
WORDS = (
    *SECRETS,
    "患者王某就诊",
    "诊断为高血压",
    "确诊糖尿病",
    "zhang@example.com",
    "6222021234567890123",
    "50011119800101001X",
    "住址：示例区示例村1组",
    "138 1234 5678",
    "当事人串换药品",
    "，",
    "1",
    "\n",
    "示",
)
TEXT = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=8)), max_size=8).map("".join)
FIELDS = ("title", "document_no", "party_name", "party_code", "matter", "main_facts", "basis", "result")


@settings(max_examples=200, deadline=None)
@given(
    texts=st.fixed_dictionaries({name: TEXT for name in FIELDS}),
    party=st.sampled_from((PERSON, SHOP)),
    place=st.sampled_from(("chongqing", "yunnan-qujing-qilin")),
)
def test_whatever_is_written_nothing_personal_is_published(
    texts: dict[str, str], party: Party, place: str
) -> None:
    file = CaseFile(acts(party))
    mask = mask_for(file, load_pack(place).on(DAY))
    public = "\n".join(cleaned(mask, DisclosureDrafted(**texts)).values())
    assert personal.findings(public, personal.secrets(file)) == ()
    if party is PERSON:
        assert "赵钱示" not in public


@settings(max_examples=100, deadline=None)
@given(violation=TEXT, party=st.sampled_from((PERSON, SHOP)))
def test_a_draft_prefilled_from_any_case_passes_the_privacy_gates(violation: str, party: Party) -> None:
    found = acts(party, violation)
    pack = load_pack("chongqing")
    ready = prefill(pack, found, DAY, DisclosureSubject.DECISION, 3, "示例局")
    verdict = check(pack, found, act(4, "disclosure.drafted", ready.body))
    privacy = {"nat.disclosure.privacy", "nat.disclosure.person-name"}
    assert not privacy & {ground.rule for ground in verdict.refusals}


def test_text_without_personal_information_is_published_word_for_word() -> None:
    rules = load_pack("chongqing").on(DAY)
    mask = mask_for(CaseFile(acts(SHOP)), rules)
    text = "2025年3月至8月，当事人串换药品214笔，造成基金损失62,600.00元。\n处1.2倍罚款75,120.00元。"
    assert mask(text) == text


def test_a_natural_person_keeps_only_the_surname() -> None:
    pack = load_pack("chongqing")
    ready = prefill(pack, acts(), DAY, DisclosureSubject.DECISION, 3, "示例局")
    assert ready.body.party_name == "赵某"
    assert ready.body.party_code == ""


def test_the_name_stays_where_the_bureau_decided_to_publish_it() -> None:
    pack = load_pack("chongqing").with_parameter("disclosure.mask.person", "0")
    ready = prefill(pack, acts(), DAY, DisclosureSubject.DECISION, 3, "示例局")
    assert ready.body.party_name == "赵钱示"


def test_the_name_of_an_organization_is_not_taken_apart() -> None:
    shop = SHOP.model_copy(update={"name": "苏某示诊所"})
    mask = mask_for_draft(CaseFile(acts(shop)), load_pack("chongqing").on(DAY))
    assert mask("苏某示诊所") == "苏某示诊所"


def test_witnesses_and_representatives_are_masked_in_the_draft() -> None:
    mask = mask_for_draft(CaseFile(acts(SHOP)), load_pack("chongqing").on(DAY))
    assert mask("苏某示和李示证承认") == "苏某和李某承认"


def test_what_was_masked_is_told_with_its_clause() -> None:
    text = f"当事人赵钱示，电话{PHONE}，证件{IDENTITY}，诊断为高血压，由孙示举举报。"
    ready = prefill(load_pack("chongqing"), acts(PERSON, text), DAY, DisclosureSubject.DECISION, 3, "示例局")
    told = {(each.field, each.what): each for each in ready.masked}
    assert ("主要事实", "举报人") in told
    assert ("主要事实", "自然人姓名") in told
    assert ("行政相对人名称", "自然人姓名") in told
    assert told["主要事实", "病情诊断"].cite == "《行政处罚法》第五十条"
    assert told["主要事实", "自然人姓名"].cite == "《政府信息公开条例》第十五条"
    for what in ("举报人", "病情诊断", "自然人姓名", "《行政处罚法》第五十条"):
        assert what in ready.body.masked_note


def test_nothing_masked_is_said_too() -> None:
    assert note(()) == "从案卷取材的文字里没有需要隐去的个人信息。"


@pytest.mark.parametrize("place", ["chongqing", "yunnan-qujing-qilin"])
def test_masking_twice_changes_nothing(place: str) -> None:
    mask = mask_for(CaseFile(acts()), load_pack(place).on(DAY))
    once = mask("".join(WORDS))
    assert mask(once) == once


def test_what_is_personal_only_when_two_fields_are_read_together_is_not_published() -> None:
    mask = mask_for(CaseFile(acts()), load_pack("chongqing").on(DAY))
    draft = DisclosureDrafted(title="当事人诊断为", document_no="高血压", main_facts="事实")
    assert cleaned(mask, draft) == cleaned(mask, draft) | {"title": "当事人诊断为", "document_no": ""}


def test_a_text_that_cannot_be_cleaned_is_not_published() -> None:
    """举报人的名字恰好是隐去后的样子：换多少遍也还在，整栏不公开。"""
    mask = Mask((("举报人", "＊＊"),), ())
    assert mask("由＊＊举报") == ""
