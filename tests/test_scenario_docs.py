"""场景的文档：例子走得通，键一个不缺，行为的表是最新的；写错的文件得到一句话，不是一串调用栈。"""

import contextlib
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingzhi.casework.act import KINDS
from mingzhi.casework.actor import Role
from mingzhi.casework.expectations import CHECKS
from mingzhi.casework.scenario import Memory, Run, ScenarioError, matches, read, read_all
from mingzhi.casework.scenario_reading import STARTS, TOP
from mingzhi.casework.scenario_steps import STEP
from mingzhi.casework.spelling import nearest
from mingzhi.commands.scenario import opener, scenario
from tools import document_kinds

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs/scenarios.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)
SHORTEST = next(each for each in EXAMPLES if each.startswith("scenario: 示例药店检查"))


def test_the_table_of_acts_is_current() -> None:
    assert document_kinds.TARGET.read_text(encoding="utf-8") == document_kinds.text(), (
        "请运行 .venv/bin/python tools/document_kinds.py"
    )


def test_the_shortest_example_goes_as_it_says() -> None:
    loaded = read(SHORTEST)
    run = Run(loaded, Memory(loaded)).all()
    assert not run.differences, run.differences
    assert len(run.driver.acts()) == 2


def test_the_example_that_starts_from_a_sample_goes_as_it_says() -> None:
    text = next(each for each in EXAMPLES if "starts_from" in each)
    loaded = read(text + EXAMPLES[-1], open_file=opener(ROOT / "mingzhi/samples/scenarios"))
    run = Run(loaded, Memory(loaded))
    for step in loaded.steps[:-1]:
        run.take(step)
    assert not run.differences, "\n".join(map(str, run.differences))


@pytest.mark.parametrize("key", [*TOP, *STEP, *STARTS, *CHECKS, *(role.label for role in Role)])
def test_the_page_says_every_key_and_role(key: str) -> None:
    assert f"`{key}`" in PAGE or f"{key}:" in PAGE or key in PAGE, f"docs/scenarios.md 没有写 {key}"


# ── 猜得到的写法 ───────────────────────────────────────────────────────

HEAD = "scenario: 试\nplace: 重庆\npeople: {甲: 承办人, 乙: 承办人, 局长: 机关负责人}\nsteps:\n"


def gone(text: str) -> Run:
    loaded = read(text)
    return Run(loaded, Memory(loaded)).all()


@pytest.mark.parametrize(
    "step",
    [
        "{on: 2025-03-03, who: 甲, act: 登记线索, with: {source: 随机抽查, content: 抽中, recorder: 甲, handling: 核查}}",
        "{日期: 2025年3月3日, 谁: 甲, 行为: 登记线索, 内容: {案件来源: 随机抽查, 投诉举报（线索）内容: 抽中, 记录人: 甲, 处理情况: 核查}}",
        "{date: 2025/3/3, by: 承办人甲, kind: lead.registered, data: {source: random_inspection, content: 抽中, recorder: 甲, handling: 核查}}",
        "{when: '2025-03-03T10:00', actor: 甲, do: lead_registered, with: {投诉举报内容: 抽中, source: 抽查, recorder: 甲, handling: 核查}}",
    ],
)
def test_keys_dates_people_and_fields_may_be_spelled_as_people_guess(step: str) -> None:
    text = HEAD.replace("甲: 承办人", "甲: {roles: 承办人, name: 承办人甲}") + f"  - {step}\n"
    run = gone(text)
    body = run.driver.acts()[0].body.model_dump(mode="json")
    assert (body["source"], body["content"], body["recorder"]["name"]) == (
        "random_inspection",
        "抽中",
        "承办人甲",
    )
    assert not run.differences


def test_amounts_and_yes_may_be_written_as_on_paper() -> None:
    run = gone(
        HEAD
        + '  - {on: 2025-03-03, who: 甲, act: 收到款项, with: {款项: 罚款, 入账账户: 国库, 金额: "62,600.00元"}}\n'
    )
    assert str(getattr(run.driver.acts()[0].body, "amount", None)) == "62600.00"


