"""隐去：公开的文字里不留个人信息（公示办法第七条，CQ-D-7-b；QL-2.1.0-d）。

两道：拟稿时从案卷取材，隐去并说明依据哪一条；公开时再过一遍，什么路径来的字都一样，不靠人记得。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mingzhi.casework import personal
from mingzhi.casework.acts.inspection import InquiryHeld
from mingzhi.casework.acts.lead import PartyKind
from mingzhi.casework.casefile import CaseFile
from mingzhi.law.pack import Rules
from mingzhi.law.rules import Rule

# 换一次可能露出另一处（如两段数字之间的字被换掉）；换到不变为止，几遍还不干净的整栏不公开。
PASSES = 6


@dataclass(frozen=True)
class Masked:
    """隐去的一处：在哪一栏、是什么、几处、依据哪一条。"""

    field: str
    what: str
    count: int
    cite: str


@dataclass(frozen=True)
class Mask:
    """一卷的隐去办法：本卷知道的不得公开的字、要隐名的自然人。"""

    secrets: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, str], ...]

    def __call__(self, text: str) -> str:
        """隐去后的文字；公开的文字都经过它。"""
        for _ in range(PASSES):
            cleaned = personal.mask(self._names(text), self.secrets)
            if cleaned == text:
                break
            text = cleaned
        return "" if self.found(text) else text

    def _names(self, text: str) -> str:
        for name, instead in self.names:
            text = text.replace(name, instead)
        return text

    def found(self, text: str) -> tuple[str, ...]:
        """文字里还有什么种类的个人信息，每处一个。"""
        named = ["自然人姓名"] * sum(text.count(name) for name, _ in self.names)
        return (*(each.what for each in personal.findings(text, self.secrets)), *named)

    def all(self, values: Mapping[str, str]) -> dict[str, str]:
        """逐栏隐去；各栏连起来读出的号码也不行，那样就把后一栏整栏拿掉。"""
        cleaned = {name: self(text) for name, text in values.items()}
        for name in reversed(cleaned):
            if not self.found("\n".join(cleaned.values())):
                break
            cleaned[name] = ""
        return cleaned


def mask_for(file: CaseFile, rules: Rules) -> Mask:
    """公开时用的：必须隐去的。自然人当事人的姓名按参数（歧义 10）。"""
    party = file.party
    hidden = rules.parameter("disclosure.mask.person") == 1
    names = [party.name] if hidden and party is not None and party.kind is PartyKind.PERSON else []
    return Mask(personal.secrets(file), _instead(names))


def mask_for_draft(file: CaseFile, rules: Rules) -> Mask:
    """拟稿时用的：另把案卷里出现的证人、法定代表人等自然人隐名，由拟稿人再看。"""
    must = mask_for(file, rules)
    party = file.party
    named = [body.person for _, body in file.bodies("inquiry.held", InquiryHeld)]
    named += [party.legal_representative] if party is not None else []
    # 组织的名称里有人名的（某某诊所），不拆开。
    others = [name for name in named if len(name) > 1 and not (party and name in party.name)]
    return Mask(must.secrets, (*must.names, *_instead(others)))


def _instead(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    pairs = {}
    for name in names:
        short = personal.mask_name(name)
        if name:
            pairs[name] = personal.MASK if name in short else short
    return tuple(sorted(pairs.items(), key=lambda pair: -len(pair[0])))


def explain(fields: Mapping[str, tuple[str, str]], mask: Mask, rules: Rules) -> tuple[Masked, ...]:
    """隐去了什么。fields：栏名 → （中文栏名，隐去前的字）。"""
    privacy, naming = clauses(rules)
    said = []
    for label, text in fields.values():
        for what, count in Counter(mask.found(text)).items():
            rule = naming if what == "自然人姓名" and naming else privacy
            said.append(Masked(label, what, count, rule.cite if rule else ""))
    return tuple(said)


def clauses(rules: Rules) -> tuple[Rule | None, Rule | None]:
    """依据哪一条隐去：个人信息的一条，自然人姓名的一条。"""

    def asks(word: str) -> Rule | None:
        gates: Sequence[Rule] = rules.gates("disclosure.drafted")
        return next((rule for rule in gates if rule.gate and word in rule.gate.needs.names), None)

    return asks("act.personal_found"), asks("act.person_named")


def note(masked: Sequence[Masked]) -> str:
    """处理说明：一句话。"""
    if not masked:
        return "从案卷取材的文字里没有需要隐去的个人信息。"
    counted: Counter[str] = Counter()
    for each in masked:
        counted[each.what] += each.count
    cites = "、".join(dict.fromkeys(each.cite for each in masked if each.cite))
    listed = "、".join(f"{what} {count} 处" for what, count in counted.items())
    return f"隐去{listed}（{cites}）。"
