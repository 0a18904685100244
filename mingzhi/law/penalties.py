"""罚则、裁量基准、从宽情节：处罚多重，作为数据。

罚则（range）是法律、法规写的：谁、什么行为、什么措施、多大幅度（条例第三十六条至第四十五条）。裁量基准（ladder）
是机关自己定的，把一条罚则的幅度分成几档（行政处罚法第三十四条），只能在幅度以内，不然装不进来。从宽情节（leniency）
是不予、从轻、减轻处罚的法定情形（行政处罚法第三十条至第三十三条等）。算给人看，由人决定。
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BeforeValidator, model_validator

from mingzhi.law.pieces import Kinds, Strict, When

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mingzhi.law.rules import Rule


class Named(StrEnum):
    """有限选项：存英文词，给人看中文。"""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class MeasureKind(Named):
    """措施，用条文的字。"""

    CORRECT = "correct", "责令改正"
    TALK = "talk", "约谈有关负责人"
    REFUND = "refund", "责令退回"
    FINE = "fine", "罚款"
    SUSPEND_SERVICE = "suspend_service", "责令暂停相关责任部门涉及医疗保障基金使用的医药服务"
    SUSPEND_INSURED_SERVICE = (
        "suspend_insured_service",
        "责令暂停相关责任部门涉及社会保险基金使用的社会保险服务",
    )
    SUSPEND_SETTLEMENT = "suspend_settlement", "暂停医疗费用联网结算"
    TERMINATE = "terminate", "解除服务协议"
    CONFISCATE = "confiscate", "没收违法所得"
    RECOVER = "recover", "责令追回"
    BAR = "bar", "禁止从事定点医药机构管理活动"
    DISCIPLINE = "discipline", "给予处分"
    REVOKE = "revoke", "吊销执业资格"
    REFER = "refer", "由有关主管部门依法处理"


class Executor(Named):
    """由谁实施。"""

    BUREAU = "bureau", "医疗保障行政部门"
    HANDLING = "handling", "经办机构"
    COMPETENT = "competent", "有关主管部门"


class Measure(Strict):
    """一项措施：做什么、应当还是可以、什么情况下、由谁、多久。"""

    measure: MeasureKind
    may: bool = False
    up_to: bool = False
    when: str = ""
    by: Executor = Executor.BUREAU
    months: tuple[int, int] | None = None
    years: int | None = None

    @property
    def words(self) -> str:
        """一句话：造成损失的，责令退回（由…）。"""
        term = f"{self.months[0]}个月至{self.months[1]}个月" if self.months else ""
        term = f"{self.years}年" if self.years else term
        said = f"{'可以' if self.may else ''}{'直至' if self.up_to else ''}{self.measure.label}{term}"
        who = f"（由{self.by.label}）" if self.by is not Executor.BUREAU and "由" not in said else ""
        return f"{self.when}，{said}{who}" if self.when else f"{said}{who}"


def _measures(value: Any) -> Any:
    """措施可以只写一个词。"""
    found = [value] if isinstance(value, str | dict) else value
    if not isinstance(found, list | tuple):
        return found
    return tuple({"measure": each} if isinstance(each, str) else each for each in found)


class Range(Strict):
    """罚则：违法情形、对象、措施、罚款幅度（损失倍数或者元）。

    covers 是合并的一条：同一条里几项情形并有的，一起算；alternates 是同一行为还可能违反的别的罚则
    （行政处罚法第二十九条）；suspension_needs 是暂停的前提，suspension_due 为真的是应当暂停。
    """

    code: str
    subject: str
    conduct: str
    base: Literal["loss", "yuan"]
    low: Decimal
    high: Decimal
    precondition: When = None
    suspension: tuple[int, int] | None = None
    suspension_needs: When = None
    suspension_due: When = None
    measures: Annotated[tuple[Measure, ...], BeforeValidator(_measures)] = ()
    covers: Kinds = ()
    alternates: Kinds = ()

    @model_validator(mode="after")
    def _ordered(self) -> Range:
        if self.low > self.high:
            raise ValueError("罚款的下限（low）高于上限（high）")
        return self

    @property
    def span(self) -> str:
        """幅度的字：损失金额的 1 倍以上 2 倍以下。"""
        return span(self.base, self.low, self.high)


def span(base: str, low: Decimal, high: Decimal) -> str:
    """幅度的字。"""
    if not high:
        return "没有罚款"
    least, most = (f"{each.normalize():f}" for each in (low, high))
    if base == "loss":
        return f"损失（骗取）金额的 {least} 倍以上 {most} 倍以下"
    return f"{least} 元以上 {most} 元以下"


class Degree(Named):
    """裁量阶次，由轻到重。"""

    SLIGHT = "slight", "轻微"
    LIGHTER = "lighter", "较轻"
    ORDINARY = "ordinary", "一般"
    HEAVIER = "heavier", "较重"
    SERIOUS = "serious", "严重"


class Ladder(Strict):
    """裁量基准的一档：哪些罚则、什么情节、哪一阶次、罚款（和暂停）的幅度。

    when 是系统能从案卷看到的情节；没有写的，由人判断。circumstance 是印给人看的情节。
    """

    codes: Kinds
    degree: Degree
    circumstance: str
    when: When = None
    low: Decimal
    high: Decimal
    suspension: tuple[int, int] | None = None


class Effect(Named):
    """从宽情节的效果。"""

    EXEMPT = "exempt", "不予行政处罚"
    MAY_EXEMPT = "may_exempt", "可以不予行政处罚"
    LENIENT = "lenient", "应当从轻或者减轻行政处罚"
    MAY_LENIENT = "may_lenient", "可以从轻或者减轻行政处罚"

    @property
    def exempts(self) -> bool:
        return self in (Effect.EXEMPT, Effect.MAY_EXEMPT)


class Leniency(Strict):
    """从宽情节：法律写明的一种情形和它的效果。when 为真时系统提示，选不选由人定。"""

    code: str
    effect: Effect
    circumstance: str
    when: When = None


def covered(rules: Iterable[Rule], code: str) -> frozenset[str]:
    """一条罚则连同把它并在里面的各条：为第三十八条定的裁量基准，对其中各项也适用。"""
    return frozenset(
        {code, *(each.range.code for each in rules if each.range is not None and code in each.range.covers)}
    )


def misfits(rules: Iterable[Rule]) -> list[str]:
    """写得不对的裁量基准：没有这条罚则，或者超出它的幅度。"""
    found = []
    known = tuple(rules)
    ranges = [each for each in known if each.range is not None]
    for rule in known:
        if rule.ladder is None:
            continue
        for code in rule.ladder.codes:
            bounds = [each for each in ranges if each.range and each.range.code == code]
            if not bounds:
                found.append(f"规则 {rule.id}：没有罚则 {code}")
            # 法律改过的，与任何一个版本的幅度相容就行；用哪一个版本，办案时按行为的时间定。
            elif not any(_inside(rule.ladder, each.range) for each in bounds if each.range):
                found.append(f"规则 {rule.id}：裁量基准超出 {bounds[-1].cite} 的幅度")
    return found


def _inside(step: Ladder, whole: Range) -> bool:
    months = step.suspension
    if months and not (
        whole.suspension and whole.suspension[0] <= months[0] <= months[1] <= whole.suspension[1]
    ):
        return False
    return whole.low <= step.low <= step.high <= whole.high
