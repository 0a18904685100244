"""摘要：SHA-256 (FIPS 180-4) 与 SM3 (GB/T 32905-2016)，十六进制小写。

Both through OpenSSL. Where the machine's OpenSSL has no SM3, a small implementation below serves for
acts; files are too long for it, and `Sm3Unavailable` says so instead of running for hours.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import NewType, Protocol

Sha256 = NewType("Sha256", str)
Sm3 = NewType("Sm3", str)

CHUNK = 1 << 20
# Some ten seconds of the implementation below.
PURE_SM3_LIMIT = 1 << 22
_HEX64 = re.compile(r"[0-9a-f]{64}")


class Sm3Unavailable(RuntimeError):
    """本机的密码库不支持 SM3，文件又太大。"""


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def is_digest(value: object) -> bool:
    """是否为 64 位小写十六进制。"""
    return isinstance(value, str) and _HEX64.fullmatch(value) is not None


def sha256_hex(data: bytes) -> Sha256:
    return Sha256(hashlib.sha256(data).hexdigest())


def sm3_hex(data: bytes) -> Sm3:
    return Sm3(_openssl_sm3(data) if has_openssl_sm3() else pure_sm3(data))


def digest_stream(readable: Readable) -> tuple[int, Sha256, Sm3]:
    """文件的大小和两种摘要，读一遍。Raises Sm3Unavailable for a long file without OpenSSL's SM3."""
    return digest_chunks(iter(lambda: readable.read(CHUNK), b""))


def digest_chunks(chunks: Iterable[bytes]) -> tuple[int, Sha256, Sm3]:
    size, sha256, sm3 = digest_what_can_be(chunks)
    if sm3 is None:
        raise Sm3Unavailable("this machine's OpenSSL has no SM3, and the file is too long to do without")
    return size, sha256, sm3


def digest_what_can_be(chunks: Iterable[bytes]) -> tuple[int, Sha256, Sm3 | None]:
    """同上；算不了 SM3 时给出 None，由校验程序说明。"""
    size, sha256 = 0, hashlib.sha256()
    sm3 = hashlib.new("sm3") if has_openssl_sm3() else None
    kept: bytearray | None = bytearray()
    for chunk in chunks:
        size += len(chunk)
        sha256.update(chunk)
        if sm3 is not None:
            sm3.update(chunk)
        elif kept is not None:
            kept += chunk
            if size > PURE_SM3_LIMIT:
                kept = None
    if sm3 is not None:
        return size, Sha256(sha256.hexdigest()), Sm3(sm3.hexdigest())
    pure = None if kept is None else Sm3(pure_sm3(bytes(kept)))
    return size, Sha256(sha256.hexdigest()), pure


def has_openssl_sm3() -> bool:
    # Listed is not enough: a FIPS provider lists what it then refuses.
    try:
        hashlib.new("sm3")
    except ValueError:
        return False
    return True


def _openssl_sm3(data: bytes) -> str:
    return hashlib.new("sm3", data).hexdigest()


_START = (
    0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
)  # fmt: skip
_WORD = 0xFFFFFFFF


def pure_sm3(data: bytes) -> str:
    """SM3 按 GB/T 32905-2016 第 5 章，供没有 OpenSSL SM3 的机器核对执法行为。"""
    state: tuple[int, ...] = _START
    for block in _padded_blocks(data):
        state = _compress(state, block)
    return "".join(f"{word:08x}" for word in state)


def _padded_blocks(data: bytes) -> Iterator[bytes]:
    padded = data + b"\x80" + b"\x00" * ((55 - len(data)) % 64) + (len(data) * 8).to_bytes(8, "big")
    for start in range(0, len(padded), 64):
        yield padded[start : start + 64]


def _rotate(word: int, count: int) -> int:
    count %= 32
    return ((word << count) | (word >> (32 - count))) & _WORD


def _expand(block: bytes) -> list[int]:
    words = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
    for j in range(16, 68):
        mixed = words[j - 16] ^ words[j - 9] ^ _rotate(words[j - 3], 15)
        permuted = mixed ^ _rotate(mixed, 15) ^ _rotate(mixed, 23)
        words.append(permuted ^ _rotate(words[j - 13], 7) ^ words[j - 6])
    return words


def _compress(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    words = _expand(block)
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        constant = 0x79CC4519 if j < 16 else 0x7A879D8A
        ss1 = _rotate((_rotate(a, 12) + e + _rotate(constant, j)) & _WORD, 7)
        ss2 = ss1 ^ _rotate(a, 12)
        ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if j < 16 else (e & f) | (~e & _WORD & g)
        tt1 = (ff + d + ss2 + (words[j] ^ words[j + 4])) & _WORD
        tt2 = (gg + h + ss1 + words[j]) & _WORD
        a, b, c, d = tt1, a, _rotate(b, 9), c
        e, f, g, h = tt2 ^ _rotate(tt2, 9) ^ _rotate(tt2, 17), e, _rotate(f, 19), g
    return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True))