# ── 写错了说清楚 ───────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "是空的"),
        ("- 一列", "应当是一张表"),
        ("scenario: [", "不是合法的 YAML，第 1 行"),
        ("a: 1\na: 2", "“a”写了两次"),
        ("scenario: 试\nplace: 重庆\nsteps: []", "没有写 people"),
        (HEAD.replace("重庆", "重青") + "  - {}", "没有规则包“重青”"),
        (HEAD.replace("承办人,", "承办员,", 1) + "  - {}", "没有“承办员”这一项，可写 承办人"),
        (HEAD + "  - 立案", "第 1 步：应当是一张表"),
        (HEAD + "  - {on: 2025-03-03, who: 甲, act: 安排现场捡查}", "是不是“安排现场检查”"),
        (HEAD + "  - {on: 2025-03-03, who: 丙, act: 立案}", "“丙”不在 people 里"),
        (HEAD + "  - {on: 2025-02-30, who: 甲, act: 立案}", "不是"),
        (HEAD + "  - {on: 三月三日, who: 甲, act: 立案}", "“三月三日”不是日期或者时刻"),
        (HEAD + "  - {who: 甲, act: 立案}", "没有写 on"),
        (HEAD + "  - {on: 2025-03-03, whom: 甲, act: 立案}", "不认识的键“whom”，是不是“who”"),
        (
            HEAD + "  - {on: 2025-03-03, who: 甲, act: 立案, with: {案游: 串换}}",
            "没有字段“案游”，是不是“案由”",
        ),
        (HEAD + "  - {on: 2025-03-03, who: 甲, act: 立案, with: {opinion: 罚50,000.00元}}", "要加引号"),
        (HEAD + "  - {on: 2025-03-03, who: 甲, act: 立案, with: {handlers: 5}}", "承办人"),
        (HEAD + "  - {on: 2025-03-03, who: 甲, act: 收到款项, with: {amount: 很多}}", "不是金额"),
        (HEAD + "  - {on: 2025-03-03, who: 甲, act: 收到款项, with: {款项: 罚金}}", "没有“罚金”这一项"),
        (HEAD + "  - {on: 2025-03-03, who: 甲, act: 送达文书, with: {of: 告知}}", "没有记作“告知”的一步"),
        (
            HEAD + "  - {on: 2025-03-03, who: 甲, act: 登记线索, with: {content: =事实}}",
            "“=事实”既不在 values 里",
        ),
        (HEAD + "  - {like: 立案}", "前面没有记作“立案”的一步"),
        (HEAD + "  - {on: 2025-03-03, expect: {stag: 立案}}", "不认识的键“stag”，是不是“stage”"),
        (HEAD + "  - {on: 2025-03-03, expect: {stage: 立按}}", "没有“立按”这一项"),
        (HEAD + "  - {on: 2025-03-03, expect: {due: {公示处罚绝定: 2025-03-03}}}", "是不是“公示处罚决定”"),
        (HEAD + "  - {on: 2025-03-03, expect: {due: 3}}", "expect 的 due"),
        (HEAD + "  - {on: 2025-03-03, expect: {owed: 很多}}", "应当是金额"),
        (HEAD + "  - {expect: {stage: 立案}}", "核对要写 on"),
        (HEAD.replace("steps:", "parameters: {听证: 5}\nsteps:") + "  - {expect: {}}", "没有参数“听证”"),
        ("scenario: 试\nstarts_from: 没有.yaml\nsteps: [{}]", "找不到：没有.yaml"),
    ],
)
def test_a_badly_written_file_gets_one_clear_sentence(text: str, says: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        for each in read_all(text, "坏.yaml", opener(ROOT)):
            Run(each, Memory(each)).all()
    said = str(caught.value)
    assert says in said, said
    assert not re.search(r"Traceback|Input should|pydantic|validation error", said), said


def test_a_starting_point_that_goes_in_circles_is_refused() -> None:
    text = "scenario: 绕\nstarts_from: 绕.yaml\nsteps: [{expect: {}}]"
    with pytest.raises(ScenarioError, match="绕回了"):
        read(text, "绕.yaml", lambda name: text)


@pytest.mark.parametrize(("written", "code"), [("立案", 0), ("结案", 1), ("坏", 1)])
def test_the_command_keeps_its_exit_codes_and_json(tmp_path: Path, written: str, code: int) -> None:
    text = SHORTEST.replace("阶段: 调查取证", "阶段: 立案") if written == "结案" else SHORTEST
    file = tmp_path / "试.yaml"
    file.write_text(text if written != "坏" else "坏: [", encoding="utf-8")
    result = CliRunner().invoke(scenario, ["--json", str(file)])
    assert result.exit_code == code, result.output
    (said,) = json.loads(result.output)
    assert said["ok"] is (code == 0)
    assert bool(said["error"]) is (written == "坏")
    assert bool(said["differences"]) is (written == "结案")


def test_a_file_that_is_not_utf8_is_said_so(tmp_path: Path) -> None:
    file = tmp_path / "试.yaml"
    file.write_bytes(SHORTEST.encode("gbk"))
    result = CliRunner().invoke(scenario, [str(file)])
    assert result.exit_code == 1
    assert "不是 UTF-8" in result.output


def test_a_folder_without_scenarios_is_not_a_success(tmp_path: Path) -> None:
    assert CliRunner().invoke(scenario, [str(tmp_path)]).exit_code == 1


# ── 依据 ───────────────────────────────────────────────────────────────


def _ground(cite: str, *clauses: str) -> object:
    from mingzhi.casework.gates import Ground

    return Ground("nat.some", clauses, cite, "", "")


@pytest.mark.parametrize(
    ("expected", "same"),
    [
        ("行政处罚法 64", True),
        ("行政处罚法64条", True),
        ("《行政处罚法》第六十四条", True),
        ("处罚法 64", True),
        ("行政处罚法 63", False),
        ("行政处罚法 6", False),
        ("行政处罚法第六条", False),
        ("行政强制法 64", False),
        ("条例 29", True),
        ("CQ-L-6.1", True),
        ("CQ-L-6", True),
        ("CQ-L-6.10", False),
        ("CQ-L-1", False),
        ("CQ-L-12", True),
        ("nat.some", True),
        ("", False),
    ],
)
def test_a_ground_is_recognized_by_clause_article_or_rule(expected: str, same: bool) -> None:
    ground = _ground(
        "《行政处罚法》第六十四条第（一）项、《医疗保障基金使用监督管理条例》第二十九条",
        "CQ-L-6.1",
        "CQ-L-12",
    )
    assert matches(expected, ground) is same  # type: ignore[arg-type]


def test_the_nearest_spelling_is_near() -> None:
    names = [kind.name for kind in KINDS.values()]
    assert nearest("现场捡查", names)[0] == "现场检查"
    assert "送达文书" in nearest("送达", names)


# ── 乱写的文件 ─────────────────────────────────────────────────────────

WORDS = st.sampled_from(
    [
        "甲",
        "立案",
        "act",
        "on",
        "who",
        "with",
        "expect",
        "due",
        "2025-03-03",
        "=事实",
        "of",
        "review",
        "public",
        "",
        "现场检查",
        "作出决定",
        "officers",
        "fine",
        "stage",
        "then",
        "like",
        "refused",
        "recording",
        "values",
        "blocked",
    ]
)
LEAVES = st.one_of(WORDS, st.integers(-5, 5), st.booleans(), st.none(), st.floats(allow_nan=False, width=16))
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=4)),
    max_leaves=12,
)
EXPECTS = st.dictionaries(st.sampled_from(list(CHECKS)), TREES, min_size=1, max_size=3)
ACTS = st.fixed_dictionaries(
    {"on": st.just("2025-03-03"), "who": st.just("甲"), "act": st.sampled_from(sorted(KINDS))},
    optional={
        "with": st.dictionaries(
            st.sampled_from(sorted({name for kind in KINDS.values() for name in kind.body.model_fields})),
            TREES,
            max_size=4,
        ),
        "as": WORDS,
        "refused": TREES,
        "defects": TREES,
        "then": EXPECTS,
        "try": st.booleans(),
        "without": TREES,
    },
)
STEPS = st.one_of(ACTS, st.fixed_dictionaries({"on": st.just("2025-03-03"), "expect": EXPECTS}), TREES)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, min_size=1, max_size=3), TREES, TREES)
def test_whatever_is_written_there_is_a_sentence_and_not_a_crash(
    steps: list[object], people: object, values: object
) -> None:
    everyone = people if people and isinstance(people, dict) else {"甲": ["承办人", "机关负责人"]}
    data = {"scenario": "乱写", "place": "重庆", "people": everyone, "values": values, "steps": steps}
    try:
        loaded = read(json.dumps(data, ensure_ascii=False))
        Run(loaded, Memory(loaded)).all()
    except ScenarioError:
        pass


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    with contextlib.suppress(ScenarioError):
        read(text)
