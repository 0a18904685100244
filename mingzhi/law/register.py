"""条款登记：两份规则文件的每一条在产品里是什么——规则、功能、不归软件，还是没有做到。

规则不在登记里重写：规则包里 ``clauses`` 引了哪一条，就是哪一条的规则。登记只写规则说不出的：条款的名目，
没有规则的由什么功能做到、为什么不归软件、还缺什么。写法见 docs/clauses.md。
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Literal

import yaml
from pydantic import Field, ValidationError, model_validator

from mingzhi.law.pack import Pack
from mingzhi.law.pieces import Strict
from mingzhi.law.rules import Rule

Kind = Literal["rule", "feature", "declined", "open"]
LABELS: dict[Kind, str] = {"rule": "规则", "feature": "功能", "declined": "不归软件", "open": "没有做到"}
# 标记：R 规则 G 门禁 D 期限 C 留痕 F 文书 S 页面 P 岗位 I 接口 E 倡导。
Mark = Literal["R", "G", "D", "C", "F", "S", "P", "I", "E"]
Hits = Mapping[str, tuple[str, ...]]


class RegisterError(ValueError):
    """条款登记写错了；信息里有文件和条款。"""


class Clause(Strict):
    """登记的一条。tests 是没有它就通不过的测试；规则的场景由 hits 给，不必写。"""

    id: str
    title: str
    marks: tuple[Mark, ...] = Field(min_length=1)
    feature: str = ""
    declined: str = ""
    open: str = ""
    tests: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_answer(self) -> Clause:
        answers = [name for name in ("feature", "declined", "open") if getattr(self, name)]
        if len(answers) > 1:
            raise ValueError(f"{self.id} 写了 {'、'.join(answers)}，只能写一种")
        return self


class Document(Strict):
    """一份规则文件的条款。"""

    document: str
    prefix: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class ClauseEntry:
    """一条的去处。tests 是没有它就通不过的测试；reason 是功能在哪里、为什么不归软件或者还缺什么。"""

    id: str
    kind: Kind
    title: str
    rules: tuple[str, ...]
    tests: tuple[str, ...]
    reason: str
    document: str
    marks: tuple[Mark, ...]

    def as_json(self) -> dict[str, object]:
        """``mingzhi clauses --json`` 的一项。"""
        return {
            "id": self.id,
            "kind": self.kind,
            "title": self.title,
            "rules": list(self.rules),
            "tests": list(self.tests),
            "reason": self.reason,
        }


def register(packs: Iterable[Pack], documents: Iterable[Document], hits: Hits) -> tuple[ClauseEntry, ...]:
    """每一条的去处，照规则文件的次序。hits 是规则 → 没有它就通不过的测试。"""
    cited = _cited(packs)
    return tuple(
        _entry(document, clause, cited, hits) for document in documents for clause in document.clauses
    )


def _cited(packs: Iterable[Pack]) -> dict[str, dict[str, Rule]]:
    """条款 → 引了它的规则。一条规则在几个包里，只算一次。"""
    found: dict[str, dict[str, Rule]] = {}
    for pack in packs:
        for rule in pack.rules:
            for clause in rule.clauses:
                found.setdefault(clause, {})[rule.id] = rule
    return found


def _entry(
    document: Document, clause: Clause, cited: Mapping[str, Mapping[str, Rule]], hits: Hits
) -> ClauseEntry:
    rules = tuple(sorted(cited.get(clause.id, ())))
    of_rules = (test for rule in rules for test in hits.get(rule, ()))
    tests = tuple(dict.fromkeys([*of_rules, *clause.tests]))
    # 写明没有做到的，有规则也是没有做到：规则只管到一部分。
    kind: Kind = "open" if clause.open else "rule" if rules else "feature" if clause.feature else "declined"
    reason = clause.open or clause.feature or clause.declined
    if not rules and not reason:
        kind, reason = "open", "规则包里没有引它的规则，登记里也没有写"
    return ClauseEntry(clause.id, kind, clause.title, rules, tests, reason, document.document, clause.marks)


def parse_document(text: str, where: str) -> Document:
    """读一份条款登记。写错抛 :class:`RegisterError`。"""
    try:
        document = Document.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as error:
        raise RegisterError(f"{where}：{error}") from error
    seen: set[str] = set()
    for clause in document.clauses:
        if clause.id in seen or not clause.id.startswith(document.prefix):
            raise RegisterError(f"{where}：{clause.id} 写了两次，或者不是 {document.prefix} 的条款")
        seen.add(clause.id)
    return document


def load_documents() -> tuple[Document, ...]:
    """随程序发布的条款登记。"""
    folder = resources.files("mingzhi.law") / "clauses"
    return tuple(
        parse_document((folder / name).read_text(encoding="utf-8"), name)
        for name in ("chongqing.yaml", "qilin.yaml")
    )


def load_hits() -> dict[str, tuple[str, ...]]:
    """规则 → 没有它就通不过的场景，由 ``mingzhi clauses --record`` 写下。"""
    text = (resources.files("mingzhi.law") / "clauses" / "hits.yaml").read_text(encoding="utf-8")
    return {rule: tuple(tests) for rule, tests in (yaml.safe_load(text) or {}).items()}
