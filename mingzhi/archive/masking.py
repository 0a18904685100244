"""查阅时的遮盖：给当事人看的文书，别人的个人信息和举报人的信息隐去，他自己的不隐（CQ-R-23¶2；条例第三十五条）。"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from mingzhi.casework.agency import Agency
from mingzhi.casework.casefile import CaseFile
from mingzhi.casework.personal import mask, secrets
from mingzhi.instruments.blocks import Document, Run

T = TypeVar("T")
Mask = Callable[[str], str]


def mask_for_party(file: CaseFile, agency: Agency) -> Mask:
    """本案当事人查阅时怎样遮盖一段文字。"""
    own = _own(file, agency)
    others = tuple((what, text) for what, text in secrets(file) if text not in own)
    keep = re.compile("|".join(re.escape(each) for each in sorted(own, key=len, reverse=True)) or r"(?!)")

    def masked(text: str) -> str:
        done, cursor = [], 0
        for found in keep.finditer(text):
            done += [mask(text[cursor : found.start()], others), found.group(0)]
            cursor = found.end()
        return "".join((*done, mask(text[cursor:], others)))

    return masked


def masked(document: Document, how: Mask) -> Document:
    """遮盖后的文书：只动文字，版面不变。"""
    return _walk(document, how)


def _own(file: CaseFile, agency: Agency) -> frozenset[str]:
    """当事人自己的、机关公开的号码和地址，不是别人的个人信息。"""
    known = [agency.phone, agency.address, agency.fund_account, agency.fine_account]
    if file.party is not None:
        party = file.party
        known += [party.identity_number, party.phone, party.home, party.address, party.code]
    return frozenset(text.strip() for text in known if text.strip())


def _walk(value: T, how: Mask) -> T:
    found: Any = value
    if isinstance(found, Run):
        found = replace(found, text=how(found.text))
    elif isinstance(found, tuple):
        found = tuple(_walk(each, how) for each in found)
    elif is_dataclass(found) and not isinstance(found, type):
        changed = {field.name: _walk(getattr(found, field.name), how) for field in fields(found)}
        found = replace(found, **changed)
    result: T = found
    return result
