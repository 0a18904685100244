"""文书码：页脚上的一串字，签字的原件扫描回来，凭它找到打印它的那一项行为。

写法 ``KHW8Q2ZM-14-7QF3``：卷号的前 40 位、第几号行为、这一种文书的校验。不含 I、L、O、U，手写也不易看错。
凭码只能在本机关看得到的卷里找；校验连着整个卷号，猜不出别的卷。
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PREFIX_BITS = 40
_CODE = re.compile(r"([0-9A-Z]{8})[-－—\s]?(\d{1,6})[-－—\s]([0-9A-Z]{4})")
_ALIKE = str.maketrans("ILOU", "110V")


def _letters(number: int, length: int) -> str:
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in reversed(range(length)))


def code_of(dossier: UUID, act: int, form: str) -> str:
    """一份文书的码。同一项行为的同一种文书，码总是一样。"""
    check = int.from_bytes(sha256(f"{dossier}/{act}/{form}".encode()).digest()[:3], "big") >> 4
    return f"{_letters(dossier.int >> (128 - _PREFIX_BITS), 8)}-{act}-{_letters(check, 4)}"


@dataclass(frozen=True)
class Read:
    """读到的码：卷号的范围（首尾）、第几号、原样的码。"""

    first: UUID
    last: UUID
    act: int
    code: str


def read_code(text: str) -> Read | None:
    """读一个码；大小写、空格、全角连字符都认。不是码的为 None。"""
    found = _CODE.search(text.strip().upper())
    if found is None:
        return None
    prefix, act, check = found[1].translate(_ALIKE), int(found[2]), found[3].translate(_ALIKE)
    number = 0
    for letter in prefix:
        number = number << 5 | ALPHABET.index(letter)
    low = number << (128 - _PREFIX_BITS)
    high = low | (1 << (128 - _PREFIX_BITS)) - 1
    return Read(UUID(int=low), UUID(int=high), act, f"{prefix}-{act}-{check}")
