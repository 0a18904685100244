"""门禁：一项行为能不能写入。处理违法的，拒绝并说明理由；事实不合规的，照样记录，带着瑕疵和条款。

拒绝是有理由的结果：缺什么、依据哪一条、谁能补、下一步做什么。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from mingzhi.casework.act import KINDS, Act, Kind, Stage, said
from mingzhi.casework.actor import Role
from mingzhi.casework.authority import beyond
from mingzhi.casework.authority import lacking as unauthorised
from mingzhi.casework.discretion import cited_rule
from mingzhi.casework.paper_first import backdated
from mingzhi.casework.seconding import CITE, lacking
from mingzhi.casework.verbs import CITE as ORDERLY
from mingzhi.casework.verbs import lacking as out_of_order
from mingzhi.casework.view import View
from mingzhi.law.calendar import Calendar
from mingzhi.law.conditions import Test, is_present
from mingzhi.law.pack import Pack, Rules
from mingzhi.law.rules import Gate, Rule, Weight


class Ground(NamedTuple):
    """一条理由。rule 是规则 id；clauses 是条款编号；cite 是引文；says 是规则的意思；lacks 是缺什么。

    opens 是等到哪一天就可以：缺的只是时间，谁也补不上。
    """

    rule: str
    clauses: tuple[str, ...]
    cite: str
    says: str
    lacks: str
    supplied_by: str = ""
    then: str = ""
    field: str = ""
    weight: Weight = Weight.RULE
    opens: date | None = None


@dataclass(frozen=True)
class Verdict:
    """结论：拒绝的理由、带的瑕疵、提示（产品默认）。"""

    refusals: tuple[Ground, ...] = ()
    defects: tuple[Ground, ...] = ()
    advice: tuple[Ground, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.refusals


_LABELS = {role.value: role.label for role in Role}


def ground(
    rule: Rule,
    lacks: str,
    *,
    supplied_by: str = "",
    then: str = "",
    field: str = "",
    cited: Rule | None = None,
) -> Ground:
    """从规则造一条理由。cited 是另引的出处（如适用的罚则）。"""
    role = _LABELS.get(supplied_by, supplied_by)
    return Ground(
        rule.id, rule.clauses, (cited or rule).cite, rule.says, lacks, role, then, field, rule.weight
    )


def check(pack: Pack, acts: Sequence[Act], candidate: Act, *, calendar: Calendar | None = None) -> Verdict:
    """candidate 写入 acts 之后合不合法，按行为发生之日有效的规则。"""
    view = View(pack, acts, candidate.day, candidate=candidate, calendar=calendar)
    return _judged(view, candidate)


def looking_back(whole: View) -> Iterator[tuple[Act, Verdict]]:
    """逐项回看卷中的事实：写入时带着什么瑕疵和提示。

    处理写入时没有被拒绝，就没有瑕疵，不看；与逐项 :func:`check` 结果相同，只是整卷的分类只做一次。
    """
    for index, act in enumerate(whole.file.acts):
        kind = KINDS[act.kind]
        # 内容已经依法处置的，当时合不合规，现在谁也算不出来：处置时写下的另在处置那一项里。
        if act.disposed is not None or not kind.is_fact:
            continue
        rules = whole.pack.on(act.day)
        if asked := demands(rules, act.kind):
            found = tuple(_grounds(whole.before(index, rules), act, asked))
            if found:
                yield act, _sorted_out(kind, (), found)


class Demands:
    """对一种行为的要求，拆好了待问：应载内容（规则、何时要、哪几栏）、门禁（规则、何时问、要什么）、音像要求。"""

    __slots__ = ("any", "contents", "gates", "recordings")

    def __init__(self, rules: Rules, kind: str) -> None:
        self.contents: list[tuple[Rule, Test | None, tuple[str, ...]]] = [
            (rule, rule.content.when.test if rule.content.when else None, rule.content.fields)
            for rule in rules.contents(kind)
            if rule.content is not None
        ]
        self.gates = taken_apart(rules.gates(kind))
        self.recordings = rules.recordings(kind)
        self.any = bool(self.contents or self.gates or self.recordings)


# 门禁：规则、何时问、要什么。
Asked = tuple[Rule, Test | None, Test]


def taken_apart(rules: Iterable[Rule]) -> tuple[Asked, ...]:
    """门禁拆成待问的两个函数。"""
    return tuple(
        (rule, rule.gate.when.test if rule.gate.when else None, rule.gate.needs.test)
        for rule in rules
        if rule.gate is not None
    )


def demands(rules: Rules, kind: str) -> Demands | None:
    """对 kind 的要求，同一段日子的规则拆一次；什么要求都没有的是 None。"""
    every: dict[str, Demands] = rules.once("demands", dict)
    found = every.get(kind)
    if found is None:
        found = every[kind] = Demands(rules, kind)
    return found if found.any else None


def _judged(view: View, candidate: Act) -> Verdict:
    kind = KINDS[candidate.kind]
    barred = (
        *_role_grounds(view, candidate),
        *_second_grounds(view, candidate),
        *_paper_grounds(view, candidate),
    )
    asked = demands(view.rules, candidate.kind)
    verdict = _sorted_out(kind, barred, _grounds(view, candidate, asked) if asked else ())
    away = tuple(_away(candidate, kind))
    return replace(verdict, advice=(*verdict.advice, *away)) if away else verdict


def _away(candidate: Act, kind: Kind) -> Iterator[Ground]:
    """请假、外出的人作处理：法律没有禁止，只提示。"""
    if candidate.actor.away is None or kind.is_fact or kind.stage is Stage.REGISTER:
        return
    yield Ground(
        "away",
        (),
        "产品默认",
        "请假、外出期间的处理，一般由授权代行的人办理；法律没有禁止本人办理",
        f"登记簿里您请假、外出至 {candidate.actor.away.isoformat()}",
        then="确由您本人办理的可以写入；要别人代办的，登记授权代行",
        weight=Weight.DEFAULT,
    )


def _sorted_out(kind: Kind, barred: Sequence[Ground], found: Iterable[tuple[Rule, Ground]]) -> Verdict:
    """处理不合规的拒绝，事实不合规的带瑕疵，产品默认只提示。"""
    refusals, defects, advice = list(barred), [], []
    for rule, each in found:
        if not rule.blocks:
            advice.append(each)
        elif kind.is_fact:
            defects.append(each)
        else:
            refusals.append(each)
    return Verdict(tuple(refusals), tuple(defects), tuple(advice))


def _role_grounds(view: View, candidate: Act) -> Iterator[Ground]:
    kind = KINDS[candidate.kind]
    rule = view.rules.role(candidate.kind)
    allowed: Sequence[str] = rule.role.roles if rule is not None and rule.role is not None else kind.roles
    if any(candidate.actor.holds(role, candidate.kind) for role in allowed):
        for lacks, then, field in beyond(view.file, candidate, allowed):
            yield Ground("authority", (), "岗位权限", kind.name, lacks, "", then, field)
        return
    names = "、".join(role.label for role in Role if role.value in allowed)
    lacks = f"“{kind.name}”由{names}办理，您的岗位是{'、'.join(role.label for role in candidate.actor.roles) or '（没有岗位）'}"
    if rule is not None:
        yield ground(rule, lacks, supplied_by=names, then=f"请交给{names}")
    else:
        yield Ground("role", (), "岗位权限", f"{kind.name}由{names}办理", lacks, names, f"请交给{names}")


def _second_grounds(view: View, candidate: Act) -> Iterator[Ground]:
    """两人办理：登记簿里的确认。"""
    for lacks, then, field in lacking(view, candidate):
        yield Ground("two-people", (), CITE, KINDS[candidate.kind].name, lacks, "", then, field)
    for lacks, then, field in out_of_order(view.file, candidate):
        yield Ground("in-order", (), ORDERLY, KINDS[candidate.kind].name, lacks, "", then, field)
    for lacks, then, field in unauthorised(candidate):
        yield Ground("authority", (), "岗位权限", KINDS[candidate.kind].name, lacks, "", then, field)


def _paper_grounds(view: View, candidate: Act) -> Iterator[Ground]:
    """处理不能倒填：不是哪一条法律的门禁，是记录自己的规矩。"""
    if backdated(view.file.acts, candidate):
        yield Ground(
            "paper",
            (),
            "先纸后录",
            "处理在作出时写入；系统停用期间在纸上作出的，登记以后才能补写",
            f"“{KINDS[candidate.kind].name}”写的发生时间早于今天，没有对应的纸质处理登记",
            then="现在作出的，发生时间写现在；停用期间在纸上作出的，先登记系统停用和纸质处理",
            field="happened",
        )


def _grounds(view: View, candidate: Act, asked: Demands) -> Iterator[tuple[Rule, Ground]]:
    held = candidate.body.__dict__
    for rule, when, fields in asked.contents:
        if when is None or when(view):
            for field in fields:
                value = held.get(field)
                if value and (type(value) is not str or not value.isspace()):
                    continue  # 填了的，多半一眼看得出来
                if not is_present(value or _field(candidate, field)):
                    yield rule, _blank(rule, candidate, field)
    for rule, when, needs in asked.gates:
        if (when is None or when(view)) and not needs(view):
            assert rule.gate is not None
            yield rule, _of_gate(view, rule, rule.gate)
    for rule in asked.recordings:
        yield from _recording(view, rule, candidate)


def _blank(rule: Rule, candidate: Act, field: str) -> Ground:
    info = type(candidate.body).model_fields.get(field.split(".")[0])
    label = info.title if info is not None and info.title else field
    return ground(rule, f"没有填写“{label}”", then=f"请填写“{label}”", field=field)


def _field(candidate: Act, path: str) -> object:
    if "." not in path:
        return said(candidate.body, path)
    value: object = candidate.body
    for step in path.split("."):
        value = said(value, step)
    return value


def _recording(view: View, rule: Rule, candidate: Act) -> Iterator[tuple[Rule, Ground]]:
    recording = rule.recording
    assert recording is not None
    view.it = candidate
    try:
        applies = recording.when is None or recording.when(view)
    finally:
        view.it = None
    claim = said(candidate.body, recording.claim)
    if not applies or claim is None:
        return
    if recording.level == "throughout" and claim.value != "throughout":
        lacks = f"应当全程录像，实际{claim.label}"
        yield (
            rule,
            ground(
                rule,
                lacks,
                supplied_by=Role.HANDLER.value,
                then="照实记录；请写明原因和补救，由负责人签署意见",
                field=recording.claim,
            ),
        )
    elif (
        recording.level == "reason"
        and claim.value == "none"
        and not is_present(getattr(candidate.body, "recording_reason", ""))
    ):
        yield (
            rule,
            ground(
                rule,
                "没有音像记录，也没有写明原因",
                supplied_by=Role.HANDLER.value,
                then="请写明没有音像记录的原因",
                field="recording_reason",
            ),
        )


def blocked(view: View, word: str) -> tuple[Ground, ...]:
    """还没有填内容时就知道不能做的理由：只看不涉及内容和行为人的门禁。产品默认不算。"""
    rules = beforehand(view.rules).get(word)
    if rules is None:
        return ()
    # 一条门禁往往管几种行为，问过的不再问。
    known: dict[str, Ground | None] = view.once("gates asked", dict)
    found = []
    for rule, when, needs in rules:
        name = rule.id
        if name not in known:
            shut = (when is None or when(view)) and not needs(view)
            known[name] = _of_gate(view, rule, rule.gate) if shut and rule.gate is not None else None
        ground = known[name]
        if ground is not None:
            found.append(ground)
    return tuple(found)


def beforehand(rules: Rules) -> dict[str, tuple[Asked, ...]]:
    """不看内容和行为人就能判断的门禁，按行为。"""
    return rules.once("gates beforehand", lambda: _beforehand(rules))


# 这些事实要看正要写入的内容或者行为人。
_OF_CONTENT = ("act.", "actor.", "proposed.", "range.", "hearing.threshold", "review.covers")


def _beforehand(rules: Rules) -> dict[str, tuple[Asked, ...]]:
    found = {}
    for word in KINDS:
        plain = []
        for rule in rules.gates(word):
            gate = rule.gate
            assert gate is not None
            names = gate.needs.names | (gate.when.names if gate.when is not None else frozenset())
            if rule.blocks and not any(name.startswith(_OF_CONTENT) for name in names):
                plain.append(rule)
        if plain:
            found[word] = taken_apart(plain)
    return found


def _of_gate(view: View, rule: Rule, gate: Gate) -> Ground:
    cited = cited_rule(view, gate.cited_from) if gate.cited_from else None
    named = view(gate.naming) if gate.naming else ()
    lacks = f"{gate.lacks}：{'、'.join(map(str, named))}" if named else gate.lacks
    found = ground(rule, lacks, supplied_by=gate.supplied_by, then=gate.then, field=gate.field, cited=cited)
    waits = view.rules.once(f"waits {rule.id}", lambda: _waits(gate))
    opens = _opens(view, waits) if waits else None
    return found if opens is None else found._replace(opens=opens)


def _waits(gate: Gate) -> tuple[str, ...]:
    """这一条等的期限的届满之日，各叫什么；不是等期限的是空的。"""
    return tuple(
        f"{name.removesuffix('.over')}.due"
        for name in gate.needs.names
        if name.startswith("duty.") and name.endswith(".over")
    )


def _opens(view: View, waits: Sequence[str]) -> date | None:
    """要等的期限都届满以后的第一天；期限已经届满的没有。"""
    days = [day for name in waits if (day := view[name]) is not None and day >= view.today]
    return max(days) + timedelta(days=1) if days else None
