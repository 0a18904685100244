"""年度数据：由本机关的记录数出上一年度的各表（CQ-D-11-a，QL-2.1.3-d）。

口径：统计当年作出的；并处几种的算一宗，计入最重的一种（轻重的次序是规则包的参数，待核）；
罚没金额以决定书写的为准；被撤销的仍然计入，另列件数。行为的种类按它自己的日期数，补录的也数进去。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from mingzhi.casework.act import SHANGHAI, Act, Matter
from mingzhi.casework.acts.annual import Figure
from mingzhi.casework.acts.application import LicenceDecided, LicenceResult
from mingzhi.casework.acts.decision import DecisionCategory, DecisionMade
from mingzhi.casework.acts.review import ReviewOpinion, ReviewSigned
from mingzhi.casework.acts.reward import RewardApproved, RewardVerdict
from mingzhi.law.pack import Rules
from mingzhi.record.models import ActRow
from mingzhi.record.selectors import act_of

PENALTY, HANDLING, COERCION, LICENCE, OTHER, OVERSIGHT = (
    "行政处罚",
    "行政处理",
    "行政强制",
    "行政许可",
    "其他行政执法行为",
    "法制审核与监督",
)
# 处罚的种类，轻重照参数 annual.rank.*。
NAMES = {
    "warning": "警告、通报批评",
    "fine": "罚款",
    "confiscation": "没收违法所得、没收非法财物",
    "suspension": "限制开展生产经营活动（责令暂停医药服务）",
}
METHOD = (
    "统计 1 月 1 日至 12 月 31 日作出的。并处两种以上处罚的算一宗，计入最重的一种；罚款金额以决定书写的为准；"
    "被撤销、变更的仍然计入，件数另列。"
)


@dataclass
class _Year:
    """一年里的行为，按种类。"""

    acts: dict[str, list[Act]] = field(default_factory=dict)

    def all(self, *kinds: str) -> list[Act]:
        return [act for kind in kinds for act in self.acts.get(kind, ())]

    def count(self, *kinds: str) -> int:
        return len(self.all(*kinds))


COUNTED = (
    "case.filed",
    "case.closed",
    "case.declined",
    "decision.made",
    "penalty.imposed_on_spot",
    "sealing.imposed",
    "sealing.lifted",
    "preservation.made",
    "surcharge.imposed",
    "enforcement.applied",
    "inspection.held",
    "crime.transferred",
    "police.replied",
    "lead.handed_over",
    "case.transferred",
    "decision.annulled",
    "remedy.lodged",
    "review.submitted",
    "review.signed",
    "application.received",
    "application.accepted",
    "application.declined",
    "licence.decided",
    "reward.approved",
)


def read(agency: str, year: int) -> _Year:
    """本机关当年的行为；登记簿里的不数。撤回了的不数。"""
    first = datetime(year, 1, 1, tzinfo=SHANGHAI)
    last = datetime(year + 1, 1, 1, tzinfo=SHANGHAI)
    found = ActRow.objects.filter(
        dossier__agency=agency,
        dossier__matter__in=(Matter.CASE.value, Matter.APPLICATION.value),
        kind__in=COUNTED,
        happened__gte=first,
        happened__lt=last,
    ).order_by("happened", "pk")
    withdrawn = _withdrawn(agency)
    counted = _Year()
    for row in found.iterator(chunk_size=500):
        if (row.dossier_id, row.number) not in withdrawn:
            counted.acts.setdefault(row.kind, []).append(act_of(row))
    return counted


def _withdrawn(agency: str) -> set[tuple[object, int]]:
    """被撤回（作废）的行为：卷和序号。"""
    found = ActRow.objects.filter(dossier__agency=agency, kind="act.withdrawn")
    return {
        (row.dossier_id, number)
        for row in found
        if isinstance(number := getattr(act_of(row).body, "of", None), int)
    }


def figures(agency: str, year: int, rules: Rules) -> tuple[Figure, ...]:
    """一年的各表。"""
    counted = read(agency, year)
    return tuple(
        figure
        for table in (_penalties, _handling, _coercion, _licences, _other, _oversight)
        for figure in table(counted, rules)
    )


def _figure(table: str, label: str, count: int, amount: Decimal | None = None, note: str = "") -> Figure:
    return Figure(table=table, label=label, count=count, amount=amount, note=note)


def _penalties(year: _Year, rules: Rules) -> Iterator[Figure]:
    ordinary = [
        act
        for act in year.all("decision.made")
        if isinstance(act.body, DecisionMade) and act.body.category is DecisionCategory.PENALTY
    ]
    spot = year.all("penalty.imposed_on_spot")
    found = [*ordinary, *spot]
    kinds = Counter(heaviest(act, rules) for act in found)
    fines = {act: getattr(act.body, "fine", None) or Decimal(0) for act in found}
    for key, name in NAMES.items():
        amount = sum((fines[act] for act in found if heaviest(act, rules) == key), Decimal(0))
        yield _figure(PENALTY, name, kinds[key], amount if key != "warning" else None)
    yield _figure(PENALTY, "其他", kinds[""])
    yield _figure(PENALTY, "合计", len(found), sum(fines.values(), Decimal(0)), "金额是罚款，以决定书为准")
    yield _figure(PENALTY, "其中：简易程序", len(spot))
    yield _figure(PENALTY, "其中：普通程序", len(ordinary))


def kinds_of(act: Act) -> tuple[str, ...]:
    """一项处罚决定并处的各种。"""
    body = act.body
    found = []
    if getattr(body, "fine", None):
        found.append("fine")
    if getattr(body, "suspension_months", None):
        found.append("suspension")
    penalty = str(getattr(body, "penalty", "") or "")
    if penalty in ("warning", "both"):
        found.append("warning")
    return tuple(found)


def heaviest(act: Act, rules: Rules) -> str:
    """计入哪一种：并处的里面最重的；一种也没有的为空。轻重在规则包里。"""
    found = kinds_of(act)
    return max(found, key=lambda kind: rules.parameter(f"annual.rank.{kind}") or Decimal(0), default="")


def _handling(year: _Year, rules: Rules) -> Iterator[Figure]:
    decided = [act for act in year.all("decision.made") if isinstance(act.body, DecisionMade)]

    def of(category: DecisionCategory) -> Sequence[Act]:
        return [act for act in decided if getattr(act.body, "category", None) is category]

    refunds = [getattr(act.body, "refund", None) or Decimal(0) for act in decided]
    yield _figure(HANDLING, "立案", year.count("case.filed"))
    yield _figure(HANDLING, "结案", year.count("case.closed"))
    yield _figure(HANDLING, "不予立案", year.count("case.declined"))
    yield _figure(HANDLING, "不予行政处罚", len(of(DecisionCategory.NO_PENALTY)))
    yield _figure(HANDLING, "行政处理（责令退回）", len(of(DecisionCategory.HANDLING)))
    yield _figure(
        HANDLING,
        "责令退回医疗保障基金",
        sum(1 for each in refunds if each),
        sum(refunds, Decimal(0)),
        "含并处的",
    )


def _coercion(year: _Year, rules: Rules) -> Iterator[Figure]:
    yield _figure(COERCION, "查封、封存", year.count("sealing.imposed"), None, "按作出决定计")
    yield _figure(COERCION, "先行登记保存", year.count("preservation.made"))
    yield _figure(COERCION, "加处罚款", year.count("surcharge.imposed"))
    yield _figure(COERCION, "申请人民法院强制执行", year.count("enforcement.applied"), None, "按向法院申请计")


def _licences(year: _Year, rules: Rules) -> Iterator[Figure]:
    results = Counter(
        act.body.result for act in year.all("licence.decided") if isinstance(act.body, LicenceDecided)
    )
    yield _figure(LICENCE, "申请", year.count("application.received"))
    yield _figure(LICENCE, "受理", year.count("application.accepted"))
    yield _figure(LICENCE, "不予受理", year.count("application.declined"))
    yield _figure(LICENCE, "准予许可", results[LicenceResult.GRANTED])
    yield _figure(LICENCE, "不予许可", results[LicenceResult.REFUSED])


def _other(year: _Year, rules: Rules) -> Iterator[Figure]:
    rewards = [
        act.body
        for act in year.all("reward.approved")
        if isinstance(act.body, RewardApproved) and act.body.verdict is RewardVerdict.REWARD
    ]
    yield _figure(OTHER, "行政检查", year.count("inspection.held"), None, "次")
    yield _figure(
        OTHER,
        "行政奖励（举报）",
        len(rewards),
        sum((each.amount or Decimal(0) for each in rewards), Decimal(0)),
    )
    yield _figure(OTHER, "移送涉嫌犯罪案件", year.count("crime.transferred"))
    yield _figure(OTHER, "移送其他机关", year.count("case.transferred", "lead.handed_over"))


def _oversight(year: _Year, rules: Rules) -> Iterator[Figure]:
    signed = [act.body for act in year.all("review.signed") if isinstance(act.body, ReviewSigned)]
    corrected = [each for each in signed if each.opinion not in (None, ReviewOpinion.AGREE)]
    yield _figure(OVERSIGHT, "法制审核", len(signed), None, "按签发的审核意见计")
    yield _figure(OVERSIGHT, "其中：审核纠正", len(corrected), None, "不是同意的")
    yield _figure(OVERSIGHT, "被申请复议、被起诉", year.count("remedy.lodged"))
    yield _figure(OVERSIGHT, "被撤销、变更、确认违法", year.count("decision.annulled"))


def prefilled(agency: str, year: int, rules: Rules) -> dict[str, object]:
    """编制年度报告的初值。"""
    return {"year": year, "figures": figures(agency, year, rules), "method": METHOD}
