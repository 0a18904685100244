"""示例案卷：从场景文件来，停在各个阶段，日期挪到今天附近，当事人换成不同的示例单位。

一个场景的前几步就是一个办到一半的案子。日期整周地挪，星期不变；遇节假日不合期限的，再往前挪一周，
直到按规则走得通——走不通的不载入，所以示例里没有违法的处理。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from importlib import resources
from typing import Any
from zlib import crc32

from mingzhi.casework.act import SHANGHAI
from mingzhi.casework.actor import Actor
from mingzhi.casework.scenario import Memory, Run, Scenario, ScenarioError, Step, read
from mingzhi.people.models import Person
from mingzhi.people.selectors import actor_for, agency_value
from mingzhi.record.models import Dossier
from mingzhi.samples.driver import Recorded, dossier_of

WEEK = timedelta(days=7)
TRIES = 12


@dataclass(frozen=True)
class Sample:
    """一个示例案卷：哪个场景，停在哪一步（那一步的标题或者行为名，第几次），最后一步在几天前，当事人。"""

    scenario: str
    until: str
    days_ago: int
    party: str
    occurrence: int = 1


PHARMACY, PERSON, CLINIC = "pharmacy-chongqing", "person-chongqing", "clinic-qilin"

SAMPLES = (
    Sample(PHARMACY, "登记实名举报（次日补录）", 2, "重庆示例康民药房有限公司"),
    Sample(PHARMACY, "线索核查", 3, "重庆示例益生大药房有限公司"),
    Sample(PHARMACY, "呈请立案", 1, "重庆示例同和药房有限公司"),
    Sample(PHARMACY, "签署意见", 1, "重庆示例百顺药房有限公司"),
    Sample(PHARMACY, "立案", 4, "重庆示例惠民药房有限公司", occurrence=1),
    Sample(PHARMACY, "安排现场检查", 1, "重庆示例安康药房有限公司", occurrence=1),
    Sample(PHARMACY, "实施封存", 2, "重庆示例广济药房有限公司"),
    Sample(PHARMACY, "询问法定代表人（调休的星期六）", 3, "重庆示例仁心药房有限公司"),
    Sample(PHARMACY, "收到评审意见", 1, "重庆示例永安药房有限公司"),
    Sample(PHARMACY, "调查终结", 2, "重庆示例德善药房有限公司", occurrence=1),
    Sample(PHARMACY, "申请听证", 2, "重庆示例福寿药房有限公司"),
    Sample(PHARMACY, "复核陈述申辩（听证）意见", 1, "重庆示例长春药房有限公司", occurrence=1),
    Sample(PHARMACY, "送法制审核", 4, "重庆示例济世药房有限公司", occurrence=1),
    Sample(PHARMACY, "分派审核", 2, "重庆示例保和药房有限公司", occurrence=1),
    Sample(PHARMACY, "签发审核意见", 1, "重庆示例养正药房有限公司", occurrence=1),
    Sample(PHARMACY, "签发审核意见", 2, "重庆示例万民药房有限公司", occurrence=2),
    Sample(PHARMACY, "集体讨论", 1, "重庆示例天和药房有限公司"),
    Sample(PHARMACY, "作出决定", 5, "重庆示例春晖药房有限公司", occurrence=1),
    Sample(PHARMACY, "送达文书", 6, "重庆示例正源药房有限公司", occurrence=5),
    Sample(PHARMACY, "公示", 3, "重庆示例明德药房有限公司"),
    Sample(PHARMACY, "收到款项", 30, "重庆示例乐民药房有限公司", occurrence=1),
    Sample(PHARMACY, "结案", 20, "重庆示例诚信药房有限公司", occurrence=1),
    Sample(PHARMACY, "立卷归档", 10, "重庆示例和顺药房有限公司"),
    Sample(PHARMACY, "撤回公示", 2, "重庆示例大药房有限公司"),
    Sample(PERSON, "询问", 2, "示例李四"),
    Sample(PERSON, "公示", 12, "示例张三"),
    Sample(CLINIC, "登记线索", 1, "麒麟示例口腔诊所"),
    Sample(CLINIC, "现场检查", 3, "麒麟示例中医诊所"),
    Sample(CLINIC, "责令改正", 8, "麒麟示例康复诊所"),
    Sample(CLINIC, "立案", 2, "麒麟示例儿科诊所"),
    Sample(CLINIC, "重新告知，告知听证的权利", 2, "麒麟示例眼科诊所"),
    Sample(CLINIC, "作出决定", 3, "麒麟示例针灸诊所", occurrence=1),
    Sample(CLINIC, "公示", 6, "麒麟示例内科诊所"),
    Sample(CLINIC, "立卷归档", 9, "麒麟示例全科诊所"),
    Sample(CLINIC, "撤回公示", 1, "麒麟示例诊所"),
)


def load(now: datetime, progress: Callable[[str], None] = lambda said: None) -> None:
    """载入示例案卷；已经有示例案卷的不再载入。"""
    if Dossier.objects.filter(sample=True).exists():
        progress("示例案卷：已经有了")
        return
    people = {person.number: person for person in Person.objects.all()}
    scenarios = {name: _scenario(name) for name in (PHARMACY, PERSON, CLINIC)}
    ready = []
    for sample in SAMPLES:
        shifted = fitted(scenarios[sample.scenario], sample, now)
        if shifted is None:
            progress(f"示例案卷：{sample.party}按规则走不通，没有载入")
        else:
            ready.append((_first(shifted), sample, shifted))
    # 从早到晚写入：文号的次序与日期一致。
    for index, (_, sample, shifted) in enumerate(sorted(ready, key=lambda each: each[0]), start=1):
        _write(shifted, people)
        progress(f"示例案卷 {index}/{len(ready)}：{sample.party}，到“{sample.until}”")


def _scenario(name: str) -> Scenario:
    text = (resources.files("mingzhi.samples") / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8")
    return read(text, name)


def _first(scenario: Scenario) -> datetime:
    return min(step.recorded or step.happened for step in scenario.steps if step.happened is not None)


def kept(scenario: Scenario, sample: Sample) -> tuple[Step, ...]:
    """场景里到 sample 停下的那一步为止、真的写入的步骤。"""
    steps, seen = [], 0
    for step in scenario.steps:
        if step.expect is not None or step.attempt:
            continue
        steps.append(step)
        if step.title == sample.until:
            seen += 1
            if seen == sample.occurrence:
                return tuple(steps)
    raise LookupError(f"场景 {scenario.name} 没有第 {sample.occurrence} 个“{sample.until}”")


def fitted(scenario: Scenario, sample: Sample, now: datetime) -> Scenario | None:
    """挪到今天附近、按规则走得通的场景；走不通为 None。"""
    steps = kept(scenario, sample)
    last = max(step.recorded or step.happened for step in steps if step.happened is not None)
    weeks = ((now - timedelta(days=sample.days_ago)) - last) // WEEK
    for back in range(TRIES):
        moved = shift(replace(scenario, steps=steps), WEEK * (weeks - back), sample.party)
        if _walks(moved):
            return moved
    return None


def _walks(scenario: Scenario) -> bool:
    """按规则走不走得通。前面一步被拒绝，后面提到它的一步就写不出来，也是走不通。"""
    try:
        return not Run(scenario, Memory(scenario)).all().differences
    except ScenarioError:
        return False


_DAY = re.compile(r"(?<!\d)(20\d{2})-(\d{2})-(\d{2})(?!\d)")
_CN_DAY = re.compile(r"(20\d{2})年(\d{1,2})月(\d{1,2})日")
_CN_MONTHS = re.compile(r"(20\d{2})年(\d{1,2})月至(\d{1,2})月")
_CN_YEAR = re.compile(r"(20\d{2})(?=年)|〔(20\d{2})〕")


def shift(scenario: Scenario, by: timedelta, party: str) -> Scenario:
    """整个场景挪 by，当事人换成 party；文字里的日期一起挪。"""
    original = str(scenario.values["当事人"]["name"])
    code = str(scenario.values["当事人"].get("code") or "")
    other = _code(code, party) if code and party != original else code

    def text(value: str) -> str:
        value = value.replace(original, party)
        if code:
            value = value.replace(code, other)
        value = _DAY.sub(lambda found: (date.fromisoformat(found.group(0)) + by).isoformat(), value)
        value = _CN_DAY.sub(lambda found: _cn(date(*map(int, found.groups())) + by), value)
        return _CN_MONTHS.sub(lambda found: _months(found, by), value)

    def moved(value: Any) -> Any:
        if isinstance(value, str):
            return text(value)
        if isinstance(value, date):
            return value + by
        if isinstance(value, Mapping):
            return {key: moved(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [moved(each) for each in value]
        return value

    steps = tuple(
        replace(
            step,
            values=moved(step.values),
            happened=step.happened + by if step.happened else None,
            recorded=step.recorded + by if step.recorded else None,
            defects=None,
        )
        for step in scenario.steps
    )
    people = {name: _certified(actor, by) for name, actor in scenario.people.items()}
    return replace(scenario, steps=steps, values=moved(scenario.values), people=people)


CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _code(code: str, party: str) -> str:
    """另一个示例单位的统一社会信用代码：前十位照旧，后面由名称得出，末位是校验码（GB 32100）。"""
    body = f"{code[:10]}{crc32(party.encode()) % 10**7:07d}"
    total = sum(CODE_LETTERS.index(letter) * pow(3, place, 31) for place, letter in enumerate(body))
    return body + CODE_LETTERS[-total % 31]


def _certified(actor: Actor, by: timedelta) -> Actor:
    begin, end = actor.certificate_from, actor.certificate_until
    return actor.model_copy(
        update={
            "certificate_from": begin + by if begin else None,
            "certificate_until": end + by if end else None,
        }
    )


def _cn(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _months(found: re.Match[str], by: timedelta) -> str:
    year, first, last = map(int, found.groups())
    begin, end = date(year, first, 15) + by, date(year, last, 15) + by
    tail = f"{end.month}月" if end.year == begin.year else f"{end.year}年{end.month}月"
    return f"{begin.year}年{begin.month}月至{tail}"


def _write(scenario: Scenario, people: Mapping[str, Person]) -> None:
    """按人员库里的人写入；笔录里的人也换成那一天的样子。"""
    actors = {
        name: actor_for(people[actor.number], _first(scenario).astimezone(SHANGHAI).date())
        if actor.number in people
        else actor
        for name, actor in scenario.people.items()
    }
    scenario = replace(scenario, people=actors)
    dossier = dossier_of(scenario, agency_value(scenario.agency.code), now=_first(scenario))
    run = Run(scenario, Recorded(dossier)).all()
    if run.differences:
        raise RuntimeError(f"示例案卷写不进去：{run.differences[0]}")
