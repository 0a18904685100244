"""送审材料：送审时固定的，与现在的比对。行为不能改，所以变了的只会是后来另写的一项。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from mingzhi.casework.act import Act
from mingzhi.casework.acts.review import BundleItem, Supplemented
from mingzhi.casework.agency import Agency
from mingzhi.casework.papers import digest
from mingzhi.instruments.catalogue import FORMS
from mingzhi.instruments.services import Rendered, render
from mingzhi.review.case import Case


@dataclass(frozen=True)
class Frozen:
    """送审的一件：固定的摘要对得上吗，送审后有没有另写的。"""

    index: int
    item: BundleItem
    act: Act | None
    same: bool
    newer: Act | None

    @property
    def form(self) -> str:
        """它的文书；没有文书的为空。"""
        word = self.item.instrument
        return word if self.act is not None and word in FORMS and self.act.kind in FORMS[word].kinds else ""

    @property
    def says(self) -> str:
        if not self.item.sha256:
            return "没有固定摘要，不是系统中的材料"
        if not self.same:
            return "与送审时不一致"
        return f"送审后另有第 {self.newer.number} 号" if self.newer else "与送审时一致"

    @property
    def short(self) -> str:
        return {"soft": "未固定", "late": "不一致", "near": "另有新稿", "met": "一致"}[self.lamp]

    @property
    def lamp(self) -> str:
        if not self.item.sha256:
            return "soft"
        return "late" if not self.same else "near" if self.newer else "met"


def items(case: Case) -> tuple[Frozen, ...]:
    """送审的各件，和补充的。"""
    sent = case.submitted
    if sent is None or case.bundle is None:
        return ()
    materials = list(case.bundle.materials)
    for act, body in case.file.bodies("review.supplemented", Supplemented):
        if act.number > sent.number:
            materials += body.materials
    return tuple(_frozen(case, sent, index, item) for index, item in enumerate(materials))


def _frozen(case: Case, sent: Act, index: int, item: BundleItem) -> Frozen:
    act = case.file.act(item.act)
    later = [
        each for each in (case.file.all(act.kind) if act is not None else ()) if each.number > sent.number
    ]
    # 证据、笔录各是各的；只有呈报书、决定稿这样重写的，后一份才取代前一份。
    replaced = (
        later[-1] if later and act is not None and act.kind in ("report.drafted", "case.filed") else None
    )
    same = act is not None and digest(act) == item.sha256
    return Frozen(index, item, act, same, replaced)


def show(case: Case, agency: Agency, act: Act, form: str, *, until: int | None = None) -> Rendered:
    """印出一件；until 是只看到第几号为止（送审那一刻的样子）。"""
    acts = [each for each in case.acts if until is None or each.number <= until]
    rules = case.pack.on(act.day)
    draft = FORMS[form].kinds[0] != act.kind
    return render(form, agency=agency, acts=acts, act_number=act.number, rules=rules, draft=draft)


@dataclass(frozen=True)
class Change:
    """比对的一段：same、gone、new。"""

    kind: str
    text: str


def compare(before: Sequence[str], after: Sequence[str]) -> tuple[Change, ...]:
    """两份文字逐段比对，按阅读的次序。"""
    found: list[Change] = []
    matcher = SequenceMatcher(a=list(before), b=list(after), autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            found += [Change("same", line) for line in before[a:b]]
        else:
            found += [Change("gone", line) for line in before[a:b]]
            found += [Change("new", line) for line in after[c:d]]
    return tuple(found)
