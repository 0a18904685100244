"""一条规则的几个版本、当时所知、更新记录、两个包之间差在哪里、一包文件的摘要。"""

from __future__ import annotations

from datetime import date

import pytest

from mingzhi.law.bundle import Bundle, bundle_of, candidate, unzipped
from mingzhi.law.calendar import Calendar
from mingzhi.law.changes import as_if, changelog, differences, succeeded, successors
from mingzhi.law.notice import parse_notice
from mingzhi.law.pack import Loaded, Pack, PackError, load_pack
from mingzhi.law.rules import Rule, Weight

NAME = "disclosure.penalty.days"
HEADER = "id: place-c\nname: 示例市\nprefix: EX\n"
RULE = """
- id: ex.parameter.days
  source: {document: 示例办法, article: 3}
  says: 示例
  from: %s%s
  parameter: {name: example.days, label: 示例的期限, value: "%s", unit: 日}
"""


def place(*, begins: str = "2020-01-01", until: str = "", value: str = "7", more: str = "") -> Pack:
    ends = f"\n  until: {until}" if until else ""
    files = {"pack.yaml": HEADER, "rules.yaml": RULE % (begins, ends, value) + more}
    return candidate({"place-c": files}).load()


def days(pack: Pack, day: date) -> str:
    return str(pack.on(day).parameter("example.days"))


def test_a_later_version_takes_over_on_its_day_and_leaves_earlier_days_alone() -> None:
    pack = place()
    rule = pack.rule("ex.parameter.days")
    assert rule is not None and rule.parameter is not None
    newer = rule.model_copy(
        update={"from_": date(2026, 3, 1), "parameter": rule.parameter.model_copy(update={"value": "9"})}
    )
    pack = pack.amended([newer])
    assert [days(pack, date(2026, 2, 28)), days(pack, date(2026, 3, 1))] == ["7", "9"]
    assert pack.versions("ex.parameter.days") == (rule, newer) and pack.rule("ex.parameter.days") == newer


def test_what_became_known_later_is_not_applied_when_asking_what_was_known() -> None:
    pack = place()
    rule = pack.rule("ex.parameter.days")
    assert rule is not None and rule.parameter is not None
    found = rule.model_copy(
        update={"known": date(2026, 5, 1), "parameter": rule.parameter.model_copy(update={"value": "9"})}
    )
    pack = pack.amended([found])
    assert days(pack, date(2026, 4, 1)) == "9"
    assert days(pack.known_on(date(2026, 4, 30)), date(2026, 4, 1)) == "7"
    assert days(pack.known_on(date(2026, 5, 1)), date(2026, 4, 1)) == "9"


def test_a_notice_of_ones_own_moves_the_calendar_from_the_day_it_was_loaded() -> None:
    notice = parse_notice(
        "{year: 2027, title: 示例通知, source: 示例, published: 2026-11-10,"
        " holidays: [{name: 元旦, rest: [2027-01-01..2027-01-05]}]}",
        name="示例",
    )
    pack = load_pack("chongqing").amended(notices=[Loaded(notice, date(2026, 11, 20))])
    assert not pack.calendar.is_workday(date(2027, 1, 4)) and pack.calendar.published(date(2027, 1, 4))
    assert Calendar.load().is_workday(date(2027, 1, 4))
    assert pack.known_on(date(2026, 11, 19)).calendar.is_workday(date(2027, 1, 4))
    assert not pack.known_on(date(2026, 11, 20)).calendar.is_workday(date(2027, 1, 4))


def test_a_pack_put_in_force_changes_nothing_before_its_day() -> None:
    old, new = place(), place(value="9")
    versions = tuple(successors(old, new, date(2027, 1, 1), date(2026, 11, 20)))
    assert [rule.id for rule in versions] == ["ex.parameter.days"]
    pack = succeeded(old, new, versions)
    assert [days(pack, date(2026, 12, 31)), days(pack, date(2027, 1, 1))] == ["7", "9"]
    assert versions[0].known == date(2026, 11, 20)


def test_a_rule_that_the_new_pack_lacks_ends_the_day_before() -> None:
    extra = RULE.replace("ex.parameter.days", "ex.parameter.more").replace("example.days", "example.more")
    old, new = place(more=extra % ("2020-01-01", "", "3")), place()
    pack = succeeded(old, new, successors(old, new, date(2027, 1, 1), date(2026, 11, 20)))
    assert "example.more" in pack.on(date(2026, 12, 31)).parameters
    assert "example.more" not in pack.on(date(2027, 1, 1)).parameters


