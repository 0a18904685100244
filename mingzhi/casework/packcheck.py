"""核对一个规则包说的词：行为、栏、事实、参数、岗位、文书是不是都有（docs/packs.md「写一个新的地方」）。

装得进来只说明键没有写错；词写错了的规则，要到用的那天才出错，所以投入使用以前先核对。
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

import mingzhi.casework.acts
import mingzhi.casework.standing  # noqa: F401  登记全部的词
from mingzhi.casework.act import KINDS
from mingzhi.casework.actor import Role
from mingzhi.casework.packschema import OUTSIDE
from mingzhi.casework.view import VOCABULARY, known_name
from mingzhi.law.conditions import Condition, walk_numbers
from mingzhi.law.pack import Pack
from mingzhi.law.rules import Rule, Weight
from mingzhi.law.statutes import Citation, Library, numbers_in

ROLES = tuple(role.value for role in Role)


def faults(pack: Pack, forms: Collection[str]) -> tuple[str, ...]:
    """这个包自己的规则里不认识的词，一句一处；forms 是文书的名字。"""
    known = {rule.parameter.name for rule in pack.rules if rule.parameter is not None}
    own = [rule for rule in pack.rules if rule.pack == pack.id]
    return tuple(f"规则 {rule.id}：{said}" for rule in own for said in _of(rule, known, forms))


def numbers_not_in_the_text(pack: Pack, texts: Library) -> tuple[str, ...]:
    """条文写明的规则里，有哪些数字不在所引的那一条里；没有取得全文的不核对，全文里没有那一条的也说。"""
    found = []
    for rule in pack.rules:
        source = rule.source
        if rule.pack != pack.id or rule.weight is not Weight.RULE or not texts.versions(source.document):
            continue
        place = Citation(source.document, source.article or 0, source.paragraph, source.item)
        text = texts.text(place, rule.until or date.max)
        if text is None:
            found.append(f"规则 {rule.id}：没有找到 {rule.cite}")
            continue
        known = {Decimal(number) for number in numbers_in(text)}
        missing = [number for number in _numbers(rule) if number and number not in known]
        found += [f"规则 {rule.id}：写了 {number}，{rule.cite} 里没有这个数" for number in missing]
    return tuple(found)


def _numbers(rule: Rule) -> Iterator[Decimal]:
    """规则里写出的法律数字。0 是“有没有”，不是法律的数字。"""
    part: Any = getattr(rule, rule.part)
    if rule.parameter is not None and rule.parameter.number is not None:
        yield rule.parameter.number
    if rule.range is not None:
        yield from (rule.range.low, rule.range.high, *map(Decimal, rule.range.suspension or ()))
    if rule.duty is not None:
        yield from (Decimal(span.count) for span in rule.duty.within if isinstance(span.count, int))
    for condition in [each for _, each in part if isinstance(each, Condition)]:
        yield from walk_numbers(condition.source)


def _of(rule: Rule, parameters: Collection[str], forms: Collection[str]) -> Iterator[str]:
    part: Any = getattr(rule, rule.part)
    for field in ("act", "after", "do", "next", "of"):
        for word in getattr(part, field, ()):
            if word not in KINDS and word not in OUTSIDE:
                yield f"没有 {word} 这种行为{_guess(word, KINDS)}"
    for condition in [each for _, each in part if isinstance(each, Condition)]:
        yield from _facts(condition, parameters)
    if (naming := getattr(part, "naming", "")) and not known_name(naming):
        yield f"没有 {naming} 这个事实{_guess(naming, VOCABULARY)}"
    for role in _roles(part):
        if role not in ROLES:
            yield f"没有 {role} 这个岗位{_guess(role, ROLES)}"
    for form in getattr(part, "prints", ()):
        if form not in forms:
            yield f"没有 {form} 这种文书{_guess(form, forms)}"
    if rule.content is not None:
        yield from _fields(rule.content.act, rule.content.fields)
    if rule.duty is not None:
        for name in [span.count for span in rule.duty.within if isinstance(span.count, str)]:
            if name.startswith("parameter.") and name.removeprefix("parameter.") not in parameters:
                yield f"没有 {name.removeprefix('parameter.')} 这个参数"


def _facts(condition: Condition, parameters: Collection[str]) -> Iterator[str]:
    for name in sorted(condition.names):
        if not known_name(name) and not name.startswith("department."):
            yield f"没有 {name} 这个事实{_guess(name, VOCABULARY)}"
    for name in sorted(condition.parameters - set(parameters)):
        yield f"没有 {name} 这个参数{_guess(name, parameters)}"


def _roles(part: Any) -> Iterator[str]:
    yield from getattr(part, "roles", ())
    for field in ("role", "supplied_by"):
        if getattr(part, field, ""):
            yield getattr(part, field)


def _fields(kinds: Collection[str], fields: Collection[str]) -> Iterator[str]:
    for kind in [each for each in kinds if each in KINDS]:
        known = KINDS[kind].body.model_fields
        for field in fields:
            if field.split(".")[0] not in known:
                yield f"{kind}（{KINDS[kind].name}）没有 {field} 这一栏{_guess(field, known)}"


def _guess(word: str, known: Collection[str]) -> str:
    near = get_close_matches(word, list(known), 1)
    return f"，是不是 {near[0]}" if near else ""
