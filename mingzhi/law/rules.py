"""规则：法律作为数据。一条规则写明出处、用自己的话说它要求什么、何时有效，以及恰好一种要求。

种类：gate 门禁、duty 期限、pause 不计入、content 应载明的内容、recording 音像、review 审核触发、disclosure 公示、role 角色、
instrument 文书、volume 卷内、parameter 参数、flow 下一步、range 罚则、ladder 裁量基准、leniency 从宽情节、
numbering 文号、line 审核内容、purpose 查阅用途。
不认识的键、没有出处的值都装不进来。
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from mingzhi.law.penalties import Ladder, Leniency, Range
from mingzhi.law.periods import Span
from mingzhi.law.pieces import Kinds, Needs, Strict, When


class Weight(StrEnum):
    """分量：法律条文；待核的参数（两人确认后不再显示）；产品默认（从不阻断，从不附条号打印）。"""

    RULE = "rule"
    PENDING = "pending"
    DEFAULT = "default"


def _spans(value: Any) -> Any:
    """within 可以写一段 {count, unit} 或者几段相接。count 也可以写字段名（it.days）。"""
    return (value,) if isinstance(value, dict) else value


class Source(Strict):
    """出处：文件、条、款、项。不分条、按「一、（一）1.」排的方案，outline 为真：一、算条，（一）算款，1. 算项。"""

    document: str
    article: int | None = None
    paragraph: int | None = None
    item: int | None = None
    outline: bool = False
    also: str = ""
    url: str = ""


class Gate(Strict):
    """门禁：处理不满足 needs 就拒绝；事实不满足就带瑕疵。"""

    act: Kinds
    when: When = None
    needs: Needs
    lacks: str
    naming: str = ""
    supplied_by: str = ""
    then: str = ""
    field: str = ""
    cited_from: Literal["", "range", "ladder", "leniency"] = ""


class Within(Strict):
    """一段期间。count 可以是数字，也可以是触发行为的字段（如封存的日数 it.days）。"""

    count: int | str
    unit: Literal["workday", "day", "month", "hour"]
    roll: bool = False
    backwards: bool = False

    def span(self, count: int) -> Span:
        return Span(count=count, unit=self.unit, roll=self.roll, backwards=self.backwards)


class Extension(Strict):
    """延长：by 那种行为的 field 字段给出延长多少，unit 是单位，at_most 是上限。"""

    by: str
    field: str
    unit: Literal["workday", "day", "month"]


class Duty(Strict):
    """期限：after 之后多久内 do。whose 为 party 的是当事人的期间，other 的是别的机关的，到期叫届满，不叫逾期。"""

    tag: str
    name: str
    after: Kinds = ()
    after_fact: str = ""
    when: When = None
    unless: When = None
    start: str = "happened"
    within: Annotated[tuple[Within, ...], BeforeValidator(_spans)]
    do: Kinds = ()
    met_when: When = None
    met_by: str = "happened"
    refers: str = ""
    latest: bool = False
    extend: Extension | None = None
    whose: Literal["agency", "party", "other"] = "agency"
    role: str = ""
    warn: int = 3

    @model_validator(mode="after")
    def _one_start(self) -> Duty:
        if bool(self.after) == bool(self.after_fact):
            raise ValueError("after 与 after_fact 恰好写一个")
        return self


class PauseRule(Strict):
    """不计入：after 那种行为（它的 start 栏）起，到 until 那种行为（它的 until_at 栏）止，标签是 tags 的期限停止计算。

    起的当日不计入，止的当日照计。last 是 after 自己写明末日的栏（当日也不计入）；refers 是 until 指回 after 的栏；
    same 是 after 指明期限因哪一项而起的栏；served 为真的，要书面送达当事人才算。
    """

    tags: Kinds
    after: Kinds
    start: str = "happened"
    until: Kinds = ()
    until_at: str = "happened"
    last: str = ""
    refers: str = ""
    same: str = ""
    served: bool = False
    name: str

    @model_validator(mode="after")
    def _some_end(self) -> PauseRule:
        if not self.until and not self.last:
            raise ValueError("until 与 last 至少写一个：不计入的日子要有止")
        return self


class Content(Strict):
    """应当载明的内容：act 的 fields 不得为空。"""

    act: Kinds
    fields: tuple[str, ...]
    when: When = None


class Recording(Strict):
    """音像记录：throughout 应当全程，reason 应当视情（没有的说明理由，产品默认），optional 可以。"""

    act: Kinds
    level: Literal["throughout", "reason", "optional"]
    when: When = None
    claim: str = "recording"
    marks: tuple[str, ...] = ()


class Review(Strict):
    """审核触发：哪一种决定、什么情况、为什么是重大。"""

    of: Kinds = ("decision.made",)
    when: Needs
    because: str


class ReviewLineRule(Strict):
    """法制审核意见表的一行，按序。facts 是系统先核对到的事实，供审核人参考，从不替人作答。"""

    line: str
    order: int
    answers: tuple[str, ...]
    checks: tuple[str, ...] = ()


class Disclosure(Strict):
    """公示：什么内容、摘要哪些要素、自然人姓名怎么处理。"""

    subject: str
    fields: tuple[str, ...]
    mask_person: bool = True
    gender: bool = False


class RoleRule(Strict):
    """谁可以做。"""

    act: Kinds
    roles: tuple[str, ...]


class Instrument(Strict):
    """一种行为产生哪些文书。form 是模板名。"""

    act: Kinds
    prints: Kinds
    when: When = None


class VolumeRule(Strict):
    """卷内次序：哪一卷，第几位，哪种行为或文书。"""

    volume: Literal["main", "auxiliary"]
    order: int
    entries: tuple[str, ...]


class Parameter(Strict):
    """参数：一个数。value 为空表示本地未填写，系统说明并要求填写，不猜。"""

    name: str
    label: str
    value: str | None = None
    unit: str = ""

    @property
    def number(self) -> Decimal | None:
        return None if self.value is None else Decimal(self.value)


class OptionRule(Strict):
    """选项：表单上一列固定的选项里的一个（如中止调查的情形）。list 是哪一列；label 就是写进行为的字。"""

    list: str
    label: str


class Purpose(Strict):
    """查阅用途：看案卷、音像是为了什么。roles 哪些岗位用它；implied 的，这些岗位不写就是它；act 是正在办这几种行为时就是它。

    一条 implied 的也没有的岗位，看以前先写明用途。code 是程序自己记用途时（导出查阅记录等）取哪一条。
    """

    label: str
    roles: tuple[str, ...] = ()
    implied: bool = False
    act: Kinds = ()
    code: str = ""


class Flow(Strict):
    """下一步：在这种行为之后通常做什么、由谁（产品默认，只作提示）。

    aside 是旁支：办完了（when 不再成立），案子回到主线走到的那一步。
    """

    after: Kinds
    next: Kinds
    role: str
    aside: bool = False
    when: When = None
    says: str = ""


class Numbering(Strict):
    """文号的样子。form 里 {abbr} 机关代字、{year} 年、{n} 序号。"""

    series: str
    form: str


class StageRule(Strict):
    """阶段条的说明：哪一步依申请。"""

    stage: str
    note: str
    optional: bool = False


class Score(Strict):
    """案卷评查的一项。defects、late 是瑕疵的规则、期限的标签（可以写 * 代替一段）；都没有写、也没有 fails 的由人判断。"""

    group: str
    item: str
    order: int
    points: Decimal = Decimal(0)
    each: Decimal = Decimal(0)
    veto: bool = False
    defects: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    fails: When = None


# 要求的种类和中文名，按页面上的次序。
NAMES = {
    "gate": "门禁",
    "duty": "期限",
    "pause": "不计入",
    "content": "应当载明",
    "recording": "音像记录",
    "review": "应当审核的",
    "line": "审核内容",
    "disclosure": "公示",
    "role": "由谁办理",
    "instrument": "文书",
    "volume": "卷内次序",
    "parameter": "参数",
    "option": "选项",
    "purpose": "查阅用途",
    "flow": "下一步",
    "range": "罚则",
    "ladder": "裁量基准",
    "leniency": "从宽情节",
    "numbering": "文号",
    "stage": "阶段",
    "score": "评查",
}
PARTS = tuple(NAMES)


class Rule(Strict):
    """一条规则。"""

    id: str
    clauses: Kinds = ()
    source: Source
    says: str
    from_: date = Field(alias="from")
    until: date | None = None
    known: date | None = None
    weight: Weight = Weight.RULE
    replaces: str = ""
    ground: str = ""
    reading: str = ""
    gate: Gate | None = None
    duty: Duty | None = None
    pause: PauseRule | None = None
    content: Content | None = None
    recording: Recording | None = None
    review: Review | None = None
    line: ReviewLineRule | None = None
    disclosure: Disclosure | None = None
    role: RoleRule | None = None
    instrument: Instrument | None = None
    volume: VolumeRule | None = None
    parameter: Parameter | None = None
    option: OptionRule | None = None
    purpose: Purpose | None = None
    flow: Flow | None = None
    range: Range | None = None
    ladder: Ladder | None = None
    leniency: Leniency | None = None
    numbering: Numbering | None = None
    stage: StageRule | None = None
    score: Score | None = None
    pack: str = ""

    @model_validator(mode="after")
    def _one_requirement(self) -> Rule:
        parts = [part for part in PARTS if getattr(self, part) is not None]
        if len(parts) != 1:
            raise ValueError(f"规则 {self.id} 应当恰好写一种要求，写了 {'、'.join(parts) or '零种'}")
        if self.replaces and not self.ground:
            raise ValueError(f"规则 {self.id} 替换了 {self.replaces}，要写明根据（ground）")
        return self

    @property
    def part(self) -> str:
        """要求的种类。"""
        return next(part for part in PARTS if getattr(self, part) is not None)

    def in_force(self, day: date) -> bool:
        """day 当日是否有效。"""
        return self.from_ <= day and (self.until is None or day <= self.until)

    @property
    def blocks(self) -> bool:
        """能否拒绝处理：产品默认从不阻断。"""
        return self.weight is not Weight.DEFAULT

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """改过的一份：出处、分量改了，记住的引文不能还是原来的。"""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("cite", None)
        return copied

    @cached_property
    def cite(self) -> str:
        """引文，如《法制审核办法》第四条第一款；产品默认不附条号。"""
        if self.weight is Weight.DEFAULT:
            return "产品默认"
        return cite(self.source)


def cite(source: Source) -> str:
    """引文的文字。"""
    from mingzhi.law.statutes import numeral

    text = f"《{source.document}》"
    if source.outline and source.article is not None:
        section = f"（{numeral(source.paragraph)}）" if source.paragraph else ""
        text += f"{numeral(source.article)}、{section}{source.item or ''}"
        return text + (f"、{source.also}" if source.also else "")
    if source.article is not None:
        text += f"第{numeral(source.article)}条"
    if source.paragraph is not None:
        text += f"第{numeral(source.paragraph)}款"
    if source.item is not None:
        text += f"第（{numeral(source.item)}）项"
    return text + (f"、{source.also}" if source.also else "")