def test_writing_an_end_on_a_rule_ends_it_on_that_very_day() -> None:
    old, new = place(), place(until="2026-06-30")
    pack = succeeded(old, new, successors(old, new, date(2027, 1, 1), date(2026, 11, 20)))
    assert "example.days" in pack.on(date(2026, 6, 30)).parameters
    assert "example.days" not in pack.on(date(2026, 7, 1)).parameters


def test_in_a_rehearsal_the_new_pack_has_always_been_in_force() -> None:
    old = place()
    new = place(
        until="2026-12-31",
        more=RULE.replace("ex.parameter.days", "ex.parameter.days-2027") % ("2027-01-01", "", "9"),
    )
    tried = as_if(old, old, new, date(2025, 11, 20), date(2026, 11, 20))
    assert [days(tried, date(2025, 11, 19)), days(tried, date(2025, 11, 20))] == ["7", "9"]


def test_the_lower_level_still_prevails_after_a_new_pack() -> None:
    bundle = bundle_of("chongqing")
    old, files = bundle.load(), dict(bundle.layers["national"])
    files["zz.yaml"] = (
        "- id: nat.parameter.zz\n  source: {document: 示例办法, article: 1}\n  says: 示例\n  from: 2020-01-01\n"
        f'  parameter: {{name: {NAME}, label: 示例, value: "3"}}\n'
    )
    new = candidate({**bundle.layers, "national": files}, "chongqing").load()
    day = date(2026, 5, 1)
    tried = succeeded(old, new, successors(old, new, day, day))
    assert tried.on(day).parameter(NAME) == new.on(day).parameter(NAME) == old.on(day).parameter(NAME)


def test_the_changelog_names_provisions_and_days() -> None:
    found = changelog(place(until="2026-06-30"), "place-c")
    assert [(each.day, each.what, each.provision) for each in found] == [
        (date(2026, 7, 1), "废止", "《示例办法》第三条"),
        (date(2020, 1, 1), "起施行", "《示例办法》第三条"),
    ]


def test_the_changelog_tells_a_confirmation_by_two_from_a_change() -> None:
    pack = load_pack("chongqing")
    rule = pack.rule("cq.parameter.hearing-fine-organization")
    assert rule is not None and rule.weight is Weight.PENDING
    sure = rule.model_copy(update={"weight": Weight.RULE, "known": date(2026, 5, 1)})
    newest = next(each for each in changelog(pack.amended([sure])) if each.rule.id == rule.id)
    assert (newest.day, newest.what) == (date(2026, 5, 1), "两人核实")


@pytest.mark.parametrize("name", ["chongqing", "yunnan-qujing-qilin"])
def test_a_pack_read_twice_does_not_differ_from_itself(name: str) -> None:
    bundle = bundle_of(name)
    assert not differences(bundle.load(), bundle.load())


# 一包文件 -----------------------------------------------------------------------------------------


def test_the_digest_is_of_the_files_and_survives_the_zip() -> None:
    bundle = bundle_of("yunnan-qujing-qilin")
    assert set(bundle.layers) == {"national", "yunnan", "yunnan-qujing", "yunnan-qujing-qilin"}
    again = candidate(unzipped(bundle.zipped()), "yunnan-qujing-qilin")
    assert again.digest == bundle.digest and bundle.zipped() == again.zipped()
    layers = {name: dict(files) for name, files in bundle.layers.items()}
    layers["yunnan"]["pack.yaml"] += "\n"
    assert Bundle(bundle.place, layers).digest != bundle.digest


def test_a_broken_archive_is_told_in_words() -> None:
    with pytest.raises(PackError, match="打不开这个压缩包"):
        unzipped(b"not a zip")
    with pytest.raises(PackError, match="没有规则包"):
        candidate({})
    with pytest.raises(PackError, match="colour"):
        candidate({"place-c": {"pack.yaml": HEADER, "x.yaml": RULE % ("2020-01-01", "\n  colour: 1", "7")}})


def test_a_rule_compares_by_what_it_says() -> None:
    one, other = (
        load_pack("chongqing").rule("nat.decision.told"),
        bundle_of("chongqing").load().rule("nat.decision.told"),
    )
    assert isinstance(one, Rule) and isinstance(other, Rule) and one.gate is not other.gate
