"""示例案卷：从场景文件来，停在各个阶段，日期挪到今天附近，当事人换成不同的示例单位。

一个场景的前几步就是一个办到一半的案子。日期整周地挪，星期不变；遇节假日不合期限的，再往前挪一周，
直到按规则走得通——走不通的不载入，所以示例里没有违法的处理。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
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
DAY = timedelta(days=1)
TRIES = 12
# 上一年度的报告在一月公布；年初的头几天里，最近一份还是前一年的。
PUBLISHED_BY = timedelta(days=31)


class Moves(Enum):
    """日期怎样挪：整周，星期不变；整日，停在几天前就是几天前；到年初，一月的仍是一月。"""

    WEEKS = "weeks"
    DAYS = "days"
    YEAR = "year"


@dataclass(frozen=True)
class Sample:
    """一个示例案卷：哪个场景，停在哪一步（那一步的标题或者行为名，第几次），最后一步在几天前，当事人。

    登记簿没有当事人，写登记簿的名称；一个机关只有一份，载入时接在后面。
    """

    scenario: str
    until: str
    days_ago: int
    party: str
    occurrence: int = 1
    moves: Moves = Moves.WEEKS


PHARMACY, PERSON, CLINIC = "pharmacy-chongqing", "person-chongqing", "clinic-qilin"
INSPECTION, SPOT, COURT = "inspection-chongqing", "spot-chongqing", "court-chongqing"
SEALING, PRESERVATION, CRIME = "urgent-sealing-chongqing", "preservation-chongqing", "crime-chongqing"
CHANGED, APPLICATION, REWARD = "changed-chongqing", "application-chongqing", "reward-chongqing"
VISIT, LICENCE = "inspection-qilin", "licence-qilin"

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
    Sample(INSPECTION, "立卷归档", 12, "重庆示例便民药房有限公司"),
    Sample(INSPECTION, "告知检查结果", 1, "重庆示例康宁药房有限公司"),
    Sample(SPOT, "立卷归档", 6, "重庆示例永康药房有限公司"),
    Sample(SPOT, "当场处罚", 1, "重庆示例利民药房有限公司"),
    Sample(SEALING, "补办封存批准", 1, "重庆示例百草药房有限公司"),
    Sample(SEALING, "中止调查", 2, "重庆示例同济药房有限公司"),
    Sample(PRESERVATION, "先行登记保存", 2, "重庆示例杏林药房有限公司"),
    Sample(PRESERVATION, "呈请立案", 1, "重庆示例回春药房有限公司"),
    Sample(CRIME, "移送公安机关", 2, "重庆示例瑞丰药房有限公司"),
    Sample(COURT, "签发审核意见", 2, "示例王五", occurrence=2),
    Sample(COURT, "法院受理（不予受理）", 3, "示例赵六"),
    Sample(CHANGED, "退还款项", 4, "示例孙七"),
    Sample(APPLICATION, "审查申请", 2, "重庆示例康复医院"),
    Sample(APPLICATION, "办结", 5, "重庆示例社区诊所"),
    Sample(REWARD, "发放举报奖励", 3, "举报1号"),
    Sample(VISIT, "立卷归档", 7, "麒麟示例便民药房"),
    Sample(LICENCE, "签发审核意见", 1, "麒麟示例体检中心"),
    Sample(LICENCE, "办结", 4, "麒麟示例口腔门诊部"),
)

# 登记簿在案卷之后载入：年度报告的数，从前面的案卷里数。
REGISTERS = (
    Sample("authority-chongqing", "授权代行", 3, "权限登记簿（重庆规则）", moves=Moves.DAYS),
    Sample("authority-qilin", "登记请假、外出", 1, "权限登记簿（麒麟规则）", moves=Moves.DAYS),
    Sample(
        "listing-chongqing",
        "年度报告报上级医疗保障行政部门",
        0,
        "公示事项登记簿（重庆规则）",
        moves=Moves.YEAR,
    ),
    Sample("listing-qilin", "公布年度报告", 0, "公示事项登记簿（麒麟规则）", moves=Moves.YEAR),
    Sample("rules-chongqing", "提请核实规则", 2, "规则登记簿（重庆规则）", occurrence=2, moves=Moves.DAYS),
    Sample("rules-qilin", "提请填写本地参数", 1, "规则登记簿（麒麟规则）", moves=Moves.DAYS),
)


def load(now: datetime, progress: Callable[[str], None] = lambda said: None) -> None:
    """载入示例案卷；已经有示例案卷的不再载入。"""
    if Dossier.objects.filter(sample=True).exists():
        progress("示例案卷：已经有了")
        return
    people = {person.number: person for person in Person.objects.all()}
    scenarios = {sample.scenario: _scenario(sample.scenario) for sample in (*SAMPLES, *REGISTERS)}
    ready, registers = [], []
    for sample in (*SAMPLES, *REGISTERS):
        shifted = fitted(scenarios[sample.scenario], sample, now)
        if shifted is None:
            progress(f"示例案卷：{sample.party}按规则走不通，没有载入")
        elif sample in REGISTERS:
            registers.append((_first(shifted), sample, shifted))
        else:
            ready.append((_first(shifted), sample, shifted))
    # 从早到晚写入：文号的次序与日期一致。
    ready = [*sorted(ready, key=lambda each: each[0]), *registers]
    for index, (_, sample, shifted) in enumerate(ready, start=1):
        _write(shifted, people)
        progress(f"示例案卷 {index}/{len(ready)}：{sample.party}，到“{sample.until}”")


def _scenario(name: str) -> Scenario:
    return read(_text(f"{name}.yaml"), name, _text)


def _text(file: str) -> str:
    return (resources.files("mingzhi.samples") / "scenarios" / file).read_text(encoding="utf-8")


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
    moved = replace(scenario, steps=steps)
    for by in _offsets(sample, last, now):
        candidate = shift(moved, by, sample.party)
        if _walks(candidate):
            return candidate
    return None


def _offsets(sample: Sample, last: datetime, now: datetime) -> Iterator[timedelta]:
    """依次试挪多少：整周的，一周一周往前；其余只有一种。"""
    if sample.moves is Moves.DAYS:
        yield ((now - timedelta(days=sample.days_ago)) - last) // DAY * DAY
        return
    if sample.moves is Moves.YEAR:
        years = (now - PUBLISHED_BY).year - last.year
        yield round((last.replace(year=last.year + years) - last) / WEEK) * WEEK
        return
    weeks = ((now - timedelta(days=sample.days_ago)) - last) // WEEK
    for back in range(TRIES):
        yield WEEK * (weeks - back)


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
    subject = scenario.values.get("当事人") or {}
    original = str(subject.get("name") or "")
    code = str(subject.get("code") or "")
    other = _code(code, party) if code and party != original else code

    def text(value: str) -> str:
        if original:
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
            return {key: _year(each, by) if key == "year" else moved(each) for key, each in value.items()}
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


def _year(value: Any, by: timedelta) -> Any:
    """统计的年度只写了年：取年中那一天挪过去的年。"""
    return (date(value, 7, 1) + by).year if isinstance(value, int) else value


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
