"""文档不落后：程序里有的，文档里都有；文档里指的，都在；例子真的装得进来。"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
import yaml

import mingzhi.casework.acts
import mingzhi.casework.standing  # noqa: F401  登记全部的词
from mingzhi.casework.act import KINDS, Stage
from mingzhi.casework.actor import Role
from mingzhi.casework.duties import Lamp
from mingzhi.casework.view import known_name
from mingzhi.cli import main
from mingzhi.instruments.catalogue import FORMS
from mingzhi.law.conditions import Condition
from mingzhi.law.pack import Header, Pack, assemble, load_pack, parse_rules
from mingzhi.law.rules import PARTS, Rule
from tools import document_commands, document_facts

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
DAY = date(2026, 6, 1)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(page: str) -> dict[str, list[str]]:
    """表里的各行：首格里的英文词 → 其余各格。一格几个词的，各算一行。"""
    found: dict[str, list[str]] = {}
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if line.startswith("| `"):
            for word in re.findall(r"`([^`]+)`", cells[0]):
                found.setdefault(word, cells[1:])
    return found


# 术语表 -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def glossary() -> dict[str, list[str]]:
    return rows(read("docs/glossary.md"))


@pytest.mark.parametrize("word", sorted(KINDS))
def test_the_glossary_names_every_kind_of_act_as_the_code_does(
    word: str, glossary: dict[str, list[str]]
) -> None:
    kind = KINDS[word]
    assert word in glossary, f"术语表缺 {word}（{kind.name}）"
    assert glossary[word][:2] == [kind.name, "事实" if kind.is_fact else "处理"]
    assert all(glossary[word]), f"{word} 的意思、依据不能空着"


@pytest.mark.parametrize("choices", [Stage, Role, Lamp], ids=lambda each: each.__name__)
def test_the_glossary_names_every_stage_role_and_lamp(
    choices: type[Stage] | type[Role] | type[Lamp], glossary: dict[str, list[str]]
) -> None:
    page = read("docs/glossary.md")
    for each in choices:
        named = glossary.get(each.value, [""])[0] == each.label
        assert named or f"### {each.label}（`{each.value}`）" in page, (
            f"术语表缺 {each.value}（{each.label}）"
        )


def test_the_glossary_has_no_kind_of_act_that_is_gone(glossary: dict[str, list[str]]) -> None:
    dotted = {word for word in glossary if re.fullmatch(r"[a-z_]+\.[a-z_]+", word)}
    assert dotted == set(KINDS)


def test_the_glossary_names_every_room(glossary: dict[str, list[str]]) -> None:
    layers = re.search(r"^layers = \[(.*?)^\]", read("pyproject.toml"), re.DOTALL | re.MULTILINE)
    assert layers is not None
    named = set(re.findall(r"\(([a-z]+)\)", layers[1])) - {
        "cli",
        "commands",
        "samples",
        "urls",
        "wsgi",
        "settings",
    }
    assert len(named) > 10
    assert named <= set(glossary)


@pytest.mark.parametrize("part", PARTS)
def test_every_kind_of_rule_is_named_and_shown_by_an_example(
    part: str, glossary: dict[str, list[str]]
) -> None:
    assert part in glossary
    assert f"### {part} " in read("docs/packs.md")


# 设置、命令、目标 ---------------------------------------------------------------------------------


def sources() -> Iterator[Path]:
    for folder, patterns in (("mingzhi", ("*.py",)), ("tools", ("*.py", "*.sh")), ("deploy", ("*",))):
        for pattern in patterns:
            yield from (file for file in (ROOT / folder).rglob(pattern) if file.is_file())
    yield from (ROOT / "Makefile", ROOT / ".ci/run", ROOT / "tests/conftest.py")


def test_every_setting_that_the_code_names_is_in_the_docs() -> None:
    named = {
        name
        for file in sources()
        for name in re.findall(r"\bMINGZHI_[A-Z]+(?:_[A-Z]+)*\b", file.read_text(encoding="utf-8"))
    } - {"MINGZHI_ENV"}  # 只是 deploy/backup.sh 自己的参数，在它开头说明
    page = read("docs/settings.md")
    assert "MINGZHI_DATA" in named
    assert {name for name in named if f"`{name}`" not in page} == set()


def test_the_docs_name_no_setting_that_the_code_does_not_read() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in sources())
    named = set(re.findall(r"`(MINGZHI_[A-Z_]+)`", read("docs/settings.md")))
    assert {name for name in named if name not in code} == set()


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    # 另起一个进程：别的测试单独叫过的命令，记住了它那时的帮助选项。
    checked = subprocess.run(
        [sys.executable, "tools/document_commands.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_command_and_every_target_is_in_the_docs() -> None:
    page = read("docs/commands.md")
    for name in main.list_commands(click.Context(main)):
        assert f"\n## mingzhi {name}\n" in page, name
    targets = document_commands.targets(read("Makefile"))
    assert {"run", "test", "demo", "check"} <= set(targets)
    for name in targets:
        assert f"`make {name}`" in page, name


def test_the_page_of_facts_is_what_the_words_say() -> None:
    assert read("docs/facts.md") == document_facts.text(), "请运行 python tools/document_facts.py"


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_what_a_page_tells_to_make_is_a_target(page: str) -> None:
    told = set(re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)", read(page), re.MULTILINE))
    names = {one or other for one, other in told}
    assert "test" in names
    assert names <= set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))


def test_the_readme_tells_the_password_of_the_samples() -> None:
    from django.conf import settings

    assert f"`{settings.MINGZHI_SAMPLE_PASSWORD}`" in read("README.md")


def test_the_accounts_in_the_readme_are_among_the_samples() -> None:
    samples = read("mingzhi/samples/people.py")
    told = re.findall(r"^\| `([a-z]+)` \| ", read("README.md"), re.MULTILINE)
    assert len(told) >= 5
    assert [name for name in told if f'"{name}"' not in samples] == []


# 链接 ---------------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    """各标题的锚点，照代码网站的写法：小写，空格成横线，去掉标点。"""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_pictures_lead_to_something_that_exists(page: Path) -> None:
    lost = []
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            lost.append(target)
    assert lost == []


# 例子 ---------------------------------------------------------------------------------------------


def blocks(page: str) -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```", read(page), re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def example() -> Pack:
    """docs/packs.md 里的各段合成的包，叠在国家的包上。"""
    head, *rules = blocks("docs/packs.md")
    header = Header.model_validate(yaml.safe_load(head))
    parent = load_pack(header.parent)
    return assemble(
        (
            *((each, [rule for rule in parent.rules if rule.pack == each.id]) for each in parent.chain),
            (header, parse_rules("".join(rules), "docs/packs.md", header.id)),
        )
    )


def own(example: Pack) -> list[Rule]:
    return [rule for rule in example.rules if rule.pack == example.id]


def test_the_example_pack_loads_with_one_rule_of_every_kind(example: Pack) -> None:
    assert sorted(rule.part for rule in own(example)) == sorted(PARTS)
    assert all(rule.in_force(DAY) for rule in own(example))


def test_the_example_keeps_the_clauses_of_its_own_place_only(example: Pack) -> None:
    told = {clause.split("-")[0] for rule in example.rules for clause in rule.clauses}
    assert told == {"EX"}


def test_the_example_replaces_the_rule_above_it(example: Pack) -> None:
    rules = example.on(DAY)
    replaced = {rule.replaces for rule in own(example) if rule.replaces}
    assert replaced
    assert all(load_pack("national").on(DAY).by_id.get(each) for each in replaced)
    assert not any(rules.by_id.get(each) for each in replaced)


def test_what_the_example_names_exists(example: Pack) -> None:
    for rule in own(example):
        part = getattr(rule, rule.part)
        for field in ("act", "after", "do", "next"):
            assert set(getattr(part, field, ())) <= set(KINDS), rule.id
        for condition in (getattr(part, name, None) for name in ("when", "needs", "unless", "met_when")):
            if isinstance(condition, Condition):
                assert all(known_name(name) for name in condition.names), rule.id
    prints = next(rule.instrument for rule in own(example) if rule.instrument)
    assert set(prints.prints) <= set(FORMS)
    fields = next(rule.content for rule in own(example) if rule.content)
    assert set(fields.fields) <= set(KINDS[fields.act[0]].body.model_fields)


def test_the_rule_in_the_readme_is_a_rule_in_force() -> None:
    (block,) = blocks("README.md")
    (shown,) = parse_rules(block, "README.md", "chongqing")
    kept = load_pack("chongqing").on(DAY).by_id[shown.id]
    assert shown.model_dump(exclude={"gate"}) == kept.model_dump(exclude={"gate"})
    assert shown.gate is not None and kept.gate is not None and kept.gate.when is not None
    assert shown.gate.when is not None and shown.gate.when.source == kept.gate.when.source
    assert shown.gate.needs.source == kept.gate.needs.source
    assert (shown.gate.lacks, shown.gate.then) == (kept.gate.lacks, kept.gate.then)
