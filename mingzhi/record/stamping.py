"""时间戳（RFC 3161）：请设定的时间戳机构在检查点上盖时间，证明那时就有这本日志。盖的是历次检查点各自的原文。

盖不上不耽误公开，下一个钟点再盖；盖上的与检查点放在一起（log/history/*.tsr），旁人凭机构的根证书核验。
"""

from __future__ import annotations

import logging
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256, sha384, sha512
from pathlib import Path

from cryptography.x509 import Certificate, load_pem_x509_certificates
from django.conf import settings
from rfc3161_client import (
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from mingzhi.casework.act import SHANGHAI
from mingzhi.record import publishing

TIMEOUT_SECONDS = 15
# 时间戳只有几千字节；更长的不是时间戳。
MAX_BYTES = 256 * 1024
logger = logging.getLogger(__name__)


class BadStamp(ValueError):
    """时间戳不成立，或者机构没有给；信息是给人看的。"""


@dataclass(frozen=True)
class Stamped:
    """盖了时间的检查点：哪一份、什么时间。"""

    name: str
    time: datetime


def stamp_latest() -> Stamped | None:
    """给最近一份还没有盖过的检查点盖时间；没有设机构，或者都盖过了，是 None。盖不上抛 BadStamp。"""
    if not settings.MINGZHI_TSA:
        return None
    notes = sorted((publishing.folder() / publishing.HISTORY).glob("*.txt"))
    if not notes or notes[-1].with_suffix(".tsr").exists():
        return None
    note = notes[-1]
    response = _asked(note.read_bytes())
    time = verified(note.read_bytes(), response, roots())
    publishing.put(f"{publishing.HISTORY}/{note.stem}.tsr", response)
    return Stamped(note.name, time)


def verified(note: bytes, response: bytes, trusted: list[Certificate]) -> datetime:
    """核验一份时间戳，给出盖的时间。BadStamp when it does not hold."""
    if not trusted:
        raise BadStamp("没有时间戳机构的根证书（MINGZHI_TSA_ROOTS），无法核验")
    builder = VerifierBuilder()
    for root in trusted:
        builder = builder.add_root_certificate(root)
    try:
        decoded = decode_timestamp_response(response)
        builder.build().verify_message(decoded, note)
    except (VerificationError, ValueError) as error:
        raise BadStamp(f"时间戳不成立：{error}") from error
    return decoded.tst_info.gen_time.astimezone(SHANGHAI)


def imprinted(note: bytes, response: bytes) -> bool:
    """盖的是不是这一份检查点；不核对签名。读不懂的抛 BadStamp。"""
    try:
        imprint = decode_timestamp_response(response).tst_info.message_imprint.message
    except ValueError as error:
        raise BadStamp(f"时间戳读不懂：{error}") from error
    return imprint in [made(note).digest() for made in (sha256, sha384, sha512)]


def stamps() -> list[tuple[str, datetime | None]]:
    """历次盖过的：检查点的文件名、时间；核验不过的没有时间。"""
    found: list[tuple[str, datetime | None]] = []
    trusted = roots()
    for file in sorted((publishing.folder() / publishing.HISTORY).glob("*.tsr")):
        note = file.with_suffix(".txt")
        try:
            found.append((note.name, verified(note.read_bytes(), file.read_bytes(), trusted)))
        except (BadStamp, OSError):
            found.append((note.name, None))
    return found


def roots() -> list[Certificate]:
    """信任的根证书：MINGZHI_TSA_ROOTS 所指的 PEM 文件。"""
    if not settings.MINGZHI_TSA_ROOTS:
        return []
    try:
        return load_pem_x509_certificates(Path(settings.MINGZHI_TSA_ROOTS).read_bytes())
    except (OSError, ValueError) as error:
        raise BadStamp(f"时间戳机构的根证书读不出来：{error}") from error


def _asked(note: bytes) -> bytes:
    query = TimestampRequestBuilder().data(note).build().as_bytes()
    url: str = settings.MINGZHI_TSA
    if not url.startswith(("http://", "https://")):
        raise BadStamp("MINGZHI_TSA 应以 http:// 或 https:// 开头")
    request = urllib.request.Request(url, query, {"Content-Type": "application/timestamp-query"})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as found:
            return bytes(found.read(MAX_BYTES))
    except OSError as error:
        raise BadStamp(f"时间戳机构连不上：{error}") from error
