"""理由：拒绝框里的每一条——缺什么、依据、谁能补、下一步；缺的是一段录像的，画出缺在哪里。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mingzhi.casework.act import KINDS
from mingzhi.casework.gates import Ground, check
from mingzhi.casework.recordings import Coverage, gaps
from mingzhi.casework.view import View
from mingzhi.desk.derive import roughly
from mingzhi.desk.writing import Sheet, Writing

WIDTH = 1000


@dataclass(frozen=True)
class Stretch:
    """画的一段：从哪里起、多宽（千分之几）、缺还是有。"""

    x: int
    width: int
    missing: bool


@dataclass(frozen=True)
class Gap:
    """一项应当全程录像的行为缺的录像。"""

    coverage: Coverage

    @property
    def number(self) -> int:
        return self.coverage.act.number

    @property
    def says(self) -> str:
        return f"第 {self.number} 号{KINDS[self.coverage.act.kind].name}：{self.coverage.words}"

    @property
    def ends(self) -> tuple[datetime, datetime] | None:
        return self.coverage.whole

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        whole = self.coverage.whole
        if whole is None:
            return ()
        length = (whole[1] - whole[0]).total_seconds()

        def part(begin: datetime, end: datetime, missing: bool) -> Stretch:
            x = round(WIDTH * (begin - whole[0]).total_seconds() / length)
            return Stretch(x, max(4, round(WIDTH * (end - begin).total_seconds() / length)), missing)

        return tuple(part(begin, end, True) for begin, end in self.coverage.missing)


@dataclass(frozen=True)
class Reason:
    """一条理由。"""

    ground: Ground
    who: str
    gaps: tuple[Gap, ...] = ()
    fields: tuple[Ground, ...] = ()

    @property
    def anchors(self) -> tuple[tuple[str, str], ...]:
        """到哪几栏去改：（栏的锚，按钮上的字）。"""
        if len(self.fields) > 1:
            return tuple((_anchor(each), f"到{each.lacks.removeprefix(BLANK)}") for each in self.fields)
        return ((_anchor(self.ground), "到这一栏"),) if self.ground.field else ()


def _anchor(ground: Ground) -> str:
    return "f-" + ground.field.replace(".", "-")


# 没有填写“某栏”：同一条规则要的几栏，一起说。
BLANK = "没有填写"


def reasons(writing: Writing, grounds: Sequence[Ground]) -> tuple[Reason, ...]:
    """各条理由，写明谁能补。同一条规则要求填写的几栏合成一条。"""
    blanks: dict[str, list[Ground]] = {}
    for each in grounds:
        if each.lacks.startswith(BLANK) and each.field:
            blanks.setdefault(each.rule, []).append(each)
    found = []
    for each in grounds:
        same = blanks.get(each.rule, []) if each.lacks.startswith(BLANK) else []
        if len(same) < 2:
            found.append(Reason(each, writing.who(each), _gaps(writing, each), (each,)))
        elif each is same[0]:
            names = "、".join(ground.lacks.removeprefix(BLANK) for ground in same)
            whole = each._replace(lacks=f"没有填写{names}", then="请填写空着的这几栏")
            found.append(Reason(whole, writing.who(each), (), tuple(same)))
    return tuple(found)


def _gaps(writing: Writing, ground: Ground) -> tuple[Gap, ...]:
    rule = writing.rules.by_id.get(ground.rule)
    if rule is None or rule.gate is None or "recordings.gaps" not in rule.gate.needs.names:
        return ()
    found = gaps(View(writing.pack, writing.acts, writing.today))
    return tuple(Gap(each) for each in found if not (each.explained and each.approved))


def foreseen(writing: Writing, sheet: Sheet) -> tuple[Ground, ...]:
    """照现在填的写入，会带哪些瑕疵。只说事实；还没有填的栏，表单上已经标了必填。"""
    return tuple(each for each in _defects(writing, sheet) if not each.lacks.startswith(BLANK))


def left_blank(writing: Writing, sheet: Sheet) -> tuple[Ground, ...]:
    """事实里应当填写而空着的栏：照样写得进去，但先问一声，免得没有填完就写入了。"""
    return tuple(each for each in _defects(writing, sheet) if each.lacks.startswith(BLANK))


def _defects(writing: Writing, sheet: Sheet) -> tuple[Ground, ...]:
    if not writing.kind.is_fact:
        return ()
    body = roughly(writing.kind.word, sheet.typed, writing.place(sheet))
    return check(writing.pack, writing.acts, writing.candidate(sheet, body)).defects
