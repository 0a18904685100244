"""读时间戳（RFC 3161）：盖的是哪个摘要、写的是什么时间。签名要用时间戳机构的证书核验，不在这里。

Just enough DER (ITU-T X.690) to walk TimeStampResp → ContentInfo → SignedData → TSTInfo.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# id-ct-TSTInfo, 1.2.840.113549.1.9.16.1.4
_TST_INFO = bytes.fromhex("2a864886f70d0109100104")
_SEQUENCE, _OCTETS, _OID, _INTEGER, _TIME, _INNER = 0x30, 0x04, 0x06, 0x02, 0x18, 0xA0
_MOMENT = re.compile(rb"([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})(\.[0-9]{1,9})?Z")


@dataclass(frozen=True)
class Stamp:
    """时间戳说的：所盖的摘要、时间（格林尼治时间）。"""

    imprint: bytes
    time: str


class _Odd(ValueError):
    """不是这种编码。"""


def read_stamp(data: bytes) -> Stamp | None:
    """读一份时间戳；读不懂的是 None。"""
    try:
        (response,) = _items(data)
        _, token = _items(_as(_SEQUENCE, response))
        kind, content = _items(_as(_SEQUENCE, token))
        (signed,) = _items(_as(_INNER, content))
        _, _, encapsulated, *_ = _items(_as(_SEQUENCE, signed))
        kind, wrapped = _items(_as(_SEQUENCE, encapsulated))
        if _as(_OID, kind) != _TST_INFO:
            return None
        (octets,) = _items(_as(_INNER, wrapped))
        (info,) = _items(_as(_OCTETS, octets))
        version, policy, imprint, serial, time, *_ = _items(_as(_SEQUENCE, info))
        _as(_INTEGER, version), _as(_OID, policy), _as(_INTEGER, serial)
        _, hashed = _items(_as(_SEQUENCE, imprint))
        moment = _MOMENT.fullmatch(_as(_TIME, time))
        if moment is None:
            return None
        year, month, day, hour, minute, second = (part.decode() for part in moment.groups()[:6])
        return Stamp(_as(_OCTETS, hashed), f"{year}-{month}-{day} {hour}:{minute}:{second}")
    except ValueError:
        return None


def _as(tag: int, item: tuple[int, bytes]) -> bytes:
    if item[0] != tag:
        raise _Odd(f"tag {item[0]:#x} in place of {tag:#x}")
    return item[1]


def _items(data: bytes) -> list[tuple[int, bytes]]:
    """一层里的各件：标记、内容。"""
    return list(_walk(data))


def _walk(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        if at + 2 > len(data):
            raise _Odd("cut off")
        tag, size, at = data[at], data[at + 1], at + 2
        if size & 0x80:
            count = size & 0x7F
            if not 1 <= count <= 4 or at + count > len(data):
                raise _Odd("a length this format does not write")
            size, at = int.from_bytes(data[at : at + count], "big"), at + count
        if at + size > len(data):
            raise _Odd("cut off")
        yield tag, data[at : at + size]
        at += size
