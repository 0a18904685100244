"""规则登记簿：两人核实、填写本地参数、施行规则包、装入放假通知——写进去的起什么作用，什么时候不许写。"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import pytest

from mingzhi.casework.act import KINDS, SHANGHAI, Act, Exhibit
from mingzhi.casework.actor import Actor, Role
from mingzhi.casework.gates import check
from mingzhi.casework.lawbook import Lawbook, lawbook
from mingzhi.casework.notices import NoticeUnread, body_of, notice_of
from mingzhi.law.bundle import bundle_of
from mingzhi.law.notice import Notice, published_notices
from mingzhi.law.pack import Pack, load_pack
from mingzhi.law.rules import Weight

QILIN = load_pack("yunnan-qujing-qilin")
CHONGQING = load_pack("chongqing")
HEARING = "hearing.fine.organization"
PENDING = "cq.parameter.hearing-fine-organization"
TEXT = Exhibit(name="示例文本.pdf", sha256="0" * 64)


def person(number: str, role: Role) -> Actor:
    return Actor(number=number, name=f"示例{number}", department="示例科室", roles=(role,))


LEGAL, OTHER_LEGAL = person("法一", Role.REVIEWER), person("法二", Role.REVIEW_HEAD)
HEAD, LEADER = person("科长", Role.UNIT_HEAD), person("局长", Role.PRINCIPAL)


class Book:
    """写在内存里的登记簿：过了门禁才写。"""

    def __init__(self, base: Pack) -> None:
        self.base = base
        self.acts: list[Act] = []

    def read(self, new: Pack | None = None) -> Lawbook:
        return lawbook(self.base, self.acts, lambda act: new)

    def try_(
        self, kind: str, by: Actor, body: Mapping[str, object], *exhibits: Exhibit, day: int = 1
    ) -> list[str]:
        when = datetime(2026, 5, day, 9, tzinfo=SHANGHAI)
        said = KINDS[kind].body.model_validate(body)
        act = Act(len(self.acts) + 1, kind, by, when, when, said, exhibits)
        verdict = check(self.read().pack, self.acts, act)
        if verdict.ok:
            self.acts.append(act)
        return [ground.lacks for ground in verdict.refusals]


def filled(value: str = "50000", effective: str = "2025-01-01") -> dict[str, object]:
    return {
        "name": HEARING,
        "value": value,
        "document": "示例听证程序规定",
        "article": 3,
        "effective": effective,
    }


def test_two_people_fill_a_local_number_from_the_day_of_its_document() -> None:
    book = Book(QILIN)
    assert book.base.on(date(2026, 1, 1)).parameter(HEARING) is None
    assert book.try_("parameter.proposed", HEAD, filled()) == []
    assert book.read().pack is QILIN and [act.number for act in book.read().waiting] == [1]
    assert book.try_("parameter.confirmed", LEGAL, {"of": 1, "compared": True}, day=6) == []
    found = book.read()
    assert found.pack.on(date(2025, 1, 1)).parameter(HEARING) == 50000
    assert found.pack.on(date(2024, 12, 31)).parameter(HEARING) is None
    rule = found.pack.on(date(2026, 1, 1)).parameters[HEARING]
    assert rule.weight is Weight.RULE and rule.cite == "《示例听证程序规定》第三条"
    assert (rule.known, found.waiting) == (date(2026, 5, 6), ())
    assert found.history(rule.id)[0].people == ("示例科长", "示例法一")


def test_the_one_who_proposed_does_not_confirm() -> None:
    book = Book(QILIN)
    book.try_("parameter.proposed", LEGAL, filled())
    refused = book.try_("parameter.confirmed", LEGAL, {"of": 1, "compared": True})
    assert refused == ["第 1 号是您自己提请的，要由另一人确认"] and book.read().pack is QILIN


def test_one_of_the_two_is_from_the_legal_section() -> None:
    book = Book(QILIN)
    book.try_("parameter.proposed", HEAD, filled())
    assert book.try_("parameter.confirmed", LEADER, {"of": 1, "compared": True}) == [
        "提请的人和您都不在法制审核机构"
    ]
    assert book.try_("parameter.confirmed", OTHER_LEGAL, {"of": 1, "compared": True}) == []


def test_a_confirmation_says_that_the_text_was_compared_and_is_given_once() -> None:
    book = Book(QILIN)
    book.try_("parameter.proposed", HEAD, filled())
    assert book.try_("parameter.confirmed", LEGAL, {"of": 1}) == ["没有写明已经核对"]
    assert book.try_("parameter.confirmed", LEGAL, {"compared": True}) == [
        "没有写明确认哪一项“提请填写本地参数”"
    ]
    assert book.try_("parameter.confirmed", LEGAL, {"of": 1, "compared": True}) == []
    assert book.try_("parameter.confirmed", OTHER_LEGAL, {"of": 1, "compared": True}) == ["第 1 号已经确认过"]


@pytest.mark.parametrize(
    ("changed", "lacks"),
    [
        ({"name": "no.such.thing"}, "没有参数“no.such.thing”"),
        ({"value": "五万"}, "“五万”不是数"),
        ({"document": ""}, "没有写明依据的文件"),
        ({"effective": None}, "没有写明从哪天起"),
    ],
)
def test_a_local_number_needs_its_document_and_its_day(changed: dict[str, object], lacks: str) -> None:
    assert lacks in Book(QILIN).try_("parameter.proposed", HEAD, filled() | changed)


def test_a_number_that_the_text_states_is_not_the_bureaus_to_change() -> None:
    body = filled() | {"name": "disclosure.penalty.days", "value": "30"}
    refused = Book(CHONGQING).try_("parameter.proposed", LEGAL, body)
    assert len(refused) == 1 and "是条文写明的" in refused[0]


def test_a_doubtful_rule_confirmed_by_two_is_no_longer_doubtful() -> None:
    book = Book(CHONGQING)
    assert book.try_("rule.proposed", LEGAL, {"rule": PENDING, "seen": "令第354号第三条"}) == []
    assert book.try_("rule.confirmed", HEAD, {"of": 1, "compared": True}, day=7) == []
    pack = book.read().pack
    rule = pack.rule(PENDING)
    assert rule is not None and rule.weight is Weight.RULE
    # 数一直是法律写的，只是今天才知道：从前的日子也照它，当时所知仍是待核的。
    assert pack.on(date(2025, 1, 1)).by_id[PENDING].weight is Weight.RULE
    then = pack.known_on(date(2026, 5, 6)).rule(PENDING)
    assert then is not None and then.weight is Weight.PENDING


def test_the_text_may_say_another_number() -> None:
    book = Book(CHONGQING)
    book.try_("rule.proposed", LEGAL, {"rule": PENDING, "seen": "示例文本", "value": "60000"})
    book.try_("rule.confirmed", HEAD, {"of": 1, "compared": True})
    assert book.read().pack.on(date(2025, 1, 1)).parameter(HEARING) == 60000


def test_a_confirmation_needs_the_text_seen_as_words_or_as_exhibit() -> None:
    book = Book(CHONGQING)
    assert book.try_("rule.proposed", LEGAL, {"rule": PENDING}) == ["没有写明看到的文本，也没有附上"]
    assert book.try_("rule.proposed", LEGAL, {"rule": PENDING}, TEXT) == []


def test_only_what_is_doubtful_is_confirmed() -> None:
    book = Book(CHONGQING)
    sure = next(rule for rule in CHONGQING.rules if rule.weight is Weight.RULE)
    assert "不是待核的" in book.try_("rule.proposed", LEGAL, {"rule": sure.id, "seen": "示例"})[0]
    assert book.try_("rule.proposed", LEGAL, {"rule": "no.such", "seen": "示例"}) == ["没有规则“no.such”"]


def test_a_pack_is_put_in_force_by_two_from_its_day() -> None:
    layers = {name: dict(files) for name, files in bundle_of("chongqing").layers.items()}
    text = layers["chongqing"]["parameters.yaml"]
    layers["chongqing"]["parameters.yaml"] = text.replace(
        'name: disclosure.penalty.days, label: 处罚决定公示的期限, value: "7"',
        'name: disclosure.penalty.days, label: 处罚决定公示的期限, value: "5"',
    )
    new = bundle_of("chongqing").__class__("chongqing", layers)
    book = Book(CHONGQING)
    body = {"pack": "chongqing", "digest": new.digest, "effective": "2027-01-01"}
    assert book.try_("pack.proposed", HEAD, body) == ["没有附上规则包的文件"]
    assert book.try_("pack.proposed", HEAD, body | {"pack": "elsewhere"}, TEXT) != []
    assert book.try_("pack.proposed", HEAD, body, TEXT) == []
    assert book.try_("pack.enforced", LEADER, {"of": 1, "compared": True}) != []
    assert book.try_("pack.enforced", LEGAL, {"of": 1, "compared": True}) == []
    found = book.read(new.load())
    name = "disclosure.penalty.days"
    assert [found.pack.on(day).parameter(name) for day in (date(2026, 12, 31), date(2027, 1, 1))] == [7, 5]
    # 材料不在了的，照以前的，页面上说明。
    lost = book.read(None)
    assert lost.unread == (2,) and lost.pack.on(date(2027, 1, 1)).parameter(name) == 7


def test_what_two_confirmed_survives_a_pack_that_does_not_touch_it() -> None:
    book = Book(CHONGQING)
    book.try_("rule.proposed", LEGAL, {"rule": PENDING, "seen": "示例文本"})
    book.try_("rule.confirmed", HEAD, {"of": 1, "compared": True})
    book.try_("pack.proposed", HEAD, {"pack": "chongqing", "digest": "x", "effective": "2027-01-01"}, TEXT)
    book.try_("pack.enforced", LEGAL, {"of": 3, "compared": True})
    rule = book.read(bundle_of("chongqing").load()).pack.on(date(2027, 2, 1)).by_id[PENDING]
    assert rule.weight is Weight.RULE


# 放假通知 -----------------------------------------------------------------------------------------

NEW_YEAR = {
    "title": "示例：2027年部分节假日安排的通知",
    "year": 2027,
    "published": "2026-11-20",
    "holidays": [{"name": "元旦", "rest": "2027-01-01..2027-01-05", "work": "2026-12-27、2027-01-10"}],
}


def test_a_notice_in_the_register_makes_the_year_settled() -> None:
    book = Book(CHONGQING)
    assert book.try_("calendar.loaded", LEGAL, NEW_YEAR) == []
    calendar = book.read().pack.calendar
    assert not calendar.is_workday(date(2027, 1, 4)) and calendar.is_workday(date(2027, 1, 10))
    assert calendar.add_workdays(date(2026, 12, 31), 3).day == date(2027, 1, 8)
    assert not calendar.add_workdays(date(2026, 12, 31), 3).provisional
    assert CHONGQING.calendar.add_workdays(date(2026, 12, 31), 3).provisional


def test_a_local_holiday_does_not_settle_the_year() -> None:
    book = Book(CHONGQING)
    body = NEW_YEAR | {"region": "示例州", "holidays": [{"name": "示例节", "rest": "2027-03-03"}]}
    assert book.try_("calendar.loaded", LEGAL, body) == []
    calendar = book.read().pack.calendar
    assert not calendar.is_workday(date(2027, 3, 3)) and not calendar.published(date(2027, 3, 3))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"year": None}, "哪一年"),
        ({"published": None}, "公布日期"),
        ({"holidays": []}, "各节日的安排"),
        ({"holidays": [{"name": "元旦", "rest": "一月一日"}]}, "“一月一日”不是日期"),
        ({"holidays": [{"name": "元旦", "rest": "2027-01-03..2027-01-01"}]}, "起止不对"),
        ({"holidays": [{"name": "元旦", "rest": "2017-01-01"}]}, "不在 2027 年前后"),
        (
            {"holidays": [{"name": "元旦", "rest": "2027-01-01", "work": "2027-01-01"}]},
            "既写了放假，又写了上班",
        ),
    ],
)
def test_a_notice_that_cannot_be_read_is_not_loaded(changed: dict[str, object], told: str) -> None:
    refused = Book(CHONGQING).try_("calendar.loaded", LEGAL, NEW_YEAR | changed)
    assert len(refused) == 1 and told in refused[0]


@pytest.mark.parametrize("notice", published_notices(), ids=lambda notice: notice.title)
def test_every_published_notice_can_be_written_in_the_register_and_read_back(notice: Notice) -> None:
    dated = notice.model_copy(update={"published": notice.published or date(2000, 1, 1)})
    assert notice_of(body_of(dated)) == dated


def test_the_field_that_is_wrong_is_named() -> None:
    body = KINDS["calendar.loaded"].body.model_validate(
        NEW_YEAR | {"holidays": [{"name": "", "rest": "2027-01-01"}]}
    )
    with pytest.raises(NoticeUnread) as caught:
        notice_of(body)  # type: ignore[arg-type]
    assert caught.value.field == "holidays.0.name"
