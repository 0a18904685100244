"""执法行为（act）：某人在某时做的一件事。写一次，不改；有误的，另记一项更正。

一种行为只在一处声明（``casework/acts/``）：词、中文名、阶段、性质、内容。表单、时间轴、文书、文档都从这里来。
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Any, ClassVar, TypeVar
from zoneinfo import ZoneInfo

from pydantic import Field

from mingzhi.casework.actor import Actor, Choice, Frozen, Role

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Stage(Choice):
    """办案阶段，按次序。听证依申请，可能没有。"""

    LEAD = "lead", "线索"
    FILING = "filing", "立案"
    INVESTIGATION = "investigation", "调查取证"
    TELLING = "telling", "告知"
    HEARING = "hearing", "听证"
    REVIEW = "review", "法制审核"
    DISCUSSION = "discussion", "集体讨论"
    DECISION = "decision", "决定与送达"
    EXECUTION = "execution", "执行与结案"
    ARCHIVE = "archive", "归档"
    # 以下不是案件的阶段：依申请事项（记录办法第八条第一款）和各登记簿。
    APPLYING = "applying", "申请与受理"
    EXAMINING = "examining", "审查"
    REGISTER = "register", "登记"


class Matter(Choice):
    """卷的种类（matter）：案件、依申请事项，和每个机关各一份的登记簿。由卷的第一项行为决定，以后不变。"""

    CASE = "case", "案件"
    APPLICATION = "application", "依申请事项"
    RULES = "rules", "规则登记簿"
    AUTHORITY = "authority", "权限登记簿"
    LISTING = "listing", "公示事项登记簿"
    ACCESS = "access", "查阅登记簿"
    EQUIPMENT = "equipment", "设备登记簿"

    @property
    def is_register(self) -> bool:
        """是登记簿：每个机关一份，一直记下去，不结案、不归档。"""
        return self not in (Matter.CASE, Matter.APPLICATION)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """这种卷的阶段，按次序。"""
        return STAGES.get(self, (Stage.REGISTER,))


STAGES: dict[Matter, tuple[Stage, ...]] = {
    Matter.CASE: tuple(list(Stage)[:10]),
    Matter.APPLICATION: (
        Stage.APPLYING,
        Stage.EXAMINING,
        Stage.REVIEW,
        Stage.DECISION,
        Stage.EXECUTION,
        Stage.ARCHIVE,
    ),
}
CASES = (Matter.CASE,)
# 案件和依申请事项都有的：送达、公示、归档、审核。
FILES = (Matter.CASE, Matter.APPLICATION)
EVERYWHERE = tuple(Matter)


class Nature(Enum):
    """事实（已经发生，照实记录，带瑕疵）与处理（本机关在此作出，法律不许时拒绝）。"""

    FACT = "fact"
    DETERMINATION = "determination"


class Written(Enum):
    """谁把它写进来：人填表单；人在专门的页面提出、系统做完写入；到钟点由系统写入，人不能写。"""

    BY_HAND = "hand"
    ON_REQUEST = "request"
    BY_CLOCK = "clock"


class Exhibit(Frozen):
    """材料（文件）的指纹。字节按内容寻址另存。"""

    name: str = Field(title="文件名")
    sha256: str = Field(title="SHA-256 摘要")
    sm3: str = Field(default="", title="SM3 摘要")
    size: int = Field(default=0, title="字节数")
    media_type: str = Field(default="application/octet-stream", title="类型")
    disposed: bool = Field(default=False, title="已依法处置")


class Body(Frozen):
    """行为的内容。每一种行为继承一次，字段的标题就是表单和文书上的字。

    depends 是随另一栏的选择才用得上的栏：(那一栏, {栏: 选哪几项时})；那一栏是勾选的，没有勾写空。表单先只摆用得上的。
    """

    depends: ClassVar[tuple[str, Mapping[str, tuple[str, ...]]]] = ("", {})


@dataclass(frozen=True)
class Kind:
    """一种执法行为的声明。

    word 是稳定的点分词（过去分词），永不改名；moves 表示它是否推进阶段；numbered 是文号系列；
    restricted 表示内容（如举报人）只有承办人和机关负责人可看；tells 组成时间轴的一句话；
    matters 是它可以写进哪几种卷，写在空卷里就成为第一种；
    opens 是可以用它立一卷（登记簿不用立，每个机关本来就有一份）；
    written 是谁把它写进来：系统写的没有表单，到钟点写的也不列在能做的里，写它不用看本卷以前的内容。
    """

    word: str
    name: str
    stage: Stage
    nature: Nature
    body: type[Body]
    roles: tuple[Role, ...]
    moves: bool = True
    numbered: str | None = None
    restricted: bool = False
    tells: str = ""
    matters: tuple[Matter, ...] = CASES
    opens: bool = False
    written: Written = Written.BY_HAND

    @property
    def has_form(self) -> bool:
        """有没有给人填的表单。"""
        return self.written is Written.BY_HAND

    @property
    def by_clock(self) -> bool:
        """到钟点由系统写入。"""
        return self.written is Written.BY_CLOCK

    @property
    def is_fact(self) -> bool:
        return self.nature is Nature.FACT


@dataclass(frozen=True)
class Act:
    """卷中的一项执法行为。number 从 1 起，recorded 晚于 happened 的是补录。

    disposed 是依法销毁了它的内容的那一项的序号；那时 body 是空的，它写过什么谁也不知道。
    """

    number: int
    kind: str
    actor: Actor
    happened: datetime
    recorded: datetime
    body: Body
    exhibits: tuple[Exhibit, ...] = field(default=())
    disposed: int | None = None

    @cached_property
    def day(self) -> date:
        """发生之日（北京时间）。"""
        return self.happened.astimezone(SHANGHAI).date()

    @cached_property
    def late(self) -> bool:
        """是否补录：记录之日晚于发生之日。"""
        return self.recorded.astimezone(SHANGHAI).date() > self.day


def said(value: object, name: str) -> Any:
    """一个值的一栏；没有这一栏是 None。

    与 ``getattr(value, name, None)`` 相同，只是不经 pydantic 找不到时的慢路：门禁要问几千次没有的栏。
    """
    try:
        held = value.__dict__
    except AttributeError:
        return getattr(value, name, None)
    if name in held:
        return held[name]
    return getattr(value, name, None) if name in _names(type(value)) else None


_NAMES: dict[type, frozenset[str]] = {}


def _names(of: type) -> frozenset[str]:
    """一个类上有的名字（性质、方法），算一次。"""
    found = _NAMES.get(of)
    if found is None:
        found = _NAMES[of] = frozenset(dir(of))
    return found


KINDS: dict[str, Kind] = {}
BodyType = TypeVar("BodyType", bound=type[Body])

FACT, DETERMINATION = Nature.FACT, Nature.DETERMINATION


def kind(
    word: str, name: str, stage: Stage, nature: Nature, roles: Iterable[Role], **options: Any
) -> Callable[[BodyType], BodyType]:
    """声明一种执法行为；装饰它的内容类。重名即 ValueError。"""

    def declare(body: BodyType) -> BodyType:
        if word in KINDS:
            raise ValueError(f"行为 {word} 声明了两次")
        KINDS[word] = Kind(word, name, stage, nature, body, tuple(roles), **options)
        return body

    return declare


def matter_of(acts: Sequence[Act]) -> Matter:
    """这些行为是哪一种卷：看第一项。空的按案件。"""
    return KINDS[acts[0].kind].matters[0] if acts else Matter.CASE


def kind_of(word: str) -> Kind:
    """按词或中文名查一种行为。查不到抛 KeyError，信息里带最接近的写法。"""
    if word in KINDS:
        return KINDS[word]
    named = [each for each in KINDS.values() if each.name == word]
    if named:
        return named[0]
    raise KeyError(f"没有这种行为：{word}")


# ── 字段的写法：标题、提示、样子 ───────────────────────────────────────
# 是否必填不在这里：那是法律（规则包的 content 规则）。


def line(label: str, hint: str = "", **extra: Any) -> Any:
    """一行文字。"""
    return Field(default="", title=label, description=hint, json_schema_extra={"widget": "line", **extra})


def prose(label: str, hint: str = "", **extra: Any) -> Any:
    """一段文字。"""
    return Field(default="", title=label, description=hint, json_schema_extra={"widget": "prose", **extra})


def yuan(label: str, hint: str = "单位：元") -> Any:
    """金额，元，两位小数。"""
    return Field(
        default=None,
        ge=0,
        decimal_places=2,
        max_digits=16,
        title=label,
        description=hint,
        json_schema_extra={"widget": "money"},
    )


def day(label: str, hint: str = "如 2025-09-24") -> Any:
    """日期。"""
    return Field(default=None, title=label, description=hint, json_schema_extra={"widget": "date"})


def moment(label: str, hint: str = "如 2025-09-24 09:31") -> Any:
    """时刻（北京时间）。"""
    return Field(default=None, title=label, description=hint, json_schema_extra={"widget": "moment"})


def whole(label: str, hint: str = "") -> Any:
    """整数。"""
    return Field(default=None, ge=0, title=label, description=hint, json_schema_extra={"widget": "number"})


def refers(label: str, to: str, hint: str = "") -> Any:
    """指向本卷另一项行为的序号；to 是那种行为的词（可用逗号分开几种）。"""
    return Field(default=None, title=label, description=hint, json_schema_extra={"widget": "act", "to": to})


def part(label: str) -> Any:
    """内容里的一部分（如当事人），自己有几栏。"""
    return Field(default=None, title=label)


def flag(label: str, hint: str = "") -> Any:
    """是或否。"""
    return Field(default=False, title=label, description=hint, json_schema_extra={"widget": "flag"})


def choice(label: str, hint: str = "", default: Any = None) -> Any:
    """选一项。"""
    return Field(default=default, title=label, description=hint, json_schema_extra={"widget": "choice"})


def rows(label: str, hint: str = "", **extra: Any) -> Any:
    """若干行（列表）。"""
    return Field(default=(), title=label, description=hint, json_schema_extra={"widget": "rows", **extra})


def people(label: str, hint: str = "", role: str = "") -> Any:
    """若干名执法人员，从人员库选，写入当日的样子。"""
    return Field(
        default=(), title=label, description=hint, json_schema_extra={"widget": "people", "role": role}
    )


def person(label: str, hint: str = "", role: str = "") -> Any:
    """一名本机关人员。"""
    return Field(
        default=None, title=label, description=hint, json_schema_extra={"widget": "person", "role": role}
    )


Money = Decimal | None
Day = date | None
Moment = datetime | None
