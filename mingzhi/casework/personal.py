"""个人信息：找出和隐去身份证号、电话、住址、举报人、患者（公示办法第七条，CQ-D-7-b）。

公开的文字里一个都不能有。找的是写法（号码），和本案卷里已经知道的（举报人、住址、电话）。
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from mingzhi.casework.acts.inspection import InquiryHeld
from mingzhi.casework.acts.lead import LeadRegistered
from mingzhi.casework.acts.service import AddressConfirmed
from mingzhi.casework.casefile import CaseFile

# 18 位公民身份号码（含空格、连字符写法）和 15 位旧号；统一社会信用代码不以 1—6 位区划起头，不会误中。
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-8]\d{5}[\s-]?(?:19|20)\d{2}[\s-]?(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[\s-]?\d{3}[\dXx](?![0-9A-Za-z])"
)
_IDENTITY_15 = re.compile(
    r"(?<![0-9A-Za-z])[1-8]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![0-9A-Za-z])"
)
_PHONE = re.compile(r"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d){8}(?!\d)|(?<!\d)0\d{2,3}[\s-]\d{7,8}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BANK = re.compile(r"(?<!\d)62\d{2}(?:\s?\d{4}){3}(?:\s?\d{1,3})?(?!\d)")
_HOME = re.compile(
    r"[一-鿿0-9A-Za-z]{2,20}(?:小区|公寓|花园|新村|家园)[一-鿿0-9A-Za-z]{0,12}(?:栋|幢|单元|室|号楼)[0-9一-鿿A-Za-z-]{0,8}"
)
_ADDRESS = re.compile(r"(?:家庭住址|住址|现住|户籍地)[:：]?\s?[^，。；\s]{3,40}")
_DIAGNOSIS = re.compile(r"(?:诊断为|诊断[:：]|确诊|患有|病史[:：]?)\s?[一-鿿A-Za-z0-9]{2,20}")
_PATIENT = re.compile(
    r"(?:患者|参保人(?:员)?|病人)(?:姓名[:：]?)?([一-鿿]{2,3}示|[一-鿿]某{1,2}[一-鿿]?)(?=[，。、；（\s]|就|住|$)"
)

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("公民身份号码", _IDENTITY),
    ("公民身份号码", _IDENTITY_15),
    ("电话号码", _PHONE),
    ("电子邮箱", _EMAIL),
    ("银行账号", _BANK),
    ("住址", _HOME),
    ("住址", _ADDRESS),
    ("病情诊断", _DIAGNOSIS),
    ("患者姓名", _PATIENT),
)
MASK = "＊＊"


@dataclass(frozen=True)
class Finding:
    """一处个人信息：种类和文字。"""

    what: str
    text: str


def secrets(file: CaseFile) -> tuple[tuple[str, str], ...]:
    """本案卷里已经知道、不得公开的字：举报人、身份证号、电话、住址。"""
    known: list[tuple[str, str]] = []
    for _, lead in file.bodies("lead.registered", LeadRegistered):
        if lead.informant:
            known += [
                ("举报人", lead.informant.name),
                ("举报人联系方式", lead.informant.phone),
                ("举报人住址", lead.informant.address),
            ]
    party = file.party
    if party:
        known += [
            ("公民身份号码", party.identity_number),
            ("电话号码", party.phone),
            ("家庭住址", party.home),
        ]
        if party.kind.value == "person":
            known.append(("住址", party.address))
    for _, inquiry in file.bodies("inquiry.held", InquiryHeld):
        known += [
            ("身份证件", inquiry.identity),
            ("电话号码", inquiry.person_phone),
            ("住址", inquiry.person_address),
        ]
    for _, confirmed in file.bodies("address.confirmed", AddressConfirmed):
        known.append(("电话号码", confirmed.phone))
        if party is None or party.kind.value == "person":
            known.append(("送达地址", confirmed.address))
    return tuple((what, text.strip()) for what, text in known if len(text.strip()) >= 2)


def findings(text: str, known: Iterable[tuple[str, str]] = ()) -> tuple[Finding, ...]:
    """文字里的个人信息。"""
    found = [Finding(what, secret) for what, secret in known if secret in text]
    for what, pattern in PATTERNS:
        found += [Finding(what, match.group(0)) for match in pattern.finditer(text)]
    return tuple(found)


def mask(text: str, known: Iterable[tuple[str, str]] = ()) -> str:
    """隐去个人信息；隐去处的宽度不随原文长短。"""
    for _, secret in sorted(known, key=lambda pair: -len(pair[1])):
        text = text.replace(secret, MASK)
    for _, pattern in PATTERNS:
        text = pattern.sub(MASK, text)
    return text


def mask_name(name: str) -> str:
    """自然人姓名隐去名字，留姓：张三 → 张某。"""
    return (
        f"{name[:2] if name.startswith('示例') and len(name) > 2 else ''}{name[2] if name.startswith('示例') and len(name) > 2 else name[:1]}某"
        if name
        else name
    )


def text_of(body: BaseModel) -> str:
    """一项内容里的全部文字。"""
    return "\n".join(_strings(body.model_dump(mode="json")))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
