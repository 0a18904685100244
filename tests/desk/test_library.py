"""法规库和依据：装载自己的法规，按当日有效的版本引；规则可以查，未填写的参数看得见。文本是为测试写的。"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.urls import reverse
from pytest_django import Settings

from mingzhi.commands.statutes import statutes
from mingzhi.law.pack import load_pack, unfilled
from mingzhi.law.rules import Source, Weight
from mingzhi.record import library
from tests.desk.conftest import SignedIn

OLD = """# 示例检查法

（2010年1月1日公布）

第一条　旧的一条。

第二条　旧的一款。

旧的二款：

（一）旧的一项；

（二）旧的二项。

第三条　本法自2010年3月1日起施行。
"""
NEW = OLD.replace("旧", "新").replace("2010年", "2020年")


@pytest.fixture
def shelf(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """一个文件夹的法规，还没有装载；法规库是空的。"""
    settings.MINGZHI_DATA = tmp_path / "var"
    folder = tmp_path / "法规"
    folder.mkdir()
    (folder / "示例检查法(2010-01-01).md").write_text(OLD, encoding="utf-8")
    (folder / "示例检查法(2020-01-01).md").write_text(NEW, encoding="utf-8")
    (folder / "说明.md").write_text("这不是法规。", encoding="utf-8")
    (folder / "乱码.txt").write_bytes(b"\xff\xfe\x00\xd8")
    yield folder


def test_loading_tells_what_was_taken_and_what_was_not(shelf: Path) -> None:
    said = CliRunner().invoke(statutes, ["load", str(shelf)])
    assert said.exit_code == 0, said.output
    assert "示例检查法（3 条，2010-03-01）" in said.output and "示例检查法（3 条，2020-03-01）" in said.output
    assert "说明.md：读不出来" in said.output
    assert "乱码.txt：读不出来" in said.output
    assert "收进 2 部" in said.output
    assert sorted(file.name for file in library.folder().iterdir()) == [
        "示例检查法(2010-01-01).md",
        "示例检查法(2020-01-01).md",
    ]
    assert "示例检查法　2020-03-01" in CliRunner().invoke(statutes, ["list"]).output


def test_an_article_is_quoted_in_the_version_of_its_day(shelf: Path) -> None:
    list(library.load(shelf))
    source = Source(document="示例检查法", article=2, paragraph=2, item=1)
    then, later = library.quote(source, date(2015, 5, 5)), library.quote(source, date(2021, 5, 5))
    assert then is not None and later is not None
    assert "旧的一项" in then.text and "新的一项" in later.text
    assert "新的二项" not in later.text and "新的二项" in later.article
    assert later.version == "2020-03-01 起施行"
    assert library.quote(source, date(2009, 5, 5)) is None
    assert library.quote(Source(document="没有的法", article=1), date(2021, 5, 5)) is None


def test_a_changed_file_is_read_again(shelf: Path) -> None:
    list(library.load(shelf))
    source, day = Source(document="示例检查法", article=1), date(2021, 5, 5)
    assert "新的一条" in library.quote(source, day).text  # type: ignore[union-attr]
    file = library.folder() / "示例检查法(2020-01-01).md"
    file.write_text(NEW.replace("新的一条", "改正过的这一条文字"), encoding="utf-8")
    assert "改正过的这一条文字" in library.quote(source, day).text  # type: ignore[union-attr]


def test_product_defaults_quote_no_law() -> None:
    rule = next(rule for rule in load_pack("chongqing").rules if rule.weight is Weight.DEFAULT)
    assert library.quote_rule(rule, date(2025, 10, 1)) is None


def test_every_rule_of_the_pack_has_a_page(bureaus: None, as_: SignedIn) -> None:
    client = as_("zhoujia")
    for rule in load_pack("chongqing").rules:
        answer = client.get(reverse("desk:rule", args=[rule.id]))
        assert answer.status_code == 200, rule.id
        page = answer.content.decode()
        assert rule.id in page and rule.cite in page
    assert client.get(reverse("desk:rule", args=["no.such.rule"])).status_code == 404


def test_rules_are_searched_by_words_clause_and_weight(bureaus: None, as_: SignedIn) -> None:
    client = as_("zhoujia")
    clause = next(rule.clauses[0] for rule in load_pack("chongqing").rules if rule.clauses)
    assert clause in client.get("/desk/rules/", {"q": clause}).content.decode()
    assert "没有查到" in client.get("/desk/rules/", {"q": "查不到的字"}).content.decode()
    pending = client.get("/desk/rules/", {"weight": "pending"}).content.decode()
    assert pending.count('<span class="tag tag-late">待核</span>') == pending.count('role="rowheader"') > 0
    assert client.get("/desk/rules/", {"part": "nonsense"}).status_code == 200


def test_parameters_the_bureau_has_not_filled_are_listed(bureaus: None, as_: SignedIn) -> None:
    for username, place in (("zhoujia", "chongqing"), ("chending", "yunnan-qujing-qilin")):
        page = as_(username).get("/desk/rules/").content.decode()
        missing = unfilled(load_pack(place).on(date(2025, 10, 13)))
        for rule in missing:
            assert rule.parameter is not None and rule.parameter.label in page
        assert ("本地还没有填写的参数" in page) == bool(missing)


def test_the_other_bureau_has_its_own_rules(bureaus: None, as_: SignedIn) -> None:
    only_here = next(rule for rule in load_pack("chongqing").rules if rule.pack == "chongqing")
    assert as_("chending").get(reverse("desk:rule", args=[only_here.id])).status_code == 404
